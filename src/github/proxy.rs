//! The way to GitHub: straight, or through the proxy that the runner's environment names.
//!
//! Runners behind a proxy hand its address to containers as `https_proxy`, `http_proxy` and `no_proxy`. The proxy is asked
//! for a tunnel (CONNECT) to the one host, so TLS is spoken with GitHub itself, and the proxy never sees the token.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::ApiError;

/// Which hosts are reached through a proxy, and through which.
#[derive(Debug)]
pub struct Proxies(Matcher);

impl Proxies {
    /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. Each may be written in small letters, as runners
    /// do, which then count first.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, ApiError> {
        let text = |name: &str| -> Option<(String, String)> {
            [name.to_ascii_lowercase(), name.to_owned()].into_iter().find_map(|name| {
                let value = lookup(&name)?.trim().to_owned();
                (!value.is_empty()).then_some((name, value))
            })
        };
        let address = |name: &str| -> Result<String, ApiError> {
            let Some((name, value)) = text(name) else { return Ok(String::new()) };
            if is_address(&value) { Ok(value) } else { Err(wrong(&name)) }
        };
        let except = text("NO_PROXY").map(|(_, value)| value).unwrap_or_default();
        // The library's star means every name, and leaves out addresses.
        if except.split(',').any(|entry| entry.trim() == "*") {
            return Ok(Self(Matcher::builder().build()));
        }
        let builder = Matcher::builder()
            .all(address("ALL_PROXY")?)
            .http(address("HTTP_PROXY")?)
            .https(address("HTTPS_PROXY")?)
            .no(except);
        Ok(Self(builder.build()))
    }

    /// The way to the host of `base`.
    pub(super) fn way(&self, base: &Uri) -> Way {
        let mut straight = HttpConnector::new();
        // What stands above speaks TLS, where the address asks for it.
        straight.enforce_http(false);
        let tunnel = |proxy: Intercept| {
            let tunnel = Tunnel::new(proxy.uri().clone(), straight.clone());
            match proxy.basic_auth() {
                Some(word) => tunnel.with_auth(word.clone()),
                None => tunnel,
            }
        };
        Way { tunnel: self.0.intercept(base).map(tunnel), straight }
    }
}

/// An address of a proxy that is spoken to without TLS: `http://proxy:3128`, or the same without the scheme.
fn is_address(text: &str) -> bool {
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    whole.parse::<Uri>().is_ok_and(|uri| uri.scheme_str() == Some("http") && uri.host().is_some())
}

/// The value is not repeated: it may hold a password.
fn wrong(name: &str) -> ApiError {
    ApiError::Environment {
        name: name.to_owned(),
        what: "names no proxy that hognose can use".into(),
        remedy: "it must be like http://proxy.example.com:3128; TLS to the proxy and SOCKS are not supported"
            .into(),
    }
}

/// Connections to one host.
#[derive(Clone)]
pub(super) struct Way {
    tunnel: Option<Tunnel<HttpConnector>>,
    straight: HttpConnector,
}

type Trouble = Box<dyn Error + Send + Sync>;

impl Service<Uri> for Way {
    type Response = TokioIo<TcpStream>;
    type Error = Trouble;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Trouble>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Trouble>> {
        match &mut self.tunnel {
            Some(tunnel) => tunnel.poll_ready(context).map_err(Into::into),
            None => self.straight.poll_ready(context).map_err(Into::into),
        }
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        match &mut self.tunnel {
            Some(tunnel) => {
                let opening = tunnel.call(with_port(to));
                Box::pin(async { opening.await.map_err(Into::into) })
            }
            None => {
                let opening = self.straight.call(to);
                Box::pin(async { opening.await.map_err(Into::into) })
            }
        }
    }
}

/// A tunnel leads to port 443 where the address names none, whatever its scheme.
fn with_port(to: Uri) -> Uri {
    let bare = to.scheme_str() == Some("http") && to.port().is_none();
    let Some(host) = to.host().filter(|_| bare) else { return to };
    format!("http://{host}:80/").parse().unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Proxies, ApiError> {
        Proxies::read(&|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_says_who_is_reached_how() {
        let tunnelled =
            |set: &[(&str, &str)], to: &str| read(set).unwrap().way(&to.parse().unwrap()).tunnel.is_some();
        let github = "https://api.github.com";
        assert!(!tunnelled(&[], github));
        assert!(tunnelled(&[("https_proxy", "http://proxy:3128")], github));
        assert!(tunnelled(&[("HTTPS_PROXY", "proxy:3128")], github));
        assert!(tunnelled(&[("ALL_PROXY", "http://user:secret@proxy:3128")], github));
        assert!(!tunnelled(&[("HTTP_PROXY", "http://proxy:3128")], github));
        assert!(tunnelled(&[("HTTP_PROXY", "http://proxy:3128")], "http://git.example.com"));
        let except = [("https_proxy", "http://proxy:3128"), ("no_proxy", "localhost,.example.com")];
        assert!(!tunnelled(&except, "https://git.example.com/api/v3") && tunnelled(&except, github));
    }

    #[test]
    fn what_cannot_be_used_is_named_without_its_password() {
        for value in ["socks5://user:secret@proxy", "https://user:secret@proxy", "http://", "user:secret@"] {
            let error = read(&[("HTTPS_PROXY", value)]).unwrap_err().to_string();
            assert!(error.contains("HTTPS_PROXY names no proxy"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_tunnel_without_a_port_leads_to_that_of_the_scheme() {
        let port = |to: &str| with_port(to.parse().unwrap()).port_u16();
        assert_eq!(
            (port("http://h/api"), port("http://h:8080/"), port("https://h/")),
            (Some(80), Some(8080), None)
        );
    }
}
