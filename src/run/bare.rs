//! The program without commands but `action`: what the image holds. A runner starts it; nobody types there.

use std::ffi::OsString;

use super::{CLEAN, FAILED, action, line, write};

const WRONG: &str = "this program was built for the action alone and knows `action` and `--version`; the binaries of a release know all commands";

/// Runs on the arguments of the process, without the program's own name.
pub(super) fn start(arguments: impl Iterator<Item = OsString>) -> anyhow::Result<u8> {
    let arguments: Vec<OsString> = arguments.take(2).collect();
    match arguments.as_slice() {
        [word] if word == "action" => Ok(action::main()),
        [word] if word == "--version" => {
            write::stdout(concat!("hognose ", env!("CARGO_PKG_VERSION"), "\n").as_bytes())?;
            Ok(CLEAN)
        }
        _ => {
            // Said here, and no error to return: one could try to trace the stack, which this program cannot.
            line::error(WRONG);
            Ok(FAILED)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_knows_two_words() {
        let start = |words: &[&str]| start(words.iter().map(OsString::from));
        assert_eq!(start(&["--version"]).ok(), Some(CLEAN));
        for words in [&[][..], &["review"], &["action", "x"], &["--help"]] {
            assert_eq!(start(words).ok(), Some(FAILED), "{words:?}");
        }
    }
}
