//! Where in a page a value stands: an HTML escape is enough in text and quoted attributes, nowhere else.
//!
//! Knows of HTML what decides this: tags, attributes and their quotes, elements whose content is a program or a style.

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Between tags.
    Text,
    /// In a quoted attribute whose value is only shown.
    Attribute,
    /// At the beginning of a quoted attribute that holds an address.
    Address,
    /// In an attribute without quotes, or where names of tags and attributes stand.
    Tag,
    /// In a script, a style, or an attribute that holds one.
    Script,
}

impl Place {
    /// True where an HTML escape leaves nothing to inject.
    pub fn is_escapable(self) -> bool {
        matches!(self, Self::Text | Self::Attribute)
    }

    /// Where it is, for a sentence: "inside a script or style".
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "in the page's text",
            Self::Attribute => "in a quoted attribute",
            Self::Address => "at the beginning of an address",
            Self::Tag => "inside a tag and outside of quotes",
            Self::Script => "inside a script or style",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Text,
    /// Inside `<…>`; the text since the last blank, for the attribute's name.
    Tag(String),
    /// Inside quotes; the attribute's name and whether anything stands before.
    Quoted(char, String, bool),
    /// Inside the element of that name.
    Raw(&'static str),
}

/// Reads a page piece by piece.
#[derive(Debug, Clone)]
pub struct Reader {
    state: State,
    /// The open tag's name.
    tag: String,
    comment: bool,
    recent: String,
}

impl Default for Reader {
    fn default() -> Self {
        Self { state: State::Text, tag: String::new(), comment: false, recent: String::new() }
    }
}

const ADDRESSES: &[&str] =
    &["href", "src", "action", "formaction", "data", "poster", "background", "xlink:href"];
const RAW: &[&str] = &["script", "style"];

impl Reader {
    /// The place of a value that comes next.
    pub fn hole(&mut self) -> Place {
        match &mut self.state {
            State::Text => Place::Text,
            State::Raw(_) => Place::Script,
            State::Tag(word) => {
                // What follows belongs to the same word.
                word.push('x');
                Place::Tag
            }
            State::Quoted(_, name, begun) => {
                let name = name.to_ascii_lowercase();
                let first = !std::mem::replace(begun, true);
                if name.starts_with("on") || name == "style" || name == "srcdoc" {
                    Place::Script
                } else if first && ADDRESSES.contains(&name.as_str()) {
                    Place::Address
                } else {
                    Place::Attribute
                }
            }
        }
    }

    /// Goes over literal text.
    pub fn text(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter);
        }
    }

    fn letter(&mut self, letter: char) {
        self.recent.push(letter.to_ascii_lowercase());
        if self.recent.len() > 256 {
            let last: Vec<char> = self.recent.chars().rev().take(16).collect();
            self.recent = last.into_iter().rev().collect();
        }
        match &mut self.state {
            State::Text if self.comment => {
                if self.recent.ends_with("-->") {
                    self.comment = false;
                }
            }
            State::Text => {
                if letter == '<' {
                    self.tag.clear();
                    self.state = State::Tag(String::new());
                }
            }
            State::Raw(name) => {
                if self.recent.ends_with(&format!("</{name}")) {
                    self.tag = format!("/{name}");
                    self.state = State::Tag(String::new());
                }
            }
            State::Tag(word) => match letter {
                '>' => {
                    let raw = RAW.iter().find(|raw| self.tag.trim_end().eq_ignore_ascii_case(raw));
                    self.state = raw.map_or(State::Text, |raw| State::Raw(raw));
                }
                '"' | '\'' => {
                    let name = word.trim_end_matches('=').to_owned();
                    self.state = State::Quoted(letter, name, false);
                }
                ' ' | '\n' | '\t' | '\r' => {
                    if !word.ends_with('=') {
                        word.clear();
                    }
                    if self.tag.is_empty() {
                        // A lone `<` is text.
                        self.state = State::Text;
                    } else if !self.tag.ends_with(' ') {
                        self.tag.push(' ');
                    }
                }
                _ => {
                    word.push(letter);
                    if !self.tag.ends_with(' ') {
                        self.tag.push(letter);
                    }
                    if self.tag == "!--" {
                        self.comment = true;
                        self.state = State::Text;
                    }
                }
            },
            State::Quoted(quote, _, begun) => {
                if letter == *quote {
                    self.state = State::Tag(String::new());
                } else {
                    *begun = true;
                }
            }
        }
        // The name ends at the first blank.
        if let State::Raw(_) | State::Text = self.state {
            self.tag.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<Place> {
        let mut reader = Reader::default();
        let mut found = Vec::new();
        for (at, part) in text.split('@').enumerate() {
            if at > 0 {
                found.push(reader.hole());
            }
            reader.text(part);
        }
        found
    }

    #[test]
    fn places_of_values() {
        use Place::*;
        assert_eq!(places("@<p>@</p>"), [Text, Text]);
        assert_eq!(places("<a href='@' title=\"@\" id=@>@</a>"), [Address, Attribute, Tag, Text]);
        assert_eq!(places("<a href='/x/@'>@"), [Attribute, Text]);
        assert_eq!(places("<script type='x'>var a = '@';</script>@"), [Script, Text]);
        assert_eq!(places("<b onclick=\"go('@')\"><i style='@'></i>"), [Script, Script]);
        assert_eq!(places("<@>1 < 2 @"), [Tag, Text]);
        assert_eq!(places("<!-- <script> --> @"), [Text]);
        assert_eq!(places("<STYLE>@</STYLE>@"), [Script, Text]);
    }
}
