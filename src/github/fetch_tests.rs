//! Small decisions of reading.

use super::*;

#[test]
fn a_lone_cr_is_told_from_the_end_of_a_line() {
    for (text, wanted) in
        [("a\r\nb\r\n", false), ("a\rb", true), ("a\r", true), ("", false), ("\r\r\n", true)]
    {
        assert_eq!(lone_cr(text), wanted, "{text:?}");
    }
}
