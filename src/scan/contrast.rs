//! Both sides of each changed file held against each other, for what no flow tells: functions that do something else than
//! before, or less, protections that are gone, patterns that became worse. One look at each side serves all of it.

use std::collections::BTreeSet;

use super::altered::Altered;
use super::callees::Callees;
use super::examine::Found;
use super::lost::{self, Losses};
use super::modules::View;
use super::patterns;
use super::pool;
use super::project::Project;
use super::touched::{self, Differing, Touched};
use super::weaker::{Candidate, Side, differing};
use crate::change::{ChangeSet, FileChange};
use crate::semantic::Analysis;

/// So often what is known of the files around leads to more functions that do something else.
const MAX_ROUNDS: usize = 3;

/// Of a change of more files, whatever it touches is taken to do something else: there most does, and to find out costs more
/// than to ask.
const MAX_FILES: usize = 64;

/// What holding the sides of a change's files against each other tells, with the numbers of the files.
#[derive(Default)]
pub(super) struct Contrasts<'c> {
    /// Files in which functions lose code, with what these did and do.
    pub(super) candidates: Vec<(Candidate<'c>, [Side; 2])>,
    /// Protections that are gone.
    pub(super) losses: Vec<(usize, Losses)>,
    /// Patterns that became worse.
    pub(super) worse: Vec<(usize, Found)>,
}

/// The same of one file.
struct Contrast {
    sides: [Side; 2],
    losses: Option<Losses>,
    worse: Vec<Found>,
    /// What both sides leave in variables is the same.
    held: bool,
    /// Functions that have others in them and that the change touches.
    holders: BTreeSet<String>,
}

/// What is asked of a file.
struct Asked<'c> {
    at: usize,
    file: &'c FileChange,
    candidate: Option<Candidate<'c>>,
    loses: bool,
    worsens: bool,
    /// Whether some functions do something else than before is to be told.
    differs: bool,
    told: Option<Contrast>,
}

/// By file of a change, none of whose functions is known yet to do something else than before.
pub(super) fn none_differs(change: &ChangeSet) -> Vec<Differing> {
    change.files.iter().map(|file| can_differ(change, file).then(BTreeSet::new)).collect()
}

/// True for a file of which it can be told what does something else than before.
fn can_differ(change: &ChangeSet, file: &FileChange) -> bool {
    let both = file.base.is_some() && file.head.is_some() && !file.is_same_text();
    both && change.files.len() <= MAX_FILES && file.path.is_python() && !file.path.is_test()
}

impl Project<'_> {
    /// Holds the sides of each file of a change against each other, and follows those functions to their callers that do
    /// something else than before.
    pub(super) fn contrasts<'c>(&mut self, change: &'c ChangeSet) -> Contrasts<'c> {
        let mut candidates = 0;
        let asked = change.files.iter().enumerate().map(|(at, file)| Asked {
            at,
            file,
            candidate: Candidate::of(at, file, &mut candidates),
            loses: lost::takes_away(file, change.files.len()),
            worsens: patterns::changes_patterns(file),
            differs: can_differ(change, file),
            told: None,
        });
        let matters =
            |asked: &Asked<'_>| asked.candidate.is_some() || asked.loses || asked.worsens || asked.differs;
        let mut asked: Vec<Asked<'_>> = asked.filter(matters).collect();
        let mut open: Vec<usize> = (0..asked.len()).collect();
        for _ in 0..MAX_ROUNDS {
            let told = pool::map(self.job.options.threads, &open, &|number| {
                let asked: &Asked<'_> = &asked[*number];
                pool::guarded(&asked.file.path, || self.contrast(asked)).unwrap_or_default()
            });
            for (number, told) in open.iter().zip(told) {
                asked[*number].told = told;
            }
            let sides = asked.iter_mut().enumerate();
            let sides = sides.filter(|(number, _)| open.binary_search(number).is_ok());
            let sides = sides.filter(|(_, asked)| asked.differs || asked.candidate.is_some());
            let sides =
                sides.filter_map(|(_, asked)| Some((asked.at, asked.file, &mut asked.told.as_mut()?.sides)));
            self.ask_for_sides(sides.collect());
            let all = open.iter().map(|number| &asked[*number]).filter(|asked| asked.differs);
            let differing: Vec<(usize, Differing)> =
                all.map(|asked| (asked.at, self.differing(asked))).collect();
            let grown = self.differ(change, differing);
            if grown.is_empty() {
                break;
            }
            let mut fresh = self.again_at(None, &grown);
            fresh.extend(&grown);
            self.settle(fresh);
            open = (0..asked.len()).filter(|number| grown.contains(&asked[*number].at)).collect();
        }
        let mut all = Contrasts::default();
        for Asked { at, candidate, told, .. } in asked {
            let Some(told) = told else { continue };
            all.losses.extend(told.losses.map(|losses| (at, losses)));
            all.worse.extend(told.worse.into_iter().map(|found| (at, found)));
            let differs = self.surroundings.differing[at].as_ref().is_none_or(|known| !known.is_empty());
            let candidate = candidate.filter(|_| differs);
            all.candidates.extend(candidate.map(|candidate| (candidate, told.sides)));
        }
        all
    }

    fn contrast(&self, asked: &Asked<'_>) -> Option<Contrast> {
        let mut altered = Altered::of(asked.file)?;
        // A check may have gone to a caller, and callers may do something else for what they call.
        let wide = self.surroundings.differing[asked.at].as_ref().is_none_or(|known| !known.is_empty());
        if !wide {
            let near = self.held_against(asked, &altered);
            if near.losses.as_ref().is_none_or(Losses::is_empty) {
                return Some(near);
            }
        }
        altered.with_callers();
        Some(self.held_against(asked, &altered))
    }

    fn held_against(&self, asked: &Asked<'_>, altered: &Altered<'_>) -> Contrast {
        let pass = self.job.pass;
        let views = [(); 2].map(|()| View::whole(&self.modules, asked.at));
        let mut before = altered.base.analysis(&pass.models, &views[0]);
        let mut after = altered.head.analysis(&pass.models, &views[1]);
        let both = [&before, &after];
        let losses = asked.loses.then(|| lost::losses(pass, asked.file, altered, both));
        let worse = match asked.worsens {
            true => patterns::worse(pass, asked.file, altered, both),
            false => Vec::new(),
        };
        let left = |analysis: &Analysis<'_>| -> Vec<_> {
            let all = analysis.held.iter();
            all.map(|held| {
                (held.global.clone(), held.part.clone(), held.anew, held.source.class, held.source.kinds)
            })
            .collect()
        };
        let held = left(&before) == left(&after);
        let sides =
            [Side::of(&altered.base, &mut before, &views[0]), Side::of(&altered.head, &mut after, &views[1])];
        let holders = altered.holders().map(|name| touched::outlined(name).to_owned()).collect();
        Contrast { sides, losses, worse, held, holders }
    }

    /// The functions of a file that do something else than before, as far as both sides are known.
    fn differing(&self, asked: &Asked<'_>) -> Differing {
        // What lies in the module's variables may come out of any of its functions.
        let told = asked.told.as_ref().filter(|told| told.held)?;
        let is_open = |dotted: &str| {
            let led = self.modules.lead(asked.at, dotted);
            led.is_some_and(|led| led.0 != asked.at && !self.is_known(&led))
        };
        let mut all = differing(&told.sides, is_open);
        all.extend(told.holders.iter().cloned());
        Some(all)
    }

    /// Notes which functions of some files do something else than before, and with them those of the change's other files
    /// that use them. Gives the files of which that was not known.
    fn differ(&mut self, change: &ChangeSet, mut open: Vec<(usize, Differing)>) -> BTreeSet<usize> {
        let mut grown = BTreeSet::new();
        while let Some((at, differing)) = open.pop() {
            let known = &mut self.surroundings.differing[at];
            let differing = match (&*known, differing) {
                (None, _) => continue,
                (Some(_), None) => None,
                (Some(known), Some(more)) => {
                    let all: BTreeSet<String> = known.union(&more).cloned().collect();
                    if all.len() == known.len() {
                        continue;
                    }
                    Some(all)
                }
            };
            *known = differing;
            grown.insert(at);
            let users = self.own_users(change, at);
            open.extend(users);
        }
        for at in &grown {
            let file = &change.files[*at];
            let touched = file.head.as_ref().zip(self.outline(*at)).map(|(head, outline)| {
                let lines = file.hunks.iter().map(|hunk| hunk.head.clone());
                Touched::of(head, outline, lines, &self.surroundings.differing[*at])
            });
            self.modules.file_mut(*at).touched = touched;
        }
        grown
    }

    /// The functions in other files of the change that use those of one which do something else than before.
    fn own_users(&self, change: &ChangeSet, at: usize) -> Vec<(usize, Differing)> {
        let Some(names) = &self.surroundings.differing[at] else { return Vec::new() };
        let callees = Callees::named(&self.modules, at, names.iter().map(String::as_str));
        let users = (0..change.files.len()).filter(|user| *user != at).filter_map(|user| {
            let words: BTreeSet<&str> = callees.called_in(&self.get(user)?.sketch).into_iter().collect();
            let outline = self.outline(user).filter(|_| !words.is_empty())?;
            Some((user, Some(touched::users_of(outline, &words))))
        });
        users.collect()
    }
}
