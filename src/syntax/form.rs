//! How a word stands in the code, as far as the byte scan can tell.

/// A set of ways to stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form(u8);

impl Form {
    /// A name of its own.
    pub const NAME: Self = Self(1);
    /// After a dot, its value called, passed on or compared.
    pub const ATTRIBUTE: Self = Self(2);
    /// After a dot, looked into or assigned to; or the name of a keyword argument.
    pub const FIELD: Self = Self(4);
    /// In a string without white space: it may stand for a name.
    pub const QUOTED: Self = Self(8);
    /// In any other string.
    pub const TEXT: Self = Self(16);
    /// A method or function of an object: called, passed on, or named in a string.
    pub const METHOD: Self = Self(2 | 8);
    /// What may mean something bound under that name.
    pub const GLOBAL: Self = Self(1 | 8);
    /// What may mean something of an object or class.
    pub const MEMBER: Self = Self(2 | 4 | 8);
    /// Everything but texts.
    pub const CODE: Self = Self(1 | 2 | 4 | 8);
    /// Everything.
    pub const ANY: Self = Self(31);

    /// True when the sets have something in common.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The form of a word in code: `before` and `after` are the nearest bytes that are no white space, `depth` counts
    /// the brackets around it.
    pub(super) fn of(before: u8, after: u8, assigned: bool, depth: u32) -> Self {
        match (before, after) {
            (b'.', b'.' | b'[') => Self::FIELD,
            (b'.', _) if assigned => Self::FIELD,
            (b'.', _) => Self::ATTRIBUTE,
            // `def f(request: Request = None)`: what an annotation names is used.
            (b'(' | b',', _) if assigned && depth > 0 => Self::FIELD,
            _ => Self::NAME,
        }
    }
}

/// A word where it stands.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    /// How.
    pub(super) form: Form,
    /// A dot stands before it.
    pub(super) dotted: bool,
    /// Brackets around it.
    pub(super) depth: u32,
    /// A bracket follows.
    pub(super) indexed: bool,
    /// It stands in a string, or in the hole of one: nothing is bound there.
    pub(super) quoted: bool,
}

impl Stand {
    /// Inside a string.
    pub(super) const TEXT: Self =
        Self { form: Form::TEXT, dotted: false, depth: 1, indexed: false, quoted: true };
}
