//! One name for what libraries offer under several.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::{memchr, memrchr};
use rustc_hash::FxHashMap;

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
    ("flask.wrappers.Request", "flask.request"),
    ("flask.Request", "flask.request"),
    ("jinja2.Markup", "markupsafe.Markup"),
    ("jinja2.escape", "markupsafe.escape"),
    ("jinja2.environment", "jinja2"),
    ("jwt.api_jwt", "jwt"),
    ("ntpath", "os.path"),
    ("posixpath", "os.path"),
    ("quart.wrappers.Request", "flask.request"),
    ("quart.Request", "flask.request"),
    ("quart", "flask"),
    ("pydantic.conint", "int"),
    ("pydantic.PositiveInt", "int"),
    ("pydantic.NonNegativeInt", "int"),
    ("pydantic.NegativeInt", "int"),
    ("pydantic.NonPositiveInt", "int"),
    ("pydantic.StrictInt", "int"),
    ("pydantic.ByteSize", "int"),
    ("pydantic.confloat", "float"),
    ("pydantic.PositiveFloat", "float"),
    ("pydantic.NonNegativeFloat", "float"),
    ("pydantic.NegativeFloat", "float"),
    ("pydantic.StrictFloat", "float"),
    ("pydantic.FiniteFloat", "float"),
    ("pydantic.StrictBool", "bool"),
    ("pydantic.condecimal", "decimal.Decimal"),
    ("pydantic.UUID1", "uuid.UUID"),
    ("pydantic.UUID3", "uuid.UUID"),
    ("pydantic.UUID4", "uuid.UUID"),
    ("pydantic.UUID5", "uuid.UUID"),
    ("pydantic.PastDate", "datetime.date"),
    ("pydantic.FutureDate", "datetime.date"),
    ("pydantic.PastDatetime", "datetime.datetime"),
    ("pydantic.FutureDatetime", "datetime.datetime"),
    ("pydantic.AwareDatetime", "datetime.datetime"),
    ("pydantic.NaiveDatetime", "datetime.datetime"),
    ("pydantic.IPvAnyAddress", "ipaddress.IPv4Address"),
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
    // Attributes that frameworks give their objects, by what they are.
    ("pathlib.Path.parent", "pathlib.Path"),
    ("aiohttp.web.View.request", "aiohttp.web.Request"),
    ("chalice.Chalice.current_request", "chalice.app.Request"),
    ("tornado.web.RequestHandler.request", "tornado.httputil.HTTPServerRequest"),
    ("tornado.websocket.WebSocketHandler", "tornado.web.RequestHandler"),
    ("http.server.SimpleHTTPRequestHandler", "http.server.BaseHTTPRequestHandler"),
    ("http.server.CGIHTTPRequestHandler", "http.server.BaseHTTPRequestHandler"),
    ("socketserver.DatagramRequestHandler", "socketserver.StreamRequestHandler"),
    ("socketserver.StreamRequestHandler.request", "socketserver.BaseRequestHandler.request"),
    ("aiohttp.web_request.Request", "aiohttp.web.Request"),
    ("django.forms.ModelForm", "django.forms.Form"),
    ("django.forms.BaseForm", "django.forms.Form"),
    ("django.forms.forms.Form", "django.forms.Form"),
    ("django.utils.safestring.SafeText", "django.utils.safestring.SafeString"),
    ("duckdb.DuckDBPyConnection", "duckdb.Connection"),
    ("falcon.asgi.Request", "falcon.Request"),
    ("fastmcp.FastMCP", "mcp.server.fastmcp.FastMCP"),
    ("mcp.server.lowlevel.Server", "mcp.server.Server"),
    ("flask_restx.reqparse", "flask_restful.reqparse"),
    ("flask_wtf.file.FileField", "wtforms.FileField"),
    ("wtforms.fields", "wtforms"),
    ("rest_framework.request.Request", "django.http.HttpRequest"),
    ("rest_framework.serializers.ModelSerializer", "rest_framework.serializers.Serializer"),
    ("rest_framework.serializers.HyperlinkedModelSerializer", "rest_framework.serializers.Serializer"),
    ("sanic.Request", "sanic.request.Request"),
    ("sanic.html", "sanic.response.html"),
    ("sanic.redirect", "sanic.response.redirect"),
    ("sanic.file", "sanic.response.file"),
    ("webob.Request", "pyramid.request.Request"),
    ("webob.Response", "pyramid.response.Response"),
    ("werkzeug.Request", "werkzeug.wrappers.Request"),
    ("werkzeug.Response", "werkzeug.wrappers.Response"),
    ("asyncio.subprocess.create_subprocess_shell", "asyncio.create_subprocess_shell"),
    ("asyncio.subprocess.create_subprocess_exec", "asyncio.create_subprocess_exec"),
    ("asyncpg.connection.Connection", "asyncpg.Connection"),
    ("asyncpg.pool.Pool", "asyncpg.Pool"),
    ("sqlalchemy.sql.expression.literal_column", "sqlalchemy.literal_column"),
    ("sqlalchemy.sql.literal_column", "sqlalchemy.literal_column"),
    ("sqlalchemy.schema.DDL", "sqlalchemy.DDL"),
    ("sqlalchemy.engine.Engine", "sqlalchemy.Engine"),
    ("sqlalchemy.engine.Connection", "sqlalchemy.Connection"),
    ("flask_sqlalchemy.SQLAlchemy.session", "sqlalchemy.orm.Session"),
    ("flask_sqlalchemy.SQLAlchemy.engine", "sqlalchemy.Engine"),
    ("paramiko.client.SSHClient", "paramiko.SSHClient"),
    ("pickle._Unpickler", "pickle.Unpickler"),
    ("sklearn.externals.joblib", "joblib"),
    ("smtplib.SMTP_SSL", "smtplib.SMTP"),
    ("smtplib.LMTP", "smtplib.SMTP"),
    // Sessions of whichever framework.
    ("django.http.HttpRequest.session", "http.Session"),
    ("starlette.requests.Request.session", "http.Session"),
    ("pyramid.request.Request.session", "http.Session"),
    ("cherrypy.session", "http.Session"),
    // Drivers of MongoDB and of Neo4j.
    ("pymongo.mongo_client.MongoClient", "pymongo.MongoClient"),
    ("pymongo.AsyncMongoClient", "pymongo.MongoClient"),
    ("motor.motor_asyncio.AsyncIOMotorClient", "pymongo.MongoClient"),
    ("motor.motor_tornado.MotorClient", "pymongo.MongoClient"),
    ("flask_pymongo.PyMongo", "pymongo.MongoClient"),
    ("pymongo.database.Database", "pymongo.collection.Collection"),
    ("motor.motor_asyncio.AsyncIOMotorDatabase", "pymongo.collection.Collection"),
    ("motor.motor_asyncio.AsyncIOMotorCollection", "pymongo.collection.Collection"),
    ("bson.Code", "bson.code.Code"),
    ("neo4j.AsyncGraphDatabase", "neo4j.GraphDatabase"),
    ("neo4j.ManagedTransaction", "neo4j.Transaction"),
    ("neo4j.AsyncManagedTransaction", "neo4j.Transaction"),
    ("xml.etree.cElementTree", "xml.etree.ElementTree"),
    ("yaml.loader", "yaml"),
];

/// An alias and what it stands for.
pub(super) type Alias = (&'static str, &'static str);

/// The aliases in order, by a segment of one of their two names.
struct BySegment(FxHashMap<&'static str, Vec<Alias>>);

impl BySegment {
    fn new(segment: fn(&Alias) -> &'static str) -> Self {
        let mut by_segment: FxHashMap<&'static str, Vec<Alias>> = FxHashMap::default();
        for alias in ALIASES {
            by_segment.entry(segment(alias)).or_default().push(*alias);
        }
        Self(by_segment)
    }

    fn of(&self, segment: &str) -> &[Alias] {
        self.0.get(segment).map_or(&[], Vec::as_slice)
    }
}

static FROM: LazyLock<BySegment> = LazyLock::new(|| BySegment::new(|alias| first(alias.0)));
static TO: LazyLock<BySegment> = LazyLock::new(|| BySegment::new(|alias| first(alias.1)));
static CALLED: LazyLock<BySegment> = LazyLock::new(|| BySegment::new(|alias| last(alias.1)));

/// The first segment of a dotted name.
pub(super) fn first(name: &str) -> &str {
    memchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot])
}

/// The last one.
pub(super) fn last(name: &str) -> &str {
    cut(name).map_or(name, |(_, last)| last)
}

/// What stands before the last segment, and that.
pub(super) fn cut(name: &str) -> Option<(&str, &str)> {
    let dot = memrchr(b'.', name.as_bytes())?;
    Some((&name[..dot], &name[dot + 1..]))
}

/// The aliases of names that share their first segment with `name`.
pub(super) fn aliases_to(name: &str) -> &'static [Alias] {
    TO.of(first(name))
}

/// The aliases of names whose last segment is `word`.
pub(super) fn aliases_called(word: &str) -> &'static [Alias] {
    CALLED.of(word)
}

/// The canonical spelling of a dotted name.
pub fn canonical(name: &str) -> Cow<'_, str> {
    // Most names match none: the first segment decides quickly.
    for (from, to) in FROM.of(first(name)) {
        if let Some(rest) = name.strip_prefix(from)
            && (rest.is_empty() || rest.starts_with('.'))
        {
            let rest = if to.is_empty() { rest.trim_start_matches('.') } else { rest };
            return Cow::Owned(format!("{to}{rest}"));
        }
    }
    Cow::Borrowed(name)
}
