//! Takes words with how they are to be treated; returns what was made of them before, or makes
//! it. Threads share a cache; it is kept in parts, so that they seldom wait for each other.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most words that a part keeps: with all parts a million, far more than a language has.
/// What comes after finds an empty part.
const MOST: usize = 65_536;

type Part<K, V> = HashMap<K, HashMap<Box<str>, V, RandomState>, RandomState>;

/// What was made of words, by how they are treated.
pub(crate) struct Cache<K, V> {
    parts: [Mutex<Part<K, V>>; 16],
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Cache<K, V> {
        Cache {
            parts: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    /// What was made of a word, or what is made of it now.
    pub(crate) fn get_or_make(&self, word: &str, key: &K, make: impl FnOnce() -> V) -> V {
        let part = self.part(word);
        let lock = || -> Option<MutexGuard<Part<K, V>>> {
            part.map(|part| part.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let known = lock().and_then(|part| part.get(key)?.get(word).cloned());
        if let Some(known) = known {
            return known;
        }
        // Not under the lock: making one word may ask for another.
        let made = make();
        if let Some(mut part) = lock() {
            let words = part.entry(key.clone()).or_default();
            if words.len() >= MOST {
                words.clear();
            }
            words.insert(word.into(), made.clone());
        }
        made
    }

    fn part(&self, word: &str) -> Option<&Mutex<Part<K, V>>> {
        // Any spread will do: the sum of a word's bytes.
        let sum: usize = word.bytes().map(usize::from).sum();
        self.parts.get(sum % self.parts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_word_is_made_once_for_each_way_to_treat_it() {
        let cache: Cache<u8, String> = Cache::default();
        let made = Cell::new(0);
        let make = |word: &str, key: u8| {
            cache.get_or_make(word, &key, || {
                made.set(made.get() + 1);
                format!("{word}{key}")
            })
        };
        for (word, key) in [("a", 1), ("a", 2), ("b", 1), ("a", 1), ("b", 1)] {
            assert_eq!(make(word, key), format!("{word}{key}"));
        }
        assert_eq!(made.get(), 3);
    }

    #[test]
    fn a_cache_is_bounded() {
        let cache: Cache<(), ()> = Cache::default();
        for number in 0..MOST * 20 {
            cache.get_or_make(&number.to_string(), &(), || ());
        }
        let kept = |part: &Mutex<Part<(), ()>>| part.lock().unwrap()[&()].len();
        assert!(cache.parts.iter().map(kept).sum::<usize>() <= MOST * 16);
    }
}
