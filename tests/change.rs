//! The room `change` on real git repositories and real folders.

#[path = "change/git.rs"]
mod git;
#[cfg(unix)]
#[path = "change/hostile.rs"]
mod hostile;
#[path = "change/repo.rs"]
mod repo;
#[path = "change/sides.rs"]
mod sides;
#[path = "change/trees.rs"]
mod trees;
#[path = "change/worktree.rs"]
mod worktree;
