//! The breaker against the example of its authors, and against first fit.

use super::*;
use proptest::prelude::*;

const PLAIN: Costs = Costs {
    double_flag: 3000.0,
    triple_flag: 0.0,
    final_flag: 5000.0,
    contrast: 3000.0,
    runt: 0.0,
    runt_size: 0.0,
    letterfit: 0.0,
    last_fit: 0.0,
    line: 1.0,
};

/// "The Frog King", the worked example of Knuth and Plass, in their machine
/// units: letters of the widths of their table 1, spaces that give more
/// after a point. `_` is a hyphen that is always there.
fn frog_king() -> Vec<Item> {
    const WIDTHS: [u8; 26] = [
        9, 10, 8, 10, 8, 6, 9, 10, 5, 6, 10, 5, 15, 10, 9, 10, 10, 7, 7, 7, 10, 9, 13, 10, 10, 8,
    ];
    const TEXT: &str = "In olden times when wish-ing still helped one, there lived a \
        king whose daugh-ters were all beau-ti-ful; and the young-est was so beau-ti-ful \
        that the sun it-self, which has seen so much, was aston-ished when-ever it shone \
        in her face. Close by the king's castle lay a great dark for-est, and un-der an \
        old lime_tree in the for-est was a well, and when the day was very warm, the \
        king's child went out into the for-est and sat down by the side of the cool \
        foun-tain; and when she was bored she took a golden ball, and threw it up on \
        high and caught it; and this ball was her favor-ite play-thing.";
    let width = |c: char| match c {
        'a'..='z' => f64::from(WIDTHS[c as usize - 'a' as usize]),
        'C' => 13.0,
        'I' | '_' => 6.0,
        _ => 5.0,
    };
    let hyphen = |size: f64| Item::Penalty {
        cost: 50.0,
        size,
        hang_end: 0.0,
        flagged: true,
    };
    let mut items = vec![Item::solid(18.0)];
    for word in TEXT.split(' ') {
        for (i, part) in word.split_inclusive(['-', '_']).enumerate() {
            if i > 0 {
                // The lime-tree has its hyphen already.
                items.push(hyphen(if word.contains('_') { 0.0 } else { 6.0 }));
            }
            let letters = part.trim_end_matches('-').chars();
            items.push(Item::solid(letters.map(width).sum()));
        }
        let (natural, stretch, shrink) = match word.chars().last() {
            Some(',') => (6.0, 4.0, 2.0),
            Some(';') => (6.0, 4.0, 1.0),
            Some('.') => (8.0, 6.0, 1.0),
            _ => (6.0, 3.0, 2.0),
        };
        items.push(Item::Glue {
            natural,
            stretch,
            shrink,
        });
    }
    items.pop();
    items.extend(ending());
    items
}

fn ending() -> [Item; 3] {
    [
        Item::penalty(FORBIDDEN),
        Item::Glue {
            natural: 0.0,
            stretch: FILL,
            shrink: 0.0,
        },
        Item::penalty(FORCED),
    ]
}

fn terms(measures: &[f64]) -> Terms<'_> {
    Terms {
        measures,
        rag: 0.0,
        costs: &PLAIN,
    }
}

fn set_width(items: &[Item], start: usize, line: &Break) -> f64 {
    let mut width = 0.0;
    for item in &items[start..line.at] {
        width += match item {
            Item::Box { size, .. } => *size,
            Item::Glue {
                natural,
                stretch,
                shrink,
            } => natural + line.ratio * if line.ratio > 0.0 { *stretch } else { *shrink },
            Item::Penalty { .. } => 0.0,
        };
    }
    if let Item::Penalty { size, .. } = items[line.at] {
        width += size;
    }
    width
}

/// What they print beside the lines of the total fit for 390 units; the last
/// is filled.
#[test]
fn the_frog_king_is_broken_as_published() {
    const PUBLISHED: [f64; 11] = [
        0.857, 0.0, 0.280, 1.0, 0.067, -0.278, 0.536, -0.167, 0.700, -0.176, 0.357,
    ];
    let items = frog_king();
    let breaks = linebreak(&items, &terms(&[390.0]));
    assert_eq!(breaks.len(), PUBLISHED.len() + 1);
    let mut start = 0;
    for (i, (line, ratio)) in breaks.iter().zip(PUBLISHED).enumerate() {
        assert!(
            (line.ratio - ratio).abs() < 5e-4,
            "line {i}: {}",
            line.ratio
        );
        let width = set_width(&items, first_box(&items, start), line);
        assert!((width - 390.0).abs() < 1e-6, "line {i}: {width}");
        start = line.at;
    }
    assert_eq!(breaks.last().unwrap().at, items.len() - 1);
}

#[test]
fn a_box_wider_than_the_measure_is_overfull_and_nothing_is_lost() {
    let mut items = vec![Item::solid(10.0), Item::space(3.0), Item::solid(500.0)];
    items.extend(ending());
    let breaks = linebreak(&items, &terms(&[100.0]));
    assert!(breaks.iter().any(|line| line.overfull));
    assert_eq!(breaks.last().unwrap().at, items.len() - 1);
}

#[test]
fn hanging_marks_are_outside_the_measure() {
    let hung = Item::Box {
        size: 50.0,
        hang_start: 0.0,
        hang_end: 4.0,
    };
    let glue = Item::Glue {
        natural: 6.0,
        stretch: 3.0,
        shrink: 2.0,
    };
    let mut items = vec![Item::solid(44.0), glue, hung, glue, Item::solid(96.0)];
    items.extend(ending());
    let breaks = linebreak(&items, &terms(&[96.0]));
    assert_eq!((breaks[0].at, breaks[0].ratio), (3, 0.0));
}

/// Total demerits of breaking greedily, for comparison.
fn first_fit(items: &[Item], measure: f64) -> Option<f64> {
    let sums = Sums::of(items);
    let measures = [measure];
    let terms = terms(&measures);
    let search = Search::new(items, &sums, &terms, 1.3);
    let mut node = Node::root(items);
    let mut last: Option<(usize, Line)> = None;
    let mut at = 0;
    while at < items.len() {
        let forced = at + 1 == items.len();
        let legal = matches!(items[at], Item::Glue { .. }) || forced;
        if legal && at >= node.start {
            let line = search.line(&node, at);
            if line.overfull {
                let (end, line) = last.take()?;
                let demerits = search.demerits(&node, end, &line, false);
                node = search.node_after(0, &node, end, &line, demerits);
                at = end;
            } else if forced {
                if line.ratio > 1.3 {
                    return None;
                }
                return Some(node.demerits + search.demerits(&node, at, &line, true));
            } else if line.ratio <= 1.3 {
                last = Some((at, line));
            }
        }
        at += 1;
    }
    None
}

proptest! {
    #[test]
    fn every_item_is_set_once_and_the_fit_is_never_worse_than_first_fit(
        widths in prop::collection::vec(4.0..60.0f64, 1..120),
        measure in 80.0..300.0f64,
    ) {
        let mut items = Vec::new();
        for (i, width) in widths.iter().enumerate() {
            if i > 0 {
                items.push(Item::Glue { natural: 6.0, stretch: 3.0, shrink: 2.0 });
            }
            items.push(Item::solid(*width));
        }
        items.extend(ending());
        let breaks = linebreak(&items, &terms(&[measure]));
        prop_assert!(breaks.windows(2).all(|pair| pair[0].at < pair[1].at));
        prop_assert_eq!(breaks.last().map(|line| line.at), Some(items.len() - 1));
        if let Some(greedy) = first_fit(&items, measure) {
            let measures = [measure];
            let sums = Sums::of(&items);
            let terms = terms(&measures);
            let search = Search::new(&items, &sums, &terms, 1.3);
            let (best, _) = search.run(false).expect("first fit found a way");
            let mut node = Node::root(&items);
            let search = Search::new(&items, &sums, &terms, 1.3);
            for (i, line) in best.iter().enumerate() {
                let shape = search.line(&node, line.at);
                let more = search.demerits(&node, line.at, &shape, i + 1 == best.len());
                node = search.node_after(0, &node, line.at, &shape, more);
            }
            prop_assert!(node.demerits <= greedy + 1e-6);
        }
    }
}
