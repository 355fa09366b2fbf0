//! The progress bar of a long run.
//!
//! It appears only on a terminal, and only after half a second, so that a short run
//! does not flicker.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How long a run takes before the bar appears.
const MOMENT: Duration = Duration::from_millis(500);

/// A bar over a number of publications, hidden at first.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
}

impl Progress {
    /// A bar for `length` publications. It stays hidden if it is not `wanted` or if
    /// standard error is not a terminal.
    pub fn new(length: usize, wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        // The template is a constant. If it were invalid, the default bar would serve.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} exported") {
            bar.set_style(style);
        }
        Progress {
            bar,
            started: Instant::now(),
            wanted: wanted && length > 1 && std::io::stderr().is_terminal(),
        }
    }

    /// Counts one more publication as done.
    pub fn advance(&self) {
        if self.wanted && self.bar.is_hidden() && self.started.elapsed() > MOMENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Removes the bar before further output.
    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}
