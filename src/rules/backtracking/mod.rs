//! Patterns that make a backtracking matcher try exponentially many ways.
//!
//! A pattern becomes an automaton of its characters' positions. Where one text leads from a position back to itself in
//! two ways, each repetition doubles the ways; a match that fails in the end tries them all. Patterns that this cannot
//! read (look-around, back references) pass as harmless, and so does slow growth that is merely quadratic.

mod growth;

pub use growth::EXPONENTIAL;
pub(super) use growth::power;
use regex_syntax::ast::{AssertionKind, Ast, RepetitionKind, RepetitionRange, parse::Parser};
use regex_syntax::hir::{Class, HirKind};
use rustc_hash::FxHashMap;

/// Larger patterns are not looked at.
const MAX_POSITIONS: usize = 80;
/// A bound from which repetition counts as endless.
const MANY: u32 = 10;

type Set = Vec<(u32, u32)>;

#[derive(Default)]
struct Automaton {
    /// Characters of each position; empty for one that nothing is read at.
    sets: Vec<Set>,
    /// How often each step from position to position was made.
    steps: FxHashMap<(usize, usize), u32>,
}

#[derive(Default, Clone)]
struct Part {
    first: Vec<usize>,
    last: Vec<usize>,
    nullable: bool,
}

/// True when some text makes matching `pattern` (Python's syntax) explode. `whole` says that the match has to reach the
/// end of the text, as `fullmatch` demands.
pub(super) fn explodes(pattern: &str, whole: bool) -> bool {
    if pattern.len() > 2000 {
        return false;
    }
    let pattern = pattern.replace("\\Z", "\\z");
    if gives_nothing_back(&pattern) {
        return false;
    }
    let Ok(ast) = Parser::new().parse(&pattern) else { return false };
    let mut automaton = Automaton::default();
    let Some(root) = automaton.add(&ast, &pattern) else { return false };
    automaton.ambiguous().iter().any(|ring| {
        // Where the match may simply end, it never has to go back.
        whole || ring.iter().all(|position| !root.last.contains(position))
    })
}

/// `a*+`, `(?>a)`: a repetition that gives back nothing of what it took. The parser reads the first as a repetition of a
/// repetition.
fn gives_nothing_back(pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let (mut at, mut class, mut repeats) = (0, false, false);
    while at < bytes.len() {
        let now = bytes[at];
        if !class && (repeats && now == b'+' || bytes[at..].starts_with(b"(?>")) {
            return true;
        }
        // A question mark behind a bracket is part of it.
        let begins = at > 0 && bytes[at - 1] == b'(';
        repeats = !class && !repeats && !begins && matches!(now, b'*' | b'+' | b'?' | b'}');
        class = match now {
            b'[' => true,
            b']' => false,
            _ => class,
        };
        at += if now == b'\\' { 2 } else { 1 };
    }
    false
}

impl Automaton {
    /// Recursion is bounded by the parser's own limit on nesting.
    fn add(&mut self, ast: &Ast, pattern: &str) -> Option<Part> {
        let slice = |span: &regex_syntax::ast::Span| &pattern[span.start.offset..span.end.offset];
        match ast {
            Ast::Empty(_) | Ast::Flags(_) => Some(Part { nullable: true, ..Part::default() }),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::StartText => {
                    Some(Part { nullable: true, ..Part::default() })
                }
                _ => self.position(Vec::new()),
            },
            Ast::Literal(literal) => self.position(vec![(literal.c as u32, literal.c as u32)]),
            Ast::Dot(_) => self.position(vec![(0, 9), (11, 0x10_ffff)]),
            Ast::ClassUnicode(class) => self.class(slice(&class.span)),
            Ast::ClassPerl(class) => self.class(slice(&class.span)),
            Ast::ClassBracketed(class) => self.class(slice(&class.span)),
            Ast::Group(group) => self.add(&group.ast, pattern),
            Ast::Alternation(alternation) => {
                let mut whole = Part::default();
                for ast in &alternation.asts {
                    let part = self.add(ast, pattern)?;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                    whole.nullable |= part.nullable;
                }
                Some(whole)
            }
            Ast::Concat(concat) => {
                let mut whole = Part { nullable: true, ..Part::default() };
                for ast in &concat.asts {
                    let part = self.add(ast, pattern)?;
                    whole = self.follow(whole, part);
                }
                Some(whole)
            }
            Ast::Repetition(repetition) => {
                let (least, most) = match &repetition.op.kind {
                    RepetitionKind::ZeroOrOne => (0, Some(1)),
                    RepetitionKind::ZeroOrMore => (0, None),
                    RepetitionKind::OneOrMore => (1, None),
                    RepetitionKind::Range(RepetitionRange::Exactly(count)) => (*count, Some(*count)),
                    RepetitionKind::Range(RepetitionRange::AtLeast(least)) => (*least, None),
                    RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => (*least, Some(*most)),
                };
                match most {
                    Some(most) if most < MANY => {
                        // A matcher counts: it takes one after the other and may stop once it has the least, but
                        // never leaves one out in between.
                        let mut chain = Part { nullable: true, ..Part::default() };
                        let mut stops = Part::default();
                        for copy in 0..most {
                            if copy >= least {
                                stops.last.extend(&chain.last);
                                stops.nullable |= chain.nullable;
                            }
                            let part = self.add(&repetition.ast, pattern)?;
                            chain = self.follow(chain, part);
                        }
                        chain.last.extend(stops.last);
                        chain.last.sort_unstable();
                        chain.last.dedup();
                        chain.nullable |= stops.nullable;
                        Some(chain)
                    }
                    _ => {
                        let mut part = self.add(&repetition.ast, pattern)?;
                        self.join(&part.last, &part.first);
                        part.nullable |= least == 0;
                        Some(part)
                    }
                }
            }
        }
    }

    fn position(&mut self, set: Set) -> Option<Part> {
        let at = self.sets.len();
        self.sets.push(set);
        (at < MAX_POSITIONS).then(|| Part { first: vec![at], last: vec![at], nullable: false })
    }

    fn class(&mut self, text: &str) -> Option<Part> {
        let hir = regex_syntax::Parser::new().parse(text).ok()?;
        let set = match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => {
                class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
            }
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().map(|letter| (letter as u32, letter as u32)).collect()
            }
            _ => return None,
        };
        self.position(set)
    }

    fn follow(&mut self, before: Part, after: Part) -> Part {
        self.join(&before.last, &after.first);
        let mut first = before.first;
        if before.nullable {
            first.extend(&after.first);
        }
        let mut last = after.last;
        if after.nullable {
            last.extend(before.last);
        }
        Part { first, last, nullable: before.nullable && after.nullable }
    }

    fn join(&mut self, from: &[usize], to: &[usize]) {
        for from in from {
            for to in to {
                *self.steps.entry((*from, *to)).or_default() += 1;
            }
        }
    }

    /// Groups of positions that lead to each other, in which one text has two ways.
    fn ambiguous(&self) -> Vec<Vec<usize>> {
        let count = self.sets.len();
        // Nothing is read at an empty position: no way leads through.
        let live = |at: usize| !self.sets[at].is_empty();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, to) in self.steps.keys() {
            if live(*from) && live(*to) {
                next[*from].push(*to);
            }
        }
        let reach: Vec<Vec<bool>> = (0..count).map(|from| reachable(from, &next)).collect();
        let mut found: Vec<Vec<usize>> = Vec::new();
        for (start, ahead) in reach.iter().enumerate() {
            if !ahead[start] || found.iter().any(|ring| ring.contains(&start)) {
                continue;
            }
            let ring: Vec<usize> = (0..count).filter(|at| ahead[*at] && reach[*at][start]).collect();
            let doubled = self.steps.iter().any(|((from, to), times)| {
                *times > 1 && ring.contains(from) && ring.contains(to) && live(*from) && live(*to)
            });
            if doubled || self.splits(&ring, &next) {
                found.push(ring);
            }
        }
        found
    }

    /// Two ways that begin and end together, taken by the same text, in a group of positions.
    fn splits(&self, ring: &[usize], next: &[Vec<usize>]) -> bool {
        let size = self.sets.len();
        let meets = |left: usize, right: usize| left == right || overlap(&self.sets[left], &self.sets[right]);
        let mut pairs: Vec<Vec<usize>> = vec![Vec::new(); size * size];
        for left in ring {
            for right in ring {
                for to_left in next[*left].iter().filter(|to| ring.contains(to)) {
                    for to_right in next[*right].iter().filter(|to| ring.contains(to)) {
                        if meets(*to_left, *to_right) {
                            pairs[left * size + right].push(to_left * size + to_right);
                        }
                    }
                }
            }
        }
        // From together to apart and back to together anywhere in the group is enough: its positions lead to each
        // other, and so do the pairs that are together.
        let start = ring[0];
        let ahead = reachable(start * size + start, &pairs);
        (0..size * size).filter(|at| ahead[*at] && at / size != at % size).any(|apart| {
            let back = reachable(apart, &pairs);
            ring.iter().any(|at| back[at * size + at])
        })
    }
}

/// What can be reached in one or more steps.
fn reachable(from: usize, next: &[Vec<usize>]) -> Vec<bool> {
    let mut seen = vec![false; next.len()];
    let mut queue = vec![from];
    while let Some(at) = queue.pop() {
        for to in &next[at] {
            if !std::mem::replace(&mut seen[*to], true) {
                queue.push(*to);
            }
        }
    }
    seen
}

fn overlap(left: &Set, right: &Set) -> bool {
    left.iter().any(|(start, end)| right.iter().any(|(from, to)| start <= to && from <= end))
}

#[cfg(test)]
mod tests {
    use super::explodes;

    #[test]
    fn patterns_that_explode() {
        for pattern in [
            "^(a+)+$",
            "(a|a)*b",
            r"^(\w+\s?)*$",
            r"^([a-zA-Z0-9]+\.?)+@",
            "(a*)*b",
            "(a|ab|b)*c",
            r"^(\d+,?)+$",
            "(x+x+)+y",
            r"^(([a-z])+.)+[A-Z]([a-z])+$",
            r"(?P<word>\w+-?)+!",
            r"\s*(\w*\s*)*;",
            "(a{1,50})+b",
            "(-?[a-z]{1,8})*!",
        ] {
            assert!(explodes(pattern, false), "{pattern}");
        }
        assert!(explodes("(a+)+", true));
        assert!(explodes(r"(\++)+b", false));
    }

    #[test]
    fn patterns_that_do_not() {
        for pattern in [
            r"^(\w+\s)*$",
            "(a+)+",
            r"^[a-z]+(-[a-z]+)*$",
            r"^\d+(\.\d+)?$",
            r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$",
            ".*x.*y",
            r"^[\w.]+@[\w.]+$",
            "(a|b)*c",
            r"^(\w+\.)+\w+$",
            r"(?=x)(a+)+$",
            r"^(/[a-z]+)*/?$",
            "^[a-z]{2,8}(-[a-z0-9]{1,8})*$",
            r"^(\d{1,3}\.)*\d{1,3}$",
            r"\s+$",
            "(((",
            r"^(?:\w+://)?[^/]+(/.*)?$",
            r"^([a-z]+,\s*)+$",
            r"^[a-z ]*+\s*$",
        ] {
            assert!(!explodes(pattern, false), "{pattern}");
        }
    }
}
