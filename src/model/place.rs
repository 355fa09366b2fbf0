//! What an article is in a publication, and where it stands in it.

use crate::lang::{Lang, matter};

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
    /// Of a list of contents, how deep it goes: 0 names parts, 1 articles too, and more their
    /// headings down to that [rank](crate::model::sections). Where it is not given, the list
    /// names parts and articles.
    pub depth: Option<u8>,
    /// Of a part: whether a list of its articles stands under its title.
    pub lists: bool,
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
            Role::Article | Role::Named(_) | Role::Endnotes | Role::Bibliography => true,
            Role::Part => self.run_on,
            Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Colophon
            | Role::Index => false,
        }
    }
}

/// What a page or an article is in a publication (The Chicago Manual of Style, 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// A text.
    #[default]
    Article,
    /// A text that has a name of its own in every book: a foreword, an appendix.
    Named(NamedText),
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
    /// The list of figures that have a caption.
    ListOfFigures,
    /// The list of tables that have a caption.
    ListOfTables,
    /// The title of a part.
    Part,
    /// The notes of all chapters, by chapter.
    Endnotes,
    /// The works that it refers to.
    Bibliography,
    /// How it was made.
    Colophon,
    /// Terms in the order of the alphabet, and where they stand.
    Index,
}

impl Role {
    /// The pages that a publication asks for by name.
    pub const NAMED: [Role; 12] = [
        Role::HalfTitle,
        Role::TitlePage,
        Role::Copyright,
        Role::Dedication,
        Role::Epigraph,
        Role::Contents,
        Role::ListOfFigures,
        Role::ListOfTables,
        Role::Endnotes,
        Role::Bibliography,
        Role::Colophon,
        Role::Index,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Role::Article => "article",
            Role::Named(text) => text.name(),
            Role::HalfTitle => "half-title",
            Role::TitlePage => "title-page",
            Role::Copyright => "copyright",
            Role::Dedication => "dedication",
            Role::Epigraph => "epigraph",
            Role::Contents => "contents",
            Role::ListOfFigures => "list-of-figures",
            Role::ListOfTables => "list-of-tables",
            Role::Part => "part",
            Role::Endnotes => "endnotes",
            Role::Bibliography => "bibliography",
            Role::Colophon => "colophon",
            Role::Index => "index",
        }
    }

    /// Whether it is a page of display, with neither a running head nor a folio.
    pub(crate) fn is_display(self) -> bool {
        match self {
            Role::Article
            | Role::Named(_)
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Endnotes
            | Role::Bibliography
            | Role::Index => false,
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
        match self {
            Role::Article
            | Role::Named(_)
            | Role::Part
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Endnotes
            | Role::Bibliography
            | Role::Index => true,
            Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::Colophon => false,
        }
    }

    /// Whether it is filled from the articles of the publication, as
    /// [`fill_lists`](crate::model::Publication::fill_lists) does.
    pub(crate) fn is_filled(self) -> bool {
        matches!(self, Role::ListOfFigures | Role::ListOfTables | Role::Index)
    }

    /// Whether its notes go to the end of a book that has them there: those of pages of display
    /// stay with them.
    pub(crate) fn gives_notes(self) -> bool {
        self.is_text() || self == Role::Part
    }

    /// What it is headed by in a language, where it has no title of its own.
    pub(crate) fn title(self, lang: &Lang) -> Option<&'static str> {
        match self {
            Role::Named(text) => Some(text.title(lang)),
            Role::Endnotes => Some(lang.profile().words.notes),
            Role::Bibliography => Some(matter::words(lang).bibliography),
            Role::Article
            | Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Part
            | Role::Colophon
            | Role::Index => None,
        }
    }

    /// Whether it is a text of its own, and no page that a book has of itself.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Role::Article | Role::Named(_))
    }
}

/// A text beside the chapters of a book (The Chicago Manual of Style, 1.4). Without a title it
/// is headed by its name in the language of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedText {
    /// Another writer on the book.
    Foreword,
    /// The author on the book.
    Preface,
    /// What leads to its subject.
    Introduction,
    /// Thanks.
    Acknowledgements,
    /// What follows its last chapter.
    Afterword,
    /// What supplements it.
    Appendix,
}

impl NamedText {
    /// All of them.
    pub const ALL: [NamedText; 6] = [
        NamedText::Foreword,
        NamedText::Preface,
        NamedText::Introduction,
        NamedText::Acknowledgements,
        NamedText::Afterword,
        NamedText::Appendix,
    ];

    /// Its name, which is its key in a plan.
    pub fn name(self) -> &'static str {
        match self {
            NamedText::Foreword => "foreword",
            NamedText::Preface => "preface",
            NamedText::Introduction => "introduction",
            NamedText::Acknowledgements => "acknowledgements",
            NamedText::Afterword => "afterword",
            NamedText::Appendix => "appendix",
        }
    }

    /// Its title in a language, where it has none of its own.
    pub(crate) fn title(self, lang: &Lang) -> &'static str {
        let words = matter::words(lang);
        match self {
            NamedText::Foreword => words.foreword,
            NamedText::Preface => words.preface,
            NamedText::Introduction => words.introduction,
            NamedText::Acknowledgements => words.acknowledgements,
            NamedText::Afterword => words.afterword,
            NamedText::Appendix => words.appendix,
        }
    }

    /// The part that its author has in the book, where it has another author: a code of the
    /// MARC relators.
    pub(crate) fn relator(self) -> Option<&'static str> {
        match self {
            NamedText::Foreword | NamedText::Preface | NamedText::Introduction => Some("aui"),
            NamedText::Afterword => Some("aft"),
            NamedText::Acknowledgements | NamedText::Appendix => None,
        }
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
