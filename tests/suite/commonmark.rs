//! The examples of the CommonMark Spec (`tests/cases/commonmark.txt`) in: what our EPUB
//! says of each is what the Spec does, but for those listed here, each with its reason.
//!
//! What is compared is structure and words: elements of CommonMark, the addresses of
//! links as people read them, the texts of pictures; not the classes, identifiers and
//! headers that an EPUB has besides, nor the levels of headings, which in an EPUB are
//! those of an outline without gaps, under the headline.

use crate::proof::epub::chapters;
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::lang::Lang;
use pressroom::model::Publication;
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId, percent_decoded};
use pressroom::style::{Style, parse_paper};
use pressroom::write;
use rayon::prelude::*;
use scraper::{ElementRef, Html, Node};
use std::path::Path;

const BASE: &str = "https://example.org/";

/// Why examples part from the Spec, and their numbers.
const DIFFERENCES: &[(&str, &[u16])] = &[
    (
        "HTML is read as what it means, and not passed on: its text stands in paragraphs, and \
         what means nothing is told and left out",
        &[
            21, 31, 148, 150, 151, 155, 159, 161, 162, 163, 164, 165, 166, 167, 171, 173, 176, 179,
            180, 182, 187, 188, 189, 191, 192, 346, 477, 478, 479, 496, 615, 616, 617, 618, 625,
            631, 632, 633, 645, 646,
        ],
    ),
    (
        "three hyphens on the first line open front matter",
        &[96, 98],
    ),
    ("a heading without words heads nothing", &[79]),
    (
        "text after a heading in a close item is a paragraph",
        &[302],
    ),
    (
        "a picture alone on its line is a figure, linked or not, and its title the caption",
        &[
            519, 533, 589, 522, 574, 575, 576, 577, 578, 579, 580, 582, 583, 584, 585, 586, 587,
            588, 590, 591, 593,
        ],
    ),
    (
        "a backslash in an address is a slash, as in the URL Standard",
        &[204, 504],
    ),
    ("a path is written without what says nothing", &[486]),
    (
        "a link to an anchor that is not there is told, and its text stays",
        &[503],
    ),
    (
        "what is no address of the web or of people leads nowhere: it is told, and its text stays",
        &[348, 598, 600, 601, 602, 603],
    ),
    ("a scheme is written in small letters", &[599]),
    (
        "bare addresses are links, as on GitHub",
        &[604, 610, 613, 614],
    ),
];

/// An example of the Spec.
pub struct Example {
    pub number: u16,
    /// Its Markdown.
    pub markdown: String,
    html: String,
}

/// All examples.
pub fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/commonmark.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let mut parts = text.split("\n=== ");
    parts.next(); // what the file says of itself
    let example = |part: &str| {
        let (name, rest) = part.split_once('\n').unwrap();
        let (markdown, html) = rest
            .split_once(".\n")
            .filter(|(m, _)| m.is_empty())
            .unwrap_or_else(|| {
                let at = rest.find("\n.\n").unwrap();
                (&rest[..at + 1], &rest[at + 3..])
            });
        Example {
            number: name.split(' ').next().unwrap().parse().unwrap(),
            markdown: markdown.replace('→', "\t"),
            html: html.replace('→', "\t"),
        }
    };
    parts.map(example).collect()
}

/// The body of the EPUB's chapter.
fn ours(press: &Press, markdown: &str) -> String {
    let source = Source::new(SourceId(0), "example.md", markdown);
    let options = read::Options::new()
        .format(Format::Markdown)
        .lang(Lang::parse("en"))
        .base_url(BASE.to_owned());
    let mut report = Report::new();
    let article = read::read(&source, &options, &mut report);
    let mut publication = Publication::single(article);
    let sources = std::slice::from_ref(&source);
    read::settle_links(&mut publication, sources, Some(BASE), &mut report);
    let ready = press.open(&publication, &mut report);
    let epub = press
        .write(&ready, write::Format::Epub, &mut report)
        .unwrap();
    let chapters = chapters(&epub.bytes);
    chapters
        .first()
        .map_or(String::new(), |chapter| chapter.text().to_owned())
}

/// The elements and words of HTML, in one line each.
fn plain(html: &str) -> String {
    let document = Html::parse_document(html);
    let mut out = String::new();
    walk(document.root_element(), false, &mut out);
    let lines = out
        .lines()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn walk(element: ElementRef, verbatim: bool, out: &mut String) {
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) if verbatim => out.push_str(text.trim_end_matches('\n')),
            (Node::Text(text), _) => {
                let text: &str = text;
                if text.starts_with(char::is_whitespace) && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
                out.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
                if text.ends_with(char::is_whitespace) && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            (_, Some(inner)) => self::element(inner, verbatim, out),
            _ => {}
        }
    }
}

fn element(element: ElementRef, verbatim: bool, out: &mut String) {
    let name = element.value().name();
    match name {
        "head" => {}
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "li" | "blockquote"
        | "pre" => {
            let start = match (name, element.attr("start")) {
                ("ol", Some(start)) if start != "1" => format!(" {start}"),
                _ => String::new(),
            };
            let name = match name.strip_prefix('h') {
                Some(_) => "h",
                None => name,
            };
            out.push_str(&format!("\n<{name}{start}>\n"));
            walk(element, verbatim || name == "pre", out);
            out.push_str(&format!("\n</{name}>\n"));
        }
        "hr" => out.push_str("\n<hr>\n"),
        "br" => out.push_str("\n<br>\n"),
        "em" | "strong" => {
            out.push_str(&format!("<{name}>"));
            walk(element, verbatim, out);
            out.push_str(&format!("</{name}>"));
        }
        "code" => {
            let class = element.attr("class").unwrap_or("");
            let language = class.split(' ').find_map(|c| c.strip_prefix("language-"));
            out.push_str(&format!("<code {}>", language.unwrap_or("")).replace(" >", ">"));
            walk(element, true, out);
            out.push_str("</code>");
        }
        "a" => {
            let address = element.attr("href").unwrap_or("");
            let address = address
                .strip_prefix(BASE)
                .or(address.strip_prefix('/'))
                .unwrap_or(address);
            let address = percent_decoded(address);
            out.push_str(&format!("<a {address}>"));
            walk(element, verbatim, out);
            out.push_str("</a>");
        }
        "img" => out.push_str(&format!("<img {}>", element.attr("alt").unwrap_or(""))),
        _ if element.attr("role") == Some("img") => {
            out.push_str(&format!(
                "<img {}>",
                element.attr("aria-label").unwrap_or("")
            ));
        }
        _ => walk(element, verbatim, out),
    }
}

#[test]
fn the_examples_of_the_spec_mean_what_it_says() {
    let press = Press::new(Style::article(parse_paper("a4").unwrap()));
    let examples = examples();
    assert!(examples.len() >= 650, "{}", examples.len());
    let fault = |example: &Example| {
        let (theirs, ours) = (
            plain(&example.html),
            plain(&ours(&press, &example.markdown)),
        );
        let listed = DIFFERENCES
            .iter()
            .any(|(_, numbers)| numbers.contains(&example.number));
        ((theirs == ours) == listed).then(|| {
            let difference = crate::references::difference(&theirs, &ours);
            format!("=== {}\n{}\n{difference}", example.number, example.markdown)
        })
    };
    let faults: Vec<String> = examples.par_iter().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} examples\n{}",
        faults.len(),
        faults.join("\n")
    );
}
