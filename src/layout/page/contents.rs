//! The list of contents, of a book's articles or of an article's sections: what
//! stands where, with leaders.

use crate::font::Figures;
use crate::geom::Pt;
use crate::lang::{Direction, Lang};
use crate::layout::Context;
use crate::layout::galley::{Column, Galley, Slab, leaders, line_at};
use crate::layout::item::Item;
use crate::layout::paragraph;
use crate::layout::placed::{Line, Owner, Pages, Part, ThingKind};
use crate::model::sections::Section;
use crate::model::{NodeId, plain_text};
use crate::source::SourceId;
use crate::style::{Fill, Voice};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of it.
pub(super) struct Entry {
    /// The headline.
    pub(super) title: String,
    /// Who wrote the article.
    pub(super) byline: String,
    /// The node that the entry leads to.
    pub(super) node: NodeId,
    /// The page, as printed.
    pub(super) folio: String,
    /// How many parts it is in.
    pub(super) level: u8,
}

/// A place in a list of contents that waits for its folio.
#[derive(Clone)]
pub(super) struct Waiting {
    node: NodeId,
    /// The empty line that stands there.
    line: Arc<Line>,
    lang: Lang,
}

/// Sets the list of an article's sections, in the column of the article; what
/// pages they are on is known when the article has been paged.
pub(super) fn of_sections(
    sections: &[Section],
    column: &Column,
    context: &Context,
) -> (Galley, Vec<Waiting>) {
    let style = context.style;
    let line = style.text.leading;
    let mut galley = Galley::default();
    let mut waiting = Vec::new();
    if sections.is_empty() {
        return (galley, waiting);
    }
    let heading = Voice {
        fill: Fill::Ragged,
        ..style.heading(3)
    };
    let word = column.lang.profile().words.contents;
    let title = paragraph::label(word, NodeId::default(), &heading, &column.lang, context);
    let x = column.at_start(title.width);
    galley.push_box(Slab {
        height: line * 1.5,
        things: vec![line_at(
            &title,
            Owner::Node(
                NodeId::beyond(SourceId(column.article)),
                Part::ContentsHeading,
            ),
            x,
            line * 0.75,
        )],
        ..Slab::default()
    });
    for section in sections {
        galley.forbid_break();
        let folio = Arc::new(Line::default());
        waiting.push(Waiting {
            node: section.node,
            line: Arc::clone(&folio),
            lang: section.lang.clone(),
        });
        let title = plain_text(section.content);
        let title = match context.sections.get(&section.node) {
            Some(number) => format!("{number}\u{2002}{title}"),
            None => title,
        };
        let row = Row {
            title: &title,
            byline: "",
            node: section.node,
            folio: &folio,
        };
        let depth = f64::from(section.rank.saturating_sub(2));
        let inner = column.set_in(style.text.size * 1.6 * depth, Pt::ZERO);
        push_row(&row, &section.lang, &inner, context, &mut galley);
    }
    galley.fill_grid(context);
    galley.before = line;
    galley.after = line * 2.0;
    (galley, waiting)
}

/// Puts folios in the places that wait for them, on the pages from one on.
pub(super) fn put_folios(waiting: &[Waiting], from: usize, context: &Context, pages: &mut Pages) {
    let Some(own) = pages.pages.get(from..).filter(|_| !waiting.is_empty()) else {
        return;
    };
    let mut folios: BTreeMap<NodeId, String> = BTreeMap::new();
    for page in own {
        for thing in &page.things {
            if let Owner::Node(id, Part::Body) = thing.owner {
                folios.entry(id).or_insert_with(|| page.folio.clone());
            }
        }
    }
    let things = pages.pages[from..].iter_mut().flat_map(|p| &mut p.things);
    for thing in things {
        let (Owner::Node(_, Part::Contents), ThingKind::Line(placed)) =
            (thing.owner, &mut thing.kind)
        else {
            continue;
        };
        let found = waiting.iter().find(|w| Arc::ptr_eq(&w.line, &placed.line));
        if let Some(found) = found {
            let folio = folios.get(&found.node).map_or("", String::as_str);
            let set = folio_line(folio, found.node, &found.lang, context);
            if found.lang.direction() == Direction::LeftToRight {
                placed.origin.x -= set.width;
            }
            placed.line = set;
        }
    }
}

/// Sets the table. Its height does not depend on the folios, so that it can be
/// set once before they are known and once after.
pub(super) fn set(entries: &[Entry], lang: &Lang, column: &Column, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    let mut galley = Galley::default();
    let word = lang.profile().words.contents;
    // As large as the title of a chapter, if a line has room for it.
    let set = |voice: &Voice| paragraph::label(word, NodeId::default(), voice, lang, context);
    let (mut heading, mut title) = (style.headline(), set(&style.headline()));
    if title.width > column.measure {
        heading = style.heading(1);
        title = set(&heading);
    }
    galley.push_box(Slab {
        height: style.on_grid(heading.leading + line),
        things: vec![line_at(
            &title,
            Owner::Node(
                NodeId::beyond(SourceId(column.article)),
                Part::ContentsHeading,
            ),
            column.at_start(title.width),
            heading.leading * 0.75,
        )],
        entry: Some((0, word.to_owned())),
        ..Slab::default()
    });
    galley.forbid_break();
    for (i, entry) in entries.iter().enumerate() {
        if i > 0 {
            galley.push(Item::penalty(0.0));
        }
        let folio = folio_line(&entry.folio, entry.node, lang, context);
        let row = Row {
            title: &entry.title,
            byline: &entry.byline,
            node: entry.node,
            folio: &folio,
        };
        let indent = style.text.size * 1.6 * f64::from(entry.level);
        let inner = column.set_in(indent, Pt::ZERO);
        push_row(&row, lang, &inner, context, &mut galley);
    }
    galley
}

/// A line of the list, its folio set.
struct Row<'a> {
    title: &'a str,
    byline: &'a str,
    node: NodeId,
    folio: &'a Arc<Line>,
}

pub(super) fn folio_line(folio: &str, node: NodeId, lang: &Lang, context: &Context) -> Arc<Line> {
    let voice = Voice {
        figures: Figures::Tabular,
        ..context.style.body()
    };
    paragraph::label(folio, node, &voice, lang, context)
}

fn push_row(row: &Row, lang: &Lang, column: &Column, context: &Context, galley: &mut Galley) {
    let style = context.style;
    let line = style.text.leading;
    let body = style.body();
    let owner = Owner::Node(row.node, Part::Contents);
    let folio = row.folio;
    // Room for four figures, whatever the folio is.
    let room = style.text.size * 2.6;
    let measure = column.measure - room - style.text.size;
    // Lines that run from right to left have their white before them already.
    let start = match column.is_rightward() {
        true => column.x + column.measure - measure,
        false => column.x,
    };
    let words = paragraph::words(row.title, measure, row.node, &body, lang, context);
    let count = words.len();
    for (i, set) in words.iter().enumerate() {
        let mut slab = Slab {
            height: line,
            things: vec![line_at(set, owner, start, line * 0.75)],
            ..Slab::default()
        };
        if i + 1 == count {
            let (from, to) = if column.is_rightward() {
                (column.x + room, column.at_start(set.width))
            } else {
                (column.x + set.width, column.x + column.measure - room)
            };
            leaders(from, to, line * 0.75, context, &mut slab);
            let x = column.at_end(folio.width);
            slab.things.push(line_at(folio, owner, x, line * 0.75));
        } else {
            galley.push_box(slab);
            galley.forbid_break();
            continue;
        }
        galley.push_box(slab);
    }
    if !row.byline.is_empty() {
        galley.forbid_break();
        let byline = paragraph::label(row.byline, row.node, &style.byline(), lang, context);
        galley.push_box(Slab {
            height: line,
            things: vec![line_at(
                &byline,
                owner,
                column.at_start(byline.width),
                line * 0.75,
            )],
            ..Slab::default()
        });
    }
}
