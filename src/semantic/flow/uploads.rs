//! Uploads: what a request brings as a file is an object of its framework.

use super::engine::Engine;
use crate::semantic::value::*;

/// Where uploads lie, with the class of one.
const FILES: &[(&str, &str)] = &[
    ("flask.request.files", "werkzeug.datastructures.FileStorage"),
    ("werkzeug.wrappers.Request.files", "werkzeug.datastructures.FileStorage"),
    ("django.http.HttpRequest.FILES", "django.core.files.uploadedfile.UploadedFile"),
];

impl Engine<'_> {
    /// What was taken out of `base`, as an upload where such lie there.
    pub(super) fn as_upload(&mut self, base: &Value, mut taken: Value) -> Value {
        let (What::Named(name) | What::Member(_, _, Some(name))) = base.refers() else { return taken };
        let name = self.names.text(*name);
        if let Some((_, class)) = FILES.iter().find(|(files, _)| *files == name) {
            taken.edit().what = What::Instance(Type::Outside(self.intern(class)));
        }
        taken
    }

    /// An upload itself, which is no path.
    pub(super) fn is_upload(&self, value: &Value) -> bool {
        let Some(Type::Outside(class)) = value.class() else { return false };
        FILES.iter().any(|(_, upload)| *upload == self.names.text(class))
    }
}
