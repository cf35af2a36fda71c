//! Text to module.

use tree_sitter::{Parser, Tree};

use super::hir::Module;
use super::lower::Lowering;

thread_local! {
    static PARSER: std::cell::RefCell<Option<Parser>> = const { std::cell::RefCell::new(None) };
}

/// Parses and lowers one file. Never fails; what did not parse is in [`Module::errors`].
pub fn parse(text: &str) -> Module {
    match tree(text) {
        Some(tree) => Lowering::new(text).module(&tree),
        None => Lowering::new(text).broken(),
    }
}

/// The concrete tree, which a caller should drop soon: it is ten times the size of the text.
pub(super) fn tree(text: &str) -> Option<Tree> {
    PARSER.with_borrow_mut(|slot| {
        let parser = match slot {
            Some(parser) => parser,
            None => {
                let mut parser = Parser::new();
                parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
                slot.insert(parser)
            }
        };
        parser.parse(text, None)
    })
}
