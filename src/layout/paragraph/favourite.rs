//! Takes a paragraph set once; returns the faces it should be set in again.
//!
//! A word that its face cannot set whole is set in another. Where more than a
//! tenth of the words of one script in a paragraph are, all of that script is,
//! so that faces do not flicker.

use super::prepare::{Fragment, Preparation};
use crate::font::{FaceId, Look, Setting};
use std::collections::BTreeMap;
use unicode_script::{Script, UnicodeScript};

/// The share of words from which on a script changes its face.
const SHARE: usize = 10;

/// The faces that scripts are set in, by look, in place of the usual ones.
#[derive(Default)]
pub(super) struct PreferredBreaks(Vec<(Look, Script, FaceId)>);

impl PreferredBreaks {
    /// Counts how many words of each script fell back, and on what.
    pub(super) fn of_paragraph(
        preparation: &Preparation,
        fragments: &[Fragment],
    ) -> PreferredBreaks {
        let fonts = preparation.context.fonts;
        let runs = &preparation.gathered.runs;
        let look = |fragment: &Fragment| runs[fragment.run].setting.look;
        let fell = |fragment: &Fragment| {
            let face = fragment.shaped.face;
            face != fonts.primary(look(fragment)) && !fonts.is_for_signs(face)
        };
        if !fragments.iter().any(fell) {
            return PreferredBreaks::default();
        }
        let mut counts: BTreeMap<(Look, &str), Count> = BTreeMap::new();
        for fragment in fragments {
            let Some(script) = script(&fragment.shaped.text) else {
                continue;
            };
            let key = (look(fragment), script.short_name());
            let count = counts.entry(key).or_insert_with(|| Count::new(script));
            count.words += 1;
            if fell(fragment) {
                *count.fallen.entry(fragment.shaped.face).or_default() += 1;
            }
        }
        let favourite = |((look, _), count): ((Look, &str), Count)| {
            let fallen: usize = count.fallen.values().sum();
            // Where all fell there is nothing left to flicker.
            if fallen * SHARE <= count.words || fallen == count.words {
                return None;
            }
            let face = count.fallen.iter().max_by_key(|(_, words)| **words)?;
            Some((look, count.script, *face.0))
        };
        PreferredBreaks(counts.into_iter().filter_map(favourite).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The face that a word should be tried in first.
    pub(super) fn of(&self, setting: &Setting, word: &str) -> Option<FaceId> {
        if self.0.is_empty() {
            return None;
        }
        let script = script(word)?;
        let found = self
            .0
            .iter()
            .find(|(look, of, _)| (*look, *of) == (setting.look, script));
        found.map(|(_, _, face)| *face)
    }
}

/// The words of a script.
struct Count {
    script: Script,
    words: usize,
    fallen: BTreeMap<FaceId, usize>,
}

impl Count {
    fn new(script: Script) -> Count {
        Count {
            script,
            words: 0,
            fallen: BTreeMap::new(),
        }
    }
}

/// The script of a word: that of its first letter.
fn script(word: &str) -> Option<Script> {
    let scripts = word.chars().map(|c| c.script());
    let mut of_letters =
        scripts.filter(|s| !matches!(s, Script::Common | Script::Inherited | Script::Unknown));
    of_letters.next()
}
