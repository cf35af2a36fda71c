//! How a word stands in the code, as far as the byte scan can tell.

/// A set of ways to stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form(u16);

impl Form {
    /// A name of its own.
    pub const NAME: Self = Self(1);
    /// After a dot, its value called, passed on or compared.
    pub const ATTRIBUTE: Self = Self(2);
    /// After a dot, looked into or assigned to.
    pub const FIELD: Self = Self(4);
    /// The name of a keyword argument.
    pub const KEYWORD: Self = Self(256);
    /// In a string without white space and other signs that no name has: it may stand for a name.
    pub const QUOTED: Self = Self(8);
    /// In any other string.
    pub const TEXT: Self = Self(16);
    /// A name that is called with a literal text as its first argument.
    pub const TOLD: Self = Self(32);
    /// The same after a dot.
    pub const TOLD_ATTRIBUTE: Self = Self(64);
    /// Given a value: a variable, an attribute, a keyword argument.
    pub const SET: Self = Self(128);
    /// A method or function of an object: called, passed on, or named in a string.
    pub const METHOD: Self = Self(2 | 8 | 64);
    /// What may mean something bound under that name.
    pub const GLOBAL: Self = Self(1 | 8 | 32);
    /// What may mean something of an object or class.
    pub const MEMBER: Self = Self(2 | 4 | 8 | 64 | 256);
    /// What stands after a dot, or may name something that does.
    pub const DOTTED: Self = Self(2 | 4 | 8 | 64);
    /// A setting: given a value, or named in a string.
    pub const GIVEN: Self = Self(8 | 128);
    /// Everything but texts.
    pub const CODE: Self = Self(1 | 2 | 4 | 8 | 32 | 64 | 128 | 256);
    /// Everything.
    pub const ANY: Self = Self(511);

    /// True when the sets have something in common.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without what another holds.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The form of a word in code.
    pub(super) fn of(around: &Around) -> Self {
        let form = match (around.before, around.after) {
            (b'.', b'.' | b'[') => Self::FIELD,
            (b'.', _) if around.assigned => Self::FIELD,
            (b'.', _) if around.told => Self::TOLD_ATTRIBUTE,
            (b'.', _) => Self::ATTRIBUTE,
            // `def f(request: Request = None)`: what an annotation names is used.
            (b'(' | b',', _) if around.assigned && around.depth > 0 => Self::KEYWORD,
            _ if around.told => Self::TOLD,
            _ => Self::NAME,
        };
        // `DEBUG: bool = True` gives a value too.
        let given = around.assigned || (around.depth == 0 && around.after == b':');
        if given { form.and(Self::SET) } else { form }
    }
}

/// What stands around a word.
pub(super) struct Around {
    /// The nearest byte before it that is no white space.
    pub(super) before: u8,
    /// The nearest byte behind it that is no blank.
    pub(super) after: u8,
    /// A single equals sign follows.
    pub(super) assigned: bool,
    /// It is called with a literal text as its first argument.
    pub(super) told: bool,
    /// Brackets around it.
    pub(super) depth: u32,
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
