//! The lowered tree: expressions, statements, functions and classes in arenas, each with its span.

use std::rc::Rc;

use super::Symbol;
use crate::source::Span;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the arena.
            pub fn index(self) -> usize { self.0 as usize }
        }
    )+};
}
ids! {
    /// An expression of the module.
    ExprId,
    /// A statement of the module.
    StmtId,
    /// A function, method or lambda; number 0 is the module's own code.
    FuncId,
    /// A class.
    ClassId,
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its bytes; parentheses around it are not part of it.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug)]
pub enum ExprKind {
    /// A name.
    Name(Symbol),
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// `...`
    Ellipsis,
    /// An integer; `None` when it does not fit.
    Int(Option<i64>),
    /// A float or imaginary number.
    Float(f64),
    /// A string without holes, implicit concatenation joined, escapes resolved.
    Str(Rc<str>),
    /// A bytes literal; bytes above 0x7f are kept as the same code point.
    Bytes(Rc<str>),
    /// An f-string or t-string, or an implicit concatenation with one inside.
    Format {
        /// Text and holes in order.
        parts: Vec<Part>,
        /// True for a t-string, whose holes are not joined in.
        template: bool,
    },
    /// `base.name`
    Attr {
        /// Left of the dot.
        base: ExprId,
        /// The name.
        name: Symbol,
        /// The name's bytes.
        name_span: Span,
    },
    /// A call.
    Call {
        /// What is called.
        func: ExprId,
        /// Arguments as written.
        args: Vec<Arg>,
        /// From the opening to the closing parenthesis.
        parens: Span,
    },
    /// `base[index]`
    Subscript {
        /// Left of the bracket.
        base: ExprId,
        /// Inside; a tuple when there are several.
        index: ExprId,
    },
    /// `a:b:c` inside a subscript.
    Slice(Vec<ExprId>),
    /// An operator with two sides.
    Binary {
        /// Which.
        op: BinOp,
        /// Left.
        left: ExprId,
        /// Right.
        right: ExprId,
    },
    /// An operator with one side.
    Unary {
        /// Which.
        op: UnaryOp,
        /// Its operand.
        operand: ExprId,
    },
    /// `and`, `or`; chains of one operator are flat.
    Logic {
        /// Which.
        op: BoolOp,
        /// Two or more.
        values: Vec<ExprId>,
    },
    /// A comparison chain.
    Compare {
        /// The first operand.
        left: ExprId,
        /// Operators with the operands that follow them.
        rest: Vec<(CmpOp, ExprId)>,
    },
    /// `then if test else otherwise`
    Conditional {
        /// The condition.
        test: ExprId,
        /// The value when it holds.
        then: ExprId,
        /// The value when it does not.
        otherwise: ExprId,
    },
    /// A lambda.
    Lambda(FuncId),
    /// `(a, b)` or bare `a, b`
    Tuple(Vec<ExprId>),
    /// `[a, b]`
    List(Vec<ExprId>),
    /// `{a, b}`
    Set(Vec<ExprId>),
    /// `{k: v, **more}`; a missing key marks the latter.
    Dict(Vec<(Option<ExprId>, ExprId)>),
    /// `*value` inside a display, call or target.
    Star(ExprId),
    /// A comprehension or generator expression.
    Comprehension {
        /// Which kind.
        kind: CompKind,
        /// The element, or the key of a dict.
        element: ExprId,
        /// The value of a dict.
        value: Option<ExprId>,
        /// The `for` and `if` parts.
        clauses: Vec<Clause>,
    },
    /// `await value`
    Await(ExprId),
    /// `yield value`
    Yield(Option<ExprId>),
    /// `yield from value`
    YieldFrom(ExprId),
    /// `name := value`
    Walrus {
        /// The name, a [`ExprKind::Name`].
        target: ExprId,
        /// The value.
        value: ExprId,
    },
    /// What did not parse, or lay too deep.
    Unknown,
}

/// A piece of a format string.
#[derive(Debug)]
pub enum Part {
    /// Text, doubled braces and escapes resolved.
    Text(Rc<str>),
    /// A hole.
    Hole {
        /// The value.
        expr: ExprId,
        /// `r`, `s` or `a` after `!`.
        conversion: Option<char>,
        /// True when a format specification follows.
        spec: bool,
        /// The values that the specification takes in: `width` of `{text:>{width}}`.
        widths: Vec<ExprId>,
        /// From brace to brace.
        span: Span,
    },
}

/// An argument of a call.
#[derive(Debug)]
pub struct Arg {
    /// How it is passed.
    pub kind: ArgKind,
    /// The value.
    pub value: ExprId,
    /// The whole argument, name or stars included.
    pub span: Span,
}

/// How an argument is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgKind {
    /// By position.
    Positional,
    /// `name=value`
    Keyword(Symbol),
    /// `*value`
    Star,
    /// `**value`
    DoubleStar,
}

/// One `for … in … if …` of a comprehension.
#[derive(Debug)]
pub struct Clause {
    /// What is bound.
    pub target: ExprId,
    /// What is gone through.
    pub iter: ExprId,
    /// Conditions.
    pub tests: Vec<ExprId>,
}

/// Kinds of comprehension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompKind {
    /// `[…]`
    List,
    /// `{…}`
    Set,
    /// `{k: v …}`
    Dict,
    /// `(…)`
    Generator,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operators' usual names")]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    And,
    Or,
    Xor,
    Shl,
    Shr,
}

/// Operators with one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operators' usual names")]
pub enum UnaryOp {
    Not,
    Neg,
    Pos,
    Invert,
}

/// `and`, `or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operators' usual names")]
pub enum BoolOp {
    And,
    Or,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the operators' usual names")]
pub enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    NotIn,
    Is,
    IsNot,
}

/// A statement.
#[derive(Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// Its bytes, decorators included.
    pub span: Span,
}

/// The kinds of statement.
#[derive(Debug)]
#[expect(missing_docs, reason = "fields carry Python's own names")]
pub enum StmtKind {
    Expr(ExprId),
    /// `a = b = value`: targets left to right.
    Assign {
        targets: Vec<ExprId>,
        value: ExprId,
    },
    AugAssign {
        target: ExprId,
        op: BinOp,
        value: ExprId,
    },
    AnnAssign {
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
    },
    Return(Option<ExprId>),
    Raise {
        exc: Option<ExprId>,
        cause: Option<ExprId>,
    },
    Assert {
        test: ExprId,
        message: Option<ExprId>,
    },
    Delete(Vec<ExprId>),
    If {
        test: ExprId,
        body: Vec<StmtId>,
        /// An `elif` is an `If` in here.
        orelse: Vec<StmtId>,
    },
    While {
        test: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    For {
        target: ExprId,
        iter: ExprId,
        body: Vec<StmtId>,
        orelse: Vec<StmtId>,
    },
    Try {
        body: Vec<StmtId>,
        handlers: Vec<Handler>,
        orelse: Vec<StmtId>,
        finally: Vec<StmtId>,
    },
    With {
        items: Vec<WithItem>,
        body: Vec<StmtId>,
    },
    Match {
        subject: ExprId,
        cases: Vec<Case>,
    },
    Function(FuncId),
    Class(ClassId),
    /// `import a.b as c`
    Import(Vec<ImportName>),
    /// `from ..a import b as c`
    ImportFrom {
        /// Number of leading dots.
        level: u32,
        /// Dotted name after the dots; empty when there is none.
        module: Symbol,
        names: Vec<ImportName>,
        star: bool,
    },
    Global(Vec<Symbol>),
    Nonlocal(Vec<Symbol>),
    Pass,
    Break,
    Continue,
    /// What did not parse.
    Unknown,
}

/// One imported name.
#[derive(Debug)]
pub struct ImportName {
    /// As written, dots included.
    pub name: Symbol,
    /// After `as`.
    pub alias: Option<Symbol>,
    /// Its bytes, alias included.
    pub span: Span,
}

/// An `except` clause.
#[derive(Debug)]
pub struct Handler {
    /// The exception, or a tuple of them; none for a bare `except`.
    pub exc: Option<ExprId>,
    /// After `as`: a [`ExprKind::Name`].
    pub target: Option<ExprId>,
    /// Its statements.
    pub body: Vec<StmtId>,
    /// The whole clause.
    pub span: Span,
}

/// `value as target` of a `with`.
#[derive(Debug)]
pub struct WithItem {
    /// The context manager.
    pub value: ExprId,
    /// What it is bound to.
    pub target: Option<ExprId>,
}

/// One `case` of a `match`.
#[derive(Debug)]
pub struct Case {
    /// What it matches.
    pub pattern: Pattern,
    /// After `if`.
    pub guard: Option<ExprId>,
    /// Its statements.
    pub body: Vec<StmtId>,
}

/// A pattern, as far as the analysis tells patterns apart.
#[derive(Debug, Default)]
pub struct Pattern {
    /// Names that it binds, as [`ExprKind::Name`].
    pub binds: Vec<ExprId>,
    /// Constant values, when it is made of nothing else.
    pub values: Vec<ExprId>,
    /// Constants and classes that it is compared with, when it is made of more.
    pub reads: Vec<ExprId>,
    /// Its structure.
    pub shape: Shape,
    /// True when it matches anything.
    pub catch_all: bool,
}

/// What a pattern asks of a value, and where it puts the parts. As deep as lowering goes at most.
#[derive(Debug, Default)]
pub enum Shape {
    /// Anything, or what is not told apart.
    #[default]
    Any,
    /// A name, for whatever stands there.
    Bind(ExprId),
    /// A constant.
    Value(ExprId),
    /// One of several.
    Or(Vec<Shape>),
    /// `pattern as name`
    As(Box<Shape>, ExprId),
    /// `[a, b, *rest]`
    Sequence(Vec<Shape>),
    /// `*rest` inside a sequence; no name for `*_`.
    Rest(Option<ExprId>),
    /// `{"key": pattern, **rest}`
    Mapping(Vec<(ExprId, Shape)>, Option<ExprId>),
    /// `Class(pattern, field=pattern)`
    Class {
        /// The class's name.
        class: ExprId,
        /// By position.
        places: Vec<Shape>,
        /// By name.
        named: Vec<(Symbol, Shape)>,
    },
}

/// The code of a function.
#[derive(Debug)]
pub enum Body {
    /// Statements.
    Block(Vec<StmtId>),
    /// The expression of a lambda.
    Lambda(ExprId),
}

/// A function, method, lambda, or the module's own code.
#[derive(Debug)]
pub struct Function {
    /// Its name; `<module>`, `<lambda>` for those without one.
    pub name: Symbol,
    /// Bytes of the name.
    pub name_span: Span,
    /// Dotted name inside the module: `Shop.search`, `outer.inner`; empty for the module.
    pub qualname: String,
    /// Parameters in order.
    pub params: Vec<Param>,
    /// Its code.
    pub body: Body,
    /// Decorators, outermost first.
    pub decorators: Vec<ExprId>,
    /// After `->`.
    pub returns: Option<ExprId>,
    /// `async def`
    pub is_async: bool,
    /// True when it holds a `yield` of its own.
    pub is_generator: bool,
    /// The class whose body holds it directly.
    pub class: Option<ClassId>,
    /// The function around it; none for the module.
    pub parent: Option<FuncId>,
    /// The whole definition, decorators included.
    pub span: Span,
}

impl Function {
    /// A function of which nothing but its name was read; `span` is where it begins.
    pub(super) fn open(name: Symbol, name_span: Span, qualname: String, span: Span) -> Self {
        Self {
            name,
            name_span,
            qualname,
            params: Vec::new(),
            body: Body::Block(Vec::new()),
            decorators: Vec::new(),
            returns: None,
            is_async: false,
            is_generator: false,
            class: None,
            parent: None,
            span,
        }
    }
}

/// A parameter.
#[derive(Debug)]
pub struct Param {
    /// Its name.
    pub name: Symbol,
    /// Its annotation.
    pub annotation: Option<ExprId>,
    /// Its default.
    pub default: Option<ExprId>,
    /// How arguments bind to it.
    pub kind: ParamKind,
    /// Its bytes, annotation and default included.
    pub span: Span,
}

/// How arguments bind to a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// By position only (before `/`).
    PositionalOnly,
    /// By position or name.
    Normal,
    /// By name only (after `*`).
    KeywordOnly,
    /// `*args`
    VarArgs,
    /// `**kwargs`
    VarKeywords,
}

/// A class.
#[derive(Debug)]
pub struct Class {
    /// Its name.
    pub name: Symbol,
    /// Dotted name inside the module.
    pub qualname: String,
    /// Base classes and keywords, as written.
    pub bases: Vec<Arg>,
    /// Its statements.
    pub body: Vec<StmtId>,
    /// Decorators, outermost first.
    pub decorators: Vec<ExprId>,
    /// The function around it.
    pub parent: FuncId,
    /// The class around it, if that holds it directly.
    pub class: Option<ClassId>,
    /// The whole definition, decorators included.
    pub span: Span,
}
