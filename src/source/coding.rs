//! Which encoding a Python file is written in: the PEP 263 line, and Python's names for encodings.
//!
//! Knows names and tables only; [`super::decode`] turns bytes into text with what is found here.

use encoding_rs::{Encoding as Charset, UTF_8, WINDOWS_1252};

use super::file::{Encoding, Repertoire};

/// The encoding name in a PEP 263 line of the first two lines, as it is written there.
///
/// The second line counts only when the first holds nothing but blanks or a comment, as in Python.
pub(super) fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let (first, rest) = split_line(bytes);
    match name_in(first) {
        Line::Names(name) => Some(name),
        Line::Code => None,
        Line::Silent => match name_in(split_line(rest).0) {
            Line::Names(name) => Some(name),
            _ => None,
        },
    }
}

enum Line<'a> {
    /// A comment that names an encoding.
    Names(&'a [u8]),
    /// Blank, or a comment that names none.
    Silent,
    /// Anything else.
    Code,
}

fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr2(b'\n', b'\r', bytes) {
        None => (bytes, &[]),
        Some(at) => {
            let (line, rest) = bytes.split_at(at);
            let ending = if rest.starts_with(b"\r\n") { 2 } else { 1 };
            (line, &rest[ending..])
        }
    }
}

fn name_in(line: &[u8]) -> Line<'_> {
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
    let comment = match &line[blanks..] {
        [] => return Line::Silent,
        [b'#', comment @ ..] => comment,
        _ => return Line::Code,
    };
    for at in memchr::memmem::find_iter(comment, b"coding") {
        let [b':' | b'=', value @ ..] = &comment[at + b"coding".len()..] else { continue };
        let blanks = value.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let value = &value[blanks..];
        let length = value
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            .count();
        if length > 0 {
            return Line::Names(&value[..length]);
        }
    }
    Line::Silent
}

/// The encoding that Python means by `name`; `None` for one that Python or this program does not know, and for those
/// that cannot hold a coding line (UTF-16) or say one text in several ways (UTF-7).
pub(super) fn by_name(name: &[u8]) -> Option<Encoding> {
    let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase().replace('_', "-");
    let of = |charset, repertoire| Some(Encoding { charset, repertoire, bom: false });
    // The tokenizer of Python takes these by their beginning: `utf-8-unix` is an editor's way to write UTF-8.
    let begins =
        |stem: &str| name == stem || name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
    if begins("utf-8") {
        return of(UTF_8, Repertoire::Full);
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(begins) {
        return of(WINDOWS_1252, Repertoire::Latin1);
    }
    match name.as_str() {
        "utf8" | "u8" | "cp65001" => return of(UTF_8, Repertoire::Full),
        "latin1" | "latin" | "l1" | "iso8859" | "iso8859-1" | "8859" | "cp819" => {
            return of(WINDOWS_1252, Repertoire::Latin1);
        }
        "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "iso646-us" => {
            return of(WINDOWS_1252, Repertoire::Ascii);
        }
        _ => {}
    }
    let label = match name.as_str() {
        "936" | "cp936" | "ms936" | "gb2312" | "euc-cn" | "euccn" | "eucgb2312-cn" => "gbk",
        "gb18030-2000" => "gb18030",
        "932" | "cp932" | "ms932" | "mskanji" | "ms-kanji" | "shiftjis" | "sjis" | "s-jis" | "csshiftjis" => {
            "shift_jis"
        }
        "949" | "cp949" | "ms949" | "uhc" | "euckr" | "ksc5601" | "ks-c-5601" | "korean" => "euc-kr",
        "950" | "cp950" | "ms950" | "big5-tw" => "big5",
        "eucjp" | "ujis" | "u-jis" => "euc-jp",
        "koi8-r" | "cskoi8r" => "koi8-r",
        "macroman" | "mac-roman" | "macintosh" => "macintosh",
        "874" | "cp874" => "windows-874",
        "cp866" | "866" | "ibm866" => "ibm866",
        "iso2022-jp" | "iso2022jp" => "iso-2022-jp",
        "latin2" | "l2" => "iso-8859-2",
        "latin5" | "l5" => "iso-8859-9",
        "latin9" | "latin-9" | "l9" => "iso-8859-15",
        other => other,
    };
    // `iso8859-15` and `cp1251` are Python's spellings of `iso-8859-15` and `windows-1251`.
    let spelled = match (label.strip_prefix("iso8859-"), label.strip_prefix("cp125")) {
        (Some(part), _) => format!("iso-8859-{part}"),
        (_, Some(part)) => format!("windows-125{part}"),
        _ => label.to_owned(),
    };
    let charset = Charset::for_label_no_replacement(spelled.as_bytes())?;
    if !charset.is_ascii_compatible() && charset != encoding_rs::ISO_2022_JP
        || charset.name() == "x-user-defined"
    {
        return None;
    }
    // The web reads ISO-8859-9 and TIS-620 as their Windows kin; Python does not. They differ in 0x80 to 0x9F only.
    let widened = charset.name().starts_with("windows-") && !spelled.starts_with("windows-");
    of(charset, if widened { Repertoire::WithoutC1 } else { Repertoire::Full })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<&str> {
        declared(text.as_bytes()).map(|name| std::str::from_utf8(name).expect("ASCII"))
    }

    #[test]
    fn coding_line_is_found_where_python_finds_it() {
        assert_eq!(named("# -*- coding: latin-1 -*-\n"), Some("latin-1"));
        assert_eq!(named("#!/usr/bin/python\r\n# vim: set fileencoding=cp1252 :\r\n"), Some("cp1252"));
        assert_eq!(named("\n  # coding=utf_8"), Some("utf_8"));
        assert_eq!(named("# coding is hard; coding: gbk"), Some("gbk"));
        assert_eq!(named("#\r# coding: koi8-r\r"), Some("koi8-r"));
    }

    #[test]
    fn coding_line_is_not_found_elsewhere() {
        assert_eq!(named("\n\n# coding: latin-1\n"), None);
        assert_eq!(named("import os\n# coding: latin-1\n"), None);
        assert_eq!(named("x = '# coding: latin-1'\n"), None);
        assert_eq!(named("# coding:\n# encoding\n"), None);
    }

    #[test]
    fn names_are_pythons() {
        let of = |name: &str| by_name(name.as_bytes()).map(|found| (found.charset.name(), found.repertoire));
        assert_eq!(of("UTF8"), Some(("UTF-8", Repertoire::Full)));
        assert_eq!(of("utf-8-sig"), Some(("UTF-8", Repertoire::Full)));
        assert_eq!(of("Latin_1"), Some(("windows-1252", Repertoire::Latin1)));
        assert_eq!(of("latin-1-unix"), Some(("windows-1252", Repertoire::Latin1)));
        assert_eq!(of("cp1252"), Some(("windows-1252", Repertoire::Full)));
        assert_eq!(of("iso8859_15"), Some(("ISO-8859-15", Repertoire::Full)));
        assert_eq!(of("iso-8859-9"), Some(("windows-1254", Repertoire::WithoutC1)));
        assert_eq!(of("us-ascii"), Some(("windows-1252", Repertoire::Ascii)));
        assert_eq!(of("euc_jp"), Some(("EUC-JP", Repertoire::Full)));
        assert_eq!(of("shift_jis"), Some(("Shift_JIS", Repertoire::Full)));
        assert_eq!(of("utf-16"), None);
        assert_eq!(of("utf-7"), None);
        assert_eq!(of("x-user-defined"), None);
        assert_eq!(of("rot13"), None);
    }
}
