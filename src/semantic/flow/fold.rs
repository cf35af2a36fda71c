//! Constant folding: what operators, comparisons and indexing make of values that are known.
//!
//! Gives nothing where a result would be too large or overflow.

use std::rc::Rc;

use super::format::MAX_JOINED;
use crate::semantic::value::{Const, Value, What};
use crate::syntax::{BinOp, CmpOp, UnaryOp};

pub(super) fn unary(op: UnaryOp, value: &Value) -> Value {
    let folded = match (op, value.as_const()) {
        (UnaryOp::Not, Some(constant)) => Some(Const::Bool(!constant.truth())),
        (UnaryOp::Neg, Some(Const::Int(number))) => number.checked_neg().map(Const::Int),
        (UnaryOp::Neg, Some(Const::Float(number))) => Some(Const::Float(-number)),
        (UnaryOp::Pos, Some(constant @ (Const::Int(_) | Const::Float(_)))) => Some(constant.clone()),
        (UnaryOp::Invert, Some(Const::Int(number))) => Some(Const::Int(!number)),
        _ => None,
    };
    folded.map_or_else(Value::default, Value::constant)
}

pub(super) fn binary(op: BinOp, left: &Value, right: &Value) -> Option<Value> {
    let folded = match (left.as_const()?, right.as_const()?) {
        (Const::Str(a), Const::Str(b)) if op == BinOp::Add && a.len() + b.len() <= MAX_JOINED => {
            Const::Str(Rc::from(format!("{a}{b}")))
        }
        (Const::Bytes(a), Const::Bytes(b)) if op == BinOp::Add && a.len() + b.len() <= MAX_JOINED => {
            Const::Bytes(Rc::from(format!("{a}{b}")))
        }
        (Const::Str(text), Const::Int(times)) | (Const::Int(times), Const::Str(text)) if op == BinOp::Mul => {
            let times = usize::try_from(*times).unwrap_or(0);
            if text.len().saturating_mul(times) > MAX_JOINED {
                return None;
            }
            Const::Str(Rc::from(text.repeat(times)))
        }
        (Const::Int(a), Const::Int(b)) => integer(op, *a, *b)?,
        (Const::Bool(a), Const::Bool(b)) if op == BinOp::Or => Const::Bool(*a | *b),
        (Const::Bool(a), Const::Bool(b)) if op == BinOp::And => Const::Bool(*a & *b),
        _ => return None,
    };
    Some(Value::constant(folded))
}

fn integer(op: BinOp, a: i64, b: i64) -> Option<Const> {
    let small = u32::try_from(b).ok();
    Some(Const::Int(match op {
        BinOp::Add => a.checked_add(b)?,
        BinOp::Sub => a.checked_sub(b)?,
        BinOp::Mul => a.checked_mul(b)?,
        // Python rounds towards minus infinity.
        BinOp::FloorDiv if b != 0 => a.checked_div_euclid(b).filter(|_| b > 0)?,
        BinOp::Mod if b > 0 => a.rem_euclid(b),
        BinOp::Pow => a.checked_pow(small.filter(|_| b >= 0)?)?,
        BinOp::And => a & b,
        BinOp::Or => a | b,
        BinOp::Xor => a ^ b,
        BinOp::Shl => a.checked_mul(1i64.checked_shl(small?)?)?,
        BinOp::Shr => a.checked_shr(small?)?,
        BinOp::Div if b != 0 => return Some(Const::Float(a as f64 / b as f64)),
        _ => return None,
    }))
}

pub(super) fn compare(op: CmpOp, left: &Value, right: &Value) -> Value {
    use std::cmp::Ordering;
    let (Some(a), Some(b)) = (left.as_const(), right.as_const()) else { return Value::default() };
    let order = match (a, b) {
        (Const::Int(a), Const::Int(b)) => Some(a.cmp(b)),
        (Const::Str(a), Const::Str(b)) | (Const::Bytes(a), Const::Bytes(b)) => Some(a.cmp(b)),
        (Const::Float(a), Const::Float(b)) => a.partial_cmp(b),
        (Const::Int(a), Const::Float(b)) => (*a as f64).partial_cmp(b),
        (Const::Float(a), Const::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Const::Bool(a), Const::Bool(b)) => Some(a.cmp(b)),
        (Const::None, Const::None) => Some(Ordering::Equal),
        _ => None,
    };
    let answer = match (op, order) {
        (CmpOp::In | CmpOp::NotIn, _) => match (a, b) {
            (Const::Str(part), Const::Str(whole)) => whole.contains(part.as_ref()) == (op == CmpOp::In),
            _ => return Value::default(),
        },
        (CmpOp::Eq | CmpOp::Is, Some(order)) => order == Ordering::Equal,
        (CmpOp::Ne | CmpOp::IsNot, Some(order)) => order != Ordering::Equal,
        (CmpOp::Lt, Some(order)) => order == Ordering::Less,
        (CmpOp::Le, Some(order)) => order != Ordering::Greater,
        (CmpOp::Gt, Some(order)) => order == Ordering::Greater,
        (CmpOp::Ge, Some(order)) => order != Ordering::Less,
        // Constants of different kinds are different; numbers and bools may be equal, so those are left open.
        (CmpOp::Eq | CmpOp::Is, None) if apart(a, b) => false,
        (CmpOp::Ne | CmpOp::IsNot, None) if apart(a, b) => true,
        _ => return Value::default(),
    };
    Value::constant(Const::Bool(answer))
}

fn apart(a: &Const, b: &Const) -> bool {
    let number = |constant: &Const| matches!(constant, Const::Int(_) | Const::Float(_) | Const::Bool(_));
    !(number(a) && number(b))
}

/// `"abc"[0]`
pub(super) fn index(base: &Value, key: &Value) -> Option<Value> {
    let (text, Const::Int(at)) = (base.as_str()?, key.as_const()?) else { return None };
    let count = text.chars().count() as i64;
    let at = if *at < 0 { at + count } else { *at };
    let letter = text.chars().nth(usize::try_from(at).ok()?)?;
    Some(Value::constant(Const::Str(Rc::from(letter.to_string()))))
}

/// `len("abc")`
pub(super) fn length(value: &Value) -> Option<i64> {
    match value.as_const()? {
        Const::Str(text) | Const::Bytes(text) => Some(text.chars().count() as i64),
        _ => None,
    }
}

/// True when nothing outside can be in it: a constant, or a reference to code.
pub(super) fn is_fixed(value: &Value) -> bool {
    value.as_const().is_some() || matches!(value.refers(), What::Function(..) | What::Class(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i64) -> Value {
        Value::constant(Const::Int(value))
    }

    #[test]
    fn arithmetic_never_overflows() {
        assert_eq!(binary(BinOp::Mul, &int(i64::MAX), &int(2)), None);
        assert_eq!(binary(BinOp::Pow, &int(10), &int(400)), None);
        assert_eq!(binary(BinOp::Shl, &int(1), &int(200)), None);
        assert_eq!(binary(BinOp::FloorDiv, &int(-7), &int(2)), Some(int(-4)));
        assert_eq!(binary(BinOp::Mod, &int(-7), &int(2)), Some(int(1)));
        assert_eq!(binary(BinOp::FloorDiv, &int(1), &int(0)), None);
    }
}
