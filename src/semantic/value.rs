//! What the analysis knows of a value at one place.

use std::rc::Rc;

use super::models::{Kinds, SourceClass};
use super::names::NameId;
use crate::source::Span;
use crate::syntax::{ClassId, ExprId, FuncId, Symbol};

/// A place where data comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(pub u32);

/// A step of some value's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

/// A container or object made at one place of one function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjId(pub u32);

/// Where data comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// How far it is in an attacker's hand, or what else makes it matter.
    pub class: SourceClass,
    /// The parameter that it stands for, while a function is looked at without its callers.
    pub param: Option<(FuncId, u32)>,
    /// What of the parameter, where it is not the whole.
    pub part: Option<ParamPart>,
    /// The expression or parameter.
    pub span: Span,
    /// A few words: "`request.args`".
    pub note: String,
    /// The way that it took through other files before it came here.
    pub way: Option<super::far::Way>,
    /// What it is only a piece of.
    pub of: Option<OriginId>,
}

/// A part of what a parameter brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamPart {
    /// An attribute.
    Field(Symbol),
    /// What calling it gives, at that call.
    Result(ExprId),
    /// What lies under that key; of `**named` what was passed under that name.
    Key(KeyId),
    /// What lies at that position.
    At(u32),
    /// What going through it gives.
    Each,
    /// What lies in it under whatever key.
    Values,
    /// What is sent into the generator that the function is; it comes behind the parameters.
    Sent,
    /// A part of a part.
    Within(PathId),
}

impl ParamPart {
    /// What lies inside a list or mapping.
    pub fn is_item(self) -> bool {
        matches!(self, Self::Key(_) | Self::At(_) | Self::Each | Self::Values | Self::Within(_))
    }
}

/// A part inside another, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathId(pub u32);

/// A key of a mapping, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

/// One step: where, what happened, and the step before.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceStep {
    /// Where.
    pub span: Span,
    /// A few words.
    pub note: String,
    /// The step before.
    pub before: Option<StepId>,
}

/// Data from one origin inside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taint {
    /// Whence.
    pub origin: OriginId,
    /// The weaknesses that it can still cause; sanitizers take kinds away.
    pub kinds: Kinds,
    /// The last step so far.
    pub step: StepId,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Const {
    /// `None`
    None,
    /// A bool.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(Rc<str>),
    /// Bytes.
    Bytes(Rc<str>),
}

impl Const {
    /// Truth as Python has it.
    pub fn truth(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Str(text) | Self::Bytes(text) => !text.is_empty(),
        }
    }
}

/// The class of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// A class from outside, by dotted name; builtins by their bare names.
    Outside(NameId),
    /// A class of this module.
    Local(ClassId),
}

/// What a value refers to.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum What {
    /// Not known.
    #[default]
    Unknown,
    /// A module, function, class or attribute of the outside world, by dotted name.
    Named(NameId),
    /// An instance.
    Instance(Type),
    /// A function of this module, bound to its first argument when it is a method.
    Function(FuncId, Option<Value>),
    /// A class of this module.
    Class(ClassId),
    /// A member of a value; the dotted name when the value's class is known.
    Member(Value, Symbol, Option<NameId>),
}

/// Text with holes: what a string was put together from.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// In order.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Known text.
    Lit(Rc<str>),
    /// A value put in, and the expression that gave it.
    Hole(Value, ExprId),
}

/// Where in a container or object.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// `[0]`; the elements of tuples and lists.
    Index(i64),
    /// `["name"]`
    Str(Rc<str>),
    /// `.name`
    Attr(Symbol),
    /// Any place not known apart.
    Any,
    /// The keys of a dict themselves, as far as outside data is in them.
    Names,
}

/// A value; cheap to clone. The default is a value of which nothing is known and that carries nothing.
#[derive(Debug, Clone, Default)]
pub struct Value(Option<Rc<Data>>);

impl PartialEq for Value {
    /// One and the same inside is not gone through: values hold values, and share them.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other) || one == other,
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// The inside of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Data {
    /// Outside data in it, by origin.
    pub taints: Vec<Taint>,
    /// Its constant.
    pub constant: Option<Const>,
    /// What it refers to.
    pub what: What,
    /// How it was put together, when it is text.
    pub text: Option<Rc<Text>>,
    /// The container or object, in the function that made it.
    pub obj: Option<ObjId>,
    /// Contents of a container that came from another function; read-only.
    pub fields: Option<Rc<Vec<(Key, Value)>>>,
}

impl Data {
    fn is_empty(&self) -> bool {
        let Self { taints, constant, what, text, obj, fields } = self;
        taints.is_empty()
            && constant.is_none()
            && matches!(what, What::Unknown)
            && text.is_none()
            && obj.is_none()
            && fields.is_none()
    }
}

/// At most so many origins are told apart in one value.
const MAX_TAINTS: usize = 8;
/// Contents of contents are looked through this deep.
const FIELD_DEPTH: u32 = 3;
/// So many places of a container from elsewhere are told apart.
const MAX_FIELDS: usize = 128;
/// Contents of contents are kept this deep from function to function, and so many of them in all. What is shared counts
/// each time that it is met: helpers that hand on `(some, rest)` of what they were given double it at every step.
const KEPT_DEPTH: u32 = 4;
const KEPT_FIELDS: usize = 512;

impl Value {
    /// Wraps.
    pub fn new(data: Data) -> Self {
        if data.is_empty() { Self(None) } else { Self(Some(Rc::new(data))) }
    }

    /// A constant.
    pub fn constant(constant: Const) -> Self {
        Self::new(Data { constant: Some(constant), ..Data::default() })
    }

    /// A reference.
    pub fn what(what: What) -> Self {
        Self::new(Data { what, ..Data::default() })
    }

    /// The inside, when anything is known.
    pub fn data(&self) -> Option<&Data> {
        self.0.as_deref()
    }

    /// The inside to change; copied when shared.
    pub fn edit(&mut self) -> &mut Data {
        Rc::make_mut(self.0.get_or_insert_with(Rc::default))
    }

    /// Nothing is known and nothing carried.
    pub fn is_unknown(&self) -> bool {
        self.0.is_none()
    }

    /// Outside data in it.
    pub fn taints(&self) -> &[Taint] {
        self.data().map_or(&[], |data| &data.taints)
    }

    /// Its constant.
    pub fn as_const(&self) -> Option<&Const> {
        self.data()?.constant.as_ref()
    }

    /// Its text, when that is constant.
    pub fn as_str(&self) -> Option<&str> {
        match self.as_const()? {
            Const::Str(text) => Some(text),
            _ => None,
        }
    }

    /// What it refers to.
    pub fn refers(&self) -> &What {
        self.data().map_or(&What::Unknown, |data| &data.what)
    }

    /// The dotted name that it refers to, or of the member that it is.
    pub fn name(&self) -> Option<NameId> {
        match self.refers() {
            What::Named(name) | What::Member(_, _, Some(name)) => Some(*name),
            _ => None,
        }
    }

    /// Its class.
    pub fn class(&self) -> Option<Type> {
        match self.refers() {
            What::Instance(class) => Some(*class),
            _ => None,
        }
    }

    /// How it was put together.
    pub fn text(&self) -> Option<&Text> {
        self.data()?.text.as_deref()
    }

    /// The same with other taints.
    pub fn with_taints(&self, taints: Vec<Taint>) -> Self {
        if self.taints() == taints.as_slice() {
            return self.clone();
        }
        let mut data = self.data().cloned().unwrap_or_default();
        data.taints = taints;
        Self::new(data)
    }

    /// Only what it carries.
    pub fn carried(&self) -> Self {
        match self.data() {
            Some(data) if !data.taints.is_empty() => {
                Self::new(Data { taints: data.taints.clone(), ..Data::default() })
            }
            _ => Self::default(),
        }
    }

    /// Only what it and its contents carry, as far as they came along with it.
    fn gathered(&self, depth: u32) -> Self {
        let mut all = self.carried();
        let fields = self.data().and_then(|data| data.fields.as_ref()).filter(|_| depth > 0);
        for (_, inner) in fields.into_iter().flat_map(|fields| fields.iter()) {
            all.absorb(inner.gathered(depth - 1).taints());
        }
        all
    }

    /// Contents of a container from elsewhere, cut where they lie too deep or are too many; what is cut off, the place
    /// above it carries.
    pub(in crate::semantic) fn kept(&self) -> Self {
        if self.is_within(KEPT_DEPTH, &mut KEPT_FIELDS.clone()) {
            return self.clone();
        }
        let Some(fields) = self.data().and_then(|data| data.fields.as_ref()) else { return self.clone() };
        let fields = fields.iter().map(|(key, inner)| {
            let flat = inner.data().is_none_or(|data| data.fields.is_none());
            (key.clone(), if flat { inner.clone() } else { inner.gathered(FIELD_DEPTH) })
        });
        let mut cut = self.clone();
        cut.edit().fields = Some(Rc::new(fields.collect()));
        cut
    }

    fn is_within(&self, depth: u32, left: &mut usize) -> bool {
        let Some(fields) = self.data().and_then(|data| data.fields.as_ref()) else { return true };
        if depth == 0 || fields.len() > *left {
            return false;
        }
        *left -= fields.len();
        fields.iter().all(|(_, inner)| inner.is_within(depth - 1, left))
    }

    /// What is left of it where it may also be something unknown. A container from elsewhere keeps its places.
    fn perhaps(&self) -> Self {
        match self.data() {
            Some(Data { obj: None, fields: Some(fields), taints, .. }) => {
                let (fields, taints) = (Some(fields.clone()), taints.clone());
                Self::new(Data { taints, fields, ..Data::default() })
            }
            _ => self.gathered(FIELD_DEPTH),
        }
    }

    /// Adds what `other` carries.
    pub fn absorb(&mut self, other: &[Taint]) {
        if other.is_empty() || holds(self.taints(), other) {
            return;
        }
        let taints = join_taints(self.taints(), other);
        if taints != self.taints() {
            self.edit().taints = taints;
        }
    }

    /// What holds of both: the union of what they carry, the rest where they agree.
    pub fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let (Some(left), Some(right)) = (self.data(), other.data()) else {
            return if self.is_unknown() { other.perhaps() } else { self.perhaps() };
        };
        let agreed = |same: bool| same.then_some(());
        let data = Data {
            taints: match holds(&left.taints, &right.taints) {
                true => left.taints.clone(),
                false => join_taints(&left.taints, &right.taints),
            },
            constant: agreed(left.constant == right.constant).and_then(|()| left.constant.clone()),
            what: if left.what == right.what { left.what.clone() } else { What::Unknown },
            text: agreed(left.text == right.text).and_then(|()| left.text.clone()),
            obj: agreed(left.obj == right.obj).and(left.obj),
            fields: match (&left.fields, &right.fields) {
                (Some(one), Some(other)) if left.fields != right.fields => Some(join_fields(one, other)),
                // A container on one way only: what is in it may come out.
                (Some(fields), None) if right.obj.is_none() => Some(fields.clone()),
                (None, Some(fields)) if left.obj.is_none() => Some(fields.clone()),
                _ => agreed(left.fields == right.fields).and_then(|()| left.fields.clone()),
            },
        };
        Self::new(data)
    }
}

/// Contents of one container or the other; a place that only one of them has is what that one has.
fn join_fields(one: &[(Key, Value)], other: &[(Key, Value)]) -> Rc<Vec<(Key, Value)>> {
    let mut joined = one.to_vec();
    for (key, value) in other {
        let at = joined.iter().position(|(known, _)| known == key).or_else(|| {
            let full = joined.len() >= MAX_FIELDS;
            full.then(|| joined.iter().position(|(known, _)| *known == Key::Any)).flatten()
        });
        match at {
            Some(at) => joined[at].1 = joined[at].1.join(value),
            None if joined.len() < MAX_FIELDS => joined.push((key.clone(), value.clone())),
            None => joined.push((Key::Any, value.clone())),
        }
    }
    Rc::new(joined)
}

/// True when the union would be what the left side is already.
fn holds(left: &[Taint], right: &[Taint]) -> bool {
    let has = |taint: &Taint| {
        left.iter().any(|known| known.origin == taint.origin && known.kinds | taint.kinds == known.kinds)
    };
    right.iter().all(has) && left.is_sorted_by_key(|taint| taint.origin)
}

/// The union, by origin: kinds add up, the earlier step stays.
pub(in crate::semantic) fn join_taints(left: &[Taint], right: &[Taint]) -> Vec<Taint> {
    let in_order = |taints: &[Taint]| taints.is_sorted_by(|one, other| one.origin < other.origin);
    if left.is_empty() && right.len() <= MAX_TAINTS && in_order(right) {
        return right.to_vec();
    }
    let mut joined = Vec::with_capacity(left.len() + right.len());
    joined.extend_from_slice(left);
    for taint in right {
        if let Some(known) = joined.iter_mut().find(|known| known.origin == taint.origin) {
            known.kinds = known.kinds | taint.kinds;
        } else if joined.len() < MAX_TAINTS {
            joined.push(*taint);
        }
    }
    joined.sort_by_key(|taint| taint.origin);
    joined
}
