//! Takes a source; returns an article.
//!
//! Reading cannot fail: what cannot be understood is kept as text and told in
//! the report, with its place. Several readers fill the same model: [`Format`]
//! names them, and [`read`] finds the right one where the caller does not.

#![warn(clippy::indexing_slicing)]

mod asked;
mod breaks;
mod byline;
mod citations;
mod citing;
mod columns;
mod context;
mod date;
mod fields;
mod figure;
mod foreign;
mod found;
mod frontmatter;
mod guess;
mod head;
mod html;
mod imprint;
mod inspect;
mod keys;
mod line;
mod links;
mod markdown;
mod matter;
mod news;
mod numbering;
mod origin;
mod outputs;
mod own;
mod page;
mod people;
mod picture;
pub mod plan;
mod quoted;
mod said;
mod schema;
mod unused;
mod wire;

use crate::diag::{Code, Diagnostic, Report};
use crate::formula::mathml;
use crate::lang::Lang;
use crate::model::gallery::{asks_for_gallery, can_be_gallery};
use crate::model::walk::{self, Visitor};
use crate::model::{
    Article, Block, BlockKind, Extent, Inline, InlineKind, Node, NodeIds, Picture, Side,
    is_lone_picture, plain_text,
};
use crate::source::{Encoding, NotText, Source, SourceId, Span};
pub use inspect::{Inspection, inspect};
pub use line::{Confidence, Line};
pub use links::{is_site, settle as settle_links};
pub use schema::schema;
use std::collections::BTreeSet;
use std::path::Path;

/// The form a source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown, with or without YAML front matter.
    Markdown,
    /// An article as YAML data.
    Yaml,
    /// An article as JSON data, or news in the JSON of the IPTC: ninjs.
    Json,
    /// A saved page of the web.
    Html,
    /// News in the XML of the IPTC: NITF, NewsML-G2, NewsML 1.
    News,
    /// Press copy: plain text as it comes.
    Wire,
}

impl Format {
    /// The endings of the names that most articles have, without the dot.
    pub const EXTENSIONS: [&str; 5] = ["md", "markdown", "yaml", "yml", "txt"];

    /// The form that a file's name announces.
    pub fn of_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(Format::Markdown),
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "xml" | "nitf" | "newsml" => Some(Format::News),
            "txt" => Some(Format::Wire),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Markdown => "Markdown",
            Format::Yaml => "YAML",
            Format::Json => "JSON",
            Format::Html => "HTML",
            Format::News => "news in XML",
            Format::Wire => "press copy",
        }
    }

    /// The form that a text itself shows: front matter makes Markdown, a
    /// mapping with the keys of an article makes YAML, an object JSON, the elements of
    /// news or of a page what they are, all else is press copy.
    pub fn of_text(text: &str) -> Format {
        if frontmatter::is_at_head(text) {
            return Format::Markdown;
        }
        if news::is_news(text) {
            return Format::News;
        }
        if page::is_page(text) {
            return Format::Html;
        }
        let object = text.trim_start().strip_prefix('{');
        if object.is_some_and(|rest| rest.trim_start().starts_with('"')) {
            return Format::Json;
        }
        let key = |line: &str| {
            ["headline:", "title:", "body:", "kicker:", "language:"]
                .iter()
                .any(|key| line.starts_with(key))
        };
        let mut lines = text.lines().filter(|l| !l.trim().is_empty());
        if lines.clone().take(12).filter(|l| key(l)).count() >= 2 {
            Format::Yaml
        } else if lines.any(|l| l.starts_with("# ") || l.starts_with("## ")) {
            Format::Markdown
        } else {
            Format::Wire
        }
    }
}

/// Whether a file that lies in a folder is an article, as far as its form and its text
/// show. YAML and JSON are the form of settings too, XML that of much else, and the pages
/// in a folder are mostly made of its articles: they are read when they are named.
pub fn is_article(form: Format, text: &str) -> bool {
    match form {
        Format::Markdown | Format::Wire => true,
        Format::Yaml => has_article_keys(text),
        Format::Json => news::ninjs::is_ninjs(text) || has_article_keys(text),
        Format::News => news::is_news(text),
        Format::Html => false,
    }
}

/// Whether YAML or JSON has the keys of an article: a body, or a headline that is a text.
/// Settings of other programs have a title too, and a theme says how a headline is set.
/// Keys are found without parsing, so that an article with a fault is still one.
fn has_article_keys(text: &str) -> bool {
    const PHRASES: [&str; 5] = ["headline", "standfirst", "kicker", "byline", "dateline"];
    let is_key = |key: &str, has_text: bool| {
        let key = keys::plain(key);
        matches!(&*key, "body" | "figures") || PHRASES.contains(&&*key) && has_text
    };
    // A member deep in JSON is no key of its own.
    if let Ok(serde_json::Value::Object(map)) = serde_json::from_str(text) {
        return map
            .iter()
            .any(|(key, value)| is_key(key, value.is_string()));
    }
    let in_braces = text.trim_start().starts_with('{');
    let ends = |c: char| c == '\n' || in_braces && matches!(c, '{' | ',');
    text.split(ends)
        .filter(|entry| in_braces || !entry.starts_with([' ', '\t', '#', '-']))
        .filter_map(|entry| entry.split_once(':'))
        .any(|(key, value)| {
            let key = key.trim().trim_matches(['"', '\'']);
            is_key(key, !value.trim().is_empty())
        })
}

/// What the caller knows of a source.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Its format; by default, the text determines it.
    pub format: Option<Format>,
    /// The language of a text that does not give its own.
    pub lang: Option<Lang>,
    /// The address of the site that paths in links belong to, such as `https://example.org/`.
    pub base_url: Option<String>,
    /// Whether it may cite works of a bibliography that it does not name itself.
    pub cites: bool,
}

impl Options {
    /// Nothing is known.
    pub fn new() -> Options {
        Options::default()
    }

    /// The same, with this format, if any.
    #[must_use]
    pub fn format(mut self, format: impl Into<Option<Format>>) -> Options {
        self.format = format.into();
        self
    }

    /// The same, with this language, if any.
    #[must_use]
    pub fn lang(mut self, lang: impl Into<Option<Lang>>) -> Options {
        self.lang = lang.into();
        self
    }

    /// The same, for an article in a book that has a bibliography.
    #[must_use]
    pub fn cites(mut self, cites: bool) -> Options {
        self.cites = cites;
        self
    }

    /// The same, with this address, if any.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<Option<String>>) -> Options {
        self.base_url = url.into();
        self
    }
}

/// The form that a source is read in: what the caller says, else what its text shows.
/// Press copy with front matter is Markdown by another name, and news may be a page.
pub fn format(source: &Source, options: &Options) -> Format {
    let text = source.text();
    let said = options.format.unwrap_or_else(|| Format::of_text(text));
    if said == Format::Wire && frontmatter::is_at_head(text) {
        Format::Markdown
    } else if said == Format::News && page::is_page(text) {
        // XHTML may end in .xml.
        Format::Html
    } else {
        said
    }
}

/// Decodes the bytes of an article, in UTF-8 or in an older encoding. Press copy may contain
/// control bytes of wire services, so the format matters: the given one, or the one that the
/// text shows.
///
/// # Errors
///
/// If the bytes are not text, or longer than [`Source::MAX_BYTES`].
pub fn decode(
    id: SourceId,
    name: &str,
    bytes: &[u8],
    format: Option<Format>,
) -> Result<Source, NotText> {
    let copy = || Source::decode_copy(id, name, bytes);
    match format {
        Some(Format::Wire) => copy(),
        Some(_) => Source::decode(id, name, bytes),
        None => match copy() {
            Ok(copy) if Format::of_text(copy.text()) == Format::Wire => Ok(copy),
            Ok(_) | Err(_) => Source::decode(id, name, bytes),
        },
    }
}

/// Reads an article. What there is to say about it goes into the report.
pub fn read(source: &Source, options: &Options, report: &mut Report) -> Article {
    let whole = source.span(0..source.text().len().min(1));
    report_bytes(source, report);
    let mut ids = NodeIds::new(source.id());
    let format = format(source, options);
    let mut article = match format {
        Format::Wire => wire::read(source, &mut ids, report),
        Format::Markdown => markdown::read(source, &mut ids, report),
        Format::Json if news::ninjs::is_ninjs(source.text()) => {
            news::ninjs::read(source, &mut ids, report)
        }
        Format::Yaml | Format::Json => fields::read(source, &mut ids, report),
        Format::News => news::read(source, &mut ids, report),
        Format::Html => page::read(source, &mut ids, report),
    };
    article.source = source.id();
    breaks::settle(&mut article, source, &mut ids, report);
    part_labels(&mut article);
    if article.metadata.headline.is_empty() && article.metadata.fallback_title.is_empty() {
        article.metadata.fallback_title = stem(source.name());
    }
    if article.metadata.lang.is_none() {
        article.metadata.lang = options
            .lang
            .clone()
            .or_else(|| guess::article_lang(&article, whole, report));
    }
    if let Some(date) = &mut article.metadata.date {
        date::settle(date, article.metadata.lang.as_ref(), report);
    }
    quoted::settle(&mut article);
    byline::settle(&mut article, &mut ids);
    foreign::mark(&mut article, &mut ids, report);
    if article.body.is_empty() {
        report.push(Diagnostic::warning(
            Code::EmptyArticle,
            whole,
            "the article has no text",
        ));
    }
    check_pictures(&article, report);
    columns::check(&article, report);
    check_formulas(&article, report);
    unused::report(&article, source, report);
    links::find(&mut article);
    links::check(&article, report);
    if matches!(format, Format::Markdown | Format::Yaml | Format::Json) {
        citations::find(&mut article, source, format, options.cites, &mut ids);
    }
    article.next_index = ids.next_index();
    article
}

/// Reports what there is to say about the bytes of a source: a guessed encoding, damage,
/// control characters.
fn report_bytes(source: &Source, report: &mut Report) {
    let whole = source.span(0..source.text().len().min(1));
    if let Encoding::Guessed(name) = source.encoding() {
        let message = format!("the file is not UTF-8; read as {name}");
        let warning = Diagnostic::warning(Code::Encoding, whole, message);
        report.push(warning.hint("save it as UTF-8 if an accent came out wrong"));
    }
    report_damage(source, report);
    report_dropped(source, report);
}

/// Reports where the bytes of a source are not those of its encoding.
fn report_damage(source: &Source, report: &mut Report) {
    let name = source.encoding().name();
    for damage in source.damage() {
        report.push(match damage.read_as {
            Some(other) => Diagnostic::warning(
                Code::Encoding,
                damage.span,
                format!("bytes that are not {name}; read as {other}"),
            )
            .hint("save the whole file as UTF-8"),
            None => Diagnostic::error(
                Code::DamagedText,
                damage.span,
                format!("damaged {name}: a character is lost and replaced by U+FFFD"),
            )
            .hint("type the character again, or take the text from an undamaged copy"),
        });
    }
}

/// Reports the control characters that were dropped from press copy.
fn report_dropped(source: &Source, report: &mut Report) {
    if let [first, rest @ ..] = source.dropped() {
        let message = match rest.len() {
            0 => "a control character; dropped".to_owned(),
            more => format!("{} control characters; dropped", more + 1),
        };
        report.push(Diagnostic::note(Code::ControlCharacter, *first, message));
    }
}

/// Gives notes that have a text each a label each: the phrases of a YAML article may
/// all begin with a note `1`.
fn part_labels(article: &mut Article) {
    let mut taken = BTreeSet::new();
    walk::phrases_mut(article, &mut |phrase, _| part(phrase, &mut taken));

    fn part(content: &mut [Inline], taken: &mut BTreeSet<String>) {
        for inline in content {
            if let InlineKind::Note(note) = &mut inline.kind {
                if !note.body.is_empty() && !taken.insert(note.label.clone()) {
                    let labels = (2..).map(|n| format!("{}-{n}", note.label));
                    let mut free = labels.filter(|label| !taken.contains(label));
                    note.label = free.next().unwrap_or_default();
                    taken.insert(note.label.clone());
                }
            } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
                part(content, taken);
            }
        }
    }
}

/// The name of a file without folder and ending, for want of a title.
fn stem(name: &str) -> String {
    let path = Path::new(name);
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or(name);
    stem.trim_matches(['<', '>']).to_owned()
}

/// A formula is one in LaTeX's notation.
fn check_formulas(article: &Article, report: &mut Report) {
    struct Formulas<'r>(&'r mut Report);
    impl Formulas<'_> {
        fn check(&mut self, source: &str, alone: bool, node: &Node) {
            if let Err(reason) = mathml(source, alone) {
                let message = format!("the formula is not understood: {reason}");
                let warning = Diagnostic::warning(Code::Formula, node.span, message);
                self.0
                    .push(warning.hint("its source is printed; write it as LaTeX does, `$x^2$`"));
            }
        }
    }
    impl Visitor<'_> for Formulas<'_> {
        fn block(&mut self, block: &Block) {
            if let BlockKind::Math(source) = &block.kind {
                self.check(source, true, &block.node);
            }
        }
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Math(source) = &inline.kind {
                self.check(source, false, &inline.node);
            }
        }
    }
    walk::article(article, &mut Formulas(report));
}

/// Whether an inline is a picture whose author does not say what it shows.
fn lacks_alternative(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Image(picture) if picture.alt.is_none())
        || walk::content_of(&inline.kind).is_some_and(|c| c.iter().any(lacks_alternative))
}

/// Where an author wants a picture, besides where it is mentioned.
fn place(picture: &Picture) -> Option<&'static str> {
    let extent = match picture.extent {
        Extent::Column => None,
        Extent::Page => Some("span=page"),
        Extent::Plate => Some("span=plate"),
    };
    let side = picture.side.map(Side::class);
    extent.or(side).or(picture.bleeds.then_some("bleed=true"))
}

/// A picture says what it shows, or that it is decoration: silence is neither. Only a
/// figure stands at a side.
fn check_pictures(article: &Article, report: &mut Report) {
    struct Uses<'r>(&'r mut Report);
    impl Uses<'_> {
        /// A gallery that is none, or in which a picture has a size of its own.
        fn gallery(&mut self, block: &Block, body: &[Block]) {
            if !can_be_gallery(body) {
                let message = "a gallery needs at least two pictures, and holds only paragraphs \
                               besides; set as ordinary blocks";
                let warning = Diagnostic::warning(Code::Gallery, block.node.span, message);
                let hint = "write each picture on a line of its own: `![alt](a.jpg \"Caption\")`";
                return self.0.push(warning.hint(hint));
            }
            for block in body {
                if let BlockKind::Figure(figure) = &block.kind
                    && let Some(picture) = &figure.picture
                    && (!picture.size.is_own() || place(picture).is_some())
                {
                    let message = format!(
                        "size and side of the picture `{}` have no effect in a gallery; ignored",
                        picture.name()
                    );
                    let note = Diagnostic::note(Code::Gallery, picture.span, message);
                    let hint = "put it outside the gallery to set its size";
                    self.0.push(note.hint(hint));
                }
            }
        }

        /// A link of which nothing can be heard.
        fn unnamed(&mut self, span: Span) {
            let message = "the picture is all that the link shows, and has no alternative text";
            let warning = Diagnostic::warning(Code::UnnamedLink, span, message);
            let hint = "say where it leads: `[![the site of the press](a.jpg)](…)`";
            self.0.push(warning.hint(hint));
        }
    }
    impl Visitor<'_> for Uses<'_> {
        fn block(&mut self, block: &Block) {
            if asks_for_gallery(block)
                && let BlockKind::Div(body) = &block.kind
            {
                self.gallery(block, body);
            }
            if let BlockKind::Figure(figure) = &block.kind
                && figure.link.is_some()
                && let Some(picture) = &figure.picture
                && picture.alt.as_deref() == Some("")
            {
                self.unnamed(picture.span);
            }
        }
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Image(picture) = &inline.kind
                && let Some(side) = place(picture)
            {
                let message = format!("`{side}`: a picture in a line has no side; ignored");
                let note = Diagnostic::note(Code::UnusedSide, picture.span, message);
                let hint = "put the picture on a line of its own";
                self.0.push(note.hint(hint));
            }
            if let InlineKind::Link { content, .. } = &inline.kind
                && is_lone_picture(content)
                && plain_text(content).is_empty()
                && !content.iter().any(lacks_alternative)
            {
                self.unnamed(inline.node.span);
            }
        }
    }
    walk::article(article, &mut Uses(report));
    for picture in walk::pictures(article).iter().filter(|p| p.alt.is_none()) {
        report.push(
            Diagnostic::warning(
                Code::MissingAlt,
                picture.span,
                format!("picture `{}` has no alternative text", picture.name()),
            )
            .hint("describe it: `![a hand sets type](case.jpg)`")
            .hint("if it is only decoration: `{alt=\"\"}`")
            .hint_for("pdf", "until then the PDF claims PDF/A-2u and not PDF/UA"),
        );
    }
}
