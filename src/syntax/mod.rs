//! From text to a tree of our own: parse with tree-sitter, lower once into arenas, keep spans.
//!
//! Parsing never fails: a broken file is lowered around its broken parts, which are listed. A module belongs to one
//! file and knows nothing of what names mean.

mod arena;
mod comments;
mod direct;
mod form;
mod hir;
mod kinds;
mod literal;
mod lower;
mod lower_expr;
mod lower_match;
mod lower_stmt;
mod module;
mod outline;
mod parse;
mod scan;
mod visit;
mod words;

pub use arena::{Interner, Symbol};
pub use comments::comments;
pub use form::Form;
pub use hir::{
    Arg, ArgKind, BinOp, Body, BoolOp, Case, Class, ClassId, Clause, CmpOp, CompKind, Expr, ExprId, ExprKind,
    FuncId, Function, Handler, ImportName, Param, ParamKind, Part, Pattern, Shape, Stmt, StmtId, StmtKind,
    UnaryOp, WithItem,
};
pub use lower::MAX_DEPTH;
pub use module::Module;
pub use outline::{Bound, Literal, Outline, Unit, UnitKind, WordId, outline};
pub use parse::{
    Parsed, Part as SourcePart, parse, parse_by_grammar, parse_directly, parse_keeping, parse_parts,
};
pub use visit::{each_block, each_child, each_expr};
pub use words::words_of_text;
