//! Links, settled: to the site, to another article of a book, or to nothing.

use crate::harness::Desk;
use crate::proof::epub::{chapters, entry};
use crate::proof::pdf::Pdf;
use lopdf::Object;

const SITE: &str = "---\ntitle: A\nlang: en\nbase-url: https://example.org/news\n---\n\n[One](/posts/one?x=1#y), [two](two.html), [three](https://other.org/).\n";

#[test]
fn paths_of_a_site_become_addresses_in_every_output() {
    let desk = Desk::new()
        .file("a.md", SITE)
        .export("a.md --strict")
        .status(0)
        .says_nothing();
    let addresses = [
        "https://example.org/posts/one?x=1#y",
        "https://example.org/news/two.html",
        "https://other.org/",
    ];
    let xhtml = chapters(&desk.bytes("out/a.epub")).remove(0);
    let text = desk.text("out/a.txt");
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let actions: Vec<String> = pdf
        .document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok())
        .filter_map(|action| action.get(b"URI").and_then(Object::as_str).ok())
        .map(|address| String::from_utf8_lossy(address).into_owned())
        .collect();
    for address in addresses {
        assert!(
            xhtml.text().contains(&format!("href=\"{address}\"")),
            "{address}"
        );
        assert!(text.contains(address), "{address}");
        assert!(
            actions.iter().any(|own| own == address),
            "{address}: {actions:?}"
        );
    }
}

#[test]
fn a_heading_is_found_by_the_names_that_other_tools_give_it() {
    let text = "## Section 3.2: été\n\n[a](#section-32-été), [b](#section-3.2-été), \
                [c](#section-3-2-%C3%A9t%C3%A9), [d](#section-3-2).";
    let desk = Desk::new()
        .article("a.md", "A", text)
        .export("a.md --epub --message-format short")
        .status(0)
        .says("nothing in the article is named `#section-3-2`");
    let page = chapters(&desk.bytes("out/a.epub")).remove(0);
    assert_eq!(page.text().matches("href=\"#section-3-2-").count(), 3);
}

#[test]
fn a_name_that_two_places_have_is_told_at_the_second() {
    let text = "## One {#a}\n\nText, [to it](#a).\n\n## Two {#a}\n\nText.";
    Desk::new()
        .article("a.md", "A", text)
        .export("a.md --epub --message-format short")
        .status(0)
        .says("a.md:10:1: warning[double-anchor]");
}

#[test]
fn a_flag_names_the_site_of_articles_that_name_none() {
    let desk = Desk::new()
        .article("a.md", "A", "[One](/one).")
        .export("a.md --txt --base-url https://example.org")
        .status(0)
        .says_nothing();
    assert!(desk.text("out/a.txt").contains("https://example.org/one"));
    desk.export("a.md --txt --base-url example").status(2);
}

#[test]
fn a_site_that_is_none_is_told_at_its_place() {
    for wrong in [
        "not a url",
        "example.org",
        "https:// x",
        "ftp://example.org",
    ] {
        let front = format!("title: A\nlang: en\nbase-url: {wrong}");
        let desk = Desk::new()
            .file("a.md", format!("---\n{front}\n---\n\n[One](/one)\n"))
            .export("a.md --txt")
            .status(0)
            .says(&format!(
                "warning[base-url]: `{wrong}` is not the address of a site"
            ))
            .says("a.md:4:11")
            .says("note[broken-link]: `/one` cannot be resolved");
        assert!(!desk.text("out/a.txt").contains("://"));
    }
}

#[test]
fn a_path_without_a_site_is_told_and_its_text_stays() {
    let desk = Desk::new()
        .article("a.md", "A", "Read [one](/posts/one).")
        .export("a.md --epub")
        .status(0)
        .says("note[broken-link]: `/posts/one` cannot be resolved")
        .says("a.md:6:6")
        .says("--base-url");
    let xhtml = chapters(&desk.bytes("out/a.epub")).remove(0);
    assert!(xhtml.text().contains("Read one."));
}

/// A book of two articles that name each other in all the ways there are.
fn book() -> Desk {
    Desk::new()
        .file(
            "news/one.md",
            "---\ntitle: One\nlang: en\nbase-url: https://example.org/\n---\n\n[a](two.md), [b](/posts/second/), [c](https://example.org/2026/second#part), [d](../news/two.md#no), [e](three.md).\n",
        )
        .file(
            "news/two.md",
            "---\ntitle: Two\nlang: en\nslug: second\n---\n\nText, and [back](one.html).\n\n## Part\n\nMore.\n",
        )
}

#[test]
fn articles_of_a_book_lead_to_each_other() {
    let desk = book()
        .export("news --book B --epub --pdf --proof")
        .status(0)
        .says("warning[broken-link]: nothing in the article it is in is named `#no`")
        .never_says("two.md` leads nowhere")
        .never_says("[text-");
    let chapters = chapters(&desk.bytes("out/b.epub"));
    let one = chapters[0].text();
    for link in [
        "href=\"article-2.xhtml\">a<",
        "href=\"article-2.xhtml\">b<",
        "href=\"article-2.xhtml#part\">c<",
        "href=\"article-2.xhtml\">d<",
        "href=\"https://example.org/three.md\">e<",
    ] {
        assert!(one.contains(link), "{link} in {one}");
    }
    assert!(
        chapters[1]
            .text()
            .contains("href=\"article-1.xhtml\">back<")
    );
    // In the PDF each leads to a page of the other.
    let pdf = Pdf::open(&desk.bytes("out/b.pdf"));
    let leads = |text: &str| {
        let mut objects = pdf.document.objects.values();
        objects.any(|object| {
            let link = object.as_dict().ok();
            let link = link.filter(|link| link.has(b"Dest"));
            let says = link.and_then(|link| link.get(b"Contents").and_then(Object::as_str).ok());
            says == Some(text.as_bytes())
        })
    };
    for text in ["a", "b", "c", "back"] {
        assert!(leads(text), "{text}");
    }
}

#[test]
fn an_article_alone_leads_to_the_site_instead() {
    let desk = book().export("news/one.md --epub").status(0);
    let one = chapters(&desk.bytes("out/one.epub")).remove(0);
    assert!(
        one.text()
            .contains("href=\"https://example.org/two.md\">a<")
    );
    assert!(
        entry(&desk.bytes("out/one.epub"), ".opf")
            .text()
            .contains("<dc:title>One")
    );
}
