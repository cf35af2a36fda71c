//! Templates of Jinja that stand in the code: which variables they print as they are.
//!
//! Knows plain `{{ name|filter }}` only. Templates in files, loops and macros are not read.

use super::call::Given;
use super::engine::Engine;
use crate::semantic::value::*;
use crate::syntax::*;

/// Filters that leave nothing in a text that could be markup.
const ESCAPING: &[&str] = &[
    "e",
    "escape",
    "forceescape",
    "tojson",
    "urlencode",
    "int",
    "float",
    "length",
    "count",
    "round",
    "filesizeformat",
    "striptags",
];
/// What a class for templates remembers that escape nothing.
const PLAIN: &str = "autoescape";

impl Engine<'_> {
    /// What environments and templates of Jinja give; `None` where the template is not known, or nothing else.
    pub(super) fn jinja(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        match name {
            "flask.render_template_string" => {
                let text = constant(given.values.first()?)?;
                let printed = printed(&text, true);
                Some(self.page_of(id, &printed, given))
            }
            "jinja2.Environment" => {
                let escape = self.keyword(given, PLAIN);
                let plain = escape.is_none_or(|value| value.as_const() == Some(&Const::Bool(false)));
                let spread = given.args.iter().any(|arg| arg.kind == ArgKind::DoubleStar);
                if !plain || spread {
                    return None;
                }
                let what = What::Instance(Type::Outside(self.intern(name)));
                let place = (Key::Str(PLAIN.into()), Value::constant(Const::Bool(false)));
                Some(Value::new(Data {
                    what,
                    fields: Some(std::rc::Rc::new(vec![place])),
                    ..Data::default()
                }))
            }
            "jinja2.Template" if self.keyword(given, PLAIN).is_none() => {
                let text = constant(given.values.first()?)?;
                Some(self.plain_template(text))
            }
            "jinja2.Environment.from_string" => {
                let plain = self.stored(given.receiver.as_ref()?, &Key::Str(PLAIN.into()));
                let text = constant(given.values.first()?)?;
                plain.map(|_| self.plain_template(text))
            }
            "jinja2.Template.render" | "jinja2.Template.render_async" => {
                let text = super::matched::pattern_kept(given.receiver.as_ref()?)?;
                let printed = printed(&text, false);
                Some(self.page_of(id, &printed, given))
            }
            _ => None,
        }
    }

    /// A template that remembers its text and escapes nothing.
    fn plain_template(&mut self, text: std::rc::Rc<str>) -> Value {
        let what = What::Instance(Type::Outside(self.intern("jinja2.Template")));
        let text = Some(std::rc::Rc::new(Text { pieces: vec![Piece::Lit(text)] }));
        Value::new(Data { what, text, ..Data::default() })
    }

    /// What of the variables that a template is given stands in the page as it is.
    fn page_of(&mut self, id: ExprId, printed: &[&str], given: &Given<'_>) -> Value {
        let mut page = Value::default();
        let mut put = |engine: &Self, name: &str, value: &Value| {
            if printed.contains(&name) {
                page.absorb(engine.seen(value).taints());
            }
        };
        for (arg, value) in given.args.iter().zip(&given.values) {
            match arg.kind {
                ArgKind::Keyword(name) => put(self, self.module.name(name), value),
                _ => {
                    for (key, inner) in self.contents(value) {
                        if let Key::Str(name) = key {
                            put(self, &name, &inner);
                        }
                    }
                }
            }
        }
        let mut page = self.stepped(&page, self.module.expr(id).span, "put into the page");
        page.edit().what = What::Instance(Type::Outside(self.intern("str")));
        page
    }
}

fn constant(value: &Value) -> Option<std::rc::Rc<str>> {
    super::format::constant_text(value)
}

/// The variables that a template prints without an escape. `escapes` says that those without a filter are escaped.
fn printed(template: &str, escapes: bool) -> Vec<&str> {
    let mut found = Vec::new();
    if template.contains("autoescape") {
        // A block decides otherwise.
        return found;
    }
    for part in template.split("{{").skip(1) {
        let Some((inside, _)) = part.split_once("}}") else { continue };
        let inside = inside.trim_start_matches('-').trim();
        let end =
            inside.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(inside.len());
        let filters =
            || inside.split('|').skip(1).map(|filter| filter.split('(').next().unwrap_or("").trim());
        let raw = match escapes {
            true => filters().any(|filter| filter == "safe"),
            false => true,
        };
        if raw && end > 0 && !filters().any(|filter| ESCAPING.contains(&filter)) {
            found.push(&inside[..end]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn variables() {
        assert_eq!(printed("<p>{{ name }}{{- title|upper -}}</p>", false), ["name", "title"]);
        assert_eq!(printed("{{ a|e }}{{ b | escape }}{{ c|tojson }}{{ d.e }}", false), ["d"]);
        assert_eq!(printed("{{ a }}{{ b|safe }}{{ c|upper|safe }}{{ d|e|safe }}", true), ["b", "c"]);
        assert!(printed("{% autoescape true %}{{ a }}{% endautoescape %}", false).is_empty());
        assert!(printed("{{ 'a' }}{{ }}{{ a", false).is_empty());
    }
}
