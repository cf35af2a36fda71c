//! Where the comments of a text are.

use super::outline;
use super::parse::tree;
use crate::source::Span;

/// Spans of all comments, in order, `#` included. Strings that look like comments are not comments.
pub fn comments(text: &str) -> Vec<Span> {
    if memchr::memchr(b'#', text.as_bytes()).is_none() {
        return Vec::new();
    }
    outline::comments(text).unwrap_or_else(|| tree(text).map(|tree| in_tree(&tree)).unwrap_or_default())
}

fn in_tree(tree: &tree_sitter::Tree) -> Vec<Span> {
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

    #[test]
    fn the_scan_and_the_parser_agree() {
        for text in [
            "#!/bin/x\nx = 1  # a\n",
            "def f():\n    \"\"\"doc # no\"\"\"  # yes\n    # last\n",
            "x = f\"{a}#\"\n",
            "\"a\" 'b' # c\n\n#",
            "x = (  # one\n  1)  # two\n\"\"\"\n\"\"\" + y # three\n",
        ] {
            let tree = super::tree(text).map(|tree| super::in_tree(&tree));
            assert_eq!(super::outline::comments(text), tree, "{text}");
        }
    }
}
