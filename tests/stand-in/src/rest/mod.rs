//! The REST interface: from an operation of the description to the function that answers it.

mod advisories;
mod comments;
mod content;
mod pulls;
mod reviews;
mod runs;
mod scanning;

use serde_json::{Value, json};

use crate::auth::{Caller, Level};
use crate::contract::{Contract, Found};
use crate::reply::{Page, Reply};
use crate::show::Show;
use crate::world::World;

/// A request that fits the contract.
pub(crate) struct Ask<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) world: &'a mut World,
    pub(crate) found: Found,
    pub(crate) caller: Caller,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Value,
    pub(crate) accept: String,
    /// The address asked for, without query.
    pub(crate) address: String,
}

type Answer = Result<Reply, Reply>;

impl Ask<'_> {
    fn repo(&self) -> String {
        let part = |name: &str| self.found.path.get(name).cloned().unwrap_or_default();
        let asked = format!("{}/{}", part("owner"), part("repo"));
        // GitHub does not mind the case of names.
        let known = self.world.repos.keys().find(|name| name.eq_ignore_ascii_case(&asked));
        known.cloned().unwrap_or(asked)
    }

    fn part(&self, name: &str) -> String {
        self.found.path.get(name).cloned().unwrap_or_default()
    }

    fn number(&self, name: &str) -> Result<u64, Reply> {
        self.part(name).parse().map_err(|_| Reply::not_found())
    }

    fn text(&self, field: &str) -> Option<String> {
        self.body[field].as_str().map(str::to_owned)
    }

    fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn need(&self, any: &[(&str, Level)]) -> Result<(), Reply> {
        self.caller.need(self.world, &self.repo(), any)
    }

    fn show(&mut self) -> Show<'_> {
        let repo = self.repo();
        Show { contract: self.contract, world: self.world, repo }
    }

    fn pull(&self) -> Result<u64, Reply> {
        let number = self.number("pull_number")?;
        let known = self.world.repo(&self.repo()).pulls.contains_key(&number);
        known.then_some(number).ok_or_else(Reply::not_found)
    }

    fn page(&self) -> Page {
        let number = |name: &str, default: usize| {
            self.asked(name).and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        Page { number: number("page", 1).max(1), size: number("per_page", 30).clamp(1, 100) }
    }

    /// A page of a list that was shown whole.
    fn listed(&self, all: &[Value]) -> Reply {
        self.linked(Reply::json(200, &json!(self.page().of(all))), all.len())
    }

    fn linked(&self, reply: Reply, length: usize) -> Reply {
        match self.page().links(&self.address, &self.query, length) {
            Some(links) => reply.header("link", &links),
            None => reply,
        }
    }

    fn wants(&self, kind: &str) -> bool {
        self.accept.contains(kind)
    }
}

/// Answers a request whose form was checked. `None` for operations that the stand-in does not play.
pub(crate) fn answer(ask: &mut Ask<'_>) -> Option<Reply> {
    let handler: fn(&mut Ask<'_>) -> Answer = match ask.found.name.as_str() {
        "GET /rate_limit" => runs::rate_limit,
        "GET /advisories" => advisories::list,
        "GET /advisories/{ghsa_id}" => advisories::get,
        name => match name.split_once(" /repos/{owner}/{repo}")? {
            ("GET", "") => content::repository,
            ("GET", "/pulls/{pull_number}") => pulls::get,
            ("GET", "/pulls/{pull_number}/files") => pulls::files,
            ("GET", "/pulls/{pull_number}/commits") => pulls::commits,
            ("GET", "/commits/{commit_sha}/pulls") => pulls::of_commit,
            ("GET", "/compare/{basehead}") => pulls::compare,
            ("GET", "/pulls/{pull_number}/reviews") => reviews::list,
            ("POST", "/pulls/{pull_number}/reviews") => reviews::create,
            ("GET", "/pulls/{pull_number}/reviews/{review_id}") => reviews::get,
            ("PUT", "/pulls/{pull_number}/reviews/{review_id}") => reviews::update,
            ("DELETE", "/pulls/{pull_number}/reviews/{review_id}") => reviews::delete,
            ("GET", "/pulls/{pull_number}/reviews/{review_id}/comments") => reviews::comments,
            ("PUT", "/pulls/{pull_number}/reviews/{review_id}/dismissals") => reviews::dismiss,
            ("POST", "/pulls/{pull_number}/reviews/{review_id}/events") => reviews::submit,
            ("GET", "/pulls/{pull_number}/comments") => comments::list,
            ("POST", "/pulls/{pull_number}/comments") => comments::create,
            ("POST", "/pulls/{pull_number}/comments/{comment_id}/replies") => comments::reply,
            ("GET", "/pulls/comments/{comment_id}") => comments::get,
            ("PATCH", "/pulls/comments/{comment_id}") => comments::update,
            ("DELETE", "/pulls/comments/{comment_id}") => comments::delete,
            ("GET", "/issues/{issue_number}/comments") => comments::issue_list,
            ("POST", "/issues/{issue_number}/comments") => comments::issue_create,
            ("GET", "/issues/comments/{comment_id}") => comments::issue_get,
            ("PATCH", "/issues/comments/{comment_id}") => comments::issue_update,
            ("DELETE", "/issues/comments/{comment_id}") => comments::issue_delete,
            ("GET", "/contents/{path}") => content::contents,
            ("GET", "/git/blobs/{file_sha}") => content::blob,
            ("GET", "/git/trees/{tree_sha}") => content::tree,
            ("GET", "/git/commits/{commit_sha}") => content::git_commit,
            ("GET", "/git/ref/{ref}") => content::git_ref,
            ("GET", "/git/matching-refs/{ref}") => content::matching_refs,
            ("GET", "/commits/{ref}") => content::commit,
            ("POST", "/code-scanning/sarifs") => scanning::upload,
            ("GET", "/code-scanning/sarifs/{sarif_id}") => scanning::status,
            ("GET", "/code-scanning/analyses") => scanning::analyses,
            ("POST", "/check-runs") => runs::create_check,
            ("GET", "/check-runs/{check_run_id}") => runs::get_check,
            ("PATCH", "/check-runs/{check_run_id}") => runs::update_check,
            ("GET", "/commits/{ref}/check-runs") => runs::checks_of,
            ("POST", "/statuses/{sha}") => runs::create_status,
            ("GET", "/commits/{ref}/statuses") => runs::statuses,
            ("GET", "/actions/artifacts") => runs::artifacts,
            ("GET", "/actions/runs/{run_id}/artifacts") => runs::artifacts,
            ("GET", "/actions/artifacts/{artifact_id}/{archive_format}") => runs::download,
            _ => return None,
        },
    };
    Some(handler(ask).unwrap_or_else(|refusal| refusal))
}
