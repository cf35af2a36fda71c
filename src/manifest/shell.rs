//! Shell scripts.

use super::{Manifest, command};
use crate::source::SourceFile;

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    // Most scripts install nothing.
    let text = file.text();
    if ["pip", "uv", "poetry", "pdm"].iter().any(|word| text.contains(word)) {
        command::shell(text, 0, out);
    }
}
