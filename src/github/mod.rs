//! GitHub: from an event to a [`ChangeSet`](crate::change::ChangeSet), and from a [`Review`](crate::finding::Review) to
//! what is said on a pull request.
//!
//! Decisions are pure functions on values (`event`, `policy`, `rows`, `patch`, `anchor`, `placing`, `plan`, `stage`,
//! `summary`, `annotations`); a thin layer (`client`, `fetch`, `around`, `seen`, `post`, `upload`, `advisories`, `osv`)
//! exchanges with the server. Nothing here looks for weaknesses, prints, or reads the environment: variables come in as
//! a function.

pub mod advisories;
pub mod anchor;
pub mod annotations;
pub mod around;
mod bases;
mod blobs;
mod carrier;
mod client;
mod error;
pub mod event;
pub mod fetch;
pub mod gate;
mod inputs;
pub mod listing;
pub mod marker;
pub mod osv;
pub mod outputs;
pub mod patch;
#[cfg(test)]
mod patch_fixture;
mod placing;
pub mod plan;
pub mod policy;
pub mod post;
mod proxy;
mod rows;
pub mod seen;
pub mod settings;
pub mod stage;
pub mod summary;
mod trees;
pub mod upload;

pub use bases::Bases;
pub use client::{Client, Clock, Network, Repository, SystemClock};
pub use error::ApiError;
pub use inputs::{Comments, Inputs, Token, Trouble, Upload};
pub use proxy::Proxies;
