//! A server whose certificate is of the team's own authority.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use github_stand_in::Job;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::support::{REPO, SHOP, Scene};

const CERTIFICATE: &str = include_str!("../data/tls/certificate.pem");
const KEY: &str = include_str!("../data/tls/key.pem");

/// A server that answers every request with an empty list; its address.
fn serve() -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate =
        CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("a server with the test's certificate");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("a server with the test's certificate");
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("a server with the test's certificate")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server with the test's certificate");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a server with the test's certificate");
    let address = format!("https://{}", listener.local_addr().expect("a server with the test's certificate"));
    // It ends with the test's process; it holds nothing.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection =
                rustls::ServerConnection::new(config.clone()).expect("a server with the test's certificate");
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut head = Vec::new();
            let mut byte = [0; 1];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
                head.extend(byte);
            }
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]";
            let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
        }
    });
    address
}

#[test]
fn an_authority_of_the_team_s_own_is_trusted_when_it_is_named() {
    let address = serve();
    let scene = Scene::new().input("sarif", "off");
    let number = scene.open(vec![("app.py", SHOP)]);
    for (certificates, code) in [("", 2), (CERTIFICATE, 0)] {
        let mut job = Job::pull_request(&scene.hub, REPO, number, "opened");
        job.payload["pull_request"]["changed_files"] = 0.into();
        let ran = scene.run_in(job, |env| {
            env.insert("GITHUB_API_URL".into(), address.clone());
            env.insert("INPUT_CA-CERTIFICATES".into(), certificates.into());
        });
        assert_eq!(ran.code, code, "{}", ran.log);
        assert_eq!(ran.log.contains("UnknownIssuer"), certificates.is_empty(), "{}", ran.log);
    }
}
