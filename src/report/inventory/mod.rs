//! What a project installs, as a table and as JSON.

mod list;
mod table;

pub use list::{json, json_in_pieces};
pub use table::text;

use crate::advisory::{Advisories, Verdict};
use crate::manifest::Dependency;

/// What advisories say of a row. The version in the name of an archive counts.
fn judged(row: &Dependency, advisories: &Advisories) -> Option<Verdict> {
    let version = row.version.as_deref().filter(|_| row.source.is_index() || row.source.kind() == "url")?;
    advisories.verdict(&row.name, version, &|_| false)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json as value};

    use super::*;
    use crate::manifest::{Format, Manifest, read};
    use crate::source::{RepoPath, SourceFile};

    fn files(text: &str) -> Vec<(SourceFile, Manifest)> {
        let file = SourceFile::from_text(RepoPath::new("requirements.txt"), text);
        let manifest = read(&file, Format::Requirements);
        vec![(file, manifest)]
    }

    #[test]
    fn rows_are_a_list() {
        let all = files("# x\nDjango[argon2]==3.2.0\nx @ git+https://h/x@v1\n");
        let store = crate::advisory::embedded().unwrap();
        let value: Value = serde_json::from_str(&json(&all, Some(&store))).unwrap();
        let [django, x] = value.as_array().unwrap().as_slice() else { panic!("{value}") };
        assert_eq!(
            (&django["line"], &django["version"], &django["direct"]),
            (&value!(2), &value!("3.2.0"), &value!(true))
        );
        assert!(django["ids"].as_array().unwrap().contains(&value!("CVE-2021-31542")));
        assert_eq!(
            x["source"],
            value!({"kind": "vcs", "vcs": "git", "url": "https://h/x", "revision": "v1"})
        );
        assert_eq!((&x["version"], &x["fixed_version"]), (&Value::Null, &Value::Null));
        let value: Value = serde_json::from_str(&json(&all, None)).unwrap();
        assert!(value[0].get("ids").is_none());
        assert_eq!(json(&[], None), "[\n]\n");
    }

    /// What is written by hand is what a serializer would write.
    #[test]
    fn any_text_is_a_json_string() {
        for name in ["a\\\"b", "\u{1}\t", "caf\u{e9}", "##[error]", "\u{7f}\u{202e}", "plain-1.0_x"] {
            let mut all = files("a==1\n");
            all[0].1.rows[0].raw_name = name.to_owned();
            let text = json(&all, None);
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value[0]["raw_name"], value!(name));
            assert!(!text.contains("##[") && !text.contains('\u{202e}'), "{text}");
        }
        let url: Value = serde_json::from_str(&json(&files("x @ https://h/x-1.0.zip\n"), None)).unwrap();
        assert_eq!(url[0]["version"], Value::Null, "an address is no pin");
    }

    #[test]
    fn long_lists_are_handed_on_in_whole_rows() {
        let mut rows: String = (0..2_000).map(|at| format!("package-{at}==1.{at}\n")).collect();
        rows.push_str("x==1 ; os_name == '##[\u{202e}'\n");
        let all = files(&rows);
        let mut pieces: Vec<String> = Vec::new();
        json_in_pieces(&all, None, &mut |piece| pieces.push(piece.to_owned()));
        assert!(pieces.len() > 3 && pieces[..3].iter().all(|piece| piece.ends_with('}')), "{}", pieces.len());
        let text = pieces.concat();
        assert_eq!(text, json(&all, None));
        assert!(!text.contains("##[") && !text.contains('\u{202e}'));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((value.as_array().unwrap().len(), &value[1999]["version"]), (2_001, &value!("1.1999")));
    }

    #[test]
    fn tables_are_safe_to_show() {
        let all = files("a==1 ; python_version > '\u{1b}[31m'\nb @ https://h/\u{1b}[2Jx.zip\n");
        assert!(!text(&all, None).contains('\u{1b}'));
        insta::assert_snapshot!(text(&files("Django==3.2 # x\nflask[async]>=2,<3\n"), None), @"
        requirements.txt (requirements)
          1  Django        ==3.2
          2  flask[async]  >=2,<3
        ");
    }
}
