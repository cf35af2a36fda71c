//! Lines, indentation and blocks.
//!
//! A block ends where the grammar ends it: behind its last statement and the comments after that which are indented
//! at least as far as the block is.

use super::Reader;
use crate::syntax::hir::{Body, StmtId};
use crate::syntax::words::end_of_spaces;

/// The line with code that comes next, while the blocks before it are closed.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Where its code begins; none at the end of the text.
    pub(super) at: Option<usize>,
    pub(super) indent: u32,
    /// Comments on lines of their own before it: indentation, end.
    comments: Vec<(u32, usize)>,
    /// Comments that lie in a block which is closed.
    taken: usize,
    /// The end of the statement, block or comment before it.
    pub(super) close: usize,
}

impl Reader<'_> {
    /// All the parts.
    pub(super) fn whole(&mut self) -> Option<()> {
        self.next_part();
        self.look_ahead()?;
        let mut stmts = Vec::new();
        if self.ahead.at.is_some() {
            self.block(0, &mut stmts)?;
        }
        if self.ahead.at.is_some() {
            return None;
        }
        self.module.functions[0].body = Body::Block(stmts);
        Some(())
    }

    fn next_part(&mut self) -> bool {
        let Some((part, rest)) = self.parts.split_first() else { return false };
        self.parts = rest;
        (self.at, self.limit) = (part.span.start as usize, part.span.end as usize);
        true
    }

    /// Passes over the end of a line.
    pub(super) fn end_line(&mut self) -> Option<()> {
        self.ahead.close = self.end.max(self.comment);
        match self.byte() {
            b'\n' => self.at += 1,
            _ if self.at >= self.limit => {}
            _ => return None,
        }
        self.look_ahead()
    }

    /// Finds the next line with code.
    fn look_ahead(&mut self) -> Option<()> {
        self.ahead.at = None;
        self.ahead.indent = 0;
        self.ahead.comments.clear();
        self.ahead.taken = 0;
        loop {
            let mut indent = 0;
            loop {
                match self.byte() {
                    b' ' => {
                        let end = end_of_spaces(&self.bytes[..self.limit], self.at);
                        indent += (end - self.at) as u32;
                        self.at = end;
                    }
                    b'\t' => {
                        indent += 8;
                        self.at += 1;
                    }
                    _ => break,
                }
            }
            match self.byte() {
                b'\n' => self.at += 1,
                b'#' => {
                    let rest = &self.bytes[self.at..self.limit];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    self.ahead.comments.push((indent, self.at));
                }
                0 if self.at >= self.limit => {
                    if !self.next_part() {
                        return Some(());
                    }
                }
                // A line that is joined to the next before it begins.
                b'\\' => return None,
                _ => {
                    self.ahead.at = Some(self.at);
                    self.ahead.indent = indent;
                    return Some(());
                }
            }
        }
    }

    /// The statements of a block that is indented by `indent`, whose first line is the one ahead.
    pub(super) fn block(&mut self, indent: u32, out: &mut Vec<StmtId>) -> Option<()> {
        loop {
            if self.ahead.indent != indent {
                return None;
            }
            self.at = self.ahead.at?;
            self.statement(indent, out)?;
            if self.ahead.at.is_none() || self.ahead.indent < indent {
                break;
            }
        }
        self.end_block(indent);
        Some(())
    }

    /// Takes the comments that still lie in a block indented by `indent`.
    pub(super) fn end_block(&mut self, indent: u32) {
        while let Some((comment, end)) = self.ahead.comments.get(self.ahead.taken)
            && *comment >= indent
        {
            self.ahead.close = *end;
            self.ahead.taken += 1;
        }
    }

    /// What follows the colon of a compound statement that is indented by `indent`.
    pub(super) fn suite(&mut self, indent: u32) -> Option<Vec<StmtId>> {
        self.expect(b':')?;
        let mut stmts = Vec::new();
        if matches!(self.byte(), 0 | b'\n') {
            self.end_line()?;
            let inner = self.ahead.indent;
            if self.ahead.at.is_none() || inner <= indent {
                return None;
            }
            self.deeper(|this| this.block(inner, &mut stmts))?;
        } else {
            self.line(&mut stmts)?;
        }
        Some(stmts)
    }

    /// Goes on with the line ahead if it is indented by `indent` and begins with the keyword `word`.
    pub(super) fn continues(&mut self, indent: u32, word: &str) -> bool {
        let Some(at) = self.ahead.at.filter(|_| self.ahead.indent == indent) else { return false };
        self.at = at;
        self.at_word(word)
    }
}
