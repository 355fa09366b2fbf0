//! Every character is kept: the letters of the model come back from the PDF,
//! the EPUB and the text, no more and no fewer.

use crate::harness::one_line;
use crate::proof::{epub, pdf::Pdf};
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::lang::Lang;
use pressroom::model::walk::{self, Visitor};
use pressroom::model::{
    Article, Block, BlockKind, DateFormat, Inline, InlineKind, Picture, Publication, Target,
    plain_text,
};
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};
use pressroom::write::Format;
use pressroom::{read, typography};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// An article and the files made of it.
struct Printed {
    name: String,
    article: Article,
    pdf: Vec<u8>,
    epub: Vec<u8>,
    text: String,
}

/// All articles of the folder `articles`, exported once for all tests.
fn articles() -> &'static [Printed] {
    static ARTICLES: OnceLock<Vec<Printed>> = OnceLock::new();
    ARTICLES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
        let mut paths: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| read::Format::of_path(path).is_some())
            .collect();
        paths.sort();
        assert!(!paths.is_empty());
        paths.iter().map(|path| printed(path)).collect()
    })
}

fn printed(path: &Path) -> Printed {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let source = Source::decode(SourceId(0), &name, &bytes).unwrap();
    let options = read::Options::new().format(read::Format::of_path(path));
    let mut report = Report::new();
    let article = read::read(&source, &options, &mut report);
    let article = typography::polish(article, &mut report);
    print(name, article, path.parent())
}

/// Prints an article that may show the pictures of a folder.
fn print(name: String, article: Article, folder: Option<&Path>) -> Printed {
    let mut press = Press::new(Style::article(parse_paper("a5").unwrap()));
    if let Some(folder) = folder {
        press.assets().allow(SourceId(0), folder);
    }
    let publication = Publication::single(article);
    let mut report = Report::new();
    let ready = press.open(&publication, &mut report);
    let mut write = |format| press.write(&ready, format, &mut report).unwrap().bytes;
    let (pdf, epub, text) = (write(Format::Pdf), write(Format::Epub), write(Format::Text));
    Printed {
        name,
        pdf,
        epub,
        text: String::from_utf8(text).unwrap(),
        article: publication.articles.into_iter().next().unwrap(),
    }
}

/// Letters, counted. Composed, so that é is é however it was written.
type Letters = BTreeMap<char, i64>;

fn count(text: &str, letters: &mut Letters) {
    for c in text.nfc().filter(|c| c.is_alphabetic()) {
        *letters.entry(c).or_default() += 1;
    }
}

/// The letters that one has more of than the other, and how many more.
fn difference(found: &Letters, expected: &Letters) -> Letters {
    let mut difference = found.clone();
    for (c, n) in expected {
        *difference.entry(*c).or_default() -= n;
    }
    difference.retain(|_, n| *n != 0);
    difference
}

/// What an article says, and what else each format has to say of it.
#[derive(Default)]
struct Matter {
    text: Vec<String>,
    alternatives: Vec<String>,
    expansions: BTreeSet<(String, String)>,
    addresses: BTreeSet<String>,
    marks_of_links: usize,
    notes: BTreeSet<String>,
    tasks_done: usize,
}

impl Matter {
    fn of(article: &Article) -> Matter {
        let mut matter = Matter::default();
        walk::article(article, &mut matter);
        let date = article.metadata.printed_date(DateFormat::Long);
        matter.text.extend(date.map(String::from));
        matter
    }

    fn picture(&mut self, picture: &Picture) {
        self.alternatives.extend(picture.alt.clone());
    }
}

impl<'a> Visitor<'a> for Matter {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Code { lines, .. } => {
                self.text.extend(lines.iter().map(|line| line.text.clone()));
            }
            BlockKind::Math(source) => self.text.push(source.clone()),
            BlockKind::Figure(figure) => figure.picture.iter().for_each(|p| self.picture(p)),
            BlockKind::List(list) => {
                let done = list.items.iter().filter(|item| item.task == Some(true));
                self.tasks_done += done.count();
            }
            _ => {}
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => {
                self.text.push(text.clone());
            }
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Note(note) => {
                self.notes.insert(note.label.clone());
            }
            InlineKind::Abbreviation { content, expansion } => {
                let pair = (plain_text(content), expansion.clone());
                self.expansions.insert(pair);
            }
            InlineKind::Link {
                target: Target::External(url),
                content,
                ..
            } => {
                let shown = plain_text(content);
                if !url.ends_with(&shown) {
                    self.addresses.insert(url.clone());
                    self.marks_of_links += 1;
                }
            }
            _ => {}
        }
    }
}

/// The word before a source, unless the source says it itself.
fn source_word(article: &Article) -> &'static str {
    let word = article.lang().profile().words.source;
    let source = plain_text(&article.metadata.source).to_lowercase();
    if source.is_empty() || source.starts_with(&word.to_lowercase()) {
        ""
    } else {
        word
    }
}

/// A text without the names of commands, where these are not printed as they are.
fn said(text: &str, printed: &str) -> String {
    if !text.contains('\\') || printed.contains(text.trim()) {
        return text.to_owned();
    }
    let mut parts = text.split('\\');
    let mut said = parts.next().unwrap_or("").to_owned();
    parts
        .for_each(|part| said.push_str(part.trim_start_matches(|c: char| c.is_ascii_alphabetic())));
    said
}

/// Fails with the letters that are too many or missing.
#[track_caller]
fn assert_letters(name: &str, found: &str, expected: &[&str]) {
    let (mut have, mut want) = (Letters::new(), Letters::new());
    count(found, &mut have);
    expected.iter().for_each(|text| count(text, &mut want));
    let difference = difference(&have, &want);
    assert!(difference.is_empty(), "{name}: {difference:?}");
}

#[test]
fn every_letter_of_every_article_comes_back_from_the_pdf() {
    for printed in articles() {
        let matter = Matter::of(&printed.article);
        let mut expected: Vec<&str> = matter.text.iter().map(String::as_str).collect();
        expected.push(source_word(&printed.article));
        assert_letters(&printed.name, &Pdf::open(&printed.pdf).text(), &expected);
    }
}

#[test]
fn every_letter_of_every_article_comes_back_from_the_epub() {
    for printed in articles() {
        let matter = Matter::of(&printed.article);
        let words = &printed.article.lang().profile().words;
        let mut expected: Vec<&str> = matter.text.iter().map(String::as_str).collect();
        expected.push(source_word(&printed.article));
        if !matter.notes.is_empty() {
            expected.push(words.notes);
        }
        let chapters = epub::chapters(&printed.epub);
        assert_eq!(chapters.len(), 1, "{}", printed.name);
        let text = epub::body_text(chapters[0].text());
        assert_letters(&printed.name, &text, &expected);
    }
}

#[test]
fn every_letter_of_every_article_comes_back_from_the_text() {
    for printed in articles() {
        let matter = Matter::of(&printed.article);
        let words = &printed.article.lang().profile().words;
        // A simple formula is its characters, of which the names of commands are none.
        let said: Vec<String> = matter
            .text
            .iter()
            .map(|text| said(text, &printed.text))
            .collect();
        let mut expected: Vec<&str> = said.iter().map(String::as_str).collect();
        expected.push(source_word(&printed.article));
        if !matter.notes.is_empty() {
            expected.push(words.notes);
        }
        for alternative in matter.alternatives.iter().filter(|alt| !alt.is_empty()) {
            expected.extend([words.picture, alternative]);
        }
        expected.extend(matter.expansions.iter().map(|(_, long)| long.as_str()));
        if !matter.addresses.is_empty() {
            expected.push(words.links);
        }
        // Each link has its mark, `[L1]`, and each address has it in the list.
        let marks = "L".repeat(matter.marks_of_links + matter.addresses.len());
        expected.push(&marks);
        // A task that is done is `[x]`.
        let crosses = "x".repeat(matter.tasks_done);
        expected.push(&crosses);
        expected.extend(matter.addresses.iter().map(String::as_str));
        assert_letters(&printed.name, &printed.text, &expected);
    }
}

/// A sentence in each language with the letters that make it special.
const PANGRAMS: [(&str, &str); 24] = [
    (
        "fr",
        "Dès Noël, où un zéphyr haï me vêt de glaçons würmiens, je dîne d’exquis rôtis de bœuf au kir, à l’aÿ d’âge mûr, et cætera.",
    ),
    (
        "de",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich; GROẞ ist das Eszett.",
    ),
    (
        "es",
        "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío, añoraba a su querido cachorro.",
    ),
    (
        "pt",
        "À noite, vovô Kowalsky vê o ímã cair no pé do pingüim queixoso e vovó põe açúcar no chá de tâmaras do jabuti feliz.",
    ),
    (
        "it",
        "Pranzo d’acqua fa volti sghembi; perché, così, là, più, però, È vero.",
    ),
    (
        "pl",
        "Pchnąć w tę łódź jeża lub ośm skrzyń fig. ZAŻÓŁĆ GĘŚLĄ JAŹŃ.",
    ),
    (
        "cs",
        "Příliš žluťoučký kůň úpěl ďábelské ódy. PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ.",
    ),
    (
        "sk",
        "Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru a žrať čerstvé mäso.",
    ),
    ("hu", "Árvíztűrő tükörfúrógép. ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP."),
    (
        "ro",
        "Bând whisky, jazologul șprițuit vomă fix în tequila; țară, Țiriac, Ștefan.",
    ),
    ("sv", "Flygande bäckasiner söka hwila på mjuka tuvor. ÅÄÖ."),
    ("da", "Høj bly gom vandt fræk sexquiz på wc; ÆØÅ."),
    (
        "is",
        "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa. ÞÐ.",
    ),
    ("fi", "Törkylempijävongahdus. Ääkköset."),
    (
        "tr",
        "Pijamalı hasta yağız şoföre çabucak güvendi. İSTANBUL ve ığdır.",
    ),
    (
        "vi",
        "Ăn quả nhớ kẻ trồng cây. Ngưỡng cửa, thuở ấy, giữa những ngọn đồi, sẵn sàng, ĐẦM ẤM, tiếng Việt.",
    ),
    (
        "lt",
        "Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą. ĖŲŪ.",
    ),
    (
        "lv",
        "Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus.",
    ),
    (
        "hr",
        "Gojazni đačić s biciklom drži hmelj i finu vatu u džepu nošnje. ČĆŽŠĐ.",
    ),
    (
        "el",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ἐν ἀρχῇ ἦν ὁ λόγος, ᾧ ΐ ΰ.",
    ),
    (
        "ru",
        "Съешь же ещё этих мягких французских булок, да выпей чаю. ЙЁ.",
    ),
    (
        "uk",
        "Чуєш їх, доцю, га? Кумедна ж ти, прощайся без ґольфів! ЇЄҐ.",
    ),
    ("eo", "Eĥoŝanĝo ĉiuĵaŭde. LAŬ ĜARDENO."),
    ("mt", "Ċaqlaq, ħobża, ġwienaħ, żarbun. ĊĦĠŻ."),
];

#[test]
fn accented_letters_of_twenty_languages_come_back_in_their_words() {
    let mut markdown = String::from("---\ntitle: Letters\nlang: en\n---\n\n");
    for (lang, sentence) in PANGRAMS {
        markdown.push_str(&format!("::: {{lang={lang}}}\n\n{sentence}\n\n:::\n\n"));
    }
    let source = Source::new(SourceId(0), "letters.md", &markdown);
    let options = read::Options::new()
        .format(read::Format::Markdown)
        .lang(Lang::parse("en"));
    // Unpolished: it is letters that are looked at here, not spaces.
    let article = read::read(&source, &options, &mut Report::new());
    let printed = print("letters".into(), article, None);
    let pdf = Pdf::open(&printed.pdf).text();
    let chapter = epub::chapters(&printed.epub).remove(0);
    let epub = epub::body_text(chapter.text());
    for (format, text) in [("PDF", pdf), ("EPUB", epub), ("text", printed.text)] {
        let text: String = one_line(&text).nfc().collect();
        for (lang, sentence) in PANGRAMS {
            let sentence: String = sentence.nfc().collect();
            assert!(text.contains(&sentence), "{lang} in {format}:\n{text}");
        }
    }
}

#[test]
fn letters_of_other_scripts_come_back() {
    let sentences = [
        ("he", "שלום עולם, כל האותיות: אבגדהוזחטיכלמנסעפצקרשתךםןףץ"),
        ("ar", "صباح الخير، الحروف العربية جميلة: أبجد هوز حطي كلمن"),
        ("hi", "नमस्ते दुनिया, हिन्दी में क्षत्रिय और ज्ञान"),
        ("th", "สวัสดีชาวโลก ภาษาไทยน้ำใจผู้ใหญ่"),
        (
            "mixed",
            "Office ﬁn: efficient affluent fjord, Δx ≠ 0, naïve 10 € → 5 °C",
        ),
    ];
    for (lang, sentence) in sentences {
        let markdown = format!("---\ntitle: T\nlang: en\n---\n\n[{sentence}]{{lang={lang}}}\n");
        let source = Source::new(SourceId(0), "a.md", &markdown);
        let article = read::read(&source, &read::Options::default(), &mut Report::new());
        let printed = print(lang.into(), article, None);
        let chapter = epub::chapters(&printed.epub).remove(0);
        let name = |format| format!("{lang} in {format}");
        assert_letters(
            &name("PDF"),
            &Pdf::open(&printed.pdf).text(),
            &[sentence, "T"],
        );
        assert_letters(
            &name("EPUB"),
            &epub::body_text(chapter.text()),
            &[sentence, "T"],
        );
        assert_letters(&name("text"), &printed.text, &[sentence, "T"]);
    }
}

#[test]
fn letters_that_were_written_decomposed_come_back_too() {
    let sentence =
        "e\u{301}te\u{301} a\u{300} Nimes, gu\u{303} va\u{323}\u{302}n, z\u{30c}luty\u{301}";
    let markdown = format!("---\ntitle: A\nlang: fr\n---\n\n{sentence}\n");
    let source = Source::new(SourceId(0), "a.md", &markdown);
    let article = read::read(&source, &read::Options::default(), &mut Report::new());
    let printed = print("a".into(), article, None);
    let wanted: String = sentence.nfc().collect();
    let chapter = epub::chapters(&printed.epub).remove(0);
    for text in [
        Pdf::open(&printed.pdf).text(),
        epub::body_text(chapter.text()),
        printed.text,
    ] {
        let text: String = text.nfc().collect();
        assert!(text.contains(&wanted), "{text}");
    }
}

/// Composed letters are one glyph, and the text of a PDF has one letter for it, whichever
/// way it was typed; what cannot be composed, and letters that composing would put others
/// in the place of (the sign of the ohm), stay.
#[test]
fn the_text_of_a_pdf_is_composed() {
    for (lang, composed) in [
        ("ar", "قال أحمد إن الأمر آخر سؤال سيئ لأن شيء مُحَمَّدٌ"),
        ("fa", "مسئله رؤیا هٔ"),
        ("he", "שׁלום בּית"),
        ("vi", "Tiếng Việt được"),
        ("el", "Ελλάδα ΰ ᾧ"),
        ("ru", "ёлка йод"),
        ("en", "5 \u{2126}, q\u{301}"),
    ] {
        for typed in [composed.to_owned(), decomposed(composed)] {
            let markdown = format!("---\ntitle: A\nlang: {lang}\n---\n\n{typed}\n");
            let source = Source::new(SourceId(0), "a.md", &markdown);
            let article = read::read(&source, &read::Options::default(), &mut Report::new());
            let text = Pdf::open(&print("a".into(), article, None).pdf).text();
            let wanted = match composed.contains('\u{2126}') {
                true => composed.to_owned(),
                false => composed.nfc().collect::<String>(),
            };
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            assert!(
                bare(&text).contains(&bare(&wanted)),
                "{lang}: {text} for {wanted}"
            );
        }
    }
}

/// A text with its letters and marks apart, but for the sign of the ohm.
fn decomposed(text: &str) -> String {
    let apart = |c: char| match c {
        '\u{2126}' => c.to_string(),
        c => std::iter::once(c).nfd().collect(),
    };
    text.chars().map(apart).collect()
}
