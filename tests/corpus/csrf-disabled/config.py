"""Flask-WTF: the switch."""


class Config:
    # ruleid: csrf-disabled
    WTF_CSRF_ENABLED = False


class TestingConfig(Config):
    # ok: csrf-disabled
    WTF_CSRF_ENABLED = False


class ProductionConfig(Config):
    # ok: csrf-disabled
    WTF_CSRF_ENABLED = True
