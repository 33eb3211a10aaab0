//! Progress of an analysis on a terminal; ctrl-c stops it.

use crate::registry::study::Watcher;
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;

/// Parts of the bar.
const PARTS: u64 = 1_000;

pub struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> Self {
        // Drawn to standard error, and only where that is a terminal.
        let bar = ProgressBar::new(PARTS);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {elapsed}  {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Watcher for Bar {
    fn progress(&self, share: f64) -> ControlFlow<()> {
        self.0.set_position((share.clamp(0.0, 1.0) * PARTS as f64) as u64);
        ControlFlow::Continue(())
    }

    fn found(&self, best: f64, bound: Option<f64>) {
        let bound = bound.map_or_else(|| "—".to_owned(), |bound| format!("{bound:.1}"));
        self.0.set_message(format!("目前 best {best:.1}，界 bound {bound}"));
    }
}
