//! Tokens and what they may do.

use std::collections::{BTreeMap, BTreeSet};

use crate::pull::Account;
use crate::reply::Reply;
use crate::world::World;

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It may look.
    Read,
    /// It may change.
    Write,
}

/// A token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Whom it speaks for.
    pub account: Account,
    /// Permissions by their name in a workflow: `pull-requests`, `security-events`.
    pub permissions: BTreeMap<String, Level>,
    /// The repositories that it was made for.
    pub repositories: BTreeSet<String>,
}

impl Token {
    /// A `GITHUB_TOKEN` for one repository, with permissions as a workflow writes them:
    /// `[("contents", "read"), ("pull-requests", "write")]`.
    ///
    /// # Panics
    /// If a level is neither `read`, `write` nor `none`.
    pub fn actions(repository: &str, permissions: &[(&str, &str)]) -> Self {
        let level = |word: &str| match word {
            "read" => Some(Level::Read),
            "write" => Some(Level::Write),
            "none" => None,
            other => panic!("no permission goes as far as {other}"),
        };
        Token {
            account: Account::actions(),
            permissions: permissions
                .iter()
                .filter_map(|(name, word)| Some(((*name).to_owned(), level(word)?)))
                .collect(),
            repositories: BTreeSet::from([repository.to_owned()]),
        }
    }

    /// What a pull request from a fork or of Dependabot gets: every permission at most read.
    pub fn read_only(repository: &str) -> Self {
        let names =
            ["contents", "pull-requests", "issues", "checks", "statuses", "actions", "security-events"];
        Token::actions(repository, &names.map(|name| (name, "read")))
    }

    /// Whether a permission goes that far.
    pub fn may(&self, permission: &str, level: Level) -> bool {
        self.permissions.get(permission).is_some_and(|held| *held >= level)
    }
}

/// Whoever asks: the token, if there was one.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The token.
    pub token: Option<Token>,
}

impl Caller {
    /// Who speaks; a ghost without a token.
    pub fn account(&self) -> Account {
        self.token.as_ref().map_or(Account::person("ghost"), |token| token.account.clone())
    }

    /// Whether the token was made for the repository and goes that far. Anyone may read what is public, but for
    /// code scanning.
    pub fn may(&self, world: &World, repo: &str, permission: &str, level: Level) -> bool {
        let private = world.repos.get(repo).is_none_or(|repo| repo.private);
        if level == Level::Read && !private && permission != "security-events" {
            return true;
        }
        let Some(token) = &self.token else { return false };
        token.repositories.contains(repo) && token.may(permission, level)
    }

    /// Lets the request pass if one of the permissions is held.
    ///
    /// # Errors
    /// 404 for what the token may not see, else 403 with the header that names what was missing.
    pub fn need(&self, world: &World, repo: &str, any: &[(&str, Level)]) -> Result<(), Reply> {
        let Some(known) = world.repos.get(repo) else { return Err(Reply::not_found()) };
        let made_for = self.token.as_ref().is_some_and(|token| token.repositories.contains(repo));
        if known.private && !made_for {
            return Err(Reply::not_found());
        }
        if any.iter().any(|(name, level)| self.may(world, repo, name, *level)) {
            return Ok(());
        }
        if self.token.is_none() {
            return Err(Reply::error(401, "Requires authentication"));
        }
        let word = |level: Level| if level == Level::Write { "write" } else { "read" };
        let accepted: Vec<String> =
            any.iter().map(|(name, level)| format!("{}={}", name.replace('-', "_"), word(*level))).collect();
        let refusal = Reply::error(403, "Resource not accessible by integration");
        Err(refusal.header("x-accepted-github-permissions", &accepted.join("; ")))
    }
}
