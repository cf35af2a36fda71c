//! What nearly every rule file needs.

pub use super::{Call, Cx, Draft, Example, Family, Meta, On, Owasp, Proposal, Quoted, Rule, Words, examples};
pub use super::{ManifestCx, ManifestDraft};
pub use crate::finding::{Edit, Precision, Severity, Tier};
pub use crate::rewrite::{arguments, imports};
pub use crate::semantic::models::ROUTE;
pub use crate::semantic::{Const, Hit, Key, Kind, Piece, SourceClass, Value, What};
pub use crate::source::Span;
pub use crate::syntax::{
    Arg, ArgKind, BinOp, Body, ClassId, CmpOp, ExprId, ExprKind, FuncId, Part, StmtId, StmtKind,
};
