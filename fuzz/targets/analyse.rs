//! No bytes make parsing, lowering or the analysis panic, and no place that they speak of lies outside the text.
#![no_main]

use hognose::semantic::{Models, Scopes, analyse};
use hognose::source::{RepoPath, SourceFile};
use hognose::{rules, syntax};
use libfuzzer_sys::fuzz_target;

/// Native stack, as `scan` gives its workers: depth is bounded, but not to what a main thread has in a debug build.
const STACK: usize = 256 * 1024 * 1024;

fuzz_target!(|data: &[u8]| {
    let Ok(source) = SourceFile::decode(RepoPath::new("app/views.py"), data) else { return };
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK);
        worker.spawn_scoped(scope, || look(&source)).expect("a thread");
    });
});

fn look(source: &SourceFile) {
    let text = source.text();
    let module = syntax::parse(text);
    for at in module.stmts.iter().map(|stmt| stmt.span) {
        assert!(text.get(at.range()).is_some(), "a statement at {at:?}");
    }
    let scopes = Scopes::new(&module);
    let models = Models::default();
    let analysis = analyse(source.path(), &module, &scopes, &models);
    for draft in rules::check(source, &analysis) {
        assert!(text.get(draft.span.range()).is_some(), "{} at {:?}", draft.rule.meta.id, draft.span);
    }
}
