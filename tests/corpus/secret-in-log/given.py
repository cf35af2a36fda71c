"""Which secrets were given is said in the log by their names; the secrets are not."""

import logging

log = logging.getLogger(__name__)
GIVEN = ("session_token", "account_id")


class Session:
    def create(self, session_token, account_id):
        if ignored_credentials := self._ignored(session_token, account_id):
            # ok: secret-in-log
            log.debug("ignoring %s", ignored_credentials)
        if all_credentials := self._all(session_token, account_id):
            # ruleid: secret-in-log
            log.debug("using %s", all_credentials)

    def _ignored(self, session_token, account_id):
        inputs = []
        if session_token:
            inputs.append("session_token")
        if account_id:
            inputs.append("account_id")
        return ", ".join(inputs) if inputs else None

    def _all(self, session_token, account_id):
        inputs = []
        if session_token:
            inputs.append(session_token)
        if account_id:
            inputs.append("account_id")
        return ", ".join(inputs) if inputs else None


def compare(settings):
    credentials = [name for name in GIVEN if name in settings]
    # ok: secret-in-log
    log.info("found %s", credentials)
    wanted_credentials = []
    for name in ("password", "token"):
        if name not in settings:
            wanted_credentials.append(name)
    # ok: secret-in-log
    log.info("not found: %s", ", ".join(wanted_credentials))
    # ok: secret-in-log
    log.info("not found: %s", wanted_credentials)
    passwords = [settings[name] for name in GIVEN if name in settings]
    # ruleid: secret-in-log
    log.info("found %s", passwords)
    all_credentials = []
    fill(all_credentials, settings)
    # ruleid: secret-in-log
    log.info("filled %s", all_credentials)


def fill(credentials, settings):
    credentials.extend(settings.values())


def first():
    password = "hunter2"
    # ruleid: secret-in-log
    log.info("begins with %s", password)
    known_passwords = ["n7Kq2wXy94", "p8Zr!4vq_T2m#x90bLwe"]
    # ruleid: secret-in-log
    log.info("begins with %s", known_passwords)
