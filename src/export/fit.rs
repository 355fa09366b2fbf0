//! Takes a publication that must end within a number of pages; returns its pages, set tighter or
//! wider by the least change that does it.
//!
//! Compositors' order of means: first paragraphs are set in a line less (or more), those first
//! that suffer least; then white between blocks shrinks (or grows), where the style allows it;
//! then type, leading and letters change, within the bounds of the style.

use super::{Press, Ready};
use crate::diag::{Code, Diagnostic, Report, counted};
use crate::geom::Pt;
use crate::layout;
use crate::layout::placed::{Owner, Pages, ThingKind};
use crate::model::{Copyfit, Publication};
use crate::source::{SourceId, Span};
use crate::style::Style;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::num::NonZeroUsize;

/// The steps of each of the means.
const STEPS: i32 = 16;

/// A publication that must fit.
struct Fitting<'a> {
    press: &'a Press,
    ready: &'a Ready<'a>,
    publication: &'a Publication,
    pages: usize,
}

/// Pages as one setting makes them.
struct Trial {
    pages: Pages,
    report: Report,
}

impl Press {
    /// Ends every publication within this many pages, if the style allows it; `fill` also widens
    /// a short one to fill them. Overrides what publications ask for.
    #[must_use]
    pub fn fit_pages(mut self, pages: Option<NonZeroUsize>, fill: bool) -> Press {
        self.fit = pages.map(|pages| Copyfit {
            pages: pages.get(),
            fill,
            span: Span::default(),
        });
        self
    }

    /// Lays a publication out, within the pages that it must fit.
    pub(super) fn fitted(
        &self,
        ready: &Ready,
        publication: &Publication,
        report: &mut Report,
    ) -> Pages {
        let span = place(publication);
        let asked = match (self.fit, publication.bound) {
            (Some(fit), _) => Some(Copyfit { span, ..fit }),
            (None, true) => {
                tell_unused(publication, report);
                publication.metadata.fit
            }
            (None, false) => {
                let mut articles = publication.articles.iter();
                articles.find_map(|article| article.metadata.fit)
            }
        };
        let usual = |report: &mut Report| self.trial(ready, publication, 0, report);
        let Some(asked) = asked else {
            return usual(report);
        };
        let fitting = Fitting {
            press: self,
            ready,
            publication,
            pages: asked.pages,
        };
        let first = fitting.trial(0);
        let fits = first.pages.pages.len() <= asked.pages;
        let found = match (fits, asked.fill) {
            (true, false) => None,
            (true, true) => {
                let found = fitting.widest();
                let pages = found.as_ref().map_or(&first, |(_, trial)| trial);
                if pages.pages.pages.len() < asked.pages {
                    let pages = counted(asked.pages, "page");
                    let message =
                        format!("too short to fill {pages} even at its widest; set as usual");
                    let warning = Diagnostic::warning(Code::Copyfit, asked.span, message);
                    report.push(warning.hint("ask for fewer pages"));
                    None
                } else {
                    found
                }
            }
            (false, _) => match fitting.tightest() {
                Ok(found) => Some(found),
                Err(lines) => {
                    let lines = counted(lines, "line");
                    let pages = counted(asked.pages, "page");
                    let message = format!(
                        "too long for {pages} by {lines} even at its tightest; set as usual"
                    );
                    let warning = Diagnostic::warning(Code::Copyfit, asked.span, message);
                    let hint = "shorten the text, or allow more under `fit` in the theme";
                    report.push(warning.hint(hint));
                    None
                }
            },
        };
        let (step, trial) = found.unwrap_or((0, first));
        if step != 0 {
            let said = self.change(step, trial.pages.pages.len());
            report.push(Diagnostic::note(Code::Copyfit, asked.span, said));
        }
        report.extend(trial.report);
        trial.pages
    }

    /// The pages of a publication, changed by some steps: tighter below zero, wider above.
    fn trial(
        &self,
        ready: &Ready,
        publication: &Publication,
        step: i32,
        report: &mut Report,
    ) -> Pages {
        let Ready {
            publication: _,
            gallery,
            fonts,
            attachments: _,
            edition: _,
        } = ready;
        let looseness = f64::from(step.clamp(-STEPS, STEPS)) / f64::from(STEPS);
        let style = self.style_of(step);
        layout::lay_out(publication, &style, fonts, gallery, looseness, report)
    }

    /// The style as a step changes it.
    fn style_of(&self, step: i32) -> Cow<'_, Style> {
        let over = step.abs().saturating_sub(STEPS).max(0);
        let (white, letters) = match self.style.fit.white > 0.0 {
            true => (over.min(STEPS), over.saturating_sub(STEPS).clamp(0, STEPS)),
            false => (0, over.min(STEPS)),
        };
        let change = |steps: i32| f64::from(step.signum() * steps) / f64::from(STEPS);
        match (white, letters) {
            (0, 0) => Cow::Borrowed(&self.style),
            (white, 0) => Cow::Owned(self.style.with_white(change(white))),
            (white, letters) => {
                let style = self.style.with_white(change(white));
                Cow::Owned(style.fitted(change(letters)))
            }
        }
    }

    /// The number of the last step.
    fn last_step(&self) -> i32 {
        match self.style.fit.white > 0.0 {
            true => 3 * STEPS,
            false => 2 * STEPS,
        }
    }

    /// What a step changes, in words.
    fn change(&self, step: i32, pages: usize) -> String {
        let mut said = format!(
            "fitted to {}: {} paragraphs set in a line {}",
            counted(pages, "page"),
            match step.abs() {
                some if some < STEPS => "some",
                _ => "all possible",
            },
            if step < 0 { "less" } else { "more" },
        );
        let style = self.style_of(step);
        if style.white != self.style.white {
            let percent = (style.white * 100.0).round();
            said.push_str(&format!(", white between blocks {percent} % of its height"));
        }
        if style.text != self.style.text {
            let two = |pt: Pt| format!("{}", (pt.0 * 100.0).round() / 100.0);
            let (now, before) = (style.text, self.style.text);
            said.push_str(&format!(
                ", text {} pt on {} pt instead of {} on {}",
                two(now.size),
                two(now.leading),
                two(before.size),
                two(before.leading),
            ));
        }
        said
    }
}

impl Fitting<'_> {
    fn trial(&self, step: i32) -> Trial {
        let mut report = Report::new();
        let pages = self
            .press
            .trial(self.ready, self.publication, step, &mut report);
        Trial { pages, report }
    }

    fn fits(&self, trial: &Trial) -> bool {
        trial.pages.pages.len() <= self.pages
    }

    /// The least step down that fits, or how many lines are too many after the last.
    fn tightest(&self) -> Result<(i32, Trial), usize> {
        let end = -self.press.last_step();
        let last = self.trial(end);
        if !self.fits(&last) {
            let style = self.press.style_of(end);
            return Err(lines_beyond(&last.pages, self.pages, &style));
        }
        Ok(self.between(end, last, 0))
    }

    /// The farthest step up that fits.
    fn widest(&self) -> Option<(i32, Trial)> {
        let first = self.trial(1);
        if !self.fits(&first) {
            return None;
        }
        let end = self.press.last_step();
        let last = self.trial(end);
        if self.fits(&last) {
            return Some((end, last));
        }
        Some(self.between(1, first, end))
    }

    /// The step nearest to one that does not fit, from one that does.
    fn between(&self, mut fits: i32, mut trial: Trial, mut not: i32) -> (i32, Trial) {
        while (fits - not).abs() > 1 {
            let step = (fits + not) / 2;
            let next = self.trial(step);
            if self.fits(&next) {
                (fits, trial) = (step, next);
            } else {
                not = step;
            }
        }
        (fits, trial)
    }
}

/// The lines on the pages after the first ones.
fn lines_beyond(pages: &Pages, fitting: usize, style: &Style) -> usize {
    let column = (style.column() + style.page.gutter).0;
    let left = style.page.inner.min(style.page.outer).0;
    let over = pages.pages.iter().skip(fitting);
    over.map(|page| {
        let lines: BTreeSet<(i64, i64)> = page
            .things
            .iter()
            .filter(|thing| matches!(thing.owner, Owner::Node(..)))
            .map(|thing| match &thing.kind {
                ThingKind::Line(line) => line.origin,
                ThingKind::Fill(rect, _)
                | ThingKind::Frame(rect, ..)
                | ThingKind::Picture(rect, ..) => rect.origin,
            })
            .map(|at| {
                let column = ((at.x.0 - left) / column).floor() as i64;
                (column, (at.y.0 * 10.0).round() as i64)
            })
            .collect();
        lines.len()
    })
    .sum()
}

/// Where a publication begins.
fn place(publication: &Publication) -> Span {
    let first = publication.articles.first();
    Span {
        source: first.map_or(SourceId::default(), |article| article.source),
        ..Span::default()
    }
}

/// Tells of articles of a book that ask for a length of their own.
fn tell_unused(publication: &Publication, report: &mut Report) {
    for article in &publication.articles {
        if let Some(fit) = article.metadata.fit {
            let message = "an article of a book is not fitted by itself";
            report.push(
                Diagnostic::note(Code::Copyfit, fit.span, message)
                    .hint("write `fit` into `publication.yaml`, for the whole book"),
            );
        }
    }
}
