//! The catalogue: one file a rule, everything else derived from it.
//!
//! Rules read one analysed file and say what they found. They know nothing of the change, of GitHub, of reports.

mod backtracking;
mod context;
mod dispatch;
mod meta;
mod pages;
pub mod prelude;

pub use context::{Call, Cx, Draft, Proposal};
pub use dispatch::check;
pub use meta::{Example, Family, Meta, On, Owasp, Rule};

macro_rules! families {
    ($($family:ident { $($rule:ident),* $(,)? })+) => {
        $(mod $family { $(pub(super) mod $rule;)* })+
        static ALL: &[&Rule] = &[$($(&$family::$rule::RULE,)*)+];
    };
}

// The one list of rule files; a rule's file lies in the folder of its family.
families! {
    injection {
        code_injection, command_injection, ldap_injection, open_redirect, path_traversal, regex_denial_of_service,
        sql_injection, template_injection, unsafe_prefix_check, xpath_injection, xss,
    }
    network {}
    data { xml_external_entities, yaml_load }
    cryptography {}
    access {}
    configuration {}
    disclosure {}
}

/// Every rule, by family.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.meta.id == id)
}
