//! Takes YAML, JSON or TOML, front matter or a whole article; claims its punctuation and
//! comments, its values where the model has them, and its keys where their values did
//! something.
//!
//! This is no parser of YAML: it parts lines into keys, values and signs, so that each
//! word can be looked for. What it takes for the wrong one of these is found all the
//! same, or is in the remainder.

use super::attributes::{self, Holds};
use super::claims::{Claim, shows};
use super::decode::{Reading, meaning};
use super::walker::Walker;
use crate::lang::Lang;
use crate::model::NumberBy;
use std::ops::Range;

/// How keys part from values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// YAML, and JSON, which is a part of it: `key: value`.
    Yaml,
    /// TOML: `key = value`.
    Toml,
    /// Pandoc's title block: a `%` before each field.
    TitleBlock,
}

/// A key or a value.
#[derive(Debug, PartialEq, Eq)]
struct Token {
    at: Range<usize>,
    is_key: bool,
}

/// Parts data into tokens, and claims the signs between them.
struct Lexer<'w, 's, 'f> {
    walker: &'w mut Walker<'s, 'f>,
    notation: Notation,
    at: usize,
    end: usize,
    /// How many brackets are open.
    flow: usize,
    tokens: Vec<Token>,
}

impl Walker<'_, '_> {
    /// Claims the data of a range.
    pub(super) fn data(&mut self, range: Range<usize>, notation: Notation) {
        if notation == Notation::TitleBlock {
            return self.title_block(range);
        }
        let mut lexer = Lexer {
            at: range.start,
            end: range.end,
            walker: self,
            notation,
            flow: 0,
            tokens: Vec::new(),
        };
        while lexer.at < lexer.end {
            lexer.line();
        }
        let tokens = lexer.tokens;
        let before = std::mem::replace(&mut self.reading, Reading::Data);
        self.keys_and_values(&tokens);
        self.reading = before;
    }

    fn keys_and_values(&mut self, tokens: &[Token]) {
        let mut at = 0;
        // The values that are accounted for, and those that are not, under their keys.
        let (mut known, mut open) = (Vec::new(), Vec::new());
        while let Some(token) = tokens.get(at) {
            at += 1;
            let values: Vec<&Token> = tokens
                .get(at..)
                .unwrap_or(&[])
                .iter()
                .take_while(|token| !token.is_key)
                .collect();
            if !token.is_key {
                self.value("", token.at.clone());
                continue;
            }
            at += values.len();
            let key = self.scalar(token.at.clone());
            let mut done = values.is_empty();
            for value in &values {
                done |= self.value(&key, value.at.clone());
            }
            if let (Some(field), [value]) = (field(&key), values.as_slice()) {
                let text = self.scalar(value.at.clone());
                match done {
                    true => known.push((field, text)),
                    false => open.push((field, text, token.at.clone(), value.at.clone())),
                }
            }
            // A kept key is kept under its name.
            if self.facts.keys.take(&key) {
                self.claims.take(token.at.clone(), Claim::Metadata);
            } else if done || self.facts.choices.contains(&key) {
                self.claims.take(token.at.clone(), Claim::Markup);
            }
        }
        // Of two keys of one field that say the same, one is enough.
        for (field, text, key, value) in open {
            if known.contains(&(field, text)) {
                self.claims.take(value, Claim::Metadata);
                self.claims.take(key, Claim::Markup);
            }
        }
    }

    /// A key or a value as it is meant.
    fn scalar(&self, at: Range<usize>) -> String {
        meaning(self.claims.slice(at), Reading::Data)
            .trim()
            .to_owned()
    }

    /// Claims a value; true where something of it is in the model.
    pub(super) fn value(&mut self, key: &str, at: Range<usize>) -> bool {
        let count = |walker: &Walker| at.clone().filter(|at| walker.claims.is_free(*at)).count();
        if count(self) == 0 || !self.claims.slice(at.clone()).contains(shows) {
            return true;
        }
        let text = self.scalar(at.clone());
        let is_free = self.claims.are_free(at.clone());
        if is_free && self.is_held(key, &text) {
            self.claims.take(at, Claim::Metadata);
            return true;
        }
        let before = count(self);
        self.loose(at.clone());
        !is_free || count(self) < before
    }

    /// Whether the model has a value that is not printed.
    fn is_held(&mut self, key: &str, text: &str) -> bool {
        let truth = match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        };
        let name: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        let name = name.to_ascii_lowercase();
        let lang = || Lang::parse(text).map(|lang| lang.to_string());
        match (&*name, truth) {
            _ if matches!(text, "null" | "~" | "Null" | "NULL") => true,
            ("draft", Some(draft)) => draft == self.facts.draft,
            ("published" | "date" | "publish", Some(published)) => published != self.facts.draft,
            ("ordered" | "reversed" | "tight" | "task", Some(_)) => true,
            ("bleed", Some(_)) => attributes::holds(self.facts, key, text),
            ("toc" | "tableofcontents", Some(asked)) => asked == self.facts.contents,
            ("typography", Some(false)) => self.facts.words.take("none"),
            ("rule", _) => true,
            ("numbering" | "number" | "numbersections", _) if self.facts.numbers(text, truth) => {
                true
            }
            ("numberingby" | "numberby", None) => {
                let by = NumberBy::named(text);
                by.is_some() && by == self.facts.numbering.by
            }
            ("dateformat", None) => self.facts.choices.contains(text),
            (_, Some(on)) if self.facts.choices.contains(key) != on && attributes_of_rules(key) => {
                true
            }
            (_, Some(truth)) => self.facts.words.take(&truth.to_string()),
            ("lang" | "language" | "locale" | "languagecode", None) => {
                let lang = lang();
                lang.is_some() && lang == self.facts.lang
                    || lang.is_some_and(|lang| self.facts.take(Holds::Lang, &lang))
                    || attributes::holds(self.facts, key, text)
            }
            (_, None) => {
                attributes::holds(self.facts, key, text)
                    || number(text).is_some_and(|number| self.facts.words.take(&number))
            }
        }
    }
}

/// The keys that fill one field, without the signs between their words.
const FIELDS: [&[&str]; 14] = [
    &["kicker", "section", "rubrique", "overline"],
    &["headline", "title", "titre", "titel", "titulo"],
    &["subtitle", "soustitre", "untertitel", "subtitulo"],
    &[
        "standfirst",
        "deck",
        "dek",
        "lead",
        "lede",
        "chapo",
        "intro",
        "abstract",
    ],
    &["author", "authors", "by"],
    &["dateline", "place", "location"],
    &[
        "date",
        "published",
        "pubdate",
        "publishdate",
        "publishedat",
        "datepublished",
        "issued",
    ],
    &["language", "lang", "locale", "languagecode"],
    &["credit", "credits"],
    &["rights", "copyright"],
    &["licence", "license"],
    &["description", "summary", "excerpt"],
    &["publisher", "agency"],
    &["identifier", "isbn", "urn", "doi", "issn"],
];

/// The field that a key fills, by its place among them.
fn field(key: &str) -> Option<usize> {
    let name: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    FIELDS.iter().position(|names| names.contains(&&*name))
}

/// Whether a key is one of the rules of typography, which are on unless switched off.
fn attributes_of_rules(key: &str) -> bool {
    crate::typography::rules::RULES
        .iter()
        .any(|(name, _)| *name == key)
}

/// A number as the model keeps it: as JSON writes it.
fn number(text: &str) -> Option<String> {
    let plain = text.replace('_', "");
    if let Ok(number) = plain.parse::<i64>() {
        return Some(number.to_string());
    }
    let number = serde_json::Number::from_f64(plain.parse().ok()?)?;
    Some(number.to_string())
}

impl Lexer<'_, '_, '_> {
    fn rest(&self) -> &str {
        self.walker.claims.slice(self.at..self.end)
    }

    fn sign(&mut self, length: usize) {
        self.walker
            .claims
            .take(self.at..self.at + length, Claim::Markup);
        self.at += length;
    }

    /// What is left of a line.
    fn line(&mut self) {
        let indent = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.at += indent;
        if self.notation == Notation::Toml && self.rest().starts_with("@def ") {
            self.sign("@def".len());
        }
        let line = self.rest();
        let whole = line.split('\n').next().unwrap_or("").trim_end();
        if self.flow == 0 && matches!(whole, "---" | "..." | "+++") {
            return self.sign(whole.len());
        }
        if self.notation == Notation::Toml && self.flow == 0 && whole.starts_with('[') {
            return self.table();
        }
        self.tokens_of_line(indent);
    }

    /// `[table]` of TOML.
    fn table(&mut self) {
        while let Some(c) = self.rest().chars().next().filter(|c| *c != '\n') {
            match c {
                '[' | ']' | '.' => self.sign(1),
                '#' => self.comment(),
                _ if c.is_whitespace() => self.at += c.len_utf8(),
                '"' | '\'' => self.quoted(c, true),
                _ => {
                    let ends = |c: char| matches!(c, '[' | ']' | '.' | '#' | '\n');
                    let length = self.rest().find(ends).unwrap_or(self.rest().len());
                    self.push(length, true);
                }
            }
        }
    }

    fn comment(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.sign(length);
    }

    fn push(&mut self, length: usize, is_key: bool) {
        let text = self.rest().get(..length).unwrap_or("").trim_end();
        let at = self.at..self.at + text.len();
        self.tokens.push(Token { at, is_key });
        self.at += length;
    }

    fn tokens_of_line(&mut self, mut indent: usize) {
        let mut is_first = true;
        // Whether a key stands before in the line.
        let mut is_keyed = false;
        // How far what stands in an item of this line is set in.
        let mut within = indent;
        while let Some(c) = self.rest().chars().next() {
            let next = self.rest().chars().nth(1);
            let parts = next.is_none_or(char::is_whitespace);
            match c {
                '\n' => {
                    self.at += 1;
                    return;
                }
                _ if c.is_whitespace() => {
                    self.at += c.len_utf8();
                    continue;
                }
                '#' if is_first || self.follows_space() => self.comment(),
                '-' | '?' | ':' if self.notation == Notation::Yaml && parts => {
                    self.sign(1);
                    // What stands in an item is set in by its sign.
                    if c == '-' {
                        is_keyed = false;
                        let blank = self.rest().len() - self.rest().trim_start_matches(' ').len();
                        indent = within;
                        within += 1 + blank;
                    }
                    continue;
                }
                ':' if self.flow > 0 => self.sign(1),
                // A map of Elixir, with its lists of words and its dates.
                '%' if self.rest().starts_with("%{") => {
                    self.flow += 1;
                    self.sign(2);
                }
                '~' if self.flow > 0 && self.opens_sigil() => self.sigil(),
                '=' if self.flow > 0 && next == Some('>') => self.sign(2),
                '=' if self.notation == Notation::Toml => self.sign(1),
                '[' | '{' => {
                    self.flow += 1;
                    self.sign(1);
                }
                ']' | '}' if self.flow > 0 => {
                    self.flow -= 1;
                    self.sign(1);
                }
                ',' if self.flow > 0 => self.sign(1),
                '"' | '\'' if self.is_broken(c) => {
                    let line = self.rest().split('\n').next().unwrap_or("");
                    self.push(line.len(), false);
                }
                '"' | '\'' => self.quoted(c, false),
                '&' | '*' | '!' if self.notation == Notation::Yaml && !parts => {
                    let length = self.rest().find(char::is_whitespace);
                    self.sign(length.unwrap_or(self.rest().len()));
                }
                '|' | '>'
                    if self.notation == Notation::Yaml && self.flow == 0 && self.is_header() =>
                {
                    return self.block(indent);
                }
                _ => is_keyed |= self.plain(is_keyed),
            }
            is_first = false;
            indent = within;
        }
    }

    fn opens_sigil(&self) -> bool {
        ["~w(", "~w[", "~D["]
            .iter()
            .any(|sign| self.rest().starts_with(sign))
    }

    /// `~w(one two)` or `~D[2026-03-07]`, of Elixir.
    fn sigil(&mut self) {
        let close = match self.rest().starts_with("~w(") {
            true => ')',
            false => ']',
        };
        self.sign(3);
        while let Some(c) = self.rest().chars().next() {
            match c {
                _ if c == close => return self.sign(1),
                _ if c.is_whitespace() => self.at += c.len_utf8(),
                _ => {
                    let ends = |c: char| c.is_whitespace() || c == close;
                    let length = self.rest().find(ends).unwrap_or(self.rest().len());
                    self.push(length, false);
                }
            }
        }
    }

    fn follows_space(&self) -> bool {
        let before = self.walker.claims.slice(0..self.at);
        before.chars().next_back().is_none_or(char::is_whitespace)
    }

    /// A plain scalar, up to what ends it in its line; whether it is a key.
    fn plain(&mut self, is_keyed: bool) -> bool {
        let (flow, notation) = (self.flow > 0, self.notation);
        let text = self.rest();
        let mut length = text.len();
        let mut is_key = false;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let after = text
                .get(at + c.len_utf8()..)
                .and_then(|rest| rest.chars().next());
            let parts =
                after.is_none_or(|c| c.is_whitespace() || flow && matches!(c, ',' | ']' | '}'));
            let is_parting = match notation {
                // What follows a key in its line is a value, whatever is in it.
                Notation::Yaml => c == ':' && parts && (flow || !is_keyed),
                Notation::Toml | Notation::TitleBlock => {
                    c == '='
                        || c == '.'
                            && !text
                                .get(..at)
                                .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
                }
            };
            if is_parting
                || c == '\n'
                || c == '#' && before.is_whitespace()
                || flow && matches!(c, ',' | ']' | '}' | '[' | '{')
            {
                length = at;
                is_key = is_parting;
                break;
            }
            before = c;
        }
        self.push(length, is_key);
        if is_key {
            self.sign(1);
        }
        is_key && !flow
    }

    /// Whether words follow the quotation mark that would close a scalar: a slip that is
    /// reported, and read as if the marks around all of the line were its own.
    fn is_broken(&mut self, quote: char) -> bool {
        if self.notation != Notation::Yaml || self.flow > 0 {
            return false;
        }
        let line = self.rest().split('\n').next().unwrap_or("").trim_end();
        let line = line
            .replace("\\\\", "  ")
            .replace("\\\"", "  ")
            .replace("''", "  ");
        let inner = line.get(1..).unwrap_or("");
        let is_broken = inner
            .split_once(quote)
            .is_some_and(|(_, after)| after.trim_start().starts_with(|c: char| !":#".contains(c)));
        let closes = line.len() > 1 && line.ends_with(quote);
        if is_broken && closes {
            let end = self.at + line.len() - 1;
            self.sign(1);
            self.walker.claims.take(end..end + 1, Claim::Markup);
        }
        is_broken
    }

    /// A scalar between quotation marks.
    fn quoted(&mut self, quote: char, is_name: bool) {
        let triple = quote.to_string().repeat(3);
        let is_triple = self.notation == Notation::Toml && self.rest().starts_with(&triple);
        let sign = if is_triple { triple } else { quote.to_string() };
        self.sign(sign.len());
        let text = self.rest();
        let mut length = text.len();
        let mut at = 0;
        while let Some(rest) = text.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            if quote == '"' && c == '\\' {
                at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
            } else if self.notation == Notation::Yaml && quote == '\'' && rest.starts_with("''") {
                at += 2;
            } else if rest.starts_with(&sign) {
                length = at;
                break;
            } else {
                at += c.len_utf8();
            }
        }
        let start = self.at;
        self.at += length;
        let closing = sign.len().min(self.end - self.at);
        self.sign(closing);
        let after = self.rest().trim_start_matches([' ', '\t', '\n']);
        let is_key = is_name
            || match self.notation {
                Notation::Yaml => after.starts_with(':') || after.starts_with("=>"),
                Notation::Toml | Notation::TitleBlock => after.starts_with('='),
            };
        self.tokens.push(Token {
            at: start..start + length,
            is_key,
        });
    }

    /// Whether a bar or an angle opens a block of text.
    fn is_header(&self) -> bool {
        let line = self.rest().split('\n').next().unwrap_or("");
        let line = line.split(" #").next().unwrap_or("").trim_end();
        let signs = line.get(1..).unwrap_or("");
        signs
            .chars()
            .all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
    }

    /// The lines of a block of text, which are set in deeper than the line it opens in.
    fn block(&mut self, indent: usize) {
        let line = self.rest().split('\n').next().unwrap_or("");
        let length = line.find(" #").unwrap_or(line.len());
        self.sign(length.min(line.trim_end().len()));
        if length < self.rest().split('\n').next().unwrap_or("").len() {
            self.at += 1;
            self.comment();
        }
        let line = self
            .rest()
            .find('\n')
            .map_or(self.rest().len(), |at| at + 1);
        self.at += line;
        let start = self.at;
        while self.at < self.end {
            let line = self.rest().split_inclusive('\n').next().unwrap_or("");
            let blank = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && blank <= indent && !(indent == 0 && blank > 0) {
                break;
            }
            self.at += line.len();
        }
        let at = start..self.at;
        self.tokens.push(Token { at, is_key: false });
    }
}
