//! The catalogue: one file a rule, everything else derived from it.
//!
//! Rules read one analysed file and say what they found. They know nothing of the change, of GitHub, of reports.

mod context;
mod dispatch;
mod meta;
pub mod prelude;

pub use context::{Call, Cx, Draft, Proposal};
pub use dispatch::check;
pub use meta::{Example, Family, Meta, On, Owasp, Rule};

macro_rules! families {
    ($($family:ident { $($rule:ident),* $(,)? $(; with $($support:ident),+)? })+) => {
        $(mod $family { $(pub(super) mod $rule;)* $($(pub(super) mod $support;)+)? })+
        static ALL: &[&Rule] = &[$($(&$family::$rule::RULE,)*)+];
    };
}

// The one list of rule files; a rule's file lies in the folder of its family. Behind `; with` stand files that rules
// share.
families! {
    injection {}
    network {}
    data { yaml_load }
    cryptography {}
    access {
        jwt_verification, insecure_cookie, csrf_disabled, missing_authorization; with guards
    }
    configuration {
        flask_debug, django_settings, fastapi_cors, bind_all_interfaces, jinja_autoescape, content_security_policy,
        file_permissions, assert_authorization; with settings, places
    }
    disclosure { exception_leak, secret_in_log; with secret_names }
}

/// Every rule, by family.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.meta.id == id)
}
