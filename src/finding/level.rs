//! How grave a weakness is, and how sure we are.

use std::fmt;
use std::str::FromStr;

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// All values, least first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it, as used in configuration and reports.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.word()) }
        }
        impl FromStr for $name {
            type Err = ();
            fn from_str(word: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|value| value.word() == word).ok_or(())
            }
        }
    };
}

/// What an attacker gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Hardening; worth knowing.
    Low,
    /// A weakness that needs a second one, or has a limited effect.
    Medium,
    /// Data or integrity at stake.
    High,
    /// Code execution or the whole data.
    Critical,
}
words!(Severity { Low = "low", Medium = "medium", High = "high", Critical = "critical" });

/// How likely the finding is right. Low never blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A question worth asking.
    Low,
    /// More often right than wrong.
    Medium,
    /// Rarely wrong.
    High,
    /// A fact of the code.
    VeryHigh,
}
words!(Precision { Low = "low", Medium = "medium", High = "high", VeryHigh = "very-high" });
