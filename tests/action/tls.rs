//! The way to the server: a certificate of the team's own authority, a proxy.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

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

/// A proxy that opens tunnels for who knows the word; its address, and the heads of the requests that it got.
fn proxy(word: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a proxy");
    let address = listener.local_addr().expect("a proxy").to_string();
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = heads.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let kept = kept.clone();
            std::thread::spawn(move || tunnel(client, word, &kept));
        }
    });
    (address, heads)
}

fn tunnel(mut client: TcpStream, word: &str, heads: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|read| read > 0) {
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let known = head.contains(word);
    let target = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).map(str::to_owned);
    heads.lock().expect("no test panics with it").push(head);
    let Some(target) = target.filter(|_| known) else {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
        return client.write_all(refusal).ok();
    };
    let mut server = TcpStream::connect(target).ok()?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").ok()?;
    let (mut from, mut to) = (client.try_clone().ok()?, server.try_clone().ok()?);
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        to.shutdown(std::net::Shutdown::Write)
    });
    std::io::copy(&mut server, &mut client).ok()?;
    client.shutdown(std::net::Shutdown::Both).ok()
}

#[test]
fn a_proxy_of_the_environment_is_asked_for_a_tunnel() {
    // The word is `carol:secret` in base64.
    let (address, heads) = proxy("Proxy-Authorization: Basic Y2Fyb2w6c2VjcmV0\r\n");
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let job = || Job::pull_request(&scene.hub, REPO, number, "opened");
    let ran = scene.run_in(job(), |env| {
        env.insert("http_proxy".into(), format!("http://carol:secret@{address}"));
    });
    assert_eq!((ran.code, scene.comments(number).len()), (1, 1), "{}", ran.log);
    let seen: Vec<String> = heads.lock().expect("no test panics with it").drain(..).collect();
    assert!(!seen.is_empty());
    assert!(seen.iter().all(|head| head.starts_with("CONNECT 127.0.0.1:") && !head.contains("Bearer")));

    // Not for hosts that are reached without, and not for what speaks TLS.
    for (name, value) in [("NO_PROXY", "127.0.0.1"), ("NO_PROXY", "*")] {
        let ran = scene.run_in(job(), |env| {
            env.insert("HTTP_PROXY".into(), format!("http://{address}"));
            env.insert(name.into(), value.into());
        });
        assert_eq!(ran.code, 1, "{}", ran.log);
    }
    assert_eq!(heads.lock().expect("no test panics with it").len(), 0);

    // One that refuses is an error, and its password is nowhere.
    let ran = scene.run_in(job(), |env| {
        env.insert("HTTP_PROXY".into(), format!("http://mallory:guess@{address}"));
    });
    assert_eq!(ran.code, 2);
    assert!(ran.log.contains("proxy authorization required") && !ran.log.contains("guess"), "{}", ran.log);
    let ran = scene.run_in(job(), |env| drop(env.insert("HTTPS_PROXY".into(), "socks5://a:guess@h".into())));
    assert!(ran.code == 2 && ran.log.contains("HTTPS_PROXY names no proxy"), "{}", ran.log);
}

#[test]
fn through_a_tunnel_tls_is_spoken_with_the_server_itself() {
    let (server, (address, heads)) = (serve(), proxy("CONNECT"));
    let scene = Scene::new().input("sarif", "off");
    let number = scene.open(vec![("app.py", SHOP)]);
    for (certificates, code) in [("", 2), (CERTIFICATE, 0)] {
        let mut job = Job::pull_request(&scene.hub, REPO, number, "opened");
        job.payload["pull_request"]["changed_files"] = 0.into();
        let ran = scene.run_in(job, |env| {
            env.insert("GITHUB_API_URL".into(), server.clone());
            env.insert("HTTPS_PROXY".into(), address.clone());
            env.insert("INPUT_CA-CERTIFICATES".into(), certificates.into());
        });
        assert_eq!(ran.code, code, "{}", ran.log);
    }
    assert!(!heads.lock().expect("no test panics with it").is_empty());
}
