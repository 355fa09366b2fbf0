//! Takes the articles of a publication; returns its contents as a tree and as `nav.xhtml`
//! (EPUB 3.3, 7).

use super::front;
use super::host::Labels;
use super::page::{Matter, page};
use super::paging::Listed;
use crate::lang::Lang;
use crate::model::sections::{Section, sections};
use crate::model::{Article, Inline, Publication, plain_text};
use crate::write::xhtml::{self, Looks, Placed};
use crate::xml::{Markup, Tag, lawful};

/// An entry of the contents with those below it.
pub(super) struct Entry<'a> {
    /// Where it leads.
    pub href: String,
    /// Its text without dress, never empty.
    pub text: String,
    /// Its number, if it shows one.
    number: Option<String>,
    /// Its text as it was written; empty where a title had to be found.
    content: &'a [Inline],
    lang: Lang,
    /// The entries below it.
    pub children: Vec<Entry<'a>>,
}

impl<'a> Entry<'a> {
    /// The entry of an article, with its headings below it.
    /// Where a list of contents goes so deep, those of a rank below it are left out.
    pub(super) fn of(
        article: &'a Article,
        placed: &Placed,
        looks: &Looks,
        depth: Option<u8>,
    ) -> Entry<'a> {
        let mut headings = headings(article, placed, looks);
        headings.retain(|(rank, _)| depth.is_none_or(|depth| *rank <= depth));
        Entry {
            href: placed.beginning().to_owned(),
            text: front::title(&article.metadata),
            number: None,
            content: if plain_text(&article.metadata.headline).is_empty() {
                &[]
            } else {
                &article.metadata.headline
            },
            lang: article.lang(),
            children: nested(headings),
        }
    }

    /// How many levels it has, itself included.
    pub(super) fn depth(&self) -> usize {
        1 + self.children.iter().map(Entry::depth).max().unwrap_or(0)
    }
}

/// The headings of the text that a link can lead to, with their ranks.
fn headings<'a>(article: &'a Article, placed: &Placed, looks: &Looks) -> Vec<(u8, Entry<'a>)> {
    let entry = |section: Section<'a>| {
        let text = lawful(&plain_text(section.content));
        if text.is_empty() {
            return None;
        }
        let number = looks.number(section.node).map(str::to_owned);
        let entry = Entry {
            href: placed.href(placed.anchors.id(section.node)?),
            text: match &number {
                Some(number) => format!("{number} {text}"),
                None => text,
            },
            number,
            content: section.content,
            lang: section.lang,
            children: Vec::new(),
        };
        Some((section.rank, entry))
    };
    sections(article).into_iter().filter_map(entry).collect()
}

/// Entries in a row, each put below the nearest before it of a higher rank.
pub(super) fn nested(entries: Vec<(u8, Entry)>) -> Vec<Entry> {
    // From the end backwards, an entry takes over what was gathered below it.
    let mut gathered: Vec<(u8, Entry)> = Vec::new();
    for (rank, mut entry) in entries.into_iter().rev() {
        while gathered.last().is_some_and(|(below, _)| *below > rank) {
            entry
                .children
                .extend(gathered.pop().map(|(_, child)| child));
        }
        gathered.push((rank, entry));
    }
    gathered.into_iter().rev().map(|(_, entry)| entry).collect()
}

/// A place that reading systems offer by name.
pub(super) struct Landmark {
    /// Its `epub:type`.
    pub kind: &'static str,
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub text: String,
}

/// `nav.xhtml`: contents for readers, landmarks and pages for reading systems.
pub(super) fn document(
    publication: &Publication,
    entries: &[&Entry],
    landmarks: &[Landmark],
    pages: &[Listed],
) -> String {
    let lang = publication.lang();
    let contents = lang.profile().words.contents;
    let mut out = Markup::default();
    let toc = Tag::new("nav")
        .attr("epub:type", "toc")
        .attr("role", "doc-toc")
        .attr("id", "toc");
    let toc = out.open(toc);
    out.end_line();
    out.element(Tag::new("h1"), contents);
    out.end_line();
    list(entries.iter().copied(), &lang, &mut out);
    out.close(toc);
    out.end_line();
    let nav = Tag::new("nav").attr("epub:type", "landmarks");
    let nav = out.open(nav.attr("hidden", "hidden"));
    out.raw("\n<ol>\n");
    for landmark in landmarks {
        let item = out.open(Tag::new("li"));
        let tag = Tag::new("a")
            .attr("epub:type", landmark.kind)
            .attr("href", &landmark.href);
        out.element(tag, &landmark.text);
        out.close(item);
        out.end_line();
    }
    out.raw("</ol>\n");
    out.close(nav);
    out.end_line();
    if !pages.is_empty() {
        let nav = Tag::new("nav")
            .attr("epub:type", "page-list")
            .attr("role", "doc-pagelist");
        let nav = out.open(nav.attr("hidden", "hidden"));
        out.raw("\n<ol>\n");
        for page in pages {
            let item = out.open(Tag::new("li"));
            out.element(Tag::new("a").attr("href", &page.href), &page.folio);
            out.close(item);
            out.end_line();
        }
        out.raw("</ol>\n");
        out.close(nav);
        out.end_line();
    }
    page(contents, &lang, Matter::Front, &out.finish())
}

fn list<'e>(entries: impl Iterator<Item = &'e Entry<'e>>, around: &Lang, out: &mut Markup) {
    let ol = out.open(Tag::new("ol"));
    out.end_line();
    for entry in entries {
        let item = out.open(Tag::new("li"));
        let mut tag = Tag::new("a").attr("href", &entry.href);
        if entry.lang != *around {
            tag = xhtml::in_language(tag, &entry.lang, around.direction(), &Labels);
        }
        let link = out.open(tag);
        if entry.content.is_empty() {
            out.text(&entry.text);
        } else {
            if let Some(number) = &entry.number {
                out.text(number);
                out.text(" ");
            }
            out.raw(&xhtml::label(entry.content, &entry.lang, &Labels));
        }
        out.close(link);
        if !entry.children.is_empty() {
            out.end_line();
            list(entry.children.iter(), around, out);
        }
        out.close(item);
        out.end_line();
    }
    out.close(ol);
    out.end_line();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;
    use crate::model::InlineKind;
    use crate::write::xhtml::specimen::Specimen;

    fn outline(entries: &[Entry], depth: usize) -> String {
        let line = |e: &Entry| {
            let children = outline(&e.children, depth + 1);
            format!("{}{}\n{children}", "  ".repeat(depth), e.text)
        };
        entries.iter().map(line).collect()
    }

    #[test]
    fn contents_are_nested_as_headings_are_and_leave_asides_out() {
        let mut s = Specimen::new("en");
        let boxed = vec![s.heading(3, "In a box")];
        let deep = vec![s.heading(5, "Three")];
        let body = vec![
            s.heading(4, "One"),
            s.heading(2, "Two"),
            s.block(BlockKind::Aside(boxed)),
            s.block(BlockKind::Div(deep)),
            s.heading(6, "Four"),
            s.heading(3, "Five"),
            s.heading(3, ""),
            s.heading(2, "Six"),
        ];
        let article = s.article("Title", body);
        let entry = Entry::of(
            &article,
            &Placed::whole(&article, "a.xhtml"),
            &Looks::default(),
            None,
        );
        assert_eq!(
            outline(&[entry], 0),
            "Title\n  One\n  Two\n    Three\n      Four\n    Five\n  Six\n"
        );
    }

    #[test]
    fn an_entry_keeps_its_dress_and_its_language_but_neither_notes_nor_links() {
        let mut s = Specimen::new("fr");
        let note = s.note("a", vec![]);
        let er = vec![s.text("er")];
        let quoted = vec![s.text("mot")];
        let quoted = s.foreign("vi", InlineKind::Emph(quoted));
        let content = vec![
            s.text("Le 1"),
            s.inline(InlineKind::Super(er)),
            s.text(" "),
            quoted,
            note,
        ];
        let heading = s.heading_of(2, content);
        let article = s.article("Titre", vec![heading]);
        let publication = Publication::single(article.clone());
        let entry = Entry::of(
            &article,
            &Placed::whole(&article, "a.xhtml"),
            &Looks::default(),
            None,
        );
        let nav = document(&publication, &[&entry], &[], &[]);
        let expected = r##"<ol>
<li><a href="a.xhtml">Titre</a>
<ol>
<li><a href="a.xhtml#le-1er-mot">Le 1<sup>er</sup> <em lang="vi" xml:lang="vi">mot</em></a></li>
</ol>
</li>
</ol>
"##;
        assert!(nav.contains(expected), "{nav}");
    }
}
