//! What a line of press copy looks like by itself: its [`Finding`], with the reason.

use super::copy::{Finding, Part, Role};
use super::dateline;
use super::languages::{LANGUAGES, is_one_of, labelled, one_of, opens};
use super::script::{columns, words};
use super::words::{
    AGENCIES, BY_LABELS, BYLINES, COOKIES, CREDITS, DATE_LABELS, DATELINE_LABELS, EDITORS,
    EMBARGOES, ENDS, HANDS, HEADLINE_LABELS, KICKER_LABELS, KINDS, LEFTOVERS, OFFICES, PARTICLES,
    PUBLISHED, READING_TIMES, REPORTERS, RIGHTS, SHORT_CREDITS, STANDFIRST_LABELS, UPDATED,
    URGENCIES,
};
use crate::read::date;
use crate::read::line::Confidence::{Certain, Guess, Likely};
use crate::source::Span;

pub(super) fn by_look(line: &str) -> Finding {
    let plain = plain(line);
    let found = |role, sure, why| Finding { role, sure, why };
    if let Some(label) = labelled(line, |row| row.source).filter(|label| *label < line.len()) {
        return found(Role::Source { label }, Certain, "a label names a source");
    }
    // As press releases end: `SOURCE Acme Corp.`
    if let Some(name) = line.strip_prefix("SOURCE ")
        && name.starts_with(char::is_uppercase)
        && name.chars().count() <= 60
    {
        let label = line.len() - name.len();
        return found(Role::Source { label }, Likely, "a label names a source");
    }
    if let Some(role) = leftover(line, &plain) {
        return role;
    }
    if let Some(role) = about_the_copy(line, &plain) {
        return role;
    }
    if let Some(label) = dated(line, &PUBLISHED) {
        return found(Role::Date { label }, Certain, "a day of publication");
    }
    if dated(line, &UPDATED).is_some() {
        return found(Role::Leftover, Likely, "the day of a change");
    }
    if let Some(credit) = credit_length(line) {
        let why = "a line that ends with a credit";
        return found(Role::Caption { credit }, Certain, why);
    }
    if dateline::alone(line).is_some() {
        return found(Role::Dated, Certain, "a place and a day alone");
    }
    if line.chars().count() <= 40 && date::date(line, Span::default()).day().is_some() {
        return found(Role::Date { label: 0 }, Certain, "a date alone");
    }
    found(Role::Body, Likely, "nothing marks it as anything else")
}

/// A line in small letters, its apostrophes straight, without what stands around its
/// words.
fn plain(line: &str) -> String {
    // The small letter of `İ` has its dot as a mark of its own.
    let plain = line.to_lowercase().replace("i\u{307}", "i");
    let plain = plain.replace('’', "'");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    plain.to_owned()
}

/// What buttons and other pages leave.
fn leftover(line: &str, plain: &str) -> Option<Finding> {
    let found = |why| Finding {
        role: Role::Leftover,
        sure: Certain,
        why,
    };
    if LEFTOVERS.contains(&plain) || is_one_of(plain, |row| row.share) {
        return Some(found("the words of a button of a web page"));
    }
    let short = line.chars().count() <= 300;
    if short && COOKIES.iter().any(|words| plain.starts_with(words)) {
        return Some(found("a sentence about cookies"));
    }
    let related = LANGUAGES
        .iter()
        .flat_map(|row| row.related)
        .filter(|words| plain.starts_with(**words))
        .max_by_key(|words| words.len());
    if let Some(words) = related
        && line.chars().count() <= 200
        && !line.ends_with('.')
    {
        let rest = plain.get(words.len()..).unwrap_or("").trim_start();
        if rest.is_empty() || rest.starts_with([':', '：', '-', '–', '>', '»', '|', '｜']) {
            return Some(found("it leads to another page"));
        }
    }
    let has_figure = plain.contains(|c: char| c.is_ascii_digit());
    let is_time = READING_TIMES.iter().any(|words| plain.starts_with(words))
        || plain.ends_with("min read")
        || plain.ends_with("minute read");
    (is_time && has_figure && plain.chars().count() <= 32)
        .then(|| found("how long it takes to read"))
}

/// What agencies and newsrooms say of their copy.
fn about_the_copy(line: &str, plain: &str) -> Option<Finding> {
    let found = |role, sure, why| Some(Finding { role, sure, why });
    let lower = line.to_lowercase();
    if ENDS.contains(&&*lower) {
        return found(Role::Leftover, Certain, "a sign that copy ends here");
    }
    if is_rule(line) {
        return found(Role::Rule, Likely, "a line of signs that parts the text");
    }
    if EDITORS
        .iter()
        .any(|words| lower.replace('’', "'").starts_with(words))
        && line.chars().count() <= 200
    {
        return found(Role::Leftover, Certain, "a note of the agency for editors");
    }
    if EMBARGOES.iter().any(|word| plain.starts_with(word))
        && line.chars().count() <= 120
        && !line.ends_with('.')
    {
        return found(
            Role::Embargo,
            Certain,
            "it says until when copy is not to be used",
        );
    }
    if KINDS.contains(&plain) {
        return found(Role::Kicker, Likely, "the kind of copy that it is");
    }
    if URGENCIES.contains(&plain) {
        return found(Role::Header, Likely, "how urgent it is");
    }
    if is_code(line) {
        return found(Role::Header, Certain, "the codes of an agency");
    }
    if is_slug(line) {
        return found(
            Role::Header,
            Likely,
            "words joined by hyphens, as agencies file copy",
        );
    }
    if line.starts_with("((") && line.ends_with("))") {
        return found(
            Role::Initials,
            Certain,
            "a note for editors, in two pairs of brackets",
        );
    }
    if is_initials(line) {
        return found(
            Role::Initials,
            Likely,
            "the initials of who wrote and edited it",
        );
    }
    let is_in_brackets = line.ends_with(')') || !line.starts_with('(');
    if is_hand(line) && is_in_brackets {
        return found(Role::Credit, Likely, "who else had a hand in it");
    }
    let reserved = RIGHTS.iter().any(|words| lower.contains(words)) && line.chars().count() <= 160;
    let signed =
        line.starts_with(['©']) || lower.starts_with("copyright") || lower.starts_with("(c) ");
    let has_year = lower.contains("19") || lower.contains("20");
    if reserved || signed && has_year && line.chars().count() <= 120 {
        return found(Role::Rights, Certain, "it reserves rights");
    }
    if signed && line.chars().count() <= 60 {
        return found(Role::PhotoCredit, Likely, "a credit alone");
    }
    let is_labelled = labelled(line, |row| row.credit).is_some_and(|label| label < line.len())
        || SHORT_CREDITS.iter().any(|label| lower.starts_with(label));
    (is_labelled && line.chars().count() <= 80 && !line.ends_with('.')).then_some(Finding {
        role: Role::PhotoCredit,
        sure: Likely,
        why: "a credit alone",
    })
}

/// The part of the opening that a line is by its label, and the length of the label.
pub(super) fn part_of_opening(line: &str) -> Option<(Part, usize)> {
    let lists: [(Part, &[&str]); 5] = [
        (Part::Headline, &HEADLINE_LABELS),
        (Part::Kicker, &KICKER_LABELS),
        (Part::Standfirst, &STANDFIRST_LABELS),
        (Part::Byline, &BY_LABELS),
        (Part::Dateline, &DATELINE_LABELS),
    ];
    let mut all = lists.into_iter();
    let writer = || Some((Part::Byline, labelled(line, |row| row.byline)?));
    all.find_map(|(part, labels)| Some((part, one_of(line, labels)?)))
        .or_else(writer)
        .filter(|(_, label)| *label < line.len())
}

/// The length of the label of a day, if a day follows it.
pub(super) fn labelled_date(line: &str) -> Option<usize> {
    let label = one_of(line, &DATE_LABELS)?;
    let day = line.get(label..)?;
    (day.chars().count() <= 40 && date::date(day, Span::default()).day().is_some()).then_some(label)
}

/// `___`, `* * *`: three or more of one sign, and nothing else.
fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next() else {
        return false;
    };
    let mut count = 1;
    let is_one = signs.all(|sign| {
        count += 1;
        sign == first
    });
    matches!(first, '_' | '*' | '-' | '=' | '–' | '—' | '~' | '+' | '•') && is_one && count >= 3
}

/// `FRS0042 4 I 0458 FRA /AFP-JK67`: no word among codes, and figures in two of them.
fn is_code(line: &str) -> bool {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let has_figure = |token: &&&str| token.contains(|c: char| c.is_ascii_digit());
    let is_short = |token: &&str| token.chars().count() <= 12;
    let is_lower_word =
        |token: &&str| token.chars().count() > 3 && token.chars().all(char::is_lowercase);
    let has_mixed = tokens.iter().any(|token| {
        token.contains(|c: char| c.is_ascii_digit())
            && token.contains(|c: char| c.is_ascii_alphabetic())
    });
    tokens.len() >= 3
        && tokens.len() <= 10
        && has_mixed
        && tokens.iter().all(is_short)
        && !tokens.iter().any(is_lower_word)
        && tokens.iter().filter(has_figure).count() >= 2
        && !line.ends_with(['.', '!', '?', ':'])
        && date::date(line, Span::default()).day().is_none()
}

/// `Turquie-Syrie-conflit-diplomatie`, `BC-EU--Tower-Bells, 1st Ld`.
fn is_slug(line: &str) -> bool {
    // dpa's sections: `Kultur/Musik/Deutschland/`.
    let sections = line.trim_end_matches('/').split('/');
    if line.ends_with('/') && sections.clone().count() > 1 {
        return sections
            .clone()
            .all(|part| part.starts_with(char::is_uppercase));
    }
    let first = line.split_whitespace().next().unwrap_or("");
    let words = line.split_whitespace().count();
    let parts: Vec<&str> = first
        .split(['-', '/', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let plain = |part: &&str| part.chars().all(char::is_alphanumeric);
    let least = if first.contains("--") { 2 } else { 3 };
    let joined = first.matches('-').count() >= 2 && parts.iter().all(plain) && parts.len() >= least;
    joined
        && (words == 1 || words <= 4 && first.contains("--"))
        && !first.starts_with('-')
        && parts
            .iter()
            .any(|part| part.chars().any(char::is_alphabetic))
        && date::date(line, Span::default()).day().is_none()
}

/// `jmt/dla/sp`: what editors leave of themselves at the end.
fn is_initials(line: &str) -> bool {
    let first = line.split('/').next().unwrap_or("");
    // `jpr/ akar/`, as in Warsaw.
    let spaced = line.trim_end_matches('/').replace("/ ", "/");
    let line = spaced.as_str();
    let parts: Vec<&str> = match AGENCIES.contains(&first) {
        // dpa's have spaces between them.
        true => line.split(['/', ' ']).collect(),
        false => line.split('/').collect(),
    };
    let initials = |part: &&str| {
        let count = part.chars().count();
        (1..=5).contains(&count) && part.chars().all(|c| c.is_lowercase() || c.is_ascii_digit())
    };
    parts.len() >= 2 && parts.len() <= 6 && parts.iter().all(initials)
}

/// Signs of Chinese and Japanese that end a sentence or a part of one.
const WIDE_STOPS: [char; 4] = ['。', '，', '、', '；'];

/// A word or three, without a full stop: `Culture`, `Moyen-Orient`, `TV`.
pub(super) fn is_section(line: &str) -> bool {
    columns(line) <= 32
        && words(line) <= 4
        && !line.ends_with(['.', '!', '?', ':', '»', '”', '"', ',', ';'])
        && !line.contains(WIDE_STOPS)
}

pub(super) fn is_headline(line: &str) -> bool {
    // A Chinese or Japanese headline ends no sentence, nor has it one within.
    line.chars().count() <= 220
        && !line.contains('。')
        && !line.ends_with(WIDE_STOPS)
        && (!line.ends_with(['.', ',', ';', ':']) || line.ends_with("..."))
}

/// Whether a line under the headline is a byline with an office that is in no list.
pub(super) fn is_loose_byline(line: &str) -> bool {
    let Some((name, office)) = line.split_once(", ") else {
        return false;
    };
    is_byline(name)
        && office.split_whitespace().count() <= 6
        && line.chars().count() <= 90
        && !office.ends_with(['.', '!', '?', ':'])
}

/// Whether a line is a label of a writer and a name.
pub(super) fn is_labelled_byline(line: &str) -> bool {
    let name = labelled(line, |row| row.byline).and_then(|label| line.get(label..));
    name.is_some_and(is_person)
}

pub(super) fn is_byline(line: &str) -> bool {
    if line.chars().count() > 90 || line.ends_with('.') {
        return false;
    }
    let opens_with_name =
        |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    // After `Text:` a name, after `Por` nothing but names: `Por un puñado de euros`.
    let labels = labelled(line, |row| row.byline);
    let mut prefixes = LANGUAGES.iter().flat_map(|row| row.by);
    labels
        .and_then(|label| line.get(label..))
        .is_some_and(|rest| opens_with_name(rest) && rest.split_whitespace().count() <= 8)
        || prefixes.any(|word| {
            let rest =
                opens(line, &word.to_lowercase()).and_then(|at| line.get(at..)?.strip_prefix(' '));
            rest.is_some_and(is_credited)
        })
        || is_wide_byline(line)
        || BYLINES.iter().any(|words| line.starts_with(words))
        // A name follows.
        && line.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase))
}

/// Whether a text is names of people, and no more than their agency or office after a
/// comma, a dash or in brackets: `Anna Muster, dpa`, `Ana Pérez (Lisboa)`.
pub(super) fn is_credited(text: &str) -> bool {
    // A script without capitals.
    if !text.contains(|c: char| c.is_lowercase() || c.is_uppercase()) {
        return (2..=6).contains(&words(text))
            && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
    }
    let parted = [", ", " (", " - ", " – ", " — ", " | ", "/"]
        .iter()
        .filter_map(|sign| text.split_once(sign))
        .min_by_key(|(names, _)| names.len());
    let Some((names, office)) = parted else {
        return is_person(text);
    };
    is_person(text) || is_person(names) && (is_office(office) || is_credited(office))
}

/// Whether a line is a byline without a word before the name: `Anna Muster, dpa`, or two
/// or three words with capitals.
pub(super) fn is_bare_byline(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| c.is_alphabetic());
    let has_small = letters.any(char::is_lowercase);
    let (names, office) = line.split_once(", ").unwrap_or((line, ""));
    let count = names.split_whitespace().count();
    has_small
        && !line.ends_with(',')
        && line.chars().count() <= 60
        && is_person(names)
        && match office.is_empty() {
            true => (2..=3).contains(&count) && !names.contains(['.', '/']),
            false => count <= 4 && is_office(office) && !date::is_month(office),
        }
}

/// Whether a text is an agency, a house, a place or what somebody does.
fn is_office(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', ' ']);
    let first = text.split([' ', '/', ',', '-']).next().unwrap_or("");
    let small = first.to_lowercase();
    let is_named = first.starts_with(char::is_uppercase)
        || AGENCIES.contains(&&*small)
        || OFFICES.iter().any(|office| small.starts_with(office));
    is_named && text.split_whitespace().count() <= 5 && !text.ends_with(['.', '!', '?', ':'])
}

/// Whether a line is the byline of Chinese, Japanese or Korean copy: the word for a
/// reporter, before a name or after it.
fn is_wide_byline(line: &str) -> bool {
    let after = REPORTERS
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .filter(|rest| rest.starts_with([' ', '\u{3000}', '/', '／', '・', '＝']));
    let before = line
        .split_once(' ')
        .is_some_and(|(_, rest)| REPORTERS.iter().any(|word| rest.trim_start() == *word));
    let is_name = |c: char| c.is_alphabetic() || c.is_whitespace() || "/／・＝、·".contains(c);
    (after.is_some() || before) && columns(line) <= 40 && line.chars().all(is_name)
}

/// Whether a text is names of people and no more: words with a capital each, but for
/// particles and what joins two names.
fn is_person(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        let plain = word.trim_end_matches([',', '.']);
        PARTICLES.contains(&plain)
            || AGENCIES.contains(&plain)
            || *word == "&"
            || plain.starts_with(char::is_uppercase)
                && plain
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '/'))
    };
    (2..=8).contains(&words.len())
        && words.iter().all(is_word)
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && words
            .last()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && !text.ends_with('.')
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.ends_with([
        '.', '!', '?', '…', '»', '”', '"', ')', ':', '。', '！', '？', '」', '』', '）', '：', '।',
        '؟', '۔',
    ])
}

/// How many bytes at the end of a line are a credit by their shape: after a stop or a
/// slash the name of a person or an agency, with a word and a colon before it or not.
/// This needs no words of any language.
pub(super) fn name_at_end(line: &str) -> Option<usize> {
    let starts = line.match_indices(' ').map(|(at, space)| at + space.len());
    let found = starts.filter_map(|at| {
        let (before, rest) = (line.get(..at)?.trim_end(), line.get(at..)?);
        let is_parted = before.ends_with(['.', '!', '?', '»', '”', '"', '/', '|']);
        let name = match rest.split_once(':') {
            Some((label, name)) if label.split_whitespace().count() <= 2 => name,
            Some(_) => return None,
            None => rest,
        };
        let is_name = is_person(name) || is_signed(name);
        let is_caption = before.split_whitespace().count() >= 3;
        // A slash goes with the name.
        let sign = before.len() - before.trim_end_matches(['/', '|']).len();
        let at = if sign > 0 { before.len() - sign } else { at };
        (is_parted && is_name && is_caption).then_some(line.len() - at)
    });
    found.max()
}

/// Whether a text is an agency, alone or with a person: `EFE`, `EFE/Archivo`,
/// `Jane Doe/AP`.
fn is_signed(text: &str) -> bool {
    let text = text.trim();
    let mut parts = text.split('/').map(|part| part.trim().to_lowercase());
    text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= 5
        && !text.ends_with(['.', ',', ';'])
        && parts.any(|part| AGENCIES.contains(&&*part))
}

/// How many bytes at the end of a paragraph are the name of its agency: ` EFE`, ` (PAP)`.
pub(super) fn agency_at_end(line: &str) -> Option<usize> {
    let (text, name) = line.rsplit_once(' ')?;
    let bare = name.trim_end_matches('.');
    let bare = bare
        .strip_prefix('(')
        .and_then(|name| name.strip_suffix(')'))
        .unwrap_or(bare);
    let is_agency = bare.chars().count() >= 2
        && bare.starts_with(char::is_uppercase)
        && bare.chars().all(|c| c.is_uppercase() || c == '-')
        && AGENCIES.contains(&&*bare.to_lowercase());
    let text = text.trim_end();
    (is_agency && ends_sentence(text)).then_some(line.len() - text.len())
}

/// How many sentences a text has, by its stops.
pub(super) fn sentences(text: &str) -> usize {
    let ends = text.match_indices(['.', '!', '?']).filter(|(at, stop)| {
        let rest = text.get(at + stop.len()..).unwrap_or("");
        let next = rest.trim_start().chars().next();
        rest.is_empty()
            || rest.starts_with(' ') && next.is_some_and(|c| !c.is_lowercase() && !c.is_numeric())
    });
    ends.count().max(1)
}

/// Whether a line says who else of an agency had a hand in it.
pub(super) fn is_hand(line: &str) -> bool {
    let lower = line.to_lowercase();
    HANDS.iter().any(|words| lower.starts_with(words))
        || (lower.starts_with("associated press ") || lower.starts_with("ap "))
            && lower.ends_with("contributed to this report.")
}

/// A short line alone that ends like no sentence and opens like a heading.
pub(super) fn is_subhead(line: &str) -> bool {
    let opens = line
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric());
    opens
        && columns(line) <= 70
        && words(line) <= 10
        && !line.contains([':', '：', '。'])
        && !line.ends_with(['.', ',', ';', '»', '”', '"', '…'])
}

/// The length in bytes of words that a day follows, and little else.
fn dated(line: &str, words: &[&str]) -> Option<usize> {
    if line.chars().count() > 80 {
        return None;
    }
    let lower = line.to_lowercase();
    let words = words.iter().find(|words| lower.starts_with(*words))?;
    // Small letters may be longer; only places of the same are used.
    let rest = line
        .get(words.len()..)
        .filter(|_| lower.len() == line.len())?;
    let rest = rest.trim_start_matches([' ', ':', '\u{a0}', '\u{202f}']);
    date::date(rest, Span::default()).day()?;
    Some(line.len() - rest.len())
}

/// How many bytes at the end of a line credit a photograph: `(AFP photo)`,
/// `©AFP`, `Photo : J. Dupont`, `Foto: dpa`, `/ Reuters`.
fn credit_length(line: &str) -> Option<usize> {
    let credited = |start: usize| Some(line.len() - start).filter(|_| start > 0);
    if let Some(open) = line.strip_suffix(')').and_then(|l| l.rfind('(')) {
        let inner = line.get(open + 1..line.len() - 1)?.to_lowercase();
        let words: Vec<&str> = inner.split(|c: char| !c.is_alphanumeric()).collect();
        let is_labelled = labelled(&inner, |row| row.credit).is_some();
        if (is_labelled || CREDITS.iter().any(|mark| inner.contains(mark)))
            && inner.chars().count() < 90
            || inner.len() < 40 && words.iter().any(|word| AGENCIES.contains(word))
        {
            return credited(open);
        }
        return None;
    }
    const SIGNS: [&str; 2] = ["©", "(c) "];
    for sign in SIGNS {
        if let Some(at) = line.rfind(sign)
            && is_name(line.get(at + sign.len()..)?)
        {
            return credited(at);
        }
    }
    let starts = line.match_indices(char::is_whitespace);
    for at in starts.map(|(at, space)| at + space.len()) {
        let (before, rest) = (line.get(..at)?.trim_end(), line.get(at..)?);
        if !before.ends_with([
            '.', ',', ';', '-', '–', '—', '/', '|', ')', '!', '?', '»', '”',
        ]) {
            continue;
        }
        let short = SHORT_CREDITS.iter().filter_map(|label| opens(rest, label));
        let label = labelled(rest, |row| row.credit).or(short.max());
        let after_label = label.and_then(|label| rest.get(label..));
        // An agency and a slash need no label.
        let is_signed = rest.contains('/') && is_signed(rest) && line.chars().count() <= 300;
        if after_label.is_some_and(is_name) || is_signed {
            return credited(at);
        }
    }
    None
}

/// A name of a few words, such as stands after a copyright sign.
fn is_name(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    !text.is_empty() && text.chars().count() <= 60 && text.split_whitespace().count() <= 7
}

/// A subhead is no more than a guess.
pub(super) fn subhead() -> Finding {
    Finding {
        role: Role::Subhead,
        sure: Guess,
        why: "a short line alone that ends no sentence",
    }
}
