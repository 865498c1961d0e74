//! Shows how far the demonstration has come: one line per step, with its time.

use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// The lines of the demonstration.
pub struct Show(MultiProgress);

/// One running line.
pub struct Line {
    bar: ProgressBar,
    name: String,
    since: Instant,
}

impl Show {
    pub fn new() -> Self {
        Self(MultiProgress::new())
    }

    /// Begins a line.
    pub fn begin(&self, name: &str) -> Line {
        let bar = self.0.add(ProgressBar::new_spinner());
        bar.set_style(
            ProgressStyle::with_template("{spinner} {msg} {elapsed}")
                .unwrap_or(ProgressStyle::default_spinner()),
        );
        bar.enable_steady_tick(Duration::from_millis(120));
        bar.set_message(name.to_owned());
        Line {
            bar,
            name: name.to_owned(),
            since: Instant::now(),
        }
    }
}

impl Line {
    /// Says what is happening now.
    pub fn say(&self, what: &str) {
        self.bar.set_message(format!("{}: {what}", self.name));
        if self.bar.is_hidden() {
            eprintln!(
                "  {}: {what} ({:.1} s)",
                self.name,
                self.since.elapsed().as_secs_f64()
            );
        }
    }

    /// Ends the line.
    pub fn done(self, result: &str) {
        let line = format!(
            "{} {} ({:.1} s)",
            self.name,
            result,
            self.since.elapsed().as_secs_f64()
        );
        if self.bar.is_hidden() {
            eprintln!("{line}");
        }
        self.bar.finish_with_message(line);
    }
}
