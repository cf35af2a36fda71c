//! Names of calls that send requests, for rules about how they are sent.
//!
//! Lists what takes the same arguments; what an argument means is for the rules to say.

/// requests: the functions, and the methods of its session.
pub(super) const REQUESTS: &[&str] = &[
    "requests.get",
    "requests.post",
    "requests.put",
    "requests.patch",
    "requests.delete",
    "requests.head",
    "requests.options",
    "requests.request",
    "requests.Session.get",
    "requests.Session.post",
    "requests.Session.put",
    "requests.Session.patch",
    "requests.Session.delete",
    "requests.Session.head",
    "requests.Session.options",
    "requests.Session.request",
];

/// httpx: the functions, and the clients, which are set up once for all their requests.
pub(super) const HTTPX: &[&str] = &[
    "httpx.get",
    "httpx.post",
    "httpx.put",
    "httpx.patch",
    "httpx.delete",
    "httpx.head",
    "httpx.request",
    "httpx.stream",
    "httpx.Client",
    "httpx.AsyncClient",
];

/// aiohttp: the methods of its session, its connector, and its one function.
pub(super) const AIOHTTP: &[&str] = &[
    "aiohttp.ClientSession.get",
    "aiohttp.ClientSession.post",
    "aiohttp.ClientSession.put",
    "aiohttp.ClientSession.patch",
    "aiohttp.ClientSession.delete",
    "aiohttp.ClientSession.head",
    "aiohttp.ClientSession.request",
    "aiohttp.ClientSession.ws_connect",
    "aiohttp.TCPConnector",
    "aiohttp.request",
];
