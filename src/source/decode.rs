//! Bytes to text and back: byte-order mark, PEP 263 coding line, size limit.
//!
//! Python's rules, with one more: what cannot be written back byte for byte is refused, so that an edit can never
//! alter a line that it does not mean to.

use std::borrow::Cow;

use encoding_rs::{Encoding as Charset, UTF_8, UTF_16BE, UTF_16LE};

use super::coding;
use super::file::{Encoding, Repertoire};
use super::{RepoPath, SourceFile};

/// Files above this many bytes are skipped, and said to be so.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Why bytes could not become text. Each is one line in the report; the rest of the review goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// More than [`MAX_FILE_BYTES`].
    #[error("{0} bytes; files over 10 MB are not read")]
    TooLarge(usize),
    /// Not text in the encoding that it names.
    #[error("not valid {0}")]
    Undecodable(String),
    /// The PEP 263 line names an encoding that is not known.
    #[error("unknown encoding in the coding line")]
    UnknownEncoding,
    /// A UTF-16 byte-order mark; Python does not read such files.
    #[error("written in UTF-16, which Python does not read")]
    Utf16,
    /// NUL bytes: not Python.
    #[error("binary content")]
    Binary,
}

impl SourceFile {
    /// Decodes a file as Python would. [`encode`](Self::encode) of the text gives `bytes` again.
    pub fn decode(path: RepoPath, bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(DecodeError::TooLarge(bytes.len()));
        }
        if let Some((charset, body)) = utf16(bytes) {
            // A shell of Windows writes requirements so, and pip reads them.
            if path.is_python() {
                return Err(DecodeError::Utf16);
            }
            let text = charset.decode_without_bom_handling_and_without_replacement(body);
            let text = text.filter(|text| !text.contains('\0') && !text.starts_with('\u{feff}'));
            let text = text.ok_or_else(|| DecodeError::Undecodable(charset.name().into()))?;
            let encoding = Encoding { charset, repertoire: Repertoire::Full, bom: true };
            return Ok(Self::with_encoding(path, text, encoding));
        }
        if memchr::memchr(0, bytes).is_some() {
            return Err(DecodeError::Binary);
        }
        let (bom, body) = match bytes.strip_prefix(BOM) {
            Some(body) => (true, body),
            None => (false, bytes),
        };
        let encoding = encoding_of(body, bom)?;
        let text = text_in(encoding, body).ok_or_else(|| DecodeError::Undecodable(name_of(encoding)))?;
        Ok(Self::with_encoding(path, text, encoding))
    }

    /// As [`decode`](Self::decode), without a copy of what is plain UTF-8, which nearly all files are.
    pub fn decode_owned(path: RepoPath, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let marked = bytes.starts_with(BOM) || utf16(&bytes).is_some();
        if marked || bytes.len() > MAX_FILE_BYTES || memchr::memchr(0, &bytes).is_some() {
            return Self::decode(path, &bytes);
        }
        let encoding = encoding_of(&bytes, false)?;
        if encoding.charset != UTF_8 {
            return Self::decode(path, &bytes);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::with_encoding(path, text, encoding)),
            Err(_) => Err(DecodeError::Undecodable(name_of(encoding))),
        }
    }

    /// The bytes that `text` would have in this file: same encoding, same byte-order mark.
    ///
    /// `None` when a character has no place in the encoding, and when Python would read the bytes otherwise than as
    /// `text`: an edit that hides, adds or alters the coding line, or that adds a NUL or a byte-order mark.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let encoding = self.encoding();
        if encoding.charset == UTF_16LE || encoding.charset == UTF_16BE {
            let little = encoding.charset == UTF_16LE;
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let hostile = text.contains('\0') || text.starts_with('\u{feff}');
            return (!hostile).then(|| units.flat_map(bytes).collect());
        }
        let body = bytes_in(encoding, text)?;
        if memchr::memchr(0, &body).is_some() || (!encoding.bom && body.starts_with(BOM)) {
            return None;
        }
        // A text that came from memory is UTF-8 whatever its coding line says; it must only stay as it was.
        let same_line = coding::declared(&body) == coding::declared(self.text().as_bytes());
        if !same_line && encoding_of(&body, encoding.bom) != Ok(encoding) {
            return None;
        }
        let mut bytes = if encoding.bom { BOM.to_vec() } else { Vec::new() };
        bytes.extend_from_slice(&body);
        Some(bytes)
    }
}

/// The encoding that a UTF-16 byte-order mark names, and what follows it.
fn utf16(bytes: &[u8]) -> Option<(&'static Charset, &[u8])> {
    let little = bytes.strip_prefix(b"\xff\xfe").map(|body| (UTF_16LE, body));
    little.or_else(|| bytes.strip_prefix(b"\xfe\xff").map(|body| (UTF_16BE, body)))
}

fn encoding_of(body: &[u8], bom: bool) -> Result<Encoding, DecodeError> {
    let utf8 = Encoding { charset: UTF_8, repertoire: Repertoire::Full, bom };
    match coding::declared(body) {
        None => Ok(utf8),
        Some(name) => match coding::by_name(name) {
            None => Err(DecodeError::UnknownEncoding),
            // Python refuses a file whose byte-order mark and coding line disagree.
            Some(found) if bom && found.charset != UTF_8 => {
                Err(DecodeError::Undecodable(format!("{}: the byte-order mark says UTF-8", name_of(found))))
            }
            Some(found) => Ok(Encoding { bom, ..found }),
        },
    }
}

fn text_in(encoding: Encoding, body: &[u8]) -> Option<Cow<'_, str>> {
    if encoding.charset == UTF_8 {
        return std::str::from_utf8(body).ok().map(Cow::Borrowed);
    }
    let c1 = |byte: &u8| (0x80..=0x9f).contains(byte);
    match encoding.repertoire {
        Repertoire::Ascii => return body.is_ascii().then(|| String::from_utf8_lossy(body)),
        Repertoire::Latin1 => return Some(encoding_rs::mem::decode_latin1(body)),
        Repertoire::WithoutC1 if body.iter().any(c1) => return None,
        Repertoire::WithoutC1 | Repertoire::Full => {}
    }
    let text = encoding.charset.decode_without_bom_handling_and_without_replacement(body)?;
    // Two byte sequences may stand for one character; only the one that is written back is taken.
    (bytes_in(encoding, &text)?.as_ref() == body).then_some(text)
}

fn bytes_in(encoding: Encoding, text: &str) -> Option<Cow<'_, [u8]>> {
    if encoding.charset == UTF_8 {
        return Some(Cow::Borrowed(text.as_bytes()));
    }
    let c1 = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    match encoding.repertoire {
        Repertoire::Ascii => return text.is_ascii().then_some(Cow::Borrowed(text.as_bytes())),
        Repertoire::Latin1 => {
            return encoding_rs::mem::is_str_latin1(text)
                .then(|| encoding_rs::mem::encode_latin1_lossy(text));
        }
        // The web gives a control character to bytes that Windows code pages leave free; Python gives none.
        Repertoire::Full if encoding.charset.name().starts_with("windows-") && text.contains(c1) => {
            return None;
        }
        Repertoire::WithoutC1 | Repertoire::Full => {}
    }
    let (bytes, _, unmappable) = encoding.charset.encode(text);
    let outside =
        encoding.repertoire == Repertoire::WithoutC1 && bytes.iter().any(|b| (0x80..=0x9f).contains(b));
    (!unmappable && !outside).then_some(bytes)
}

fn name_of(encoding: Encoding) -> String {
    match encoding.repertoire {
        Repertoire::Ascii => "ASCII".into(),
        Repertoire::Latin1 => "ISO-8859-1".into(),
        Repertoire::WithoutC1 | Repertoire::Full => encoding.charset.name().into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Result<SourceFile, DecodeError> {
        let file = SourceFile::decode(RepoPath::new("a.py"), bytes);
        // With or without a copy, it is the same.
        let owned = SourceFile::decode_owned(RepoPath::new("a.py"), bytes.to_vec());
        let told = |file: &Result<SourceFile, DecodeError>| match file {
            Ok(file) => Ok((file.text().to_owned(), file.encoding())),
            Err(error) => Err(error.clone()),
        };
        assert_eq!(told(&file), told(&owned));
        file
    }

    #[test]
    fn byte_order_mark_is_kept_but_is_not_text() {
        let file = decode(b"\xef\xbb\xbfx = 1\n").expect("decodes");
        assert_eq!(file.text(), "x = 1\n");
        assert!(file.encoding().bom);
        assert_eq!(file.encode("y = 2\n").as_deref(), Some(&b"\xef\xbb\xbfy = 2\n"[..]));
    }

    #[test]
    fn utf_16_is_read_where_python_has_no_say() {
        for bytes in [&b"\xff\xfea\0=\0\xac\x20\n\0"[..], b"\xfe\xff\0a\0=\x20\xac\0\n"] {
            let file = SourceFile::decode(RepoPath::new("requirements.txt"), bytes).expect("decodes");
            assert_eq!(file.text(), "a=\u{20ac}\n");
            assert_eq!(file.encode(file.text()).as_deref(), Some(bytes));
        }
        let odd = SourceFile::decode(RepoPath::new("requirements.txt"), b"\xff\xfea");
        assert_eq!(odd.err(), Some(DecodeError::Undecodable("UTF-16LE".into())));
    }

    #[test]
    fn latin_1_is_not_cp1252() {
        let latin = decode(b"# coding: latin-1\ns = '\xe9\x80'\n").expect("decodes");
        assert_eq!(latin.text(), "# coding: latin-1\ns = '\u{e9}\u{80}'\n");
        assert_eq!(latin.encode("# coding: latin-1\n'\u{20ac}'"), None, "the euro sign is not in latin-1");
        let windows = decode(b"# coding: cp1252\ns = '\xe9\x80'\n").expect("decodes");
        assert_eq!(windows.text(), "# coding: cp1252\ns = '\u{e9}\u{20ac}'\n");
        assert_eq!(
            decode(b"# coding: cp1252\ns = '\x81'\n").err(),
            Some(DecodeError::Undecodable("windows-1252".into()))
        );
    }

    #[test]
    fn asian_encodings_decode() {
        let text = "# coding: shift_jis\nname = '\u{65e5}\u{672c}'\n";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        assert_eq!(decode(&bytes).expect("decodes").text(), text);
        let text = "# coding: gb2312\nname = '\u{4e2d}'\n";
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        assert_eq!(decode(&bytes).expect("decodes").text(), text);
    }

    #[test]
    fn what_python_refuses_is_refused() {
        assert_eq!(decode(b"\xff\xfex\0").err(), Some(DecodeError::Utf16));
        assert_eq!(decode(b"x = 1\0").err(), Some(DecodeError::Binary));
        assert_eq!(decode(b"x = '\xff'").err(), Some(DecodeError::Undecodable("UTF-8".into())));
        assert_eq!(decode(b"# coding: ascii\n'\xe9'").err(), Some(DecodeError::Undecodable("ASCII".into())));
        assert_eq!(decode(b"# coding: klingon\n").err(), Some(DecodeError::UnknownEncoding));
        assert!(matches!(decode(b"\xef\xbb\xbf# coding: gbk\n").err(), Some(DecodeError::Undecodable(_))));
        let large = vec![b'#'; MAX_FILE_BYTES + 1];
        assert_eq!(decode(&large).err(), Some(DecodeError::TooLarge(MAX_FILE_BYTES + 1)));
    }

    #[test]
    fn an_edit_that_would_change_the_encoding_is_refused() {
        let file = decode(b"#!/usr/bin/env python\n# coding: latin-1\ns = '\xe9'\n").expect("decodes");
        assert!(file.encode("#!/usr/bin/env python\n# coding: latin-1\ns = 1\n").is_some());
        assert_eq!(file.encode("#!/usr/bin/env python\nimport os\n# coding: latin-1\n"), None);
        let file = decode(b"x = 1\n").expect("decodes");
        assert_eq!(file.encode("# coding: gbk\n"), None);
        assert!(file.encode("# coding: utf-8\n").is_some());
        assert_eq!(file.encode("\u{feff}x"), None);
    }

    fn any_source() -> impl Strategy<Value = Vec<u8>> {
        let front = prop::sample::select(vec![
            "",
            "\u{feff}",
            "# coding: latin-1\n",
            "# coding: cp1252\n",
            "# coding: iso-8859-9\n",
            "# coding: iso-8859-15\n",
            "# coding: gbk\n",
            "# coding: gb18030\n",
            "# coding: big5\n",
            "# coding: shift_jis\n",
            "# coding: euc-jp\n",
            "# coding: euc-kr\n",
            "# coding: iso-2022-jp\n",
            "# coding: koi8-r\n",
            "# coding: ascii\n",
            "# coding: cp874\n",
            "# coding: utf-8-sig\n",
        ]);
        let byte = prop_oneof![8 => 1u8..128, 3 => 128u8..=255, 1 => Just(0x1b)];
        (front, prop::collection::vec(byte, 0..24))
            .prop_map(|(front, rest)| [front.as_bytes(), &rest].concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn decode_then_encode_is_the_identity(bytes in any_source()) {
            if let Ok(file) = decode(&bytes) {
                prop_assert_eq!(file.encode(file.text()), Some(bytes));
            }
        }
    }
}
