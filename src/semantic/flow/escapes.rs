//! Escapes that do not hold everywhere, and what is left out of a text so that it cannot leave its place.

use super::call::Given;
use super::engine::Engine;
use super::expr::less;
use crate::semantic::markup::{Place, Reader};
use crate::semantic::models::{Kind, Kinds, SourceClass};
use crate::semantic::value::*;

/// Escapes for the text of a page.
const ESCAPES: &[&str] =
    &["html.escape", "markupsafe.escape", "django.utils.html.escape", "django.utils.html.conditional_escape"];

impl Engine<'_> {
    /// What a call of an escape gives, marked as such.
    pub(super) fn marked_escaped(&mut self, name: &str, given: &Given<'_>, value: Value) -> Value {
        let constant = |engine: &Self, keyword: &str| {
            let second = given.args.get(1).filter(|arg| arg.kind == crate::syntax::ArgKind::Positional);
            engine.keyword(given, keyword).or_else(|| second.and(given.values.get(1).cloned()))
        };
        if name == "urllib.parse.quote" {
            let safe = constant(self, "safe");
            let kept = safe.is_some_and(|safe| safe.as_str().is_some_and(|safe| !safe.contains('/')));
            return if kept { value.with_taints(less(value.taints(), Kinds::SLASHES)) } else { value };
        }
        if !ESCAPES.contains(&name) {
            return value;
        }
        let mut mark = Kinds::ESCAPED;
        let quotes = (name == "html.escape").then(|| constant(self, "quote")).flatten();
        if quotes.is_some_and(|quotes| quotes.as_const() == Some(&Const::Bool(false))) {
            mark = mark | Kinds::UNQUOTED;
        }
        let marked = value.taints().iter().map(|taint| Taint { kinds: taint.kinds | mark, ..*taint });
        let marked = marked.collect();
        value.with_taints(marked)
    }

    /// What the place of a hole in a text does to what it carries: an escape that does not hold there is none, and a name
    /// without slashes is one of the folder where another part of it stands beside.
    pub(super) fn placed(
        &self,
        taints: &[Taint],
        place: Place,
        before: &str,
        after: Option<&Piece>,
    ) -> Vec<Taint> {
        let has = |taint: &Taint, mark: Kinds| !(taint.kinds & mark).is_empty();
        let begun =
            before.chars().last().is_some_and(|last| !matches!(last, '/' | '\\' | super::format::HOLE));
        let goes_on = matches!(after, Some(Piece::Lit(text)) if !text.starts_with(['/', '\\']));
        let mut placed = taints.to_vec();
        for taint in &mut placed {
            let quoted = place == Place::Attribute && has(taint, Kinds::UNQUOTED);
            if has(taint, Kinds::ESCAPED) && (quoted || !self.escape_holds(taint, place, before)) {
                taint.kinds = taint.kinds | Kinds::of(&[Kind::Html]);
            }
            if !has(taint, Kinds::SLASHES) && (begun || goes_on) {
                taint.kinds = taint.kinds & !Kinds::of(&[Kind::Path]);
            }
        }
        // What is made of it is no escaped value but a part of a page, each hole of which stands where it stands.
        less(&placed, Kinds::ESCAPED | Kinds::UNQUOTED)
    }

    /// True where what was escaped can do nothing at this place of a page.
    fn escape_holds(&self, taint: &Taint, place: Place, before: &str) -> bool {
        match place {
            // A name of a scheme makes a script of it: not where the address is that of a page here, or was looked at.
            Place::Address => {
                let origin = &self.origins[taint.origin.0 as usize];
                let member = origin.note.rsplit_once('.').map_or("", |(_, member)| member);
                let own = ["path", "url", "uri", "referrer"].iter().any(|word| member.contains(word));
                let kept =
                    !taint.kinds.has(Kind::Redirect) || self.ruled_out(taint.origin).has(Kind::Redirect);
                // What stands for an argument may have a beginning there.
                let sent = origin.class == SourceClass::Request;
                !sent || own || kept || self.asks_for(&["startswith", "scheme", "netloc", "hostname"])
            }
            // Between quotes of a script the quotes that would end them are escaped; an attribute is read once more.
            Place::Script => {
                let in_tag = before.rfind('<') > before.rfind('>');
                !in_tag && before.ends_with(['"', '\'']) && (taint.kinds & Kinds::UNQUOTED).is_empty()
            }
            place => place.is_escapable(),
        }
    }

    /// `urljoin(base, part)`: a part that cannot begin with a host stays with that of the base.
    pub(super) fn joined_address(&mut self, base: &Value, part: &Value) -> Value {
        let mut joined = self.seen(base).carried();
        let begins = match part.text().and_then(|text| text.pieces.first()) {
            Some(Piece::Lit(text)) => stays(text),
            _ => false,
        };
        for taint in self.seen(part).taints() {
            let stays = begins || (taint.kinds & Kinds::SLASHES).is_empty();
            let kept = if stays { Kinds::of(&[Kind::Url, Kind::Redirect]) } else { Kinds::NONE };
            joined.absorb(&less(&[*taint], kept));
        }
        joined
    }

    /// What is added to `Markup` is escaped.
    pub(super) fn added_to_markup(&mut self, left: &Value, right: &Value) -> Option<Value> {
        let is_markup = |value: &Value| matches!(value.class(), Some(Type::Outside(name)) if self.names.text(name) == "markupsafe.Markup");
        let (first, second) = (is_markup(left), is_markup(right));
        if !first && !second {
            return None;
        }
        let mut sum = Value::default();
        for (value, marked) in [(left, first), (right, second)] {
            let kept = if marked { Kinds::NONE } else { Kinds::of(&[Kind::Html]) };
            sum.absorb(&less(self.seen(value).taints(), kept));
        }
        sum.edit().what = What::Instance(Type::Outside(self.intern("markupsafe.Markup")));
        Some(sum)
    }
}

/// The beginning of an address that names no host, whatever follows: `users/`, `/users`, `?name=`.
fn stays(text: &str) -> bool {
    match text.strip_prefix('/') {
        Some(rest) => rest.starts_with(|letter: char| !matches!(letter, '/' | '\\')),
        None => {
            let end = text.find(['/', '?', '#']);
            !text.starts_with('\\') && end.is_some_and(|end| !text[..end].contains(':'))
        }
    }
}

/// Where the holes of a text stand in a page; nothing where no escape went over what they carry.
pub(super) fn places_of(pieces: &[Piece]) -> Vec<Place> {
    let escaped = |piece: &Piece| match piece {
        Piece::Hole(hole, _) => hole.taints().iter().any(|taint| !(taint.kinds & Kinds::ESCAPED).is_empty()),
        Piece::Lit(_) => false,
    };
    if !pieces.iter().any(escaped) {
        return Vec::new();
    }
    let mut reader = Reader::default();
    let mut place = |piece: &Piece| match piece {
        Piece::Lit(text) => {
            reader.text(text);
            Place::Text
        }
        Piece::Hole(..) => reader.hole(),
    };
    pieces.iter().map(&mut place).collect()
}
