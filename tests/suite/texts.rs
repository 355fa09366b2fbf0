//! Plain text for pasting: where its lines end, its Markdown, its links and its line ends, and
//! the proof of each.

use crate::harness::Desk;

/// An article with everything that marks of Markdown can go wrong in.
const ARTICLE: &str = r#"---
kicker: Culture
title: Le « dernier » train de *nuit*
subtitle: Une enquête en *trois* volets
standfirst: Un **mot** en gras et un [lien](https://example.org/chapo).
byline: Par Anna Nowak
dateline: Lyon
date: 2026-06
lang: fr
source: AFP
rights: © 2026 Le Quai
---

Premier paragraphe : « oui », dit-il ! Avec un [lien](https://example.org/a_(b)?c=d&e=f "Titre"),
du `code | a`, un appel[^1]. Adresse nue https://example.org/x_y_z et *de l'accent*, **du
gras**, ~~barré~~, H~2~O, x^n+1^, 1^er^, [SNCF]{.abbr title="Société nationale"}. En 1914. Un
\# dièse - et + plus = égal | barre 3. trois.

## Un intertitre avec [un lien](https://example.org/titre) et une note[^n]

- un
- deux *mots*
  1. sous-un
  2. sous-deux avec un texte assez long pour passer à la ligne, même à soixante-douze colonnes
- [x] fait
- [ ] à faire

3. trois
4. quatre

   second paragraphe

- a

<!-- -->

- b

a. lettre
b. autre lettre

> Une citation assez longue pour passer à la ligne quelque part, avec « des guillemets ».
>
> - liste citée
>
> — Victor Hugo

| Nom | Valeur | Une colonne avec un texte qui ne finit pas |
|:----|-------:|:---:|
| a\|b | [12](https://example.org/cell) | x[^1] |
| c | 3 | `code` |

: Légende du tableau

```rust
fn main() { println!("une ligne de code très longue qui ne doit pas être coupée, même à vingt"); }

* pas une liste
```

| Vers un,
|   vers deux en retrait
| vers trois

Terme
: Définition une.
: Définition deux.

![Un train](train.jpg "La légende avec *titre*"){credit="Photo AFP"}

Anticonstitutionnellementissimement-hyperlong et 日本語の長い文章がここにあります。

***

::: aside
Encadré.

- a
- b
:::

1\. pas une liste. \* étoile \*. \<b\>gras\</b\> & &amp; \_x\_, c:\\dir \[a\](b) # fin

$$E = mc^2$$

Et $a_1$ fini, [lien seul](https://example.org/fin).

[^1]: Note une avec un [lien](https://example.org/note).

    Second paragraphe de note.
[^n]: Note deux.
"#;

/// The forms of text, as options.
const FORMS: [&str; 12] = [
    "",
    "--wrap none",
    "--wrap 20",
    "--links inline",
    "--links off --wrap none",
    "--links inline --wrap 20",
    "--text-style markdown",
    "--text-style markdown --wrap none --links references",
    "--text-style markdown --wrap 20",
    "--text-style markdown --wrap 20 --links off",
    "--text-style markdown --wrap none --eol crlf --links inline",
    "--eol crlf",
];

/// The article as a text with these options, proved by `export`.
fn text(article: &str, flags: &str) -> String {
    let desk = Desk::new()
        .file("a.md", article)
        .export(&format!("a.md --txt --proof -q {flags}"));
    let desk = desk.never_says("error[");
    desk.text("out/a.txt")
}

#[test]
fn every_form_of_text_is_proved_by_export_and_by_proof() {
    for flags in FORMS {
        let written = text(ARTICLE, flags);
        let desk = Desk::new()
            .file("a.md", ARTICLE)
            .file("a.txt", &written)
            .run(["proof", "a.md", "a.txt"]);
        let left_out = "not verified: the addresses of";
        let desk = desk.status(0).prints("characters present");
        assert_eq!(
            desk.printed().contains(left_out),
            flags.contains("off"),
            "{flags}"
        );
    }
}

#[test]
fn a_loss_is_found_in_every_form_of_text() {
    for flags in FORMS {
        let written = text(ARTICLE, flags);
        for lost in ["étoile", "quatre", "guillemets", "deux.", "trois", "AFP"] {
            assert!(written.contains(lost), "{lost}: {written}");
            let damaged = written.replacen(lost, "", 1);
            Desk::new()
                .file("a.md", ARTICLE)
                .file("a.txt", damaged)
                .run(["proof", "a.md", "a.txt"])
                .status(1)
                .prints("text-");
        }
    }
}

#[test]
fn a_mark_that_is_not_escaped_is_a_loss_in_markdown() {
    let written = text(ARTICLE, "--text-style markdown");
    for (escaped, bare) in [("\\_x\\_", "_x_"), ("\\<b>", "<b>")] {
        assert!(written.contains(escaped), "{escaped}: {written}");
        Desk::new()
            .file("a.md", ARTICLE)
            .file("a.txt", written.replace(escaped, bare))
            .run(["proof", "a.md", "a.txt"])
            .status(1);
    }
}

#[test]
fn a_wrong_address_is_found_in_markdown() {
    let written = text(ARTICLE, "--text-style markdown");
    let damaged = written.replacen("example.org/fin", "example.org/debut", 1);
    Desk::new()
        .file("a.md", ARTICLE)
        .file("a.txt", damaged)
        .run(["proof", "a.md", "a.txt"])
        .status(1)
        .prints("example.org/fin");
}

#[test]
fn a_line_without_a_width_is_a_paragraph() {
    let long = "Des mots qui ne finissent pas. ".repeat(12);
    let long = long.trim_end();
    let article = format!(
        "---\ntitle: {long}\nlang: fr\n---\n\n{long}\n\n- {long}\n- b\n\n> {long}\n\n***\n\n\
         | Un | {long} |\n|---|---|\n| deux | trois |\n"
    );
    let text = text(&article, "--wrap none").replace('\u{a0}', " ");
    for line in [long.to_owned(), format!("• {long}"), format!("    {long}")] {
        assert!(text.lines().any(|own| own == line), "{line}: {text}");
    }
    // A rule is as long as its text, or as a usual line.
    assert!(text.lines().any(|line| line == "=".repeat(72)), "{text}");
    assert!(text.lines().any(|line| line == "* * *"), "{text}");
    let rows = text.lines().skip_while(|line| !line.starts_with("Un "));
    assert!(rows.clone().count() > 3);
    assert!(
        rows.into_iter().all(|line| line.chars().count() <= 72),
        "{text}"
    );
}

#[test]
fn the_rule_between_articles_of_a_book_has_a_sensible_length() {
    let desk = Desk::new()
        .article("n/a.md", "One", "Text.")
        .article("n/b.md", "Two", "Text.")
        .export("n --book Both --txt --proof --wrap none")
        .status(0);
    let rule = "─".repeat(72);
    assert!(desk.text("out/both.txt").lines().any(|line| line == rule));
}

#[test]
fn addresses_stand_at_the_end_or_after_the_words_or_nowhere() {
    let article = "---\ntitle: T\nlang: en\n---\n\nSee [words](https://example.org/a) and \
                   <https://example.org/b>.\n";
    let references = text(article, "");
    assert!(
        references.contains("See words [L1] and https://example.org/b."),
        "{references}"
    );
    assert!(
        references.ends_with("[L1] https://example.org/a\n"),
        "{references}"
    );
    let inline = text(article, "--links inline");
    let said = "See words <https://example.org/a> and https://example.org/b.\n";
    assert!(inline.ends_with(said), "{inline}");
    let off = text(article, "--links off");
    assert!(
        off.ends_with("See words and https://example.org/b.\n"),
        "{off}"
    );
    let markdown = text(article, "--text-style markdown");
    let said = "See [words](https://example.org/a) and <https://example.org/b>.\n";
    assert!(markdown.ends_with(said), "{markdown}");
    let listed = text(article, "--text-style markdown --links references");
    let said = "See [words][1] and <https://example.org/b>.\n\n[1]: https://example.org/a\n";
    assert!(listed.ends_with(said), "{listed}");
    let none = text(article, "--text-style markdown --links off");
    assert!(
        none.ends_with("See words and <https://example.org/b>.\n"),
        "{none}"
    );
}

#[test]
fn markdown_is_read_back_with_its_structure() {
    for flags in ["", "--wrap none", "--wrap 20"] {
        let written = text(ARTICLE, &format!("--text-style markdown {flags}"));
        let desk = Desk::new()
            .file("b.md", &written)
            .run(["convert", "b.md", "--to", "html", "-o", "html"])
            .status(0);
        let html = desk.text("html/b.html");
        for element in [
            "<h2",
            "<em>",
            "<strong>",
            "<ul",
            "<ol",
            "<blockquote",
            "<table",
            "<pre",
            "href=\"https://example.org/titre\"",
            "type=\"checkbox\"",
            "src=\"train.jpg\"",
        ] {
            assert!(html.contains(element), "{flags}: {element} in {html}");
        }
    }
}

#[test]
fn a_book_in_markdown_ranks_its_headings_and_counts_its_notes_on() {
    let text = "Text[^1] and [words](https://example.org/a).\n\n## Section\n\nMore.\n\n[^1]: Note.";
    let desk = Desk::new()
        .article("n/a.md", "One", text)
        .article("n/b.md", "Two *three*", text)
        .export("n --book Both --txt --proof --text-style markdown --links references -q")
        .status(0);
    let book = desk.text("out/both.txt");
    let expected = "# Both\n\n## Contents\n\n- One\n- Two three\n\n***\n\n## One\n\nText[^1] and \
                    [words][1].\n\n### Section\n\nMore.\n\n[^1]: Note.\n\n\
                    [1]: https://example.org/a\n\n***\n\n## Two *three*\n\nText[^2] and \
                    [words][1].\n\n### Section\n\nMore.\n\n[^2]: Note.\n";
    assert_eq!(book, expected);
    desk.run(["proof", "--book", "Both", "n", "out/both.txt"])
        .status(0);
}

#[test]
fn a_planned_book_in_markdown_has_its_title_once_as_a_heading() {
    let plan = "title: La *Revue*\nlang: fr\nfront: [half-title, title-page, contents]\n\
                contents:\n  - part: Un\n    articles: [a.md]\n";
    let desk = Desk::new()
        .file("issue/publication.yaml", plan)
        .file(
            "issue/a.md",
            "---\ntitle: Deux\n---\n\nTexte.\n\n## Trois\n\nFin.\n",
        )
        .export("issue --txt --proof -q --text-style markdown")
        .status(0);
    let expected = "__La *Revue*__\n\n***\n\n# La *Revue*\n\n***\n\n## Table des matières\n\n\
                    - Un\n  - Deux\n\n***\n\n## Un\n\n***\n\n### Deux\n\nTexte.\n\n\
                    #### Trois\n\nFin.\n";
    assert_eq!(
        desk.text("out/la-revue.txt").replace('\u{a0}', " "),
        expected
    );
}

#[test]
fn tables_in_markdown_keep_every_cell() {
    let article = "---\ntitle: T\nlang: en\n---\n\n<table><thead><tr><th>A</th><th>B</th></tr>\
                   </thead><tbody><tr><td colspan=\"2\">wide</td></tr><tr><td rowspan=\"2\"><p>one</p>\
                   <ul><li>x</li><li>y</li></ul></td><td>p|q</td></tr><tr><td>last</td></tr></tbody>\
                   </table>\n";
    let written = text(article, "--text-style markdown");
    let table =
        "| A | B |\n| --- | --- |\n| wide |  |\n| one<br>• x<br>• y | p\\|q |\n|  | last |\n";
    assert!(written.ends_with(table), "{written}");
}

#[test]
fn lists_in_a_row_stay_two_lists() {
    let article = "---\ntitle: T\nlang: en\n---\n\n- a\n- b\n\n<!-- -->\n\n- c\n\n1. d\n\n\
                   <!-- -->\n\n1. e\n\na. f\nb. g\n";
    let written = text(article, "--text-style markdown");
    let lists = "- a\n- b\n\n* c\n\n1. d\n\n1) e\n\n- a. f\n- b. g\n";
    assert!(written.ends_with(lists), "{written}");
}

#[test]
fn line_ends_are_those_asked_for() {
    for style in ["plain", "markdown"] {
        let lf = text(ARTICLE, &format!("--text-style {style}"));
        let crlf = text(ARTICLE, &format!("--text-style {style} --eol crlf"));
        assert!(!lf.contains('\r'));
        assert_eq!(crlf, lf.replace('\n', "\r\n"));
    }
}

#[test]
fn every_form_goes_to_standard_output() {
    let flags = "export - --from md --txt -o - -q --wrap none --eol crlf --text-style markdown \
                 --links inline";
    let desk = Desk::new()
        .stdin("# T\n\nSome *words*\nand [more](https://example.org/).\n")
        .run(flags.split_whitespace())
        .status(0);
    desk.prints_just("# T\r\n\r\nSome *words* and [more](https://example.org/).\r\n");
}

#[test]
fn the_old_name_of_the_width_still_works() {
    let article = "---\ntitle: T\nlang: en\n---\n\nWords that go on over two lines at least.\n";
    assert_eq!(text(article, "--width 30"), text(article, "--wrap 30"));
    Desk::new()
        .file("a.md", article)
        .export("a.md --wrap some")
        .status(2)
        .says("expected a number of columns from 20 to 400, or none");
}

#[test]
fn right_to_left_and_chinese_texts_are_proved_in_every_form() {
    for (lang, text_of) in [
        (
            "he",
            "שלום [עולם](https://example.org/a) ועוד[^1] `code(1)`.\n\n- אחד\n- שניים\n\n[^1]: הערה.",
        ),
        (
            "ar",
            "مرحبا [بالعالم](https://example.org/a) *كثيرا*[^1].\n\n1. واحد\n2. اثنان\n\n[^1]: ملاحظة.",
        ),
        (
            "ja",
            "日本語の長い文章が[ここ](https://example.org/a)にあります。折り返しが必要です[^1]。\n\n[^1]: 注。",
        ),
        (
            "th",
            "ภาษาไทยภาษาไทยภาษาไทยภาษาไทย *ภาษา* ไทย[^1]\n\n[^1]: ไทย",
        ),
    ] {
        let article = format!("---\ntitle: T\nlang: {lang}\ndate: 2026-06\n---\n\n{text_of}\n");
        for flags in FORMS {
            let written = text(&article, flags);
            assert!(!written.is_empty());
        }
    }
}

#[test]
fn the_licence_of_an_article_is_in_its_markdown() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\nlicence: CC-BY-4.0\nrights: © B\n---\n\nText.\n",
        )
        .export("a.md --txt --text-style markdown --strict -o a.txt")
        .status(0)
        .shows("a.txt", "CC-BY-4.0");
}
