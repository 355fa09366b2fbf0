//! Takes a block; returns whether it stands in columns: a group whose text flows through
//! columns, or one of columns side by side that each have their own text.

use super::{Block, BlockKind};

/// The class of a group that stands in columns.
pub(crate) const COLUMNS: &str = "columns";
/// The class of a group in it that is one of the columns.
pub(crate) const COLUMN: &str = "column";
/// The attribute with the number of columns that text flows through.
pub(crate) const COUNT: &str = "count";
/// The attribute of a column with its width, as a part of the whole.
pub(crate) const WIDTH: &str = "width";
/// The columns that text flows through if no number is given.
pub(crate) const USUAL: usize = 2;
/// The most columns that text flows through.
pub(crate) const MOST: usize = 6;

/// How a group stands in columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Columns {
    /// Its text flows through so many columns of one height.
    Flow(usize),
    /// Its columns stand side by side; each has this share of the width, and all make 1.
    Beside(Vec<f64>),
}

/// How a block stands in columns, if it does.
pub(crate) fn columns_of(block: &Block) -> Option<Columns> {
    let BlockKind::Div(body) = &block.kind else {
        return None;
    };
    if !block.attributes.has_class(COLUMNS) || body.is_empty() {
        return None;
    }
    if body.iter().all(is_column) {
        return (body.len() > 1).then(|| Columns::Beside(shares(body)));
    }
    // A column among other blocks stands beside nothing.
    if body.iter().any(is_column) {
        return None;
    }
    let count = block.attributes.get(COUNT).and_then(count);
    Some(Columns::Flow(count.unwrap_or(USUAL)))
}

/// Whether a block is one of the columns of a group.
pub(crate) fn is_column(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Div(_)) && block.attributes.has_class(COLUMN)
}

/// A number of columns.
pub(crate) fn count(value: &str) -> Option<usize> {
    let count = value.trim().parse().ok();
    count.filter(|count| (2..=MOST).contains(count))
}

/// A width as a share of the whole: `40%`, or `0.4` as some writers of Pandoc have it.
pub(crate) fn share(value: &str) -> Option<f64> {
    let value = value.trim();
    let share = match value.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => value.parse::<f64>().ok()?,
    };
    (share > 0.0 && share < 1.0).then_some(share)
}

/// The share of each of some columns: those without a width have what is left in equal parts,
/// and all are scaled where they make more or less than the whole.
fn shares(columns: &[Block]) -> Vec<f64> {
    let given = |block: &Block| block.attributes.get(WIDTH).and_then(share);
    let given: Vec<Option<f64>> = columns.iter().map(given).collect();
    let taken: f64 = given.iter().flatten().sum();
    let open = given.iter().filter(|share| share.is_none()).count();
    let equal = 1.0 / columns.len().max(1) as f64;
    // Where the widths given leave nothing, the others are as wide as all would be.
    let rest = match open {
        0 => 0.0,
        open if taken < 1.0 => (1.0 - taken) / open as f64,
        _ => equal,
    };
    let whole = taken + rest * open as f64;
    let shares = given.into_iter();
    shares
        .map(|share| share.unwrap_or(rest) / whole.max(1e-9))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;

    fn div(class: &str, pairs: &[(&str, &str)], body: Vec<Block>) -> Block {
        let mut block = Block::new(Node::default(), BlockKind::Div(body));
        block.attributes.classes = vec![class.to_owned()];
        let pairs = pairs.iter();
        block.attributes.pairs = pairs.map(|(k, v)| (k.to_string(), v.to_string())).collect();
        block
    }

    fn paragraph() -> Block {
        Block::new(Node::default(), BlockKind::Paragraph(Vec::new()))
    }

    #[test]
    fn text_flows_through_two_columns_or_as_many_as_are_asked_for() {
        let flow = |pairs: &[(&str, &str)]| columns_of(&div(COLUMNS, pairs, vec![paragraph()]));
        assert_eq!(flow(&[]), Some(Columns::Flow(2)));
        assert_eq!(flow(&[("count", "3")]), Some(Columns::Flow(3)));
        for wrong in ["1", "7", "many", ""] {
            assert_eq!(flow(&[("count", wrong)]), Some(Columns::Flow(2)), "{wrong}");
        }
        assert_eq!(columns_of(&div("other", &[], vec![paragraph()])), None);
        assert_eq!(columns_of(&div(COLUMNS, &[], Vec::new())), None);
    }

    #[test]
    fn columns_side_by_side_share_what_the_widths_given_leave() {
        let beside = |widths: &[Option<&str>]| {
            let column = |width: &Option<&str>| {
                let pairs: Vec<(&str, &str)> = width.iter().map(|width| (WIDTH, *width)).collect();
                div(COLUMN, &pairs, vec![paragraph()])
            };
            let body = widths.iter().map(column).collect();
            match columns_of(&div(COLUMNS, &[], body)) {
                Some(Columns::Beside(shares)) => shares,
                other => panic!("{other:?}"),
            }
        };
        let close = |a: Vec<f64>, b: &[f64]| {
            assert_eq!(a.len(), b.len());
            for (a, b) in a.iter().zip(b) {
                assert!((a - b).abs() < 1e-9, "{a} {b}");
            }
        };
        close(beside(&[None, None]), &[0.5, 0.5]);
        close(beside(&[Some("40%"), None]), &[0.4, 0.6]);
        close(beside(&[Some("0.5"), None, None]), &[0.5, 0.25, 0.25]);
        close(beside(&[Some("80%"), Some("80%")]), &[0.5, 0.5]);
        close(beside(&[Some("wide"), None]), &[0.5, 0.5]);
        // A column among other blocks is none.
        let mixed = vec![div(COLUMN, &[], vec![paragraph()]), paragraph()];
        assert_eq!(columns_of(&div(COLUMNS, &[], mixed)), None);
        let alone = vec![div(COLUMN, &[], vec![paragraph()])];
        assert_eq!(columns_of(&div(COLUMNS, &[], alone)), None);
    }
}
