//! What a person sees, letter for letter.

use super::*;
use crate::report::testing;

#[test]
fn one_of_everything() {
    insta::assert_snapshot!(text(&testing::full(), &Options::default()), @"");
}

#[test]
fn quiet_is_one_line_a_finding() {
    let options = Options { verbosity: Verbosity::Quiet, ..Options::default() };
    insta::assert_snapshot!(text(&testing::full(), &options), @"");
}
