//! Where secrets are written down.

use super::Kind::Leak;
use super::{ALL, Model, class, sink};

/// See the module.
pub(super) const MODELS: &[Model] = &[
    class("logging.getLogger", "logging.Logger"),
    class("structlog.get_logger", "logging.Logger"),
    sink("print", Leak, ALL),
    sink("logging.debug", Leak, ALL),
    sink("logging.info", Leak, ALL),
    sink("logging.warning", Leak, ALL),
    sink("logging.error", Leak, ALL),
    sink("logging.critical", Leak, ALL),
    sink("logging.exception", Leak, ALL),
    sink("logging.log", Leak, ALL),
    sink("logging.Logger.debug", Leak, ALL),
    sink("logging.Logger.info", Leak, ALL),
    sink("logging.Logger.warning", Leak, ALL),
    sink("logging.Logger.error", Leak, ALL),
    sink("logging.Logger.critical", Leak, ALL),
    sink("logging.Logger.exception", Leak, ALL),
    sink("logging.Logger.log", Leak, ALL),
    sink("loguru.logger.debug", Leak, ALL),
    sink("loguru.logger.info", Leak, ALL),
    sink("loguru.logger.warning", Leak, ALL),
    sink("loguru.logger.error", Leak, ALL),
];
