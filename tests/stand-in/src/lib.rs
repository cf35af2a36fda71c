//! A stand-in for GitHub, for tests: a server on 127.0.0.1 that keeps state, plays REST and GraphQL by GitHub's
//! published contracts, and remembers every request.
//!
//! ```
//! use github_stand_in::{Fault, GitHub, Job, Reply, Token};
//!
//! let hub = GitHub::start();
//! let number = hub.with(|world| {
//!     world.add_repo("octo/shop");
//!     world.commit("octo/shop", "main", [("app.py", "import os\n")]);
//!     world.commit("octo/shop", "topic", [("app.py", "import os\nos.system(input())\n")]);
//!     world.tokens.insert("secret".into(), Token::actions("octo/shop", &[("pull-requests", "write")]));
//!     world.open_pull("octo/shop", "topic")
//! });
//! hub.fault(Fault::on("POST", "/pulls/*/reviews").answer_after(Reply::bad_gateway()));
//! let folder = std::env::temp_dir().join(format!("stand-in-doc-{}", std::process::id()));
//! let runner = Job::pull_request(&hub, "octo/shop", number, "synchronize").prepare(&hub, &folder, "secret");
//! assert_eq!(runner.env["GITHUB_API_URL"], hub.rest_url());
//! // Now run the program under test with exactly `runner.env`, then look:
//! hub.with(|world| assert!(world.pull("octo/shop", number).reviews.is_empty()));
//! hub.assert_clean();
//! # std::fs::remove_dir_all(folder).ok();
//! ```
//!
//! What it is strict about: every request must fit the description of its operation (unknown parameters and fields
//! included), carry `User-Agent`, `Accept` and, for REST, `X-GitHub-Api-Version`; a GraphQL document must be valid.
//! Whatever does not fit is refused as GitHub would and kept in [`GitHub::violations`]. Answers are checked too; one
//! that does not fit is a mistake of the stand-in and kept in [`GitHub::defects`].

mod anchors;
mod auth;
mod contract;
mod diff;
mod event;
mod fault;
mod git;
mod graphql;
mod log;
mod objects;
mod pull;
mod reply;
mod rest;
mod runner;
mod scanning;
pub mod scenario;
mod server;
mod serving;
mod show;
mod world;

pub use auth::{Caller, Level, Token};
pub use diff::{FileRow, Hunk, Row, Status, hunks};
pub use event::Job;
pub use fault::Fault;
pub use git::checkout;
pub use log::Entry;
pub use objects::{Commit, Entry as FileEntry, Files, Mode, Objects, Sha};
pub use pull::{Account, Anchor, Comment, IssueComment, Pull, Review, Side, Standing, Thread};
pub use reply::Reply;
pub use runner::Runner;
pub use scanning::{Availability, CodeScanning, Upload};
pub use server::GitHub;
pub use world::{Content, Limits, Repo, World};
