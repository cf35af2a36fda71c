//! One name for what libraries offer under several.

use std::borrow::Cow;

/// `(from, to)`: a name equal to `from`, or below it, is spelt with `to` instead.
const ALIASES: &[(&str, &str)] = &[
    ("Cryptodome", "Crypto"),
    ("MySQLdb.connect", "MySQLdb.Connect"),
    ("builtins", ""),
    ("django.conf.urls.url", "django.urls.re_path"),
    ("django.http.request", "django.http"),
    ("django.http.response", "django.http"),
    ("django.shortcuts.HttpResponse", "django.http.HttpResponse"),
    ("django.utils.html.mark_safe", "django.utils.safestring.mark_safe"),
    ("django.db.models.expressions.RawSQL", "django.db.models.RawSQL"),
    ("django.views.generic.base.View", "django.views.View"),
    ("django.views.generic.View", "django.views.View"),
    ("fastapi.Request", "starlette.requests.Request"),
    ("fastapi.requests.Request", "starlette.requests.Request"),
    ("fastapi.WebSocket", "starlette.websockets.WebSocket"),
    ("fastapi.responses", "starlette.responses"),
    ("fastapi.Response", "starlette.responses.Response"),
    ("fastapi.middleware.cors", "starlette.middleware.cors"),
    ("flask.Markup", "markupsafe.Markup"),
    ("flask.escape", "markupsafe.escape"),
    ("flask.globals", "flask"),
    ("flask.helpers", "flask"),
    ("flask.templating", "flask"),
    ("flask.wrappers.Request", "flask.Request"),
    ("jinja2.Markup", "markupsafe.Markup"),
    ("jinja2.escape", "markupsafe.escape"),
    ("jinja2.environment", "jinja2"),
    ("jwt.api_jwt", "jwt"),
    ("ntpath", "os.path"),
    ("posixpath", "os.path"),
    ("quart", "flask"),
    ("requests.api", "requests"),
    ("requests.sessions.Session", "requests.Session"),
    ("requests.session", "requests.Session"),
    ("sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.orm.Session"),
    ("sqlalchemy.orm.session.Session", "sqlalchemy.orm.Session"),
    ("sqlalchemy.orm.scoped_session", "sqlalchemy.orm.sessionmaker"),
    ("sqlalchemy.ext.asyncio.async_sessionmaker", "sqlalchemy.orm.sessionmaker"),
    ("sqlmodel.Session", "sqlalchemy.orm.Session"),
    ("sqlmodel.text", "sqlalchemy.text"),
    ("sqlmodel.create_engine", "sqlalchemy.create_engine"),
    ("sqlalchemy.ext.asyncio.create_async_engine", "sqlalchemy.create_engine"),
    ("sqlalchemy.sql.expression.text", "sqlalchemy.text"),
    ("sqlalchemy.sql.text", "sqlalchemy.text"),
    ("werkzeug.utils.safe_join", "werkzeug.security.safe_join"),
    ("xml.etree.cElementTree", "xml.etree.ElementTree"),
    ("yaml.loader", "yaml"),
];

/// The pairs, for those who look for the words in code.
pub(super) fn aliases() -> &'static [(&'static str, &'static str)] {
    ALIASES
}

/// The canonical spelling of a dotted name.
pub fn canonical(name: &str) -> Cow<'_, str> {
    // Aliases are few and most names match none: the first segment decides quickly.
    for (from, to) in ALIASES {
        if let Some(rest) = name.strip_prefix(from)
            && (rest.is_empty() || rest.starts_with('.'))
        {
            let rest = if to.is_empty() { rest.trim_start_matches('.') } else { rest };
            return Cow::Owned(format!("{to}{rest}"));
        }
    }
    Cow::Borrowed(name)
}
