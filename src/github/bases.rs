//! The only hosts that are ever spoken to: those that the runner's environment names.

use http::Uri;

use super::ApiError;
use crate::report::safe;

/// Where GitHub is. On an Enterprise Server the two interfaces have different paths on one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bases {
    /// `GITHUB_API_URL`, without a slash at its end.
    pub api: Uri,
    /// The host of `GITHUB_GRAPHQL_URL`, without a path.
    pub graphql: Uri,
    /// The path of `GITHUB_GRAPHQL_URL`: `/graphql`, or `/api/graphql`.
    pub graphql_path: String,
    /// `GITHUB_SERVER_URL`, for links: without a slash at its end.
    pub server: String,
}

impl Bases {
    /// Reads the three variables; github.com where they are not set.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, ApiError> {
        let text = |name: &str, default: &str| {
            let found = lookup(name).filter(|value| !value.trim().is_empty());
            found.map_or_else(|| default.to_owned(), |value| value.trim().trim_end_matches('/').to_owned())
        };
        let (api, _) = split("GITHUB_API_URL", &text("GITHUB_API_URL", "https://api.github.com"))?;
        let graphql = text("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql");
        let (whole, origin) = split("GITHUB_GRAPHQL_URL", &graphql)?;
        let server = text("GITHUB_SERVER_URL", "https://github.com");
        split("GITHUB_SERVER_URL", &server)?;
        let graphql_path = whole.path().to_owned();
        Ok(Self { api, graphql: origin, graphql_path, server })
    }

    /// A server that is no GitHub, and has nothing but an interface.
    pub(super) fn of(address: &str) -> Result<Self, ApiError> {
        let address = address.trim_end_matches('/');
        let (api, origin) = split("dependencies.osv", address)?;
        Ok(Self { api, graphql: origin, graphql_path: "/".to_owned(), server: address.to_owned() })
    }

    /// True when both are the same host, reached the same way.
    pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
        one.scheme() == other.scheme()
            && one.host().map(str::to_ascii_lowercase) == other.host().map(str::to_ascii_lowercase)
            && port(one) == port(other)
    }
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}

/// The address, and its part without a path.
fn split(name: &str, text: &str) -> Result<(Uri, Uri), ApiError> {
    let wrong = |what: &str| ApiError::Environment {
        name: name.into(),
        what: format!("is `{}`, {what}", safe::line(&text.chars().take(100).collect::<String>())),
        remedy: "it must be like https://github.example.com/api".into(),
    };
    let uri: Uri = text.parse().map_err(|_| wrong("not an address"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(wrong("not a whole address"));
    };
    if !matches!(scheme, "https" | "http") || authority.as_str().contains('@') || uri.query().is_some() {
        return Err(wrong("not the address of a server"));
    }
    let origin = format!("{scheme}://{authority}").parse().map_err(|_| wrong("not an address"))?;
    Ok((uri, origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Bases, ApiError> {
        Bases::read(&|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_enterprise_server_has_its_own_paths() {
        let bases = read(&[
            ("GITHUB_API_URL", "https://git.example.com/api/v3/"),
            ("GITHUB_GRAPHQL_URL", "https://git.example.com/api/graphql"),
            ("GITHUB_SERVER_URL", "https://git.example.com"),
        ])
        .unwrap();
        assert_eq!(bases.api.path(), "/api/v3");
        assert_eq!(
            (bases.graphql.to_string().as_str(), bases.graphql_path.as_str()),
            ("https://git.example.com/", "/api/graphql")
        );
        assert_eq!(read(&[]).unwrap().graphql_path, "/graphql");
    }

    #[test]
    fn addresses_that_are_none_are_refused() {
        for value in [
            "api.github.com",
            "file:///etc/passwd",
            "https://user@api.github.com",
            "https://x/?a=b",
            "http://[::1",
        ] {
            assert!(read(&[("GITHUB_API_URL", value)]).is_err(), "{value}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let same =
            |one: &str, other: &str| Bases::same_origin(&one.parse().unwrap(), &other.parse().unwrap());
        assert!(same("https://API.github.com/a", "https://api.github.com:443/b"));
        assert!(!same("https://api.github.com", "http://api.github.com"));
        assert!(!same("https://api.github.com", "https://api.github.com.evil.example"));
        assert!(!same("http://127.0.0.1:80", "http://127.0.0.1:81"));
    }
}
