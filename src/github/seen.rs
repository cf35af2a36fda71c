//! What stands on the pull request already: threads and reviews, in one query where they are few.
//!
//! Only what a decision needs is kept. Bodies come from anyone; [`super::plan`] decides which are ours.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::marker::{self, Mark};
use super::policy::Effect;
use super::{ApiError, Client};

/// Pages of threads and of reviews that are read; 50 of each a page.
const MAX_PAGES: usize = 20;
const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// The pull request at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The head commit.
    pub head: String,
    /// False when it was closed or merged.
    pub open: bool,
    /// All threads.
    pub threads: Vec<Thread>,
    /// The marks of hognose's own reviews, oldest first.
    pub reviews: Vec<Vec<Mark>>,
    /// False when there is more than was read.
    pub complete: bool,
}

/// A thread of review comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// GraphQL's name for it.
    pub id: String,
    /// The file.
    pub path: String,
    /// True when somebody resolved it.
    pub resolved: bool,
    /// True when the token may resolve it.
    pub can_resolve: bool,
    /// Comments after the first.
    pub replies: u64,
    /// The first comment.
    pub first: Comment,
}

/// The comment that opens a thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    /// GraphQL's name for it.
    pub id: String,
    /// REST's number for it.
    pub number: Option<u64>,
    /// Its text.
    pub body: String,
    /// True when it is hidden.
    pub minimized: bool,
    /// True when the token may hide it.
    pub can_minimize: bool,
    /// True when whom the token belongs to wrote it: see [`is_own`].
    pub own: bool,
}

const QUERY: &str =
    "query Standing($owner: String!, $name: String!, $number: Int!, $threads: String, $reviews: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    state headRefOid
    reviewThreads(first: 50, after: $threads) {
      pageInfo { hasNextPage endCursor }
      nodes { id path isResolved viewerCanResolve comments(first: 1) { totalCount nodes {
        id fullDatabaseId body isMinimized viewerCanMinimize viewerDidAuthor author { __typename } } } }
    }
    reviews(first: 50, after: $reviews) {
      pageInfo { hasNextPage endCursor }
      nodes { body viewerDidAuthor author { __typename } }
    }
  } }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pull {
    state: String,
    head_ref_oid: String,
    review_threads: Connection<ThreadNode>,
    reviews: Connection<ReviewNode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: DeserializeOwned")]
struct Connection<T> {
    #[serde(default)]
    page_info: PageInfo,
    #[serde(default)]
    total_count: u64,
    nodes: Option<Vec<Option<T>>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThreadNode {
    id: String,
    path: String,
    is_resolved: bool,
    viewer_can_resolve: bool,
    comments: Connection<CommentNode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CommentNode {
    id: String,
    full_database_id: Option<Value>,
    body: String,
    is_minimized: bool,
    viewer_can_minimize: bool,
    viewer_did_author: bool,
    author: Option<Author>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReviewNode {
    body: String,
    viewer_did_author: bool,
    author: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    #[serde(rename = "__typename")]
    kind: String,
}

/// Reads it.
pub async fn read(client: &Client<'_>, number: u64) -> Result<Seen, ApiError> {
    let what = "read what stands on the pull request";
    let mut seen = Seen::default();
    let (mut threads, mut reviews): (Option<String>, Option<String>) = (None, None);
    for _ in 0..MAX_PAGES {
        let repository = client.repository();
        let variables = json!({
            "owner": repository.owner, "name": repository.name, "number": number,
            "threads": threads, "reviews": reviews,
        });
        let answer = client.query(what, Effect::Read, QUERY, variables, MAX_ANSWER).await?;
        let pull = answer.data.map(|mut data| data["repository"]["pullRequest"].take()).unwrap_or_default();
        if pull.is_null() {
            return Err(refused(what, &answer.errors));
        }
        let pull: Pull = serde_json::from_value(pull).map_err(|error| ApiError::Malformed {
            what,
            why: format!("is not what GitHub promises: {error}"),
        })?;
        let more_threads = pull.review_threads.page_info.has_next_page;
        let more_reviews = pull.reviews.page_info.has_next_page;
        (seen.head, seen.open) = (pull.head_ref_oid, pull.state == "OPEN");
        // Where one list has ended its cursor goes on pointing at its end, so nothing comes twice.
        threads = pull.review_threads.page_info.end_cursor.or(threads);
        reviews = pull.reviews.page_info.end_cursor.or(reviews);
        let nodes = pull.review_threads.nodes.unwrap_or_default().into_iter().flatten();
        seen.threads.extend(nodes.filter_map(|node| thread(node, client.is_program())));
        let nodes = pull.reviews.nodes.unwrap_or_default().into_iter().flatten();
        seen.reviews.extend(
            nodes
                .filter(|node| is_own(client.is_program(), node.viewer_did_author, node.author.as_ref()))
                .filter_map(|node| Some(marker::read(&node.body)).filter(|marks| !marks.is_empty())),
        );
        seen.complete = !more_threads && !more_reviews;
        if seen.complete {
            break;
        }
    }
    Ok(seen)
}

fn thread(node: ThreadNode, program: bool) -> Option<Thread> {
    let replies = node.comments.total_count.saturating_sub(1);
    let first = node.comments.nodes.unwrap_or_default().into_iter().flatten().next()?;
    let number = first.full_database_id.and_then(|id| match id {
        // A 64-bit number, which JSON carries as text.
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    });
    Some(Thread {
        id: node.id,
        path: node.path,
        resolved: node.is_resolved,
        can_resolve: node.viewer_can_resolve,
        replies,
        first: Comment {
            id: first.id,
            number,
            own: is_own(program, first.viewer_did_author, first.author.as_ref()),
            body: first.body,
            minimized: first.is_minimized,
            can_minimize: first.viewer_can_minimize,
        },
    })
}

/// Whether the token's owner wrote it, as GitHub itself says for each comment: names can be given away, and GraphQL and
/// REST write a program's differently. A program's token has to meet a program's comment; a person's token speaks as
/// the person, whose word a mark is then.
fn is_own(program: bool, viewer_did_author: bool, author: Option<&Author>) -> bool {
    viewer_did_author && author.is_some_and(|author| !program || author.kind == "Bot")
}

/// GraphQL answers 200 to what it refuses.
pub(super) fn refused(what: &'static str, errors: &[super::client::GraphqlError]) -> ApiError {
    let message: Vec<&str> = errors.iter().take(3).map(|error| error.message.as_str()).collect();
    let forbidden = errors.iter().any(|error| error.kind.as_deref() == Some("FORBIDDEN"));
    let status = if forbidden { 403 } else { 404 };
    ApiError::Refused { what, status, message: message.join(": "), wants: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_own_by_its_author_and_the_author_s_kind() {
        let author = |kind: &str| Author { kind: kind.to_owned() };
        for (program, viewer, kind, own) in [
            (true, true, Some("Bot"), true),
            (true, true, Some("User"), false),
            (true, false, Some("Bot"), false),
            (false, true, Some("User"), true),
            (false, false, Some("User"), false),
            (false, true, None, false),
        ] {
            let author = kind.map(author);
            assert_eq!(is_own(program, viewer, author.as_ref()), own, "{program} {viewer} {kind:?}");
        }
    }
}
