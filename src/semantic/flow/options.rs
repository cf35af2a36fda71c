//! Options of a program: what `argparse` lets through by type and choice.

use super::call::Given;
use super::engine::Engine;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

const PARSER: &str = "argparse.ArgumentParser";
/// The same for what a request brings.
const REQUEST_PARSER: &str = "flask_restful.reqparse.RequestParser";
/// Actions that take no word of the user's.
pub(super) const FIXED: &[&str] =
    &["store_true", "store_false", "store_const", "append_const", "count", "version"];

impl Engine<'_> {
    /// A parser that remembers its options.
    pub(super) fn option_parser(&mut self, class: &str) -> Value {
        let obj = self.new_obj();
        self.container(class, obj)
    }

    /// Methods of a parser.
    pub(super) fn parser_method(
        &mut self,
        id: ExprId,
        base: &Value,
        method: &str,
        given: &Given<'_>,
    ) -> Option<Value> {
        let Some(Type::Outside(class)) = base.class() else { return None };
        let of_request = match self.names.text(class) {
            PARSER => false,
            REQUEST_PARSER => true,
            _ => return None,
        };
        match method {
            // Groups and commands of their own fill the same result.
            "add_argument_group" | "add_mutually_exclusive_group" | "add_subparsers" | "add_parser" => {
                Some(base.clone())
            }
            "add_argument" => {
                let (name, harmless) = self.option(given)?;
                let obj = base.data()?.obj?;
                let key = match of_request {
                    true => Key::Str(name.into()),
                    false => Key::Attr(self.module.names.get(&name)?),
                };
                // Twice under one name: the looser one counts.
                let known = self.frame.state.field(obj, &key);
                let known = known.and_then(|known| known.as_const().map(Const::truth));
                let harmless = harmless && known != Some(false);
                let value = Value::constant(Const::Bool(harmless));
                self.frame.state.set_field(obj, key, value);
                Some(Value::default())
            }
            "parse_args" if of_request => {
                let source = self.intern("flask_restful.reqparse.RequestParser.parse_args");
                let taint = self.source(id, SourceClass::Request, source);
                let obj = self.new_obj();
                for (key, flag) in self.contents(base) {
                    if flag.as_const() != Some(&Const::Bool(true)) {
                        continue;
                    }
                    // What is parsed is a dict whose keys are attributes as well.
                    if let Key::Str(name) = &key
                        && let Some(name) = self.module.names.get(name)
                    {
                        self.put(obj, Key::Attr(name), Value::default());
                    }
                    self.put(obj, key, Value::default());
                }
                let mut parsed = self.container("dict", obj);
                parsed.absorb(&[taint]);
                Some(parsed)
            }
            "parse_args" | "parse_known_args" | "parse_intermixed_args" if !of_request => {
                let source = self.intern("argparse.ArgumentParser.parse_args");
                let taint = self.source(id, SourceClass::CommandLine, source);
                let obj = self.new_obj();
                for (key, flag) in self.contents(base) {
                    if flag.as_const() == Some(&Const::Bool(true)) {
                        self.put(obj, key, Value::default());
                    }
                }
                let mut options = self.container("argparse.Namespace", obj);
                options.absorb(&[taint]);
                if method != "parse_known_args" {
                    return Some(options);
                }
                let rest = Value::default().with_taints(vec![taint]);
                let rest = self.list_of_any(rest);
                let both = self.list_of(vec![options, rest]);
                Some(both)
            }
            _ => None,
        }
    }

    /// The name of an option, and whether its values could hold anything to inject.
    fn option(&self, given: &Given<'_>) -> Option<(String, bool)> {
        let mut name: Option<String> = None;
        let mut harmless = false;
        for (arg, value) in given.args.iter().zip(&given.values) {
            match arg.kind {
                ArgKind::Positional => {
                    let text = value.as_str()?;
                    // The first long one names it.
                    let long = text.starts_with("--");
                    let better = name
                        .as_deref()
                        .is_none_or(|known| long && known.starts_with('-') && !known.starts_with("--"));
                    if better {
                        name = Some(text.to_owned());
                    }
                }
                ArgKind::Keyword(word) => match self.module.name(word) {
                    "dest" => name = Some(value.as_str()?.to_owned()),
                    "choices" => harmless = true,
                    "type" => {
                        let kind = value.name().map(|name| self.names.text(name));
                        harmless |= kind.is_some_and(|kind| self.is_harmless_name(kind));
                    }
                    "action" => {
                        harmless |= value.as_str().is_some_and(|action| FIXED.contains(&action));
                    }
                    _ => {}
                },
                ArgKind::Star | ArgKind::DoubleStar => return None,
            }
        }
        let name = name?.trim_start_matches('-').replace('-', "_");
        Some((name, harmless))
    }
}
