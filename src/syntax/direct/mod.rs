//! The direct reader: from text to the arenas without a concrete tree, for the Python that people write.
//!
//! It reads valid code only and gives up (`None`) at whatever it is not sure of: a syntax error, an old or a rare
//! form, a name that is not ASCII, nesting beyond what people write. The grammar of tree-sitter then reads the same
//! text again, around its broken parts if need be, so nothing is decided here but speed. Where both can read a text
//! they make the same module, number for number: a test compares them.

mod annotation;
mod atom;
mod block;
mod call;
mod compound;
mod display;
mod expr;
mod literal;
mod matching;
mod simple;
mod string;

use super::hir::{ClassId, Expr, ExprId, ExprKind, FuncId, Stmt, StmtId, StmtKind};
use super::module::Module;
use super::parse::Part;
use super::words::{end_of_ascii_word, end_of_spaces};
use crate::source::Span;

use self::block::Ahead;

/// Brackets, blocks and operators inside each other, and the height of an expression; both far below
/// [`super::MAX_DEPTH`], so that the grammar finds nothing too deep in what is read here.
const MAX_NESTING: u32 = 60;
const MAX_HEIGHT: u32 = 200;

/// Reads the lines `parts` of a text, which are in order and apart, as though the others were not there.
pub(super) fn read(text: &str, parts: &[Part]) -> Option<Module> {
    // A carriage return ends lines in ways of its own.
    let plain = |part: &Part| memchr::memchr2(b'\r', b'\x0c', &text.as_bytes()[part.span.range()]).is_none();
    if !parts.iter().all(plain) {
        return None;
    }
    let len = parts.iter().map(|part| part.span.len()).sum();
    let mut reader = Reader::new(text, parts, Module::empty(text, len));
    reader.whole()?;
    Some(reader.module)
}

/// Where the reader stands, and what it has made.
struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// The next byte to read: always one that begins a token, or ends a line.
    at: usize,
    /// The end of the token before.
    end: usize,
    /// The end of the part that `at` lies in.
    limit: usize,
    parts: &'t [Part],
    /// Open brackets; inside of them lines do not end.
    brackets: u32,
    /// Open brackets around the hole of a format string that is being read; a colon at this level ends its value.
    hole: Option<u32>,
    /// Where the expression that is being read began, if a name there may be the target of `:=`.
    began: usize,
    /// True until the next expression begins, which is a condition.
    condition: bool,
    /// The end of the last comment behind code.
    comment: usize,
    /// Of the expression that was read last.
    height: u32,
    nesting: u32,
    ahead: Ahead,
    module: Module,
    func: FuncId,
    class: Option<ClassId>,
    qualname: String,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, parts: &'t [Part], module: Module) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            end: 0,
            limit: 0,
            parts,
            brackets: 0,
            hole: None,
            began: usize::MAX,
            condition: false,
            comment: 0,
            height: 0,
            nesting: 0,
            ahead: Ahead::default(),
            module,
            func: FuncId(0),
            class: None,
            qualname: String::new(),
        }
    }

    /// The byte that is read next; 0 at the end of a part.
    fn byte(&self) -> u8 {
        if self.at < self.limit { self.bytes[self.at] } else { 0 }
    }

    /// A byte further on; 0 beyond the end of the part.
    fn peek(&self, ahead: usize) -> u8 {
        if self.at + ahead < self.limit { self.bytes[self.at + ahead] } else { 0 }
    }

    /// Passes over a token and the space behind it.
    fn advance(&mut self, len: usize) {
        self.end = self.at + len;
        self.at = self.end;
        self.space();
    }

    /// Passes over what separates tokens.
    fn space(&mut self) {
        loop {
            match self.byte() {
                b' ' => {
                    self.at += 1;
                    if self.byte() == b' ' {
                        self.at = end_of_spaces(&self.bytes[..self.limit], self.at);
                    }
                }
                b'\t' => self.at += 1,
                b'\n' if self.brackets > 0 => self.at += 1,
                b'\\' if self.peek(1) == b'\n' => self.at += 2,
                b'#' => {
                    let rest = &self.bytes[self.at..self.limit];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    self.comment = self.at;
                }
                _ => return,
            }
        }
    }

    /// Passes over `byte`, or gives up.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.byte() == byte).then(|| self.advance(1))
    }

    /// Passes over an opening bracket.
    fn open(&mut self) {
        self.brackets += 1;
        self.advance(1);
    }

    /// Passes over the closing bracket `byte`, or gives up.
    fn close(&mut self, byte: u8) -> Option<()> {
        self.brackets = self.brackets.checked_sub(1)?;
        self.expect(byte)
    }

    /// The word that begins here; empty when none does. A letter beyond ASCII ends it, and fits nothing afterwards.
    fn word(&self) -> &'t str {
        let byte = self.byte();
        if !byte.is_ascii_alphabetic() && byte != b'_' {
            return "";
        }
        &self.text[self.at..end_of_ascii_word(&self.bytes[..self.limit], self.at)]
    }

    /// True when the keyword `word` stands here.
    fn at_word(&self, word: &str) -> bool {
        let rest = &self.bytes[self.at.min(self.limit)..self.limit];
        rest.starts_with(word.as_bytes()) && !rest.get(word.len()).is_some_and(|byte| is_word(*byte))
    }

    /// Passes over the keyword `word` if it stands here.
    fn take_word(&mut self, word: &str) -> bool {
        let here = self.at_word(word);
        if here {
            self.advance(word.len());
        }
        here
    }

    /// Passes over a name, or gives up at a keyword.
    fn name(&mut self) -> Option<(&'t str, Span)> {
        let word = self.word();
        if word.is_empty() || is_keyword(word) {
            return None;
        }
        let span = Span::new(self.at, self.at + word.len());
        self.advance(word.len());
        Some((word, span))
    }

    /// Goes one level deeper, or gives up.
    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.nesting >= MAX_NESTING {
            return None;
        }
        self.nesting += 1;
        let value = inside(self);
        self.nesting -= 1;
        value
    }

    /// Adds an expression that ends with the last token; `height` is that of its highest part.
    fn made(&mut self, kind: ExprKind, start: usize, height: u32) -> Option<ExprId> {
        self.height = height + 1;
        if self.height > MAX_HEIGHT {
            return None;
        }
        Some(self.push(kind, Span::new(start, self.end)))
    }

    fn push(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.module.exprs.push(Expr { kind, span });
        ExprId(self.module.exprs.len() as u32 - 1)
    }

    fn push_stmt(&mut self, kind: StmtKind, span: Span) -> StmtId {
        self.module.stmts.push(Stmt { kind, span });
        StmtId(self.module.stmts.len() as u32 - 1)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// True for the words that no name can be.
pub(in crate::syntax) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}
