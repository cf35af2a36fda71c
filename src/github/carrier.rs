//! What carries requests: octocrab over a connection that trusts the web's authorities, and those of the team.
//!
//! The authorities are compiled in, so that the image can be empty. An Enterprise Server often has a certificate of the
//! company's own authority, which the image cannot know: the workflow hands it over as text, never as a file of the
//! workspace, which the pull request may have written.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri, header};
use hyper_timeout::TimeoutConnector;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use octocrab::service::middleware::auth_header::AuthHeaderLayer;
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::client::TIMEOUT;
use super::{ApiError, Proxies, Token};

const CONNECT: Duration = Duration::from_secs(15);
const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
/// Authorities of one team.
const MAX_CERTIFICATES: usize = 100;

/// The authorities to trust.
pub(super) fn roots(certificates: Option<&str>) -> Result<RootCertStore, ApiError> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let Some(text) = certificates else { return Ok(roots) };
    let wrong = |what: &str| ApiError::Environment {
        name: "the input `ca-certificates`".into(),
        what: what.into(),
        remedy: "pass the certificates as text, each from `-----BEGIN CERTIFICATE-----` to its end".into(),
    };
    let mut count = 0;
    for certificate in CertificateDer::pem_slice_iter(text.as_bytes()).take(MAX_CERTIFICATES) {
        let certificate = certificate.map_err(|_| wrong("is not PEM"))?;
        roots.add(certificate).map_err(|_| wrong("holds a certificate that cannot be read"))?;
        count += 1;
    }
    if count == 0 { Err(wrong("holds no certificate")) } else { Ok(roots) }
}

/// A carrier to one host. The token goes to that host and to no other.
pub(super) fn carrier(
    base: &Uri,
    token: Option<&Token>,
    roots: RootCertStore,
    proxies: &Proxies,
) -> Result<Octocrab, ApiError> {
    let wrong = |name: &str, what: &str| ApiError::Environment {
        name: name.into(),
        what: what.into(),
        remedy: "let the runner set it".into(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| wrong("GITHUB_API_URL", "cannot be reached over TLS"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // Without TLS only where the environment says so: a test's server, or an Enterprise Server that has none.
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(proxies.way(base));
    let mut connector = TimeoutConnector::new(connector);
    connector.set_connect_timeout(Some(CONNECT));
    connector.set_read_timeout(Some(TIMEOUT));
    connector.set_write_timeout(Some(TIMEOUT));
    let client: Client<_, OctoBody> = Client::builder(TokioExecutor::new()).build(connector);

    let authorization = token.map(|token| {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret()))
            .map_err(|_| wrong("the input `github-token`", "is no token"))?;
        value.set_sensitive(true);
        Ok(value)
    });
    let agent = vec![(header::USER_AGENT, HeaderValue::from_static(AGENT))];
    let built = OctocrabBuilder::new_empty()
        .with_service(client)
        .with_layer(&ExtraHeadersLayer::new(Arc::new(agent)))
        .with_layer(&BaseUriLayer::new(base.clone()))
        .with_layer(&AuthHeaderLayer::new(authorization.transpose()?, base.clone(), base.clone()))
        .with_auth(AuthState::None)
        .build();
    let Ok(carrier) = built;
    Ok(carrier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_read_from_text() {
        let own = include_str!("../../tests/data/tls/certificate.pem");
        let web = roots(None).unwrap().len();
        assert!(web > 100);
        assert_eq!(roots(Some(&format!("ours\n{own}{own}"))).unwrap().len(), web + 2);
        for (text, wanted) in [
            ("hello", "holds no certificate"),
            ("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n", "is not PEM"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read"),
        ] {
            let error = roots(Some(text)).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
