//! A server on this machine in the place of OSV: it answers as it is told, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// One request: its first line and its body.
pub(crate) type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// Answers each path with what `answer` makes of it; `None` breaks the connection off.
pub(crate) fn server(answer: fn(&str) -> Option<Value>) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    // Ends with the test's process.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = serve(stream, answer, &log);
        }
    });
    (address, asked)
}

fn serve(mut stream: TcpStream, answer: fn(&str) -> Option<Value>, log: &Asked) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        assert!(!line.starts_with("authorization"), "no token goes to OSV");
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let path = first.split_whitespace().nth(1).unwrap_or_default().to_owned();
    if let Ok(mut log) = log.lock() {
        log.push((first.trim().to_owned(), String::from_utf8_lossy(&body).into_owned()));
    }
    if let Some(value) = answer(&path) {
        let text = value.to_string();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
            text.len()
        )?;
    }
    Ok(())
}

/// A record about jinja2 that the program does not carry, one that is withdrawn, and a name that is none.
pub(crate) fn osv(path: &str) -> Option<Value> {
    Some(match path {
        "/v1/querybatch" => {
            json!({"results": [{"vulns": [{"id": "OSV-1"}, {"id": "OSV-2"}, {"id": "../../x"}]}, {}]})
        }
        "/v1/vulns/OSV-1" => json!({
            "id": "OSV-1", "aliases": ["CVE-2026-99999"],
            "affected": [{"package": {"ecosystem": "PyPI", "name": "jinja2"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.9"}]}]}],
            "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        }),
        "/v1/vulns/OSV-2" => json!({
            "id": "OSV-2", "withdrawn": "2026-01-01T00:00:00Z",
            "affected": [{"package": {"ecosystem": "PyPI", "name": "jinja2"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}],
        }),
        _ => return None,
    })
}
