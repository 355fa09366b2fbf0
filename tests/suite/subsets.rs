//! The fonts of an EPUB: cut to the characters of its pages, under a name of their own.

use crate::fonts::{desk, face, files};
use crate::harness::Desk;
use crate::proof::epub::{entries, parse};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use usvg::roxmltree::Node;

/// An article exported as EPUB in a face of `tests/faces`.
fn exported(name: &str, flags: &[&str]) -> Desk {
    let face = ["--font-dir", "faces", "--text-family", "Noto Serif"];
    let arguments = ["export", "a.md", "--epub", "--ignore-system-fonts"];
    let arguments = arguments.iter().chain(&face).chain(flags).copied();
    desk(name).run(arguments).status(0)
}

#[test]
fn a_face_goes_whole_and_unaltered_into_an_epub_that_asks_for_it() {
    for name in ["static.woff2", "variable.ttf"] {
        let desk = exported(name, &["--epub-fonts", "whole"]);
        let same = files(&desk)
            .into_iter()
            .filter(|(_, bytes)| *bytes == face(name));
        assert_eq!(
            same.count(),
            1,
            "{name}: once, though it has several styles"
        );
    }
    exported("collection.ttc", &["--epub-fonts", "whole"])
        .says("`Noto Serif` does not go into the EPUB, it is part of a collection");
}

/// The characters of a font file.
fn characters(bytes: &[u8]) -> BTreeSet<char> {
    let font = FontRef::new(bytes).unwrap();
    let mappings = font.charmap().mappings();
    mappings.filter_map(|(c, _)| char::from_u32(c)).collect()
}

#[test]
fn the_italic_of_a_dedication_has_its_letters() {
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: T\nlang: fr\ndedication: À ceux d’en *haut*.\ncontents: [a.md]\n",
        )
        .article("book/a.md", "A", "Mot.")
        .export("book --epub")
        .status(0);
    let epub = desk.bytes("out/t.epub");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let italic = names.iter().find(|name| name.contains("-It.")).unwrap();
    let mut bytes = Vec::new();
    let mut file = archive.by_name(italic).unwrap();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    let has = characters(&bytes);
    assert!("Àceuxdn’.".chars().all(|c| has.contains(&c)), "{has:?}");
}

/// A name of a font file.
fn name_of(bytes: &[u8], id: StringId) -> String {
    let font = FontRef::new(bytes).unwrap();
    let name = font.localized_strings(id).english_or_first();
    name.map(|name| name.chars().collect()).unwrap_or_default()
}

#[test]
fn a_face_of_any_form_is_cut_to_the_characters_of_the_book() {
    for name in [
        "static.ttf",
        "static.woff",
        "static.woff2",
        "static-cff.otf",
        "variable.ttf",
        "variable.woff2",
        "collection.ttc",
    ] {
        let desk = exported(name, &[]);
        let said = format!("{}{}", desk.printed(), desk.said());
        assert!(
            !said.contains("does not go into the EPUB"),
            "{name}: {said}"
        );
        let files = files(&desk);
        let cut = files.iter().filter(|(file, _)| file.contains("NotoSerif"));
        let cut: Vec<_> = cut.collect();
        assert!(!cut.is_empty(), "{name}");
        for (file, bytes) in cut {
            assert!(file.ends_with(".ttf"), "{name}: {file}");
            assert!(bytes.starts_with(&[0, 1, 0, 0]), "{name}: {file}");
            assert!(characters(bytes).contains(&'x'), "{name}: {file}");
        }
    }
    // These outlines cannot be cut.
    let desk = exported("variable-cff2.otf", &[]);
    let whole = |(_, bytes): &(String, Vec<u8>)| *bytes == face("variable-cff2.otf");
    assert!(files(&desk).iter().any(whole));
}

#[test]
fn a_subset_has_no_more_than_the_book_needs_and_a_name_of_its_own() {
    let article = "---\ntitle: Été\nlang: fr\n---\n\nÇa **va**, dit-il : « œuf ».\n";
    let desk = Desk::new().file("a.md", article).export("a.md --epub");
    let again = Desk::new().file("a.md", article).export("a.md --epub");
    assert_eq!(desk.bytes("out/a.epub"), again.bytes("out/a.epub"));
    let files = files(&desk.status(0));
    let file = |name: &str| {
        let found = files.iter().find(|(file, _)| file.contains(name));
        found.map(|(_, bytes)| bytes.as_slice()).unwrap()
    };
    // With what French puts beside the words of an article.
    let needed: BTreeSet<char> =
        "Image Notes Source Sommaire Ça va, dit-il : « œuf ». Été •◦▪ 0123456789\u{a0}\u{ad}\u{202f}\u{2009}\u{2010}"
            .chars()
            .collect();
    let text = file("SourceSerif4-Regular");
    let more: Vec<char> = characters(text).difference(&needed).copied().collect();
    assert!(more.is_empty(), "{more:?}");
    assert!(characters(text).contains(&'œ'));
    assert!(!characters(file("SourceSerif4-Bold")).contains(&'œ'));
    for (path, bytes) in &files {
        for id in [1, 2, 3, 4, 6, 16, 17, 21, 22] {
            let name = name_of(bytes, StringId::new(id));
            assert!(!name.contains("Source"), "{path}: {name}");
        }
        let name = name_of(bytes, StringId::FAMILY_NAME);
        assert!(name.starts_with("Pressroom "), "{path}: {name}");
        let said = name_of(bytes, StringId::DESCRIPTION);
        let of = "A subset of the font Source ";
        assert!(
            said.starts_with(of) && said.contains("made by Pressroom"),
            "{said}"
        );
        let rights = name_of(bytes, StringId::COPYRIGHT_NOTICE);
        assert!(rights.contains("Adobe"), "{path}: {rights}");
        let licence = name_of(bytes, StringId::LICENSE_DESCRIPTION);
        assert!(licence.contains("SIL Open Font License"), "{path}");
    }
}

#[test]
fn an_epub_of_a_short_article_is_small() {
    let paragraph = "Le conseil a voté, mardi soir, un budget de « transition » : 42 millions d’euros, dont *un tiers* pour les écoles. L’œuvre du maire, contestée à l’été, n’a **pas convaincu** ; où ira l’argent ?\n\n";
    let text = format!("{0}## Une seconde vie\n\n{0}", paragraph.repeat(4));
    let article =
        format!("---\ntitle: Trois vies\nbyline: Par Anna Nowak\nlang: fr\n---\n\n{text}");
    let desk = Desk::new()
        .file("a.md", article)
        .export("a.md --epub")
        .status(0);
    let fonts: usize = files(&desk).iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(fonts < 60_000, "{fonts} bytes of fonts");
    let all = desk.bytes("out/a.epub").len();
    assert!(all < 80_000, "{all} bytes");
}

/// How a text is set: by the names of CSS.
#[derive(Clone, Default)]
struct Set {
    families: Vec<String>,
    heavy: bool,
    italic: bool,
}

/// A rule of a style sheet: its selector, how special that is, and its declarations.
struct Rule {
    selector: Vec<String>,
    special: (usize, usize),
    says: Vec<(String, String)>,
}

/// A font that a style sheet declares: its family, whether it is heavy, whether it is italic,
/// and its path.
type Declared = (String, bool, bool, String);

/// The rules of a style sheet that choose fonts, and the fonts it declares.
fn rules(sheet: &str) -> (Vec<Rule>, Vec<Declared>) {
    let (mut rules, mut faces) = (Vec::new(), Vec::new());
    for rule in sheet.split('}') {
        let Some((selectors, body)) = rule.rsplit_once('{') else {
            continue;
        };
        let says: Vec<(String, String)> = body
            .split(';')
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .filter(|(key, _)| key.starts_with("font-") || key == "src")
            .collect();
        let selectors = selectors.rsplit("*/").next().unwrap().trim();
        if selectors == "@font-face" {
            let say = |key: &str| says.iter().find(|(k, _)| k == key).unwrap().1.as_str();
            let path = say("src").split('"').nth(1).unwrap().to_owned();
            let family = say("font-family").trim_matches('"').to_owned();
            let heavy = say("font-weight").parse::<u16>().unwrap() >= 600;
            faces.push((family, heavy, say("font-style") == "italic", path));
            continue;
        }
        for selector in selectors.split(',') {
            let selector: Vec<String> = selector.split_whitespace().map(str::to_owned).collect();
            if selector
                .iter()
                .any(|part| part.contains(['>', '+', '[', ':']))
            {
                continue;
            }
            let classes = selector.iter().map(|part| part.matches('.').count()).sum();
            let special = (classes, selector.len());
            let says = says.clone();
            rules.push(Rule {
                selector,
                special,
                says,
            });
        }
    }
    rules.sort_by_key(|rule| rule.special);
    (rules, faces)
}

/// Whether an element is what one part of a selector names.
fn is(node: Node, part: &str) -> bool {
    let mut names = part.split('.');
    let tag = names.next().unwrap();
    let own: Vec<&str> = node.attribute("class").unwrap_or("").split(' ').collect();
    (tag.is_empty() || node.tag_name().name() == tag) && names.all(|class| own.contains(&class))
}

fn is_selected(node: Node, selector: &[String]) -> bool {
    let Some((last, before)) = selector.split_last() else {
        return true;
    };
    let above = || node.ancestors().skip(1).filter(|n| n.is_element());
    is(node, last) && (before.is_empty() || above().any(|n| is_selected(n, before)))
}

/// Gathers the text below an element by how it is set.
fn gather(node: Node, around: &Set, rules: &[Rule], texts: &mut Vec<(Set, String)>) {
    if let Some(text) = node.text().filter(|_| node.is_text()) {
        texts.push((around.clone(), text.to_owned()));
        return;
    }
    if matches!(node.tag_name().name(), "head" | "math") || node.has_attribute("hidden") {
        return;
    }
    let mut set = around.clone();
    match node.tag_name().name() {
        "strong" | "b" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => set.heavy = true,
        "em" | "i" => set.italic = true,
        _ => {}
    }
    for rule in rules
        .iter()
        .filter(|rule| is_selected(node, &rule.selector))
    {
        for (key, value) in &rule.says {
            match key.as_str() {
                "font-family" => {
                    let names = value.split(',').map(|name| name.trim().trim_matches('"'));
                    set.families = names.map(str::to_owned).collect();
                }
                "font-weight" => set.heavy = matches!(value.as_str(), "bold" | "600" | "700"),
                "font-style" => set.italic = value == "italic",
                _ => {}
            }
        }
    }
    for child in node.children() {
        gather(child, &set, rules, texts);
    }
}

/// The characters of the built-in font that a file was cut from, by the name of its file.
fn whole(path: &str) -> BTreeSet<char> {
    let stem = path.rsplit('/').next().unwrap().trim_end_matches(".ttf");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let folders = std::fs::read_dir(root)
        .unwrap()
        .map(|folder| folder.unwrap().path());
    let mut files = folders
        .flat_map(|folder| ["otf", "ttf"].map(|ending| folder.join(format!("{stem}.{ending}"))));
    characters(&std::fs::read(files.find(|path| path.exists()).unwrap()).unwrap())
}

#[test]
fn no_character_of_a_page_is_missing_from_its_font() {
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let extra = "---\ntitle: Ω title\nkicker: Žižek\nlang: en\npublisher: Ó\ndate: 2026-03-03\n---\n\n## Ψ *and ξ*\n\n- [ ] box\n\ni. one\nii. two\n\n[A]{.smallcaps} note[^1] e\u{301}\u{323} \u{2003}x\n\n![Ŕ](none.png)\n\n[^1]: Ŵords.\n";
    let articles = articles.to_str().unwrap();
    let desk = Desk::new().file("extra.md", extra);
    let desk = desk.run([
        "export",
        articles,
        "extra.md",
        "--epub",
        "--ignore-system-fonts",
    ]);
    let mut checked = 0;
    for path in desk.files().iter().filter(|path| path.ends_with(".epub")) {
        let entries = entries(&desk.bytes(path));
        let sheet = entries
            .iter()
            .find(|entry| entry.name.ends_with(".css"))
            .unwrap();
        let (rules, faces) = rules(sheet.text());
        let fonts: BTreeMap<&str, (BTreeSet<char>, BTreeSet<char>)> = faces
            .iter()
            .map(|(.., path)| {
                let file = entries
                    .iter()
                    .find(|entry| entry.name.ends_with(path.as_str()));
                (
                    path.as_str(),
                    (characters(&file.unwrap().bytes), whole(path)),
                )
            })
            .collect();
        let mut texts = Vec::new();
        for page in entries
            .iter()
            .filter(|entry| entry.name.ends_with(".xhtml"))
        {
            let page = parse(page.text());
            gather(page.root_element(), &Set::default(), &rules, &mut texts);
        }
        for (set, text) in &texts {
            for c in text.chars().filter(|c| !c.is_control()) {
                // The first family that has it, and of that the nearest style.
                let chosen = set.families.iter().find_map(|family| {
                    let of_family = faces.iter().filter(|(name, ..)| name == family);
                    let near = |(_, heavy, italic, _): &&Declared| {
                        (*italic == set.italic, *heavy == set.heavy)
                    };
                    let (.., path) = of_family.max_by_key(near)?;
                    let (has, had) = &fonts[path.as_str()];
                    had.contains(&c).then_some((path, has.contains(&c)))
                });
                if let Some((font, has)) = chosen {
                    checked += 1;
                    assert!(has, "{path}: {font} lacks {c:?} of {text:?}");
                }
            }
        }
    }
    assert!(checked > 10_000, "{checked}");
}
