//! Which files are left out unless a team says otherwise: code that nobody here wrote or reviews.

/// The globs, in the syntax of `exclude` (see [`super::Selection`]).
pub const DEFAULT_EXCLUDES: &[&str] = &[
    // Version control and the caches of tools.
    ".git/",
    ".hg/",
    ".svn/",
    ".jj/",
    ".cache/",
    ".eggs/",
    "*.egg-info/",
    ".mypy_cache/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".pytype/",
    ".ipynb_checkpoints/",
    "__pycache__/",
    // Virtual environments and installed packages.
    ".venv/",
    "venv/",
    "virtualenv/",
    ".virtualenv/",
    ".direnv/",
    ".pyenv/",
    ".tox/",
    ".nox/",
    ".pixi/",
    "__pypackages__/",
    "site-packages/",
    "dist-packages/",
    "node_modules/",
    "bower_components/",
    // Vendored code.
    "vendor/",
    "vendored/",
    "_vendor/",
    "_vendored/",
    "third_party/",
    "third-party/",
    // What a build leaves. A package may well have a folder `build` of its own, so only the outermost counts.
    "/build/",
    "/dist/",
    "build/lib/",
    "build/lib.*/",
    "_build/",
    // Generated code.
    "_generated/",
    "*_pb2.py",
    "*_pb2_grpc.py",
    "*.generated.py",
    "*_generated.py",
    "versioneer.py",
    // Migrations: written by a tool, run once by a trusted person.
    "migrations/",
    "alembic/versions/",
];
