//! Numbers.

use super::{Reader, is_word};
use crate::syntax::hir::{ExprId, ExprKind};
use crate::syntax::literal::integer;

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Option<ExprId> {
        let start = self.at;
        let rest = &self.bytes[start..self.limit];
        let digits = |from: usize| {
            let is_digit = |byte: &&u8| byte.is_ascii_digit() || **byte == b'_';
            from + rest[from..].iter().take_while(is_digit).count()
        };
        let is_digit = |at: usize| rest.get(at).is_some_and(u8::is_ascii_digit);
        let mut len;
        let mut float = false;
        if rest[0] == b'0' && matches!(rest.get(1), Some(b'x' | b'X' | b'o' | b'O' | b'b' | b'B')) {
            let most = match rest[1] {
                b'x' | b'X' => b'f',
                b'o' | b'O' => b'7',
                _ => b'1',
            };
            let is_digit = |byte: &&u8| {
                **byte == b'_' || (byte.is_ascii_hexdigit() && byte.to_ascii_lowercase() <= most)
            };
            len = 2 + rest[2..].iter().take_while(is_digit).count();
            if len == 2 {
                return None;
            }
        } else {
            len = digits(0);
            if rest.get(len) == Some(&b'.') {
                float = true;
                len += 1;
                if is_digit(len) {
                    len = digits(len);
                }
            }
            if matches!(rest.get(len), Some(b'e' | b'E')) {
                let sign = usize::from(matches!(rest.get(len + 1), Some(b'+' | b'-')));
                if is_digit(len + 1 + sign) {
                    float = true;
                    len = digits(len + 1 + sign);
                }
            }
            if matches!(rest.get(len), Some(b'j' | b'J')) {
                len += 1;
            }
        }
        // Letters right behind a number: `1if x`, `0777L`.
        if rest.get(len).is_some_and(|byte| is_word(*byte)) {
            return None;
        }
        let text = &self.text[start..start + len];
        if text.ends_with('_') || text.contains("__") {
            return None;
        }
        let kind = if float {
            ExprKind::Float(text.replace('_', "").parse().unwrap_or(f64::NAN))
        } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
            ExprKind::Int(text.parse().ok())
        } else {
            ExprKind::Int(integer(text))
        };
        self.advance(len);
        self.made(kind, start, 0)
    }
}
