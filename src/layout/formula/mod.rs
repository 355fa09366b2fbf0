//! Takes a formula of the model; returns it in glyphs, ready for a line: in parts between
//! which a line may end, or whole.

use crate::diag::{Code, Diagnostic};
use crate::font::{Drawn, Setting};
use crate::formula::{self, Cut};
use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::look::{Forms, Look};
use crate::source::Span;
use std::sync::Arc;

/// A part of a formula, in glyphs.
pub(super) struct Part {
    pub(super) drawn: Arc<Drawn>,
    /// Where a line may end after it; none of the last.
    pub(super) cut: Option<Cut>,
    /// The bytes of the source that it shows.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number of the formula, after its last part.
    pub(super) number: Option<Arc<Drawn>>,
}

/// A formula, in parts.
pub(super) type Parts = Arc<[Part]>;

/// What a formula is set for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    look: Look,
    lang: Lang,
    /// Whether it stands on a line of its own.
    alone: bool,
}

/// A formula among words, or none if it is not understood or no face has its letters.
pub(super) fn inline(source: &str, look: Look, lang: &Lang, context: &Context) -> Option<Parts> {
    set(source, look, lang, false, context)
}

/// A formula that stands alone.
pub(super) fn display(source: &str, look: Look, lang: &Lang, context: &Context) -> Option<Parts> {
    set(source, look, lang, true, context)
}

/// That a formula is printed as its source.
pub(super) fn as_source(span: Span) -> Diagnostic {
    let message = "the formula is printed as its TeX source";
    Diagnostic::note(Code::MathAsSource, span, message)
}

/// The size of a formula beside type of a size.
pub(super) fn size(look: Look, size: Pt, context: &Context) -> Pt {
    size * context.fonts.formula_scale(look)
}

fn set(source: &str, look: Look, lang: &Lang, alone: bool, context: &Context) -> Option<Parts> {
    let key = Key {
        // A formula has its own slopes.
        look: Look {
            italic: false,
            ..look
        },
        lang: lang.clone(),
        alone,
    };
    // A paragraph is prepared several times, its formulas once.
    context
        .formulas
        .get_or_make(source, &key, || set_anew(source, &key, context))
}

fn set_anew(source: &str, key: &Key, context: &Context) -> Option<Parts> {
    // Letters of these scripts are no row of single glyphs.
    if source.chars().any(is_joined) {
        return None;
    }
    let setting = Setting {
        forms: Forms::default(),
        ..Setting::of(key.look, &key.lang)
    };
    let formula = formula::read(source).ok()?;
    let measure = |c| context.fonts.extent_in_formula(c, &setting);
    let drawings = formula.draw_in_parts(key.alone, &measure).ok()?;
    let mut start = 0;
    let parts = drawings.iter().map(|drawing| {
        let from = std::mem::replace(&mut start, drawing.end);
        Some(Part {
            drawn: Arc::new(context.fonts.drawn(drawing, &setting)?),
            cut: drawing.cut,
            start: from,
            end: drawing.end,
            number: None,
        })
    });
    let mut parts: Vec<Part> = parts.collect::<Option<_>>()?;
    if let (Some(number), Some(last)) = (formula.number(&measure), parts.last_mut()) {
        last.number = Some(Arc::new(context.fonts.drawn(&number, &setting)?));
    }
    Some(parts.into())
}

/// Whether a letter runs from right to left, joins its neighbours or stands on them.
fn is_joined(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    crate::look::is_rtl(c)
        || matches!(
            c.script(),
            Script::Devanagari
                | Script::Bengali
                | Script::Gurmukhi
                | Script::Gujarati
                | Script::Oriya
                | Script::Tamil
                | Script::Telugu
                | Script::Kannada
                | Script::Malayalam
                | Script::Sinhala
                | Script::Thai
                | Script::Lao
                | Script::Tibetan
                | Script::Myanmar
                | Script::Khmer
                | Script::Mongolian
        )
        || unicode_normalization::char::is_combining_mark(c)
}
