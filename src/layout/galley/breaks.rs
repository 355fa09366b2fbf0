//! Takes a galley; returns it with the breaks that its author asks for, its parts between them,
//! and what is to stay on one page.
//!
//! A break is a forced penalty, as in TeX. Pages are made up from one break to the next, as
//! they are to the end of an article: what waits there, such as the rest of a note, comes
//! before what follows.

use super::{Flex, Galley};
use crate::diag::{Code, Diagnostic};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::item::{FORCED, Item};
use crate::model::{Block, BreakKind};

/// The matter between two breaks.
pub(in crate::layout) struct Stretch {
    /// The break that it follows, but for the first.
    pub(in crate::layout) after: Option<BreakKind>,
    pub(in crate::layout) galley: Galley,
}

impl Galley {
    /// A break alone.
    pub(super) fn broken(kind: BreakKind) -> Galley {
        let mut galley = Galley {
            breaks: vec![kind],
            ..Galley::default()
        };
        galley.push(Item::penalty(FORCED));
        galley
    }

    /// Lets no page end within what its author wants on one, if it fits there.
    pub(super) fn keep(&mut self, block: &Block, context: &Context) {
        // Where the author ends a page himself, each side of it is kept.
        let mut height = Pt::ZERO;
        let mut highest = Pt::ZERO;
        for item in &self.items {
            match item {
                Item::Box { size, .. } => height += Pt(*size),
                Item::Glue { natural, .. } => height += Pt(*natural),
                Item::Penalty { .. } if is_break(item) => height = Pt::ZERO,
                Item::Penalty { .. } => {}
            }
            highest = highest.max(height);
        }
        if highest > context.style.text_height() + Pt(1e-3) {
            let where_to = match context.style.page.columns {
                0 | 1 => "page",
                _ => "column",
            };
            let message = format!("these blocks are higher than a {where_to}; not kept together");
            let note = Diagnostic::note(Code::TallKeep, block.node.span, message);
            self.diagnostics
                .push(note.hint("keep fewer of them together"));
            return;
        }
        self.keep_whole();
        // A figure does not leave what it is kept with.
        let slabs = self.slabs.iter_mut().flatten();
        slabs.for_each(|slab| slab.floats = false);
    }

    /// Takes the breaks off its end, after which nothing stands.
    pub(in crate::layout) fn drop_last_breaks(&mut self) {
        let is_box = |item: &Item| matches!(item, Item::Box { .. });
        let end = self.items.iter().rposition(is_box).map_or(0, |at| at + 1);
        let count = self.items[end..]
            .iter()
            .filter(|item| is_break(item))
            .count();
        if count > 0 {
            self.items.truncate(end);
            self.slabs.truncate(end);
            self.breaks
                .truncate(self.breaks.len().saturating_sub(count));
        }
    }

    /// Its parts between breaks. Of two breaks with nothing between them the stronger counts.
    /// Only the first may be empty.
    pub(in crate::layout) fn stretches(mut self) -> Vec<Stretch> {
        if self.breaks.is_empty() {
            return vec![Stretch {
                after: None,
                galley: self,
            }];
        }
        let mut kinds = std::mem::take(&mut self.breaks).into_iter();
        let mut flexes = std::mem::take(&mut self.flexes).into_iter().peekable();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut after = None;
        let mut part = Galley::default();
        // Where the part begins in the whole.
        let mut from = 0;
        // One more break ends the last part.
        let last = (Item::penalty(FORCED), None);
        let all = self.items.into_iter().zip(self.slabs).chain([last]);
        for (at, (item, slab)) in all.enumerate() {
            if !is_break(&item) {
                // Beside a break white vanishes.
                if part.is_empty() {
                    from = at;
                }
                if !part.is_empty() || matches!(item, Item::Box { .. }) {
                    part.items.push(item);
                    part.slabs.push(slab);
                }
                continue;
            }
            while let Some(flex) = flexes.next_if(|flex| flex.items.end <= at) {
                let items = flex.items.start - from..flex.items.end - from;
                part.flexes.push(Flex { items, ..flex });
            }
            let mut galley = std::mem::take(&mut part);
            galley.end_bare();
            if !galley.is_empty() || stretches.is_empty() {
                stretches.push(Stretch { after, galley });
                after = None;
            }
            after = after.max(kinds.next());
        }
        stretches
    }

    /// Takes off its end what vanishes there.
    pub(super) fn end_bare(&mut self) {
        let is_box = |item: &Item| matches!(item, Item::Box { .. });
        let end = self.items.iter().rposition(is_box).map_or(0, |at| at + 1);
        self.items.truncate(end);
        self.slabs.truncate(end);
    }
}

fn is_break(item: &Item) -> bool {
    matches!(item, Item::Penalty { cost, .. } if *cost == FORCED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::galley::Slab;

    /// A galley of strips so high, of white (`w`), and of breaks.
    fn galley(parts: &[&str]) -> Galley {
        let mut galley = Galley::default();
        for part in parts {
            let kind = BreakKind::ALL.into_iter().find(|kind| kind.name() == *part);
            match (kind, part.parse::<f64>()) {
                (Some(kind), _) => galley.append(Galley::broken(kind)),
                (None, Ok(height)) => galley.push_box(Slab {
                    height: Pt(height),
                    ..Slab::default()
                }),
                (None, Err(_)) => galley.push(Item::space(1.0)),
            }
        }
        galley
    }

    /// Each stretch: the break before it, and the heights of its strips.
    fn stretches(galley: Galley) -> Vec<(Option<BreakKind>, Vec<f64>)> {
        let heights = |galley: &Galley| {
            let slabs = galley.slabs.iter().flatten();
            slabs.map(|slab| slab.height.0).collect()
        };
        let all = galley.stretches().into_iter();
        all.map(|stretch| {
            let ends = |item: Option<&Item>| item.is_none_or(|i| matches!(i, Item::Box { .. }));
            assert!(ends(stretch.galley.items.first()) && ends(stretch.galley.items.last()));
            (stretch.after, heights(&stretch.galley))
        })
        .collect()
    }

    #[test]
    fn breaks_in_a_row_are_the_strongest_of_them_and_white_beside_them_vanishes() {
        let made = stretches(galley(&[
            "1", "w", "page", "w", "recto", "column", "w", "2", "3", "column", "4", "page",
        ]));
        let expected = vec![
            (None, vec![1.0]),
            (Some(BreakKind::Recto), vec![2.0, 3.0]),
            (Some(BreakKind::Column), vec![4.0]),
        ];
        assert_eq!(made, expected);
        let made = stretches(galley(&["page", "1"]));
        assert_eq!(made, [(None, vec![]), (Some(BreakKind::Page), vec![1.0])]);
    }

    #[test]
    fn breaks_at_the_end_are_dropped_and_others_stay() {
        let mut made = galley(&["1", "column", "2", "page", "w", "recto"]);
        made.drop_last_breaks();
        assert_eq!(made.breaks, [BreakKind::Column]);
        assert_eq!(
            stretches(made),
            [(None, vec![1.0]), (Some(BreakKind::Column), vec![2.0])]
        );
        let mut made = galley(&["page"]);
        made.drop_last_breaks();
        assert!(made.is_empty() && made.breaks.is_empty());
    }
}
