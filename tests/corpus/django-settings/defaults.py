"""What holds where a project says nothing: a framework's own list."""

DEBUG = False
INSTALLED_APPS = []
MIDDLEWARE = []
# ok: django-settings
SESSION_COOKIE_SECURE = False
# ok: django-settings
SECURE_SSL_REDIRECT = False
