//! The elements of an article that a theme can style, with their names.

use super::Role;

/// A kind of block, a line of an opening, or a part of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// A paragraph of running text.
    Paragraph,
    /// A heading of any level.
    Headings,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A list with bullets or numbers.
    List,
    /// A list of terms and their definitions.
    Definitions,
    /// A term in such a list.
    Term,
    /// A quotation set off from the text.
    Quote,
    /// A sentence shown large.
    PullQuote,
    /// A quotation before the text.
    Epigraph,
    /// Text beside the text.
    Aside,
    /// A picture with its words.
    Figure,
    /// The words under a picture.
    Caption,
    /// Credits, sources, rights.
    Credit,
    /// A table.
    Table,
    /// The words over a table.
    TableCaption,
    /// A cell.
    Cell,
    /// A cell that heads a column.
    CellHead,
    /// A block of code.
    Code,
    /// Verse.
    Verse,
    /// A break in the matter.
    Rule,
    /// A group of blocks.
    Group,
    /// A formula on lines of its own.
    Formula,
    /// A note.
    Note,
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
    /// The title of a part that has no page of its own.
    Section,
    /// The line above the title on a cover.
    CoverKicker,
    /// The title on a cover.
    CoverTitle,
    /// The authors on a cover.
    CoverByline,
    /// The publisher on a cover.
    CoverPublisher,
}

/// Which properties an element can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All.
    Block,
    /// Those of a box, but none of type: what is in it has its own.
    Box,
    /// Those of type alone.
    Type,
}

/// The elements with their names.
const ELEMENTS: [(Element, &str, Scope); 39] = [
    (Element::Paragraph, "paragraph", Scope::Block),
    (Element::Headings, "heading", Scope::Block),
    (Element::Heading(1), "heading-1", Scope::Block),
    (Element::Heading(2), "heading-2", Scope::Block),
    (Element::Heading(3), "heading-3", Scope::Block),
    (Element::Heading(4), "heading-4", Scope::Block),
    (Element::Heading(5), "heading-5", Scope::Block),
    (Element::Heading(6), "heading-6", Scope::Block),
    (Element::List, "list", Scope::Block),
    (Element::Definitions, "definitions", Scope::Block),
    (Element::Term, "term", Scope::Type),
    (Element::Quote, "quote", Scope::Block),
    (Element::PullQuote, "pullquote", Scope::Block),
    (Element::Epigraph, "epigraph", Scope::Block),
    (Element::Aside, "aside", Scope::Block),
    (Element::Figure, "figure", Scope::Box),
    (Element::Caption, "caption", Scope::Type),
    (Element::Credit, "credit", Scope::Type),
    (Element::Table, "table", Scope::Box),
    (Element::TableCaption, "table-caption", Scope::Type),
    (Element::Cell, "cell", Scope::Type),
    (Element::CellHead, "cell-head", Scope::Type),
    (Element::Code, "code", Scope::Block),
    (Element::Verse, "verse", Scope::Block),
    (Element::Rule, "rule", Scope::Box),
    (Element::Group, "group", Scope::Block),
    (Element::Formula, "formula", Scope::Block),
    (Element::Note, "note", Scope::Type),
    (Element::Kicker, "kicker", Scope::Block),
    (Element::Headline, "headline", Scope::Block),
    (Element::Subtitle, "subtitle", Scope::Block),
    (Element::Standfirst, "standfirst", Scope::Block),
    (Element::Byline, "byline", Scope::Block),
    (Element::Dateline, "dateline", Scope::Block),
    (Element::Section, "section", Scope::Block),
    (Element::CoverKicker, "cover-kicker", Scope::Type),
    (Element::CoverTitle, "cover-title", Scope::Type),
    (Element::CoverByline, "cover-byline", Scope::Type),
    (Element::CoverPublisher, "cover-publisher", Scope::Type),
];

impl Element {
    /// Every element.
    pub(crate) fn all() -> impl Iterator<Item = Element> + Clone {
        ELEMENTS.iter().map(|(element, ..)| *element)
    }

    /// The element with a name.
    pub(super) fn named(name: &str) -> Option<Element> {
        let found = ELEMENTS.iter().find(|(_, known, _)| *known == name);
        found.map(|(element, ..)| *element)
    }

    /// Its name in themes.
    pub(crate) fn name(self) -> &'static str {
        self.entry().map_or("", |(_, name, _)| name)
    }

    /// The part of a text that it plays, if it is of one.
    pub(crate) fn role(self) -> Option<Role> {
        Some(match self {
            Element::Paragraph | Element::Verse | Element::Formula | Element::Group => Role::Text,
            Element::Headings => Role::Heading(1),
            Element::Heading(level) => Role::Heading(level),
            Element::Term => Role::Term,
            Element::Quote => Role::Quote,
            Element::PullQuote => Role::PullQuote,
            Element::Epigraph => Role::Epigraph,
            Element::Aside => Role::Aside,
            Element::Caption => Role::Caption,
            Element::Credit => Role::Credit,
            Element::TableCaption => Role::TableCaption,
            Element::Cell => Role::Cell,
            Element::CellHead => Role::CellHead,
            Element::Code => Role::Code,
            Element::Note => Role::Note,
            Element::Kicker => Role::Kicker,
            Element::Headline => Role::Headline,
            Element::Subtitle => Role::Subtitle,
            Element::Standfirst => Role::Standfirst,
            Element::Byline => Role::Byline,
            Element::Dateline => Role::Dateline,
            Element::Section => Role::Heading(1),
            Element::CoverKicker => Role::CoverKicker,
            Element::CoverTitle => Role::CoverTitle,
            Element::CoverByline => Role::CoverByline,
            Element::CoverPublisher => Role::CoverPublisher,
            Element::List
            | Element::Definitions
            | Element::Figure
            | Element::Table
            | Element::Rule => return None,
        })
    }

    /// Whether authors can give it classes: it is a kind of block.
    pub(super) fn has_classes(self) -> bool {
        match self {
            Element::Paragraph
            | Element::Headings
            | Element::Heading(_)
            | Element::List
            | Element::Definitions
            | Element::Quote
            | Element::PullQuote
            | Element::Epigraph
            | Element::Aside
            | Element::Figure
            | Element::Table
            | Element::Code
            | Element::Verse
            | Element::Rule
            | Element::Group
            | Element::Formula => true,
            Element::Term
            | Element::Caption
            | Element::Credit
            | Element::TableCaption
            | Element::Cell
            | Element::CellHead
            | Element::Note
            | Element::Kicker
            | Element::Headline
            | Element::Subtitle
            | Element::Standfirst
            | Element::Byline
            | Element::Dateline
            | Element::Section
            | Element::CoverKicker
            | Element::CoverTitle
            | Element::CoverByline
            | Element::CoverPublisher => false,
        }
    }

    /// Which properties it can have.
    pub(super) fn scope(self) -> Scope {
        self.entry().map_or(Scope::Block, |(.., scope)| *scope)
    }

    fn entry(self) -> Option<&'static (Element, &'static str, Scope)> {
        ELEMENTS.iter().find(|(element, ..)| *element == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_element() {
        for element in Element::all() {
            assert_eq!(Element::named(element.name()), Some(element));
        }
        assert_eq!(Element::named("heading-7"), None);
    }
}
