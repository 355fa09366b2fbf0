//! Takes a publication; returns its cover and its title page.

use super::host::Labels;
use super::pictures::Pictures;
use crate::model::{DateFormat, Metadata, Publication};
use crate::write::xhtml;
use crate::xml::{Markup, Tag, lawful};

/// Stands for a title where there is none: a book must have one (EPUB 3.3,
/// 5.5.3.2) and so must each entry of its contents.
pub(crate) const UNTITLED: &str = "[untitled]";

/// The title for catalogues, never empty.
pub(super) fn title(metadata: &Metadata) -> String {
    let title = lawful(&metadata.title());
    if title.trim().is_empty() {
        UNTITLED.to_owned()
    } else {
        title
    }
}

/// Where the picture of the cover is stored, if it has one that can be had.
pub(super) fn cover_href<'a>(publication: &Publication, pictures: &'a Pictures) -> Option<&'a str> {
    pictures.href(publication.metadata.cover.as_ref()?)
}

/// The body of the cover's page: the author's picture, else the title in type.
pub(super) fn cover(publication: &Publication, pictures: &Pictures) -> String {
    let mut out = Markup::default();
    let section = Tag::new("section")
        .class("cover")
        .attr("epub:type", "cover");
    let section = out.open(section);
    out.end_line();
    match cover_href(publication, pictures).or(pictures.cover()) {
        Some(href) => {
            let cover = publication.metadata.cover.as_ref();
            let title = title(&publication.metadata);
            // The picture of a cover says the title before all else.
            let alt = cover.and_then(|picture| picture.alt.as_deref());
            let alt = alt.filter(|alt| !alt.is_empty()).unwrap_or(&title);
            let img = Tag::new("img").attr("src", href).attr("alt", alt);
            out.empty(img.attr("role", "doc-cover"));
            out.end_line();
        }
        None => {
            let names = publication.metadata.cover_signature();
            titling(publication, &names, &mut out);
        }
    }
    out.close(section);
    out.end_line();
    out.finish()
}

/// The body of the page that opens a book; these pages in print begin with it.
pub(super) fn title_page(publication: &Publication, folios: &[&str]) -> String {
    let mut out = Markup::default();
    let section = Tag::new("section")
        .class("titlepage")
        .attr("epub:type", "titlepage");
    let section = out.open(section);
    out.end_line();
    for folio in folios {
        xhtml::page_mark(folio, &Labels, &mut out);
        out.end_line();
    }
    let names = publication.metadata.signature();
    titling(publication, &names, &mut out);
    line(&mut out, "publisher", &publication.metadata.publisher);
    out.close(section);
    out.end_line();
    out.finish()
}

/// Kicker, the numbers of an issue, headline and byline or these names, as far as they are
/// there.
fn titling(publication: &Publication, names: &str, out: &mut Markup) {
    let metadata = &publication.metadata;
    let lang = publication.lang();
    if !metadata.kicker.is_empty() {
        labelled(
            out,
            Tag::new("p").class("kicker"),
            &xhtml::label(&metadata.kicker, &lang, &Labels),
        );
    }
    let issue = metadata.issue_line(DateFormat::default());
    line(out, "kicker", &issue);
    if metadata.headline.is_empty() {
        out.element(Tag::new("h1"), &title(metadata));
        out.end_line();
    } else {
        labelled(
            out,
            Tag::new("h1"),
            &xhtml::label(&metadata.headline, &lang, &Labels),
        );
    }
    if metadata.byline.is_empty() {
        line(out, "byline", names);
    } else {
        labelled(
            out,
            Tag::new("p").class("byline"),
            &xhtml::label(&metadata.byline, &lang, &Labels),
        );
    }
}

fn labelled(out: &mut Markup, tag: Tag, label: &str) {
    let name = out.open(tag);
    out.raw(label);
    out.close(name);
    out.end_line();
}

fn line(out: &mut Markup, class: &str, text: &str) {
    if !text.is_empty() {
        out.element(Tag::new("p").class(class), text);
        out.end_line();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Gallery;
    use crate::write::xhtml::specimen::Specimen;

    #[test]
    fn a_cover_without_a_picture_is_set_in_type() {
        let mut s = Specimen::new("fr");
        let mut article = s.article("Le titre", vec![]);
        article.metadata.kicker = vec![s.text("Culture & société")];
        article.metadata.byline = vec![s.text("Par Anna Nowak")];
        let publication = Publication::single(article);
        let gallery = Gallery::default();
        let pictures = Pictures::gather(&publication, &gallery, &Default::default());
        assert_eq!(
            cover(&publication, &pictures),
            r#"<section class="cover" epub:type="cover">
<p class="kicker">Culture &amp; société</p>
<h1>Le titre</h1>
<p class="byline">Par Anna Nowak</p>
</section>
"#
        );
    }

    #[test]
    fn nothing_is_without_a_title() {
        assert_eq!(title(&Metadata::default()), "[untitled]");
    }
}
