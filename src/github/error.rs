//! What can go wrong with GitHub. Messages are one line, say the remedy, and never hold the token.

use std::time::Duration;

use crate::report::safe;

/// A request, or a series of them, failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The environment lacks something, or holds something that cannot be used.
    #[error("{name} {what}; {remedy}")]
    Environment {
        /// The variable.
        name: String,
        /// What is wrong with it.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// The event's payload cannot be used.
    #[error("the event's payload {0}")]
    Payload(String),
    /// GitHub refused. `wants` are the permissions that would have sufficed, as GitHub names them.
    #[error("{what}: GitHub answered {status}{}{}", said(message), needed(wants.as_deref()))]
    Refused {
        /// What was tried, such as "POST a review".
        what: &'static str,
        /// The status.
        status: u16,
        /// GitHub's own words.
        message: String,
        /// The header `x-accepted-github-permissions`.
        wants: Option<String>,
    },
    /// A limit on requests; waiting longer than allowed would be needed.
    #[error("{what}: GitHub's limit on requests is used up{}", wait(*wait_for))]
    Limited {
        /// What was tried.
        what: &'static str,
        /// How long GitHub asks to wait, where it says.
        wait_for: Option<Duration>,
    },
    /// No usable answer: the request may or may not have had its effect.
    #[error("{what}: {why}")]
    Unanswered {
        /// What was tried.
        what: &'static str,
        /// Why there is none.
        why: String,
    },
    /// An answer that is not what the interface promises, or is too long.
    #[error("{what}: the answer {why}")]
    Malformed {
        /// What was tried.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

impl ApiError {
    /// True when the effect of a write may have taken place all the same.
    pub fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Unanswered { .. } | Self::Malformed { .. })
    }

    /// The status that GitHub refused with.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// True when the token may not do this. Private repositories say 404 for what a token may not see.
    pub fn is_permission(&self) -> bool {
        matches!(self.status(), Some(401 | 403 | 404))
    }
}

fn said(message: &str) -> String {
    let message: String = message.chars().take(300).collect();
    if message.is_empty() { String::new() } else { format!(", \u{201c}{}\u{201d}", safe::line(&message)) }
}

fn needed(wants: Option<&str>) -> String {
    wants.map_or_else(String::new, |wants| {
        let wants: String = wants.chars().take(200).collect();
        format!("; the token needs `{}`", safe::line(&wants))
    })
}

fn wait(seconds: Option<Duration>) -> String {
    seconds.map_or_else(String::new, |wait| format!(", it asks to wait {} s", wait.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_permission_on_one_harmless_line() {
        let error = ApiError::Refused {
            what: "POST a review",
            status: 403,
            message: "Resource not\n::error::accessible".into(),
            wants: Some("pull_requests=write".into()),
        };
        assert_eq!(
            error.to_string(),
            "POST a review: GitHub answered 403, “Resource not\\n::error::accessible”; the token needs `pull_requests=write`"
        );
        assert!(error.is_permission() && !error.is_ambiguous());
    }
}
