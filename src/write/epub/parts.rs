//! Takes the blocks of an article and their sizes; returns where to split the article.

use crate::model::{Block, BlockKind};
use crate::write::xhtml::Anchors;

/// The most that the blocks of a page may weigh, in bytes: with what is around
/// them it stays under 250 kB. Reading systems of the RMSDK family, which most
/// e-readers of the first fifteen years are, show nothing of a page above 300 kB.
const LONGEST: usize = 240_000;

/// The blocks that the parts of a body begin with: 0, and where it is long others
/// before which it is cut.
///
/// It is cut before a heading of the first rank, else before one of the second,
/// as late as the weight allows. Where no such heading comes in time any other
/// does, and where none comes at all any block that no heading leads to. A block
/// that is too heavy by itself is a part.
pub(super) fn starts(body: &[Block], anchors: &Anchors, weights: &[usize]) -> Vec<usize> {
    let rank = |at: usize| match body.get(at) {
        Some(Block {
            kind: BlockKind::Heading { .. },
            node,
            ..
        }) => Some(anchors.rank(node.id).max(2)),
        Some(_) | None => None,
    };
    // A cut before a block is the better the less this is.
    let badness = |at: usize| match rank(at) {
        Some(rank) => rank,
        None if rank(at - 1).is_none() => u8::MAX - 1,
        None => u8::MAX,
    };
    let mut starts = vec![0];
    let (mut start, mut weight) = (0, 0);
    let mut at = 0;
    while let Some(own) = weights.get(at) {
        if weight + own <= LONGEST || at == start {
            weight += own;
            at += 1;
            continue;
        }
        // Of the best the last.
        let best = (start + 1..=at).rev().min_by_key(|at| badness(*at));
        start = best.unwrap_or(at);
        starts.push(start);
        (weight, at) = (0, start);
    }
    starts
}

/// The file, from 0 on, that each of several texts goes to, which are not cut themselves.
pub(super) fn shares(weights: &[usize]) -> Vec<usize> {
    let (mut file, mut weight) = (0, 0);
    let share = |own: &usize| {
        if weight > 0 && weight + own > LONGEST {
            file += 1;
            weight = 0;
        }
        weight += own;
        file
    };
    weights.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::xhtml::specimen::Specimen;

    /// Where a body is cut whose blocks are headings of these levels, 0 being
    /// none, each of a tenth of what a part may weigh.
    fn cut(levels: &[u8]) -> Vec<usize> {
        let mut s = Specimen::new("en");
        let block = |level: &u8| match level {
            0 => s.paragraph("x"),
            level => s.heading(*level, "x"),
        };
        let body: Vec<Block> = levels.iter().map(block).collect();
        let article = s.article("Title", body);
        let weights = vec![LONGEST / 10; levels.len()];
        starts(&article.body, &Anchors::of(&article), &weights)
    }

    #[test]
    fn a_short_text_is_whole_and_a_long_one_cut_before_headings() {
        assert_eq!(cut(&[]), [0]);
        assert_eq!(cut(&[0; 10]), [0]);
        assert_eq!(cut(&[2, 0, 0, 2, 0, 0, 2, 0, 0, 3, 0, 0]), [0, 6]);
        assert_eq!(cut(&[2, 0, 0, 3, 0, 0, 4, 0, 0, 4, 0, 0]), [0, 3]);
    }

    #[test]
    fn a_text_without_headings_is_cut_between_blocks() {
        assert_eq!(cut(&[0; 25]), [0, 10, 20]);
    }

    #[test]
    fn texts_share_files_as_far_as_they_have_room() {
        let third = LONGEST / 3;
        assert_eq!(
            shares(&[third, third, third, 1, LONGEST * 2, 1]),
            [0, 0, 0, 1, 2, 3]
        );
        assert_eq!(shares(&[]), [0; 0]);
    }

    #[test]
    fn a_block_that_is_too_heavy_is_a_part() {
        let mut s = Specimen::new("en");
        let body = vec![s.paragraph("a"), s.paragraph("b"), s.paragraph("c")];
        let article = s.article("Title", body);
        let weights = [10, LONGEST * 2, 10];
        let starts = starts(&article.body, &Anchors::of(&article), &weights);
        assert_eq!(starts, [0, 1, 2]);
    }
}
