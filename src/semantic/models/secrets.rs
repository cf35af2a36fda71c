//! Loggers. What is written to them is the business of a rule: it goes by names, not by flows.

use super::{Model, class};

/// See the module.
pub(super) const MODELS: &[Model] =
    &[class("logging.getLogger", "logging.Logger"), class("structlog.get_logger", "logging.Logger")];
