//! Takes the changes that typography makes to an article; returns the author's text, and the
//! place in it of any byte of the polished text.
//!
//! Each entry names a run of text, the place of the change in the *polished* run, the
//! original text and the rule that changed it. The rules themselves are in
//! [`typography::rules`](crate::typography::rules).

use super::NodeId;
use std::collections::BTreeMap;

/// One change to one run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// First byte of the change in the polished run.
    pub at: usize,
    /// What the author wrote there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// The name of the rule that made it.
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
