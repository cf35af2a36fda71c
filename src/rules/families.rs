//! The registry.

use super::Rule;

/// Every rule, by family and name.
pub fn all() -> &'static [&'static Rule] {
    &[]
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.meta.id == id)
}
