//! Takes lines of code and the name of their language; returns the kinds of their words.
//!
//! Only this file knows syntect, whose definitions (those of Sublime Text, about forty
//! languages) are in the binary.

use super::{Marked, Word};
use std::sync::OnceLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// The longest line that is looked at, in bytes: a longer one is data.
const LONGEST: usize = 2_000;
/// The most lines of a block that are looked at.
const MOST_LINES: usize = 5_000;

/// The marked stretches of each line, in order; none where the language is not
/// known. A line that cannot be read leaves the rest of the block unmarked.
pub(crate) fn mark<'t>(
    language: &str,
    lines: impl IntoIterator<Item = &'t str>,
) -> Vec<Vec<Marked>> {
    let Some((set, syntax)) = syntax(language) else {
        return Vec::new();
    };
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut marked = Vec::new();
    for line in lines.into_iter().take(MOST_LINES) {
        if line.len() > LONGEST {
            break;
        }
        let Ok(changes) = state.parse_line(&format!("{line}\n"), set) else {
            break;
        };
        let mut own: Vec<Marked> = Vec::new();
        let mut start = 0;
        let ends = changes.iter().map(|(at, _)| *at).chain([line.len()]);
        let mut changes = changes.iter().map(|(_, change)| change);
        for end in ends {
            let end = end.min(line.len());
            if end > start
                && let Some(word) = word(&scopes)
            {
                match own.last_mut() {
                    Some((range, last)) if *last == word && range.end == start => range.end = end,
                    _ => own.push((start..end, word)),
                }
            }
            start = start.max(end);
            if let Some(change) = changes.next()
                && scopes.apply(change).is_err()
            {
                return marked;
            }
        }
        marked.push(own);
    }
    marked
}

fn syntax(language: &str) -> Option<(&'static SyntaxSet, &'static SyntaxReference)> {
    static SET: OnceLock<SyntaxSet> = OnceLock::new();
    let language = language.trim();
    if language.is_empty() || matches!(language, "text" | "txt" | "plain" | "plaintext") {
        return None;
    }
    let set = SET.get_or_init(SyntaxSet::load_defaults_newlines);
    let syntax = set.find_syntax_by_token(language)?;
    (syntax.name != "Plain Text").then_some((set, syntax))
}

/// What the innermost scope that says something says.
fn word(scopes: &ScopeStack) -> Option<Word> {
    static KINDS: OnceLock<Vec<(Scope, Option<Word>)>> = OnceLock::new();
    let kinds = KINDS.get_or_init(|| {
        let kinds = [
            ("comment", Some(Word::Comment)),
            // Signs are keywords in name only.
            ("keyword.operator", None),
            ("keyword", Some(Word::Keyword)),
            ("storage", Some(Word::Keyword)),
            ("entity.name.tag", Some(Word::Keyword)),
            ("string", Some(Word::Quoted)),
            ("constant", Some(Word::Constant)),
        ];
        let scope = |(name, word): (&str, Option<Word>)| Some((Scope::new(name).ok()?, word));
        kinds.into_iter().filter_map(scope).collect()
    });
    scopes.as_slice().iter().rev().find_map(|scope| {
        let (_, word) = kinds.iter().find(|(kind, _)| kind.is_prefix_of(*scope))?;
        Some(*word)
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str, text: &str) -> Vec<(String, Word)> {
        let lines = text.lines();
        let marked = mark(language, lines.clone());
        let pairs = lines.zip(marked).flat_map(|(line, marked)| {
            let said = move |(range, word): Marked| (line[range].trim().to_owned(), word);
            marked.into_iter().map(said).collect::<Vec<_>>()
        });
        pairs.collect()
    }

    #[test]
    fn words_of_a_language_are_told_apart() {
        let text = "// Sage\nlet é = \"encre\"; /* deux\nlignes */ let n = 42;\n";
        let words = words("rust", text);
        let has = |text: &str, word: Word| {
            assert!(
                words.contains(&(text.to_owned(), word)),
                "{text}: {words:?}"
            );
        };
        has("// Sage", Word::Comment);
        has("let", Word::Keyword);
        has("\"encre\"", Word::Quoted);
        has("lignes */", Word::Comment);
        has("42", Word::Constant);
    }

    #[test]
    fn names_and_endings_name_a_language() {
        for language in [
            "python", "py", "Python", "html", "yaml", "sh", "json", "c++",
        ] {
            assert!(syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn a_language_that_is_not_known_is_left_alone() {
        for language in ["", "text", "volapük"] {
            assert!(mark(language, ["let x = 1;"]).is_empty(), "{language}");
        }
    }

    #[test]
    fn stretches_are_in_order_and_on_letters() {
        let line = "x = {'ключ': [1, 2.5e3, None], \"ℵ\": f'{a!r}'}  # été";
        let marked = mark("python", [line]);
        let mut last = 0;
        for (range, _) in &marked[0] {
            assert!(range.start >= last && range.end > range.start);
            assert!(line.get(range.clone()).is_some());
            last = range.end;
        }
    }
}
