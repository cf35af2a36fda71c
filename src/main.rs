//! The program: everything is in the library's room `run`.

fn main() -> std::process::ExitCode {
    hognose::run::main()
}
