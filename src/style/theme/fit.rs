//! Takes a theme and a paper size; returns a style.

use super::value::Family;
use super::{Sheet, Theme};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::geom::{Em, Pt, Size};
use crate::look::Families;
use crate::model::{LabelKind, LabelNumbers};
use crate::style::length::Length;
use crate::style::{Page, Style, Text};

/// The minimum width of a column: a long word of small type.
const NARROWEST: Pt = Pt(40.0);
/// The minimum number of lines of a page.
const FEWEST_LINES: f64 = 3.0;
/// The inner margin's share of the width outside the measure: at the fold, two margins are
/// seen as one.
const INNER_SHARE: f64 = 0.45;

impl Theme {
    /// The style of this theme for a paper size and a text size; the defaults are the
    /// theme's. Another text size changes the leading in proportion. Margins that leave no
    /// room for text are reported and replaced.
    pub fn fit(&self, paper: Option<Size>, size: Option<Pt>, report: &mut Report) -> Style {
        let paper = paper.unwrap_or(self.page.size);
        let text = self.running(paper, size);
        let mut page = self.page.fit(paper, text.size);
        if !has_room(&page, text.leading) && !self.page.is_automatic() {
            report.push(self.no_room(paper));
            let usual = Sheet {
                columns: 1,
                grid: self.page.grid,
                ..Sheet::default()
            };
            page = usual.fit(paper, text.size);
        }
        let name = |family: &Option<Family>| family.as_ref().map(|family| family.0.clone());
        Style {
            page,
            text,
            headings: self.headings.clone(),
            headline: self.headline,
            notes: self.notes,
            sizes: self.sizes,
            colours: self.colours,
            families: Families {
                text: name(&self.faces.text),
                headings: name(&self.faces.headings),
                code: name(&self.faces.code),
            },
            furniture: self.furniture.clone(),
            backdrops: self.backdrops.clone(),
            openings: self.openings,
            cover: self.cover,
            contents: self.contents,
            drop_capitals: self.drop_capitals,
            end_mark: self.end_mark.clone(),
            numbering: self.numbering(),
            dates: self.dates,
            author_details: self.author_details,
            styles: self.styles.over(self.pull_quotes),
            css: String::new(),
            fit: self.fit,
            white: 1.0,
            costs: self.costs,
        }
    }

    /// What publications have numbered that do not say so themselves.
    pub fn numbering(&self) -> LabelNumbers {
        let sections = self.headings.numbered.then_some(LabelKind::Section);
        let kinds = self.numbering.kinds.0.iter().copied().chain(sections);
        LabelNumbers {
            kinds: Some(LabelKind::sorted(kinds)),
            by: Some(self.numbering.by),
        }
    }

    fn running(&self, paper: Size, asked: Option<Pt>) -> Text {
        let own = self
            .text
            .size
            .map_or_else(|| usual_size(paper), |size| size.0.at(Pt::ZERO));
        let size = asked.unwrap_or(own);
        let leading = match self.text.leading {
            None => quarters(size * 1.36),
            Some(leading) if leading.is_relative() => leading.at(size),
            Some(leading) if size == own => leading.at(size),
            Some(leading) => quarters(leading.at(own) * (size / own)),
        };
        Text {
            size,
            leading,
            indent: Em(self.text.indent.at(size) / size),
            paragraphs: self.text.paragraphs,
            fill: self.text.fill,
            figures: self.text.figures,
        }
    }

    /// Reports at the margin in this file that a page has no room for text.
    fn no_room(&self, paper: Size) -> Diagnostic {
        let keys = [
            "measure", "inner", "outer", "top", "bottom", "columns", "size",
        ];
        let place = keys
            .iter()
            .find_map(|key| self.place(&format!("page.{key}")));
        let (width, height) = (paper.width.mm().0, paper.height.mm().0);
        let message = format!(
            "measure and margins leave no room for text on a paper of {width:.0} by {height:.0} mm"
        );
        Diagnostic::new(Severity::Error, Code::NoRoom, place, message)
            .hint("the usual margins and one column are taken for now")
    }
}

impl Sheet {
    fn fit(&self, paper: Size, text: Pt) -> Page {
        let (top, bottom, inner, outer) = usual_margins(paper);
        let given = |length: Option<Length>| length.map(|length| length.at(text));
        let (inner, outer) = match (given(self.measure), given(self.inner), given(self.outer)) {
            (None, own_inner, own_outer) => {
                (own_inner.unwrap_or(inner), own_outer.unwrap_or(outer))
            }
            (Some(measure), inner, outer) => {
                let rest = paper.width - measure;
                let inner = inner.or_else(|| outer.map(|outer| rest - outer));
                let inner = inner.unwrap_or(rest * INNER_SHARE);
                (inner, rest - inner)
            }
        };
        Page {
            size: paper,
            top: given(self.top).unwrap_or(top),
            bottom: given(self.bottom).unwrap_or(bottom),
            inner,
            outer,
            columns: self.columns,
            gutter: self.gutter.at(text),
            grid: self.grid,
        }
    }

    /// Whether all of it is automatic.
    fn is_automatic(&self) -> bool {
        let lengths = [self.measure, self.top, self.bottom, self.inner, self.outer];
        lengths.iter().all(Option::is_none) && self.columns == 1
    }
}

/// The value of an automatic key in a style, in words.
pub(super) fn automatic(theme: &Theme, style: &Style, key: &str) -> Option<String> {
    let (sheet, page) = (&theme.page, &style.page);
    let millimetres = |length: Pt| format!("{:.1}mm", length.mm().0);
    match key {
        "page.measure" if sheet.measure.is_none() => Some(millimetres(style.measure())),
        "page.top" if sheet.top.is_none() => Some(millimetres(page.top)),
        "page.bottom" if sheet.bottom.is_none() => Some(millimetres(page.bottom)),
        "page.inner" if sheet.inner.is_none() => Some(millimetres(page.inner)),
        "page.outer" if sheet.outer.is_none() => Some(millimetres(page.outer)),
        "text.size" if theme.text.size.is_none() => Some(format!("{}pt", style.text.size.0)),
        "text.leading" if theme.text.leading.is_none() => {
            Some(format!("{}pt", style.text.leading.0))
        }
        _ => None,
    }
}

/// Quarter points keep the grid easy to check with a rule.
fn quarters(length: Pt) -> Pt {
    Pt((length.0 * 4.0).round() / 4.0)
}

/// The text size for the width of a paper.
fn usual_size(paper: Size) -> Pt {
    match paper.width.mm().0 {
        width if width >= 180.0 => Pt(11.0),
        width if width >= 130.0 => Pt(10.0),
        _ => Pt(9.0),
    }
}

/// Top, bottom, inner and outer margin: the narrower the paper, the greater the share of
/// the text.
fn usual_margins(paper: Size) -> (Pt, Pt, Pt, Pt) {
    let narrow = paper.width.mm().0 < 130.0;
    let (inner, outer) = if narrow { (0.12, 0.14) } else { (0.19, 0.22) };
    (
        paper.height * 0.105,
        paper.height * 0.12,
        paper.width * inner,
        paper.width * outer,
    )
}

fn has_room(page: &Page, leading: Pt) -> bool {
    let gaps = page.gutter * (page.columns.max(1) as f64 - 1.0);
    let width = page.size.width - page.inner - page.outer - gaps;
    let height = page.size.height - page.top - page.bottom;
    let margins = page.inner.min(page.outer) >= Pt::ZERO;
    margins && width >= NARROWEST * page.columns as f64 && height >= leading * FEWEST_LINES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};
    use crate::style::parse_paper;

    fn fit(text: &str, paper: Option<&str>, size: Option<f64>) -> (Style, Report) {
        let mut report = Report::new();
        let theme = Theme::read(&Source::new(SourceId(0), "t.yaml", text), &mut report);
        let paper = paper.map(|name| parse_paper(name).unwrap());
        let style = theme.fit(paper, size.map(Pt), &mut report);
        (style, report)
    }

    #[test]
    fn a_flag_goes_before_the_theme_and_the_leading_follows() {
        let theme = "page: {size: a5}\ntext: {size: 10pt, leading: 14pt}\n";
        let (style, _) = fit(theme, None, None);
        assert_eq!(Some(style.page.size), parse_paper("a5"));
        assert_eq!((style.text.size, style.text.leading), (Pt(10.0), Pt(14.0)));
        let (style, _) = fit(theme, Some("a4"), Some(15.0));
        assert_eq!(Some(style.page.size), parse_paper("a4"));
        assert_eq!((style.text.size, style.text.leading), (Pt(15.0), Pt(21.0)));
        let (style, _) = fit("text: {leading: 1.5em}", None, Some(12.0));
        assert_eq!(style.text.leading, Pt(18.0));
    }

    #[test]
    fn what_is_left_to_pressroom_follows_the_paper() {
        for (paper, size, leading) in [("a4", 11.0, 15.0), ("a5", 10.0, 13.5), ("a6", 9.0, 12.25)] {
            let (style, _) = fit("", Some(paper), None);
            assert_eq!(
                (style.text.size, style.text.leading),
                (Pt(size), Pt(leading))
            );
            assert_eq!(style.text.indent, Em(1.2));
        }
    }

    #[test]
    fn lengths_in_em_follow_the_text() {
        let (style, _) = fit(
            "page: {measure: 30em}\ntext: {size: 12pt, indent: 6pt}\n",
            None,
            None,
        );
        assert!((style.measure().0 - 360.0).abs() < 1e-9);
        assert_eq!(style.text.indent, Em(0.5));
    }

    #[test]
    fn a_page_without_room_is_told_and_gets_the_usual_margins() {
        for (theme, paper) in [
            ("page: {measure: 110mm}", Some("a6")),
            ("page: {inner: 100mm, outer: 105mm}", None),
            ("page: {top: 200mm, bottom: 90mm}", None),
            ("page: {columns: 6, gutter: 60pt}", None),
            ("page: {inner: 1000mm}", None),
        ] {
            let (style, report) = fit(theme, paper, None);
            let told: Vec<_> = report.iter().collect();
            assert_eq!(told.len(), 1, "{theme}");
            assert_eq!(told[0].code, Code::NoRoom);
            assert!(told[0].span.is_some());
            let usual = fit("", paper.or(Some("a4")), None).0;
            assert_eq!(style.measure(), usual.measure());
            assert_eq!(style.text_height(), usual.text_height());
        }
    }
}
