//! What names and values mean: scopes, imports resolved to dotted names, constants, types, and the flow of outside
//! data through a module.
//!
//! Works on one lowered module; knows no rules, no findings, no change. What it knows of libraries stands in `models`.

mod analysis;
pub mod annotations;
mod builtins;
mod facts;
pub mod far;
pub mod flow;
pub mod hands;
pub mod markup;
pub mod models;
mod names;
mod routes;
mod scopes;
mod value;

pub use analysis::{Analysis, analyse, analyse_among, module_of};
pub use builtins::{is_builtin, is_everywhere};
pub use facts::{Facts, Hit, Site};
pub use flow::{Links, connected, is_right, makes_absolute};
pub use models::{Effect, Kind, Kinds, Models, SourceClass};
pub use names::{NameId, NameTable};
pub use routes::{Framework, Role, Route, Routes};
pub use scopes::{Scopes, VarId};
pub use value::{
    Const, Key, ObjId, Origin, OriginId, Piece, StepId, Taint, Text, TraceStep, Type, Value, What,
};
