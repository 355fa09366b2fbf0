//! Takes inlines; returns one text with the dress of each of its runs.

use crate::font::{Family, Forms, Look, Setting};
use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::formula;
use crate::layout::placed::{Dress, Line, Link};
use crate::model::citing;
use crate::model::{Inline, InlineKind, NodeId, Picture, is_lone_picture, plain_text};
use crate::style::{Caps, Voice};
use std::ops::Range;
use std::sync::Arc;

/// Stands in the text for a picture.
pub(super) const PICTURE: char = '\u{fffc}';
/// Stands in the text for a formula: a letter, because lines end beside one as beside a letter.
pub(super) const FORMULA: char = '\u{1d465}';
/// Stands in the text behind what has an annotation, and belongs to the letter before it
/// (UAX 14, class CM): no line ends between the two.
pub(super) const RUBY: char = '\u{fe0f}';
/// Stands in the text for a line break the author asked for.
pub(super) const BREAK: char = '\u{2028}';

/// The text of a paragraph.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) pictures: Vec<(usize, Arc<Picture>)>,
    /// Where [its sign](FORMULA) stands for each formula.
    pub(super) formulas: Vec<Formula>,
    pub(super) rubies: Vec<Ruby>,
    /// Whether a picture is all it is.
    pub(super) is_picture: bool,
}

/// A formula in the text.
pub(super) struct Formula {
    /// Where [its sign](FORMULA) stands.
    pub(super) at: usize,
    pub(super) parts: formula::Parts,
    /// Its size.
    pub(super) size: Pt,
    pub(super) source: Box<str>,
}

/// A stretch of the text with an annotation above it.
pub(super) struct Ruby {
    /// Where it begins, and where [its sign](RUBY) stands behind it.
    pub(super) range: Range<usize>,
    /// The annotation.
    pub(super) above: Arc<Line>,
    pub(super) dress: Arc<Dress>,
}

/// A stretch of the text in one dress.
pub(super) struct Run {
    /// Where it is in the text.
    pub(super) range: Range<usize>,
    /// Where its first byte is in the node's run.
    pub(super) origin: usize,
    pub(super) dress: Arc<Dress>,
    pub(super) setting: Setting,
    /// Whether it is never hyphenated.
    pub(super) verbatim: bool,
}

impl Gathered {
    /// The run at a byte of the text.
    pub(super) fn run(&self, at: usize) -> usize {
        self.runs
            .partition_point(|run| run.range.end <= at)
            .min(self.runs.len().saturating_sub(1))
    }
}

/// How inlines are dressed where the collector stands.
#[derive(Clone)]
struct Manner {
    voice: Voice,
    look: Look,
    size: Pt,
    rise: Pt,
    colour: crate::style::Colour,
    lang: Lang,
    forms: Forms,
    struck: bool,
    verbatim: bool,
    holder: NodeId,
    link: Option<Arc<Link>>,
    note: Option<NodeId>,
    /// Whether links look like the text around them.
    is_quiet: bool,
}

impl Manner {
    fn setting(&self) -> Setting {
        Setting {
            forms: self.forms,
            ..Setting::of(self.look, &self.lang)
        }
    }
}

pub(super) fn collect(
    content: &[Inline],
    holder: NodeId,
    voice: &Voice,
    lang: &Lang,
    context: &Context,
) -> Gathered {
    let mut gathered = Gathered {
        is_picture: is_lone_picture(content),
        ..Gathered::default()
    };
    let manner = Manner {
        voice: *voice,
        look: voice.look,
        size: voice.size,
        rise: Pt::ZERO,
        colour: voice.colour,
        lang: lang.clone(),
        forms: voice.forms(),
        struck: false,
        verbatim: false,
        holder,
        link: None,
        note: None,
        is_quiet: false,
    };
    gather(content, &manner, context, &mut gathered);
    gathered
}

fn gather(content: &[Inline], manner: &Manner, context: &Context, gathered: &mut Gathered) {
    for inline in content {
        let id = inline.node.id;
        let mut inner = manner.clone();
        if let Some(lang) = &inline.node.lang {
            inner.lang = lang.clone();
            inner.holder = id;
        }
        match &inline.kind {
            InlineKind::Text(text) => push(text, id, &inner, gathered),
            InlineKind::Emph(content) => {
                // Emphasis within italics is upright again.
                inner.look.italic = !inner.look.italic;
                gather(content, &inner, context, gathered);
            }
            InlineKind::Strong(content) => {
                inner.look.bold = true;
                gather(content, &inner, context, gathered);
            }
            InlineKind::SmallCaps(content) => {
                inner.forms.small_caps = !inner.forms.all_caps;
                gather(content, &inner, context, gathered);
            }
            InlineKind::Super(content) => {
                superior(&mut inner, &plain_text(content), context);
                gather(content, &inner, context, gathered);
            }
            InlineKind::Sub(content) => {
                raise(&mut inner, -0.14);
                gather(content, &inner, context, gathered);
            }
            InlineKind::Strike(content) => {
                inner.struck = true;
                gather(content, &inner, context, gathered);
            }
            InlineKind::Math(source)
                if let Some(parts) = formula::inline(source, inner.look, &inner.lang, context) =>
            {
                gathered.formulas.push(Formula {
                    at: gathered.text.len(),
                    parts,
                    size: formula::size(inner.look, inner.size, context),
                    source: source.as_str().into(),
                });
                inner.verbatim = true;
                inner.holder = id;
                push(&FORMULA.to_string(), id, &inner, gathered);
            }
            // One that is not understood is printed as its source.
            InlineKind::Code(code) | InlineKind::Math(code) => {
                inner.look.family = Family::Mono;
                inner.forms = Forms::default();
                // A monospaced face looks larger than the text around it.
                inner.size = inner.size * 0.9;
                inner.verbatim = true;
                inner.holder = id;
                push(code, id, &inner, gathered);
            }
            InlineKind::Link {
                target, content, ..
            } => {
                inner.link = Some(Arc::new(Link {
                    node: id,
                    target: target.clone(),
                }));
                // On a dark ground a link has the colour of the text around it.
                if !inner.colour.is_light() && !inner.is_quiet {
                    inner.colour = context.style.colours.link;
                }
                inner.holder = id;
                gather(content, &inner, context, gathered);
            }
            InlineKind::Image(picture) if context.gallery.get(picture).is_none() => {
                // What it would have shown, between brackets.
                let shown = match picture.alt.as_deref() {
                    None | Some("") => picture.name(),
                    Some(alt) => alt.into(),
                };
                inner.holder = id;
                push(&format!("[{shown}]"), id, &inner, gathered);
            }
            InlineKind::Image(picture) => {
                let at = gathered.text.len();
                gathered.pictures.push((at, Arc::new(picture.clone())));
                inner.holder = id;
                push(&PICTURE.to_string(), id, &inner, gathered);
            }
            InlineKind::Note(_) => {
                // Every mark of a note shows the number of its first mark.
                let (number, first) = context.numbers.get(&id).copied().unwrap_or((0, id));
                let number = number.to_string();
                superior(&mut inner, &number, context);
                inner.note = Some(first);
                inner.holder = id;
                push(&number, id, &inner, gathered);
            }
            InlineKind::Abbreviation { content, .. } => {
                inner.holder = id;
                gather(content, &inner, context, gathered);
            }
            InlineKind::Ruby { base, annotation } => {
                let start = gathered.text.len();
                gather(base, &inner, context, gathered);
                let end = gathered.text.len();
                // Half the size, on the frame of the letters (JIS X 4051, 4.12; an
                // ideograph's is 0.88 em above the line).
                let is_square = gathered.text[start..]
                    .chars()
                    .any(super::prepare::is_square);
                inner.rise += inner.size * if is_square { 0.94 } else { 0.88 };
                inner.size = inner.size * 0.5;
                push(&RUBY.to_string(), id, &inner, gathered);
                let voice = Voice {
                    size: inner.size,
                    look: inner.look,
                    ..inner.voice
                };
                let above = super::label(annotation, id, &voice, &inner.lang, context);
                if let Some(run) = gathered.runs.last() {
                    gathered.rubies.push(Ruby {
                        range: start..end,
                        above,
                        dress: Arc::clone(&run.dress),
                    });
                }
            }
            InlineKind::Citation(citation) => {
                gather(&citation.content, &inner, context, gathered);
            }
            InlineKind::Tie => {}
            InlineKind::Break => push(&BREAK.to_string(), id, &inner, gathered),
            InlineKind::Span(attributes, content) => {
                style(&mut inner, &attributes.classes, context);
                inner.is_quiet |= citing::is_quiet(&attributes.classes);
                gather(content, &inner, context, gathered);
            }
        }
    }
}

/// As the theme styles classes: family, weight, slant, capitals, colour and size.
fn style(manner: &mut Manner, classes: &[String], context: &Context) {
    let style = context.style;
    if classes.is_empty() || style.styles.is_empty() {
        return;
    }
    let own = style.styles.of_classes(None, classes);
    manner.look = own.look(manner.look);
    if let Some(size) = own.size {
        manner.size = manner.voice.size * size;
    }
    if let Some(hue) = own.colour {
        manner.colour = hue.of(&style.colours);
    }
    if let Some(caps) = own.caps {
        manner.forms.small_caps = caps == Caps::Small;
        manner.forms.all_caps = caps == Caps::All;
    }
}

/// Small and above the line: as superiors of the face, whose strokes are as strong
/// as the text's, where it has them.
fn superior(manner: &mut Manner, text: &str, context: &Context) {
    let setting = manner.setting();
    let plain = manner.rise == Pt::ZERO && !manner.forms.small_caps && !manner.forms.all_caps;
    if plain && context.fonts.has_superiors(text, &setting) {
        manner.forms.superior = true;
    } else {
        raise(manner, 0.33);
    }
}

/// Small and above or below the line. The factor keeps the strokes of a
/// reduced letter near those of its neighbours.
fn raise(manner: &mut Manner, ems: f64) {
    manner.rise += manner.size * ems;
    manner.size = manner.size * 0.66;
}

fn push(text: &str, node: NodeId, manner: &Manner, gathered: &mut Gathered) {
    if text.is_empty() {
        return;
    }
    let start = gathered.text.len();
    gathered.text.push_str(text);
    gathered.runs.push(Run {
        range: start..gathered.text.len(),
        origin: 0,
        dress: Arc::new(Dress {
            run: node,
            holder: manner.holder,
            size: manner.size,
            rise: manner.rise,
            colour: manner.colour,
            look: manner.look,
            lang: manner.lang.clone(),
            link: manner.link.clone(),
            note: manner.note,
            struck: manner.struck,
        }),
        setting: manner.setting(),
        verbatim: manner.verbatim,
    });
}
