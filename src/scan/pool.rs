//! Work over files in parallel, results in the order of the input.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::source::RepoPath;

/// What is said of a file on which hognose itself is at fault.
pub const DEFECT: &str = "internal error; please report it";

/// Native stack of a worker. Lowering and analysis recurse at most as deep as `syntax::MAX_DEPTH`; pages that are
/// never touched cost nothing.
const STACK: usize = 256 * 1024 * 1024;

/// Threads by their number, started when they are needed first: a review comes here a dozen times, often with little to
/// do.
static POOLS: Mutex<Vec<(usize, Arc<ThreadPool>)>> = Mutex::new(Vec::new());

/// Up to so many files one thread does all. With ten, a second one was measured to cost a tenth of the processor time and to
/// save a few milliseconds; beyond that the bound is a guess.
const FEW: usize = 32;

thread_local! {
    /// This is a thread of one of the pools.
    static WORKER: Cell<bool> = const { Cell::new(false) };
}

/// Applies `work` to each item, by the threads of [`within`], or else by so many; with 0 one a core. Items are few and
/// large, so they are handed out singly.
pub(super) fn map<I: Sync, O: Send>(threads: usize, items: &[I], work: &(dyn Fn(&I) -> O + Sync)) -> Vec<O> {
    let done: Vec<Mutex<Option<O>>> = items.iter().map(|_| Mutex::new(None)).collect();
    each(threads, items.len(), &|at| {
        let out = work(&items[at]);
        *done[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(out);
    });
    done.into_iter().filter_map(|out| out.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// Does some work for so many numbers. Without types of its own: what hands work over to threads is large, and stands in
/// the program once.
fn each(threads: usize, count: usize, work: &(dyn Fn(usize) + Sync)) {
    match count {
        0 => {}
        _ if WORKER.get() => here(count, work),
        _ => within(threads, || here(count, work)),
    }
}

#[inline(never)]
fn here(count: usize, work: &(dyn Fn(usize) + Sync)) {
    match WORKER.get() {
        true => (0..count).into_par_iter().with_max_len(1).for_each(work),
        // No threads to be had: the caller's own has to do.
        false => (0..count).for_each(work),
    }
}

/// How many threads to take for so many files, where that is not said: one for a few.
pub(super) fn enough(threads: usize, files: usize) -> usize {
    if threads == 0 && files <= FEW { 1 } else { threads }
}

/// Runs `work` where whatever it does in parallel is done by the same threads.
pub(super) fn within<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match pool(threads) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn pool(threads: usize) -> Option<Arc<ThreadPool>> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if threads == 0 { cores() } else { threads };
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, pool)) = pools.iter().find(|(count, _)| *count == threads) {
        return Some(Arc::clone(pool));
    }
    let builder = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK);
    let pool = Arc::new(builder.start_handler(|_| WORKER.set(true)).build().ok()?);
    pools.push((threads, Arc::clone(&pool)));
    Some(pool)
}

thread_local! {
    static BUSY: RefCell<Option<RepoPath>> = const { RefCell::new(None) };
}

/// The file that this thread is at work on: for a last word where a panic ends the process.
pub fn busy_with() -> Option<RepoPath> {
    BUSY.try_with(|busy| busy.try_borrow().ok()?.clone()).ok().flatten()
}

/// Runs `work` on a file; a panic inside, which would be a defect of ours, becomes an error that leaves the other files
/// be. Where panics end the process, whoever started it sees to that: see `run::action::worker`.
pub(super) fn guarded<T>(path: &RepoPath, work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = BUSY.replace(Some(path.clone()));
    let done = catch_unwind(AssertUnwindSafe(work)).map_err(|_| DEFECT.to_owned());
    BUSY.set(outer);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_inside_of_work_is_done_by_the_same_threads() {
        let here = || std::thread::current().id();
        let inner = within(1, || (here(), map(2, &[1, 2, 3], &|_| here())));
        assert_eq!(inner.1, [inner.0; 3]);
        assert!(!map(1, &[1], &|_| here()).contains(&here()));
    }

    #[test]
    fn a_few_files_take_one_thread_unless_told_otherwise() {
        assert_eq!(
            [(0, 1), (0, FEW), (0, FEW + 1), (3, 1)].map(|(threads, files)| enough(threads, files)),
            [1, 1, 0, 3]
        );
    }

    #[test]
    fn a_thread_knows_the_file_that_it_is_busy_with() {
        let (one, other) = (RepoPath::new("a.py"), RepoPath::new("b.py"));
        assert_eq!(busy_with(), None);
        let inner = guarded(&one, || {
            let inner = guarded(&other, busy_with);
            assert_eq!(busy_with().as_ref(), Some(&one));
            inner
        });
        assert_eq!((inner, busy_with()), (Ok(Ok(Some(other))), None));
        assert_eq!(guarded(&one, || -> u8 { panic!("on purpose") }), Err(DEFECT.to_owned()));
        assert_eq!(busy_with(), None);
    }
}
