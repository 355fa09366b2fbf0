//! Takes the cells of a column; returns how far each is set in so that their decimal signs
//! align.

use super::{phrase, voice};
use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::paragraph;
use crate::model::{Alignment, Cell, NodeId, Table, first_columns, plain_text};
use std::collections::BTreeMap;

/// How far the figures of a column are set in.
#[derive(Debug, Default)]
pub(super) struct Decimals {
    indents: BTreeMap<NodeId, Pt>,
    /// The widest whole part and the widest fraction together.
    width: Pt,
}

/// A cell that is a figure, in the two parts that its decimal sign makes.
struct Figure<'a> {
    cell: &'a Cell,
    whole: Pt,
    fraction: Pt,
}

impl Decimals {
    /// Measures the figures of a column.
    pub(super) fn of(table: &Table, column: usize, lang: &Lang, context: &Context) -> Decimals {
        let mut cells: Vec<(&Cell, bool, String)> = Vec::new();
        for (rows, bold) in [(&table.body, false), (&table.foot, true)] {
            for (row, firsts) in rows.iter().zip(first_columns(rows)) {
                let own = row.cells.iter().zip(firsts);
                for (cell, _) in own.filter(|(cell, first)| *first == column && cell.columns <= 1) {
                    let text = plain_text(phrase(&cell.body)).trim().to_owned();
                    if cell.body.len() == 1 && is_figure(&text) {
                        cells.push((cell, bold, text));
                    }
                }
            }
        }
        let texts: Vec<&str> = cells.iter().map(|(_, _, text)| text.as_str()).collect();
        let Some(sign) = sign(&texts, lang) else {
            return Decimals::default();
        };
        let figures: Vec<Figure> = cells
            .iter()
            .map(|(cell, bold, text)| {
                let (whole, fraction) = text.split_at(fraction(text, sign));
                let width = |part: &str| {
                    let voice = voice(*bold, Alignment::End, context);
                    paragraph::label(part, cell.node.id, &voice, lang, context).width
                };
                Figure {
                    cell,
                    whole: width(whole),
                    fraction: width(fraction),
                }
            })
            .collect();
        let widest = |part: fn(&Figure) -> Pt| figures.iter().map(part).fold(Pt::ZERO, Pt::max);
        let (whole, fraction) = (widest(|f| f.whole), widest(|f| f.fraction));
        let indents = figures
            .iter()
            .map(|f| (f.cell.node.id, fraction - f.fraction));
        Decimals {
            indents: indents.collect(),
            width: whole + fraction + Pt(0.05),
        }
    }

    /// How far a cell is set in from the side where its column ends.
    pub(super) fn indent(&self, cell: NodeId) -> Pt {
        self.indents.get(&cell).copied().unwrap_or(Pt::ZERO)
    }

    /// How wide the column is at least.
    pub(super) fn width(&self) -> Pt {
        self.width
    }
}

/// Whether a text is a figure, with a sign or a currency before it and a unit
/// after it at the most.
fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 3 && !text.contains('/') && !text.contains(':')
}

/// The decimal sign of a column: that of its language, or the other where the
/// figures show that it must be.
fn sign(texts: &[&str], lang: &Lang) -> Option<char> {
    const POINT: [&str; 13] = [
        "en", "ja", "zh", "ko", "he", "th", "ga", "ms", "hi", "mt", "cy", "ur", "bn",
    ];
    let point = POINT.contains(&lang.primary())
        || matches!(lang.as_str(), "de-CH" | "it-CH" | "es-MX" | "es-US");
    let (own, other) = if point { ('.', ',') } else { (',', '.') };
    let has = |sign: char| texts.iter().any(|text| fraction(text, sign) < text.len());
    // 1.234 may be a thousand; 1.2, 1.23 and 1.2345 are not.
    let plain = |sign: char| {
        texts.iter().any(|text| {
            let rest = text.get(fraction(text, sign)..).unwrap_or("");
            let digits = rest
                .chars()
                .skip(1)
                .take_while(char::is_ascii_digit)
                .count();
            digits > 0 && digits != 3
        })
    };
    if has(own) && (plain(own) || !plain(other)) {
        Some(own)
    } else {
        plain(other).then_some(other)
    }
}

/// Where the fraction of a figure begins, its sign included, or the text after
/// its last digit.
fn fraction(text: &str, sign: char) -> usize {
    let decimal = text.rmatch_indices(sign).map(|(at, _)| at).find(|at| {
        let after = text.get(at + sign.len_utf8()..).unwrap_or("");
        after.starts_with(|c: char| c.is_ascii_digit())
    });
    decimal.unwrap_or_else(|| {
        let last = text.rfind(|c: char| c.is_ascii_digit());
        last.map_or(text.len(), |last| last + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_in(lang: &str, texts: &[&str]) -> Option<char> {
        sign(texts, &Lang::parse(lang).unwrap())
    }

    #[test]
    fn the_decimal_sign_is_the_language_s_unless_the_figures_say_otherwise() {
        assert_eq!(sign_in("fr", &["1 234,5", "12", "0,25"]), Some(','));
        assert_eq!(sign_in("en", &["1,234.5", "12"]), Some('.'));
        assert_eq!(sign_in("fr", &["3.14", "2.7"]), Some('.'));
        assert_eq!(sign_in("en", &["1,234", "12,000"]), None);
        assert_eq!(sign_in("de", &["1.234", "12"]), None);
        assert_eq!(sign_in("fr", &["12", "7"]), None);
    }

    #[test]
    fn a_fraction_starts_at_its_sign_or_after_the_figure() {
        let parts = |text: &'static str, sign| text.split_at(fraction(text, sign));
        assert_eq!(parts("1 234,50 €", ','), ("1 234", ",50 €"));
        assert_eq!(parts("12 %", ','), ("12", " %"));
        assert_eq!(parts("7", ','), ("7", ""));
    }

    #[test]
    fn words_and_dates_are_no_figures() {
        assert!(is_figure("− 12,5 %") && is_figure("1 200 km") && is_figure("3"));
        assert!(!is_figure("12/03") && !is_figure("environ 12") && !is_figure("—"));
    }
}
