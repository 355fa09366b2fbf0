//! Sound files are proved without a fault: what once was taken for one, and
//! articles that nobody would write.

use crate::hard;
use crate::harness::Desk;

/// Exports articles in all formats and proves them.
#[track_caller]
fn sound(articles: &[&str]) {
    let mut desk = Desk::new();
    for (number, text) in articles.iter().enumerate() {
        desk = desk.article(&format!("a-{number}.md"), "T", text);
    }
    proved(desk);
}

#[track_caller]
fn proved(desk: Desk) {
    let desk = desk.export(". --pdf --epub --txt --proof --message-format short -o out");
    let said = desk.said().lines();
    let faults: Vec<&str> = said
        .filter(|line| {
            ["[text-", "[glyph-blank]", "[file-fault]", "[unreadable]"]
                .iter()
                .any(|code| line.contains(code))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(desk.files().iter().any(|file| file.ends_with(".pdf")));
}

#[test]
fn marks_of_notes_stand_after_spaces_before_signs_and_at_the_start_of_lines() {
    sound(&[
        "A word here [^1].\n\n[^1]: Note.",
        "A word here [^1], and [^2]; then\u{a0}[^3]: [^4]\n\n[^1]: One.\n\n[^2]: Two.\n\n[^3]: Three.\n\n[^4]: Four.",
        "[^1] At the start.\n\n- [^2] in a list\n- and\\\n  [^1] in a line\n\n[^1]: One.\n\n[^2]: Two.",
        "# Heading [^1]\n\n> Quoted [^2] text\n\n| a [^3] | [^4] b |\n|---|---|\n| c [^5]. | [^6] |\n\n[^1]: 1.\n\n[^2]: 2\n\n[^3]: [3]\n\n[^4]: 4 [^7]\n\n[^5]: 5\n\n[^6]: 6\n\n[^7]: 7 4",
        "Twice[^1] [^1] [^1].\n\n[^1]: Once, see [^2] .\n\n[^2]: As above [^1] .",
    ]);
}

#[test]
fn wide_tables_are_read_out_in_text() {
    let wide = |head: &str, rows: &[&str]| {
        let columns = head.matches('|').count() - 1;
        format!(
            "{head}\n|{}\n{}\n\nAfter it.",
            "---|".repeat(columns),
            rows.join("\n")
        )
    };
    let long = "| averyveryverylongword | anotherverylongword | onemoreverylongword | thelastverylongword | andyetonemoreword |";
    sound(&[
        &wide(
            long,
            &[
                "| one | two | three | four | five |",
                "| six | seven | eight | nine | ten |",
            ],
        ),
        &wide(
            "| Name |  | Name | Name | Place |",
            &[long, long, "| x | | x | | |"],
        ),
        &wide("| | | | | |", &[long, "| a | a | a | a | b |", long]),
        &wide(
            "| A[^1] | [B](https://e.org) | ![see](none.png) | *NGO* | C |",
            &[
                long,
                "| c[^2] | [d](https://e.org/a) | ![see](none.png) | NGO | `e` |",
                "| A: | B, A: x | : | , | |",
            ],
        )
        .replace(
            "After it.",
            "After it.\n\n[^1]: One.\n\n[^2]: Two.\n\n*[NGO]: organisation",
        ),
        &wide(long, &[]),
        &wide(
            long,
            &[
                "| |||||",
                "| one two three four five six seven eight nine ten eleven twelve thirteen fourteen | b | c | d | e |",
            ],
        ),
    ]);
}

#[test]
fn cells_of_several_lines_blank_ones_and_equal_ones_are_told_apart() {
    let long = "the same words again and again ".repeat(4);
    sound(&[
        &format!(
            "| A | B | A |\n|---|---|---|\n| {long} | {long} | {long} |\n| {long} | | the same words |\n| | | |\n| a | a | a |"
        ),
        &format!("| | |\n|---|---|\n| a a b | {long} a |\n| a | a c |\n\n| x | x |\n|---|---|\n"),
        "<table><tr><th colspan=2>Both</th><th>One</th></tr><tr><td rowspan=2>a<br>b</td><td><p>a</p><p>c</p></td><td>a</td></tr><tr><td><ul><li>a</li><li>b</li></ul></td><td></td></tr></table>",
    ]);
}

#[test]
fn links_say_their_addresses_or_are_listed() {
    let hundred: Vec<String> = (0..100)
        .map(|n| format!("[word {n}](https://example.org/page/{n})"))
        .collect();
    let paragraphs: Vec<String> = (0..100)
        .map(|n| format!("Paragraph {n} has [one link](https://example.org/{n}) in it."))
        .collect();
    let listed: Vec<String> = (0..30)
        .map(|n| format!("- [x](https://e.org/{n})"))
        .collect();
    sound(&[
        "See [here](https://e.org/a/b) now.\n\nAlso https://e.org stands.",
        "<https://e.org> first, [here](https://e.org/a/b), [e.org](https://e.org), [there](https://e.org).",
        "[a](https://e.org) [b](https://e.org/a) [c](https://e.org/a) [d](http://e.org) https://e.org/a",
        "[a](https://e.org \"A title\") ![x](none.png) [L1] [L2](https://e.org/L1)",
        "# [A](https://e.org/1)\n\n| [b](https://e.org/2) | [c](https://e.org/1) |\n|---|---|\n| <https://e.org/3> | [d](https://e.org/3)[^1] |\n\n- [e](https://e.org/4)\n\n[^1]: [f](https://e.org/5) and [^2]\n\n[^2]: <https://e.org/6> [g](https://e.org/1)",
        &hundred.join(" "),
        &paragraphs.join("\n\n"),
        &listed.join("\n"),
        "[mail](mailto:a@e.org), <a@e.org>, [a@e.org](mailto:a@e.org), [call](tel:+15550100)",
    ]);
}

#[test]
fn fixed_spaces_stand_beside_signs_and_words_of_all_scripts() {
    let mut articles = Vec::new();
    for space in ['\u{a0}', '\u{202f}', '\u{2007}', '\u{2009}', '\u{3000}'] {
        let signs = [
            "😀",
            "👩\u{200d}👩\u{200d}👧",
            "🇫🇷",
            "1\u{fe0f}\u{20e3}",
            "❤\u{fe0f}",
            "e\u{301}",
            "שלום",
            "سلام",
            "हिन्दी",
            "ไทย",
            "½",
        ];
        let lines: Vec<String> = signs
            .iter()
            .map(|sign| {
                format!("Word{space}{sign}{space}word {sign}{space}{sign} {sign}{space}*{sign}*{space}end{space}{sign}")
            })
            .collect();
        articles.push(lines.join("\n\n"));
    }
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    sound(&articles);
}

#[test]
fn marks_that_stand_alone_follow_what_is_generated() {
    sound(&[
        "![see](none.png)\u{301}word, ![](none.png)\u{308} x",
        "[a](https://e.org)\u{301}word [b](https://e.org)\u{20dd}",
        "word[^1]\u{301}x\n\n[^1]: \u{301}y",
        "- \u{301}x\n\n1. \u{302}y\n\n| \u{301} | b |\n|---|---|\n| \u{301}c | \u{301} |",
        "a\u{301}\u{323}b a\u{323}\u{301}b \u{1ea1}\u{301}",
    ]);
}

#[test]
fn articles_end_in_anything_and_say_things_twice() {
    let same = "The very same paragraph, which is said twice over.";
    sound(&[
        "Text.\n\n- a\n- b\n  - c",
        "Text.\n\n| a | b |\n|---|---|\n| c | |",
        "Text[^1].\n\n[^1]: Note\n\n        code\n\n    - and a list",
        "Text.\n\n```\ncode\n\n----\n```",
        &format!("{same}\n\n{same}\n\n{same} And more.\n\n{same}"),
        "a\n\na\n\na b\n\na\n\na b c\n\na b",
        &format!("- {same}\n- {same}\n\n> {same}\n\n{same}[^1]\n\n[^1]: {same}"),
        "Text.\n\n***",
        "![A](none.png \"Caption\")",
        "[^1]\n\n[^1]: Alone.",
    ]);
}

#[test]
fn generated_articles_are_proved_in_all_formats() {
    // All of them are proved by the release binary, in `tests/validators.rs`.
    let desk = Desk::new();
    hard::write(&desk.path("."), (0..2 * hard::ODD).step_by(40));
    proved(desk);
}

#[test]
fn the_text_of_a_note_is_kept_whichever_of_its_marks_has_it() {
    // The first mark that is read is in the note `a`, and the text is at another.
    sound(&[
        "One[^a] and two[^b].\n\n[^a]: In a[^c] it is.\n\n[^b]: In b[^d] too.\n\n[^c]: In c[^d] as well.\n\n[^d]: The text of d, with [^e].\n\n[^e]: The text of e.",
        "One[^a].\n\n[^a]: In a[^b][^c].\n\n[^b]: In b[^d][^d].\n\n[^c]: In c[^d].\n\n[^d]: The text of d.",
    ]);
}

#[test]
fn tables_stand_in_lists_and_notes_and_after_each_other() {
    let wide = "| verylongcolumnhead | anotherlongcolumnhead | onemorelongcolumnhead | thelastlongcolumnhead |\n    | --- | --- | --- | --- |\n    | one and more | two | three | four |";
    sound(&[
        "| | a |\n|---|---|\n| b | c |\n\n| | d |\n|---|---|\n| e | f |\n\n![A](none.png)\n\n| | ![B](none.png) |\n|---|---|\n| g | h[^1] |\n\n[^1]: Note.",
        "1. | a | b |\n   |---|---|\n   | c c c | d |\n\n- - | a | b |\n    |---|---|\n    | c | d |",
        &format!(
            "Text[^1] and[^2].\n\n[^1]: Note.\n\n    {wide}\n\n[^2]: Another[^3].\n\n    | a | b[^3] |\n    |---|---|\n    | c | d |\n\n[^3]: Third.\n\n    | ![A](none.png) |\n    |---|\n    | b |"
        ),
        &format!(
            "Term\n:   {wide}\n\nAfter.\n\n> - x\n>\n>   | a |\n>   |---|\n>   | b[^1] |\n\n[^1]: y"
        ),
    ]);
}
