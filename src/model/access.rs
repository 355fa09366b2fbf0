//! Takes a publication; returns what its content offers to readers with disabilities: facts,
//! from which claims are computed.

use super::walk::{self, Visitor};
use super::{Block, BlockKind, Inline, InlineKind, Picture, Publication};
use crate::formula::mathml;

/// What a publication has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Access {
    /// Pictures that show something, covers among them; decoration is none.
    pub pictures: usize,
    /// How many of them nobody described.
    pub undescribed: usize,
    /// Formulas.
    pub formulas: usize,
    /// How many of them are not understood, and so stand as their source.
    pub unread: usize,
    /// Whether there are headings or headlines to go by.
    pub headings: bool,
    /// Whether there are notes.
    pub notes: bool,
}

impl Access {
    /// Looks through a publication.
    pub(crate) fn of(publication: &Publication) -> Access {
        let mut access = Access::default();
        for article in &publication.articles {
            access.headings |= !article.metadata.headline.is_empty();
            walk::article(article, &mut access);
        }
        // A cover without words of its own says the title.
        let covers = publication.articles.iter().map(|article| &article.metadata);
        let covers = covers.chain([&publication.metadata]);
        let covers = covers.filter_map(|about| about.cover.as_ref());
        access.pictures += usize::from(covers.count() > 0);
        access
    }

    fn formula(&mut self, source: &str) {
        self.formulas += 1;
        self.unread += usize::from(mathml(source, true).is_err());
    }

    fn picture(&mut self, picture: &Picture) {
        if picture.alt.as_deref() == Some("") {
            return;
        }
        self.pictures += 1;
        self.undescribed += usize::from(picture.alt.is_none());
    }
}

impl Visitor<'_> for Access {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { .. } => self.headings = true,
            BlockKind::Math(source) => self.formula(source),
            BlockKind::Figure(figure) => {
                if let Some(picture) = &figure.picture {
                    self.picture(picture);
                }
            }
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Break(_)
            | BlockKind::Div(_) => {}
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Math(source) => self.formula(source),
            InlineKind::Note(_) => self.notes = true,
            InlineKind::Text(_)
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Abbreviation { .. }
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Break
            | InlineKind::Tie
            | InlineKind::Span(..) => {}
        }
    }
}
