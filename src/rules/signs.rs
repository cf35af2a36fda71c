//! Which signs a string literal has in it: told in one pass over its bytes, so that most literals are passed over before
//! any rule takes a look at them.

/// A set of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs(u8);

impl Signs {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// `:`
    pub const COLON: Self = Self(1);
    /// `/`
    pub const SLASH: Self = Self(2);
    /// `.`
    pub const DOT: Self = Self(4);
    /// `-`
    pub const DASH: Self = Self(8);
    /// `)`
    pub const CLOSING: Self = Self(16);
    /// `@`
    pub const AT: Self = Self(32);
    /// `\`
    pub const BACKSLASH: Self = Self(64);
    /// Anything but a letter, a digit and the signs above.
    pub const OTHER: Self = Self(128);

    /// By byte, its sign.
    const OF: [u8; 256] = {
        let mut of = [Self::OTHER.0; 256];
        let mut byte = 0;
        while byte < 256 {
            of[byte] = match byte as u8 {
                b':' => Self::COLON.0,
                b'/' => Self::SLASH.0,
                b'.' => Self::DOT.0,
                b'-' => Self::DASH.0,
                b')' => Self::CLOSING.0,
                b'@' => Self::AT.0,
                b'\\' => Self::BACKSLASH.0,
                letter if letter.is_ascii_alphanumeric() => 0,
                _ => Self::OTHER.0,
            };
            byte += 1;
        }
        of
    };

    /// The signs of a text.
    pub fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |all, byte| all | Self::OF[byte as usize]))
    }

    /// One sign that a text has in it, the one that is seldom elsewhere; all where it has none.
    pub fn telling(text: &str) -> Self {
        let signs = Self::of(text);
        let seldom = [Self::COLON, Self::SLASH, Self::CLOSING, Self::AT, Self::DOT, Self::DASH];
        seldom.into_iter().find(|sign| signs.has(*sign)).unwrap_or(Self(u8::MAX))
    }

    /// True when the sets have something in common.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
