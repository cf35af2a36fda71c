//! The registry: the one list of rule files.

use super::Rule;

macro_rules! families {
    ($($family:ident { $($rule:ident),* $(,)? })+) => {
        $(#[allow(unreachable_pub, reason = "rule files are public to the registry only")]
        mod $family { $(pub mod $rule;)* })+
        static ALL: &[&Rule] = &[$($(&$family::$rule::RULE),*),+];
    };
}

families! {
    data { yaml_load }
}

/// Every rule, by family and name.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.meta.id == id)
}
