//! A bar that shows how far a long run has come.
//!
//! It is shown to a person at a terminal, and only once there was time to
//! wonder: a run of a moment leaves no flicker.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How long a run may take before it is shown.
const MOMENT: Duration = Duration::from_millis(500);

/// A bar over a number of publications, hidden at first.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
}

impl Progress {
    /// A bar for `length` publications. Where it is not `wanted`, or nobody
    /// sees it, it stays hidden.
    pub fn new(length: usize, wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        // The template is a constant; should it ever be wrong, the plain bar serves.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} exported") {
            bar.set_style(style);
        }
        Progress {
            bar,
            started: Instant::now(),
            wanted: wanted && length > 1 && std::io::stderr().is_terminal(),
        }
    }

    /// One publication more is done.
    pub fn advance(&self) {
        if self.wanted && self.bar.is_hidden() && self.started.elapsed() > MOMENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Takes the bar away, for what is to be told next.
    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}
