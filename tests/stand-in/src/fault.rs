//! Trouble on demand: which request is hit, and how.

use std::fmt;

use crate::reply::Reply;
use crate::world::World;

/// What happens to the request.
pub(crate) enum Effect {
    /// It is answered so and has no effect.
    Answer(Reply),
    /// It has its effect, and then is answered so.
    AnswerAfter(Reply),
    /// The connection ends without an answer, and without an effect.
    Drop,
    /// It has its effect, and then the connection ends without an answer.
    DropAfter,
    /// It has no effect and is never answered. No time passes: the client's own limit decides.
    Hang,
    /// Something happens elsewhere just before it is looked at.
    Before(Box<dyn FnMut(&mut World) + Send>),
    /// Something happens elsewhere just after it had its effect.
    After(Box<dyn FnMut(&mut World) + Send>),
}

/// A fault that waits for its request. `Fault::on("POST", "/pulls/*/reviews")` hits the first that matches, once.
pub struct Fault {
    method: String,
    path: String,
    text: String,
    skip: usize,
    times: usize,
    pub(crate) effect: Effect,
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fault({} {} {})", self.method, self.path, self.text)
    }
}

impl Fault {
    /// For requests of a method (`*` for any) whose path ends like this; `*` stands for one segment. For GraphQL:
    /// `("POST", "/graphql")`.
    pub fn on(method: &str, path: &str) -> Self {
        Fault {
            method: method.to_owned(),
            path: path.to_owned(),
            text: String::new(),
            skip: 0,
            times: 1,
            effect: Effect::Answer(Reply::bad_gateway()),
        }
    }

    /// Only for requests whose body has this text: `resolveReviewThread`.
    pub fn holding(mut self, text: &str) -> Self {
        self.text = text.to_owned();
        self
    }

    /// Not the first match but the n-th, from 1.
    pub fn nth(mut self, n: usize) -> Self {
        self.skip = n.saturating_sub(1);
        self
    }

    /// Hits that many matches in a row.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Hits every match.
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// Answers so, without any effect.
    pub fn answer(mut self, reply: Reply) -> Self {
        self.effect = Effect::Answer(reply);
        self
    }

    /// Takes the request, and then answers so: a 502 that hides a success.
    pub fn answer_after(mut self, reply: Reply) -> Self {
        self.effect = Effect::AnswerAfter(reply);
        self
    }

    /// Ends the connection without any effect.
    pub fn drop_connection(mut self) -> Self {
        self.effect = Effect::Drop;
        self
    }

    /// Takes the request, and then ends the connection.
    pub fn drop_after(mut self) -> Self {
        self.effect = Effect::DropAfter;
        self
    }

    /// Never answers.
    pub fn hang(mut self) -> Self {
        self.effect = Effect::Hang;
        self
    }

    /// Lets something happen just before the request: a push, a person's comment.
    pub fn before(mut self, happen: impl FnMut(&mut World) + Send + 'static) -> Self {
        self.effect = Effect::Before(Box::new(happen));
        self
    }

    /// Lets something happen just after the request.
    pub fn after(mut self, happen: impl FnMut(&mut World) + Send + 'static) -> Self {
        self.effect = Effect::After(Box::new(happen));
        self
    }

    /// Whether this request is hit; counts it.
    pub(crate) fn hits(&mut self, method: &str, path: &str, body: &str) -> bool {
        if (self.method != "*" && self.method != method) || !body.contains(&self.text) || self.times == 0 {
            return false;
        }
        let wanted: Vec<&str> = self.path.trim_start_matches('/').split('/').collect();
        let parts: Vec<&str> = path.split('/').collect();
        let Some(from) = parts.len().checked_sub(wanted.len()) else { return false };
        if !wanted.iter().zip(&parts[from..]).all(|(wanted, part)| *wanted == "*" || wanted == part) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if self.times != usize::MAX {
            self.times -= 1;
        }
        true
    }
}
