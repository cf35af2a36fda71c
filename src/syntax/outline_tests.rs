use super::super::words::words_of_text;
use super::*;

fn shape(text: &str) -> Vec<String> {
    let outline = outline(text).unwrap_or_else(|| panic!("not regular: {text}"));
    let mut end = 0;
    let shape = outline
        .units
        .iter()
        .map(|unit| {
            assert_eq!(unit.span.start, end, "no gaps");
            assert_eq!(unit.row as usize, text[..end as usize].matches('\n').count());
            end = unit.span.end;
            let name = unit.name.map_or("", |name| outline.words[name as usize]);
            format!(
                "{:?} {name} {}",
                unit.kind,
                unit.parent.map_or(String::new(), |parent| parent.to_string())
            )
            .trim()
            .to_owned()
        })
        .collect();
    assert_eq!(end as usize, text.len());
    shape
}

fn bound(text: &str) -> Vec<String> {
    let outline = outline(text).unwrap_or_else(|| panic!("not regular: {text}"));
    let binds = outline.units.iter().flat_map(|unit| outline.binds(unit));
    binds.map(|word| outline.words[*word as usize].to_owned()).collect()
}

#[test]
fn words_of_texts_and_arguments_are_told_from_names() {
    let stands = |text: &str, form: Form| {
        let outline = outline(text).unwrap();
        let found: Vec<Form> = outline
            .uses(&outline.units[0])
            .filter(|(word, _)| outline.words[*word as usize] == "go")
            .map(|(_, form)| form)
            .collect();
        found.iter().any(|found| found.has(form))
    };
    for named in ["f('go')\n", "f('shop.go')\n", "f('{x.go}')\n"] {
        assert!(stands(named, Form::QUOTED), "{named}");
    }
    for other in ["f('a/go')\n", "f('no-go')\n", "f('<go>')\n", "f('go on')\n"] {
        assert!(!stands(other, Form::QUOTED) && stands(other, Form::TEXT), "{other}");
    }
    assert!(stands("f(x, go=1)\n", Form::MEMBER) && !stands("f(x, go=1)\n", Form::DOTTED));
    assert!(stands("x.go[1]\n", Form::DOTTED) && !stands("x.go[1]\n", Form::KEYWORD));
}

#[test]
fn units_are_statements_functions_and_classes() {
    let text = "# head\nimport os\n\n\nX = [\n  1,\n]\n\n@deco(\n  1)\nasync def f(a):\n    '''doc'''\n    def g(): pass\n    return a\n\nclass A(B):\n    x = 1\n\n    @property\n    def m(self):\n        return 1\n    class C:\n        y = 2\n    def n(self): return 2\nif X:\n    import json\nelse:\n    json = None\nclass D: pass\n";
    assert_eq!(
        shape(text),
        [
            "Import",
            "Statement",
            "Function f",
            "Class A",
            "Statement  3",
            "Function m 3",
            "Class C 3",
            "Statement  6",
            "Function n 3",
            "Statement",
            "Statement D",
        ]
    );
}

#[test]
fn strings_of_all_kinds_are_passed_over() {
    for text in [
        "x = 'a\\'b' \"c#d\" + r'\\\\'\n",
        "x = f'{a!r:>{w}} {{ {b[\"k\"]} {c:%H:%M}'\ny = 1\n",
        "x = f\"{f'{f\"{1}\"}'}\"\ny = 1\n",
        "x = '''\nclass A:\n  def f(\n'''\ny = 1\n",
        "x = rb'''\\'''' + b'('\ny = 1\n",
    ] {
        assert!(shape(text).iter().all(|unit| unit == "Statement"), "{text}");
    }
}

#[test]
fn what_does_not_fit_together_is_left_to_the_parser() {
    for text in
        ["x = (\n", "x = 'a\n", "x = )\n", "a = 1\rb = 2\n", "else:\n  x\n", "x = '''a\n", "  x = 1\n"]
    {
        assert!(outline(text).is_none(), "{text}");
    }
}

#[test]
fn words_count_in_strings_and_not_in_comments_or_docstrings() {
    let text = "def f():\n    \"\"\"system\"\"\"\n    # popen\n    return getattr(os, 'exec')\n";
    let outline = outline(text).unwrap_or_else(|| panic!("not regular: {text}"));
    assert_eq!(outline.words, ["def", "f", "return", "getattr", "os", "exec"]);
    let literals = outline.literals(&outline.units[0]);
    assert_eq!(literals[0].text, "exec");
    assert_eq!(
        literals[0].before.map(|word| outline.words[word.unwrap() as usize]),
        ["os", "getattr", "return"]
    );
}

#[test]
fn of_a_text_for_people_only_the_words_that_are_asked_for_are_read() {
    let text = "def f(a):\n    log('one two three four', 'five\\'s 6six', f'{a} is {b} and so')\n    return 'is it 7 so' == a == 'as it is'\n";
    let outline = outline(text).unwrap_or_else(|| panic!("not regular: {text}"));
    let unit = &outline.units[0];
    let all: Vec<&str> = outline.mentions(unit).iter().map(|word| outline.words[*word as usize]).collect();
    // The last text is compared with: its words stand near.
    assert_eq!(all, ["def", "f", "a", "log", "one", "five", "s", "b", "return", "is", "as", "it"]);
    let before = |at: usize| {
        let literal: &Literal<'_> = &outline.literals(unit)[at];
        literal.before.map(|word| word.map_or("", |word| outline.words[word as usize]))
    };
    assert_eq!(before(0), ["log", "", ""]);
    assert_eq!(before(1), ["four", "three", "two"]);
    assert_eq!(before(2), ["six", "s", "five"]);
    assert_eq!(before(4), ["a", "so", "it"]);
    let compared: Vec<&str> =
        outline.compared(unit).iter().map(|word| outline.words[*word as usize]).collect();
    assert_eq!(compared, ["so", "it", "is", "a", "a", "so", "it", "as", "it", "is"]);
    let mut words = Vec::new();
    words_of_text(r"one\ntwo 3three _x-é", &mut |word| words.push(word));
    assert_eq!(words, ["one", "two", "three", "_x", "é"]);
}

#[test]
fn binding_is_seen() {
    assert_eq!(bound("import a.b as c\n"), ["a", "b", "c"]);
    assert_eq!(bound("x: T = f(y=1)\n"), ["x", "T"]);
    assert_eq!(bound("D['k'] = v == w\n"), ["D"]);
    assert_eq!(
        bound("def f(a):\n    self.x, self.y = a, b\n    l = 1\n    self.z.append(a)\n    G[1] = 2\n"),
        ["f", "x", "y", "z", "G"]
    );
}
