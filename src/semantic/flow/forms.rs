//! Forms and serializers: what comes out of them, by field, as their classes declare it.

use std::rc::Rc;

use super::class::MAX_BASES;
use super::engine::Engine;
use crate::semantic::far::FarField;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

/// Field classes of forms and serializers whose values hold nothing that could be injected.
const PLAIN_FIELDS: &[&str] = &[
    "IntegerField",
    "FloatField",
    "DecimalField",
    "BooleanField",
    "NullBooleanField",
    "DateField",
    "DateTimeField",
    "TimeField",
    "DurationField",
    "UUIDField",
    "SlugField",
    "IPAddressField",
    "GenericIPAddressField",
    "ChoiceField",
    "TypedChoiceField",
    "MultipleChoiceField",
    "ModelChoiceField",
    "ModelMultipleChoiceField",
    "PrimaryKeyRelatedField",
];

/// Where a form keeps what it let through.
const CHECKED: &[&str] = &["cleaned_data", "validated_data"];

impl Engine<'_> {
    /// The attribute in which objects of a class keep what they let through of the request.
    fn checked_member(&mut self, class: ClassId) -> Option<&'static str> {
        let bases = self.all_outside_bases(class);
        if bases.iter().any(|base| base.ends_with("Form")) && self.mentions("django") {
            return Some(CHECKED[0]);
        }
        bases.iter().any(|base| base.ends_with("Serializer")).then_some(CHECKED[1])
    }

    /// `form.cleaned_data`, `serializer.validated_data` of a class of this module: by field, as declared.
    pub(super) fn checked_data(&mut self, id: ExprId, class: ClassId, name: Symbol) -> Option<Value> {
        if self.checked_member(class)? != self.module.name(name) {
            return None;
        }
        let tainted = self.checked_source(id, self.module.name(name));
        let own = self.module.function(self.func()).class == Some(class);
        let fields = self.form_fields(class);
        let mut known: Vec<(Rc<str>, Value)> = Vec::new();
        for (field, call) in fields {
            // What the method that checks a field gives takes its place; the methods themselves see it before.
            let checked = if own { None } else { self.checked_by_method(class, field) };
            let value = match checked {
                _ if self.is_closed_field(call) => Value::default(),
                Some(value) => value,
                None => tainted.clone(),
            };
            known.push((Rc::from(self.module.name(field)), value));
        }
        Some(self.checked_mapping(known, tainted))
    }

    /// The same of a form of another module.
    pub(super) fn far_checked_data(&mut self, id: ExprId, fields: &[FarField], name: &str) -> Value {
        let tainted = self.checked_source(id, name);
        let value = |field: &FarField| if field.open { tainted.clone() } else { Value::default() };
        let known = fields.iter().map(|field| (Rc::from(field.name.as_str()), value(field))).collect();
        self.checked_mapping(known, tainted)
    }

    fn checked_source(&mut self, id: ExprId, name: &str) -> Value {
        let dotted = self.intern(match name {
            "cleaned_data" => "django.forms.Form.cleaned_data",
            _ => "rest_framework.serializers.Serializer.validated_data",
        });
        let taint = self.source(id, SourceClass::Request, dotted);
        Value::default().with_taints(vec![taint])
    }

    fn checked_mapping(&mut self, known: Vec<(Rc<str>, Value)>, rest: Value) -> Value {
        let obj = self.new_obj();
        for (field, value) in known {
            self.put(obj, Key::Str(field), value);
        }
        self.put(obj, Key::Any, rest);
        self.container("dict", obj)
    }

    /// The fields of a form, true for what lets data through, as other modules are told of them.
    pub(super) fn far_form(&mut self, class: ClassId) -> Option<Vec<FarField>> {
        self.checked_member(class)?;
        let mut found = Vec::new();
        for (field, call) in self.form_fields(class) {
            let method = self.checking_method(class, field);
            let summary = method.and_then(|func| self.summaries[func.index()].clone());
            let lets_through =
                summary.is_none_or(|summary| !self.whole(&summary.returns).taints().is_empty());
            let open = lets_through && !self.is_closed_field(call);
            found.push(FarField { name: self.module.name(field).to_owned(), open, class: None });
        }
        Some(found)
    }

    /// `clean_name` of a form, or `validate_name` of a serializer.
    fn checking_method(&mut self, class: ClassId, field: Symbol) -> Option<FuncId> {
        let prefix = if self.checked_member(class)? == CHECKED[0] { "clean_" } else { "validate_" };
        let method = self.module.names.get(&format!("{prefix}{}", self.module.name(field)))?;
        let found = self.class_member(class, &Value::what(What::Class(class)), method).ok()?;
        match *found.refers() {
            What::Function(func, _) => Some(func),
            _ => None,
        }
    }

    /// What such a method gives, where it is more than what it is given.
    fn checked_by_method(&mut self, class: ClassId, field: Symbol) -> Option<Value> {
        let func = self.checking_method(class, field)?;
        let Some(summary) = self.summary_of(func) else {
            // Looked at again once it is known.
            self.frame.unready = true;
            return Some(Value::default());
        };
        let own = self.without_params(&summary.returns);
        (self.whole(&own).taints() == self.whole(&summary.returns).taints()).then(|| own.carried())
    }

    pub(super) fn is_plain_field(&mut self, class: ClassId, wanted: &str) -> bool {
        let fields = self.form_fields(class);
        fields.iter().any(|(name, call)| self.module.name(*name) == wanted && self.is_closed_field(*call))
    }

    /// A field that lets nothing through that could be injected, by its class, its pattern or its validators.
    fn is_closed_field(&self, call: ExprId) -> bool {
        let module = self.module;
        let ExprKind::Call { func, args, .. } = &module.expr(call).kind else { return false };
        let (ExprKind::Name(kind) | ExprKind::Attr { name: kind, .. }) = module.expr(*func).kind else {
            return false;
        };
        let kind = module.name(kind);
        let validators = args.iter().filter_map(|arg| match (arg.kind, &module.expr(arg.value).kind) {
            (ArgKind::Keyword(name), ExprKind::List(items) | ExprKind::Tuple(items))
                if module.name(name) == "validators" =>
            {
                Some(items)
            }
            _ => None,
        });
        PLAIN_FIELDS.contains(&kind)
            || kind == "RegexField" && self.first_pattern(args)
            || validators.flatten().any(|item| self.is_pattern_validator(*item))
    }

    /// `RegexValidator(r"^[a-z]+\Z")`
    fn is_pattern_validator(&self, id: ExprId) -> bool {
        let module = self.module;
        let ExprKind::Call { func, args, .. } = &module.expr(id).kind else { return false };
        let (ExprKind::Name(name) | ExprKind::Attr { name, .. }) = module.expr(*func).kind else {
            return false;
        };
        let turned =
            |arg: &Arg| matches!(arg.kind, ArgKind::Keyword(name) if module.name(name) == "inverse_match");
        module.name(name) == "RegexValidator" && !args.iter().any(turned) && self.first_pattern(args)
    }

    /// The pattern, which comes first or is called `regex`, lets nothing through that could be injected.
    fn first_pattern(&self, args: &[Arg]) -> bool {
        let module = self.module;
        let pattern = args.iter().enumerate().find(|(at, arg)| match arg.kind {
            ArgKind::Positional => *at == 0,
            ArgKind::Keyword(name) => module.name(name) == "regex",
            _ => false,
        });
        pattern.is_some_and(|(_, arg)| match &module.expr(arg.value).kind {
            ExprKind::Str(text) => super::typed::is_harmless_pattern(text),
            _ => false,
        })
    }

    /// Names of a form's fields and of those that it inherits here, with the calls that make them; the first of a name
    /// counts.
    fn form_fields(&mut self, class: ClassId) -> Vec<(Symbol, ExprId)> {
        let module = self.module;
        let mut found: Vec<(Symbol, ExprId)> = Vec::new();
        let mut queue = vec![class];
        let mut next = 0;
        while let Some(class) = queue.get(next).copied().filter(|_| next < MAX_BASES) {
            next += 1;
            for id in &module.class(class).body {
                let StmtKind::Assign { targets, value } = &module.stmt(*id).kind else { continue };
                let Some(ExprKind::Name(field)) = targets.first().map(|id| &module.expr(*id).kind) else {
                    continue;
                };
                let is_call = matches!(module.expr(*value).kind, ExprKind::Call { .. });
                if is_call && !found.iter().any(|(known, _)| known == field) {
                    found.push((*field, *value));
                }
            }
            for base in self.bases(class).iter() {
                match *base {
                    Type::Local(base) if !queue.contains(&base) => queue.push(base),
                    _ => {}
                }
            }
        }
        found
    }

    /// The form or serializer that a view's method is given: the one that the class names.
    pub(super) fn form_of_view(&mut self, func: FuncId, given: &str) -> Option<Value> {
        let word = match given {
            "django.forms.Form" => "form_class",
            "rest_framework.serializers.Serializer" => "serializer_class",
            _ => return None,
        };
        let class = self.module.function(func).class?;
        let name = self.module.names.get(word)?;
        let named = self.class_member(class, &Value::what(What::Class(class)), name).ok()?;
        match named.refers() {
            What::Class(form) => Some(Value::what(What::Instance(Type::Local(*form)))),
            What::Named(form) => {
                let known = self.world.class(self.names.text(*form)).is_some_and(|class| class.form);
                known.then(|| Value::what(What::Instance(Type::Outside(*form))))
            }
            _ => None,
        }
    }
}
