//! Work over files in parallel, results in the order of the input.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

/// Native stack of a worker. Lowering and analysis recurse at most as deep as `syntax::MAX_DEPTH`; pages that are
/// never touched cost nothing.
const STACK: usize = 256 * 1024 * 1024;

/// Applies `work` to each item; with 0 threads one a core. Items are few and large, so they are handed out singly.
pub(super) fn map<I: Sync, O: Send>(threads: usize, items: &[I], work: &(dyn Fn(&I) -> O + Sync)) -> Vec<O> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if threads == 0 { cores } else { threads }.min(items.len()).max(1);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
        Ok(pool) => pool.install(|| items.par_iter().with_max_len(1).map(work).collect()),
        // No threads to be had: the caller's own has to do.
        Err(_) => items.iter().map(work).collect(),
    }
}

/// Runs `work`; a panic inside, which would be a defect of ours, becomes an error that leaves the other files be.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "internal error; please report it".to_owned())
}
