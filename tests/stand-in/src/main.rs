//! Runs the stand-in for a program that is no Rust test: `github-stand-in SCENARIO FOLDER`.
//!
//! Writes what the runner would lay out into FOLDER, and the environment to FOLDER/env, one `NAME=VALUE` a line.
//! Prints the address of the API when it is ready, serves until standard input ends, and then writes
//! FOLDER/log.json: requests, violations, defects, and the pull requests' reviews. Exits 1 if the contract was broken.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use github_stand_in::{GitHub, scenario};
use serde_json::{Value, json};

fn log(hub: &GitHub) -> Value {
    let reviews: Vec<Value> = hub.with(|world| {
        let pulls = world.repos.values().flat_map(|repo| repo.pulls.values());
        pulls
            .flat_map(|pull| {
                pull.reviews.iter().map(|review| {
                    let own = pull.comments.iter().filter(|comment| comment.review == review.id);
                    let comments: Vec<Value> = own
                        .map(|comment| json!({
                            "path": comment.anchor.path, "line": comment.anchor.line,
                            "start_line": comment.anchor.start.map(|(line, _)| line), "body": comment.body,
                        }))
                        .collect();
                    json!({ "pull": pull.number, "body": review.body, "comments": comments })
                })
            })
            .collect()
    });
    let requests: Vec<Value> = hub.log().iter().map(|entry| entry.to_json()).collect();
    json!({
        "requests": requests, "reviews": reviews, "violations": hub.violations(), "defects": hub.defects(),
    })
}

fn run(scenario: &Path, folder: &Path) -> Result<bool, String> {
    let (hub, job, token) = scenario::load(scenario)?;
    let runner = job.prepare(&hub, folder, &token);
    let env: String = runner.env.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
    let write = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).map_err(|error| format!("{}: {error}", folder.display()))
    };
    write("env", env)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", hub.rest_url()).and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    std::io::stdin().read_to_end(&mut Vec::new()).map_err(|error| error.to_string())?;
    write("log.json", format!("{:#}\n", log(&hub)))?;
    Ok(hub.violations().is_empty() && hub.defects().is_empty())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, folder] = &arguments[..] else {
        writeln!(std::io::stderr(), "usage: github-stand-in SCENARIO FOLDER").ok();
        return ExitCode::from(2);
    };
    match run(Path::new(scenario), Path::new(folder)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            writeln!(std::io::stderr(), "github-stand-in: {message}").ok();
            ExitCode::from(2)
        }
    }
}
