//! Whether a text is an environment marker as PEP 508 has it. What it means is left to the installer.

/// Parentheses deeper than this are refused.
const MAX_DEPTH: usize = 32;

/// True for a marker of right form.
pub(super) fn is_marker(text: &str) -> bool {
    let mut reader = Reader { rest: text.trim_start(), depth: 0 };
    reader.either() && reader.rest.is_empty()
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or("").trim_start();
    }

    fn word(&mut self, word: &str) -> bool {
        let Some(after) = self.rest.strip_prefix(word) else { return false };
        let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if ends {
            self.skip(word.len());
        }
        ends
    }

    fn either(&mut self) -> bool {
        loop {
            if !self.both() {
                return false;
            }
            if !self.word("or") {
                return true;
            }
        }
    }

    fn both(&mut self) -> bool {
        loop {
            if !self.single() {
                return false;
            }
            if !self.word("and") {
                return true;
            }
        }
    }

    fn single(&mut self) -> bool {
        if self.rest.starts_with('(') {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return false;
            }
            self.skip(1);
            let inner = self.either() && self.rest.starts_with(')');
            self.skip(1);
            self.depth -= 1;
            return inner;
        }
        self.operand() && self.operator() && self.operand()
    }

    fn operator(&mut self) -> bool {
        for sign in ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] {
            if self.rest.starts_with(sign) {
                self.skip(sign.len());
                return true;
            }
        }
        self.word("in") || (self.word("not") && self.word("in"))
    }

    fn operand(&mut self) -> bool {
        if let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let Some(end) = self.rest[1..].find(quote) else { return false };
            self.skip(end + 2);
            return true;
        }
        const NAMES: &[&str] = &[
            "python_version",
            "python_full_version",
            "os_name",
            "os.name",
            "sys_platform",
            "sys.platform",
            "platform_release",
            "platform_system",
            "platform_version",
            "platform.version",
            "platform_machine",
            "platform.machine",
            "platform_python_implementation",
            "platform.python_implementation",
            "python_implementation",
            "implementation_name",
            "implementation_version",
            "extras",
            "extra",
            "dependency_groups",
        ];
        NAMES.iter().any(|name| self.word(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_other_text() {
        for right in [
            "python_version < '3.8'",
            "(sys_platform == \"win32\" or os_name=='nt') and extra == 'x'",
            "'linux' in sys_platform",
            "platform_machine not in 'x86 arm'",
        ] {
            assert!(is_marker(right), "{right}");
        }
        for wrong in [
            "",
            "python_version",
            "python_version <",
            "a == 'b'",
            "(python_version > '3'",
            "os_name == 'a' or",
            "os_name == 'a",
        ] {
            assert!(!is_marker(wrong), "{wrong}");
        }
        assert!(!is_marker(&"(".repeat(100_000)));
    }
}
