//! How themes are read, and which diagnostics they get.

use super::*;
use crate::style::{Style, parse_paper};

fn read(text: &str) -> (Theme, Vec<String>) {
    let source = Source::new(SourceId(0), "theme.yaml", text);
    let mut report = Report::new();
    let theme = Theme::read(&source, &mut report);
    let told = report.sorted();
    let told = told.iter().map(|d| {
        let place = source.place(d.span.unwrap_or_default().start);
        let (word, hints) = (d.severity.word(), d.hints.join("; "));
        format!(
            "{word} {}:{} {} ({hints})",
            place.line, place.column, d.message
        )
    });
    (theme, told.collect())
}

fn fitted(theme: &Theme) -> Style {
    theme.fit(None, None, &mut Report::new())
}

#[test]
fn the_theme_article_says_everything() {
    let source = Source::new(SourceId(0), "article.yaml", EMBEDDED[0].1);
    let mut report = Report::new();
    let mut theme = Theme::default();
    theme.overlay(
        &data::parse(source.text(), 0, &source, &mut report).unwrap(),
        "article",
        &mut report,
    );
    assert_eq!(report, Report::new());
    let all: Vec<&str> = KEYS.iter().map(|key| key.path).collect();
    let mut said: Vec<&str> = theme.places.keys().copied().collect();
    said.sort_by_key(|path| all.iter().position(|known| known == path));
    assert_eq!(said, all);
}

#[test]
fn the_themes_in_the_binary_leave_nothing_to_complain_of() {
    for (name, about) in Theme::names() {
        let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == name).unwrap();
        let (theme, told) = read(text);
        assert_eq!(told, [""; 0], "{name}");
        assert!(about.ends_with('.') && about.len() > 20, "{name}: {about}");
        for paper in ["a4", "a5", "letter"] {
            let mut report = Report::new();
            theme.fit(parse_paper(paper), None, &mut report);
            assert_eq!(report, Report::new(), "{name} on {paper}");
        }
    }
}

#[test]
fn all_type_is_read_with_ease() {
    for (name, _) in Theme::names() {
        let colours = fitted(&Theme::embedded(name).unwrap()).colours;
        for (colour, of) in [
            (colours.text, "text"),
            (colours.quiet, "quiet"),
            (colours.accent, "accent"),
            (colours.link, "link"),
        ] {
            for under in [Colour::WHITE, colours.ground] {
                let contrast = colour.contrast(under);
                assert!(
                    contrast >= Colour::LEAST_CONTRAST,
                    "{name}: {of} {contrast}"
                );
            }
        }
    }
}

#[test]
fn what_is_shown_is_read_as_the_same() {
    for (name, _) in Theme::names() {
        let theme = Theme::embedded(name).unwrap();
        let (again, told) = read(&theme.to_yaml());
        assert_eq!(told, [""; 0], "{name}");
        assert_eq!(again.to_yaml(), theme.to_yaml());
        assert_eq!(fitted(&again), fitted(&theme));
    }
}

#[test]
fn a_theme_says_only_what_it_wants_otherwise() {
    let (theme, told) = read("extends: newspaper\npage: {columns: 2}\n");
    assert_eq!(told, [""; 0]);
    let (own, base) = (
        fitted(&theme),
        fitted(&Theme::embedded("newspaper").unwrap()),
    );
    assert_eq!(own.page.columns, 2);
    assert_eq!(own.text, base.text);
    assert_eq!(own.page.inner, base.page.inner);
}

#[test]
fn a_slip_is_told_with_the_key_that_was_meant() {
    let (_, told) = read("page: {colums: 2, family: X}\nfurnitur: {}\nweather: fine\n");
    assert_eq!(
        told[..3],
        [
            "warning 1:8 `page` has no key `colums` (did you mean `columns`?)",
            "warning 1:19 `page` has no key `family` (did you mean `text.family`?)",
            "warning 2:1 a theme has no key `furnitur` (did you mean `furniture`?)",
        ]
    );
    assert!(
        told[3].contains("it has extends, page, text"),
        "{}",
        told[3]
    );
}

#[test]
fn a_wrong_value_is_told_and_the_default_kept() {
    let text = "text: {size: 10.5, leading: 1px}\ncolours: {accent: #b2261f\n}\n\
                furniture: {foot: \"{folo}\"}\nheadings: {sizes: 3}\ncode: 9pt\n\
                page: {columns: 1.5}\nnotes: {at: head}\n";
    let (theme, told) = read(text);
    assert_eq!(fitted(&theme), fitted(&Theme::article()));
    let starts = [
        (
            "error 1:14 `text.size` expects a size in pt or mm",
            "`10.5pt`",
        ),
        (
            "error 1:29 `text.leading` expects a length",
            "it stays auto",
        ),
        ("error 2:", "a comment"),
        (
            "error 4:19 `furniture.foot` expects",
            "did you mean `{folio}`?",
        ),
        (
            "error 5:19 `headings.sizes` expects a list",
            "it stays [1.55",
        ),
        ("error 6:7 `code` expects keys", "code: {family: …}"),
        (
            "error 7:17 `page.columns` expects a whole number",
            "it stays 1",
        ),
        (
            "error 8:13 `notes.at` expects `foot` or `end`",
            "it stays foot",
        ),
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for (told, (start, part)) in told.iter().zip(starts) {
        assert!(told.starts_with(start) && told.contains(part), "{told}");
    }
}

#[test]
fn what_is_no_theme_is_told_at_its_place() {
    for text in [
        "page: [",
        "- a\n",
        "just words",
        "extends: broadsheet\n",
        "page: {\t",
    ] {
        let (theme, told) = read(text);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert!(told[0].starts_with("error 1:"), "{told:?}");
        assert_eq!(fitted(&theme), fitted(&Theme::article()));
    }
    for empty in ["", "# nothing\n", "---\n", "page:\n"] {
        assert_eq!(read(empty).1, [""; 0], "{empty}");
    }
}

#[test]
fn pale_type_is_noted() {
    let (_, told) = read("colours: {link: '#99aaff', quiet: '#444444'}\n");
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("note 1:17 `colours.link` has a contrast of 2.2 with white"));
}

#[test]
fn measure_and_margins_follow_from_each_other() {
    let measure = |text: &str| {
        let (theme, told) = read(text);
        let page = fitted(&theme).page;
        let mm = |length: crate::geom::Pt| (length.mm().0 * 100.0).round() / 100.0;
        (mm(page.inner), mm(page.outer), told.len())
    };
    assert_eq!(measure("page: {measure: 110mm}"), (45.0, 55.0, 0));
    assert_eq!(
        measure("page: {measure: 110mm, inner: 30mm}"),
        (30.0, 70.0, 0)
    );
    assert_eq!(
        measure("page: {measure: 110mm, outer: 30mm}"),
        (70.0, 30.0, 0)
    );
    assert_eq!(measure("page: {inner: 20mm, outer: 30mm}"), (20.0, 30.0, 0));
    let both = "page: {measure: 110mm, inner: 20mm, outer: 30mm}";
    assert_eq!(measure(both), (20.0, 30.0, 1));
    let over = "extends: newspaper\npage: {measure: 110mm}";
    assert_eq!(measure(over), (45.0, 55.0, 0));
}

#[test]
fn styles_are_read_and_shown_as_the_same() {
    let text = "styles:\n  quote: {italic: true, border: [start], background: ground}\n  \
                aside.warning: {background: none, border: all, border-colour: \"#b26a00\"}\n  \
                .lead: {size: 1.2, drop-capital: true, indent: 0pt, align: end}\n";
    let (theme, told) = read(text);
    assert_eq!(told, [""; 0]);
    let (again, told) = read(&theme.to_yaml());
    assert_eq!(told, [""; 0]);
    assert_eq!(fitted(&again).styles, fitted(&theme).styles);
    assert_eq!(fitted(&theme).styles.entries().len(), 3);
}

#[test]
fn a_wrong_style_says_what_is_wrong_with_it() {
    let (_, told) = read(
        "styles:\n  qoute: {italic: true}\n  quote: {color: accent, size: huge}\n  \
         figure: {italic: true}\n  caption: {border: top}\n  kicker.red: {}\n  \
         lits: {}\n  list: red\n",
    );
    assert_eq!(
        told,
        [
            "warning 2:3 unknown element `qoute` (did you mean `quote`?)",
            "warning 3:11 a style has no property `color` (did you mean `colour`?)",
            "error 3:32 `size` expects a number from 0.4 to 8 ()",
            "warning 4:12 `italic` has no effect on `figure` \
             (its words have styles of their own, such as `caption`)",
            "warning 5:13 `border` has no effect on `caption` (it is for blocks)",
            "warning 6:3 `kicker` never has a class (write `kicker`; classes are for blocks)",
            "warning 7:3 unknown element `lits` (did you mean `list`?)",
            "error 8:9 `list` expects properties (write it as `list: {italic: true}`)",
        ]
    );
}

#[test]
fn text_on_a_ground_of_its_own_is_checked_for_contrast() {
    let (_, told) = read(
        "colours: {accent: \"#0b4f6c\"}\nstyles:\n  aside: {background: \"#888888\", colour: accent}\n  \
         quote: {colour: \"#bbbbbb\"}\n  list: {background: accent, colour: \"#ffffff\"}\n",
    );
    let contrasts: Vec<&str> = told.iter().map(|line| &line[..8]).collect();
    assert_eq!(contrasts, ["note 3:3", "note 4:3"], "{told:?}");
}

#[test]
fn each_value_is_shown_with_its_origin() {
    let (theme, _) = read("extends: report\ntext: {size: 11pt}\nstyles: {quote: {italic: true}}\n");
    let shown = theme.to_resolved_yaml(parse_paper("a5"));
    for line in [
        "  size: a5                          # --paper",
        "  size: 11pt                        # theme.yaml",
        "  leading: 14.5pt                   # report",
        "  family: \"Source Serif 4\"          # article: auto",
        "    italic: true                    # theme.yaml",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    // It is a theme that sets the same on this paper.
    let (again, told) = read(&shown);
    assert_eq!(told, [""; 0]);
    let page = |theme: &Theme| fitted(theme).text;
    assert_eq!(page(&again), page(&theme));
}

#[test]
fn the_schema_of_themes_knows_every_key() {
    let schema: serde_json::Value = serde_json::from_str(&Theme::schema()).unwrap();
    for key in KEYS {
        let path = match key.path.split_once('.') {
            Some((section, leaf)) => format!("/properties/{section}/properties/{leaf}"),
            None => format!("/properties/{}", key.path),
        };
        assert!(schema.pointer(&path).is_some(), "{path}");
    }
    assert!(schema.pointer("/$defs/style/properties/border").is_some());
}
