//! What typography changed, entry by entry.
//!
//! Each entry names the run of text it is about, where in the *polished* run
//! the change stands, what was there before and which rule made it. From the
//! entries of a run the author's text can be had back, and any place in the
//! polished run leads to its place in the source.

use super::NodeId;
use std::collections::BTreeMap;

/// The rules of typography, each with what it does. Their authorities are named where
/// they are written, in [`typography`](crate::typography).
pub const RULES: [(&str, &str); 18] = [
    (
        "quotes",
        "straight quotation marks become those of the language",
    ),
    (
        "apostrophe",
        "a straight apostrophe becomes a typographic one",
    ),
    (
        "primes",
        "straight marks after feet, inches, minutes and seconds become primes",
    ),
    ("dash", "typewriter hyphens become dashes"),
    ("range", "a hyphen between two figures becomes a dash"),
    ("comma-space", "a comma stands close to its word"),
    ("ellipsis", "three full stops become one sign"),
    ("high-space", "French: the space before ; ! ?"),
    ("colon-space", "French: the space before a colon"),
    ("guillemet-space", "French: the spaces inside « »"),
    (
        "percent-space",
        "the sign of a hundredth stands apart from its figure",
    ),
    ("abbreviation-space", "German: narrow spaces in z. B."),
    ("thousands", "groups of figures stay together"),
    ("ties", "what belongs together stays on one line"),
    ("comma-below", "Romanian: commas for cedillas"),
    ("ela-geminada", "Catalan: the dot between two l"),
    (
        "superiors",
        "French: the letters of 1er, XIXe and Mme stand above the line",
    ),
    ("numero", "a letter for the sign of a degree in nº"),
];
/// What an article may ask for instead of the rules of its language's country.
pub const PRESETS: [&str; 5] = ["none", "fr", "fr-presse", "fr-CH", "fr-CA"];

/// One change to one run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// First byte of the change in the polished run.
    pub at: usize,
    /// What the author wrote there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// The name of the rule.
    pub rule: &'static str,
}

/// The changes to an article, by run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    changes: BTreeMap<NodeId, Vec<Change>>,
}

impl Ledger {
    /// Records the changes to a run, which must be in order of place.
    pub fn record(&mut self, run: NodeId, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.changes.entry(run).or_default().extend(changes);
        }
    }

    /// The changes to a run, in order of place.
    pub fn of(&self, run: NodeId) -> &[Change] {
        self.changes.get(&run).map_or(&[], Vec::as_slice)
    }

    /// All runs that were changed, with their changes.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &[Change])> {
        self.changes.iter().map(|(id, c)| (*id, c.as_slice()))
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.changes.values().map(Vec::len).sum()
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Where byte `at` of the polished run stood in the author's run. Inside a
    /// change it is the change's first byte.
    pub fn before(&self, run: NodeId, at: usize) -> usize {
        let mut shift = 0_isize;
        for change in self.of(run) {
            if at < change.at {
                break;
            }
            if at < change.at + change.after.len() {
                return change.at.saturating_add_signed(shift);
            }
            shift += change.before.len() as isize - change.after.len() as isize;
        }
        at.saturating_add_signed(shift)
    }

    /// The author's run, from the polished one.
    pub fn undo(&self, run: NodeId, polished: &str) -> String {
        let mut text = String::with_capacity(polished.len());
        let mut done = 0;
        for change in self.of(run) {
            text.push_str(polished.get(done..change.at).unwrap_or(""));
            text.push_str(&change.before);
            done = change.at + change.after.len();
        }
        text.push_str(polished.get(done..).unwrap_or(""));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polished_run_leads_back_to_the_authors() {
        let run = NodeId::default();
        let mut ledger = Ledger::default();
        let change = |at, before: &str, after: &str| Change {
            at,
            before: before.into(),
            after: after.into(),
            rule: "test",
        };
        // l'eau : a  ->  l’eau\u{a0}: a
        ledger.record(run, vec![change(1, "'", "’"), change(7, " ", "\u{a0}")]);
        let polished = "l’eau\u{a0}: a";
        assert_eq!(ledger.undo(run, polished), "l'eau : a");
        assert_eq!(ledger.before(run, 0), 0);
        assert_eq!(ledger.before(run, 4), 2, "the e of eau");
        assert_eq!(ledger.before(run, 9), 6, "the colon");
    }
}
