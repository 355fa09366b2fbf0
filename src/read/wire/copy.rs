//! Takes press copy; returns its lines, with what each of them is: by its own look, and by where
//! it stands.

use super::dateline;
use super::look::{self, by_look, ends_sentence, is_byline, is_headline, is_section, is_subhead};
use super::script::{self, columns, words};
use super::table;
use crate::model::Numerals;
use crate::read::line::Confidence;

/// The longest caption that is known by its shape alone, in characters.
const CAPTION: usize = 300;

/// A part of the opening that has a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Kicker,
    Headline,
    Standfirst,
    Byline,
    Dateline,
}

/// What a line of press copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The section it was filed under.
    Kicker,
    /// The headline, or a line of it.
    Headline,
    /// Who wrote it.
    Byline,
    /// A part of the opening, after so many bytes of its label.
    Labelled { part: Part, label: usize },
    /// A caption, its credit being the last so many bytes of the line.
    Caption { credit: usize },
    /// A paragraph that an agency signs in so many bytes at its end.
    Signed { credit: usize },
    /// The credit of a picture, alone.
    PhotoCredit,
    /// A heading within the text.
    Subhead,
    /// A paragraph that opens with a dateline, or a dateline alone.
    Dated,
    /// A paragraph, or a line of one.
    Body,
    /// An item of a list, after so many bytes of its mark, and its number; how deep the
    /// list stands in others.
    Item {
        length: usize,
        number: Option<i64>,
        numerals: Numerals,
        depth: usize,
    },
    /// A row of a table.
    Row,
    /// A further line of an item.
    ItemLine,
    /// A line of signs that parts the text.
    Rule,
    /// What a button of a web page left behind.
    Leftover,
    /// What an agency says of its copy before it.
    Header,
    /// Until when the copy is not to be used.
    Embargo,
    /// The initials of who wrote and edited it.
    Initials,
    /// Who else had a hand in it.
    Credit,
    /// Whose rights are reserved.
    Rights,
    /// The source, after so many bytes of its label.
    Source { label: usize },
    /// A date that stands alone, after so many bytes of its label.
    Date { label: usize },
}

impl Role {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Kicker => "kicker",
            Role::Headline => "headline",
            Role::Byline => "byline",
            Role::Labelled { part, .. } => match part {
                Part::Kicker => "kicker",
                Part::Headline => "headline",
                Part::Standfirst => "standfirst",
                Part::Byline => "byline",
                Part::Dateline => "dateline",
            },
            Role::Caption { .. } => "caption",
            Role::PhotoCredit => "photo credit",
            Role::Subhead => "subhead",
            Role::Dated => "dateline",
            Role::Body | Role::Signed { .. } => "paragraph",
            Role::Item { .. } | Role::ItemLine => "list item",
            Role::Rule => "rule",
            Role::Row => "table",
            Role::Leftover => "leftover",
            Role::Header => "agency header",
            Role::Embargo => "embargo",
            Role::Initials => "initials",
            Role::Credit => "credit",
            Role::Rights => "rights",
            Role::Source { .. } => "source",
            Role::Date { .. } => "date",
        }
    }
}

/// What a line was taken for, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding {
    pub(super) role: Role,
    pub(super) sure: Confidence,
    pub(super) why: &'static str,
}

/// A line with its place in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Whether it is set in.
    pub(super) indented: bool,
    /// How far it is set in, in columns; a tab is as wide as four.
    pub(super) indent: usize,
}

impl Line<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Copy in groups of lines, with what each of them is.
pub(super) struct Copy<'a> {
    pub(super) groups: Vec<Vec<Line<'a>>>,
    pub(super) findings: Vec<Vec<Finding>>,
    /// Whether lines were broken at a fixed width.
    pub(super) wrapped: bool,
    /// The width of the longest line, in columns.
    pub(super) width: usize,
}

impl<'a> Copy<'a> {
    pub(super) fn of(text: &'a str) -> Copy<'a> {
        let groups = groups(text);
        let findings = groups
            .iter()
            .map(|group| group.iter().map(|line| by_look(line.text)).collect())
            .collect();
        let mut copy = Copy {
            wrapped: is_hard_wrapped(&groups),
            width: longest(&groups),
            groups,
            findings,
        };
        copy.mend();
        copy.tables(text);
        copy.lists();
        copy.head();
        copy.captions();
        copy.datelines();
        copy.subheads();
        copy.signed();
        copy.rules();
        copy
    }

    /// Where each line is, in order.
    pub(super) fn places(&self) -> Vec<(usize, usize)> {
        let groups = self.groups.iter().enumerate();
        groups
            .flat_map(|(g, group)| (0..group.len()).map(move |l| (g, l)))
            .collect()
    }

    pub(super) fn text(&self, (g, l): (usize, usize)) -> &'a str {
        let line = self.groups.get(g).and_then(|group| group.get(l));
        line.map_or("", |line| line.text)
    }

    pub(super) fn role(&self, (g, l): (usize, usize)) -> Role {
        let finding = self.findings.get(g).and_then(|group| group.get(l));
        finding.map_or(Role::Body, |finding| finding.role)
    }

    pub(super) fn set(
        &mut self,
        (g, l): (usize, usize),
        role: Role,
        sure: Confidence,
        why: &'static str,
    ) {
        if let Some(slot) = self.findings.get_mut(g).and_then(|group| group.get_mut(l)) {
            *slot = Finding { role, sure, why };
        }
    }

    /// Finds rows of tables: lines of a group with the same columns.
    fn tables(&mut self, text: &str) {
        for g in 0..self.groups.len() {
            let Some(group) = self.groups.get(g) else {
                continue;
            };
            let raw: Vec<&str> = group.iter().map(|line| whole(text, line)).collect();
            // A figure may be read as a date, a name at the end as a credit.
            let is_free = |l: usize| {
                matches!(
                    self.role((g, l)),
                    Role::Body
                        | Role::Date { .. }
                        | Role::Caption { .. }
                        | Role::Header
                        | Role::Rule
                )
            };
            let is_row = |l: usize| {
                raw.get(l).is_some_and(|line| {
                    is_free(l) && (table::has_gap(line) || table::is_ruled(line))
                })
            };
            let mut found = Vec::new();
            let mut start = 0;
            while start < raw.len() {
                let end = (start..raw.len())
                    .find(|l| !is_row(*l))
                    .unwrap_or(raw.len());
                let bare: Vec<&str> = raw
                    .get(start..end)
                    .unwrap_or_default()
                    .iter()
                    .copied()
                    .filter(|line| !table::is_ruled(line))
                    .collect();
                if table::cells(&bare).is_some() {
                    found.extend(start..end);
                }
                start = end.max(start) + 1;
            }
            for l in found {
                let why = "one of several lines with the same columns";
                self.set((g, l), Role::Row, Confidence::Likely, why);
            }
        }
    }

    /// Takes back what has no place where it stands: codes and urgency within the text,
    /// initials before its end.
    fn mend(&mut self) {
        let places = self.places();
        let first_words = places.iter().position(|place| {
            self.role(*place) == Role::Body && self.text(*place).split_whitespace().count() > 4
        });
        let head = first_words.unwrap_or(0);
        for (i, place) in places.iter().enumerate() {
            let role = self.role(*place);
            let misplaced = matches!(role, Role::Header | Role::Kicker) && i > head
                || role == Role::Initials && i + 4 < places.len();
            if misplaced {
                let why = "nothing marks it as anything else";
                self.set(*place, Role::Body, Confidence::Likely, why);
            }
        }
    }

    /// The head of the copy is read in order: section, headline, byline.
    fn head(&mut self) {
        if self.labels() {
            return self.byline(true);
        }
        self.house();
        let lines = self.places();
        let body = lines
            .iter()
            .copied()
            .filter(|place| self.role(*place) == Role::Body);
        let head: Vec<(usize, usize)> = body.take(6).collect();
        let mut head = head.into_iter().peekable();
        if let Some(first) = head.peek().copied() {
            // What follows at once: a caption or a date makes this the headline.
            let next = lines.iter().copied().find(|place| *place > first);
            let next = next.filter(|place| {
                self.role(*place) == Role::Body
                    && by_look(self.text(*place)).role == Role::Body
                    && !is_byline(self.text(*place))
            });
            if is_section(self.text(first))
                && next.is_some_and(|next| is_headline(self.text(next)))
                && next.is_some_and(|next| dateline::dateline(self.text(next)).is_none())
                && next.is_some_and(|next| self.lines_of_headline(next) > 0)
                && next.is_some_and(|next| self.is_kicker_of(first, next))
            {
                let why = "a few words before the headline";
                self.set(first, Role::Kicker, Confidence::Likely, why);
                head.next();
            }
        }
        // A page's trail of sections: a group of them, and the headline after it.
        if let Some(first) = head.peek().copied()
            && let Some(group) = self.groups.get(first.0)
            && (2..=3).contains(&group.len())
            && group.iter().all(|line| is_section(line.text))
            && let Some(next) = lines.iter().copied().find(|place| place.0 == first.0 + 1)
            && is_headline(self.text(next))
            && words(self.text(next)) > 3
            && !is_byline(self.text(next))
        {
            for line in 0..group.len() {
                // A day stays one.
                if self.role((first.0, line)) == Role::Body {
                    let why = "sections before the headline";
                    self.set((first.0, line), Role::Kicker, Confidence::Likely, why);
                }
            }
            while head.peek().is_some_and(|place| place.0 == first.0) {
                head.next();
            }
        }
        let Some(headline) = head.peek().copied() else {
            return;
        };
        let lines_of_it = self.lines_of_headline(headline);
        let is_first = is_headline(self.text(headline))
            && lines_of_it > 0
            && lines.len() > 1
            && !is_byline(self.text(headline))
            && dateline::dateline(self.text(headline)).is_none();
        if is_first {
            let why = "the first line that could be one";
            self.set(headline, Role::Headline, Confidence::Likely, why);
            head.next();
            // A headline may be broken over lines, too.
            for _ in 1..lines_of_it {
                if let Some(next) = head.next() {
                    let why = "it goes on with the headline";
                    self.set(next, Role::Headline, Confidence::Likely, why);
                }
            }
        }
        self.byline(is_first);
    }

    /// Reads the labels of the opening, if one of them is of a headline: `HEADLINE: `. Says
    /// whether it does.
    fn labels(&mut self) -> bool {
        let mut found = Vec::new();
        for place in self.places().into_iter().take(12) {
            let line = self.text(place);
            if let Some((part, label)) = look::part_of_opening(line) {
                found.push((place, Role::Labelled { part, label }));
            } else if let Some(label) = look::labelled_date(line) {
                found.push((place, Role::Date { label }));
            } else if self.role(place) == Role::Body && words(line) > 12 {
                break;
            }
        }
        let is_headline = |role: &Role| {
            matches!(
                role,
                Role::Labelled {
                    part: Part::Headline,
                    ..
                }
            )
        };
        if !found.iter().any(|(_, role)| is_headline(role)) {
            // The names and the day alone.
            for (place, role) in found {
                let fits = match role {
                    Role::Date { .. } => true,
                    Role::Labelled {
                        part: Part::Byline,
                        label,
                    } => {
                        let names = self.text(place).get(label..);
                        !is_byline(self.text(place)) && names.is_some_and(look::is_credited)
                    }
                    Role::Kicker
                    | Role::Headline
                    | Role::Byline
                    | Role::Labelled { .. }
                    | Role::Caption { .. }
                    | Role::Signed { .. }
                    | Role::PhotoCredit
                    | Role::Subhead
                    | Role::Dated
                    | Role::Body
                    | Role::Item { .. }
                    | Role::Row
                    | Role::ItemLine
                    | Role::Rule
                    | Role::Leftover
                    | Role::Header
                    | Role::Embargo
                    | Role::Initials
                    | Role::Credit
                    | Role::Rights
                    | Role::Source { .. } => false,
                };
                if fits {
                    self.set(place, role, Confidence::Certain, "a label says so");
                }
            }
            return false;
        }
        // A subject may stand before the title.
        let title = found.iter().rposition(|(_, role)| is_headline(role));
        for (i, (place, role)) in found.into_iter().enumerate() {
            let role = if let Role::Labelled { label, .. } = role
                && is_headline(&role)
                && Some(i) != title
            {
                Role::Labelled {
                    part: Part::Kicker,
                    label,
                }
            } else {
                role
            };
            self.set(place, role, Confidence::Certain, "a label says so");
        }
        true
    }

    /// Who sends a press release stands over the line that says that it is one.
    fn house(&mut self) {
        let places = self.places();
        let head = || places.iter().take(5);
        let Some(kind) = head().position(|place| self.role(*place) == Role::Kicker) else {
            return;
        };
        let is_house = |place: &(usize, usize)| {
            let line = self.text(*place);
            self.role(*place) != Role::Body || columns(line) <= 50 && !ends_sentence(line)
        };
        let before = places.get(..kind).unwrap_or_default();
        let is_followed = places
            .get(kind + 1)
            .is_some_and(|next| is_headline(self.text(*next)));
        if before.iter().all(is_house) && is_followed {
            for place in before {
                if self.role(*place) == Role::Body {
                    let why = "who sends it, before the kind of copy that it is";
                    self.set(*place, Role::Kicker, Confidence::Likely, why);
                }
            }
        }
    }

    /// The first line that is left of the head may be the byline.
    fn byline(&mut self, has_headline: bool) {
        let places = self.places();
        let mut rest = places
            .into_iter()
            .filter(|place| self.role(*place) == Role::Body);
        let (Some(byline), next) = (rest.next(), rest.next()) else {
            return;
        };
        let line = self.text(byline);
        let is_bare = has_headline && look::is_bare_byline(line) && self.is_alone(byline);
        let is_loose = has_headline && look::is_loose_byline(line) && self.is_alone(byline);
        let (sure, why) = match is_byline(line) || is_loose {
            true => (Confidence::Certain, "a word such as By, and a name"),
            false if is_bare => (Confidence::Guess, "nothing but a name after the headline"),
            false => return,
        };
        self.set(byline, Role::Byline, sure, why);
        // Under the name may stand for whom.
        if let Some(next) = next
            && next.0 == byline.0
            && is_section(self.text(next))
        {
            let why = "a few words under the byline";
            self.set(next, Role::Byline, Confidence::Likely, why);
        }
    }

    /// Whether a line is a group by itself, with another after it.
    fn is_alone(&self, place: (usize, usize)) -> bool {
        let group = self.groups.get(place.0);
        group.is_some_and(|group| group.len() == 1) && place.0 + 1 < self.groups.len()
    }

    /// Whether a line of a few words is the section of a headline after it, rather than a
    /// headline before a line of the text, a name or a subhead. A section has one word or
    /// two, or at least fewer than the headline.
    fn is_kicker_of(&self, first: (usize, usize), next: (usize, usize)) -> bool {
        let (section, headline) = (self.text(first), self.text(next));
        let is_short = words(section) <= 2;
        let rest = self
            .groups
            .get(next.0)
            .and_then(|group| group.get(next.1 + 1..));
        let text = rest.unwrap_or_default();
        // A paragraph of several lines, of which this is the first.
        let is_paragraph = text
            .last()
            .is_some_and(|last| ends_sentence(last.text) && by_look(last.text).role == Role::Body);
        let is_over_text = text
            .first()
            .is_some_and(|line| columns(line.text) > columns(headline));
        (is_short || columns(headline) > columns(section))
            && (!is_paragraph || is_short && is_over_text)
    }

    /// How many lines a headline has that begins here; none where the line is the first of
    /// a paragraph. A headline is one line, or a group of two or three; a line goes on
    /// where the next begins with a small letter, or was broken at the width of the copy.
    fn lines_of_headline(&self, first: (usize, usize)) -> usize {
        let rest = self
            .groups
            .get(first.0)
            .and_then(|group| group.get(first.1..));
        let Some([line, next @ ..]) = rest else {
            return 0;
        };
        let is_small = |line: &Line| line.text.starts_with(char::is_lowercase);
        let other = |line: &&Line| by_look(line.text).role != Role::Body || is_byline(line.text);
        let joined = next
            .iter()
            .zip(rest.into_iter().flatten())
            .take_while(|(line, before)| {
                !other(line)
                    && !ends_sentence(before.text)
                    && (is_small(line) || self.is_broken(before, line))
            })
            .count();
        // Lines of their own choice: all of a group, none of which ends a sentence.
        let group = next.iter().take_while(|line| !other(line)).count();
        let is_group = self.wrapped
            && group <= 2
            && next
                .iter()
                .take(group)
                .all(|line| is_headline(line.text) && dateline::dateline(line.text).is_none());
        let more = match (joined, is_group) {
            (0, false) => return 1,
            (joined, false) => joined,
            (_, true) => group,
        };
        let last = next.get(more.wrapping_sub(1)).unwrap_or(line);
        let goes_on = next.get(more).is_some_and(|line| !other(&line));
        let is_last = first.0 + 1 >= self.groups.len() && !goes_on;
        let text = last.text.trim_end_matches(['"', '”', '»', ')', '’', ' ']);
        match more <= 2 && !is_last && !text.ends_with(['.', ':', ';', ',']) {
            true => more + 1,
            false => 0,
        }
    }

    /// A short line before the body that ends in a name is the caption of a picture.
    fn captions(&mut self) {
        let places = self.places();
        let headline = places
            .iter()
            .position(|place| self.role(*place) == Role::Headline);
        let Some(headline) = headline else { return };
        for place in places.iter().skip(headline + 1).take(8) {
            if self.role(*place) != Role::Body {
                continue;
            }
            let line = self.text(*place);
            let is_caption = |line: &Line| {
                let by_words = matches!(by_look(line.text).role, Role::Caption { .. });
                by_words || look::name_at_end(line.text).is_some()
            };
            let group = self.groups.get(place.0);
            let is_alone =
                group.is_some_and(|group| group.len() == 1 || group.iter().all(is_caption));
            let is_body =
                line.chars().count() > CAPTION || !is_alone || place.0 + 1 >= self.groups.len();
            if is_body || dateline::dateline(line).is_some() {
                return;
            }
            if let Some(credit) = look::name_at_end(line) {
                let why = "a short line before the text that ends in a name";
                self.set(*place, Role::Caption { credit }, Confidence::Guess, why);
            }
        }
    }

    /// A dateline opens the text, or stands before it.
    fn datelines(&mut self) {
        let places = self.places();
        let body = places
            .into_iter()
            .filter(|place| self.role(*place) == Role::Body);
        for place in body.take(3).collect::<Vec<_>>() {
            let line = self.text(place);
            if dateline::dateline(line).is_some() || dateline::alone(line).is_some() {
                let why = "a place, and a day or an agency, before a dash";
                self.set(place, Role::Dated, Confidence::Likely, why);
                return;
            }
        }
    }

    /// Whether the lines of a group end where their author chose, as those of verse: all are
    /// short, and the next word had room on a third of them. In copy that was broken at a
    /// width no line leaves room but the last.
    pub(super) fn keeps_lines(&self, g: usize) -> bool {
        let count = |group: &[Line]| {
            let width = group
                .iter()
                .map(|line| columns(line.text))
                .max()
                .unwrap_or(0);
            let pairs = group.iter().zip(group.iter().skip(1));
            let room = pairs.filter(|(line, next)| {
                columns(line.text) + 1 + columns(script::first_word(next.text)) <= width
            });
            (room.count(), group.len().saturating_sub(1))
        };
        let is_short = |group: &[Line]| {
            group.len() > 1
                && group
                    .iter()
                    .all(|line| columns(line.text) <= 60 && !line.text.contains(script::is_wide))
        };
        let Some(group) = self.groups.get(g) else {
            return false;
        };
        let is_text = (0..group.len()).all(|l| self.role((g, l)) == Role::Body);
        let ends = group.iter().filter(|line| ends_sentence(line.text)).count();
        if !is_short(group) || !is_text || ends * 2 > group.len() {
            return false;
        }
        let (room, of) = count(group);
        let all = self.groups.iter().filter(|group| group.len() > 2);
        let all = all.map(|group| count(group));
        let all = all.fold((0, 0), |(a, b), (room, of)| (a + room, b + of));
        // Stanzas of one poem keep their lines together.
        of > 1 && room * 3 >= of || all.1 > 1 && all.0 * 3 >= all.1
    }

    /// A paragraph that ends in the name of an agency is signed, and no caption of a picture:
    /// the last of the text, or one of several sentences.
    fn signed(&mut self) {
        let places = self.places();
        let is_text = |role| matches!(role, Role::Body | Role::Subhead | Role::Dated);
        let first = places.iter().position(|place| {
            self.role(*place) != Role::Headline && columns(self.text(*place)) > 60
        });
        let last = places.iter().rposition(|place| {
            is_text(self.role(*place)) || matches!(self.role(*place), Role::Caption { .. })
        });
        // Who wrote it may stand at the end.
        let has_byline = places.iter().any(|place| self.role(*place) == Role::Byline);
        let tail = places
            .get(places.len().saturating_sub(4)..)
            .unwrap_or_default();
        if !has_byline && places.len() > 4 {
            for place in tail {
                if self.role(*place) == Role::Body && look::is_labelled_byline(self.text(*place)) {
                    let why = "a label, and a name";
                    self.set(*place, Role::Byline, Confidence::Likely, why);
                    break;
                }
            }
        }
        for (i, place) in places.iter().enumerate() {
            let line = self.text(*place);
            let Some(credit) = look::agency_at_end(line) else {
                continue;
            };
            let text = line.get(..line.len() - credit).unwrap_or("").trim_end();
            let is_last = Some(i) == last && first.is_some_and(|first| first <= i);
            let is_several = look::sentences(text) > 1;
            let fits = match self.role(*place) {
                Role::Body | Role::Subhead => is_last,
                Role::Caption { .. } => look::ends_sentence(text) && (is_last || is_several),
                Role::Kicker
                | Role::Headline
                | Role::Byline
                | Role::Labelled { .. }
                | Role::Signed { .. }
                | Role::PhotoCredit
                | Role::Dated
                | Role::Item { .. }
                | Role::Row
                | Role::ItemLine
                | Role::Rule
                | Role::Leftover
                | Role::Header
                | Role::Embargo
                | Role::Initials
                | Role::Credit
                | Role::Rights
                | Role::Source { .. }
                | Role::Date { .. } => false,
            };
            if fits {
                let why = "a paragraph that an agency signs";
                let role = if is_last {
                    Role::Signed { credit }
                } else {
                    Role::Body
                };
                self.set(*place, role, Confidence::Likely, why);
            }
        }
    }

    /// A rule parts text from text: before the first paragraph and after the last it parts
    /// nothing.
    fn rules(&mut self) {
        let places = self.places();
        let is_text = |role| {
            matches!(
                role,
                Role::Body
                    | Role::Row
                    | Role::Subhead
                    | Role::Dated
                    | Role::Item { .. }
                    | Role::Caption { .. }
            )
        };
        let first = places.iter().position(|place| is_text(self.role(*place)));
        let last = places
            .iter()
            .rposition(|place| is_text(self.role(*place)) && !look::is_hand(self.text(*place)));
        for (i, place) in places.iter().enumerate() {
            let parts = first.is_some_and(|first| first < i) && last.is_some_and(|last| i < last);
            if self.role(*place) == Role::Rule && !parts {
                let why = "a line of signs that parts no text from text";
                self.set(*place, Role::Leftover, Confidence::Likely, why);
            }
        }
    }

    fn subheads(&mut self) {
        let places = self.places();
        for (i, place) in places.iter().enumerate() {
            let alone = self
                .groups
                .get(place.0)
                .is_some_and(|group| group.len() == 1);
            // Over a paragraph of its group: `About Mill Works`.
            let is_over = self.groups.get(place.0).is_some_and(|group| {
                let room = |line: &Line| columns(line.text) <= 40;
                match group.as_slice() {
                    [first, next] => {
                        place.1 == 0
                            && room(first)
                            && columns(next.text) > 88
                            && next.text.starts_with(char::is_uppercase)
                    }
                    _ => false,
                }
            });
            let last = i + 1 == places.len();
            let line = self.text(*place);
            if self.role(*place) == Role::Body
                && (alone || is_over)
                && !last
                && !(self.wrapped && line.chars().count() > 60)
                && is_subhead(line)
            {
                let subhead = look::subhead();
                self.set(*place, subhead.role, subhead.sure, subhead.why);
            }
        }
    }
}

/// The whole of the line that a trimmed line is of.
pub(super) fn whole<'a>(text: &'a str, line: &Line) -> &'a str {
    let before = text.get(..line.start).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or("");
    rest.split('\n').next().unwrap_or("")
}

/// The lines of a text in groups parted by blank lines, each line trimmed.
fn groups(text: &str) -> Vec<Vec<Line<'_>>> {
    let mut groups = vec![Vec::new()];
    let mut at = 0;
    for raw in text.split('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            let lead = raw.len() - raw.trim_start().len();
            let indent = raw.chars().take_while(|c| c.is_whitespace());
            group.push(Line {
                text: trimmed,
                start: at + lead,
                indented: lead > 1 || raw.starts_with('\t'),
                indent: indent.map(|c| if c == '\t' { 4 } else { 1 }).sum(),
            });
        }
        at += raw.len() + 1;
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The width of the longest line, in columns.
fn longest(groups: &[Vec<Line>]) -> usize {
    let lengths = groups.iter().flatten().map(|line| columns(line.text));
    lengths.max().unwrap_or(0)
}

/// Whether lines were broken at a fixed width: half of them stand in groups of several,
/// none is longer than a terminal is wide, and most that are not the last of theirs are
/// nearly as long as the longest.
fn is_hard_wrapped(groups: &[Vec<Line>]) -> bool {
    let length = |line: &Line| columns(line.text);
    let longest = longest(groups);
    let count = |groups: &mut dyn Iterator<Item = &Vec<Line>>| groups.map(Vec::len).sum::<usize>();
    let all = count(&mut groups.iter());
    let several = count(&mut groups.iter().filter(|group| group.len() > 2));
    let inner = groups
        .iter()
        .flat_map(|group| group.split_last().map_or(&[][..], |(_, rest)| rest));
    let inner: Vec<usize> = inner.map(length).collect();
    let full = inner
        .iter()
        .filter(|length| **length * 3 >= longest * 2)
        .count();
    (30..=100).contains(&longest) && several * 2 >= all && full * 3 >= inner.len() * 2
}
