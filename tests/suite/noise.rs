//! What people read who check many posts: what counts, and each thing once.

use crate::harness::Desk;

/// A post as people write it for one of five makers of sites.
fn post(number: usize) -> String {
    let text = "The press stood in the corner and waited for its paper.\n\n";
    let pictures = format!(
        "![build](https://img.example.org/badge-{number}.svg)\n\n![A press](press-{number}.png)\n\n\
         ![A lamp](lamp-{number}.png)\n\n![A door](door-{number}.png)\n\n"
    );
    let (front, body) = match number % 5 {
        0 => (
            "layout: post\npermalink: /a/\ncategories: [press]\norder: 3\nclass: wide\n",
            "{% include toc.html %}\n\n{{ page.title }}\n\n{% include share.html %}\n\n",
        ),
        1 => (
            "weight: 3\ndraft: false\nShowToc: true\nTocOpen: false\ncascade: {a: b}\n",
            "{{< youtube abc >}}\n\n{{< tweet 12 >}}\n\n{{% notice %}}\n\n",
        ),
        2 => (
            "cssclasses: [wide]\naliases: [x]\nup: y\ntags: [a]\n",
            "%%a comment%%\n\n[[Another note|a note]]\n\n",
        ),
        3 => (
            "sidebar_position: 2\nhide_title: true\nid: x\n",
            "import Tabs from '@theme/Tabs';\n\n<Tabs>\n\nWords.\n\n</Tabs>\n\n",
        ),
        _ => (
            "documentclass: article\ngeometry: a4\nheader-includes: x\nauthor: A. Writer\n",
            "\\newpage\n\n\\vspace{1cm}\n\nA [link](nowhere.md) and [other](lost.md).\n\n",
        ),
    };
    format!("---\ntitle: Post {number}\nlang: en\nbeat: one\n{front}---\n\n{text}{body}{pictures}")
}

fn posts(count: usize) -> Desk {
    (0..count).fold(Desk::new(), |desk, number| {
        desk.file(&format!("posts/{number:02}.md"), post(number))
    })
}

#[test]
fn a_check_of_fifty_posts_is_read_in_a_minute() {
    let desk = posts(50).run(["check", "posts"]).status(0);
    let lines = desk.said().lines().count();
    assert!(lines < 300, "{lines} lines:\n{}", desk.said());
    // Each code is shown whole once, with its help, and counted at the end.
    let said = desk.said().to_owned();
    assert_eq!(said.matches("help: paths start").count(), 1, "{said}");
    assert!(said.contains("totals (--verbose shows each)"), "{said}");
    assert!(
        said.contains("150  warning[missing-picture] in 50 files"),
        "{said}"
    );
    assert!(!said.contains("site-key"), "{said}");
    let all = desk.run(["check", "posts", "--verbose"]);
    let shown = all.said().lines().count();
    assert!(shown > 4 * lines, "{shown} of {lines}");
    assert!(all.said().contains("site-key"));
}

#[test]
fn one_post_says_each_thing_once_or_twice() {
    let desk = posts(1).run(["check", "posts"]);
    let said = desk.said();
    assert!(
        said.contains("warning[missing-picture]: picture not found: `press-0.png`"),
        "{said}"
    );
    assert_eq!(said.matches("warning[remote-picture]").count(), 1, "{said}");
}

#[test]
fn programs_get_everything() {
    let desk = posts(4).run(["check", "posts", "--message-format", "short"]);
    assert_eq!(desk.said().matches("[missing-picture]").count(), 12);
}
