//! Calls, lambdas and parameters.

use super::Reader;
use crate::source::Span;
use crate::syntax::hir::{
    Arg, ArgKind, Body, CompKind, ExprId, ExprKind, FuncId, Function, Param, ParamKind,
};

impl Reader<'_> {
    pub(super) fn call(&mut self, start: usize, func: ExprId, height: u32) -> Option<ExprId> {
        let open = self.at;
        let args = self.args()?;
        let (height, parens) = (height.max(self.height), Span::new(open, self.end));
        self.made(ExprKind::Call { func, args, parens }, start, height)
    }

    /// The arguments of a call or the bases of a class, parentheses included.
    pub(super) fn args(&mut self) -> Option<Vec<Arg>> {
        let open = self.at;
        let mut args = Vec::new();
        let mut height = 0;
        self.open();
        while self.byte() != b')' {
            let start = self.at;
            let kind = self.passing();
            let value = self.expr()?;
            if kind == ArgKind::Positional && args.is_empty() && self.at_for() {
                let value = self.comprehension(open, CompKind::Generator, (value, None), b')')?;
                return Some(vec![Arg { kind, value, span: Span::new(open, self.end) }]);
            }
            height = height.max(self.height);
            args.push(Arg { kind, value, span: Span::new(start, self.end) });
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        self.close(b')')?;
        self.height = height;
        Some(args)
    }

    /// Reads what stands before the value of an argument.
    fn passing(&mut self) -> ArgKind {
        if self.byte() == b'*' {
            let two = self.peek(1) == b'*';
            self.advance(1 + usize::from(two));
            return if two { ArgKind::DoubleStar } else { ArgKind::Star };
        }
        let (at, end) = (self.at, self.end);
        if let Some((name, _)) = self.name() {
            if self.byte() == b'=' && self.peek(1) != b'=' {
                self.advance(1);
                return ArgKind::Keyword(self.module.names.intern(name));
            }
            (self.at, self.end) = (at, end);
        }
        ArgKind::Positional
    }

    pub(super) fn lambda(&mut self) -> Option<ExprId> {
        let start = self.at;
        self.advance(6);
        let params = self.params(b':', false)?;
        self.expect(b':')?;
        let (name, qualname) = (self.module.names.intern("<lambda>"), self.nested_name("<lambda>"));
        let here = Span::empty(start);
        let function =
            Function { params, parent: Some(self.func), ..Function::open(name, here, qualname, here) };
        let id = self.open_function(function);
        let outer = (std::mem::replace(&mut self.func, id), self.class.take());
        let body = self.expr()?;
        (self.func, self.class) = outer;
        let function = &mut self.module.functions[id.index()];
        function.body = Body::Lambda(body);
        function.span = Span::new(start, self.end);
        self.made(ExprKind::Lambda(id), start, self.height)
    }

    pub(super) fn nested_name(&self, name: &str) -> String {
        if self.qualname.is_empty() { name.to_owned() } else { format!("{}.{name}", self.qualname) }
    }

    pub(super) fn open_function(&mut self, function: Function) -> FuncId {
        self.module.functions.push(function);
        FuncId(self.module.functions.len() as u32 - 1)
    }

    /// Parameters up to `close`, which is left to be read; those of a lambda have no annotations.
    pub(super) fn params(&mut self, close: u8, annotated: bool) -> Option<Vec<Param>> {
        let mut params: Vec<Param> = Vec::new();
        let mut normal = ParamKind::Normal;
        while self.byte() != close {
            let start = self.at;
            match (self.byte(), self.peek(1)) {
                (b'/', _) => {
                    self.advance(1);
                    params.iter_mut().for_each(|param| param.kind = ParamKind::PositionalOnly);
                }
                (b'*', b'*') => {
                    self.advance(2);
                    params.push(self.param(start, ParamKind::VarKeywords, annotated)?);
                }
                (b'*', _) => {
                    self.advance(1);
                    normal = ParamKind::KeywordOnly;
                    if self.byte() != b',' {
                        params.push(self.param(start, ParamKind::VarArgs, annotated)?);
                    }
                }
                _ => params.push(self.param(start, normal, annotated)?),
            }
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        Some(params)
    }

    fn param(&mut self, start: usize, kind: ParamKind, annotated: bool) -> Option<Param> {
        let (name, _) = self.name()?;
        let mut annotation = None;
        if annotated && self.byte() == b':' {
            self.advance(1);
            annotation = Some(self.annotation()?);
        }
        let mut default = None;
        if self.byte() == b'=' {
            self.advance(1);
            default = Some(self.expr()?);
        }
        let name = self.module.names.intern(name);
        Some(Param { name, annotation, default, kind, span: Span::new(start, self.end) })
    }
}
