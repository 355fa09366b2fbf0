//! Takes a publication; writes an EPUB 3.3 file.
//!
//! An article is one XHTML page, or several if it is long. Before the articles come the
//! cover and, in a book, a title page; then contents with every heading; pictures and
//! fonts are inside. The file is self-contained: no page fetches or runs anything.
//!
//! [`xhtml`] writes the text of the pages; `host` tells it what EPUB adds, and
//! `pictures` where pictures are stored. `page` makes whole pages, `nav` and
//! `ncx` the contents, `package` and `metadata` the package document, `container` the
//! archive; `preflight` reports what the reading systems of the [`Profile`] reject.

mod access;
mod archive;
mod container;
mod faces;
mod formulas;
mod front;
mod host;
mod metadata;
mod nav;
mod ncx;
mod package;
mod page;
mod paging;
mod parts;
mod pictures;
mod preflight;
mod profile;
mod recast;
#[cfg(test)]
mod tests;

use crate::diag::Report;
use crate::image::{Gallery, Problem};
use crate::lang::Lang;
use crate::model::sections::is_named;
use crate::model::{self, Article, NodeId, Publication, Role, endnotes};
use crate::style::Style;
pub(crate) use crate::write::xhtml::Stacks;
use crate::write::xhtml::{self, Breaks, Chapter, Looks, Placed};
use container::{Draft, Filling, Page, PageKind, Parts};
pub(crate) use formulas::Drawings;
pub(crate) use front::UNTITLED;
use host::Book;
use nav::{Entry, Landmark};
use page::Matter;
use paging::Listed;
pub(crate) use paging::Paging;
use pictures::Pictures;
pub use profile::Profile;
pub(crate) use profile::Quirks;
use recast::Limits;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Seek, Write};
use std::sync::Arc;

/// How an EPUB is written.
pub(crate) struct Options<'a> {
    /// The pictures, opened.
    pub gallery: &'a Gallery,
    /// The looks, as far as a screen has them.
    pub style: &'a Style,
    /// Whom it is for.
    pub profile: Profile,
    /// The most pixels across and down that a picture may have, if somebody says so.
    pub max_image: Option<(u32, u32)>,
    /// The faces that go in; what is not here, the reader's device supplies.
    pub faces: &'a [EmbeddedFace<'a>],
    /// The families that the style sheet calls for.
    pub stacks: &'a Stacks,
    /// Whether the narrow no-break space, U+202F, is written as it is. Several
    /// reading systems show it as a box where no face in the book has it; a
    /// no-break space is written then.
    pub narrow_spaces: bool,
    /// When the publication was last changed, for `dcterms:modified`: a moment
    /// of universal time in the one form allowed, `2026-03-03T00:00:00Z`.
    /// (Entries of the archive are all dated 1980-01-01.)
    pub modified: &'a str,
    /// The pages of the edition that it goes by.
    pub paging: Option<Paging<'a>>,
    /// How formulas are drawn, if they are: for reading systems without MathML.
    pub formulas: Option<Drawings<'a>>,
    /// A cover set in type, for where the author gives no picture.
    pub cover: Option<Vec<u8>>,
}

/// A face that goes in: the characters that the book uses, or all of it.
pub(crate) struct EmbeddedFace<'a> {
    /// The family's name, as style sheets call it.
    pub family: &'a str,
    /// The weight, 1 to 1000, 400 being regular.
    pub weight: u16,
    /// Whether it is italic.
    pub italic: bool,
    /// The name of its file in the archive, in ASCII without spaces:
    /// `SourceSerif4-Regular.otf`. Styles of one file have one name.
    pub file_name: String,
    /// Its file.
    pub bytes: Arc<[u8]>,
}

/// Why an EPUB could not be written. None of it is an article's fault.
#[derive(Debug)]
pub(crate) enum Error {
    /// epub-builder could not assemble it.
    Assembly(epub_builder::Error),
    /// A picture could not be read again.
    Picture(Problem),
    /// The draft of epub-builder could not be read back.
    Draft(zip::result::ZipError),
    /// There is more than an archive can hold.
    TooLarge(archive::TooLarge),
    /// The archive could not be written.
    Output(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Assembly(_) => f.write_str("the EPUB could not be assembled"),
            Error::Picture(_) => f.write_str("a picture cannot be read"),
            Error::Draft(_) => f.write_str("the draft of the EPUB could not be read"),
            Error::TooLarge(_) => f.write_str("the EPUB is too large"),
            Error::Output(_) => f.write_str("the EPUB could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Assembly(error) => Some(error),
            Error::Picture(problem) => Some(problem),
            Error::Draft(error) => Some(error),
            Error::TooLarge(error) => Some(error),
            Error::Output(error) => Some(error),
        }
    }
}

impl From<epub_builder::Error> for Error {
    fn from(error: epub_builder::Error) -> Error {
        Error::Assembly(error)
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Error {
        Error::Draft(error)
    }
}

impl From<archive::TooLarge> for Error {
    fn from(error: archive::TooLarge) -> Error {
        Error::TooLarge(error)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        Error::Picture(problem)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Output(error)
    }
}

/// Writes a publication to `out` as EPUB, and tells what of it those whom it is for would
/// refuse. The same publication gives the same bytes.
///
/// One without articles has an empty list of contents, which EPUB forbids.
///
/// # Errors
///
/// An [`Error`], of which none is known to happen in memory.
pub(crate) fn write(
    publication: &Publication,
    options: &Options,
    report: &mut Report,
    out: impl Write + Seek,
) -> Result<(), Error> {
    let limits = Limits {
        quirks: options.profile.quirks(),
        most: options.max_image,
    };
    let looks = Looks::of(publication, options.style);
    let mut pictures = Pictures::gather(publication, options.gallery, &limits);
    let own = front::cover_href(publication, &pictures).map(str::to_owned);
    if let (None, Some(cover)) = (&own, &options.cover) {
        pictures.add_cover(cover);
    }
    let cover = pictures.cover().or(own.as_deref());
    let title = front::title(&publication.metadata);
    let breaks = Breaks::of(options.paging.map_or(&[], |paging| paging.breaks));
    let Text {
        mut pages,
        entries,
        listed,
    } = pages(
        publication,
        &pictures,
        &breaks,
        (&looks, options.formulas),
        &title,
    );
    let spaced = |xhtml: String| match options.narrow_spaces {
        true => xhtml,
        false => xhtml.replace('\u{202f}', "\u{a0}"),
    };
    for page in &mut pages {
        page.xhtml = spaced(std::mem::take(&mut page.xhtml));
    }
    let declared: Vec<_> = options.faces.iter().map(faces::declared).collect();
    let style_sheet = xhtml::style_sheet(
        &declared,
        options.stacks,
        options.style,
        limits.quirks.negative_margins,
        xhtml::Extras::of(publication, pages.iter().map(|page| &*page.xhtml)),
    );
    let parts = Parts {
        title: &title,
        direction: publication.lang().direction(),
        pages: &pages,
        pictures: pictures.files(),
        cover,
        faces: options.faces,
    };
    let draft = Draft::assemble(&parts)?;

    let landmarks = landmarks(&pages, &publication.lang(), &title);
    let entries = nav::nested(entries);
    let entries: Vec<&Entry> = entries.iter().collect();
    let facts = metadata::Facts {
        modified: options.modified,
        has_cover: cover.is_some(),
        moves: pictures.files().iter().any(|file| file.moves),
        quirks: limits.quirks,
        has_mathml: options.formulas.is_none_or(|drawn| drawn.with_mathml),
        pages: options
            .paging
            .filter(|_| !listed.is_empty())
            .map(|paging| paging.source),
    };
    let package = package::document(publication, &parts, &facts);
    let ncx = ncx::document(publication, &title, &entries, &listed);
    let nav = spaced(nav::document(publication, &entries, &landmarks, &listed));

    let mut fillings = BTreeMap::new();
    fillings.insert(container::PACKAGE.to_owned(), Filling::text(&package));
    fillings.insert(container::NCX.to_owned(), Filling::text(&ncx));
    fillings.insert(container::NAV.to_owned(), Filling::text(&nav));
    fillings.insert(
        container::STYLE_SHEET.to_owned(),
        Filling::text(&style_sheet),
    );
    let inside = |path: &str| format!("OEBPS/{path}");
    for page in &pages {
        fillings.insert(inside(&page.href), Filling::text(&page.xhtml));
    }
    for file in pictures.files() {
        fillings.insert(inside(&file.href), Filling::picture(file)?);
    }
    for face in options.faces {
        fillings.insert(
            inside(&faces::path(face)),
            Filling::Deflated((&*face.bytes).into()),
        );
    }
    let bytes = draft.finish(&fillings, out)?;
    preflight::preflight(publication, &pictures, cover, &limits, report);
    preflight::weight(bytes, &limits, report);
    Ok(())
}

/// The pages of a book.
struct Text<'a> {
    /// In the order of reading.
    pages: Vec<Page>,
    /// The entries of its contents, and how many parts each is in.
    entries: Vec<(u8, Entry<'a>)>,
    /// The pages in print that begin in it.
    listed: Vec<Listed>,
}

fn pages<'a>(
    publication: &'a Publication,
    pictures: &Pictures,
    breaks: &Breaks,
    (looks, formulas): (&Looks, Option<Drawings>),
    title: &str,
) -> Text<'a> {
    let mut listed = Vec::new();
    let mut entries = Vec::new();
    let front = |href: &str, kind, body: String| Page {
        href: href.to_owned(),
        kind,
        xhtml: page::page(title, &publication.lang(), Matter::Front, &body),
        title: None,
    };
    let cover = front::cover(publication, pictures);
    let mut pages = vec![front("cover.xhtml", PageKind::Cover, cover)];
    if publication.bound && !publication.planned {
        let folios = breaks.before(NodeId::of_book());
        let body = front::title_page(publication, folios);
        listed.extend(folios.iter().map(|folio| Listed::on("title.xhtml", folio)));
        pages.push(front("title.xhtml", PageKind::Title, body));
    }
    // Where no depth is given, readers find every heading.
    let mut lists = publication.articles.iter();
    let depth = lists.find_map(|list| list.place.depth);
    for (article, placed, chapter) in chapters(publication, pictures, breaks, (looks, formulas)) {
        let place = article.place;
        let entry = Entry::of(article, &placed, looks, depth);
        let title = match place.role {
            // It is called as the book is.
            Role::Copyright | Role::Dedication | Role::Epigraph | Role::Colophon => {
                title.to_owned()
            }
            Role::Article
            | Role::Named(_)
            | Role::Endnotes
            | Role::Bibliography
            | Role::HalfTitle
            | Role::TitlePage
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Index
            | Role::Part => entry.text.clone(),
        };
        let mut named = place.role.is_listed().then(|| entry.text.clone());
        if named.is_some() && is_named(place, depth) {
            entries.push((place.level, entry));
        }
        let matter = match place.matter {
            model::Matter::Front => Matter::Front,
            model::Matter::Body => Matter::Body,
            model::Matter::Back => Matter::Back,
        };
        for (href, part) in placed.files.iter().zip(chapter.parts) {
            listed.extend(part.folios.iter().map(|folio| Listed::on(href, folio)));
            pages.push(Page {
                xhtml: page::page(&title, &article.lang(), matter, &part.body),
                href: href.clone(),
                kind: match (place.role, matter) {
                    (Role::TitlePage, _) => PageKind::Title,
                    // One that is cut in parts is found at the first.
                    (role, _) if role.is_filled() && named.is_some() => {
                        PageKind::List(host::of_role(role))
                    }
                    (_, Matter::Front | Matter::Back) => PageKind::Beside,
                    (_, Matter::Body) => PageKind::Article,
                },
                title: named.take(),
            });
        }
    }
    let first = pages.iter_mut().find(|page| page.kind == PageKind::Article);
    if let Some(first) = first {
        first.kind = PageKind::First;
    }
    Text {
        pages,
        entries,
        listed,
    }
}

/// The articles, each in its files.
fn chapters<'a>(
    publication: &'a Publication,
    pictures: &Pictures,
    breaks: &Breaks,
    (looks, formulas): (&Looks, Option<Drawings>),
) -> Vec<(&'a Article, Placed, Chapter)> {
    let written = |articles: &[Placed]| -> Vec<Chapter> {
        let book = Book {
            pictures,
            articles,
            formulas,
        };
        let options = xhtml::Options {
            host: &book,
            breaks,
            looks,
            is_chapter: publication.bound,
            is_portable: false,
        };
        let articles = publication.texts().zip(articles);
        let mut noted = Vec::new();
        articles
            .map(|(article, placed)| xhtml::article(article, placed, &options, &mut noted))
            .collect()
    };
    let mut articles: Vec<Placed> = (1..)
        .zip(publication.texts())
        .map(|(number, article)| Placed::whole(article, &file(number, 1)))
        .collect();
    gather_notes(publication, &mut articles, &[]);
    let mut chapters = written(&articles);
    let all = publication.texts().zip(&mut articles);
    let mut is_any_cut = false;
    let mut of_notes = Vec::new();
    for (number, ((article, placed), chapter)) in (1..).zip(all.zip(&chapters)) {
        if article.place.role == Role::Endnotes {
            of_notes.clone_from(&chapter.weights);
            is_any_cut |= parts::shares(&of_notes)
                .last()
                .is_some_and(|last| *last > 0);
            continue;
        }
        let starts = parts::starts(&article.body, &placed.anchors, &chapter.weights);
        if starts.len() > 1 {
            let files = (1..).map(|part| file(number, part));
            placed.cut(article, starts.into_iter().zip(files));
            is_any_cut = true;
        }
    }
    if is_any_cut {
        gather_notes(publication, &mut articles, &of_notes);
        // Links lead elsewhere now, from other articles too.
        chapters = written(&articles);
    }
    let articles = publication.texts().zip(articles).zip(chapters);
    articles
        .map(|((article, placed), chapter)| (article, placed, chapter))
        .collect()
}

/// Puts the notes of chapters into the files of the page of notes at the end of the book. These
/// are as many as the notes need by their weights.
fn gather_notes(publication: &Publication, articles: &mut [Placed], weights: &[usize]) {
    let mut texts = publication.texts();
    let Some(end) = texts.position(|article| article.place.role == Role::Endnotes) else {
        return;
    };
    let shares = parts::shares(weights);
    let share = |chapter: usize| shares.get(chapter).copied().unwrap_or(0);
    let chapters = endnotes::chapters(publication);
    for (index, chapter) in chapters.iter().enumerate() {
        let source = chapter.article.source;
        let own = articles.iter().position(|placed| placed.source == source);
        let Some((own, placed)) = own.and_then(|own| Some((own, articles.get_mut(own)?))) else {
            continue;
        };
        let endnotes = xhtml::Endnotes {
            file: file(end + 1, share(index) + 1),
            number: own + 1,
        };
        placed.gather(&chapter.notes, endnotes);
    }
    let last = shares.last().copied().unwrap_or(0);
    let page = publication.texts().nth(end);
    if let (Some(page), Some(placed), 1..) = (page, articles.get_mut(end), last) {
        placed.cut(page, (0..=last).map(|part| (0, file(end + 1, part + 1))));
    }
}

/// The file of a part of an article.
fn file(article: usize, part: usize) -> String {
    match part {
        1 => format!("article-{article}.xhtml"),
        part => format!("article-{article}-{part}.xhtml"),
    }
}

fn landmarks(pages: &[Page], lang: &Lang, title: &str) -> Vec<Landmark> {
    let mut landmarks = Vec::new();
    for page in pages {
        let (kind, text) = match page.kind {
            PageKind::Cover => ("cover", lang.profile().words.cover),
            PageKind::Title => ("titlepage", title),
            PageKind::First => {
                let text = page.title.as_deref().unwrap_or(title);
                ("bodymatter", text)
            }
            PageKind::List(kind) => (kind, page.title.as_deref().unwrap_or(title)),
            PageKind::Article | PageKind::Beside => continue,
        };
        landmarks.push(Landmark {
            kind,
            href: page.href.clone(),
            text: text.to_owned(),
        });
    }
    landmarks
}
