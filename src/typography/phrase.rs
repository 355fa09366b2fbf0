//! The text of a phrase as one string of letters that remember their origin. A rule can
//! see through emphasis and links, and each change finds its way back into its run.

use crate::lang::{Lang, Profile};
use crate::model::ledger::Change;
use crate::model::{Inline, InlineKind, Ledger, Target, Typography, walk};
use crate::source::Span;
use std::iter::Peekable;

/// Stands for what is not text: code, a picture, a note's mark.
pub(super) const OPAQUE: char = '\u{fffc}';

/// A character of a phrase.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) char: char,
    /// Which of the phrase's runs it stands in, [`NONE`] for what is opaque.
    run: u32,
    /// The bytes of the author's run that it stands for; none if it is new.
    start: u32,
    end: u32,
    /// The rule that made it, if it is not the author's.
    rule: Option<&'static str>,
    /// The character itself, of one in a tag of a template, which no rule may see.
    hidden: Option<char>,
}

/// No run.
const NONE: u32 = u32::MAX;

/// A run of the phrase.
struct Run {
    span: Span,
    /// Which of the phrase's languages it is in.
    lang: usize,
    profile: Option<&'static Profile>,
}

/// A phrase being set.
pub(super) struct Phrase<'a> {
    pub(super) letters: Vec<Letter>,
    runs: Vec<Run>,
    langs: Vec<Lang>,
    /// What the author asks for.
    asked: &'a Typography,
    /// Whether a rule changed something.
    changed: bool,
}

/// Whether an inline is a link that is to say what it leads to.
fn is_without_words(kind: &InlineKind) -> bool {
    matches!(
        kind,
        InlineKind::Link { target: Target::Internal(_), content, .. } if content.is_empty()
    )
}

impl<'a> Phrase<'a> {
    pub(super) fn of(content: &[Inline], lang: &Lang, asked: &'a Typography) -> Phrase<'a> {
        let mut phrase = Phrase {
            letters: Vec::new(),
            runs: Vec::new(),
            langs: Vec::new(),
            asked,
            changed: false,
        };
        phrase.collect(content, lang);
        hide_tags(&mut phrase.letters);
        phrase
    }

    fn collect(&mut self, content: &[Inline], lang: &Lang) {
        for inline in content {
            let lang = inline.node.lang.as_ref().unwrap_or(lang);
            if let InlineKind::Text(text) = &inline.kind {
                let run = self.runs.len() as u32;
                let (lang, profile) = self.known(lang);
                self.letters.reserve(text.len());
                self.letters
                    .extend(text.char_indices().map(|(i, c)| Letter {
                        char: c,
                        run,
                        start: i as u32,
                        end: (i + c.len_utf8()) as u32,
                        rule: None,
                        hidden: None,
                    }));
                self.runs.push(Run {
                    span: inline.node.span,
                    lang,
                    profile,
                });
            } else if let Some(content) = walk::content_of(&inline.kind)
                && !is_without_words(&inline.kind)
            {
                self.collect(content, lang);
            } else {
                self.letters.push(Letter {
                    char: if inline.kind == InlineKind::Break {
                        '\n'
                    } else {
                        OPAQUE
                    },
                    run: NONE,
                    start: 0,
                    end: 0,
                    rule: None,
                    hidden: None,
                });
            }
        }
    }

    /// The place of a language among those of the phrase, and what is known of it.
    fn known(&mut self, lang: &Lang) -> (usize, Option<&'static Profile>) {
        let place = match self.langs.iter().position(|known| known == lang) {
            Some(place) => place,
            None => {
                self.langs.push(lang.clone());
                self.langs.len() - 1
            }
        };
        let before = self.runs.iter().find(|run| run.lang == place);
        let profile = match before {
            Some(run) => run.profile,
            None => {
                let profile = lang.profile();
                let known = Lang::parse(profile.tag).is_some_and(|l| l.same_language(lang));
                known.then_some(profile)
            }
        };
        (place, profile)
    }

    /// Whether a rule is not switched off.
    fn allows(&self, rule: &str) -> bool {
        !self.asked.off.iter().any(|off| off == rule)
    }

    /// The preset that the author asks for, if any.
    pub(super) fn preset(&self) -> Option<&str> {
        self.asked.preset.as_deref()
    }

    /// The character at a place; a space beyond either end.
    pub(super) fn at(&self, index: usize) -> char {
        self.letters.get(index).map_or(' ', |letter| letter.char)
    }

    /// The character before a place; a space at the start.
    pub(super) fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or(' ', |i| self.at(i))
    }

    /// What is known of the language at a place, if its rules are.
    pub(super) fn profile(&self, index: usize) -> Option<&'static Profile> {
        self.run(index).and_then(|run| run.profile)
    }

    /// The language at a place.
    pub(super) fn lang(&self, index: usize) -> Option<&Lang> {
        self.run(index).and_then(|run| self.langs.get(run.lang))
    }

    fn run(&self, index: usize) -> Option<&Run> {
        let run = self.letters.get(index)?.run;
        self.runs.get(run as usize)
    }

    /// Where a letter stands in the source.
    pub(super) fn span(&self, index: usize) -> Option<Span> {
        let letter = self.letters.get(index)?;
        let span = self.run(index)?.span;
        let start = span.start + letter.start;
        Some(Span {
            source: span.source,
            start,
            end: start + (letter.end - letter.start),
        })
    }

    /// Puts another character in the place of one.
    pub(super) fn replace(&mut self, index: usize, char: char, rule: &'static str) {
        let allowed = self.allows(rule);
        if let Some(letter) = self.letters.get_mut(index)
            && letter.char != char
            && allowed
        {
            letter.char = char;
            letter.rule = Some(rule);
            self.changed = true;
        }
    }

    /// Rewrites the phrase in one pass: `edit` is asked at each letter what to
    /// put in place of how many letters. Letters of different runs are never
    /// replaced together: what is put ends with those of the later runs, which stay, or
    /// nothing is done.
    pub(super) fn rewrite(
        &mut self,
        rule: &'static str,
        mut edit: impl FnMut(&Phrase, usize) -> Option<Edit>,
    ) {
        // Most passes change nothing, and then copy nothing.
        let mut letters: Vec<Letter> = Vec::new();
        let (mut index, mut done) = (0, 0);
        while let Some(letter) = self.letters.get(index) {
            let edit = edit(self, index).map(|edit| (edit.rule.unwrap_or(rule), edit));
            let edit = edit.filter(|(rule, _)| self.allows(rule));
            let Some((rule, (put, taken))) =
                edit.and_then(|(rule, edit)| Some((rule, self.own_part(index, &edit)?)))
            else {
                index += 1;
                continue;
            };
            letters.extend_from_slice(self.letters.get(done..index).unwrap_or(&[]));
            // The letter before stands for what goes without another in its place.
            if put.is_empty()
                && let Some(last) = letters.last_mut()
                && let Some(end) = self.letters.get(index + taken - 1).map(|gone| gone.end)
            {
                last.end = end;
                last.rule = Some(rule);
            }
            let last = taken
                .checked_sub(1)
                .and_then(|n| self.letters.get(index + n));
            let end = last.map_or(letter.start, |last| last.end);
            let mut start = letter.start;
            for char in put.chars() {
                letters.push(Letter {
                    char,
                    run: letter.run,
                    start,
                    end,
                    rule: Some(rule),
                    hidden: None,
                });
                start = end;
            }
            done = index + taken;
            index = done.max(index + 1);
        }
        if done > 0 || !letters.is_empty() {
            letters.extend_from_slice(self.letters.get(done..).unwrap_or(&[]));
            self.letters = letters;
            self.changed = true;
        }
    }

    /// What an edit puts into the run where it begins, and how many letters of that go.
    fn own_part(&self, index: usize, edit: &Edit) -> Option<(String, usize)> {
        let run = self.letters.get(index)?.run;
        let ahead = self.letters.get(index..index + edit.letters)?;
        let taken = ahead.iter().take_while(|letter| letter.run == run).count();
        let others = ahead.get(taken..)?;
        let tail: String = others.iter().map(|letter| letter.char).collect();
        let put = edit.put.strip_suffix(&*tail)?.to_owned();
        // A letter of the same run must stand for what goes.
        let before = index.checked_sub(1).and_then(|i| self.letters.get(i));
        let can_go = before.is_some_and(|before| before.run == run && before.rule.is_none());
        (!put.is_empty() || taken == 0 || can_go).then_some((put, taken))
    }

    /// Whether some of it is in one of these languages.
    pub(super) fn speaks(&self, languages: &[&str]) -> bool {
        let mut langs = self.langs.iter();
        langs.any(|lang| languages.contains(&lang.primary()))
    }

    /// Puts the letters back into the runs they came from, and every change
    /// into the ledger.
    pub(super) fn write_back(self, content: &mut [Inline], ledger: &mut Ledger) {
        if self.changed {
            put_back(content, &mut 0, &mut self.letters.iter().peekable(), ledger);
        }
    }
}

/// What to put in the place of some letters.
pub(super) struct Edit {
    /// How many letters go; none to put something before this one.
    pub(super) letters: usize,
    /// What comes. It must not be empty where letters go: each byte of the
    /// author's keeps a letter that stands for it.
    pub(super) put: String,
    /// The rule, if it is not that of the whole pass.
    pub(super) rule: Option<&'static str>,
}

/// Puts letters back into runs, of which this is the next.
fn put_back<'l>(
    content: &mut [Inline],
    next: &mut u32,
    letters: &mut Peekable<impl Iterator<Item = &'l Letter>>,
    ledger: &mut Ledger,
) {
    for inline in content {
        if let InlineKind::Text(text) = &mut inline.kind {
            let run = *next;
            *next += 1;
            let mut new = String::with_capacity(text.len() + 8);
            let mut changes = Vec::new();
            while let Some(letter) = letters.next_if(|l| l.run == run || l.run == NONE) {
                if letter.run == run {
                    set(letter, text, &mut new, &mut changes);
                }
            }
            if !changes.is_empty() {
                *text = new;
                ledger.record(inline.node.id, changes);
            }
        } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            put_back(content, next, letters, ledger);
        }
    }
}

/// Adds a letter to the polished text of a run, and what was changed to its changes.
fn set(letter: &Letter, original: &str, text: &mut String, changes: &mut Vec<Change>) {
    if let Some(rule) = letter.rule {
        let before = original.get(letter.start as usize..letter.end as usize);
        let before = before.unwrap_or("");
        let at = text.len();
        match changes.last_mut() {
            // Letters that one rule made side by side are one change.
            Some(last) if last.rule == rule && last.at + last.after.len() == at => {
                last.before.push_str(before);
                last.after.push(letter.char);
            }
            _ => changes.push(Change {
                at,
                before: before.to_owned(),
                after: letter.char.to_string(),
                rule,
            }),
        }
    }
    text.push(letter.hidden.unwrap_or(letter.char));
}

/// Hides the tags of templates, which are printed as they are typed. An escape may part one
/// into several runs.
fn hide_tags(letters: &mut [Letter]) {
    let mut at = 0;
    while let Some(open) = letters
        .iter()
        .skip(at)
        .position(|letter| letter.char == '{')
    {
        let start = at + open;
        let close = match letters.get(start + 1).map(|letter| letter.char) {
            Some('{') => '}',
            Some('%') => '%',
            _ => {
                at = start + 1;
                continue;
            }
        };
        let rest = letters.get(start + 2..).unwrap_or(&[]);
        let length = rest
            .windows(2)
            .position(|pair| pair[0].char == close && pair[1].char == '}');
        // One that is never closed is none, nor is any after it.
        let Some(length) = length else {
            break;
        };
        at = start + length + 4;
        for letter in letters.iter_mut().take(at).skip(start) {
            if letter.run != NONE {
                letter.hidden = Some(std::mem::replace(&mut letter.char, OPAQUE));
            }
        }
    }
}
