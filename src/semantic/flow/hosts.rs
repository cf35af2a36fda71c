//! Patterns that settle the host of an address: `https://[a-z]+\.example\.com/`.
//!
//! Reads a pattern as the texts that it lets through, piece by piece. What it is not sure of settles nothing.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::language::{parsed, ranges};

/// Longer patterns, in bytes, are not looked at.
const MAX_PATTERN: usize = 512;
/// Nor are those with more ways through them.
const MAX_WAYS: usize = 32;
/// Nor are ways of more pieces followed.
const MAX_PIECES: usize = 512;

/// A piece of what a pattern lets through.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Byte(u8),
    /// Any number of characters that a host may hold, letters only or not.
    Host {
        letters: bool,
    },
    /// Any number of digits.
    Digits,
    /// The text ends here.
    End,
    Any,
}

/// True for a pattern that lets only addresses through of hosts that it names. It begins at the beginning of the text;
/// `whole` says that it goes on to the end.
pub(super) fn settles_host(pattern: &str, whole: bool) -> bool {
    if !pattern.contains("//") || pattern.len() > MAX_PATTERN {
        return false;
    }
    let Some(ways) = parsed(pattern).and_then(|hir| ways(&hir)) else { return false };
    ways.iter().all(|way| is_settled(way, whole))
}

/// The ways through a pattern; recursion is bounded by the parser's own limit on nesting.
fn ways(hir: &Hir) -> Option<Vec<Vec<Piece>>> {
    let found = match hir.kind() {
        HirKind::Empty => vec![Vec::new()],
        HirKind::Look(Look::End) => vec![vec![Piece::End]],
        HirKind::Look(_) => vec![Vec::new()],
        HirKind::Literal(literal) => vec![literal.0.iter().map(|byte| Piece::Byte(*byte)).collect()],
        HirKind::Class(_) => vec![vec![characters(hir)]],
        HirKind::Capture(capture) => ways(&capture.sub)?,
        HirKind::Alternation(several) => {
            let mut found = Vec::new();
            for one in several {
                found.extend(ways(one)?);
            }
            found
        }
        HirKind::Concat(parts) => {
            let mut found = vec![Vec::new()];
            for part in parts {
                let next = ways(part)?;
                if found.len() * next.len() > MAX_WAYS {
                    return None;
                }
                found = found
                    .iter()
                    .flat_map(|before| next.iter().map(move |after| [before.as_slice(), after].concat()))
                    .collect();
            }
            found
        }
        HirKind::Repetition(repetition) => {
            // The last round as it is; of those before it only which characters they hold.
            let mut found = ways(&repetition.sub)?;
            if repetition.max != Some(1) {
                found.iter_mut().for_each(|way| way.insert(0, characters(&repetition.sub)));
            }
            if repetition.min == 0 {
                found.push(Vec::new());
            }
            found
        }
    };
    (found.len() <= MAX_WAYS && found.iter().all(|way| way.len() <= MAX_PIECES)).then_some(found)
}

/// Which characters a part of a pattern can hold.
fn characters(hir: &Hir) -> Piece {
    let (mut letters, mut digits, mut host) = (true, true, true);
    let mut stack = vec![hir];
    while let Some(hir) = stack.pop() {
        let mut met = |start: u32, end: u32| {
            for code in start..=end.min(start + 256) {
                let byte = u8::try_from(code).unwrap_or(b'/');
                letters &= byte.is_ascii_alphabetic();
                digits &= byte.is_ascii_digit();
                host &= byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            }
        };
        match hir.kind() {
            HirKind::Literal(literal) => {
                literal.0.iter().for_each(|byte| met(u32::from(*byte), u32::from(*byte)))
            }
            HirKind::Class(class) => ranges(class).into_iter().for_each(|(start, end)| met(start, end)),
            kind => stack.extend(kind.subs()),
        }
    }
    match (host, digits) {
        (true, true) => Piece::Digits,
        (true, false) => Piece::Host { letters },
        (false, _) => Piece::Any,
    }
}

/// `scheme://host/`, where the host ends in a domain that is written out.
fn is_settled(way: &[Piece], whole: bool) -> bool {
    let Some(colon) = way.iter().position(|piece| *piece == Piece::Byte(b':')) else { return false };
    let (scheme, rest) = way.split_at(colon);
    let letter = |piece: &Piece| match piece {
        Piece::Byte(byte) => byte.is_ascii_alphabetic(),
        piece => *piece == Piece::Host { letters: true },
    };
    if scheme.is_empty() || !scheme.iter().all(letter) {
        return false;
    }
    let Some(rest) = rest.strip_prefix(&[b':', b'/', b'/'].map(Piece::Byte)) else { return false };
    let ends = |piece: &Piece| matches!(piece, Piece::Byte(b'/' | b'?' | b'#') | Piece::End);
    let host = match rest.iter().position(ends) {
        Some(end) => &rest[..end],
        None if whole => rest,
        None => return false,
    };
    let (host, port) = match host.iter().position(|piece| *piece == Piece::Byte(b':')) {
        Some(colon) => (&host[..colon], &host[colon + 1..]),
        None => (host, &[][..]),
    };
    let digit = |piece: &Piece| match piece {
        Piece::Byte(byte) => byte.is_ascii_digit(),
        piece => *piece == Piece::Digits,
    };
    let fits = |piece: &Piece| match piece {
        Piece::Byte(byte) => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
        Piece::Host { .. } | Piece::Digits => true,
        Piece::End | Piece::Any => false,
    };
    if host.is_empty() || !host.iter().all(fits) || !port.iter().all(digit) {
        return false;
    }
    // What is chosen before it is a name below the domain: `.com` alone is no domain.
    match host.iter().rposition(|piece| !matches!(piece, Piece::Byte(_))) {
        Some(chosen) => {
            let domain = &host[chosen + 1..];
            let dots = domain.iter().filter(|piece| **piece == Piece::Byte(b'.')).count();
            domain.first() == Some(&Piece::Byte(b'.')) && dots > 1
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::settles_host;

    #[test]
    fn hosts() {
        for (pattern, whole) in [
            (r"https://example\.com/", false),
            (r"^https?://[a-z]+\.example\.com/", false),
            (r"^https://(?:[a-z0-9-]+\.)*(a|b)\.example\.com(:\d+)?/", false),
            (r"^https://example\.com(/.*)?$", false),
            (r"https://example\.com(/.*)?", true),
            (r"(http|https)://example\.com\?", false),
            (r"[a-z]+://example\.com/", false),
        ] {
            assert!(settles_host(pattern, whole), "{pattern}");
        }
        for (pattern, whole) in [
            (r"https://.*\.example\.com/", false),
            (r"https://[a-z]+\.example\.com", false),
            (r"https://[a-z.]+\.com/", false),
            (r"https://[a-z.]*example\.com/", false),
            (r"https://[a-z]+/", false),
            (r"https://example.com/", false),
            (r"https://\S+@example\.com/", false),
            (r"//example\.com/", false),
            (r".*https://example\.com/", false),
            (r"https://example\.com(/.*)?", false),
            (r"https://(example\.com/|.*)", true),
            (r"https://[^/]+/", false),
        ] {
            assert!(!settles_host(pattern, whole), "{pattern}");
        }
        assert!(!settles_host(&format!("https://{}example\\.com/", "[a-z]".repeat(200)), false));
        assert!(!settles_host(&format!("https://{}example\\.com/", "a?".repeat(20)), false));
    }
}
