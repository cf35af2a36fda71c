//! Where the comments of a text are.

use super::parse::tree;
use crate::source::Span;

/// Spans of all comments, in order, `#` included. Strings that look like comments are not comments.
pub fn comments(text: &str) -> Vec<Span> {
    let Some(tree) = memchr::memchr(b'#', text.as_bytes()).and_then(|_| tree(text)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.kind() == "comment" {
            found.push(Span::new(node.start_byte(), node.end_byte()));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn strings_are_not_comments() {
        let text = "x = '# no'  # yes\n'''\n# no\n'''\n# yes too\n";
        let found: Vec<&str> = comments(text).iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["# yes", "# yes too"]);
    }
}
