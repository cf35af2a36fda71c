//! Words of a command that a shell or an interpreter reads: `sh -c`, `ssh host`, also behind `sudo`, `env`, `docker exec`.

use super::engine::Engine;
use crate::semantic::value::*;

/// So many words of a command are looked at.
const MAX_WORDS: i64 = 24;
/// Programs that start the one that is named behind them.
const STARTERS: &[&str] = &[
    "sudo",
    "doas",
    "env",
    "nohup",
    "nice",
    "ionice",
    "time",
    "timeout",
    "setsid",
    "stdbuf",
    "chroot",
    "unshare",
    "nsenter",
    "xargs",
    "docker",
    "podman",
    "kubectl",
    "lxc",
    "docker-compose",
    "gosu",
    "runuser",
];
/// Options of `ssh` that take the next word.
const SSH_OPTIONS: &str = "BbcDEeFIiJLlmOopQRSWw";

impl Engine<'_> {
    /// Of a command in a list, what a shell or interpreter reads as a text; `None` where it is given words only.
    pub(super) fn read_by_shell(&self, list: &Value) -> Option<Value> {
        let word = |at: i64| self.stored(list, &Key::Index(at));
        let words: Vec<Value> = (0..MAX_WORDS).map_while(word).collect();
        let program = self.program(words.first()?)?;
        if program == "ssh" {
            let mut text = Value::default();
            // The server's shell is given all that stands behind the host.
            for word in words.iter().skip(behind_host(&words)) {
                text.absorb(self.whole(word).taints());
            }
            text.absorb(self.stored(list, &Key::Any).unwrap_or_default().taints());
            return Some(text);
        }
        let commands = |at: usize| {
            let [name, flag, text] = words.get(at..at + 3)? else { return None };
            (self.reads_commands(name) && is_command_flag(flag)).then(|| text.clone())
        };
        if program == "su" {
            let flag = words.iter().position(is_command_flag)?;
            return words.get(flag + 1).cloned();
        }
        if STARTERS.contains(&&*program) {
            return (1..words.len()).find_map(commands);
        }
        commands(0)
    }

    /// The name of a program, wherever it lies.
    fn program(&self, word: &Value) -> Option<String> {
        if word.name().is_some_and(|name| self.names.text(name) == "sys.executable") {
            return Some("python".to_owned());
        }
        Some(word.as_str()?.rsplit('/').next()?.to_owned())
    }

    fn reads_commands(&self, word: &Value) -> bool {
        is_shell(word) || self.program(word).is_some_and(|name| name.starts_with("python"))
    }
}

/// The first word behind the host that `ssh` is told.
fn behind_host(words: &[Value]) -> usize {
    let mut at = 1;
    while let Some(option) = words.get(at).and_then(Value::as_str).filter(|word| word.starts_with('-')) {
        let takes = option.len() == 2 && option.ends_with(|letter| SSH_OPTIONS.contains(letter));
        at += if takes { 2 } else { 1 };
    }
    at + 1
}

/// The name of a shell, wherever it lies.
pub(super) fn is_shell(program: &Value) -> bool {
    let name = program.as_str().and_then(|name| name.rsplit('/').next());
    matches!(name, Some("sh" | "bash" | "zsh" | "dash" | "ksh" | "cmd" | "cmd.exe" | "powershell"))
}

/// The next word is a command line.
pub(super) fn is_command_flag(flag: &Value) -> bool {
    flag.as_str().is_some_and(|flag| {
        (flag.starts_with('-') && !flag.starts_with("--") && flag.contains('c'))
            || flag.eq_ignore_ascii_case("/c")
    })
}
