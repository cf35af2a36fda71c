//! The inventory as JSON, written a row at a time: a lock of a thousand packages has ten thousand hashes, and nearly all
//! of the text is letters that need no escape.

use super::judged;
use crate::advisory::{Advisories, Level};
use crate::manifest::{Dependency, Manifest, Source};
use crate::report::safe;
use crate::source::SourceFile;

/// About so many bytes are handed on at a time.
const PIECE: usize = 64 << 10;

/// A list of rows as JSON, with a final line end. With advisories, each row has `ids`, `severity` and `fixed_version`.
pub fn json(files: &[(SourceFile, Manifest)], advisories: Option<&Advisories>) -> String {
    let mut out = String::new();
    json_in_pieces(files, advisories, &mut |piece| out.push_str(piece));
    out
}

/// As [`json`], handed on in pieces of whole rows: all of it at once would be millions of bytes to no end.
pub fn json_in_pieces(
    files: &[(SourceFile, Manifest)],
    advisories: Option<&Advisories>,
    sink: &mut dyn FnMut(&str),
) {
    let mut to = Writer { out: Vec::with_capacity(PIECE + PIECE / 4), plain: true };
    to.out.push(b'[');
    let mut first = true;
    for (file, manifest) in files {
        // What all rows of a file begin and go on with.
        let mut head = Writer { out: Vec::new(), plain: true };
        head.raw("{\"file\":");
        head.string(manifest.path.as_str());
        head.raw(",\"line\":");
        let format = format!(",\"format\":\"{}\",\"name\":", manifest.format.word());
        for row in &manifest.rows {
            to.raw(if std::mem::take(&mut first) { "\n  " } else { ",\n  " });
            to.plain &= head.plain;
            to.out.extend_from_slice(&head.out);
            to.raw(&file.lines().line_of(row.span.start).to_string());
            to.raw(&format);
            to.row(row);
            if let Some(advisories) = advisories {
                to.judgement(row, advisories);
            }
            to.out.push(b'}');
            if to.out.len() >= PIECE {
                to.hand_on(sink);
            }
        }
    }
    to.raw("\n]\n");
    to.hand_on(sink);
}

/// JSON as it grows.
struct Writer {
    out: Vec<u8>,
    /// Only printable ASCII so far, line ends between rows aside.
    plain: bool,
}

impl Writer {
    /// Hands on what has grown, made safe to show, and begins anew.
    fn hand_on(&mut self, sink: &mut dyn FnMut(&str)) {
        let command = memchr::memmem::find(&self.out, b"##[").is_some();
        // Only strings went in. Nothing is to be done for plain letters, which nearly all are.
        match std::str::from_utf8(&self.out) {
            Ok(text) if self.plain && !command => sink(text),
            Ok(text) => sink(&safe::json(text)),
            Err(_) => {}
        }
        self.out.clear();
        self.plain = true;
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn string(&mut self, text: &str) {
        // Without an early end, so that many bytes are looked at at once.
        let bare = |byte: u8| (b' '..0x7f).contains(&byte) & (byte != b'"') & (byte != b'\\');
        if text.bytes().fold(true, |all, byte| all & bare(byte)) {
            self.out.reserve(text.len() + 2);
            self.out.push(b'"');
            self.raw(text);
            self.out.push(b'"');
            return;
        }
        self.plain &= text.bytes().all(|byte| byte < 0x7f);
        // A string, into memory: this cannot fail.
        let _ = serde_json::to_writer(&mut self.out, text);
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    fn list<'t>(&mut self, items: impl IntoIterator<Item = &'t str>) {
        self.out.push(b'[');
        let mut first = true;
        for item in items {
            if !std::mem::take(&mut first) {
                self.out.push(b',');
            }
            self.string(item);
        }
        self.out.push(b']');
    }

    fn strings(&mut self, key: &str, items: &[String]) {
        self.raw(key);
        self.list(items.iter().map(String::as_str));
    }

    fn flag(&mut self, key: &str, value: bool) {
        self.raw(key);
        self.raw(if value { "true" } else { "false" });
    }

    /// From the name on.
    fn row(&mut self, row: &Dependency) {
        self.string(&row.name);
        self.raw(",\"raw_name\":");
        self.string(&row.raw_name);
        self.raw(",\"version\":");
        // What the name of an archive at an address says is no pin.
        let pinned = row.locked || !row.specifier.is_empty();
        self.optional(row.version.as_deref().filter(|_| pinned));
        self.raw(",\"specifier\":");
        self.string(&row.specifier);
        self.strings(",\"extras\":", &row.extras);
        self.raw(",\"marker\":");
        self.optional(row.marker.as_deref());
        self.strings(",\"hashes\":", &row.hashes);
        self.strings(",\"groups\":", &row.groups);
        self.raw(",\"source\":{\"kind\":\"");
        self.raw(row.source.kind());
        self.out.push(b'"');
        let mut field = |key: &str, text: &str| {
            self.raw(key);
            self.string(text);
        };
        match &row.source {
            Source::Default => {}
            Source::Index(index) => field(",\"index\":", index),
            Source::Path(path) => field(",\"path\":", path),
            Source::Url(url) => field(",\"url\":", url),
            Source::Vcs { vcs, url, revision } => {
                field(",\"url\":", url);
                field(",\"vcs\":", vcs.word());
                revision.iter().for_each(|revision| field(",\"revision\":", revision));
            }
        }
        self.flag("},\"direct\":", row.direct);
        self.flag(",\"locked\":", row.locked);
        self.flag(",\"editable\":", row.editable);
        self.flag(",\"constraint\":", row.constraint);
        self.strings(",\"via\":", &row.via);
    }

    /// What advisories say of a row.
    fn judgement(&mut self, row: &Dependency, advisories: &Advisories) {
        let verdict = judged(row, advisories);
        self.raw(",\"ids\":");
        self.list(verdict.iter().flat_map(|verdict| verdict.ids()));
        self.raw(",\"severity\":");
        self.optional(verdict.as_ref().map(|verdict| verdict.level()).map(Level::word));
        self.raw(",\"fixed_version\":");
        self.optional(verdict.as_ref().and_then(|verdict| verdict.fixed.as_deref()));
    }
}
