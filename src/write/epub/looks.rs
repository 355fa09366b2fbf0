//! Takes a publication and a style; returns the parts of the style that a screen can
//! show: classes for the pages, and values and rules for the style sheet.
//!
//! Text size, margins and text colour belong to the reader. The style provides its
//! accent, the colour of links, proportions, numbered headings, drop capitals and the end
//! mark.

use super::faces::quoted;
use super::profile::Quirks;
use crate::geom::rounded;
use crate::lang::Direction;
use crate::look::is_initial;
use crate::model::sections::sections;
use crate::model::{Article, Block, BlockKind, DateFormat, NodeId, Publication, plain_text};
use crate::style::Style;
use std::collections::{BTreeMap, BTreeSet};

/// How much of what a size is above that of the text is left on a screen, where
/// lines have half the letters of a page.
const GROWTH: f64 = 0.55;
/// The least size of smaller matter, in sizes of the text: screens are held as far
/// from the eye as paper, and have fewer dots.
const SMALLEST: f64 = 0.85;

/// What pages say of their looks.
#[derive(Default)]
pub(super) struct Looks {
    numbers: BTreeMap<NodeId, String>,
    openings: BTreeSet<NodeId>,
    endings: BTreeSet<NodeId>,
    /// How dates are printed.
    pub dates: DateFormat,
}

impl Looks {
    /// Those of a publication in a style.
    pub(super) fn of(publication: &Publication, style: &Style) -> Looks {
        let mut looks = Looks {
            dates: style.dates,
            ..Looks::default()
        };
        for article in &publication.articles {
            if style.headings.numbered {
                let sections = sections(article).into_iter();
                let numbers = sections.map(|section| (section.node, section.number));
                looks.numbers.extend(numbers);
            }
            if style.drop_capitals {
                looks.openings.extend(opening(article));
            }
            if !style.end_mark.trim().is_empty() {
                looks.endings.extend(article.body.last().map(|b| b.node.id));
            }
        }
        looks
    }

    /// The number of a heading, if it shows one.
    pub(super) fn number(&self, heading: NodeId) -> Option<&str> {
        self.numbers.get(&heading).map(String::as_str)
    }

    /// The class of a block that opens or closes an article; most have none.
    pub(super) fn class(&self, block: NodeId) -> &'static str {
        let (opens, closes) = (
            self.openings.contains(&block),
            self.endings.contains(&block),
        );
        match (opens, closes) {
            (false, false) => "",
            (true, false) => "opening",
            (false, true) => "ending",
            (true, true) => "opening ending",
        }
    }
}

/// The paragraph that an article opens with, if its first letter can be a drop
/// capital.
fn opening(article: &Article) -> Option<NodeId> {
    let Block { kind, node, .. } = article.body.first()?;
    let BlockKind::Paragraph(content) = kind else {
        return None;
    };
    let rtl = article.lang().direction() == Direction::RightToLeft;
    let first = plain_text(content).chars().next()?;
    (is_initial(first) && !rtl).then_some(node.id)
}

/// The values that the style sheet asks for by name.
pub(super) fn values(style: &Style) -> Vec<(&'static str, String)> {
    let grown = |size: f64| em(1.0 + (size - 1.0) * if size > 1.0 { GROWTH } else { 1.0 });
    let heading = |level: usize| {
        let sizes = &style.headings.sizes;
        grown(*sizes.get(level).or(sizes.last()).unwrap_or(&1.0))
    };
    let small = |size: f64| em(size.clamp(SMALLEST, 1.0));
    vec![
        ("@accent", style.colours.accent.on_any_ground().to_string()),
        ("@link", style.colours.link.on_any_ground().to_string()),
        ("@indent", em(style.text.indent.0)),
        ("@title", grown(style.headline.size)),
        ("@h2", heading(0)),
        ("@h3", heading(1)),
        ("@h4", heading(2)),
        ("@quote", small(style.sizes.quote)),
        ("@caption", small(style.sizes.caption)),
        ("@notes", small(style.notes.size)),
        ("@code", small(style.sizes.code)),
    ]
}

/// The rules that only some styles and some reading systems need.
pub(super) fn rules(style: &Style, quirks: &Quirks) -> String {
    let mut rules = String::new();
    if style.drop_capitals {
        rules.push_str(OPENING);
    }
    let mark = style.end_mark.trim();
    if !mark.is_empty() {
        rules.push_str(&ENDING.replace("@mark", &quoted(mark)));
    }
    if !quirks.negative_margins {
        rules.push_str(NO_NEGATIVE);
    }
    rules
}

const OPENING: &str = "
/* A drop capital, from the head of its line to the foot of the third. */

html article > p.opening, html[lang|=\"fr\"] article > p.opening {
  text-indent: 0;
}

p.opening::first-letter {
  color: @accent;
  float: left;
  font-family: @display;
  font-size: 4.9em;
  font-weight: @initial-weight;
  line-height: 0.74;
  padding: 0.04em 0.06em 0 0;
}
";

const ENDING: &str = "
/* The end of an article. */

.ending::after {
  content: @mark;
  display: block;
  margin: 1em 0 0;
  text-align: center;
  text-indent: 0;
}
";

const NO_NEGATIVE: &str = "
/* Boxes stand beside their text. */

html li.task span.box, html[dir=\"rtl\"] li.task span.box {
  margin: 0;
}
";

fn em(size: f64) -> String {
    format!("{}em", rounded(size, 2))
}
