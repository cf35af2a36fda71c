//! The flow of data through one module: an abstract interpreter over the lowered tree.
//!
//! Flow-sensitive and path-aware: each function is gone through in order with a state of variables, containers and
//! checks passed; branches are joined, loops run to a fixpoint. A function is looked at once for all its callers:
//! its parameters are origins of their own, and its summary says what becomes of them.

mod abroad;
mod again;
mod apply;
mod below;
mod bodies;
mod call;
mod checks;
mod class;
mod commands;
mod concerned;
mod contents;
mod depends;
mod effect;
mod elements;
mod engine;
mod errors;
mod escapes;
mod exec;
mod exports;
mod expr;
mod flags;
mod fold;
mod format;
mod forms;
mod fragments;
mod gathered;
mod globals;
mod guard;
mod guessed;
mod handler;
mod hands;
mod headers;
mod hinted;
mod invoke;
mod items;
mod keywords;
mod known;
mod language;
mod later;
mod leaving;
mod lineage;
mod matching;
mod named;
mod nested;
mod options;
mod order;
mod params;
mod parts;
mod protocol;
mod records;
mod route;
mod routing;
mod sections;
mod sent;
mod shelf;
mod shells;
mod spread;
mod standard;
mod state;
mod store;
mod summary;
mod template;
mod trail;
mod typed;
mod uploads;
mod validators;
mod wraps;

pub use concerned::{Links, connected};
pub use engine::Engine;
pub use known::makes_absolute;
