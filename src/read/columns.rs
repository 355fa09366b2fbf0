//! Takes an article; reports groups in columns that cannot be set as such, and attributes of
//! columns with a wrong value. Also takes the columns that a style sheet asks for.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::columns::{COLUMNS, COUNT, Columns, WIDTH, columns_of, count, is_column, share};
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Attributes, Block, BlockKind};

/// Reports what is wrong with the columns of an article.
pub(super) fn check(article: &Article, report: &mut Report) {
    walk::article(article, &mut Groups(report));
}

struct Groups<'r>(&'r mut Report);

impl Visitor<'_> for Groups<'_> {
    fn block(&mut self, block: &Block) {
        let BlockKind::Div(body) = &block.kind else {
            return;
        };
        if !block.attributes.has_class(COLUMNS) {
            return;
        }
        let warning =
            |message: String| Diagnostic::warning(Code::Columns, block.node.span, message);
        match columns_of(block) {
            Some(Columns::Flow(_)) => {
                let given = block.attributes.get(COUNT);
                if let Some(wrong) = given.filter(|given| count(given).is_none()) {
                    let message = format!("`{COUNT}={wrong}`: not a number of columns; set in two");
                    self.0
                        .push(warning(message).hint("write a number from 2 to 6"));
                }
            }
            Some(Columns::Beside(_)) => {
                let widths = body.iter().filter_map(|part| part.attributes.get(WIDTH));
                for wrong in widths.clone().filter(|width| share(width).is_none()) {
                    let message = format!("`{WIDTH}={wrong}`: not the width of a column; ignored");
                    self.0
                        .push(warning(message).hint("write a part of the whole, as in `40%`"));
                }
                let sum: f64 = widths.filter_map(share).sum();
                if sum > 1.0 + 1e-9 {
                    let message = format!(
                        "the columns are {:.0} % wide together; narrowed to 100 %",
                        sum * 100.0
                    );
                    self.0
                        .push(Diagnostic::note(Code::Columns, block.node.span, message));
                }
            }
            None if body.is_empty() => {}
            None => {
                let message = match body.as_slice() {
                    [one] if is_column(one) => "a column alone; set as ordinary blocks",
                    _ => "columns with other blocks between them; set one after the other",
                };
                let hint = "put each column into `::: column`, or write the text without them to \
                            let it flow";
                self.0.push(warning(message.to_owned()).hint(hint));
            }
        }
    }
}

/// Whether an attribute of a group in columns, or of one of its columns, has its effect.
pub(super) fn has_effect(group: &Block, key: &str) -> bool {
    key == COUNT && matches!(columns_of(group), Some(Columns::Flow(_)))
}

/// The columns that declarations of a style ask for, if they ask for any: `column-count: 3`
/// or `columns: 3`.
pub(super) fn of_style(style: &str) -> Option<usize> {
    let mut all = style.split(';').filter_map(|one| one.split_once(':'));
    all.find_map(
        |(key, value)| match key.trim().to_ascii_lowercase().as_str() {
            "column-count" => count(value),
            "columns" => value.split_whitespace().find_map(count),
            _ => None,
        },
    )
}

/// Takes the columns that the style of a group asks for, as if it were of the class.
pub(super) fn take_style(attributes: &mut Attributes) {
    let asked = attributes.get("style").and_then(of_style);
    let Some(asked) = asked else { return };
    attributes.pairs.retain_mut(|(key, value)| {
        if key != "style" {
            return true;
        }
        let others = value.split(';').map(str::trim);
        let others: Vec<&str> = others
            .filter(|one| !one.is_empty() && of_style(one).is_none())
            .collect();
        *value = others.join("; ");
        !value.is_empty()
    });
    if !attributes.has_class(COLUMNS) {
        attributes.classes.push(COLUMNS.to_owned());
    }
    if attributes.get(COUNT).is_none() && asked != crate::model::columns::USUAL {
        attributes.pairs.push((COUNT.to_owned(), asked.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_asks_for_columns() {
        for (style, expected) in [
            ("column-count: 3", Some(3)),
            ("color: red; COLUMN-COUNT:2;", Some(2)),
            ("columns: 15em 4", Some(4)),
            ("columns: auto", None),
            ("column-count: 1", None),
            ("color: red", None),
        ] {
            assert_eq!(of_style(style), expected, "{style}");
        }
    }
}
