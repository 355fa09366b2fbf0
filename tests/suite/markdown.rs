//! Markdown, read: the cases of `tests/cases/markdown.txt`, and HTML in any disorder.

use crate::cases::check;
use crate::outline::outline;
use pressroom::diag::Report;
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId};
use proptest::prelude::*;

#[test]
fn every_case_is_read_as_it_should_be() {
    check("markdown.txt", Format::Markdown, Some("en"), 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever tags a block of HTML has in whatever order, its words come out.
    #[test]
    fn no_word_of_html_is_lost(choices in proptest::collection::vec(0..TAGS.len() * 2, 1..60)) {
        let mut html = String::from("<div>");
        for (number, choice) in choices.iter().enumerate() {
            match TAGS.get(*choice) {
                Some(tag) => html.push_str(tag),
                None => html.push_str(&format!(" w{number}w ")),
            }
        }
        let source = Source::new(SourceId(0), "a.md", &html);
        let options = read::Options::new().format(Format::Markdown);
        let article = read::read(&source, &options, &mut Report::new());
        let said = outline(&article, &Report::new(), &source);
        for (number, choice) in choices.iter().enumerate() {
            if TAGS.get(*choice).is_none() {
                let word = format!("w{number}w");
                prop_assert!(said.contains(&word), "{word} of {html} in {said}");
            }
        }
    }
}

/// Tags that hold words, in any order.
const TAGS: [&str; 44] = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=\"#x\">",
    "</a>",
    "<code>",
    "</code>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<dl>",
    "</dl>",
    "<dt>",
    "<dd>",
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<img src=\"a.png\" alt=\"\">",
    "<table>",
    "</table>",
    "<caption>",
    "<tr>",
    "<td>",
    "<th>",
    "</td>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "<blockquote>",
    "</blockquote>",
    "<details>",
    "<summary>",
    "</details>",
    "<span lang=\"fr\">",
    "</span>",
    "<br>",
];

#[test]
fn cells_of_a_grid_go_over_columns_and_rows() {
    use crate::harness::Desk;
    let grid = "+-----------+---+\n| Both      | C |\n+=====+=====+===+\n| a   | b   | c |\n|     +-----+---+\n|     | d       |\n+-----+---------+\n";
    let desk = Desk::new().article("a.md", "A", grid);
    let run = desk.run(["convert", "--to", "yaml", "a.md"]);
    let yaml = run.printed();
    for cell in [
        "cell: Both\n            columns: 2",
        "cell: a\n            rows: 2",
        "cell: d\n            columns: 2",
    ] {
        assert!(yaml.contains(cell), "{cell} in\n{yaml}");
    }
}
