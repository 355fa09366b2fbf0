//! A book with everything that the model can contain, written and read back.

use super::*;
use crate::model::{
    Alignment, Block, BlockKind, CalendarDate, CodeLine, Date, DateForm, Definition, InlineKind,
    Numbering, Table, Target, VerseLine,
};
use crate::source::Span;
use crate::write::xhtml::specimen::{self, DRAWING, Specimen};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use usvg::roxmltree::{Document, Node, ParsingOptions};
use zip::{CompressionMethod, DateTime, ZipArchive};

type Archive = ZipArchive<Cursor<Vec<u8>>>;

const MODIFIED: &str = "2026-03-03T00:00:00Z";

/// Every kind of inline in one paragraph.
fn running_text(s: &mut Specimen) -> Block {
    let dress = |s: &mut Specimen, kind: fn(Vec<_>) -> InlineKind, text: &str| {
        let content = vec![s.text(text)];
        s.inline(kind(content))
    };
    let url = "https://example.org/a b?q=[1]&r=é".to_owned();
    let mut content = vec![s.text("L’été\u{a0}: "), dress(s, InlineKind::Emph, "vite")];
    content.push(dress(s, InlineKind::Strong, "très"));
    content.push(dress(s, InlineKind::SmallCaps, "xviii"));
    content.push(dress(s, InlineKind::Super, "e"));
    content.push(dress(s, InlineKind::Sub, "2"));
    content.push(dress(s, InlineKind::Strike, "non"));
    let shown = vec![s.text("ailleurs")];
    content.push(s.link(Target::External(url), shown));
    let shown = vec![s.text("plus loin")];
    content.push(s.link(Target::Internal("suite".into()), shown));
    let shown = vec![s.text("nulle part")];
    content.push(s.link(Target::Internal("absent".into()), shown));
    content.push(s.inline(InlineKind::Code("a < b".into())));
    content.push(s.inline(InlineKind::Math("x^2".into())));
    content.push(s.inline(InlineKind::Tie));
    content.push(s.inline(InlineKind::Break));
    let short = vec![s.text("ISO")];
    content.push(s.inline(InlineKind::Abbreviation {
        content: short,
        expansion: "Organisation \"internationale\"".into(),
    }));
    content.push(s.inline(InlineKind::Image(specimen::picture("b.jpg"))));
    content.push(s.inline(InlineKind::Image(specimen::picture("none.jpg"))));
    let hebrew = InlineKind::Text("שלום".into());
    content.push(s.foreign("he", hebrew));
    let inner = vec![s.paragraph("Note dans la note.")];
    let inner = s.note("in", inner);
    let text = s.text("Note");
    let body = vec![s.paragraph_of(vec![text, inner]), s.code("x\ny")];
    content.push(s.note("out", body));
    s.paragraph_of(content)
}

fn table(s: &mut Specimen) -> Block {
    let mut wide = s.cell("Total");
    wide.columns = 2;
    let last = s.cell("12");
    let table = Table {
        caption: vec![s.text("Tirages")],
        alignments: vec![Alignment::Start, Alignment::Center, Alignment::End],
        head: vec![s.row(&["Titre", "Ville", "Nombre"])],
        body: vec![
            s.row(&["Le Progrès", "Lyon", "7"]),
            s.row(&["Ouest", "Rennes", "5"]),
        ],
        foot: vec![s.row_of(vec![wide, last])],
    };
    s.block(BlockKind::Table(table))
}

fn verse(s: &mut Specimen) -> Block {
    let mut line = |indent, text: &str| VerseLine {
        node: s.node(),
        indent,
        content: vec![s.text(text)],
    };
    let stanzas = vec![
        vec![
            line(0, "Le vent se lève"),
            line(2, "Il faut tenter de vivre"),
        ],
        vec![line(0, "L’air immense")],
    ];
    s.block(BlockKind::Verse(stanzas))
}

fn lists(s: &mut Specimen) -> Vec<Block> {
    let nested = vec![s.paragraph("dedans")];
    let nested = vec![s.item(nested)];
    let nested = s.list(Numbering::Bullet, true, nested);
    let first = vec![s.paragraph("un"), nested];
    let second = vec![s.paragraph("deux")];
    let mut items = vec![s.item(first), s.item(second)];
    items[1].task = Some(true);
    let tight = s.list(Numbering::decimal(3), true, items);
    let body = vec![s.paragraph("à faire"), s.paragraph("bientôt")];
    let mut items = vec![s.item(body), s.item(vec![])];
    items[0].task = Some(false);
    let loose = s.list(Numbering::Bullet, false, items);
    let definition = Definition {
        node: s.node(),
        term: vec![s.text("Cicéro")],
        details: vec![vec![s.paragraph("Douze points Didot.")]],
    };
    vec![
        tight,
        loose,
        s.block(BlockKind::DefinitionList(vec![definition])),
    ]
}

/// An article with every kind of block.
fn everything(s: &mut Specimen) -> Article {
    let epigraph = s.quotation("Tout coule.", "Héraclite");
    let quote = s.quotation("Je dis « oui ».", "Anna Nowak");
    let pulled = s.quotation("Une phrase en grand.", "");
    let boxed = vec![s.heading(3, "Encadré"), s.paragraph("À côté.")];
    let foreign = vec![s.paragraph("Xin chào")];
    let mut foreign = s.block(BlockKind::Div(foreign));
    foreign.node.lang = Lang::parse("vi");
    let bare = BlockKind::Figure(crate::model::Figure {
        caption: vec![s.text("Légende sans image")],
        ..Default::default()
    });
    let code = BlockKind::Code {
        language: "rust".into(),
        lines: vec![CodeLine {
            span: Span::default(),
            text: "fn main() { a && b }".into(),
        }],
    };
    let mut body = vec![
        s.block(BlockKind::Epigraph(epigraph)),
        running_text(s),
        s.heading(2, "Premier").named("suite"),
        s.heading(4, "Trop profond"),
        s.block(BlockKind::Quote(quote)),
        s.block(BlockKind::PullQuote(pulled)),
        s.block(BlockKind::Aside(boxed)),
        foreign,
        s.figure("a.svg", "Un dessin", "Dessin\u{a0}: Pressroom"),
        s.figure("absent.png", "Perdue", ""),
        s.block(bare),
        s.block(code),
        s.block(BlockKind::Math("e^{i\\pi}".into())),
        s.block(BlockKind::Rule),
    ];
    body.extend([table(s), verse(s)]);
    body.extend(lists(s));
    let mut article = s.article("Un titre & demi", body);
    article.metadata.kicker = vec![s.text("Culture")];
    article.metadata.standfirst = vec![s.text("Le chapeau.")];
    article.metadata.byline = vec![s.text("Par Anna Nowak")];
    article.metadata.dateline = vec![s.text("Lyon")];
    article.metadata.date = Some(Date {
        text: "3 mars 2026".into(),
        span: Span::default(),
        when: CalendarDate::day(2026, 3, 3).map(Into::into),
        time: None,
        form: DateForm::Words,
    });
    article.metadata.source = vec![s.text("AFP")];
    article.metadata.rights = vec![s.text("© 2026")];
    article
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let drawing = DRAWING.as_bytes().to_vec();
    vec![("a.svg", drawing), ("b.jpg", specimen::jpeg(6, 4, 1))]
}

fn written(publication: &Publication) -> Vec<u8> {
    let faces = [EmbeddedFace {
        family: "Source Serif 4",
        weight: 400,
        italic: false,
        file_name: "SourceSerif4-Regular.otf".into(),
        bytes: include_bytes!("../../../fonts/source-serif/SourceSerif4-Regular.otf")[..].into(),
    }];
    let options = Options {
        gallery: &specimen::gallery(publication, &files()),
        style: &Style::article(crate::geom::Size::default()),
        profile: Profile::Generic,
        max_image: None,
        faces: &faces,
        stacks: &Stacks {
            serif: vec!["Source Serif 4".into()],
            ..Stacks::default()
        },
        narrow_spaces: true,
        modified: MODIFIED,
        paging: None,
        cover: None,
        formulas: None,
    };
    let mut file = Cursor::new(Vec::new());
    write(publication, &options, &mut Report::new(), &mut file).unwrap();
    file.into_inner()
}

fn lone() -> Publication {
    let mut s = Specimen::new("fr");
    let mut publication = Publication::single(everything(&mut s));
    publication.metadata.cover = Some(specimen::picture("b.jpg"));
    publication
}

fn bound() -> Publication {
    let french = everything(&mut Specimen::new("fr"));
    let mut s = Specimen::new("ar");
    let body = vec![s.heading(2, "عنوان"), s.paragraph("نص")];
    let mut arabic = s.article("مقالة", body);
    arabic.metadata.source = vec![s.text("وكالة")];
    let body = vec![Specimen::new("en").paragraph("Only text.")];
    let bare = Specimen::new("en").article("", body);
    Publication::bind("Un recueil", vec![french, arabic, bare])
}

fn open(bytes: Vec<u8>) -> Archive {
    ZipArchive::new(Cursor::new(bytes)).unwrap()
}

fn text(archive: &mut Archive, name: &str) -> String {
    let mut text = String::new();
    let mut entry = archive.by_name(name).unwrap();
    entry.read_to_string(&mut text).unwrap();
    text
}

fn parse(xml: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).unwrap()
}

/// All values of an attribute, in document order.
fn values<'a>(document: &'a Document, name: &str) -> Vec<&'a str> {
    let of = |node: Node<'a, '_>| node.attribute(name);
    document.descendants().filter_map(of).collect()
}

fn pages(archive: &mut Archive) -> Vec<(String, String)> {
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let pages = names.iter().filter(|name| name.ends_with(".xhtml"));
    pages
        .map(|name| (name["OEBPS/".len()..].to_owned(), text(archive, name)))
        .collect()
}

#[test]
fn the_same_publication_gives_the_same_bytes() {
    for publication in [lone(), bound()] {
        assert_eq!(written(&publication), written(&publication));
    }
}

#[test]
fn the_archive_opens_with_its_type_and_knows_no_clock() {
    let bytes = written(&lone());
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = open(bytes);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).unwrap();
        assert_eq!(entry.last_modified(), Some(DateTime::default()));
        let stored = matches!(entry.name(), "mimetype" | "OEBPS/images/picture-1.jpg");
        let method = entry.compression();
        assert_eq!(
            method == CompressionMethod::Stored,
            stored,
            "{}",
            entry.name()
        );
    }
    assert_eq!(archive.by_index(0).unwrap().name(), "mimetype");
}

#[test]
fn a_picture_in_the_archive_is_the_one_that_was_given() {
    let mut archive = open(written(&lone()));
    let mut bytes = Vec::new();
    let mut entry = archive.by_name("OEBPS/images/picture-1.jpg").unwrap();
    entry.read_to_end(&mut bytes).unwrap();
    assert_eq!(image::load_from_memory(&bytes).unwrap().width(), 6);
}

#[test]
fn every_file_is_in_the_manifest_and_every_page_in_the_spine() {
    let mut archive = open(written(&bound()));
    let package = text(&mut archive, container::PACKAGE);
    let package = parse(&package);
    let mut listed: BTreeSet<&str> = values(&package, "href").into_iter().collect();
    for name in archive.file_names() {
        let Some(href) = name.strip_prefix("OEBPS/") else {
            continue;
        };
        assert!(listed.remove(href) || href == "content.opf", "{href}");
    }
    assert_eq!(listed, BTreeSet::new());
    let spine = ["cover", "title", "article-1", "article-2", "article-3"];
    let spine = spine.map(|page| format!("id_{page}.xhtml"));
    assert_eq!(values(&package, "idref"), spine);
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_given_once() {
    for publication in [lone(), bound()] {
        let mut archive = open(written(&publication));
        let mut places = BTreeSet::new();
        let mut links = Vec::new();
        for (page, xhtml) in pages(&mut archive) {
            let document = parse(&xhtml);
            places.insert(page.clone());
            for id in values(&document, "id") {
                assert!(places.insert(format!("{page}#{id}")), "{page}#{id} twice");
            }
            for href in values(&document, "href") {
                links.push(match href.strip_prefix('#') {
                    Some(id) => format!("{page}#{id}"),
                    None => href.to_owned(),
                });
            }
        }
        links.retain(|link| !link.contains("://") && link != "stylesheet.css");
        assert!(links.len() > 6, "{links:?}");
        for link in links {
            assert!(places.contains(&link), "{link}");
        }
    }
}

#[test]
fn the_first_heading_is_the_headline_and_no_rank_is_skipped() {
    let mut archive = open(written(&lone()));
    let xhtml = text(&mut archive, "OEBPS/article-1.xhtml");
    let document = parse(&xhtml);
    let mut before = 0;
    for node in document.descendants() {
        let rank = node.tag_name().name().strip_prefix('h');
        let Some(rank) = rank.and_then(|rank| rank.parse::<u8>().ok()) else {
            continue;
        };
        assert!(rank <= before + 1 && (rank > 1 || before == 0), "{node:?}");
        before = rank;
    }
}

#[test]
fn no_word_of_the_article_is_lost() {
    let publication = lone();
    let mut archive = open(written(&publication));
    let xhtml = text(&mut archive, "OEBPS/article-1.xhtml");
    let document = parse(&xhtml);
    let read: String = document
        .descendants()
        .filter_map(|node| node.text())
        .collect();
    for words in [
        "L’été\u{a0}: ",
        "nulle part",
        "a < b",
        "שלום",
        "Note dans la note.",
        "Héraclite",
        "Encadré",
        "Xin chào",
        "Dessin\u{a0}: Pressroom",
        "Légende sans image",
        "fn main() { a && b }",
        "Tirages",
        "12",
        "Il faut tenter de vivre",
        "dedans",
        "☑",
        "☐",
        "Douze points Didot.",
        "3 mars 2026",
        "Source\u{a0}: ",
        "AFP",
        "© 2026",
        "Ce qu’on voit",
    ] {
        assert!(read.contains(words), "{words}");
    }
    for formula in ["alttext=\"x^2\"", "alttext=\"e^{i\\pi}\""] {
        assert!(xhtml.contains(formula), "{formula}");
    }
}

#[test]
fn a_language_is_said_where_it_changes_and_a_direction_where_it_turns() {
    let mut archive = open(written(&bound()));
    let xhtml = text(&mut archive, "OEBPS/article-1.xhtml");
    assert!(
        xhtml.contains(r#"<div lang="vi" xml:lang="vi">"#),
        "{xhtml}"
    );
    let hebrew = r#"<span lang="he" xml:lang="he" dir="rtl">שלום</span>"#;
    assert!(xhtml.contains(hebrew), "{xhtml}");
    let xhtml = text(&mut archive, "OEBPS/article-2.xhtml");
    assert!(
        xhtml.contains(r#" lang="ar" xml:lang="ar" dir="rtl">"#),
        "{xhtml}"
    );
    let nav = text(&mut archive, container::NAV);
    assert!(
        nav.contains(r#"href="article-2.xhtml" lang="ar" xml:lang="ar" dir="rtl""#),
        "{nav}"
    );
}

#[test]
fn old_readers_find_the_contents_and_the_same_identifier() {
    let mut archive = open(written(&bound()));
    let ncx = text(&mut archive, container::NCX);
    let ncx = parse(&ncx);
    let labels: Vec<&str> = ncx
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.daisy.org/z3986/2005/ncx/", "text")))
        .filter_map(|node| node.text())
        .collect();
    let expected = [
        "Un recueil",
        "Un titre & demi",
        "Premier",
        "Trop profond",
        "مقالة",
        "عنوان",
        "[untitled]",
    ];
    assert_eq!(labels, expected);
    let contents = values(&ncx, "content");
    assert_eq!(
        contents[..2],
        [crate::model::identity::identifier(&bound()).as_str(), "3"]
    );
}
