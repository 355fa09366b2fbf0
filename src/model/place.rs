//! What an article is in a publication, and where it stands in it.

/// Where an article stands in a publication. The default is an article among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// What it is.
    pub role: Role,
    /// The part of the book that it belongs to.
    pub matter: Matter,
    /// Whether it begins on a right-hand page.
    pub recto: bool,
    /// Whether it goes on under the article before it, on the same page, if there is one. Of a
    /// part: whether its title does, instead of having a page.
    pub run_on: bool,
    /// How many parts it is in: 0 or 1.
    pub level: u8,
}

impl Place {
    /// Whether it goes on, on the same page, under what stands in a place before it.
    pub(crate) fn goes_on_under(self, before: Place) -> bool {
        self.run_on && self.flows() && before.flows()
    }

    /// Whether others can go on under it: it is an article, or the title of a part that has no
    /// page of its own.
    pub(crate) fn flows(self) -> bool {
        match self.role {
            Role::Article => true,
            Role::Part => self.run_on,
            Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::Colophon => false,
        }
    }
}

/// What a page or an article is in a publication (The Chicago Manual of Style, 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// A text.
    #[default]
    Article,
    /// The title alone.
    HalfTitle,
    /// Title, authors and publisher.
    TitlePage,
    /// Rights, publisher and identifiers.
    Copyright,
    /// To whom it is dedicated.
    Dedication,
    /// A quotation before all texts.
    Epigraph,
    /// The list of contents.
    Contents,
    /// The title of a part.
    Part,
    /// How it was made.
    Colophon,
}

impl Role {
    /// The pages that a publication asks for by name.
    pub const NAMED: [Role; 7] = [
        Role::HalfTitle,
        Role::TitlePage,
        Role::Copyright,
        Role::Dedication,
        Role::Epigraph,
        Role::Contents,
        Role::Colophon,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Role::Article => "article",
            Role::HalfTitle => "half-title",
            Role::TitlePage => "title-page",
            Role::Copyright => "copyright",
            Role::Dedication => "dedication",
            Role::Epigraph => "epigraph",
            Role::Contents => "contents",
            Role::Part => "part",
            Role::Colophon => "colophon",
        }
    }

    /// Whether it is a page of display, with neither a running head nor a folio.
    pub(crate) fn is_display(self) -> bool {
        match self {
            Role::Article | Role::Contents => false,
            Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Part
            | Role::Colophon => true,
        }
    }

    /// Whether lists of contents name it.
    pub(crate) fn is_listed(self) -> bool {
        matches!(self, Role::Article | Role::Part)
    }
}

/// The parts of a book, from cover to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matter {
    /// What stands before the text, with folios in Roman numerals.
    Front,
    /// The text.
    #[default]
    Body,
    /// What stands after it.
    Back,
}
