//! The texts of files around a change and their outlines, each read once: what such a file tells is asked for again and
//! again, each time for other functions.

use std::sync::OnceLock;

use crate::source::SourceFile;
use crate::syntax::{Outline, outline};

/// Texts by number, read when they are asked for first.
#[derive(Default)]
pub(super) struct Texts {
    all: OnceLock<Vec<OnceLock<Option<SourceFile>>>>,
}

impl Texts {
    /// One of `count`; `None` where there is none.
    fn get(&self, at: usize, count: usize, load: impl FnOnce() -> Option<SourceFile>) -> Option<&SourceFile> {
        let all = self.all.get_or_init(|| (0..count).map(|_| OnceLock::new()).collect());
        all.get(at)?.get_or_init(load).as_ref()
    }
}

/// The outlines of these.
#[derive(Default)]
pub(super) struct Outlines<'t> {
    texts: Option<&'t Texts>,
    all: Vec<OnceLock<Option<Outline<'t>>>>,
}

impl<'t> Outlines<'t> {
    /// None yet.
    pub(super) fn of(texts: &'t Texts) -> Self {
        Self { texts: Some(texts), all: Vec::new() }
    }

    /// Makes room for so many.
    pub(super) fn make_room(&mut self, count: usize) {
        self.all.resize_with(count, OnceLock::new);
    }

    /// The text of a file.
    pub(super) fn text(
        &self,
        at: usize,
        load: impl FnOnce() -> Option<SourceFile>,
    ) -> Option<&'t SourceFile> {
        self.texts?.get(at, self.all.len(), load)
    }

    /// The outline of a text that was read; `None` also where its lines do not fit together.
    pub(super) fn get(&self, at: usize) -> Option<&Outline<'t>> {
        let source = self.text(at, || None)?;
        self.all.get(at)?.get_or_init(|| outline(source.text())).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;

    #[test]
    fn a_text_is_read_once() {
        let texts = Texts::default();
        let mut outlines = Outlines::of(&texts);
        outlines.make_room(2);
        let load = |text: &str| Some(SourceFile::from_text(RepoPath::new("a.py"), text));
        let first = outlines.text(1, || load("def f():\n    pass\n")).expect("there");
        let again = outlines.text(1, || load("other\n")).expect("there");
        assert_eq!(first.text(), again.text());
        assert_eq!(outlines.get(1).expect("lines that fit").units.len(), 1);
        assert!(outlines.text(2, || load("beyond\n")).is_none());
    }
}
