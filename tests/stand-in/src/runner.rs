//! What the runner lays out for a step: the folders, the files to write to, the environment, and nothing of ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::event::Job;
use crate::git;
use crate::server::GitHub;

/// A step that is ready to run.
#[derive(Debug, Clone)]
pub struct Runner {
    /// The whole environment of the step; run the program with nothing else.
    pub env: BTreeMap<String, String>,
    /// `GITHUB_WORKSPACE`, empty unless a commit is checked out.
    pub workspace: PathBuf,
    folder: PathBuf,
}

fn name_of_ref(reference: &str) -> &str {
    reference
        .strip_prefix("refs/heads/")
        .or_else(|| reference.strip_prefix("refs/pull/"))
        .unwrap_or(reference)
}

impl Job {
    /// Writes the payload and the empty files below `folder`, and gives the environment. The token is handed over as
    /// the input `github-token`, as `action.yml` does; it is in the environment under no other name.
    ///
    /// # Panics
    /// If the folder cannot be written to.
    pub fn prepare(&self, hub: &GitHub, folder: &Path, token: &str) -> Runner {
        let at = |name: &str| folder.join(name);
        for name in ["workspace", "workflow", "file_commands", "runner_temp", "home"] {
            fs::create_dir_all(at(name)).expect("a folder of the runner");
        }
        fs::write(at("workflow/event.json"), self.payload.to_string()).expect("the payload");
        for name in ["output", "step_summary", "env", "path", "state"] {
            fs::write(at("file_commands").join(name), "").expect("a command file");
        }
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        let (owner, _) = self.repo.split_once('/').unwrap_or_default();
        let id = hub.with(|world| world.repo(&self.repo).id);
        let mut env: BTreeMap<String, String> = [
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_ACTION", "hognose"),
            ("GITHUB_JOB", "review"),
            ("GITHUB_WORKFLOW", "hognose"),
            ("GITHUB_RUN_ID", "4242"),
            ("GITHUB_RUN_NUMBER", "7"),
            ("GITHUB_RUN_ATTEMPT", "1"),
            ("GITHUB_RETENTION_DAYS", "90"),
            ("RUNNER_OS", "Linux"),
            ("RUNNER_ARCH", "X64"),
            ("RUNNER_NAME", "stand-in"),
            ("RUNNER_ENVIRONMENT", "github-hosted"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let mut set = |name: &str, value: String| env.insert(name.to_owned(), value);
        set("GITHUB_EVENT_NAME", self.event.clone());
        set("GITHUB_EVENT_PATH", text(at("workflow/event.json")));
        set("GITHUB_REPOSITORY", self.repo.clone());
        set("GITHUB_REPOSITORY_ID", id.to_string());
        set("GITHUB_REPOSITORY_OWNER", owner.to_owned());
        set("GITHUB_SHA", self.sha.clone());
        set("GITHUB_REF", self.reference.clone());
        set("GITHUB_REF_NAME", name_of_ref(&self.reference).to_owned());
        set("GITHUB_REF_TYPE", "branch".to_owned());
        set("GITHUB_REF_PROTECTED", "false".to_owned());
        set("GITHUB_BASE_REF", self.branches.0.clone());
        set("GITHUB_HEAD_REF", self.branches.1.clone());
        set("GITHUB_ACTOR", self.actor.clone());
        set("GITHUB_TRIGGERING_ACTOR", self.actor.clone());
        set("GITHUB_API_URL", hub.rest_url());
        set("GITHUB_GRAPHQL_URL", hub.graphql_url());
        set("GITHUB_SERVER_URL", hub.server_url());
        set("GITHUB_WORKSPACE", text(at("workspace")));
        set("GITHUB_OUTPUT", text(at("file_commands/output")));
        set("GITHUB_STEP_SUMMARY", text(at("file_commands/step_summary")));
        set("GITHUB_ENV", text(at("file_commands/env")));
        set("GITHUB_PATH", text(at("file_commands/path")));
        set("GITHUB_STATE", text(at("file_commands/state")));
        set("RUNNER_TEMP", text(at("runner_temp")));
        set("RUNNER_TOOL_CACHE", text(at("runner_temp")));
        set("INPUT_GITHUB-TOKEN", token.to_owned());
        // Inputs that a workflow leaves out are there all the same, and empty.
        for name in [
            "config",
            "fail-on",
            "comments",
            "sarif",
            "sarif-file",
            "paths",
            "working-directory",
            "advisories",
        ] {
            set(&format!("INPUT_{}", name.to_uppercase()), String::new());
        }
        // A program that reads these has no business to: their values would show in its output.
        set("ACTIONS_RUNTIME_TOKEN", "runtime-token-that-is-not-yours".to_owned());
        set("ACTIONS_RUNTIME_URL", "http://127.0.0.1:9/".to_owned());
        Runner { env, workspace: at("workspace"), folder: folder.to_owned() }
    }
}

impl Runner {
    /// Sets an input as `with:` does.
    pub fn input(mut self, name: &str, value: &str) -> Self {
        self.env.insert(format!("INPUT_{}", name.to_uppercase().replace(' ', "_")), value.to_owned());
        self
    }

    /// Checks a commit out into the workspace, as `actions/checkout` does.
    pub fn checkout(self, hub: &GitHub, sha: &str) -> Self {
        hub.with(|world| git::checkout(world, sha, &self.workspace));
        self
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join("file_commands").join(name)).unwrap_or_default()
    }

    /// The job summary; `None` if it is over the limit, when GitHub drops all of it.
    pub fn summary(&self) -> Option<String> {
        let text = self.read("step_summary");
        (text.len() <= 1 << 20).then_some(text)
    }

    /// The step's outputs, read as the runner reads them.
    ///
    /// # Panics
    /// If a line is neither `name=value` nor the head of a block, or a block does not end.
    pub fn outputs(&self) -> BTreeMap<String, String> {
        let text = self.read("output");
        let mut lines = text.lines();
        let mut found = BTreeMap::new();
        while let Some(line) = lines.next() {
            if line.is_empty() {
                continue;
            }
            let (equals, block) = (line.find('='), line.find("<<"));
            match (equals, block) {
                (Some(at), block) if block.is_none_or(|block| at < block) => {
                    found.insert(line[..at].to_owned(), line[at + 1..].to_owned());
                }
                (_, Some(at)) => {
                    let end = &line[at + 2..];
                    let mut value = Vec::new();
                    loop {
                        let line = lines.next().expect("the end of a block of an output");
                        if line == end {
                            break;
                        }
                        value.push(line);
                    }
                    found.insert(line[..at].to_owned(), value.join("\n"));
                }
                _ => panic!("the runner cannot read this line of the outputs: {line}"),
            }
        }
        found
    }
}
