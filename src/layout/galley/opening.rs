//! The opening of an article (kicker, headline, subtitle, standfirst, byline), its close
//! (source, credit, rights), and the title page of a book.

use super::{Column, Galley, Slab, block::text, frame, line_at};
use crate::geom::{Pt, Rect};
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Owner, Part, PlacedLine, Thing, ThingKind};
use crate::look::Look;
use crate::model::{Article, Inline, InlineKind, Metadata, Node, NodeId, Role, plain_text, walk};
use crate::source::SourceId;
use crate::style::{Colour, Element, Fill, OpeningLook, Voice};

/// Kicker, headline, subtitle, standfirst, byline, dateline and date. Those of an article that
/// runs on under another are smaller.
pub(in crate::layout) fn opening(
    metadata: &Metadata,
    column: &Column,
    runs_on: bool,
    context: &Context,
) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let mut galley = Galley::default();
    let centred = style.headline().fill == Fill::Centered;
    let mut push = |content: &[Inline], voice: Voice, of: Element, after: f64| {
        let Some(first) = content.first() else { return };
        let styling = style.styles.of_element(of);
        // Around a headline in the middle nothing stands at the side.
        let fill = match styling.align {
            None if centred => Fill::Centered,
            Some(_) | None => voice.fill,
        };
        let frame = styling.frame(style);
        let outer = column.set_in(frame.inset.0, frame.inset.1);
        let inner = Column {
            voice: Voice { fill, ..voice },
            ..frame::inside(&frame, &outer, context)
        };
        let indent = styling.indent.map(|indent| indent.at(voice.size));
        let indent = indent.unwrap_or(Pt::ZERO);
        let part = text(first.node.id, content, indent, &inner, context);
        let mut part = frame::framed(part, &frame, &outer, context);
        part.fill_grid(context);
        part.leads = true;
        part.after = line * after;
        frame::whited(&mut part, &frame);
        if of == Element::Headline
            && let Some(slab) = part.first_slab()
        {
            slab.entry = Some((0, plain_text(content)));
        }
        galley.append(part);
    };
    push(&metadata.kicker, style.kicker(), Element::Kicker, 0.0);
    let (headline, subtitle, after) = match runs_on {
        true => (style.small_headline(), style.byline(), 0.5),
        false => (style.headline(), style.subtitle(), 1.0),
    };
    push(&metadata.headline, headline, Element::Headline, after);
    push(&metadata.subtitle, subtitle, Element::Subtitle, after);
    push(
        &metadata.standfirst,
        style.standfirst(),
        Element::Standfirst,
        after,
    );
    push(&metadata.byline, style.byline(), Element::Byline, 0.0);
    let placed = dated(metadata, SourceId(column.article), context);
    push(&placed, style.dateline(), Element::Dateline, 0.0);
    if !galley.is_empty() {
        galley.after = line
            * if metadata.headline.is_empty() || runs_on {
                1.0
            } else {
                2.0
            };
    }
    if metadata.headline.is_empty()
        && let Some(slab) = galley.first_slab()
    {
        slab.entry = Some((0, metadata.title()));
    }
    if runs_on || galley.is_empty() {
        return galley;
    }
    match style.headline.look {
        // The page puts a ground under it: it knows where it stands.
        OpeningLook::Plain | OpeningLook::Band => galley,
        OpeningLook::Rules => ruled(galley, column, context),
    }
}

/// An opening between a bar over it and a hairline under it.
fn ruled(mut opening: Galley, column: &Column, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let rule = |y: Pt, thick: Pt, colour: Colour| Slab {
        height: line,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(Rect::new(column.x, y, column.measure, thick), colour),
        }],
        ..Slab::default()
    };
    let after = std::mem::replace(&mut opening.after, Pt::ZERO);
    let mut galley = Galley::default();
    galley.push_box(rule(Pt::ZERO, Pt(3.0), style.colours.accent));
    galley.leads = true;
    galley.append(opening);
    galley.forbid_break();
    galley.push_box(rule(line * 0.75, Pt(0.5), style.colours.line));
    galley.after = (after - line).max(line);
    galley
}

/// Where and when, in one line.
fn dated(metadata: &Metadata, source: SourceId, context: &Context) -> Vec<Inline> {
    let mut content = metadata.dateline.clone();
    if let Some(date) = &metadata.date
        && let Some(printed) = metadata.printed_date(context.style.dates)
    {
        let owner = content.last().map(|inline| inline.node.id);
        let run = |text: &str| Inline {
            node: Node {
                id: owner.unwrap_or(NodeId::beyond(source)),
                span: date.span,
                lang: None,
            },
            kind: InlineKind::Text(text.to_owned()),
        };
        if owner.is_some() {
            content.push(run(", "));
        }
        content.push(run(&printed));
    }
    content
}

/// The lines of a phrase in a voice, measured from its top at the left of its measure: for a
/// cover, which has no column.
pub(in crate::layout) fn lines(
    content: &[Inline],
    voice: Voice,
    measure: Pt,
    lang: &Lang,
    context: &Context,
) -> Vec<PlacedLine> {
    let Some(first) = content.first() else {
        return Vec::new();
    };
    let column = Column::plain(measure, voice, lang.clone(), u32::MAX);
    let galley = text(first.node.id, content, Pt::ZERO, &column, context);
    let mut lines = Vec::new();
    let mut top = Pt::ZERO;
    for slab in galley.slabs.into_iter().flatten() {
        for thing in slab.things {
            if let ThingKind::Line(mut line) = thing.kind {
                line.origin.y += top;
                lines.push(line);
            }
        }
        top += slab.height;
    }
    lines
}

/// The ornament that closes an article, where the style has one.
pub(in crate::layout) fn end_mark(column: &Column, context: &Context) -> Galley {
    let mut galley = Galley::default();
    let mark = context.style.end_mark.trim();
    if mark.is_empty() {
        return galley;
    }
    let line = context.style.text.leading;
    let voice = context.style.body();
    let set = paragraph::label(mark, Default::default(), &voice, &column.lang, context);
    let x = column.x + (column.measure - set.width) / 2.0;
    let owner = Owner::Furniture(Furniture::Ornament);
    galley.push_box(Slab {
        height: line * 2.0,
        things: vec![line_at(&set, owner, x, line * 1.5)],
        ..Slab::default()
    });
    galley
}

/// The rule between two articles on one page, which stays with the second.
pub(in crate::layout) fn between(column: &Column, context: &Context) -> Galley {
    let line = context.style.text.leading;
    let mut galley = Galley::default();
    galley.push_box(Slab {
        height: line,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(column.x, line * 0.75, column.measure, Pt(0.5)),
                context.style.colours.line,
            ),
        }],
        parts: true,
        ..Slab::default()
    });
    galley.after = line;
    galley.leads = true;
    galley
}

/// The title of a part that has no page of its own, under a rule.
pub(in crate::layout) fn section(article: &Article, column: &Column, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let metadata = &article.metadata;
    let mut galley = Galley::default();
    galley.push_box(Slab {
        height: line,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(column.x, line * 0.35, column.measure, Pt(1.5)),
                style.colours.accent,
            ),
        }],
        ..Slab::default()
    });
    galley.leads = true;
    for (content, voice, entry) in [
        (&metadata.headline, style.section(), true),
        (&metadata.subtitle, style.byline(), false),
    ] {
        let Some(first) = content.first() else {
            continue;
        };
        let inner = Column {
            voice,
            ..column.clone()
        };
        let mut part = text(first.node.id, content, Pt::ZERO, &inner, context);
        part.fill_grid(context);
        part.leads = true;
        if entry && let Some(slab) = part.first_slab() {
            slab.entry = Some((0, plain_text(content)));
        }
        galley.append(part);
    }
    galley.before = line;
    galley.after = line;
    galley.leads = true;
    galley
}

/// Source, credit and rights, after a short rule.
pub(in crate::layout) fn closing(
    metadata: &Metadata,
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let inner = Column {
        voice: context.style.credit(),
        ..column.clone()
    };
    let mut galley = Galley::default();
    let word = column.lang.profile().words.source;
    let labelled = plain_text(&metadata.source)
        .to_lowercase()
        .starts_with(&word.to_lowercase());
    for (content, label) in [
        (&metadata.source, !labelled),
        (&metadata.credit, false),
        (&metadata.rights, false),
        (&metadata.licence, false),
    ] {
        let Some(first) = content.first() else {
            continue;
        };
        let mut content = content.clone();
        if label {
            let colon = if column.lang.primary() == "fr" {
                "\u{a0}: "
            } else {
                ": "
            };
            content.insert(
                0,
                Inline {
                    node: first.node.clone(),
                    kind: InlineKind::Text(format!("{word}{colon}")),
                },
            );
        }
        let first = content[0].node.id;
        let part = text(first, &content, Pt::ZERO, &inner, context);
        galley.append(part);
    }
    if galley.is_empty() {
        return galley;
    }
    let width = context.style.text.size * 3.0;
    let bar = Slab {
        height: line * 0.5,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(column.at_start(width), line * 0.2, width, Pt(0.6)),
                context.style.colours.line,
            ),
        }],
        ..Slab::default()
    };
    let mut closing = Galley {
        before: line,
        leads: true,
        ..Galley::default()
    };
    closing.push_box(bar);
    closing.append(galley);
    closing.fill_grid(context);
    closing.keep_whole();
    closing
}

/// A page of a book that is no text: what it says stands in the optical middle of its page,
/// or at its foot.
pub(in crate::layout) fn display(article: &Article, column: &Column, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let role = article.place.role;
    let voice = match role {
        Role::Copyright | Role::Colophon => style.credit(),
        Role::TitlePage => Voice {
            fill: Fill::Centered,
            ..style.byline()
        },
        Role::Dedication => Voice {
            fill: Fill::Centered,
            look: Look {
                italic: true,
                ..style.body().look
            },
            ..style.body()
        },
        Role::Article
        | Role::Named(_)
        | Role::Endnotes
        | Role::Bibliography
        | Role::HalfTitle
        | Role::Epigraph
        | Role::Contents
        | Role::ListOfFigures
        | Role::ListOfTables
        | Role::Index
        | Role::Part => style.body(),
    };
    let inner = Column {
        voice,
        ..column.clone()
    };
    let mut body = super::build(&article.body, &inner, context);
    body.fill_grid(context);
    let lines = (style.text_height() / line).floor();
    let white = |lines: f64| Slab {
        height: line * lines.max(0.0),
        ..Slab::default()
    };
    let mut page = Galley::default();
    let at_foot = matches!(role, Role::Copyright | Role::Colophon | Role::TitlePage);
    // At the foot of a page with notes stand these.
    let is_free = walk::texts_of_notes(article).is_empty();
    let mut top = centred(&article.metadata, column, context);
    if !matches!(role, Role::TitlePage | Role::Part) {
        top.slabs
            .iter_mut()
            .flatten()
            .for_each(|slab| slab.entry = None);
    }
    if !top.is_empty() || !at_foot {
        page.push_box(white((lines * 0.3).floor()));
        page.append(top);
    }
    if at_foot && is_free && !body.is_empty() {
        let between = page.after.max(body.before);
        let used = (page.height() + between + body.height()) / line;
        page.push_box(white((lines - used - 0.01).floor()));
    }
    page.append(body);
    page.leads = false;
    page
}

/// Headline, subtitle and byline in the middle of their lines.
fn centred(metadata: &Metadata, column: &Column, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let mut galley = Galley::default();
    for (content, voice, entry) in [
        (&metadata.headline, style.headline(), true),
        (&metadata.subtitle, style.subtitle(), false),
        (&metadata.byline, style.byline(), false),
    ] {
        let Some(first) = content.first() else {
            continue;
        };
        let inner = Column {
            voice: Voice {
                fill: Fill::Centered,
                ..voice
            },
            ..column.clone()
        };
        let mut part = text(first.node.id, content, Pt::ZERO, &inner, context);
        part.fill_grid(context);
        part.leads = true;
        part.after = line;
        if entry && let Some(slab) = part.first_slab() {
            slab.entry = Some((0, plain_text(content)));
        }
        galley.append(part);
    }
    galley
}

/// A heading of words that are not the model's, such as a title over notes.
pub(in crate::layout) fn heading_of(
    words: &str,
    owner: Owner,
    column: &Column,
    context: &Context,
) -> Galley {
    let content = [Inline {
        node: Node::default(),
        kind: InlineKind::Text(words.to_owned()),
    }];
    let inner = Column {
        voice: context.style.heading(3),
        ..column.clone()
    };
    let mut galley = text(Default::default(), &content, Pt::ZERO, &inner, context);
    let things = galley
        .slabs
        .iter_mut()
        .flatten()
        .flat_map(|s| &mut s.things);
    things.for_each(|thing| thing.owner = owner);
    galley.flexes.clear();
    galley.fill_grid(context);
    galley.keep_whole();
    galley.leads = true;
    galley
}

/// The title of a book, in the optical middle of its page.
pub(in crate::layout) fn title_page(
    metadata: &Metadata,
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let title = metadata.title();
    let owner = Owner::Node(NodeId::of_book(), Part::TitlePage);
    let mut galley = Galley::default();
    let lines = context.style.text_height() / line;
    galley.push_box(Slab {
        height: line * (lines * 0.3).floor(),
        ..Slab::default()
    });
    let words = vec![
        (title.clone(), context.style.headline()),
        (metadata.signature(), context.style.byline()),
    ];
    for (text_of, voice) in words {
        if text_of.is_empty() {
            continue;
        }
        let content = [Inline {
            node: Node::default(),
            kind: InlineKind::Text(text_of),
        }];
        let inner = Column {
            voice,
            ..column.clone()
        };
        let mut part = text(Default::default(), &content, Pt::ZERO, &inner, context);
        let things = part.slabs.iter_mut().flatten().flat_map(|s| &mut s.things);
        things.for_each(|thing| thing.owner = owner);
        part.fill_grid(context);
        part.after = line;
        part.leads = true;
        galley.append(part);
    }
    if let Some(slab) = galley.first_slab() {
        slab.entry = Some((0, title));
    }
    galley.leads = false;
    galley
}
