//! The program: everything is in the library's room `run`.

// A tenth less processor time on a whole project. The image does without: there a review waits for the network, and the
// program has to stay small.
#[cfg(feature = "commands")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    hognose::run::main()
}
