//! The engine alone: `# hit` above a line that outside data reaches with the strength of a request, `# weak` above one
//! that only other data reaches, `# clean` above one that a request does not reach.

use std::fs;
use std::path::Path;

use hognose::semantic::{Models, Scopes, SourceClass, analyse};
use hognose::source::{RepoPath, SourceFile};
use hognose::syntax;

/// Lines that data reaches, with whether a request does.
fn hits(path: &str, text: &str) -> Vec<(u32, bool)> {
    let source = SourceFile::from_text(RepoPath::new(path), text);
    let module = syntax::parse(source.text());
    assert!(module.errors.is_empty(), "{path} does not parse");
    let scopes = Scopes::new(&module);
    let models = Models::default();
    let analysis = analyse(source.path(), &module, &scopes, &models);
    let strong = |hit: &hognose::semantic::Hit| {
        hit.taints.iter().any(|taint| analysis.origin(taint.origin).class == SourceClass::Request)
    };
    let line = |hit: &hognose::semantic::Hit| source.position(module.expr(hit.site.call).span.start).line;
    analysis.facts.hits.iter().map(|hit| (line(hit), strong(hit))).collect()
}

#[test]
fn flows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let found = hits(name, &text);
        for (at, line) in text.lines().enumerate() {
            let below = at as u32 + 2;
            let strength = found.iter().filter(|(line, _)| *line == below).map(|(_, strong)| *strong).max();
            let holds = match line.trim() {
                "# hit" => strength == Some(true),
                "# weak" => strength == Some(false),
                "# clean" => strength != Some(true),
                _ => continue,
            };
            checked += 1;
            if !holds {
                let code = text.lines().nth(at + 1).unwrap_or("").trim();
                wrong.push(format!("{name}:{below}: should be {}: {code}", &line.trim()[2..]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked}\n{}", wrong.len(), wrong.join("\n"));
}
