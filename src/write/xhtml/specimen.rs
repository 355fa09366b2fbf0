//! Hand-built models for the tests, and their pages to look at.

use super::{Breaks, Host, Looks, Meaning, Options, Placed, address};
use crate::diag::Report;
use crate::image::{Assets, Gallery};
use crate::lang::Lang;
use crate::model::paging::PageBreak;
use crate::model::{
    Article, Attributes, Block, BlockKind, Cell, CodeLine, Figure, Inline, InlineKind, Item, List,
    Metadata, Node, NodeIds, Note, Numbering, Picture, Publication, Quotation, Row, Target,
};
use crate::source::{SourceId, Span};
use crate::xml::Tag;
use image::{ExtendedColorType, ImageEncoder};
use std::borrow::Cow;
use std::sync::Arc;

/// A drawing of 40 by 20 with something in it that no book may run.
pub(crate) const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>alert(1)</script><rect width="40" height="20" fill="teal"/></svg>"#;

/// Makes nodes, each with a name of its own.
pub(crate) struct Specimen {
    ids: NodeIds,
    lang: Lang,
}

impl Specimen {
    /// For articles in this language.
    pub(crate) fn new(lang: &str) -> Specimen {
        Specimen {
            ids: NodeIds::new(SourceId(0)),
            lang: Lang::parse(lang).unwrap(),
        }
    }

    pub(crate) fn node(&mut self) -> Node {
        self.ids.node(Span::default())
    }

    pub(crate) fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline {
            node: self.node(),
            kind,
        }
    }

    pub(crate) fn text(&mut self, text: &str) -> Inline {
        self.inline(InlineKind::Text(text.into()))
    }

    /// An inline in another language.
    pub(crate) fn foreign(&mut self, lang: &str, kind: InlineKind) -> Inline {
        let mut inline = self.inline(kind);
        inline.node.lang = Lang::parse(lang);
        inline
    }

    pub(crate) fn note(&mut self, label: &str, body: Vec<Block>) -> Inline {
        self.inline(InlineKind::Note(Note {
            label: label.into(),
            body,
        }))
    }

    pub(crate) fn link(&mut self, target: Target, content: Vec<Inline>) -> Inline {
        self.inline(InlineKind::Link {
            target,
            title: String::new(),
            content,
        })
    }

    pub(crate) fn block(&mut self, kind: BlockKind) -> Block {
        Block::new(self.node(), kind)
    }

    pub(crate) fn paragraph_of(&mut self, content: Vec<Inline>) -> Block {
        self.block(BlockKind::Paragraph(content))
    }

    pub(crate) fn paragraph(&mut self, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.paragraph_of(content)
    }

    pub(crate) fn heading_of(&mut self, level: u8, content: Vec<Inline>) -> Block {
        self.block(BlockKind::Heading { level, content })
    }

    pub(crate) fn heading(&mut self, level: u8, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.heading_of(level, content)
    }

    pub(crate) fn quotation(&mut self, text: &str, credit: &str) -> Quotation {
        Quotation {
            body: vec![self.paragraph(text)],
            credit: self.maybe(credit),
        }
    }

    pub(crate) fn code(&mut self, text: &str) -> Block {
        let line = |text: &str| CodeLine {
            span: Span::default(),
            text: text.into(),
        };
        let lines = text.lines().map(line).collect();
        let language = String::new();
        self.block(BlockKind::Code { language, lines })
    }

    pub(crate) fn figure(&mut self, path: &str, caption: &str, credit: &str) -> Block {
        let figure = Figure {
            picture: Some(picture(path)),
            link: None,
            caption: self.maybe(caption),
            credit: self.maybe(credit),
        };
        self.block(BlockKind::Figure(figure))
    }

    pub(crate) fn item(&mut self, body: Vec<Block>) -> Item {
        Item {
            node: self.node(),
            task: None,
            body,
        }
    }

    pub(crate) fn list(&mut self, numbering: Numbering, tight: bool, items: Vec<Item>) -> Block {
        self.block(BlockKind::List(List {
            numbering,
            tight,
            items,
        }))
    }

    pub(crate) fn cell(&mut self, text: &str) -> Cell {
        Cell {
            node: self.node(),
            body: vec![self.paragraph(text)],
            columns: 1,
            rows: 1,
        }
    }

    pub(crate) fn row_of(&mut self, cells: Vec<Cell>) -> Row {
        Row {
            node: self.node(),
            cells,
        }
    }

    pub(crate) fn row(&mut self, texts: &[&str]) -> Row {
        let cells = texts.iter().map(|text| self.cell(text)).collect();
        self.row_of(cells)
    }

    pub(crate) fn article(&mut self, headline: &str, body: Vec<Block>) -> Article {
        let metadata = Metadata {
            headline: self.maybe(headline),
            lang: Some(self.lang.clone()),
            ..Metadata::default()
        };
        Article {
            metadata,
            body,
            ..Article::default()
        }
    }

    fn maybe(&mut self, text: &str) -> Vec<Inline> {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![self.text(text)]
        }
    }
}

impl Block {
    /// The same with an identifier.
    pub(crate) fn named(mut self, id: &str) -> Block {
        self.attributes = Attributes {
            id: Some(id.into()),
            ..self.attributes
        };
        self
    }
}

/// A picture with an alternative text.
pub(crate) fn picture(path: &str) -> Picture {
    Picture::new(path, Span::default(), Some("Ce qu’on voit".into()))
}

/// A photograph, marked as turned in the way EXIF counts (1 is not).
pub(crate) fn jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height * 3).map(|n| n as u8).collect();
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    let exif = [
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let mut segment = vec![0xff, 0xe1, 0, exif.len() as u8 + 2];
    segment.extend(exif);
    bytes.splice(2..2, segment);
    bytes
}

/// The gallery of a publication whose pictures are these files.
pub(crate) fn gallery(publication: &Publication, files: &[(&str, Vec<u8>)]) -> Gallery {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut assets = Assets::new(Box::new(|| Arc::new(usvg::fontdb::Database::new())));
    assets.allow(SourceId(0), folder.path());
    Gallery::open(publication, &assets, &mut Report::new())
}

/// A file without pictures, which says nothing beyond HTML.
struct Bare;

impl Host for Bare {
    fn typed(&self, tag: Tag, _: Meaning) -> Tag {
        tag
    }

    fn in_language(&self, tag: Tag, lang: &Lang) -> Tag {
        tag.attr("lang", lang.as_str())
    }

    fn picture(&self, _: &Picture) -> Option<Cow<'_, str>> {
        None
    }

    fn is_icon(&self, _: &Picture) -> bool {
        false
    }

    fn aspect(&self, _: &Picture) -> Option<f64> {
        None
    }

    fn link(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(url) => address::outward(url),
            Target::Internal(_) | Target::Article(..) => None,
        }
    }
}

/// The markup within an article's element, pictures missing.
pub(crate) fn body_of(article: &Article) -> String {
    body_with_pages(article, &[])
}

/// The same with the marks of pages.
pub(crate) fn body_with_pages(article: &Article, breaks: &[PageBreak]) -> String {
    let options = Options {
        host: &Bare,
        breaks: &Breaks::of(breaks),
        looks: &Looks::default(),
        is_chapter: false,
        is_portable: false,
    };
    let placed = Placed::whole(article, "a");
    let chapter = super::article(article, &placed, &options, &mut Vec::new());
    let body = chapter.parts[0].body.strip_prefix("<article>\n").unwrap();
    body.strip_suffix("</article>\n").unwrap().to_owned()
}
