//! Takes a publication and a style; returns what its pages show of the style: the numbers
//! of headings, and the classes of the blocks that open and close an article.

use crate::lang::Direction;
use crate::look::is_initial;
use crate::model::sections::sections;
use crate::model::{Article, Block, BlockKind, DateFormat, NodeId, Publication, plain_text};
use crate::style::Style;
use std::collections::{BTreeMap, BTreeSet};

/// What pages say of their looks.
#[derive(Default)]
pub(crate) struct Looks {
    numbers: BTreeMap<NodeId, String>,
    /// The numbers of formulas, in their brackets.
    equations: BTreeMap<NodeId, String>,
    openings: BTreeSet<NodeId>,
    endings: BTreeSet<NodeId>,
    /// Whether headings have a class by their level, which the style sheet styles.
    has_levels: bool,
    /// How dates are printed.
    pub dates: DateFormat,
}

impl Looks {
    /// Those of a publication in a style.
    pub(crate) fn of(publication: &Publication, style: &Style) -> Looks {
        let mut looks = Looks {
            dates: style.dates,
            has_levels: style.styles.have_levels(),
            numbers: publication.section_numbers(),
            equations: publication.equation_numbers(),
            ..Looks::default()
        };
        for article in &publication.articles {
            // A page that the book has of itself neither opens nor closes an article.
            let is_text = !article.place.role.is_display();
            if style.headings.numbered {
                for section in sections(article) {
                    if !section.number.is_empty() {
                        looks.numbers.entry(section.node).or_insert(section.number);
                    }
                }
            }
            if style.drop_capitals && is_text {
                looks.openings.extend(opening(article));
            }
            if style.styles.have_drop_capitals() {
                let mut initials = BTreeSet::new();
                style.styled_initials(&article.body, &mut initials);
                let ltr = article.lang().direction() == Direction::LeftToRight;
                looks.openings.extend(initials.into_iter().filter(|_| ltr));
            }
            if !style.end_mark.trim().is_empty() && is_text {
                looks.endings.extend(article.body.last().map(|b| b.node.id));
            }
        }
        looks
    }

    /// The numbers of headings and the form of dates alone, without what a style sheet shows.
    pub(crate) fn numbers_of(publication: &Publication, style: &Style) -> Looks {
        let looks = Looks::of(publication, style);
        Looks {
            openings: BTreeSet::new(),
            has_levels: false,
            endings: BTreeSet::new(),
            ..looks
        }
    }

    /// The number of a heading, if it shows one.
    pub(crate) fn number(&self, heading: NodeId) -> Option<&str> {
        self.numbers.get(&heading).map(String::as_str)
    }

    /// The number of a displayed formula, if it has one.
    pub(crate) fn equation(&self, formula: NodeId) -> Option<&str> {
        self.equations.get(&formula).map(String::as_str)
    }

    /// The class of a heading of a level; most have none.
    pub(crate) fn class_of_level(&self, level: u8) -> &'static str {
        const LEVELS: [&str; 6] = [
            "level-1", "level-2", "level-3", "level-4", "level-5", "level-6",
        ];
        let level = LEVELS.get(usize::from(level.max(1)) - 1);
        level.filter(|_| self.has_levels).copied().unwrap_or("")
    }

    /// The class of a block that opens or closes an article; most have none.
    pub(crate) fn class(&self, block: NodeId) -> &'static str {
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
    let Block { kind, node, .. } = article.first_block()?;
    let BlockKind::Paragraph(content) = kind else {
        return None;
    };
    let rtl = article.lang().direction() == Direction::RightToLeft;
    let first = plain_text(content).chars().next()?;
    (is_initial(first) && !rtl).then_some(node.id)
}
