//! Takes the bytes that decoding a picture needs; makes whoever decodes wait until there is
//! room for them beside the pictures that others decode.

use std::sync::{Condvar, Mutex, PoisonError};

/// The bytes of the pictures that are decoded at the same time (96 MiB). A larger one is decoded
/// while no other is.
const MOST: u64 = 96 << 20;

/// The bytes that are taken.
static TAKEN: Mutex<u64> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

/// Room for a picture, which is given back when this is dropped. Whoever has it must not wait
/// for work of other threads.
pub(super) struct Room(u64);

impl Room {
    /// Waits for room.
    pub(super) fn of(bytes: u64) -> Room {
        let bytes = bytes.min(MOST);
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut u64| *taken + bytes > MOST;
        let taken = LEFT.wait_while(taken, is_full);
        *taken.unwrap_or_else(PoisonError::into_inner) += bytes;
        Room(bytes)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        LEFT.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn large_pictures_are_decoded_one_after_the_other_and_small_ones_together() {
        static AT_ONCE: AtomicU64 = AtomicU64::new(0);
        let decode = |bytes: u64, most: u64| {
            let _room = Room::of(bytes);
            assert!(AT_ONCE.fetch_add(1, Ordering::SeqCst) < most);
            std::thread::yield_now();
            AT_ONCE.fetch_sub(1, Ordering::SeqCst);
        };
        for (bytes, most) in [(MOST * 3, 1), (MOST / 2, 2)] {
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(move || (0..50).for_each(|_| decode(bytes, most)));
                }
            });
        }
    }
}
