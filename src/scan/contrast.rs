//! Both sides of each changed file held against each other, for what no flow tells: functions that do less than before,
//! protections that are gone, patterns that became worse. One look at each side serves all three.

use super::altered::Altered;
use super::examine::Found;
use super::lost::{self, Losses};
use super::modules::View;
use super::patterns;
use super::pool;
use super::project::Project;
use super::weaker::{Candidate, Side, Turn};
use crate::change::{ChangeSet, FileChange};

/// What holding the sides of a change's files against each other tells, with the numbers of the files.
#[derive(Default)]
pub(super) struct Contrasts<'c> {
    /// Files in which functions lose code, with what these did and do.
    pub(super) turns: Vec<Turn<'c>>,
    /// Protections that are gone.
    pub(super) losses: Vec<(usize, Losses)>,
    /// Patterns that became worse.
    pub(super) worse: Vec<(usize, Found)>,
}

/// The same of one file.
struct Contrast {
    sides: Option<[Side; 2]>,
    losses: Option<Losses>,
    worse: Vec<Found>,
}

/// What is asked of a file.
struct Asked<'c> {
    at: usize,
    file: &'c FileChange,
    candidate: Option<Candidate<'c>>,
    loses: bool,
    worsens: bool,
}

impl Project<'_> {
    /// Holds the sides of each file of a change against each other.
    pub(super) fn contrasts<'c>(&self, change: &'c ChangeSet) -> Contrasts<'c> {
        let mut candidates = 0;
        let asked = change.files.iter().enumerate().map(|(at, file)| Asked {
            at,
            file,
            candidate: Candidate::of(at, file, &mut candidates),
            loses: lost::takes_away(file, change.files.len()),
            worsens: patterns::changes_patterns(file),
        });
        let asked: Vec<Asked<'_>> =
            asked.filter(|asked| asked.candidate.is_some() || asked.loses || asked.worsens).collect();
        let told = pool::map(self.job.options.threads, &asked, &|asked| {
            pool::guarded(&asked.file.path, || self.contrast(asked)).unwrap_or_default()
        });
        let mut all = Contrasts::default();
        for (asked, told) in asked.into_iter().zip(told) {
            let Some(told) = told else { continue };
            all.losses.extend(told.losses.map(|losses| (asked.at, losses)));
            all.worse.extend(told.worse.into_iter().map(|found| (asked.at, found)));
            all.turns.extend(
                asked.candidate.zip(told.sides).map(|(candidate, sides)| Turn::new(candidate, sides)),
            );
        }
        all
    }

    fn contrast(&self, asked: &Asked<'_>) -> Option<Contrast> {
        let pass = self.job.pass;
        let altered = Altered::of(asked.file)?;
        let views = [(); 2].map(|()| View::whole(&self.modules, asked.at));
        let mut before = altered.base.analysis(&pass.models, &views[0]);
        let mut after = altered.head.analysis(&pass.models, &views[1]);
        let both = [&before, &after];
        let losses = asked.loses.then(|| lost::losses(pass, asked.file, &altered, both));
        let worse = match asked.worsens {
            true => patterns::worse(pass, asked.file, &altered, both),
            false => Vec::new(),
        };
        let sides = asked.candidate.is_some().then(|| {
            [Side::of(&altered.base, &mut before, &views[0]), Side::of(&altered.head, &mut after, &views[1])]
        });
        Some(Contrast { sides, losses, worse })
    }
}
