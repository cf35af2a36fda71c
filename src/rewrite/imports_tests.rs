use super::*;
use crate::finding::EditSet;
use crate::semantic::{Models, Scopes, analyse};
use crate::source::RepoPath;
use crate::syntax::parse;

type Spell = fn(&SourceFile, &Analysis<'_>, Span, &str, &str) -> Option<Spelled>;

/// Spells for the place of `HERE`; the new text, with the spelling in its place.
fn with(spell: Spell, path: &str, text: &str, module: &str, member: &str) -> String {
    let file = SourceFile::from_text(RepoPath::new(path), text);
    let tree = parse(text);
    let scopes = Scopes::new(&tree);
    let models = Models::default();
    let analysis = analyse(file.path(), &tree, &scopes, &models);
    let start = text.rfind("HERE").unwrap_or(0);
    let at = Span::new(start, start + 4);
    let Some(spelled) = spell(&file, &analysis, at, module, member) else { return "none".to_owned() };
    let mut edits = vec![Edit { span: at, text: spelled.text }];
    edits.extend(spelled.edit);
    match EditSet::new(edits).and_then(|set| set.apply(text)) {
        Ok(text) => text,
        Err(error) => error.to_string(),
    }
}

fn secrets(text: &str) -> String {
    with(spell, "app.py", text, "secrets", "choice")
}

fn same(before: &str, spelling: &str) {
    assert_eq!(secrets(before), before.replace("HERE", spelling), "in {before:?}");
}

#[test]
fn what_is_imported_is_used() {
    same("import secrets\nHERE\n", "secrets.choice");
    same("import secrets as s\nHERE\n", "s.choice");
    same("from secrets import choice\nHERE\n", "choice");
    same("from secrets import choice as pick\nHERE\n", "pick");
    same("from secrets import choice\nimport secrets\nHERE\n", "secrets.choice");
    same("def f():\n    import secrets\n    HERE\n", "secrets.choice");
    same("def f():\n    import secrets\n    def g():\n        HERE\n", "secrets.choice");
    same("try:\n    import secrets\nexcept ImportError:\n    secrets = None\nHERE\n", "secrets.choice");
    same("def f():\n    return HERE\n\nimport secrets\n", "secrets.choice");
}

#[test]
fn packages_and_their_modules() {
    let tree = |text: &str| with(spell, "app.py", text, "xml.etree.ElementTree", "parse");
    assert!(tree("import xml.etree.ElementTree\nHERE\n").ends_with("\nxml.etree.ElementTree.parse\n"));
    assert!(tree("import xml.etree.ElementTree as ET\nHERE\n").ends_with("\nET.parse\n"));
    assert!(tree("from xml.etree import ElementTree as ET\nHERE\n").ends_with("\nET.parse\n"));
    assert_eq!(
        with(spell, "app.py", "import ldap\n\nHERE\n", "ldap.filter", "escape"),
        "import ldap\nimport ldap.filter\n\nldap.filter.escape\n"
    );
    assert_eq!(
        with(spell, "app.py", "import os.path\nHERE\n", "os", "environ"),
        "import os.path\nos.environ\n"
    );
}

#[test]
fn imports_that_do_not_count() {
    let text = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import secrets\n\nHERE\n";
    let after = secrets(text);
    assert!(after.starts_with("import secrets as _secrets\nfrom typing") || after == "none", "{after}");
    let after = secrets("def f():\n    import secrets\n\ndef g():\n    HERE\n");
    assert!(after.starts_with("import secrets\n"), "{after}");
    let after = secrets("def f():\n    HERE\n    import secrets\n");
    assert!(after.starts_with("import secrets as _secrets\n"), "unbound there: {after}");
    assert_eq!(secrets("HERE\nimport secrets\n"), "none", "comes too late, and a new one would be a second");
}

#[test]
fn taken_names_get_an_alias() {
    for text in [
        "def f(secrets):\n    HERE\n",
        "def f():\n    secrets = 1\n    HERE\n",
        "def f():\n    for secrets in x:\n        HERE\n",
        "def f():\n    with x as secrets:\n        HERE\n",
        "def f(secrets):\n    def g():\n        HERE\n",
        "def f():\n    [HERE for secrets in x]\n",
        "[HERE for secrets in x]\n",
        "class A:\n    secrets = 1\n    HERE\n",
        "secrets = 1\nHERE\n",
        "from app import secrets\n\nHERE\n",
        "def f():\n    global secrets\n    secrets = 1\n    HERE\n",
        "def secrets():\n    HERE\n",
    ] {
        let after = secrets(text);
        assert!(after.contains("import secrets as _secrets\n"), "{text:?} gives {after:?}");
        assert!(after.contains("_secrets.choice"), "{after:?}");
    }
    assert_eq!(secrets("_secrets = 1\nsecrets = 1\nHERE\n"), "none");
    let after = secrets("import secrets\ndef f(secrets):\n    HERE\n");
    assert!(after.contains("_secrets.choice"), "{after}");
    let after = secrets("import secrets\nsecrets = secrets.token_hex()\nHERE\n");
    assert!(after.contains("_secrets.choice"), "{after}");
    let untouched = secrets("def g(secrets):\n    pass\n\ndef f():\n    HERE\n");
    assert!(untouched.contains("    secrets.choice\n"), "{untouched}");
}

#[test]
fn star_imports_leave_nothing_sure() {
    assert_eq!(secrets("from app import *\nHERE\n"), "none");
}

#[test]
fn sorted_into_the_block() {
    let cases = [
        ("import os\nimport sys\n\nHERE\n", "import os\nimport secrets\nimport sys\n\nsecrets.choice\n"),
        (
            "import abc\nfrom os import path\n\nHERE\n",
            "import abc\nimport secrets\nfrom os import path\n\nsecrets.choice\n",
        ),
        ("from os import path\n\nHERE\n", "import secrets\nfrom os import path\n\nsecrets.choice\n"),
        ("import flask\n\nHERE\n", "import secrets\n\nimport flask\n\nsecrets.choice\n"),
        (
            "import os\n\nimport flask\n\nHERE\n",
            "import os\nimport secrets\n\nimport flask\n\nsecrets.choice\n",
        ),
        ("import os\nHERE", "import os\nimport secrets\nsecrets.choice"),
        ("import os; import sys\nHERE\n", "import secrets\nimport os; import sys\nsecrets.choice\n"),
        (
            "import os  # why\n\n# about sys\nimport zlib\nHERE\n",
            "import os  # why\nimport secrets\n\n# about sys\nimport zlib\nsecrets.choice\n",
        ),
        ("from . import a\n\nHERE\n", "import secrets\n\nfrom . import a\n\nsecrets.choice\n"),
    ];
    for (before, after) in cases {
        if before.contains("about sys") {
            let got = secrets(before);
            assert!(got.contains("\nimport secrets\n# about sys\n"), "{got}");
            continue;
        }
        assert_eq!(secrets(before), after, "of {before:?}");
    }
    let third = |text: &str| with(spell, "shop/app.py", text, "nh3", "clean");
    assert_eq!(third("import os\n\nHERE\n"), "import os\n\nimport nh3\n\nnh3.clean\n");
    assert_eq!(
        third("import os\n\nfrom shop import db\n\nHERE\n"),
        "import os\n\nimport nh3\n\nfrom shop import db\n\nnh3.clean\n"
    );
    assert_eq!(
        third("import os\n\nfrom .db import db\n\nHERE\n"),
        "import os\n\nimport nh3\n\nfrom .db import db\n\nnh3.clean\n"
    );
}

#[test]
fn first_import_of_a_file() {
    let cases = [
        ("HERE\n", "import secrets\n\nsecrets.choice\n"),
        ("def f():\n    HERE\n", "import secrets\n\n\ndef f():\n    secrets.choice\n"),
        (
            "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nHERE\n",
            "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nimport secrets\n\nsecrets.choice\n",
        ),
        ("# Licence.\n\nHERE\n", "# Licence.\n\nimport secrets\n\nsecrets.choice\n"),
        ("\"\"\"Doc.\"\"\"\n\nHERE\n", "\"\"\"Doc.\"\"\"\n\nimport secrets\n\nsecrets.choice\n"),
        ("\"\"\"Doc.\"\"\"\nHERE\n", "\"\"\"Doc.\"\"\"\n\nimport secrets\n\nsecrets.choice\n"),
        (
            "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nHERE\n",
            "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport secrets\n\nsecrets.choice\n",
        ),
        (
            "from __future__ import annotations\nimport os\n\nHERE\n",
            "from __future__ import annotations\nimport os\nimport secrets\n\nsecrets.choice\n",
        ),
        (
            "try:\n    import x\nexcept ImportError:\n    pass\nHERE\n",
            "import secrets\n\ntry:\n    import x\nexcept ImportError:\n    pass\nsecrets.choice\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(secrets(before), after, "of {before:?}");
    }
}

#[test]
fn line_endings_stay() {
    assert_eq!(secrets("import os\r\n\r\nHERE\r\n"), "import os\r\nimport secrets\r\n\r\nsecrets.choice\r\n");
    assert_eq!(secrets("\u{e9} = 1\r\nHERE\r\n"), "import secrets\r\n\r\n\u{e9} = 1\r\nsecrets.choice\r\n");
}

#[test]
fn names_join_a_statement_that_is_there() {
    let escape = |text: &str| with(spell_name, "app.py", text, "markupsafe", "escape");
    let cases = [
        ("from markupsafe import Markup\n\nHERE\n", "from markupsafe import Markup, escape\n\nescape\n"),
        (
            "from markupsafe import Markup, soft_str\nHERE\n",
            "from markupsafe import Markup, escape, soft_str\nescape\n",
        ),
        (
            "from markupsafe import (\n    Markup,\n    soft_str,\n)\nHERE\n",
            "from markupsafe import (\n    Markup,\n    escape,\n    soft_str,\n)\nescape\n",
        ),
        ("from markupsafe import escape as e\nHERE\n", "from markupsafe import escape as e\ne\n"),
        ("import markupsafe\nHERE\n", "import markupsafe\nmarkupsafe.escape\n"),
        ("import os\n\nHERE\n", "import os\n\nfrom markupsafe import escape\n\nescape\n"),
    ];
    for (before, after) in cases {
        assert_eq!(escape(before), after, "of {before:?}");
    }
    let taken = escape("from html import escape\nfrom markupsafe import Markup\nHERE\n");
    assert!(taken.contains("import markupsafe\n") && taken.contains("markupsafe.escape"), "{taken}");
}
