//! Heads, feet and backgrounds of pages, as a theme has them for each kind of page.

use crate::harness::Desk;
use crate::proof::pdf::{Pdf, Stretch};
use lopdf::Object;

const MM: f64 = 72.0 / 25.4;
/// A logo, twice as wide as it is high.
const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"
viewBox="0 0 200 100"><rect width="200" height="100" fill="#0b3d62"/></svg>"##;

/// A desk with an article of several sections and pages, and a logo.
fn desk() -> Desk {
    let text = "Words that go on over many lines of type, set by hand again. ".repeat(50);
    Desk::new().file("art/logo.svg", LOGO).file(
        "a.md",
        format!(
            "---\nkicker: The trade\ntitle: A headline\nauthor: A. Writer\npublisher: Quay\n\
             date: 2026-03-03\nlang: en\n---\n\n{text}\n\n## One\n\n{text}\n\n### Within\n\n\
             {text}\n\n#### Deep\n\n{text}\n\n## Two\n\n{text}\n"
        ),
    )
}

/// The PDF of the article in a theme, and a proof of it.
#[track_caller]
fn themed(theme: &str) -> Pdf {
    let desk = desk()
        .file("my.yaml", theme)
        .export("a.md --pdf --strict --proof --theme my.yaml --paper a5")
        .status(0)
        .says_nothing();
    Pdf::open(&desk.bytes("out/a.pdf"))
}

/// The artifacts of a page, from the top and from the left.
fn artifacts(pdf: &Pdf, page: usize) -> Vec<Stretch> {
    let mut all = pdf.stretches(page);
    all.retain(|s| s.artifact);
    all.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    all
}

fn texts(pdf: &Pdf, page: usize) -> Vec<String> {
    artifacts(pdf, page).into_iter().map(|s| s.text).collect()
}

/// The highest baseline of the text of a page.
fn first_line(pdf: &Pdf, page: usize) -> f64 {
    let text = pdf.stretches(page).into_iter().filter(|s| !s.artifact);
    text.map(|s| s.y).fold(0.0, f64::max)
}

/// The structure elements that are figures: their alternative texts.
fn figures(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let elements = document.objects.values().filter_map(|o| o.as_dict().ok());
    let is_figure = |d: &&lopdf::Dictionary| {
        let role = d.get(b"S").and_then(Object::as_name);
        role.is_ok_and(|role| role == b"Figure")
    };
    let figures = elements.filter(is_figure);
    let alts = figures.map(|d| d.get(b"Alt").unwrap().as_str().unwrap());
    alts.map(crate::proof::pdf::text_string).collect()
}

#[test]
fn every_kind_of_page_has_its_own_head_and_foot() {
    let pdf = themed(
        "furniture:\n  first: {head: {left: F}, foot: {centre: f}}\n  left: {head: {left: L}}\n  \
         right: {head: {right: R}, foot: {right: \"r {folio}\"}}\n  last: {head: {centre: E}}\n",
    );
    let last = pdf.pages.len() - 1;
    assert!(last > 4);
    assert_eq!(texts(&pdf, 0), ["F", "f"]);
    assert_eq!(texts(&pdf, 1), ["L", "2"]);
    assert_eq!(texts(&pdf, 2), ["R", "r 3"]);
    assert_eq!(texts(&pdf, last)[0], "E");
}

#[test]
fn slots_say_what_the_article_and_the_page_are() {
    let pdf = themed(
        "furniture:\n  verso: \"{section}\"\n  recto: \"{section}\"\n  \
         foot: \"{title} / {author} / {publisher} / {folio} of {pages}\"\n",
    );
    let count = pdf.pages.len();
    let foot = |page: usize| format!("A headline / A. Writer / Quay / {} of {count}", page + 1);
    let mut sections = Vec::new();
    for page in 1..count {
        let mut own = texts(&pdf, page);
        assert_eq!(own.pop(), Some(foot(page)));
        sections.push(own.pop().unwrap_or_default());
        // A heading that the page has is what its head says.
        let lines = pdf.lines(page);
        let heading = ["One", "Two"]
            .into_iter()
            .find(|h| lines.iter().any(|line| line.trim() == *h));
        if let Some(heading) = heading {
            assert_eq!(sections.last().unwrap(), heading, "page {page}");
        }
    }
    sections.dedup();
    // Heads name sections, not what is within them.
    assert_eq!(sections, ["One", "Two"]);
}

#[test]
fn three_texts_on_a_line_never_meet_and_end_in_an_ellipsis() {
    let long = "An unreasonably long line of words that no page of this size is wide enough \
                for, however small its type and however narrow its margins may be";
    let unbroken = "x".repeat(150);
    for (left, centre, right) in [
        (long, "", "{folio}"),
        ("{folio}", "", long),
        (long, long, long),
        (&unbroken, "", &unbroken),
        ("", &unbroken, "{folio}"),
    ] {
        let band = format!("{{left: \"{left}\", centre: \"{centre}\", right: \"{right}\"}}");
        let pdf = themed(&format!(
            "page: {{inner: 20mm, outer: 20mm}}\nfurniture:\n  left: {{head: {band}}}\n  foot: \"\"\n"
        ));
        let set = artifacts(&pdf, 1);
        assert!(set.len() > 1, "{set:?}");
        assert!(set.iter().any(|s| s.text.ends_with('…')), "{set:?}");
        assert!(set[0].x > 20.0 * MM - 0.1);
        assert!(set.last().unwrap().end < 128.0 * MM + 0.1);
        for pair in set.windows(2) {
            assert!(pair[0].end + 5.0 < pair[1].x, "{pair:?}");
        }
    }
}

#[test]
fn lines_of_a_head_stand_above_each_other_and_those_of_a_foot_below() {
    let pdf = themed(
        "page: {top: 30mm, bottom: 30mm}\nfurniture:\n  left: {head: {left: [one, \"{issue}\", two]}, \
         foot: {left: \"three\\nfour\"}}\n",
    );
    let set = artifacts(&pdf, 1);
    let said: Vec<&str> = set.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(said, ["one", "two", "three", "four"]);
    let steps = (set[0].y - set[1].y, set[2].y - set[3].y);
    assert!((steps.0 - steps.1).abs() < 0.01 && steps.0 > set[0].size);
    // The last line stands where a head of one line does.
    let text = first_line(&pdf, 1);
    assert!(set[1].y > text + 5.0 && set[1].y < text + 25.0);
}

#[test]
fn a_letterhead_is_read_once_and_the_text_begins_under_it() {
    let head = |head: &str| {
        format!(
            "extends: letter\nfurniture:\n  first:\n    head: {head}\n  last: {{foot: {{centre: \"{{pages}}\"}}}}\n"
        )
    };
    let plain = themed(&head("{left: Quay}"));
    let theme = head(
        "{left: {picture: art/logo.svg, height: 30mm, alt: \"Quay Press\"}, right: [a, b, c], rule: below}",
    );
    let desk = desk()
        .file("my.yaml", &theme)
        .export("a.md --pdf --strict --proof --theme my.yaml --paper a5")
        .status(0)
        .says_nothing();
    let bytes = desk.bytes("out/a.pdf");
    let pdf = Pdf::open(&bytes);
    // The logo begins in the middle of the margin, and a line stands free under it.
    let lower = first_line(&plain, 0) - first_line(&pdf, 0);
    assert!((lower / MM - 25.0).abs() < 5.0, "{}", lower / MM);
    assert!((lower / 14.0 - (lower / 14.0).round()).abs() < 0.01);
    assert_eq!(first_line(&plain, 1), first_line(&pdf, 1));
    let lines = artifacts(&pdf, 0);
    let foot_of_logo = (210.0 - 11.0 - 30.0) * MM;
    assert_eq!(lines[2].text, "c");
    assert!((lines[2].y - foot_of_logo).abs() < 0.1, "{}", lines[2].y);
    assert_eq!(figures(&bytes), ["Quay Press"]);
    // Without a text it is an ornament.
    let mute = themed(&theme.replace(", alt: \"Quay Press\"", ""));
    assert_eq!(first_line(&mute, 0), first_line(&pdf, 0));
}

#[test]
fn a_height_keeps_room_for_printed_paper() {
    let at = |height: &str| {
        let theme =
            format!("page: {{top: 20mm}}\nfurniture: {{first: {{head: {{height: {height}}}}}}}\n");
        first_line(&themed(&theme), 0) / MM
    };
    let lower = at("15mm") - at("60mm");
    assert!((40.0..45.0).contains(&lower), "{lower}");
}

#[test]
fn small_capitals_size_and_family_are_those_of_the_theme() {
    let set = |style: &str| {
        let pdf = themed(&format!(
            "furniture: {{left: {{head: {{left: Words of type}}}}, {style}}}\n"
        ));
        artifacts(&pdf, 1).remove(0)
    };
    let usual = set("caps: none");
    let small = set("caps: small");
    assert!(small.end - small.x > (usual.end - usual.x) * 1.05);
    assert_eq!((small.size, &*small.text), (usual.size, "Words of type"));
    // What is searched and copied has its own letters.
    let all = set("caps: all, size: 1");
    assert_eq!(all.text, "Words of type");
    assert!(all.end - all.x > (usual.end - usual.x) / 0.8 * 1.1);
    assert!((all.size - usual.size / 0.8).abs() < 0.01);
    let serif = set("face: text");
    assert!((serif.end - usual.end).abs() > 0.5);
}

#[test]
fn what_has_no_room_is_a_warning_at_its_place() {
    let desk = desk()
        .file(
            "my.yaml",
            "page: {top: 20mm}\nfurniture:\n  left:\n    head: {left: {picture: art/logo.svg, height: 40mm}}\n",
        )
        .export("a.md --pdf --theme my.yaml")
        .status(0)
        .says("warning[no-room]: the head of `furniture.left` is 40 mm tall; there is room for 9 mm")
        .says("my.yaml:4:5")
        .says("`page.top` larger");
    // It is printed as small as it must be.
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    assert!(first_line(&pdf, 1) > (297.0 - 26.0) * MM);
}

#[test]
fn slips_in_heads_and_pages_are_told_at_their_places() {
    desk()
        .file(
            "my.yaml",
            "furniture:\n  first:\n    haed: {left: x}\n    head: {lefft: x, left: {folio}}\n    \
             foot:\n      rule: over\n      height: 20mm\n      right: \"{folo}\"\n  \
             left: {head: {left: {picture: none.svg, height: 3em}}}\npages:\n  \
             text: {background: blue}\n  cover: {background: \"#ffffff\"}\n",
        )
        .export("a.md --pdf --theme my.yaml --verbose")
        .status(1)
        .says("a kind of page has no key `haed`")
        .says("my.yaml:3:5")
        .says("`head` has no key `lefft`")
        .says("quote it: in YAML, a `{` opens a mapping")
        .says("`rule` expects `none` or `above` or `below`")
        .says("`foot` has no key `height`")
        .says("did you mean `{folio}`?")
        .says("`height` expects a length in mm, cm, in or pt")
        .says("picture not found: `none.svg`")
        .says("paths start at the theme's own folder")
        .says("`background` expects a colour such as")
        .says("`pages` has no key `cover`")
        .wrote("out/a.pdf");
}

#[test]
fn a_theme_with_heads_is_shown_and_read_back() {
    let theme = "furniture:\n  first:\n    head: {left: {picture: art/logo.svg, height: 12mm, \
                 alt: \"A: b\"}, right: [a, \"{date}\"], rule: below, height: 40mm}\n    foot: {}\n  \
                 caps: small\npages: {opening: {background: \"#f4f2f0\"}, text: {background: \
                 {picture: art/logo.svg}}}\n";
    let shown = desk()
        .file("my.yaml", theme)
        .run(["theme", "show", "my.yaml"])
        .status(0)
        .says_nothing()
        .prints("first: {head: {left: {picture: \"art/logo.svg\", height: 12mm, alt: \"A: b\"}")
        .printed();
    desk()
        .file("shown.yaml", &shown)
        .run(["theme", "show", "shown.yaml"])
        .status(0)
        .says_nothing()
        .prints_just(&shown);
}

#[test]
fn pages_have_the_background_of_their_kind() {
    let theme = "pages:\n  opening: {background: \"#fff2cc\"}\n  text: {background: {picture: art/logo.svg}}\n";
    let pdf = themed(theme);
    // A fill of the whole page; then the drawing, which fills it too.
    let fills = |page: usize| {
        let operations = pdf.content(page).operations;
        let rects = operations.iter().filter(|o| o.operator == "re");
        let sizes = rects.map(|o| {
            let number = |at: usize| f64::from(o.operands[at].as_float().unwrap()) / MM;
            (number(2).round() as i64, number(3).round() as i64)
        });
        sizes.filter(|size| *size == (148, 210)).count()
    };
    assert_eq!((fills(0), fills(1)), (1, 1));
    let none = themed("");
    let operations = none.content(0).operations;
    assert!(!operations.iter().any(|o| {
        o.operator == "re" && o.operands[2].as_float().is_ok_and(|width| width > 400.0)
    }));
}

#[test]
fn a_tint_goes_beyond_the_trim_into_the_bleed() {
    let desk = desk()
        .file("my.yaml", "pages: {opening: {background: \"#fff2cc\"}}\n")
        .export("a.md --pdf --theme my.yaml --bleed 3mm")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let operations = pdf.content(0).operations;
    let widest = operations.iter().filter(|o| o.operator == "re");
    let widest = widest.map(|o| f64::from(o.operands[2].as_float().unwrap()));
    assert!((widest.fold(0.0, f64::max) - 216.0 * MM).abs() < 0.1);
}

#[test]
fn a_tint_that_type_can_hardly_be_read_on_is_told() {
    desk()
        .file("my.yaml", "pages:\n  text: {background: \"#c8c8c8\"}\n")
        .export("a.md --pdf --theme my.yaml")
        .status(0)
        .says("note[low-contrast]: `colours.accent` has a contrast of")
        .says("with `pages.text`")
        .says("my.yaml:2:9");
}

#[test]
fn articles_of_a_book_open_on_rectos_if_the_theme_has_them_there() {
    let starts = |theme: &str| {
        let text = "Words that go on. ".repeat(40);
        let desk = Desk::new()
            .file("my.yaml", theme)
            .article("a.md", "Alpha", &text)
            .article("b.md", "Beta", &text)
            .article("c.md", "Gamma", &text)
            .export(
                "a.md b.md c.md --pdf --strict --proof --book Spring --theme my.yaml -o book.pdf",
            )
            .status(0)
            .says_nothing();
        let pdf = Pdf::open(&desk.bytes("book.pdf"));
        let on = |name: &str| {
            let has = |page: &usize| pdf.lines(*page).iter().any(|line| line.trim() == name);
            (2..pdf.pages.len()).find(has).unwrap()
        };
        [on("Alpha"), on("Beta"), on("Gamma")]
    };
    assert_eq!(starts("openings: page"), [2, 3, 4]);
    assert_eq!(starts("openings: recto"), [2, 4, 6]);
}

#[test]
fn the_head_of_an_article_in_a_part_names_the_part() {
    let text = "Words that go on over many lines of type. ".repeat(400);
    let desk = Desk::new()
        .article("a.md", "Alpha", &format!("{text}\n\n## Inner\n\n{text}"))
        .article("b.md", "Beta", &text)
        .file(
            "my.yaml",
            "furniture: {verso: \"{section}\", recto: \"{title}\", foot: \"{folio}/{pages}\"}\n",
        )
        .file(
            "publication.yaml",
            "title: Spring\nauthor: A. Writer\nlang: en\ntheme: my.yaml\npaper: a5\ncontents:\n  \
             - part: Departures\n    articles: [a.md]\n  - part: Arrivals\n    articles: [b.md]\n",
        )
        .export(". --pdf --strict --proof")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/spring.pdf"));
    let heads: Vec<Vec<String>> = (0..pdf.pages.len()).map(|page| texts(&pdf, page)).collect();
    let said = |what: &str| {
        heads
            .iter()
            .filter(|own| own.iter().any(|t| t == what))
            .count()
    };
    assert!(said("Departures") > 1 && said("Arrivals") > 1, "{heads:?}");
    assert!(said("Spring") > 2 && said("Inner") == 0);
    let last = heads.last().unwrap().last().unwrap();
    let (folio, count) = last.split_once('/').unwrap();
    assert_eq!(folio, count);
    // The front has its own numbers.
    let fronts = heads.iter().flatten().filter(|t| t.starts_with(['i', 'v']));
    assert!(fronts.clone().all(|t| t.contains("/i") || t.contains("/v")));
}

#[test]
fn openings_have_three_looks() {
    let fills = |look: &str| {
        let pdf = themed(&format!("headline: {{look: {look}}}\n"));
        let operations = pdf.content(0).operations;
        let rects = operations.iter().filter(|o| o.operator == "re");
        let rects = rects.map(|o| {
            let number = |at: usize| f64::from(o.operands[at].as_float().unwrap()) / MM;
            (number(0), number(1), number(2), number(3))
        });
        (rects.collect::<Vec<_>>(), first_line(&pdf, 0), pdf)
    };
    let (plain, plain_first, _) = fills("plain");
    let (ruled, ruled_first, _) = fills("rules");
    let (banded, banded_first, pdf) = fills("band");
    // A bar and a hairline across the measure, and the text a line lower.
    let across = |all: &[(f64, f64, f64, f64)]| all.iter().filter(|r| r.2 > 80.0).count();
    assert_eq!((across(&plain), across(&ruled)), (0, 2));
    assert!((plain_first - ruled_first - 13.5).abs() < 0.1);
    // A ground from the head of the page to under the opening, from side to side.
    let (x, y, width, height) = banded.iter().find(|r| r.2 > 140.0).unwrap();
    assert!(x.abs() < 0.01 && (width - 148.0).abs() < 0.1);
    assert!((y + height - 210.0).abs() < 0.1);
    assert_eq!(plain_first, banded_first);
    let body = pdf
        .stretches(0)
        .into_iter()
        .find(|s| s.text.starts_with("Words"));
    let byline = pdf
        .stretches(0)
        .into_iter()
        .find(|s| s.text.contains("March"));
    let (body, byline) = (body.unwrap().y / MM, byline.unwrap().y / MM);
    assert!(body < *y && *y < byline, "{body} {y} {byline}");
}

#[test]
fn covers_have_three_looks() {
    let cover = |look: &str| {
        let desk = desk()
            .file(
                "my.yaml",
                format!("cover: {{look: {look}}}\ncolours: {{accent: \"#b3123f\"}}\n"),
            )
            .export("a.md --epub --strict --proof --theme my.yaml")
            .status(0)
            .says_nothing();
        let epub = desk.bytes("out/a.epub");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
        let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
        let name = names.iter().find(|name| name.ends_with(".png")).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        let at = |x: u32, y: u32| picture.get_pixel(x, y).0;
        (at(4, 4), at(4, 2500))
    };
    let (accent, white) = ([0xb3, 0x12, 0x3f], [255, 255, 255]);
    assert_eq!(cover("plain"), (white, white));
    assert_eq!(cover("band").0, accent);
    assert_eq!(cover("full"), (accent, accent));
}

#[test]
fn an_issue_says_its_number_and_outer_is_the_fore_edge_on_either_side() {
    let text = "Words that go on over many lines of type. ".repeat(300);
    let issue = |lang: &str| {
        let desk = Desk::new()
            .file(
                "a.md",
                format!("---\ntitle: Alpha\nlang: {lang}\n---\n\n{text}\n"),
            )
            .file(
                "my.yaml",
                "furniture:\n  left: {head: {outer: \"{issue}\", inner: i}}\n  \
                 right: {head: {outer: \"{issue}\", inner: i}}\n  foot: \"\"\n",
            )
            .file(
                "publication.yaml",
                format!(
                    "title: Spring\nvolume: 3\nissue: 12\ndate: 2026-06\nlang: {lang}\n\
                     theme: my.yaml\npaper: a5\nfront: [title-page]\ncontents: [a.md]\n"
                ),
            )
            .export(". --pdf --strict --proof")
            .status(0);
        let pdf = Pdf::open(&desk.bytes("out/spring.pdf"));
        let has_inner = |page: &usize| {
            let mut said = texts(&pdf, *page).into_iter();
            said.any(|text| text.trim_matches(|c: char| !c.is_ascii()) == "i")
        };
        let opens = (0..pdf.pages.len()).find(has_inner).unwrap();
        // The page after the opening is a verso, the next a recto.
        [opens, opens + 1].map(|page| {
            let set = artifacts(&pdf, page);
            let is_inner = |s: &Stretch| s.text.trim_matches(|c: char| !c.is_ascii()) == "i";
            let says = set.iter().any(|s| s.text.contains("12"));
            assert!(
                is_inner(&set[0]) || is_inner(set.last().unwrap()),
                "{set:?}"
            );
            (is_inner(&set[0]), says)
        })
    };
    assert_eq!(issue("en"), [(false, true), (true, true)]);
    // Bound on the right, a verso is at the right.
    assert_eq!(issue("he"), [(true, true), (false, true)]);
}

#[test]
fn nothing_is_printed_off_the_smallest_papers() {
    let desk = desk()
        .export("a.md --pdf --strict --proof --paper 60x60mm")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let all = (0..pdf.pages.len()).flat_map(|page| artifacts(&pdf, page));
    for set in all {
        assert!(set.y > 0.0 && set.y + set.size * 0.7 < 60.0 * MM, "{set:?}");
    }
}

#[test]
fn a_character_of_a_theme_that_no_font_has_is_an_error_at_its_place() {
    desk()
        .file(
            "my.yaml",
            "furniture:\n  first: {foot: {left: \"Quay · 码头 {folio}\"}}\n",
        )
        .export("a.md --pdf --theme my.yaml --ignore-system-fonts")
        .status(1)
        .says("error[missing-glyph]: no font has 码, 头 in `furniture.first`")
        .says("my.yaml:2:10")
        .wrote("out/a.pdf");
}

#[test]
fn sides_of_two_kinds_in_one_band_are_told() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .file(
            "my.yaml",
            "furniture: {right: {head: {left: AAA, outer: BBB}}}\n",
        )
        .export("a.md --pdf --theme my.yaml")
        .status(0)
        .says("`outer` stands beside `left` or `right`")
        .says("my.yaml:1:39");
}

#[test]
fn a_masthead_stands_on_the_first_page_of_text_of_a_publication_alone() {
    let desk = Desk::new()
        .file(
            "issue/publication.yaml",
            "title: Shore\nlang: en\ntheme: my.yaml\nfront: [contents]\ncontents: [a.md, b.md]\n",
        )
        .file(
            "issue/my.yaml",
            "furniture:\n  masthead: {head: {height: 60mm, centre: \"THE {title}\"}}\n  \
             first: {foot: {centre: \"first {folio}\"}}\n",
        )
        .article("issue/a.md", "Alder", "Text.")
        .article("issue/b.md", "Birch", "Text.")
        .export("issue --pdf --proof")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/shore.pdf"));
    let heads: Vec<Vec<String>> = (0..pdf.pages.len())
        .map(|page| pdf.furniture(page))
        .collect();
    let with: Vec<usize> = (0..heads.len())
        .filter(|page| heads[*page].iter().any(|text| text == "THE Shore"))
        .collect();
    let [page] = with[..] else {
        panic!("{heads:?}")
    };
    let headline = |page: usize| {
        let mut own = pdf.stretches(page).into_iter().filter(|one| !one.artifact);
        own.next().unwrap().y
    };
    // The text begins under it, and at the usual place on the next page.
    assert!(headline(page) < headline(page + 1) - 50.0);
    assert!(heads[page].contains(&"first 1".to_owned()), "{heads:?}");
    assert!(heads[page + 1].contains(&"first 2".to_owned()), "{heads:?}");
}
