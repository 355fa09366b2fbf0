//! Takes one block; returns its part of the column: a function a kind.

use super::apart::Apart;
use super::frame::{self, voiced};
use super::{
    Column, Flex, Galley, Slab, body_of, build, columns, figure, gallery, line_at, list, table,
};
use crate::diag::{Code, Diagnostic};
use crate::font::Figures;
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::layout::item::Item;
use crate::layout::paragraph::{self, FLEXIBLE, Order, Wish};
use crate::layout::placed::{Furniture, Owner, Part, Thing, ThingKind};
use crate::model::citing;
use crate::model::columns::columns_of;
use crate::model::gallery::is_gallery;
use crate::model::numbers;
use crate::model::{
    Block, BlockKind, CodeLine, Inline, InlineKind, Numbering, Quotation, VerseLine, anchor,
    plain_text,
};
use crate::style::{Element, Fill, Medium, Paragraphs, Role, Styling, Voice};

/// The most of a page's height that a table or a box takes which is kept whole.
const LOW: f64 = 0.25;

pub(super) fn set(block: &Block, indented: bool, column: &Column, context: &Context) -> Galley {
    let styling = frame::styling(block, column, context);
    let frame = frame::around(&block.kind, &styling, context);
    let outer = &frame::outside(block, &styling, &frame, column, context);
    let inside = &frame::inside(&frame, outer, context);
    let line = context.style.text.leading;
    let galley = match &block.kind {
        BlockKind::Paragraph(content) if is_listing_caption(block) => {
            listing_caption(block, content, inside, context)
        }
        BlockKind::Paragraph(content) => paragraph(block, content, indented, inside, context),
        BlockKind::Heading { level, content } => heading(block, *level, content, inside, context),
        BlockKind::List(list) => list::list(list, inside, context),
        BlockKind::DefinitionList(definitions) => list::definitions(definitions, inside, context),
        BlockKind::Quote(quotation) => {
            quote(block, quotation, !frame.is_visible(), inside, context)
        }
        BlockKind::PullQuote(quotation) => {
            pull_quote(block, quotation, frame.border.is_none(), inside, context)
        }
        BlockKind::Epigraph(quotation) => epigraph(block, quotation, inside, context),
        BlockKind::Aside(body) => aside(block, body, &styling, inside, context),
        BlockKind::Figure(figure) => figure::figure(block, figure, inside, context),
        BlockKind::Table(table) => table::table(block, table, inside, context),
        BlockKind::Code { language, lines } => code(block, language, lines, inside, context),
        BlockKind::Verse(stanzas) => verse(stanzas, &styling, inside, context),
        BlockKind::Rule => rule(inside, context),
        BlockKind::Break(kind) => return Galley::broken(*kind),
        BlockKind::Div(body) if is_gallery(block) => gallery::gallery(block, body, inside, context),
        BlockKind::Div(body) => {
            let inner = Column {
                follows: indented && !frame.is_visible(),
                hangs: inside.hangs || block.attributes.has_class(citing::LIST),
                ..inside.clone()
            };
            let how = columns_of(block).or(frame::columns(&styling));
            let galley = match how {
                Some(how) => columns::set(block, body, &how, &inner, context),
                None => build(body, &inner, context),
            };
            let mut galley = frame::framed(galley, &frame, outer, context);
            if frame::is_kept(block, &styling) {
                galley.keep(block, context);
            }
            if frame.is_visible() {
                galley.before = line;
                galley.after = line;
            }
            frame::whited(&mut galley, &frame);
            return named(block, galley, column);
        }
        BlockKind::Math(source) => {
            let mut galley = math(block, source, inside, context);
            number_formula(block, inside, context, &mut galley);
            galley
        }
    };
    let is_mark = |galley: &mut Galley| {
        let first = galley.first_slab();
        first.is_some_and(|slab| slab.apart.is_some())
    };
    let mut galley = galley;
    let stands_apart = is_mark(&mut galley);
    if !stands_apart {
        if matches!(block.kind, BlockKind::Figure(_)) && frame.is_visible() {
            frame::trim(&mut galley, context);
        }
        galley = frame::framed(galley, &frame, outer, context);
    }
    // Set off from the text by a line, within a list or a note by none.
    let set_off = match &block.kind {
        BlockKind::Paragraph(_) => frame.is_visible(),
        BlockKind::Heading { .. } | BlockKind::Rule | BlockKind::Break(_) => false,
        BlockKind::List(_) | BlockKind::DefinitionList(_) => !column.close,
        BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Code { .. }
        | BlockKind::Verse(_)
        | BlockKind::Math(_)
        | BlockKind::Div(_) => true,
    };
    // A box of little height stays whole; a table may stand further on for it.
    let low = galley.height() <= context.style.text_height() * LOW;
    let table = matches!(block.kind, BlockKind::Table(_));
    let boxed = matches!(
        block.kind,
        BlockKind::Aside(_)
            | BlockKind::Code { .. }
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
    );
    let floats = matches!(block.kind, BlockKind::Figure(_)) && frame.is_visible();
    if low && (table || floats) && !stands_apart && column.measure == context.style.column() {
        galley.float_whole();
    } else if low && (table || boxed) {
        galley.keep_whole();
    }
    if frame::is_kept(block, &styling) {
        galley.keep(block, context);
    }
    if matches!(block.kind, BlockKind::Paragraph(_)) {
        galley.after = galley.after.max(white_after(column, context));
    }
    if set_off && !stands_apart {
        galley.before = line;
        galley.after = line;
    }
    // The entries of an index stand right under their letter.
    if matches!(&block.kind, BlockKind::List(list) if list.numbering == Numbering::Unmarked) {
        galley.before = Pt::ZERO;
    }
    frame::whited(&mut galley, &frame);
    named(block, galley, column)
}

/// Gives the block's first strip the name that links use.
fn named(block: &Block, mut galley: Galley, column: &Column) -> Galley {
    if let Some(id) = &block.attributes.id
        && let Some(slab) = galley.first_slab()
    {
        // Who links to a picture that stands elsewhere is led there.
        let slab = match slab.apart.as_deref_mut() {
            Some(Apart::Across(across)) => across,
            Some(Apart::Plate(plate)) => &mut plate.slab,
            None => slab,
        };
        slab.anchor = Some((column.article, id.clone()));
    }
    galley
}

/// How far the lines of an entry of a bibliography are set in after its first, relative to its
/// size.
const HANGING: f64 = 1.5;

pub(super) fn paragraph(
    block: &Block,
    content: &[Inline],
    indented: bool,
    column: &Column,
    context: &Context,
) -> Galley {
    let mut galley = match column.hangs && !column.close && !column.quotation {
        true => {
            let by = column.voice.size * HANGING;
            let inner = column.set_in(by, Pt::ZERO);
            // Where there is no room to set it in, there is none to hang in either.
            let by = column.measure - inner.measure;
            text(block.node.id, content, Pt::ZERO - by, &inner, context)
        }
        false => {
            let indent = indent(indented, column, context);
            text(block.node.id, content, indent, column, context)
        }
    };
    if !column.close {
        galley
            .slabs
            .iter_mut()
            .flatten()
            .for_each(|slab| slab.runs = true);
    }
    galley.leads = leads(content, &galley);
    galley
}

/// Whether a paragraph must stand with what follows: what ends in a colon announces it, and
/// a line in bold that ends in no point is a heading to its readers.
pub(super) fn leads(content: &[Inline], galley: &Galley) -> bool {
    plain_text(content).ends_with(':') || acts_as_heading(content, galley)
}

/// Whether a paragraph is a line or two of nothing but bold letters.
fn acts_as_heading(content: &[Inline], galley: &Galley) -> bool {
    let bold = |inline: &Inline| match &inline.kind {
        InlineKind::Strong(_) => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::Span(_, content) | InlineKind::Emph(content) => {
            matches!(content.as_slice(), [only] if matches!(only.kind, InlineKind::Strong(_)))
        }
        InlineKind::SmallCaps(_)
        | InlineKind::Super(_)
        | InlineKind::Sub(_)
        | InlineKind::Strike(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Ruby { .. }
        | InlineKind::Citation(_)
        | InlineKind::Tie
        | InlineKind::Break => false,
    };
    let lines = galley.slabs.iter().flatten().count();
    lines <= 2 && !content.is_empty() && content.iter().all(bold)
}

/// How far the first line of a paragraph is set in.
pub(super) fn indent(indented: bool, column: &Column, context: &Context) -> Pt {
    if let Some(indent) = column.indent {
        return indent;
    }
    let running = column.voice.fill == context.style.text.fill;
    let parts = column.close || context.style.text.paragraphs == Paragraphs::Indent;
    if indented && parts && (running || column.close) {
        context.style.text.indent.at(column.voice.size)
    } else {
        Pt::ZERO
    }
}

/// The white after a paragraph, where white parts paragraphs; within a list, a note or a cell it
/// does not.
pub(super) fn white_after(column: &Column, context: &Context) -> Pt {
    match context.style.text.paragraphs {
        Paragraphs::Space if !column.close && !column.cell => context.style.text.leading,
        Paragraphs::Space | Paragraphs::Indent => Pt::ZERO,
    }
}

/// A paragraph of any voice.
pub(super) fn text(
    holder: crate::model::NodeId,
    content: &[Inline],
    indent: Pt,
    column: &Column,
    context: &Context,
) -> Galley {
    let column = &column.inked(context);
    let set = paragraph::set(
        &Order {
            content,
            holder,
            voice: column.voice,
            lang: &column.lang,
            measure: column.measure,
            indent,
            initial: context.initials.contains(&holder),
            beside: None,
            in_cell: column.cell,
        },
        context,
    );
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    galley.push_lines(&set.lines, body_of(holder), column, context);
    if set.dropped {
        // A single line under it would stand alone on the next page.
        let together = match set.lines.len() {
            lines if lines == paragraph::INITIAL_LINES + 1 => lines,
            _ => paragraph::INITIAL_LINES,
        };
        galley.keep_together(together);
        return galley;
    }
    // One that marks notes keeps its lines: the notes stand on their pages.
    if set.lines.len() >= FLEXIBLE && set.lines.iter().all(|line| line.notes.is_empty()) {
        galley.flexes.push(Flex {
            items: 0..galley.items.len(),
            give: set.give,
            holder,
            indent,
            column: column.clone(),
            mended: false,
        });
    }
    galley
}

/// The lines of a paragraph that is set for the sake of its page, as strips with
/// what it costs to end a page between them.
pub(in crate::layout) fn set_again(
    flex: &Flex,
    content: &[Inline],
    wish: Wish,
    context: &Context,
) -> Galley {
    let column = &flex.column;
    let order = Order {
        content,
        holder: flex.holder,
        voice: column.voice,
        lang: &column.lang,
        measure: column.measure,
        indent: flex.indent,
        initial: false,
        beside: None,
        in_cell: column.cell,
    };
    let set = paragraph::set_as(&order, Some(wish), context);
    let mut galley = Galley::default();
    galley.push_lines(&set.lines, body_of(flex.holder), column, context);
    galley
}

/// A heading stands nearer to its text than to what comes before, keeps with
/// it, and takes whole lines.
fn heading(
    block: &Block,
    level: u8,
    content: &[Inline],
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let column = &Column {
        voice: voiced(block, context.style.heading(level), column, context),
        ..column.clone()
    };
    let number = context.sections.get(&block.node.id);
    let label = number.map(|number| {
        let voice = &column.voice;
        paragraph::label(number, block.node.id, voice, &column.lang, context)
    });
    // Further lines stand under the first word, not under the number.
    let beside = label.as_ref().map_or(column.clone(), |label| {
        column.set_in(label.width + column.voice.size * 0.7, Pt::ZERO)
    });
    let mut inner = text(block.node.id, content, Pt::ZERO, &beside, context);
    if let (Some(label), Some(slab)) = (&label, inner.first_slab()) {
        let owner = Owner::Node(block.node.id, Part::Label);
        let baseline = column.voice.leading * 0.75;
        let x = column.at_start(label.width);
        slab.things.insert(0, line_at(label, owner, x, baseline));
    }
    let named = match number {
        Some(number) => format!("{number} {}", plain_text(content)),
        None => plain_text(content),
    };
    let own = inner.height();
    let height = own + (context.style.on_grid(own + line * 0.6) - own) * context.style.white;
    let drop = height - inner.height() - line * if level == 1 { 0.35 } else { 0.2 };
    let mut slab = Slab {
        height,
        entry: Some((level, named)),
        anchor: Some((column.article, anchor(&plain_text(content)))),
        ..Slab::default()
    };
    let mut y = drop.max(Pt::ZERO);
    for part in inner.slabs.into_iter().flatten() {
        slab.notes.extend(part.notes);
        slab.things
            .extend(part.things.into_iter().map(|t| moved(t, Pt::ZERO, y)));
        y += part.height;
    }
    let mut galley = Galley {
        before: if level <= 2 { line } else { Pt::ZERO },
        leads: true,
        diagnostics: std::mem::take(&mut inner.diagnostics),
        ..Galley::default()
    };
    galley.push_box(slab);
    galley
}

/// A thing elsewhere.
pub(in crate::layout) fn moved(mut thing: Thing, dx: Pt, dy: Pt) -> Thing {
    match &mut thing.kind {
        ThingKind::Line(line) => {
            line.origin.x += dx;
            line.origin.y += dy;
        }
        ThingKind::Fill(rect, _) | ThingKind::Frame(rect, _, _) | ThingKind::Picture(rect, ..) => {
            rect.origin.x += dx;
            rect.origin.y += dy;
        }
    }
    thing
}

fn quotation_in(
    quotation: &Quotation,
    column: &Column,
    credit: Voice,
    context: &Context,
) -> Galley {
    let mut galley = build(&quotation.body, column, context);
    if let Some(first) = quotation.credit.first() {
        let under = Column {
            voice: credit,
            ..column.clone()
        };
        let mut said = text(first.node.id, &quotation.credit, Pt::ZERO, &under, context);
        said.fill_grid(context);
        galley.leads = true;
        galley.append(said);
    }
    galley
}

/// Set in, unless something around it sets it off.
fn quote(
    block: &Block,
    quotation: &Quotation,
    is_set_in: bool,
    column: &Column,
    context: &Context,
) -> Galley {
    let em = context.style.text.size * f64::from(u8::from(is_set_in));
    // It slants and stands out as the text around it does.
    let around = Voice {
        look: Role::Quote.look(Medium::Page, column.voice.look),
        ..context.style.quote()
    };
    let own = context.style.styles.of_element(Element::Quote);
    let inner = Column {
        voice: voiced(block, context.style.with(around, &own), column, context),
        quotation: true,
        ..column.set_in(em * 1.8, em * 0.9)
    };
    let inner = if column.close && column.voice.leading < context.style.text.leading {
        // In a note, a quotation keeps the note's voice.
        Column {
            voice: column.voice,
            ..inner
        }
    } else {
        inner
    };
    quotation_in(quotation, &inner, context.style.credit(), context)
}

/// Under a short bar, unless the theme gives it a border.
fn pull_quote(
    block: &Block,
    quotation: &Quotation,
    has_bar: bool,
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let em = context.style.text.size;
    let inner = Column {
        voice: voiced(block, context.style.pull_quote(), column, context),
        close: true,
        // Between borders or on a ground it is set off enough.
        ..match has_bar {
            true => column.set_in(em * 1.5, em * 1.5),
            false => column.clone(),
        }
    };
    let mut galley = Galley::default();
    let bar = |height: Pt| Slab {
        height,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(
                    inner.at_start(em * 3.0),
                    height / 2.0 - Pt(0.5),
                    em * 3.0,
                    Pt(1.2),
                ),
                context.style.colours.accent,
            ),
        }],
        ..Slab::default()
    };
    if has_bar {
        galley.push_box(bar(line * 0.5));
        galley.leads = true;
    }
    galley.append(quotation_in(
        quotation,
        &inner,
        context.style.credit(),
        context,
    ));
    if has_bar {
        galley.fill_grid(context);
    }
    galley
}

fn epigraph(block: &Block, quotation: &Quotation, column: &Column, context: &Context) -> Galley {
    let inner = Column {
        voice: voiced(block, context.style.epigraph(), column, context),
        close: true,
        ..column.set_in(column.measure * 0.38, Pt::ZERO)
    };
    quotation_in(quotation, &inner, context.style.credit(), context)
}

/// Text beside the text.
fn aside(
    block: &Block,
    body: &[Block],
    styling: &Styling,
    column: &Column,
    context: &Context,
) -> Galley {
    let inner = Column {
        voice: voiced(block, context.style.aside(), column, context),
        ..column.clone()
    };
    match frame::columns(styling) {
        Some(how) => columns::set(block, body, &how, &inner, context),
        None => build(body, &inner, context),
    }
}

/// Code. Before a line that goes on from the one before
/// stands a sign that says so.
fn code(
    block: &Block,
    language: &str,
    lines: &[CodeLine],
    column: &Column,
    context: &Context,
) -> Galley {
    let inner = Column {
        voice: voiced(block, context.style.code(), column, context),
        ..column.clone()
    };
    let id = block.node.id;
    let paragraph::Verbatim { set, turned } =
        paragraph::verbatim(lines, language, id, &inner.voice, inner.measure, context);
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    let first = galley.slabs.len();
    galley.push_lines(&set.lines, body_of(id), &inner, context);
    let sign = Voice {
        colour: context.style.colours.quiet,
        ..inner.voice
    };
    let sign = paragraph::label("↪", Default::default(), &sign, &column.lang, context);
    for number in turned {
        // Lines and the penalties between them stand in turn.
        if let Some(Some(slab)) = galley.slabs.get_mut(first + number * 2) {
            let baseline = inner.voice.leading * 0.75;
            let owner = Owner::Furniture(Furniture::Ornament);
            slab.things.push(line_at(&sign, owner, inner.x, baseline));
        }
    }
    galley
}

fn verse(
    stanzas: &[Vec<VerseLine>],
    styling: &Styling,
    column: &Column,
    context: &Context,
) -> Galley {
    let em = context.style.text.size;
    // In a narrow column verse has no room to stand far in.
    let inset = (column.measure * 0.08).max(em).min(em * 2.0);
    let line = context.style.text.leading;
    let mut galley = Galley::default();
    for (i, stanza) in stanzas.iter().enumerate() {
        if i > 0 {
            galley.push(Item::space(line.0));
        }
        for (j, verse) in stanza.iter().enumerate() {
            let inner = Column {
                voice: Voice {
                    fill: styling.align.unwrap_or(Fill::Ragged),
                    ..column.voice
                },
                ..column
                    .in_lang(&verse.node.lang)
                    .set_in(inset + em * f64::from(verse.indent), Pt::ZERO)
            };
            let set = text(verse.node.id, &verse.content, Pt::ZERO, &inner, context);
            if j > 0 {
                // A stanza of up to six lines stays together.
                galley.push(Item::penalty(if stanza.len() <= 6 { 100.0 } else { 4.0 }));
            }
            galley.items.extend(set.items);
            galley.slabs.extend(set.slabs);
            galley.diagnostics.extend(set.diagnostics);
        }
    }
    galley
}

/// A break in the matter: a line of white with a short rule in its middle.
fn rule(column: &Column, context: &Context) -> Galley {
    let line = context.style.text.leading;
    let width = context.style.text.size * 4.0;
    let mut galley = Galley::default();
    let height = line * 2.0 * context.style.white;
    galley.push_box(Slab {
        height,
        things: vec![Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(
                    column.x + (column.measure - width) / 2.0,
                    height / 2.0,
                    width,
                    Pt(0.6),
                ),
                context.style.colours.line,
            ),
        }],
        ..Slab::default()
    });
    galley
}

/// A formula is printed as its source.
/// The number of a displayed formula at the right of its measure, on the line in its middle. A
/// formula runs from left to right in texts that do not, too.
fn number_formula(block: &Block, column: &Column, context: &Context, galley: &mut Galley) {
    let Some(number) = context.equations.get(&block.node.id) else {
        return;
    };
    let voice = Voice {
        figures: Figures::Lining,
        ..context.style.body()
    };
    let label = paragraph::label(number, block.node.id, &voice, &column.lang, context);
    let count = galley.slabs.iter().flatten().count();
    let middle = galley.slabs.iter_mut().flatten().nth(count / 2);
    if let Some(slab) = middle {
        let owner = Owner::Node(block.node.id, Part::Label);
        let baseline = (slab.height - context.style.text.leading) / 2.0;
        let baseline = baseline + context.style.text.leading * 0.75;
        let x = column.x + column.measure - label.width;
        slab.things.push(line_at(&label, owner, x, baseline));
    }
}

/// The caption of a listing stands over it, as that of a table.
fn listing_caption(
    block: &Block,
    content: &[Inline],
    column: &Column,
    context: &Context,
) -> Galley {
    let column = Column {
        voice: voiced(block, context.style.caption(), column, context),
        ..column.clone()
    };
    let mut galley = text(block.node.id, content, Pt::ZERO, &column, context);
    galley.fill_grid(context);
    galley.before = context.style.text.leading;
    galley.leads = true;
    galley
}

/// Whether a block is the caption of the listing after it.
pub(super) fn is_listing_caption(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_)) && block.attributes.has_class(numbers::LISTING)
}

fn math(block: &Block, source: &str, column: &Column, context: &Context) -> Galley {
    let voice = Voice {
        colour: context.style.colours.text,
        ..context.style.code()
    };
    let lines: Vec<CodeLine> = source
        .trim()
        .lines()
        .map(|line| CodeLine {
            span: block.node.span,
            text: line.trim().to_owned(),
        })
        .collect();
    let em = context.style.text.size;
    let inner = Column {
        voice,
        ..column.set_in(em * 2.0, Pt::ZERO)
    };
    let id = block.node.id;
    let paragraph::Verbatim { set, .. } =
        paragraph::verbatim(&lines, "tex", id, &voice, inner.measure, context);
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    galley.diagnostics.push(Diagnostic::note(
        Code::MathAsSource,
        block.node.span,
        "the formula is printed as its TeX source",
    ));
    for line in &set.lines {
        galley.push_box(Slab {
            height: context.style.text.leading,
            things: vec![line_at(
                line,
                body_of(block.node.id),
                inner.x,
                context.style.text.leading * 0.75,
            )],
            ..Slab::default()
        });
    }
    galley
}
