//! Takes a source; returns how each of its lines was interpreted, why, and with which
//! confidence.

use super::keys::{KEYS, OF_SITES, plain};
use super::line::{Confidence, Line};
use super::{Format, Options, fields, frontmatter, head, read, wire};
use crate::data::{self, Kind, Value};
use crate::diag::{Code, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind};
use crate::source::{Source, Span};
use serde::Serialize;

/// How a source was interpreted. The keys and their meanings stay the same in later versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// Its format.
    pub form: &'static str,
    /// The confidence in the format: certain if its name or the user gave it.
    pub form_sure: Confidence,
    /// The encoding of its bytes.
    pub encoding: &'static str,
    /// The language of the article.
    pub language: Option<String>,
    /// The confidence in the language: certain if the article gives it.
    pub language_sure: Confidence,
    /// Its lines, except for blank ones.
    pub lines: Vec<Line>,
}

/// Reads a source, and returns how each of its lines was interpreted.
pub fn inspect(source: &Source, options: &Options) -> Inspection {
    let format = options
        .format
        .unwrap_or_else(|| Format::of_text(source.text()));
    let format = if format == Format::Wire && frontmatter::is_at_head(source.text()) {
        Format::Markdown
    } else {
        format
    };
    let mut report = Report::new();
    let article = read(source, options, &mut report);
    let told = |code: Code| report.iter().any(|told| told.code == code);
    let lines = match format {
        Format::Wire => wire::inspect(source),
        Format::Markdown | Format::Yaml | Format::Json | Format::Html | Format::News => {
            marked(source, &article, format, &report)
        }
    };
    Inspection {
        form: format.name(),
        form_sure: match options.format {
            Some(_) => Confidence::Certain,
            None => Confidence::Likely,
        },
        encoding: source.encoding().name(),
        language: article.metadata.lang.as_ref().map(Lang::to_string),
        language_sure: match told(Code::LanguageGuessed) {
            true => Confidence::Likely,
            false => Confidence::Certain,
        },
        lines,
    }
}

/// A stretch of a source, and what it became.
struct Mark {
    span: Span,
    what: &'static str,
    why: String,
}

/// The lines of a source by the spans of what was read of it.
fn marked(source: &Source, article: &Article, format: Format, report: &Report) -> Vec<Line> {
    let mut marks = keys(source, format);
    let mut blocks = Marks {
        marks: Vec::new(),
        format,
    };
    walk::article(article, &mut blocks);
    marks.extend(blocks.marks);
    for (what, content) in [
        ("kicker", &article.metadata.kicker),
        ("headline", &article.metadata.headline),
        ("subtitle", &article.metadata.subtitle),
        ("standfirst", &article.metadata.standfirst),
        ("byline", &article.metadata.byline),
        ("dateline", &article.metadata.dateline),
        ("source", &article.metadata.source),
        ("credit", &article.metadata.credit),
        ("rights", &article.metadata.rights),
        ("licence", &article.metadata.licence),
    ] {
        if let (Some(first), Some(last)) = (content.first(), content.last()) {
            let span = first.node.span.to(last.node.span);
            let is_key = |mark: &Mark| mark.span.start <= span.start && mark.span.end >= span.end;
            if marks.iter().any(is_key) {
                continue;
            }
            let why = match what {
                "headline" => "first heading, level 1",
                _ => "element with this name",
            };
            marks.push(Mark {
                span,
                what,
                why: why.to_owned(),
            });
        }
    }
    let mut lines = Vec::new();
    let mut at = 0;
    for (number, raw) in source.text().split('\n').enumerate() {
        let text = raw.trim();
        let start = at + raw.len() - raw.trim_start().len();
        at += raw.len() + 1;
        if text.is_empty() {
            continue;
        }
        let place = start as u32..(start + text.len()) as u32;
        let touches = |span: Span| span.start < place.end && span.end > place.start;
        let mut around: Vec<&Mark> = marks.iter().filter(|mark| touches(mark.span)).collect();
        // The widest first; of the same the one that was met first.
        around.sort_by_key(|mark| std::cmp::Reverse(mark.span.end - mark.span.start));
        let mut names: Vec<&str> = Vec::new();
        for mark in &around {
            if names.last() != Some(&mark.what) {
                names.push(mark.what);
            }
        }
        let told = report.iter().find(|told| {
            told.span.is_some_and(|span| {
                (place.start..place.end).contains(&span.start) && span.start < span.end
            })
        });
        let why = match (told, around.last()) {
            (Some(told), _) => told.message.clone(),
            (None, Some(mark)) => mark.why.clone(),
            (None, None) => "markup, comment or definition".to_owned(),
        };
        let what = match names.len() {
            0 => "markup".to_owned(),
            count => names
                .get(count.saturating_sub(3)..)
                .unwrap_or(&[])
                .join(" › "),
        };
        lines.push(Line {
            number: number + 1,
            what,
            sure: Confidence::Certain,
            why,
            text: text.to_owned(),
        });
    }
    lines
}

/// The keys of front matter or of data.
fn keys(source: &Source, format: Format) -> Vec<Mark> {
    // Twice parsed is twice told: what is amiss was told when it was read.
    let unheard = &mut Report::new();
    let text = source.text();
    let map = match format {
        Format::Markdown => head::find(text).and_then(|head| head::values(source, &head, unheard)),
        Format::Yaml | Format::Json => data::parse(text, 0, source, unheard),
        Format::Html | Format::News | Format::Wire => None,
    };
    let mut marks = Vec::new();
    if let Some(map) = map {
        gather(&map, &mut marks);
    }
    marks
}

fn gather(map: &Value, marks: &mut Vec<Mark>) {
    for entry in map.entries() {
        let key = plain(&entry.key);
        let meaning = KEYS.iter().find(|names| names.contains(&&*key));
        let (what, why) = match meaning.and_then(|names| names.first()) {
            Some(&"taxonomies") => {
                gather(&entry.value, marks);
                continue;
            }
            Some(meaning) => (*meaning, format!("key `{}`", entry.key)),
            None => match fields::OWN.iter().find(|own| **own == entry.key) {
                Some(own) => (*own, format!("key `{}`", entry.key)),
                None if OF_SITES.contains(&&*key) => {
                    ("metadata", format!("site-generator key `{}`", entry.key))
                }
                None => ("metadata", format!("unknown key `{}`", entry.key)),
            },
        };
        let span = match entry.value.kind {
            Kind::Null => entry.span,
            Kind::Scalar { .. } | Kind::List(_) | Kind::Map(_) => entry.span.to(entry.value.span),
        };
        marks.push(Mark { span, what, why });
    }
}

/// The blocks of an article, and the notes in it.
struct Marks {
    marks: Vec<Mark>,
    format: Format,
}

impl Visitor<'_> for Marks {
    fn block(&mut self, block: &Block) {
        let markdown = match &block.kind {
            BlockKind::Paragraph(_) => "text",
            BlockKind::Heading { .. } => "heading marks",
            BlockKind::List(_) => "bullet or number",
            BlockKind::DefinitionList(_) => "colon below a term",
            BlockKind::Quote(_) => "`>`, or div of this class",
            BlockKind::PullQuote(_) => "div of this class",
            BlockKind::Epigraph(_) => "div of this class",
            BlockKind::Aside(_) => "div of this class, or an alert",
            BlockKind::Figure(_) => "picture alone on its line, or div of this class",
            BlockKind::Table(_) => "bars, or nested lists",
            BlockKind::Code { .. } => "fences, or indent of four spaces",
            BlockKind::Verse(_) => "div of this class, or lines that start with a bar",
            BlockKind::Rule => "three marks alone on a line",
            BlockKind::Div(_) => "div",
            BlockKind::Math(_) => "dollars, or fences",
            BlockKind::Break(_) => "div, class, style, comment or command of this name",
        };
        let why = match self.format {
            Format::Markdown => markdown,
            Format::Yaml | Format::Json | Format::Html | Format::News | Format::Wire => {
                "key or element of this kind"
            }
        };
        self.marks.push(Mark {
            span: block.node.span,
            what: block.kind.display_name(),
            why: why.to_owned(),
        });
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Note(note) = &inline.kind
            && let (Some(first), Some(last)) = (note.body.first(), note.body.last())
        {
            self.marks.push(Mark {
                span: first.node.span.to(last.node.span),
                what: "note",
                why: format!("text of note `{}`", note.label),
            });
        }
    }
}
