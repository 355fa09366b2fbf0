//! Takes an article; returns it as one HTML file.
//!
//! The file is HTML in the syntax of XML: any HTML parser and any XML parser reads it. It
//! opens with a short style sheet that keeps it readable on any screen. What means
//! something is also in the elements themselves, so that parts of the file may be copied
//! elsewhere. A [standalone](Inside) file contains its pictures and fonts, and is styled as
//! the EPUB is.

use super::xhtml::{
    self, Breaks, Extras, FontFace, FontFormat, Host, Looks, Meaning, Placed, Stacks, address,
    style_sheet,
};
use crate::image::{Gallery, Image, Kind};
use crate::lang::{Direction, Lang};
use crate::model::{Article, Picture, Publication, Target};
use crate::style::Style;
use crate::xml::{Markup, Tag};
use image::metadata::Orientation;
use std::borrow::Cow;

/// How the file is written.
pub(crate) struct Options<'a> {
    /// The style, as far as a screen shows it.
    pub style: &'a Style,
    /// What a standalone file contains.
    pub inside: Option<Inside<'a>>,
}

/// What a standalone file contains besides its text.
pub(crate) struct Inside<'a> {
    /// The pictures.
    pub gallery: &'a Gallery,
    /// The fonts.
    pub faces: &'a [Face<'a>],
    /// The families that the style sheet names.
    pub stacks: &'a Stacks,
}

/// A font.
pub(crate) struct Face<'a> {
    /// The family's name.
    pub family: &'a str,
    /// The weight, 1 to 1000.
    pub weight: u16,
    /// Whether it is italic.
    pub italic: bool,
    /// Its file.
    pub bytes: &'a [u8],
}

/// The rules of every file. Colours are left to the reader's device, light or dark.
const SCREEN: &str = "\
body { line-height: 1.5; margin: 0 auto; max-width: 38em; overflow-wrap: break-word; padding: 1em; }
";

/// The rules of a file without the style sheet.
const BARE: &str = "\
figure { margin: 1.5em 0; }
figure.left, figure.right { max-width: 100%; }
img { height: auto; max-width: 100%; }
pre { white-space: pre-wrap; }
div.table { overflow-x: auto; }
th, td { padding: 0.2em 0.8em 0.2em 0; text-align: start; vertical-align: top; }
li.task { list-style-type: none; }
.page-break-before { break-before: page; }
.recto-break-before { break-before: recto; }
.keep { break-inside: avoid; }
";

/// Writes the file of a publication of one article. The same article gives the same bytes.
pub(crate) fn write(publication: &Publication, options: &Options) -> String {
    let Some(article) = publication.articles.first() else {
        return String::new();
    };
    let host = Page {
        inside: options.inside.as_ref(),
    };
    let looks = match &options.inside {
        Some(_) => Looks::of(publication, options.style),
        // Drop capitals and end marks are the style sheet's; numbers of headings are text.
        None => Looks::numbers_of(publication, options.style),
    };
    let page = xhtml::Options {
        host: &host,
        breaks: &Breaks::default(),
        looks: &looks,
        is_chapter: false,
        is_portable: true,
    };
    let placed = Placed::whole(article, "");
    let chapter = xhtml::article(article, &placed, &page, &mut Vec::new());
    let mut out = Markup::default();
    out.raw("<!DOCTYPE html>\n");
    let lang = article.lang();
    let root = Tag::new("html").attr("lang", lang.as_str()).attr(
        "dir",
        match lang.direction() {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        },
    );
    let html = out.open(root);
    out.end_line();
    let bodies = chapter.parts.iter().map(|part| &*part.body);
    let extras = Extras::of(publication, bodies);
    head(article, options, extras, &mut out);
    let body = out.open(Tag::new("body"));
    out.end_line();
    let main = out.open(Tag::new("main"));
    out.end_line();
    for part in &chapter.parts {
        out.raw(&part.body);
    }
    for name in [main, body, html] {
        out.close(name);
        out.end_line();
    }
    out.finish()
}

fn head(article: &Article, options: &Options, extras: Extras, out: &mut Markup) {
    let head = out.open(Tag::new("head"));
    out.end_line();
    // An HTML parser looks for the encoding first (HTML, 4.2.5.4).
    out.empty(Tag::new("meta").attr("charset", "utf-8"));
    out.end_line();
    said("viewport", "width=device-width, initial-scale=1", out);
    said("color-scheme", "light dark", out);
    let metadata = &article.metadata;
    out.element(Tag::new("title"), &metadata.title());
    out.end_line();
    said("description", &metadata.description, out);
    for author in metadata.author_names() {
        said("author", &author, out);
    }
    let day = metadata.date.as_ref().and_then(|date| date.iso());
    said("date", &day.unwrap_or_default(), out);
    said("keywords", &metadata.keywords.join(", "), out);
    said(
        "generator",
        concat!("Pressroom ", env!("CARGO_PKG_VERSION")),
        out,
    );
    let style = out.open(Tag::new("style"));
    out.end_line();
    // Nothing in it has to be escaped: it has neither `<` nor `&`.
    out.raw(&sheet(options, extras));
    out.close(style);
    out.end_line();
    out.close(head);
    out.end_line();
}

/// A `meta`, unless it has nothing to say.
fn said(name: &str, content: &str, out: &mut Markup) {
    if !content.trim().is_empty() {
        let meta = Tag::new("meta").attr("name", name);
        out.empty(meta.attr("content", content.trim()));
        out.end_line();
    }
}

fn sheet(options: &Options, extras: Extras) -> String {
    let Some(inside) = &options.inside else {
        return format!("{SCREEN}{BARE}");
    };
    let faces: Vec<FontFace> = inside
        .faces
        .iter()
        .map(|face| {
            let format = FontFormat::of(face.bytes);
            FontFace {
                family: face.family,
                weight: face.weight,
                italic: face.italic,
                address: data_uri(format.media_type(), face.bytes),
                format,
            }
        })
        .collect();
    SCREEN.to_owned() + &style_sheet(&faces, inside.stacks, options.style, true, extras)
}

/// What is around an article that is a file by itself.
struct Page<'a> {
    inside: Option<&'a Inside<'a>>,
}

impl Page<'_> {
    fn image(&self, picture: &Picture) -> Option<&Image> {
        self.inside?.gallery.get(picture).map(|image| &**image)
    }
}

impl Host for Page<'_> {
    fn typed(&self, tag: Tag, meaning: Meaning) -> Tag {
        match meaning {
            Meaning::Notes => tag.attr("role", "doc-endnotes"),
            Meaning::Chapter(_)
            | Meaning::Epigraph
            | Meaning::PullQuote
            | Meaning::NoteMark
            | Meaning::Note
            | Meaning::Endnote
            | Meaning::Bibliography
            | Meaning::Cited
            | Meaning::PageBreak => tag,
        }
    }

    fn in_language(&self, tag: Tag, lang: &Lang) -> Tag {
        tag.attr("lang", lang.as_str())
    }

    fn picture(&self, picture: &Picture) -> Option<Cow<'_, str>> {
        let address = match self.image(picture) {
            Some(image) => embedded(image),
            None => address::of_file(&picture.path),
        };
        Some(Cow::Owned(address))
    }

    fn is_icon(&self, picture: &Picture) -> bool {
        self.image(picture).is_some_and(Image::is_icon)
    }

    fn aspect(&self, picture: &Picture) -> Option<f64> {
        let image = self.image(picture)?;
        Some(f64::from(image.width.max(1)) / f64::from(image.height.max(1)))
    }

    fn link(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(url) => address::outward(url).or_else(|| address::relative(url)),
            Target::Internal(_) | Target::Article(..) => None,
        }
    }
}

/// A picture as a `data:` URI. In a drawing, text becomes outlines: it cannot use the fonts
/// of the page. A photograph is turned upright, since nothing in its file says its
/// orientation any more.
fn embedded(image: &Image) -> String {
    let media_type = image.kind.media_type();
    if let Some(drawing) = image.outlined() {
        return data_uri(media_type, drawing.as_bytes());
    }
    let is_turned = image.kind == Kind::Jpeg && image.orientation != Orientation::NoTransforms;
    let upright = is_turned.then(|| {
        // The profile of four inks says nothing of the three colours made of them.
        let profile = image.profile.as_deref().filter(|_| image.channels != 4);
        image.pixels().ok()?.on_white().to_jpeg(profile)
    });
    match upright.flatten() {
        Some(bytes) => data_uri(media_type, &bytes),
        // One that cannot be read again is an empty picture, in whose place its text is shown.
        None => data_uri(media_type, &image.stored.read().unwrap_or_default()),
    }
}

/// Bytes as a `data:` URI (RFC 2397) in Base64 (RFC 4648, 4).
fn data_uri(media_type: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut uri = String::with_capacity(bytes.len() / 3 * 4 + 40);
    uri.push_str(&format!("data:{media_type};base64,"));
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4_usize {
            let digit = (bits >> (18 - 6 * at)) as usize % 64;
            // Three bytes make four digits; two make three, and one makes two.
            uri.push(match DIGITS.get(digit) {
                Some(digit) if at <= three.len() => char::from(*digit),
                Some(_) | None => '=',
            });
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Size;
    use crate::model::{Alignment, BlockKind, InlineKind, Person, Table};
    use crate::write::xhtml::specimen::{self, Specimen};
    use usvg::roxmltree;

    fn written(article: &Article) -> String {
        let style = Style::article(Size::default());
        let options = Options {
            style: &style,
            inside: None,
        };
        let html = write(&Publication::single(article.clone()), &options);
        let syntax = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        roxmltree::Document::parse_with_options(&html, syntax).expect("it is XML");
        html
    }

    #[test]
    fn a_file_opens_with_its_encoding_and_says_what_the_article_says_of_itself() {
        let mut s = Specimen::new("fr");
        let mut article = s.article("Presses & \"pages\" < 3", vec![]);
        article.metadata.description = "Un essai.".into();
        article.metadata.authors = ["Anna Nowak", "J. Roy"]
            .map(|name| Person {
                name: name.into(),
                ..Person::default()
            })
            .into();
        let html = written(&article);
        let head = r#"<!DOCTYPE html>
<html lang="fr" dir="ltr">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>Presses &amp; "pages" &lt; 3</title>
<meta name="description" content="Un essai."/>
<meta name="author" content="Anna Nowak"/>
<meta name="author" content="J. Roy"/>
"#;
        assert!(html.starts_with(head), "{html}");
        assert!(!html.contains("epub:") && !html.contains("xml:lang"));
    }

    #[test]
    fn pictures_and_relative_links_keep_their_addresses() {
        let mut s = Specimen::new("en");
        let figure = s.figure("pictures/été 1#.jpg", "", "");
        let mut links = Vec::new();
        for url in ["other.html#a", "https://a.org/", "javascript:alert(1)"] {
            let shown = vec![s.text("x")];
            links.push(s.link(Target::External(url.into()), shown));
        }
        let paragraph = s.paragraph_of(links);
        let html = written(&s.article("", vec![figure, paragraph]));
        assert!(html.contains("src=\"pictures/été%201%23.jpg\""), "{html}");
        assert!(
            html.contains("<p><a href=\"other.html#a\">x</a><a href=\"https://a.org/\">x</a>x</p>"),
            "{html}"
        );
    }

    #[test]
    fn what_means_something_does_not_need_the_style_sheet() {
        let mut s = Specimen::new("en");
        let small = vec![s.text("ad")];
        let small = s.inline(InlineKind::SmallCaps(small));
        let formula = s.inline(InlineKind::Math("a < b".into()));
        let paragraph = s.paragraph_of(vec![small, formula]);
        let table = Table {
            alignments: vec![Alignment::End],
            body: vec![s.row(&["9"])],
            ..Table::default()
        };
        let table = s.block(BlockKind::Table(table));
        let html = written(&s.article("", vec![paragraph, table]));
        for part in [
            "style=\"font-variant: small-caps\">ad<",
            "style=\"text-align: end\">9<",
            "<annotation encoding=\"application/x-tex\">a &lt; b</annotation>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }

    #[test]
    fn a_standalone_file_contains_its_pictures_and_fonts() {
        let mut s = Specimen::new("en");
        let figures = ["a.svg", "b.jpg"].map(|path| s.figure(path, "", ""));
        let article = s.article("Title", figures.into());
        let publication = Publication::single(article.clone());
        let files = [
            ("a.svg", specimen::DRAWING.as_bytes().to_vec()),
            ("b.jpg", specimen::jpeg(6, 4, 1)),
        ];
        let gallery = specimen::gallery(&publication, &files);
        let face = Face {
            family: "Odd </style>\"",
            weight: 400,
            italic: false,
            bytes: b"OTTO",
        };
        let options = Options {
            style: &Style::article(Size::default()),
            inside: Some(Inside {
                gallery: &gallery,
                faces: &[face],
                stacks: &Stacks::default(),
            }),
        };
        let html = write(&publication, &options);
        assert!(html.contains("url(\"data:font/otf;base64,T1RUTw==\") format(\"opentype\")"));
        assert!(html.contains("src=\"data:image/svg+xml;base64,"));
        assert!(html.contains("src=\"data:image/jpeg;base64,/9j/"));
        assert_eq!(html.matches("</style>").count(), 1);
    }

    #[test]
    fn bytes_are_padded_to_four_digits() {
        for (bytes, digits) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(
                data_uri("x", bytes.as_bytes()),
                format!("data:x;base64,{digits}")
            );
        }
    }
}
