//! Do the corpora notice when a model of a library is missing? Leaves out one entry of the tables at a time and holds
//! what is found then against what is found with all of them.
//!
//! Below the scan on purpose: a file is parsed once and analysed many times, and what is left out before parsing is
//! none of a model's business. Knows the annotations of `tests/corpus` and `tests/flow`, nothing of their verdicts:
//! other tests see to it that those hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use anyhow::Context;
use rayon::prelude::*;

use crate::rules;
use crate::semantic::models::{Model, SELF_AND_ALL, Trigger, entries, trigger};
use crate::semantic::{Effect, Models, Scopes, SourceClass, analyse};
use crate::source::{RepoPath, SourceFile};
use crate::syntax::{self, Module};

/// An annotated file.
struct Annotated {
    source: SourceFile,
    /// The rule that the file is about; `None` where it is about the engine alone.
    rule: Option<String>,
    /// The lines that somebody has an opinion about, in files of the engine; the lines that nobody has, in those of a
    /// rule.
    marked: BTreeSet<u32>,
    words: BTreeSet<String>,
}

/// What became of the mutants.
#[derive(Debug, Default)]
pub struct Outcome {
    /// By what was done: how many were noticed, of how many.
    pub classes: BTreeMap<&'static str, (usize, usize)>,
    /// Those that nothing notices: what was done, and to which name.
    pub survivors: Vec<(&'static str, &'static str)>,
}

/// A model left out, or with an effect that it must not have.
struct Mutant {
    class: &'static str,
    name: &'static str,
    number: usize,
    effect: Option<Effect>,
    /// Words of which one stands in every file that may use it.
    words: Vec<Trigger>,
    noticed: AtomicBool,
}

/// Changes the models that are chosen by number and entry, one at a time, and asks the annotated files below the
/// folder `tests`.
pub fn examine(tests: &Path, chosen: &dyn Fn(usize, &Model) -> bool) -> anyhow::Result<Outcome> {
    let files = corpus(tests)?;
    let chosen = entries().enumerate().filter(|(at, model)| chosen(*at, model));
    let mutants: Vec<_> = chosen.flat_map(|(number, model)| mutants(number, model)).collect();
    files.par_iter().for_each(|file| file.judge(&mutants));
    let mut outcome = Outcome::default();
    for mutant in mutants {
        let noticed = mutant.noticed.into_inner();
        let class = outcome.classes.entry(mutant.class).or_default();
        class.0 += usize::from(noticed);
        class.1 += 1;
        if !noticed {
            outcome.survivors.push((mutant.class, mutant.name));
        }
    }
    Ok(outcome)
}

/// The mutants of one entry. What the engine does not know gives nothing back, so a sanitizer that is left out still
/// cleans, even too much, and a conversion that is left out changes nothing: these two are made to pass on what they
/// are given as well.
fn mutants(number: usize, model: &'static Model) -> Vec<Mutant> {
    let Model(name, effect) = *model;
    // A class is called under its own name.
    let words = trigger(name.strip_suffix(".__call__").unwrap_or(name));
    let made = |class, effect| Mutant {
        class,
        name,
        number,
        effect,
        words: words.clone(),
        noticed: AtomicBool::new(false),
    };
    match effect {
        Effect::Clean(args, _) => {
            vec![made("clean", None), made("clean that passes", Some(Effect::Pass(args)))]
        }
        // A class is known by its capital letter or its annotation anyway: the entry says only which words to look for.
        Effect::Type(class) if class == name => Vec::new(),
        Effect::Opaque => vec![made("opaque that passes", Some(Effect::Pass(SELF_AND_ALL)))],
        _ => vec![made(effect.word(), None)],
    }
}

fn corpus(tests: &Path) -> anyhow::Result<Vec<Annotated>> {
    let mut files = Vec::new();
    for path in python_files(&tests.join("flow"))? {
        files.push(Annotated::read(&path, None)?);
    }
    for folder in listed(&tests.join("corpus"))?.iter().filter(|path| path.is_dir()) {
        let rule = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        for path in python_files(folder)? {
            files.push(Annotated::read(&path, Some(rule))?);
        }
    }
    Ok(files)
}

impl Annotated {
    fn read(path: &Path, rule: Option<&str>) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {path:?}"))?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let source = SourceFile::from_text(RepoPath::new(name), &text);
        let wanted: &[&str] =
            if rule.is_some() { &["# todoruleid:", "# todook:"] } else { &["# hit", "# weak", "# clean"] };
        let lines = (2..).zip(source.text().lines());
        let marked = lines
            .filter(|(_, line)| wanted.iter().any(|mark| line.trim().starts_with(mark)))
            .map(|(below, _)| below)
            .collect();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect();
        Ok(Self { source, rule: rule.map(str::to_owned), marked, words })
    }

    /// Notes the mutants that this file notices. One that another file has noticed is not asked for again: that saves
    /// work and changes nothing.
    fn judge(&self, mutants: &[Mutant]) {
        let module = syntax::parse(self.source.text());
        let scopes = Scopes::new(&module);
        let found = self.find(&module, &scopes, &Models::default());
        let mentioned =
            |mutant: &&Mutant| mutant.words.iter().any(|trigger| self.words.contains(trigger.word));
        for mutant in mutants.iter().filter(mentioned) {
            if !mutant.noticed.load(Relaxed)
                && self.find(&module, &scopes, &Models::altered(mutant.number, mutant.effect)) != found
            {
                mutant.noticed.store(true, Relaxed);
            }
        }
    }

    /// The lines that an annotation would complain about if they changed, with the strength of what reaches them.
    fn find(&self, module: &Module, scopes: &Scopes, models: &Models) -> BTreeSet<(u32, bool)> {
        let analysis = analyse(self.source.path(), module, scopes, models);
        let line = |at: u32| self.source.position(at).line;
        match &self.rule {
            Some(rule) => {
                analysis.rewrites.set(false);
                let drafts = rules::check(&self.source, &analysis);
                let own = drafts.iter().filter(|draft| draft.rule.meta.id == rule);
                let lines = own.map(|draft| line(draft.span.start));
                lines.filter(|line| !self.marked.contains(line)).map(|line| (line, true)).collect()
            }
            None => {
                let strong = |hit: &crate::semantic::Hit| {
                    hit.taints.iter().any(|taint| analysis.origin(taint.origin).class == SourceClass::Request)
                };
                let hits = analysis.facts.hits.iter();
                let lines = hits.map(|hit| (line(module.expr(hit.site.call).span.start), strong(hit)));
                lines.filter(|(line, _)| self.marked.contains(line)).collect()
            }
        }
    }
}

fn listed(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {folder:?}"))?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn python_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = listed(folder)?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "py"));
    Ok(paths)
}
