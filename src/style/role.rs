//! Takes the part that a text plays in an article; returns the look of its letters: for a page,
//! and for the screen of a reading system.

use crate::look::{Family, Look};

/// The part that a text plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Running text.
    Text,
    /// The line above the headline.
    Kicker,
    /// The headline.
    Headline,
    /// The line under the headline.
    Subtitle,
    /// The paragraph under the headline.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// Where and when.
    Dateline,
    /// A heading of a level from 1 to 6; on a screen, of a rank from 2 to 6.
    Heading(u8),
    /// A drop capital.
    Initial,
    /// A term that is explained.
    Term,
    /// A quotation set off from the text.
    Quote,
    /// A sentence shown large.
    PullQuote,
    /// A quotation before the text.
    Epigraph,
    /// Text beside the text.
    Aside,
    /// The words under a picture.
    Caption,
    /// The words over a table.
    TableCaption,
    /// A cell of a table.
    Cell,
    /// A cell that heads a column.
    CellHead,
    /// Credits, sources, rights.
    Credit,
    /// A note.
    Note,
    /// Code.
    Code,
    /// Running heads and folios.
    Furniture,
    /// The line above the title on a cover.
    CoverKicker,
    /// The title on a cover.
    CoverTitle,
    /// The authors on a cover.
    CoverByline,
    /// The publisher on a cover.
    CoverPublisher,
}

/// Where a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A page of paper.
    Page,
    /// The screen of a reading system.
    Screen,
}

impl Role {
    /// How a text of this role looks that stands in text of a look.
    pub(crate) fn look(self, medium: Medium, around: Look) -> Look {
        let family = |family| Look { family, ..around };
        let bold = |look| Look { bold: true, ..look };
        match self {
            Role::Text => Look::TEXT,
            Role::Kicker | Role::CoverKicker => bold(family(Family::Sans)),
            Role::Headline | Role::Initial | Role::CoverTitle => bold(family(Family::Display)),
            Role::Subtitle => family(Family::Display),
            Role::Standfirst | Role::Quote => around,
            Role::Dateline
            | Role::Caption
            | Role::Cell
            | Role::Furniture
            | Role::CoverByline
            | Role::CoverPublisher => family(Family::Sans),
            Role::Heading(level) => Look {
                italic: around.italic || level >= 5,
                ..bold(family(Family::Heading))
            },
            Role::Term => bold(around),
            Role::Epigraph => Look {
                italic: true,
                ..around
            },
            Role::CellHead => bold(family(Family::Sans)),
            Role::Credit => Look {
                italic: false,
                ..family(Family::Sans)
            },
            Role::Code => family(Family::Mono),
            // A page sets these off by colour and space, a screen by weight.
            Role::Byline | Role::TableCaption => match medium {
                Medium::Page => family(Family::Sans),
                Medium::Screen => bold(family(Family::Sans)),
            },
            // A page sets these off by family, a screen by size and rules.
            Role::PullQuote => match medium {
                Medium::Page => family(Family::Display),
                Medium::Screen => around,
            },
            Role::Aside => match medium {
                Medium::Page => family(Family::Sans),
                Medium::Screen => around,
            },
            Role::Note => match medium {
                Medium::Page => family(Family::Caption),
                Medium::Screen => Look::TEXT,
            },
        }
    }
}
