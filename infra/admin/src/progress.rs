//! The progress of long work, on standard error.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{SignedDuration, Timestamp};

/// The minimum time between two lines of progress.
const INTERVAL: SignedDuration = SignedDuration::from_secs(2);

/// The bar of work whose length is known.
const BAR: &str = "{bar:24} {percent:>3}% {msg}, {eta} left";
/// The line of other work.
const SPINNER: &str = "{spinner} {msg}, {elapsed}";

/// Shows the progress as a bar on a terminal, and elsewhere as a line every few seconds.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    started_at: Timestamp,
    last_line_at: Timestamp,
}

impl Progress {
    /// Starts at `now`. `total` is the whole length of the work, if it is known.
    ///
    /// # Panics
    /// Panics if a template of the bar is invalid, which a test rules out.
    pub(crate) fn new(total: Option<u64>, now: Timestamp) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let template = if total.is_some() { BAR } else { SPINNER };
            let style = ProgressStyle::with_template(template).expect("the template is valid");
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(5)).with_style(style)
        });
        Self { bar, started_at: now, last_line_at: now }
    }

    /// Shows that the work has come to `position` of its length, and done `count` items.
    ///
    /// `describe` returns the description of the items.
    pub(crate) fn show(&mut self, position: u64, count: u64, now: Timestamp, describe: impl FnOnce() -> String) {
        let rate = || {
            let seconds = now.duration_since(self.started_at).as_secs().max(1).unsigned_abs();
            count / seconds
        };
        if let Some(bar) = &self.bar {
            bar.set_position(position);
            // A message for each item would cost more than the item.
            if now.duration_since(self.last_line_at) >= SignedDuration::from_millis(200) || count <= 1 {
                bar.set_message(format!("{}, {} a second", describe(), rate()));
                self.last_line_at = now;
            }
        } else if now.duration_since(self.last_line_at) >= INTERVAL {
            let line = format!("{}, {} a second\n", describe(), rate());
            self.last_line_at = now;
            // A closed standard error must not stop the work.
            drop(std::io::stderr().write_all(line.as_bytes()));
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_of_bar_are_valid() {
        for template in [BAR, SPINNER] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
