"""Every level of every logger; `audit` is a logger that only its maker tells."""

import logging

import structlog
from flask import request
from loguru import logger

audit = logging.getLogger("audit")
events = structlog.get_logger()


def printed():
    password, email = request.form["password"], request.form["email"]
    # ruleid: secret-in-log
    print(password)
    # ok: secret-in-log
    print(email)


def of_the_module():
    password, email = request.form["password"], request.form["email"]
    # ruleid: secret-in-log
    logging.debug("new: %s", password)
    # ok: secret-in-log
    logging.debug("new: %s", email)
    # ruleid: secret-in-log
    logging.info("new: %s", password)
    # ok: secret-in-log
    logging.info("new: %s", email)
    # ruleid: secret-in-log
    logging.warning("new: %s", password)
    # ok: secret-in-log
    logging.warning("new: %s", email)
    # ruleid: secret-in-log
    logging.error("new: %s", password)
    # ok: secret-in-log
    logging.error("new: %s", email)
    # ruleid: secret-in-log
    logging.critical("new: %s", password)
    # ok: secret-in-log
    logging.critical("new: %s", email)
    # ruleid: secret-in-log
    logging.exception("new: %s", password)
    # ok: secret-in-log
    logging.exception("new: %s", email)
    # ruleid: secret-in-log
    logging.log(logging.INFO, "new: %s", password)
    # ok: secret-in-log
    logging.log(logging.INFO, "new: %s", email)


def of_a_logger():
    password, email = request.form["password"], request.form["email"]
    # ruleid: secret-in-log
    audit.debug("new: %s", password)
    # ok: secret-in-log
    audit.debug("new: %s", email)
    # ruleid: secret-in-log
    audit.info("new: %s", password)
    # ok: secret-in-log
    audit.info("new: %s", email)
    # ruleid: secret-in-log
    audit.warning("new: %s", password)
    # ok: secret-in-log
    audit.warning("new: %s", email)
    # ruleid: secret-in-log
    audit.error("new: %s", password)
    # ok: secret-in-log
    audit.error("new: %s", email)
    # ruleid: secret-in-log
    audit.critical("new: %s", password)
    # ok: secret-in-log
    audit.critical("new: %s", email)
    # ruleid: secret-in-log
    audit.exception("new: %s", password)
    # ok: secret-in-log
    audit.exception("new: %s", email)
    # ruleid: secret-in-log
    audit.log(logging.INFO, "new: %s", password)
    # ok: secret-in-log
    audit.log(logging.INFO, "new: %s", email)


def of_structlog():
    password, email = request.form["password"], request.form["email"]
    # ruleid: secret-in-log
    events.info("new: %s", password)
    # ok: secret-in-log
    events.info("new: %s", email)


def of_loguru():
    password, email = request.form["password"], request.form["email"]
    # ruleid: secret-in-log
    logger.debug("new: %s", password)
    # ok: secret-in-log
    logger.debug("new: %s", email)
    # ruleid: secret-in-log
    logger.info("new: %s", password)
    # ok: secret-in-log
    logger.info("new: %s", email)
    # ruleid: secret-in-log
    logger.warning("new: %s", password)
    # ok: secret-in-log
    logger.warning("new: %s", email)
    # ruleid: secret-in-log
    logger.error("new: %s", password)
    # ok: secret-in-log
    logger.error("new: %s", email)
