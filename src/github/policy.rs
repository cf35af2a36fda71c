//! What to do when a request did not go well: a pure function of the method, the answer and the time waited so far.
//!
//! GitHub's client libraries repeat writes, which posts reviews twice. Here a read is repeated after a server's error or
//! no answer, a write only where GitHub said that it did not look at it: a limit. All waiting together is bounded.

use std::time::Duration;

/// All waiting of one run together.
pub const MAX_WAIT: Duration = Duration::from_secs(120);
/// A request is sent at most so often.
pub const MAX_TRIES: u32 = 4;
/// The wait where a secondary limit does not name one; doubles.
const SECONDARY: Duration = Duration::from_secs(60);
/// The wait after a server's error; doubles.
const SERVER: Duration = Duration::from_secs(1);

/// Whether a request changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It can be repeated at will. GraphQL queries are sent by POST and still only read.
    Read,
    /// It must not happen twice.
    Write,
}

/// How a request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// An answer that is not a success.
    Status {
        /// The status.
        status: u16,
        /// `retry-after` in seconds.
        retry_after: Option<u64>,
        /// `x-ratelimit-remaining`.
        remaining: Option<u64>,
        /// `x-ratelimit-reset`, seconds since 1970.
        reset: Option<u64>,
        /// GitHub's message, and the codes of its errors.
        message: &'a str,
    },
    /// A GraphQL answer of status 200 that says that the limit is used up.
    GraphqlLimit {
        /// `x-ratelimit-reset`, seconds since 1970.
        reset: Option<u64>,
    },
    /// No answer at all, or not within the time.
    None,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Wait, then send it again.
    After(Duration),
    /// Give up: GitHub refused.
    Refused,
    /// Give up: a limit. How long GitHub asks to wait, where it says.
    Limited(Option<Duration>),
    /// Give up: the effect is unknown.
    Unknown,
}

/// Decides. `tries` is how often the request was sent, `waited` what this run has waited already, `now` the seconds
/// since 1970.
pub fn next(effect: Effect, outcome: Outcome<'_>, tries: u32, waited: Duration, now: u64) -> Next {
    let doubled = |first: Duration| first.saturating_mul(1 << (tries.saturating_sub(1)).min(6));
    let until = |reset: u64| Duration::from_secs(reset.saturating_sub(now).saturating_add(1));
    let within = |wait: Duration| tries < MAX_TRIES && waited.saturating_add(wait) <= MAX_WAIT;
    let limit = |asked: Option<Duration>, wait: Duration| {
        if within(wait) { Next::After(wait) } else { Next::Limited(asked) }
    };
    match outcome {
        Outcome::None if effect == Effect::Write => Next::Unknown,
        Outcome::None => {
            if within(doubled(SERVER)) {
                Next::After(doubled(SERVER))
            } else {
                Next::Unknown
            }
        }
        Outcome::GraphqlLimit { reset } => {
            let asked = reset.map(until);
            limit(asked, asked.unwrap_or_else(|| doubled(SECONDARY)))
        }
        Outcome::Status { status, retry_after, remaining, reset, message } => {
            if is_limit(status, retry_after, remaining, message) {
                let asked = retry_after.map(Duration::from_secs);
                let asked = asked.or_else(|| reset.filter(|_| remaining == Some(0)).map(until));
                return limit(asked, asked.unwrap_or_else(|| doubled(SECONDARY)));
            }
            match (status, effect) {
                (500..=599, Effect::Write) => Next::Unknown,
                (500..=599, Effect::Read) => {
                    let wait = retry_after.map_or_else(|| doubled(SERVER), Duration::from_secs);
                    if within(wait) { Next::After(wait) } else { Next::Unknown }
                }
                _ => Next::Refused,
            }
        }
    }
}

/// A limit may come as 403, 429, or 422 with the code `abuse`; a 403 without any sign of a limit is a refusal.
fn is_limit(status: u16, retry_after: Option<u64>, remaining: Option<u64>, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    match status {
        429 => true,
        403 => {
            retry_after.is_some()
                || remaining == Some(0)
                || message.contains("secondary rate limit")
                || message.contains("rate limit exceeded")
        }
        422 => message.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "abuse"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: fn(u64) -> Duration = Duration::from_secs;

    fn status(status: u16) -> Outcome<'static> {
        Outcome::Status { status, retry_after: None, remaining: None, reset: None, message: "" }
    }

    fn limited(
        status: u16,
        retry_after: Option<u64>,
        reset: Option<u64>,
        message: &'static str,
    ) -> Outcome<'static> {
        Outcome::Status { status, retry_after, remaining: reset.map(|_| 0), reset, message }
    }

    #[test]
    fn writes_are_never_repeated_after_an_unclear_end() {
        for outcome in [status(500), status(502), status(503), status(504), Outcome::None] {
            assert_eq!(next(Effect::Write, outcome, 1, S(0), 0), Next::Unknown, "{outcome:?}");
            assert_eq!(next(Effect::Read, outcome, 1, S(0), 0), Next::After(S(1)), "{outcome:?}");
            assert_eq!(next(Effect::Read, outcome, 3, S(0), 0), Next::After(S(4)), "{outcome:?}");
            assert_eq!(next(Effect::Read, outcome, MAX_TRIES, S(0), 0), Next::Unknown, "{outcome:?}");
        }
    }

    #[test]
    fn limits_are_waited_for_within_bounds() {
        let secondary = "You have exceeded a secondary rate limit. Please wait";
        for effect in [Effect::Read, Effect::Write] {
            for (outcome, tries, waited, wanted) in [
                (limited(429, Some(7), None, ""), 1, 0, Next::After(S(7))),
                (limited(403, Some(7), Some(1030), ""), 1, 0, Next::After(S(7))),
                (limited(403, None, Some(1030), ""), 1, 0, Next::After(S(31))),
                (limited(403, None, None, secondary), 1, 0, Next::After(S(60))),
                (limited(403, None, None, secondary), 2, 60, Next::Limited(None)),
                (limited(429, Some(3600), None, ""), 1, 0, Next::Limited(Some(S(3600)))),
                (limited(429, Some(10), None, ""), 1, 115, Next::Limited(Some(S(10)))),
                (limited(422, None, None, "Validation Failed abuse"), 1, 0, Next::After(S(60))),
                (limited(422, None, None, "Unprocessable"), 1, 0, Next::Refused),
                (Outcome::GraphqlLimit { reset: Some(1009) }, 1, 0, Next::After(S(10))),
                (limited(429, Some(0), None, ""), MAX_TRIES, 0, Next::Limited(Some(S(0)))),
            ] {
                assert_eq!(next(effect, outcome, tries, S(waited), 1000), wanted, "{outcome:?}");
            }
            assert_eq!(next(effect, status(403), 1, S(0), 0), Next::Refused);
            assert_eq!(next(effect, status(404), 1, S(0), 0), Next::Refused);
        }
    }
}
