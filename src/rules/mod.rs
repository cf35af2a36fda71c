//! The catalogue: one file a rule, everything else derived from it.
//!
//! Rules read one analysed file and say what they found. They know nothing of the change, of GitHub, of reports.

mod asking;
mod backtracking;
mod cause;
mod closer;
mod context;
mod dispatch;
mod manifest_context;
mod meta;
mod pages;
mod patterns;
pub mod prelude;
mod protections;
mod purpose;
mod secrets;
mod signs;
mod words;

pub use backtracking::EXPONENTIAL;
pub use context::{Call, Cx, Draft, Proposal};
pub use dispatch::check;
pub use manifest_context::{Around, Ignored, ManifestCx, ManifestDraft, Policy, check_manifest};
pub use meta::{Example, Family, Meta, On, Owasp, Rule, examples};
pub use patterns::{Pattern, patterns};
pub use protections::{General, Protection, Protections, Reached, Topic, protections};
pub use signs::Signs;
pub use words::{CLIENTS, LiteralTest, PartTest, Quoted, SOURCES, Wanted, Words, wanted};

macro_rules! families {
    ($($family:ident { $($rule:ident),* $(,)? $(; with $($support:ident),+)? })+) => {
        $(mod $family { $(pub(super) mod $rule;)* $($(pub(super) mod $support;)+)? })+
        static ALL: &[&Rule] = &[$($(&$family::$rule::RULE,)*)+];
    };
}

// The one list of rule files; a rule's file lies in the folder of its family. Behind `; with` stand files that rules
// share.
families! {
    injection {
        code_injection, command_injection, header_injection, ldap_injection, nosql_injection, open_redirect,
        path_traversal, regex_denial_of_service, sql_injection, template_injection, unsafe_prefix_check, xpath_injection, xss,
    }
    network { missing_timeout, ssrf, tls_verification; with clients }
    data { archive_extraction, unsafe_deserialization, unsafe_tempfile, xml_external_entities, yaml_load }
    cryptography {
        hard_coded_secret, insecure_random, password_hash, timing_comparison, weak_cipher, weak_hash,
    }
    access {
        jwt_verification, insecure_cookie, csrf_disabled, missing_authorization, trust_boundary; with guards
    }
    configuration {
        flask_debug, django_settings, fastapi_cors, bind_all_interfaces, jinja_autoescape, content_security_policy,
        file_permissions, assert_authorization; with settings, places
    }
    dependencies {
        vulnerable_dependency, dependency_confusion, insecure_index, index_credentials, unpinned_revision,
        unverified_download, lookalike_package, loose_requirement, unsafe_install, committed_environment,
        install_time_code, lock_mismatch; with rows
    }
    disclosure { exception_leak, secret_in_log; with given_names, handler_log, secret_names }
}

/// Every rule, by family.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.meta.id == id)
}
