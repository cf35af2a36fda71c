//! Advisories from files: a snapshot made anew, and what `--advisories` names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::CLEAN;
use super::write::Staged;
use crate::advisory::{Advisories, encode, from_jsonl, read_osv, read_zip};

/// Where the snapshot lies, from the root of the repository.
const SNAPSHOT: &str = "data/advisories.zz";
/// So many files of a folder are read.
const MAX_FILES: usize = 200_000;
/// No file of advisories is larger than this many bytes.
const MAX_BYTES: u64 = 1 << 30;

/// Reads OSV records: a file, a zip, or a folder of such files.
pub(super) fn load(path: &Path) -> anyhow::Result<Advisories> {
    super::paths::must_exist(path, "file or folder")?;
    let mut store = Advisories::new(&format!("advisories from {}", path.display()));
    let mut records = 0;
    let mut open: Vec<PathBuf> = vec![path.to_path_buf()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).with_context(|| format!("cannot read the folder {path:?}"))?;
            for entry in entries {
                let entry = entry.with_context(|| format!("cannot read the folder {path:?}"))?;
                let kind = entry.file_type().with_context(|| format!("cannot read {:?}", entry.path()))?;
                let telling = entry.path().extension().is_some_and(|end| end == "json" || end == "zip");
                if kind.is_dir() || (kind.is_file() && telling) {
                    open.push(entry.path());
                }
            }
        } else {
            files.push(path);
            if files.len() > MAX_FILES {
                bail!("more than {MAX_FILES} files of advisories; name a zip of them");
            }
        }
    }
    files.sort();
    for path in files {
        let about = fs::metadata(&path).with_context(|| format!("cannot read {path:?}"))?;
        if !about.is_file() || about.len() > MAX_BYTES {
            bail!("{path:?} is no file of advisories, or too large");
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read {path:?}"))?;
        let read = if bytes.starts_with(b"PK") {
            read_zip(&bytes, &mut store)
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => read_osv(&text, &mut store),
                Err(_) => bail!("{path:?} is neither JSON nor a zip; name OSV records"),
            }
        };
        records += read.with_context(|| format!("cannot read the advisories of {path:?}"))?;
    }
    if records == 0 {
        bail!("{path:?} holds no advisory; name OSV records: JSON files, a folder or a zip of them");
    }
    Ok(store)
}

/// Makes the snapshot that is built into the program from JSON lines.
pub(super) fn snapshot(from: &Path, label: &str) -> anyhow::Result<u8> {
    let text = fs::read_to_string(from).with_context(|| format!("cannot read {from:?}"))?;
    let records = from_jsonl(&text)?;
    let bytes = encode(label, &records);
    super::line::note(&format!("{} records in {} bytes", records.len(), bytes.len()));
    Staged::new(Path::new(SNAPSHOT), &bytes)?.commit()?;
    Ok(CLEAN)
}
