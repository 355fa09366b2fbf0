//! Takes a number; returns a hard article: all blocks and inlines in each other, to a depth that
//! nobody writes, with scripts, notes, pictures and links over the ends of lines. The same
//! number is the same article. From [`ODD`] on articles also have what is rare: links that say
//! their addresses or parts of them, fixed spaces beside signs, marks where nobody puts them,
//! tables that are too wide, paragraphs that say the same.

#[path = "hard/pictures.rs"]
mod pictures;

pub use pictures::write_pictures;
use std::path::Path;

/// Words of the trade.
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "a",
    "in",
    "type",
    "lead",
    "forme",
    "galley",
    "quoin",
    "composing",
    "stick",
    "frisket",
    "tympan",
    "bodkin",
    "ink",
    "1457",
    "en-dash",
    "typographer’s",
    "imposition",
    "quad",
    "Plantin",
    "justification",
    "œuvre",
    "naïve",
    "Straße",
    "12,5",
    "kerning",
    "l’été",
];
/// Words that are not set in the text face, or not from left to right.
const FOREIGN: &[&str] = &[
    "עברית",
    "العربية 12",
    "😀",
    "ไทย",
    "हिन्दी",
    "Ωμέγα",
    "Журнал",
    "Việt",
    "e\u{301}",
    "🇫🇷",
];
/// The first number of an article that has what is rare.
pub const ODD: u64 = 1000;
/// Spaces that are more than a space.
const SPACES: &[&str] = &[
    " ", " ", " ", " ", "\u{a0}", "\u{202f}", "\u{2007}", "\u{2009}", "\u{3000}",
];
/// Signs of several characters, and marks that stand alone.
const SIGNS: &[&str] = &[
    "😀",
    "👩\u{200d}👩\u{200d}👧",
    "🏳\u{fe0f}\u{200d}🌈",
    "🇫🇷",
    "1\u{fe0f}\u{20e3}",
    "❤\u{fe0f}",
    "👍🏽",
    "a\u{301}\u{323}",
    "\u{301}x",
    "שָׁלוֹם",
    "سَلام",
    "한국",
    "½",
    "→",
];
/// Where links lead that begin or end alike.
const ADDRESSES: &[&str] = &[
    "https://e.org",
    "https://e.org/a",
    "https://e.org/a/b",
    "https://e.org/a/b?c=1",
    "https://www.e.org/a",
    "http://e.org",
    "mailto:a@e.org",
    "https://e.org/[x]",
];
/// The pictures that articles show.
const PICTURES: &[&str] = &[
    "wide.png",
    "tall.jpg",
    "grey.png",
    "clear.png",
    "paths.svg",
    "shade.svg",
];

/// A source of numbers (SplitMix64, Steele, Lea and Flood, 2014).
pub struct Dice(pub u64);

impl Dice {
    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `least` to `most`.
    pub fn from(&mut self, least: usize, most: usize) -> usize {
        least + (self.number() % (most - least + 1) as u64) as usize
    }

    /// Whether something happens that does so in so many of a hundred cases.
    fn chance(&mut self, percent: usize) -> bool {
        self.from(1, 100) <= percent
    }

    /// One of several texts.
    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.from(0, of.len() - 1)]
    }
}

struct Author {
    dice: Dice,
    /// What decides what is rare, in articles that have it.
    odd: Option<Dice>,
    /// Notes that wait for their text, by depth.
    notes: Vec<String>,
}

impl Author {
    fn words(&mut self, least: usize, most: usize) -> String {
        let words: Vec<&str> = (0..self.dice.from(least, most))
            .map(|_| self.dice.one(WORDS))
            .collect();
        words.join(" ")
    }

    fn note(&mut self, depth: usize) -> String {
        let known = self.notes.len();
        if known > 0 && self.dice.chance(20) {
            return format!("[^n{}]", self.dice.from(1, known));
        }
        self.notes.push(String::new());
        let text = match self.dice.from(0, 9) {
            0..=6 => self.phrase(depth + 2, 3, 30),
            7..=8 => self.phrase(depth + 2, 20, 150),
            _ => {
                let blocks = self.blocks(depth + 2, 2);
                format!(
                    "{}\n\n{}",
                    self.words(2, 6),
                    set_in(&blocks, "    ", "    ")
                )
            }
        };
        self.notes[known] = text;
        format!("[^n{}]", known + 1)
    }

    /// Words with everything that stands in a line.
    fn phrase(&mut self, depth: usize, least: usize, most: usize) -> String {
        let mut parts = Vec::new();
        let mut left = self.dice.from(least, most);
        while left > 0 {
            let count = self.dice.from(1, left.min(12));
            left -= count;
            let plain = self.words(count, count);
            if let Some(odd) = self.oddity(depth) {
                parts.push(odd);
            }
            parts.push(match self.dice.from(0, 99) {
                _ if depth > 6 => plain,
                0..=57 => plain,
                58..=62 => format!("*{}*", self.phrase(depth + 1, 1, 5)),
                63..=66 => format!("**{}**", self.phrase(depth + 1, 1, 5)),
                67..=69 => format!("`{plain}`"),
                70..=74 => {
                    let text = self.phrase(depth + 3, 1, 20).replace(['[', ']'], "");
                    format!("[{text}](https://example.org/{count}?a=1&b=é)")
                }
                75..=76 => format!("[{}]{{lang=fr}}", self.phrase(depth + 2, 1, 5)),
                77..=78 => format!("[{plain}]{{.smallcaps}}"),
                79..=80 => "1^er^ H~2~O".to_owned(),
                81..=87 => format!("{}{}", self.words(1, 1), self.note(depth + 1)),
                88..=89 => "$a^2 < b$".to_owned(),
                90 => format!("![a sign](pictures/{})", self.dice.one(PICTURES)),
                91 => "![](pictures/paths.svg){alt=\"\"}".to_owned(),
                92 => format!("[there](#part-{})", self.dice.from(0, 4)),
                93 => "NGO".to_owned(),
                94..=95 => self.dice.one(FOREIGN).to_owned(),
                96 => format!("~~{plain}~~"),
                97 => format!("{plain}\\\n{plain}"),
                98 => format!("[{plain} ![a sign](pictures/wide.png)](https://example.org)"),
                _ => "verylongword".repeat(9),
            });
        }
        let mut phrase = String::new();
        for part in parts {
            if !phrase.is_empty() {
                let odd = self.odd.as_mut().filter(|_| depth < 9);
                phrase.push_str(odd.map_or(" ", |dice| dice.one(SPACES)));
            }
            phrase.push_str(&part);
        }
        phrase
    }

    /// Something rare in a line, now and then.
    fn oddity(&mut self, depth: usize) -> Option<String> {
        let dice = self.odd.as_mut()?;
        if depth > 6 || !dice.chance(25) {
            return None;
        }
        let kind = dice.from(0, 13);
        let (address, sign, space) = (dice.one(ADDRESSES), dice.one(SIGNS), dice.one(SPACES));
        let short = dice.one(&["here", "e.org", "a", "https://e.org", "[L1]", "1"]);
        let word = dice.one(WORDS);
        Some(match kind {
            0 => format!("<{address}>"),
            1 => address.trim_start_matches("https://").to_owned(),
            2 => format!("[{short}](<{address}>)"),
            3 => format!("[{address}](<{address}> \"{word}\")"),
            4 => format!("[{sign}](<{address}>)\u{301}{word}"),
            5..=6 => format!("{word}{space}{sign}{space}{word}"),
            7 => format!("{sign}{sign}"),
            8 => format!("{word} {}, {word}", self.note(depth + 1)),
            9 => format!("{} {word}", self.note(depth + 1)),
            10 => format!("{word}{}{}.", self.note(depth + 1), self.note(depth + 1)),
            11 => format!("![{short}](pictures/none.png)\u{301}{word}"),
            12 => format!("[1] {word} 1{space}2"),
            _ => format!("{word}: {word} ({word}) — {word}"),
        })
    }

    /// A block that is rare, now and then.
    fn odd_block(&mut self, depth: usize) -> Option<String> {
        let dice = self.odd.as_mut()?;
        if depth > 3 || !dice.chance(15) {
            return None;
        }
        let kind = dice.from(0, 5);
        let (columns, rows) = (dice.from(5, 12), dice.from(1, 6));
        Some(match kind {
            0 => {
                let text = self.phrase(9, 5, 40);
                format!("{text}\n\n{text}")
            }
            1 => {
                let text = self.phrase(9, 3, 20);
                format!("{text}\n\n{text} {}", self.words(1, 20))
            }
            2 => {
                let links: Vec<String> = (0..columns * rows)
                    .map(|n| format!("[{} {n}](https://e.org/{n})", self.words(1, 2)))
                    .collect();
                links.join(if rows > 3 { "\n\n" } else { ", " })
            }
            _ => self.wide_table(depth, columns, rows),
        })
    }

    /// A table that is too wide for a text, with heads that are blank or repeat.
    fn wide_table(&mut self, depth: usize, columns: usize, rows: usize) -> String {
        let row = |author: &mut Author, heads: bool| {
            let cells: Vec<String> = (0..columns)
                .map(|_| {
                    let odd = author.odd.as_mut().map_or(0, |dice| dice.from(0, 9));
                    let text = match odd {
                        0 | 1 => String::new(),
                        2 | 3 => author.dice.one(WORDS).to_owned(),
                        4 if heads => "composingstickandgalley".to_owned(),
                        _ if heads => author.words(1, 2).replace(' ', ""),
                        4..=6 => author.phrase(depth + 3, 1, 6),
                        _ => author.words(2, 12),
                    };
                    text.replace("\\\n", " ").replace('|', "")
                })
                .collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines = vec![row(self, true), format!("|{}", " --- |".repeat(columns))];
        for _ in 0..rows {
            lines.push(row(self, false));
        }
        lines.join("\n")
    }

    fn blocks(&mut self, depth: usize, count: usize) -> String {
        let blocks: Vec<String> = (0..count).map(|_| self.block(depth)).collect();
        blocks.join("\n\n")
    }

    fn block(&mut self, depth: usize) -> String {
        if let Some(odd) = self.odd_block(depth) {
            return odd;
        }
        let kind = self.dice.from(0, if depth > 4 { 35 } else { 99 });
        match kind {
            0..=29 => self.phrase(depth, 5, 120),
            30..=35 => self.heading(depth),
            36..=47 => self.list(depth),
            48..=56 => {
                let count = self.dice.from(1, 3);
                let mut text = self.blocks(depth + 1, count);
                if self.dice.chance(40) {
                    text.push_str(&format!("\n\n— {}", self.words(1, 4)));
                }
                set_in(&text, "> ", "> ")
            }
            57..=67 => self.table(depth),
            68..=73 => {
                let count = [1, 3, 60][self.dice.from(0, 2)];
                let lines: Vec<String> = (0..count).map(|_| self.words(0, 14)).collect();
                let name = self.dice.one(&["", "rust", "yaml"]);
                format!("```{name}\n{}\n```", lines.join("\n"))
            }
            74..=79 => {
                let caption = self.words(2, 20);
                let credit = self.words(1, 3);
                let picture = self.dice.one(PICTURES);
                format!("![what it shows](pictures/{picture} \"{caption}\"){{credit=\"{credit}\"}}")
            }
            80..=86 => {
                let class = self.dice.one(&[
                    "aside",
                    "pullquote",
                    "epigraph",
                    "quote",
                    "{.box lang=de}",
                    "{lang=he}",
                ]);
                let count = self.dice.from(1, 3);
                fenced(class, depth, &self.blocks(depth + 1, count))
            }
            87..=89 => {
                let lines: Vec<String> = (0..self.dice.from(1, 8))
                    .map(|line| " ".repeat(line % 3 * 2) + &self.phrase(depth + 4, 1, 12))
                    .collect();
                fenced("verse", depth, &lines.join("\n"))
            }
            90..=94 => {
                let terms: Vec<String> = (0..self.dice.from(1, 3))
                    .map(|_| {
                        let term = self.words(1, 4);
                        let meaning = self.blocks(depth + 1, 1);
                        format!("{term}\n: {}", set_in(&meaning, "", "  "))
                    })
                    .collect();
                terms.join("\n\n")
            }
            95..=97 => "***".to_owned(),
            _ => "$$ \\int_0^1 x $$".to_owned(),
        }
    }

    fn heading(&mut self, depth: usize) -> String {
        let rank = self.dice.from(1, 6);
        let text = if self.dice.chance(93) {
            self.phrase(depth + 3, 1, 8)
        } else {
            String::new()
        };
        let name = if self.dice.chance(20) {
            format!(" {{#part-{}}}", self.dice.from(0, 4))
        } else {
            String::new()
        };
        format!("{} {text}{name}", "#".repeat(rank)).replace("\\\n", " ")
    }

    fn list(&mut self, depth: usize) -> String {
        let ordered = self.dice.chance(50);
        let task = self.dice.chance(10);
        let between = if self.dice.chance(40) { "\n\n" } else { "\n" };
        let items: Vec<String> = (0..self.dice.from(1, 5))
            .map(|number| {
                let body = if self.dice.chance(70) {
                    self.phrase(depth + 1, 2, 30)
                } else {
                    let count = self.dice.from(1, 3);
                    self.blocks(depth + 1, count)
                };
                match (ordered, task) {
                    (true, _) => set_in(&body, &format!("{}. ", number + 1), "   "),
                    (false, true) => set_in(&body, "- [x] ", "  "),
                    (false, false) => set_in(&body, "- ", "  "),
                }
            })
            .collect();
        // A comment keeps the next list apart.
        items.join(between) + "\n\n<!-- -->"
    }

    fn table(&mut self, depth: usize) -> String {
        let columns = self.dice.from(1, 5);
        let rows = [2, 4, 40][self.dice.from(0, 2)];
        let most = [2, 4, 20][self.dice.from(0, 2)];
        let row = |author: &mut Author, empty: usize| {
            let cells: Vec<String> = (0..columns)
                .map(|_| {
                    if author.dice.chance(empty) {
                        return String::new();
                    }
                    let text = author.phrase(depth + 3, 1, most);
                    text.replace("\\\n", " ").replace('|', "")
                })
                .collect();
            format!("| {} |", cells.join(" | "))
        };
        let empty = [0, 30, 100][self.dice.from(0, 2)];
        let head = row(self, empty);
        let rules: Vec<&str> = (0..columns)
            .map(|_| self.dice.one(&["---", ":-:", "--:"]))
            .collect();
        let mut lines = vec![head, format!("| {} |", rules.join(" | "))];
        for _ in 0..rows {
            lines.push(row(self, 10));
        }
        lines.join("\n")
    }
}

/// Sets all lines in, the first by something else.
fn set_in(text: &str, first: &str, rest: &str) -> String {
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let by = if number == 0 { first } else { rest };
        lines.push(format!("{by}{line}").trim_end().to_owned());
    }
    lines.join("\n")
}

/// A division, whose fence is longer than those within.
fn fenced(class: &str, depth: usize, text: &str) -> String {
    let fence = ":".repeat(12 - depth);
    format!("{fence} {class}\n{text}\n{fence}")
}

/// An article.
pub fn article(number: u64) -> String {
    let mut author = Author {
        dice: Dice(number),
        odd: (number >= ODD).then_some(Dice(!number)),
        notes: Vec::new(),
    };
    let mut front = vec![format!("title: \"{} & <x>\"", author.words(1, 9))];
    let lang = author
        .dice
        .one(&["en", "en", "en", "fr", "de", "he", "ar", "el"]);
    front.push(format!("lang: {lang}"));
    for (percent, line) in [
        (40, format!("standfirst: \"{}\"", author.words(5, 40))),
        (40, "byline: By Some One".to_owned()),
        (40, "author: [A & B, \"C, D\"]".to_owned()),
        (40, "date: 2026-03-04".to_owned()),
        (30, "dateline: Lyon".to_owned()),
        (30, "kicker: Trade".to_owned()),
        (30, "source: \"[Somebody](https://example.org)\"".to_owned()),
    ] {
        if author.dice.chance(percent) {
            front.push(line);
        }
    }
    let count = author.dice.from(1, 18);
    let body = author.blocks(0, count);
    let mut text = format!(
        "---\n{}\n---\n\n{body}\n\n*[NGO]: non-governmental organisation\n\n",
        front.join("\n")
    );
    for (number, note) in author.notes.iter().enumerate() {
        text.push_str(&format!("[^n{}]: {note}\n\n", number + 1));
    }
    text
}

/// Writes the articles of these numbers into a folder, with their pictures.
pub fn write(folder: &Path, numbers: impl Iterator<Item = u64>) {
    write_pictures(folder);
    for number in numbers {
        let path = folder.join(format!("hard-{number:03}.md"));
        std::fs::write(path, article(number)).unwrap();
    }
}
