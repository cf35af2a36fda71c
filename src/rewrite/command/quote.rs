//! A command line that stays one, with every outside value quoted for the shell.
//!
//! Quotes that stood around such a value go: two layers of them would let it out again.

use super::words::Line;
use super::{Maker, Safer};
use crate::finding::{Edit, Tier};
use crate::rewrite::imports;
use crate::rewrite::written::{Composed, TextCall, What};

const TITLE: &str = "Quote each value for the shell";

impl Maker<'_> {
    /// The shell stays, and every outside value is wrapped in `shlex.quote`.
    pub(super) fn quoted(
        &self,
        call: TextCall<'_>,
        template: &Composed,
        line: &Line,
        remote: bool,
    ) -> Option<Safer> {
        let module = self.analysis.module;
        let spelled = imports::spell(self.file, self.analysis, module.expr(call.id).span, "shlex", "quote")?;
        let mut edits: Vec<Edit> = spelled.edit.into_iter().collect();
        let mut sure = true;
        for place in &line.places {
            let What::Hole(hole) = &template.units[place.unit].what else { continue };
            let bad = (self.tainted)(hole.expr);
            if !bad {
                // Other values in the same quotes would lose them.
                if place.quote.is_some() {
                    let run =
                        line.quoted.iter().find(|(open, close, _)| (*open..*close).contains(&place.unit))?;
                    let with_bad = line.places.iter().any(|other| {
                        (run.0..run.1).contains(&other.unit)
                            && matches!(&template.units[other.unit].what, What::Hole(hole) if (self.tainted)(hole.expr))
                    });
                    if with_bad {
                        return None;
                    }
                }
                continue;
            }
            if !hole.plain || (place.quote.is_none() && self.means_several(hole.expr)) || place.unit == 0 {
                return None;
            }
            let span = module.expr(hole.expr).span;
            let text = self.surely_text(hole.expr, 0) || hole.operand;
            sure &= text;
            let (open, close) = if text {
                (format!("{}(", spelled.text), ")")
            } else {
                (format!("{}(str(", spelled.text), "))")
            };
            edits.push(Edit { span, text: format!("{open}{}{close}", self.file.slice(span)) });
            if place.quote.is_some() {
                let (from, to, plain) =
                    line.quoted.iter().find(|(open, close, _)| (*open..*close).contains(&place.unit))?;
                if !plain {
                    return None;
                }
                for quote in [from, to] {
                    edits.push(Edit { span: template.units[*quote].span, text: String::new() });
                }
            }
        }
        edits.sort();
        edits.dedup();
        let safe = remote && sure;
        Some(Safer {
            title: TITLE,
            edits,
            tier: if safe { Tier::Safe } else { Tier::Review },
            check: (!safe).then_some("The shell still reads the command: a value with spaces is one word now, and no value may stand for several."),
        })
    }
}
