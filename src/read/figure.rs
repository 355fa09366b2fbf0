//! Takes the lines of a phrase; returns its figures and the text between them.
//!
//! One rule says what is a figure: a picture that has its line in the source to itself,
//! linked or not, or shares it with pictures alone. An emphasised line right under it is
//! its caption, a line of attributes there is its own. Linked pictures in a row are
//! badges, and stay a line. A picture among words stays among them; how large it is
//! there, `image` says (`Image::is_icon`).

use crate::model::walk::content_of;
use crate::model::{
    Attributes, Block, BlockKind, Figure, FigureLink, Inline, InlineKind, Node, NodeId, Picture,
    plain_text,
};
use crate::notation::attributes;
use crate::source::Span;

/// A part of a phrase.
pub(super) enum Piece {
    /// Text, with the pictures in its lines.
    Text(Vec<Inline>),
    /// A figure.
    Figure(Box<Shown>),
}

/// A picture that has its line to itself.
pub(super) struct Shown {
    pub(super) picture: Picture,
    pub(super) attributes: Attributes,
    pub(super) link: Option<FigureLink>,
    pub(super) caption: Vec<Inline>,
    /// The node of the picture itself, and that of all that stands for it.
    pub(super) id: NodeId,
    pub(super) node: Node,
}

impl Shown {
    /// The figure, without its attributes.
    pub(super) fn block(self, node: Node, credit: Vec<Inline>) -> Block {
        let kind = BlockKind::Figure(Figure {
            picture: Some(self.picture),
            link: self.link,
            caption: self.caption,
            credit,
        });
        Block::new(node, kind)
    }
}

/// A line of a phrase, and what ends it.
struct Line {
    content: Vec<Inline>,
    end: Option<Inline>,
}

/// Parts a phrase at its figures. `ends_line` tells what ends a line of the source;
/// `captioned` whether a picture has a caption already. Where there are no badges, linked
/// pictures in a row are figures too.
pub(super) fn pieces(
    content: Vec<Inline>,
    has_badges: bool,
    ends_line: impl Fn(&Inline) -> bool,
    captioned: impl Fn(NodeId) -> bool,
) -> Vec<Piece> {
    let mut lines = lines(content, ends_line).into_iter().peekable();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut text: Vec<Line> = Vec::new();
    let mut row: Vec<Line> = Vec::new();
    while let Some(line) = lines.next() {
        if !is_pictures(&line.content) {
            text.push(line);
            continue;
        }
        // Linked pictures, line after line.
        row.push(line);
        let is_linked =
            |line: &Line| has_badges && is_pictures(&line.content) && pictures(line).all(is_link);
        while row.iter().all(is_linked)
            && let Some(line) = lines.next_if(is_linked)
        {
            row.push(line);
        }
        let count: usize = row.iter().map(|line| pictures(line).count()).sum();
        if count > 1 && row.iter().all(is_linked) {
            text.append(&mut row);
            continue;
        }
        push_text(&mut text, false, &mut pieces);
        for line in row.drain(..) {
            let all = line.content.into_iter().filter_map(shown);
            pieces.extend(all.map(|shown| Piece::Figure(Box::new(shown))));
        }
        let Some(Piece::Figure(last)) = pieces.last_mut() else {
            continue;
        };
        while let Some(given) = lines.peek().and_then(given) {
            last.attributes = given.and(std::mem::take(&mut last.attributes));
            lines.next();
        }
        if !captioned(last.id)
            && let Some(line) = lines.next_if(|line| is_emphasised(&line.content))
        {
            last.caption = emphasised(line.content);
        }
    }
    push_text(&mut text, true, &mut pieces);
    pieces
}

fn lines(content: Vec<Inline>, ends_line: impl Fn(&Inline) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for inline in content {
        if ends_line(&inline) {
            lines.push(Line {
                content: std::mem::take(&mut line),
                end: Some(inline),
            });
        } else {
            line.push(inline);
        }
    }
    lines.push(Line {
        content: line,
        end: None,
    });
    lines
}

/// Adds the lines of a text as one piece, without what ends the last.
fn push_text(lines: &mut Vec<Line>, is_last: bool, pieces: &mut Vec<Piece>) {
    let mut content = Vec::new();
    let count = lines.len();
    for (i, line) in lines.drain(..).enumerate() {
        content.extend(line.content);
        content.extend(line.end.filter(|_| i + 1 < count));
    }
    // Between figures space says nothing; by itself it is a text.
    if !content.iter().all(is_space) || pieces.is_empty() && count > 0 && is_last {
        pieces.push(Piece::Text(content));
    }
}

fn pictures(line: &Line) -> impl Iterator<Item = &Inline> {
    line.content.iter().filter(|inline| is_picture(inline))
}

/// Whether a line is of pictures alone.
fn is_pictures(line: &[Inline]) -> bool {
    line.iter().any(is_picture) && line.iter().all(|i| is_picture(i) || is_space(i))
}

/// Whether an inline is a picture, linked or with attributes or neither.
fn is_picture(inline: &Inline) -> bool {
    let is_around = matches!(inline.kind, InlineKind::Span(..) | InlineKind::Link { .. });
    let content = content_of(&inline.kind).filter(|_| is_around);
    matches!(inline.kind, InlineKind::Image(_))
        || content.is_some_and(|content| matches!(content.as_slice(), [only] if is_picture(only)))
}

fn is_link(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Link { .. })
        || matches!(&inline.kind, InlineKind::Span(_, content) if content.iter().any(is_link))
}

fn is_space(inline: &Inline) -> bool {
    inline.kind == InlineKind::Break
        || matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// The attributes that a line is, if it is nothing else.
fn given(line: &Line) -> Option<Attributes> {
    let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
    match line.content.iter().all(is_text) {
        true => attributes::whole(plain_text(&line.content).trim()),
        false => None,
    }
}

fn is_emphasised(line: &[Inline]) -> bool {
    let mut said = line.iter().filter(|inline| !is_space(inline));
    let is_emphasis = said
        .next()
        .is_some_and(|first| matches!(first.kind, InlineKind::Emph(_)));
    is_emphasis && said.next().is_none()
}

fn emphasised(line: Vec<Inline>) -> Vec<Inline> {
    for inline in line {
        if let InlineKind::Emph(content) = inline.kind {
            return content;
        }
    }
    Vec::new()
}

/// What an inline shows that is a picture, linked or with attributes or neither.
fn shown(inline: Inline) -> Option<Shown> {
    let node = inline.node;
    let mut shown = match inline.kind {
        InlineKind::Image(picture) => {
            return Some(Shown {
                picture,
                attributes: Attributes::default(),
                link: None,
                caption: Vec::new(),
                id: node.id,
                node,
            });
        }
        InlineKind::Span(own, mut content) => {
            let mut shown = shown(content.pop()?)?;
            shown.attributes = shown.attributes.and(own);
            shown
        }
        InlineKind::Link {
            target,
            title,
            mut content,
        } => {
            let mut shown = shown(content.pop()?)?;
            shown.link = Some(FigureLink { target, title });
            shown
        }
        InlineKind::Text(_)
        | InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Super(_)
        | InlineKind::Sub(_)
        | InlineKind::Strike(_)
        | InlineKind::Code(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Ruby { .. }
        | InlineKind::Citation(_)
        | InlineKind::Tie
        | InlineKind::Break => return None,
    };
    let lang = node.lang.clone().or(shown.node.lang.take());
    shown.node = Node { lang, ..node };
    Some(shown)
}

/// The place of some inlines, from the first to the last.
pub(super) fn span_of(content: &[Inline]) -> Option<Span> {
    let (first, last) = (content.first()?, content.last()?);
    Some(first.node.span.to(last.node.span))
}
