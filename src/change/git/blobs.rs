//! Contents from git's store: all by one process.

use std::io::{BufRead, Read, Write};

use super::Repository;
use crate::change::ChangeError;
use crate::change::assemble::Side;
use crate::source::{DecodeError, MAX_FILE_BYTES};

impl Repository {
    /// The contents of the blobs `ids`, in their order, as they are stored: no filter, no conversion.
    pub(super) fn blobs(&self, ids: &[&str]) -> Result<Vec<Side>, ChangeError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let (mut child, mut to, mut from) = self.git.converse(&["cat-file", "--batch", "--buffer"])?;
        let broken = |why: String| ChangeError::Git { command: "cat-file".to_owned(), message: why };
        let sides = std::thread::scope(|scope| {
            // Asked from a thread of its own: git writes while it is still being asked.
            scope.spawn(move || {
                let mut list = ids.join("\n");
                list.push('\n');
                // When git has gone away the reader sees it.
                let _ = to.write_all(list.as_bytes());
            });
            ids.iter().map(|_| next(&mut from)).collect::<Result<Vec<Side>, _>>()
        });
        drop(from);
        let status = child.wait().map_err(|error| broken(error.kind().to_string()))?;
        match sides {
            Ok(sides) if status.success() => Ok(sides),
            Ok(_) => Err(broken("it ended early".to_owned())),
            Err(error) => Err(broken(error.kind().to_string())),
        }
    }
}

/// Reads one answer: `<id> blob <size>`, newline, content, newline; or `<id> missing`, newline.
fn next(from: &mut impl BufRead) -> std::io::Result<Side> {
    let mut header = Vec::new();
    from.read_until(b'\n', &mut header)?;
    let header = String::from_utf8_lossy(&header);
    let mut words = header.split_ascii_whitespace().skip(1);
    let (kind, size) = (words.next(), words.next().and_then(|size| size.parse::<u64>().ok()));
    let size = match (kind, size) {
        (Some(_), Some(size)) => size,
        (Some("missing"), None) => {
            let why = "git does not have its content here (a partial clone); run `git fetch --refetch`";
            return Ok(Side::Unreadable(why.to_owned()));
        }
        _ => return Err(std::io::ErrorKind::UnexpectedEof.into()),
    };
    let mut content = from.take(size);
    let side = if size > MAX_FILE_BYTES as u64 {
        std::io::copy(&mut content, &mut std::io::sink())?;
        Side::Unreadable(DecodeError::TooLarge(size as usize).to_string())
    } else {
        let mut bytes = Vec::with_capacity(size as usize);
        if content.read_to_end(&mut bytes)? as u64 != size {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Side::Bytes(bytes)
    };
    from.read_exact(&mut [0])?;
    Ok(side)
}
