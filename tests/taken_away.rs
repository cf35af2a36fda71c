//! Protections that a change takes away, and patterns that it makes worse: what is told, and what stays silent.

mod support;

use support::{review_texts, shown};

/// What a review of one file says.
fn reviewed(base: &str, head: &str) -> Vec<String> {
    shown(&review_texts(&[("a.py", base, "a.py", head)]))
}

/// Taking `from` away, or putting `to` in its place, is told as `wanted`; the other way about nothing is.
fn told(base: &str, from: &str, to: &str, wanted: &str) {
    assert!(base.contains(from), "{from} is not in\n{base}");
    let head = base.replace(from, to);
    assert_eq!(reviewed(base, &head), [wanted], "{head}");
    assert_eq!(reviewed(&head, base), Vec::<String>::new(), "brought back: {head}");
}

/// A change that says nothing.
fn silent(base: &str, head: &str) {
    assert_eq!(reviewed(base, head), Vec::<String>::new(), "{head}");
}

const PAGE: &str = "from markupsafe import escape\n\n\ndef cell(text, wide):\n    css = \"wide\" if wide else \"\"\n    \
                    body = escape(text)\n    return f\"<td class='{css}'>{body}</td>\"\n";

#[test]
fn an_escape() {
    told(PAGE, "escape(text)", "text", "xss@6");
    // Under another name, by the library's own, by replacing marks.
    told(&PAGE.replace("escape(text)", "escape_html(text)"), "escape_html(text)", "text.strip()", "xss@6");
    let base = PAGE.replace("escape(text)", "text.replace(\"<\", \"&lt;\")");
    told(&base, ".replace(\"<\", \"&lt;\")", "", "xss@6");
}

#[test]
fn an_escape_that_is_still_there() {
    // Somewhere else in the function, in one that is called, in another file.
    silent(PAGE, &PAGE.replace("escape(text)", "text").replace("{body}", "{escape(body)}"));
    silent(PAGE, &PAGE.replace("escape(text)", "sanitize(text)"));
    let helper = format!(
        "{}\n\ndef shown(text):\n    return escape(text).strip()\n",
        PAGE.replace("escape(text)", "shown(text)")
    );
    silent(PAGE, &helper);
    let other = "from markupsafe import escape\n\n\ndef shown(text):\n    return escape(text)\n";
    let head = PAGE.replace("escape(text)", "shown(text)");
    assert_eq!(
        shown(&review_texts(&[("a.py", PAGE, "a.py", &head), ("", "", "b.py", other)])),
        Vec::<String>::new()
    );
    // Nothing is left that could do harm.
    silent(PAGE, "from markupsafe import escape\n\n\ndef cell(text, wide):\n    return \"<td></td>\"\n");
    silent(PAGE, "def row(cells):\n    return len(cells)\n");
}

const FILES: &str = "import os\n\nROOT = \"/srv/files\"\n\n\ndef read(name):\n    if \"..\" in name:\n        raise ValueError(name)\n    \
                     with open(os.path.join(ROOT, name)) as file:\n        return file.read()\n";

#[test]
fn a_check_of_a_path() {
    let check = "    if \"..\" in name:\n        raise ValueError(name)\n";
    told(FILES, check, "", "path-traversal@7");
    let resolved = FILES.replace("if \"..\" in name", "if not os.path.realpath(name).startswith(ROOT_DIR)");
    let kept = "import os\n\n\nclass Transfer:\n    def place(self, item):\n        resolved = \
                os.path.normpath(os.path.join(self.folder, item))\n        base = os.path.normpath(self.folder)\n        if \
                resolved != base and not resolved.startswith(base + os.sep):\n            raise ValueError(item)\n        \
                return resolved\n";
    let lines: Vec<&str> = kept.lines().collect();
    let gone = format!("{}\n{}\n", lines[7], lines[8]);
    told(kept, &gone, "", "path-traversal@8");
    let plain = "    def place(self, item):\n        return os.path.join(self.folder, item)\n";
    let head = format!("{}{plain}", &kept[..kept.find("    def").unwrap_or(0)]);
    assert_eq!(reviewed(kept, &head), ["path-traversal@6"]);
    told(
        &resolved,
        "    if not os.path.realpath(name).startswith(ROOT_DIR):\n        raise ValueError(name)\n",
        "",
        "path-traversal@7",
    );
    let helper = FILES.replace(check, "    validate_path(name)\n");
    told(&helper, "    validate_path(name)\n", "", "path-traversal@7");
    // A check whose name does not say of what, by what lies behind it.
    let base = "import subprocess\n\n\ndef ping(host):\n    if not is_valid(host):\n        raise ValueError(host)\n    \
                subprocess.run(\"ping \" + host, shell=True)\n";
    let check = "    if not is_valid(host):\n        raise ValueError(host)\n";
    told(base, check, "", "command-injection@5");
}

#[test]
fn a_helper_that_protects_inside() {
    let base = "import json\n\n\ndef _plain(data):\n    return json.dumps(data).replace(\"<\", \"\\\\u003c\")\n\n\ndef script(data):\n    \
                return f\"<script>load({_plain(data)})</script>\"\n";
    told(base, "{_plain(data)}", "{json.dumps(data)}", "xss@9");
    let other = base.replace(".replace(\"<\", \"\\\\u003c\")", ".strip()");
    silent(&other, &other.replace("{_plain(data)}", "{json.dumps(data)}"));
}

#[test]
fn a_check_that_is_none() {
    let base = "import os\n\nROOT = \"/srv/files\"\n\n\ndef inside(path):\n    path = os.path.realpath(path)\n    if os.path.commonpath([path, ROOT]) != ROOT:\n        \
                raise ValueError(path)\n    return path\n";
    told(base, "commonpath", "commonprefix", "path-traversal@8");
}

#[test]
fn a_check_of_something_else() {
    let empty = "def read(name):\n    if not name:\n        raise ValueError(name)\n    with open(name) as file:\n        return file.read()\n";
    silent(empty, &empty.replace("    if not name:\n        raise ValueError(name)\n", ""));
    let there = empty.replace("not name", "not os.path.exists(name)");
    silent(&there, &there.replace("    if not os.path.exists(name):\n        raise ValueError(name)\n", ""));
    // Another check took its place.
    silent(FILES, &FILES.replace("if \"..\" in name", "if not is_inside(ROOT, name)"));
    silent(FILES, &FILES.replace("if \"..\" in name", "if \"..\" in name.split(os.sep)"));
}

#[test]
fn a_part_of_a_condition() {
    let base = "from urllib.parse import urlsplit\n\nfrom flask import redirect\n\n\ndef back(url):\n    parts = urlsplit(url)\n    \
                if parts.scheme or parts.netloc:\n        url = \"/\"\n    else:\n        url = parts.path\n    return redirect(url)\n";
    told(base, "parts.scheme or ", "", "open-redirect@8");
    let base = "def is_safe_redirect(url):\n    if not url:\n        return False\n    if url.startswith(\"//\"):\n        \
                return False\n    return url.startswith(\"/\")\n";
    told(base, "    if url.startswith(\"//\"):\n        return False\n", "", "open-redirect@4");
}

#[test]
fn who_may_do_what() {
    let base = "from shop.auth import login_required\n\n\n@login_required\ndef orders(request):\n    return list(request.user.orders)\n";
    told(base, "@login_required\n", "", "missing-authorization@4");
    let base = "from django.core.exceptions import PermissionDenied\n\n\ndef orders(request, shop):\n    if shop.owner != request.user:\n        \
                raise PermissionDenied\n    return list(shop.orders)\n";
    told(
        base,
        "    if shop.owner != request.user:\n        raise PermissionDenied\n",
        "",
        "missing-authorization@5",
    );
    let base = "class Orders(LoginRequiredMixin, View):\n    def get(self, request):\n        return list(request.user.orders)\n";
    told(base, "LoginRequiredMixin, ", "", "missing-authorization@1");
}

#[test]
fn comparison_modes_and_options() {
    let base =
        "import hmac\n\n\ndef is_right(given, wanted):\n    return hmac.compare_digest(given, wanted)\n";
    told(base, "hmac.compare_digest(given, wanted)", "given == wanted", "timing-comparison@5");
    let base = "import os\n\n\ndef keep(path, text):\n    with open(path, \"w\") as file:\n        file.write(text)\n    os.chmod(path, 0o600)\n";
    told(base, "    os.chmod(path, 0o600)\n", "", "file-permissions@6");
    silent(&base.replace("0o600", "0o755"), &base.replace("    os.chmod(path, 0o600)\n", ""));
    let base = "import subprocess\n\n\ndef clone(address):\n    subprocess.run([\"git\", \"clone\", \"--\", address], check=True)\n";
    told(base, "\"--\", ", "", "command-injection@5");
    let base = "from lxml import etree\n\n\ndef read(source):\n    parser = etree.XMLParser(resolve_entities=False)\n    \
                return etree.parse(source, parser)\n";
    told(base, "resolve_entities=False", "", "xml-external-entities@5");
    let base = "def fetch(session, url, verify=True):\n    return session.get(url, verify=verify)\n";
    told(base, "verify=True", "verify=False", "tls-verification@1");
    silent(base, &base.replace("verify=True", "verify"));
}

#[test]
fn an_entry_of_what_is_turned_away() {
    let base = "SENSITIVE_KEYS = (\n    \"password\",\n    \"api_key\",\n)\n\n\ndef shown(key, value):\n    return \"***\" if key in SENSITIVE_KEYS \
                else value\n";
    told(base, "    \"api_key\",\n", "", "secret-in-log@3");
    let other = base.replace("SENSITIVE_KEYS", "SORTED_KEYS");
    silent(&other, &other.replace("    \"api_key\",\n", ""));
}

#[test]
fn the_form_of_a_part_of_a_query() {
    let base = "import re\n\nNAME = re.compile(r\"[a-z]+\")\n\n\nclass Ordered:\n    def as_sql(self, compiler):\n        if not NAME.fullmatch(self.column):\n            \
                raise ValueError(self.column)\n        return compiler.compile(self), [self.column]\n";
    let check = "        if not NAME.fullmatch(self.column):\n            raise ValueError(self.column)\n";
    told(base, check, "", "sql-injection@8");
    let other = base.replace("as_sql", "as_text");
    silent(&other, &other.replace(check, ""));
}

#[test]
fn tests_and_marks_are_silent() {
    let head = PAGE.replace("escape(text)", "text");
    let review = review_texts(&[("tests/test_a.py", PAGE, "tests/test_a.py", &head)]);
    assert_eq!(shown(&review), Vec::<String>::new());
    let marked =
        head.replace("body = text\n", "body = text  # hognose: ignore[xss] -- escaped by the caller\n");
    let review = review_texts(&[("a.py", PAGE, "a.py", &marked)]);
    assert_eq!((shown(&review), review.suppressed.len()), (vec![], 1));
}

#[test]
fn a_function_written_anew_is_another_one() {
    let lines: String = (0..20).map(|at| format!("    total_{at} = text.count(\"{at}\")\n")).collect();
    let head = format!("def cell(text, wide):\n{lines}    return total_1\n");
    silent(PAGE, &head);
}

const WORDS: &str = "import re\n\nWORDS = re.compile(r\"^\\w+(\\s\\w+)*$\")\n\n\ndef words(text):\n    return WORDS.match(text)\n";

#[test]
fn a_pattern_made_worse() {
    let base = WORDS.replace("def words(text):\n    return WORDS.match(text)\n", "");
    told(&base, "(\\s\\w+)*$", "(\\s?\\w+)*$", "regex-denial-of-service@3");
    told(&base, "^\\w+(\\s\\w+)*$", "^\\s*(.*?)\\s*$", "regex-denial-of-service@3");
    let assembled = "import re\n\nfrom shop.text import MARK\n\nQUOTED = re.compile(r\"^(?:[^'\\\\]|\\\\.)*\" + MARK + r\"$\")\n";
    told(assembled, "[^'\\\\]", "[^']", "regex-denial-of-service@5");
    // Other text, the same growth; a pattern that is new.
    silent(&base, &base.replace("\\w+(\\s\\w+)", "[a-z]+(-[a-z]+)"));
    // Others stand beside it as they did, quoted in another way or at another place.
    let hash = "import re\n\nHASH = re.compile('^[a-f0-9]{40}$')\n\n\ndef is_hash(text):\n    return HASH.match(text)\n";
    let trim = "TRIM = re.compile(r\"^\\s*(.*?)\\s*$\")\n";
    silent(
        hash,
        &hash.replace(
            "HASH = re.compile('^[a-f0-9]{40}$')",
            &format!("{trim}HASH = re.compile(\"^[a-f0-9]{{40}}$\")"),
        ),
    );
    let moved = format!("import re\n\nEND = re.compile(r\"[a-z]+\")\n\n\nclass Words:\n    {trim}");
    silent(&moved, &format!("import re\n\n{trim}\n\nclass Words:\n    pass\n"));
    silent("import re\n", "import re\n\nTRIM = re.compile(r\"^\\s*(.*?)\\s*$\")\n");
}

#[test]
fn an_answer_that_is_asked_otherwise() {
    let base = "from shop.access import NotAuthorized, check_access\n\n\ndef may_write(user, row):\n    authorized = \
                check_access(user, row)\n    if not authorized:\n        return {\"success\": False}\n    return {\"success\": True}\n";
    let head = "from shop.access import NotAuthorized, check_access\n\n\ndef may_write(user, row):\n    try:\n        \
                check_access(user, row)\n    except NotAuthorized:\n        return {\"success\": False}\n    return {\"success\": True}\n";
    silent(base, head);
}

#[test]
fn arguments_that_are_no_commands() {
    let base = "class State:\n    def add(self, args):\n        self._check_overwritten_args(args)\n        self.args = dict(args)\n";
    silent(base, &base.replace("        self._check_overwritten_args(args)\n", ""));
}

const GATE: &str = "from shop.web import HTTPForbidden\n\n\ndef orders(request):\n    user = request.identity\n    \
                    if user.is_authenticated and not isinstance(user, Seller):\n        raise HTTPForbidden(user)\n    \
                    return request.orders()\n";

#[test]
fn a_condition_that_turns_away_more() {
    // Without a part of what `and` joins, more is turned away; without one of two alternatives, less is.
    silent(GATE, &GATE.replace("user.is_authenticated and not isinstance", "not isinstance"));
    let base = GATE
        .replace("user.is_authenticated and not isinstance", "not user.is_authenticated or not isinstance");
    told(&base, "not user.is_authenticated or not isinstance", "not isinstance", "missing-authorization@6");
    let base = GATE.replace(
        "user.is_authenticated and not isinstance(user, Seller)",
        "user and (user.is_authorless or not user.sells)",
    );
    told(
        &base,
        "user and (user.is_authorless or not user.sells)",
        "user and not user.sells",
        "missing-authorization@6",
    );
    silent(&base, &base.replace("user and (user.id", "(user.id"));
}

#[test]
fn a_part_of_an_address_under_a_name_of_its_own() {
    let base = "from urllib.parse import urlsplit\n\n\ndef proxy(text):\n    address = urlsplit(text)\n    \
                if address.scheme.lower() == \"socks5\":\n        kind = 5\n    else:\n        \
                raise ValueError(text)\n    return kind, address\n";
    let head = base
        .replace("    if address.scheme.lower() ==", "    scheme = address.scheme.lower()\n    if scheme ==");
    silent(base, &head);
    told(
        &head,
        "    if scheme == \"socks5\":\n        kind = 5\n    else:\n        raise ValueError(text)\n",
        "    kind = 5\n",
        "open-redirect@7",
    );
}

#[test]
fn a_name_of_a_file_that_is_only_compared() {
    let base = "import os\n\nDEFAULT = \"shop.cfg\"\n\n\ndef load(path):\n    try:\n        return open(path).read()\n    \
                except OSError:\n        if os.path.basename(path) != DEFAULT:\n            raise\n    return path\n";
    silent(base, &base.replace("os.path.basename(path)", "path"));
    let base = base.replace("open(path)", "open(os.path.basename(path))");
    told(&base, "open(os.path.basename(path))", "open(path)", "path-traversal@8");
    // Compared with what it was taken from, it is a check.
    let base = "import os\n\n\ndef load(path):\n    if os.path.basename(path) != path:\n        raise ValueError(path)\n    \
                return open(path).read()\n";
    told(
        base,
        "    if os.path.basename(path) != path:\n        raise ValueError(path)\n",
        "",
        "path-traversal@5",
    );
}

#[test]
fn a_check_under_another_name() {
    let base = "from shop.auth import requires_access_to_order\n\n\n@app.put(\"/\", dependencies=[Depends(requires_access_to_order())])\n\
                def change(order):\n    return order.change()\n";
    silent(base, &base.replace("requires_access_to_order", "requires_access_from_file_token"));
    told(
        base,
        "dependencies=[Depends(requires_access_to_order())]",
        "dependencies=[]",
        "missing-authorization@4",
    );
}

#[test]
fn attributes_that_are_no_markup() {
    let base = "from shop.spans import sanitize_attributes\n\n\ndef stored(span):\n    data = sanitize_attributes(span)\n    \
                return {\"span\": span, \"data\": data}\n";
    silent(base, &base.replace("sanitize_attributes(span)", "dict(span)"));
    let base = base.replace("sanitize_attributes", "sanitize_html_attributes");
    told(&base, "sanitize_html_attributes(span)", "dict(span)", "xss@5");
}

#[test]
fn an_answer_that_is_returned() {
    let base = "from shop.rights import has_order_permission\n\n\ndef may_copy(user, order):\n    \
                if not has_order_permission(user, order):\n        return False\n    return order.is_open(user)\n";
    silent(
        base,
        &base
            .replace("    if not has_order_permission(user, order):\n        return False\n", "")
            .replace("order.is_open(user)", "has_order_permission(user, order)"),
    );
}

#[test]
fn a_comment_takes_the_place_of_no_check() {
    let base = "from shop.rights import NotAllowed\n\n\ndef copy(user, order):\n    if not order.check_owner(user):\n        \
                raise PermissionDenied\n    return order.copy()\n";
    let check = "    if not order.check_owner(user):\n        raise PermissionDenied\n";
    let comment = "    # No check_owner() here: whoever may read an order may copy it.\n";
    told(base, check, comment, "missing-authorization@5");
    // Nor does code in a comment or a text.
    told(
        base,
        check,
        "    # if not order.check_owner(user): raise PermissionDenied\n",
        "missing-authorization@5",
    );
    told(base, check, "    \"order.check_owner(user)\"\n", "missing-authorization@5");
    told(base, check, "    # Whoever may read an order may copy it.\n", "missing-authorization@5");
}

#[test]
fn what_is_dropped_by_name() {
    let base = "from shop.rights import filter_allowed_access_grants\n\n\ndef change(user, form):\n    \
                form.grants = filter_allowed_access_grants(user, form.grants)\n    save(form.dict(exclude={\"id\"}))\n";
    let line = "    form.grants = filter_allowed_access_grants(user, form.grants)\n";
    silent(base, &base.replace(line, "").replace("{\"id\"}", "{\"id\", \"grants\"}"));
    told(base, line, "", "missing-authorization@5");
}

#[test]
fn a_function_that_does_nothing_any_more() {
    let base = "from shop.rights import PermissionDenied, has_order_permission\n\n\n@login_required\ndef paste(request):\n    \
                if not has_order_permission(request.user):\n        raise PermissionDenied\n    return paste_all(request.POST)\n";
    let check = "    if not has_order_permission(request.user):\n        raise PermissionDenied\n";
    told(base, check, "", "missing-authorization@6");
    silent(
        base,
        &base.replace(check, "").replace("paste_all(request.POST)", "HttpResponseBadRequest(\"gone\")"),
    );
}

#[test]
fn another_base_of_a_class() {
    let base = "class Orders(AuthenticationRequiredMixin, View):\n    def get(self, request):\n        return list(request.user.orders)\n";
    silent(base, &base.replace("AuthenticationRequiredMixin", "FreshLoginView"));
    told(base, "AuthenticationRequiredMixin, ", "", "missing-authorization@1");
}

#[test]
fn entries_that_become_keys() {
    let base = "SENSITIVE_FIELDS = {\n    \"password\",\n    \"api_key\",\n}\n\n\ndef shown(key):\n    return key in SENSITIVE_FIELDS\n";
    let head = base
        .replace("\"password\"", "\"password\": \"Password\"")
        .replace("\"api_key\"", "\"api_key\": \"Key\"");
    silent(base, &head);
    told(&head, "    \"api_key\": \"Key\",\n", "", "secret-in-log@3");
}

#[test]
fn an_attribute_that_an_object_may_have() {
    let base = "def check_access(request):\n    if hasattr(request, \"domain\") and request.domain:\n        return request.login()\n    \
                return request.user\n";
    silent(base, &base.replace("hasattr(request, \"domain\") and request.domain", "request.mode in (1, 2)"));
}

#[test]
fn a_condition_that_becomes_a_function() {
    let base = "from urllib.parse import urlsplit\n\nimport requests\n\n\ndef read(place):\n    scheme = urlsplit(place).scheme\n    \
                if scheme in (\"http\", \"https\"):\n        return requests.get(place, timeout=5).text\n    return open(place).read()\n";
    let line = "    scheme = urlsplit(place).scheme\n    if scheme in (\"http\", \"https\"):\n";
    silent(base, &base.replace(line, "    if _is_address(place):\n"));
    let base = "from shop.rights import assert_permissions, assert_permissions_to_update\n\n\ndef change(order):\n    \
                assert_permissions(order)\n    order.change()\n";
    silent(base, &base.replace("    assert_permissions(order)", "    assert_permissions_to_update(order)"));
    told(base, "    assert_permissions(order)\n", "", "missing-authorization@5");
}

#[test]
fn what_the_same_is_done_by_in_other_words() {
    let named = "import os\nfrom pathlib import Path\n\n\ndef title(path):\n    name = os.path.basename(path)\n    return open(name)\n";
    silent(named, &named.replace("os.path.basename(path)", "Path(path).name"));
    told(named, "os.path.basename(path)", "Path(path).parent", "path-traversal@6");
    // The default is chosen inside.
    let page =
        "from shop import Page\n\n\ndef render(text, escape=True):\n    return Page(text, escape=escape)\n";
    silent(
        page,
        &page
            .replace("escape=True", "escape=None")
            .replace("=escape)", "=True if escape is None else escape)"),
    );
    told(page, "escape=True", "escape=False", "xss@4");
    // A function of the file's own is handed over to be called.
    let model = "import asyncio\n\n\ndef path_is_allowed(name):\n    return name in NAMES\n\n\nasync def read(name):\n    if \
                 not path_is_allowed(name):\n        raise ValueError(name)\n    return open(name)\n";
    silent(
        model,
        &model.replace(
            "path_is_allowed(name):\n        raise",
            "await asyncio.to_thread(path_is_allowed, name):\n        raise",
        ),
    );
    // A quote in a text of code is no markup.
    let code =
        "def literal(text):\n    safe = text.replace('\"', '\\\\\"')\n    return f'name = \"{safe}\"'\n";
    silent(code, &code.replace(".replace('\"', '\\\\\"')", ".title()"));
}

#[test]
fn a_check_of_one_attribute() {
    let base = "import os\nimport subprocess\n\n\ndef run(options, names):\n    check_options(names, options.extra)\n    \
                options.target = os.path.abspath(options.target)\n    subprocess.run([\"build\", *options.extra, options.target])\n";
    let check = "    check_options(names, options.extra)\n";
    // What it looked at is still there, by its name or with all of the object.
    told(base, check, "", "command-injection@6");
    let whole = base.replace("*options.extra, options.target", "*words(options)");
    told(&whole, check, "", "command-injection@6");
    let method = base.replace("*options.extra, options.target", "*options.words()");
    told(&method, check, "", "command-injection@6");
    // It went with its check.
    silent(base, &base.replace(check, "").replace("*options.extra, ", ""));
    let named = base
        .replace("check_options(names", "check_extra_options(names")
        .replace("[\"build\"", "[names, str(options)");
    silent(
        &named,
        &named.replace("    check_extra_options(names, options.extra)\n", "").replace("*options.extra, ", ""),
    );
    // Nobody else spoke of it: it may be looked for in all of the object.
    let alone = named.replace("*options.extra, ", "");
    told(&alone, "    check_extra_options(names, options.extra)\n", "", "command-injection@6");
    // A part of an address stands for the address.
    let address = "from urllib.parse import urlsplit\n\nimport requests\n\n\ndef load(place):\n    parts = urlsplit(place)\n    \
                   check_host(parts.hostname)\n    return requests.get(parts.geturl(), timeout=5)\n";
    told(address, "    check_host(parts.hostname)\n", "", "ssrf@8");
}

#[test]
fn an_escape_of_what_is_only_looked_for() {
    let base = "from markupsafe import escape\n\n\nclass Text(str):\n    def cut(self, mark):\n        \
                return Text(self.partition(escape(mark))[0])\n\n    def grow(self, text):\n        \
                return Text(self + escape(text))\n";
    silent(base, &base.replace("escape(mark)", "mark"));
    told(base, "escape(text)", "text", "xss@9");
}

#[test]
fn names_that_only_sound_like_a_path() {
    // Members of a class, and files that are made around others or under names of their own.
    let team = "def join(team, user):\n    check_for_existing_members(team, user)\n    check_members(team)\n    team.add(user)\n";
    silent(team, "def join(team, user):\n    team.add(user)\n");
    let base = "import tempfile\n\n\ndef unpack(archive, name):\n    # Safe: nobody else has it.\n    \
                folder = tempfile.mkdtemp(prefix=name)\n    return archive.read(folder, name)\n";
    silent(base, &base.replace("mkdtemp(prefix=name)", "TemporaryDirectory(prefix=name).name"));
    let base = "def unpack(bundle, folder):\n    return bundle.copy(folder, safe_members(bundle))\n";
    told(base, "safe_members(bundle)", "bundle.members", "path-traversal@2");
}

#[test]
fn what_goes_through_a_folder() {
    let base = "import os\n\n\ndef walk(folder, listed):\n    for name in listed(folder):\n        \
                if name in {\".\", \"..\"}:\n            continue\n        yield os.path.join(folder, name)\n";
    let check = "        if name in {\".\", \"..\"}:\n            continue\n";
    silent(base, &base.replace(check, ""));
    let raises = check.replace("{\".\", \"..\"}", "\"..\"").replace("continue", "raise ValueError(name)");
    told(&base.replace(check, &raises), &raises, "", "path-traversal@6");
    let base = "import os\n\n\ndef links(folder):\n    for name in os.listdir(folder):\n        \
                path = os.path.join(folder, name)\n        # Not safe to read otherwise.\n        \
                if not os.path.islink(path):\n            continue\n        yield path, os.readlink(path)\n";
    let check =
        "        # Not safe to read otherwise.\n        if not os.path.islink(path):\n            continue\n";
    silent(base, &base.replace(check, ""));
    let base = base.replace("not os.path", "os.path").replace("os.readlink(path)", "open(path).read()");
    told(&base, &check.replace("not os.path", "os.path"), "", "path-traversal@7");
    // `os.path` is no variable.
    let base = "import os\n\n\ndef load(path):\n    if \"..\" in path:\n        raise ValueError(path)\n    return open(path).read()\n";
    let check = "    if \"..\" in path:\n        raise ValueError(path)\n";
    silent(base, &base.replace(check, "").replace("open(path)", "open(os.path.join(ROOT, NAME))"));
    told(&base.replace("open(path)", "open(os.path.join(ROOT, path))"), check, "", "path-traversal@5");
}

#[test]
fn a_pattern_that_is_made_no_more() {
    let base = "import re\n\n\ndef find(lines, mark):\n    if not mark:\n        return []\n    \
                end = re.compile(re.escape(mark) + \"$\")\n    return [line for line in lines if end.search(line)]\n";
    silent(
        base,
        &base
            .replace("    end = re.compile(re.escape(mark) + \"$\")\n", "")
            .replace("end.search(line)", "line == mark"),
    );
    told(base, "re.escape(mark)", "mark", "regex-denial-of-service@7");
}

#[test]
fn a_scheme_is_no_host() {
    let base = "from urllib.parse import urlsplit\n\nimport requests\n\n\ndef load(url):\n    parts = urlsplit(url)\n    \
                if parts.scheme not in (\"http\", \"https\"):\n        raise ValueError(url)\n    \
                if parts.hostname in BLOCKED:\n        raise ValueError(url)\n    return requests.get(url, timeout=5)\n";
    let scheme = "    if parts.scheme not in (\"http\", \"https\"):\n        raise ValueError(url)\n";
    // Nothing but HTTP is spoken here.
    silent(base, &base.replace(scheme, ""));
    told(base, "    if parts.hostname in BLOCKED:\n        raise ValueError(url)\n", "", "ssrf@10");
    // Files are read, too.
    let base = base.replace("requests.get(url, timeout=5)", "urlopen(url, timeout=5)");
    told(&base, scheme, "", "ssrf@8");
    let other = scheme
        .replace("parts.scheme not in (\"http\", \"https\")", "not url.startswith((\"http:\", \"https:\"))");
    silent(&base, &base.replace(scheme, &other));
}
