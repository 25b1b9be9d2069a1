//! The counts of an import.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};

use jiff::{SignedDuration, Timestamp};
use operator::ImportRejection;
use serde_json::{Value, json};

/// The maximum number of rejections in the report.
const MAX_SHOWN_REJECTIONS: usize = 20;
/// The minimum time between two lines of progress.
const PROGRESS_INTERVAL: SignedDuration = SignedDuration::from_secs(2);

#[derive(Debug)]
pub(super) struct ImportStats {
    dry_run: bool,
    pub(super) read: u64,
    pub(super) imported: u64,
    pub(super) look_alike: u64,
    pub(super) already_there: u64,
    /// The number of rejected users, by the reason's code.
    rejected: BTreeMap<&'static str, u64>,
    shown: Vec<(u64, ImportRejection)>,
    /// The names of the fields that are not imported.
    pub(super) skipped_fields: BTreeSet<String>,
    started_at: Timestamp,
    last_progress_at: Timestamp,
}

impl ImportStats {
    pub(super) fn new(dry_run: bool, now: Timestamp) -> Self {
        Self {
            dry_run,
            read: 0,
            imported: 0,
            look_alike: 0,
            already_there: 0,
            rejected: BTreeMap::new(),
            shown: Vec::new(),
            skipped_fields: BTreeSet::new(),
            started_at: now,
            last_progress_at: now,
        }
    }

    pub(super) fn reject(&mut self, line: u64, rejection: ImportRejection) {
        *self.rejected.entry(rejection.code).or_default() += 1;
        // Users finish in any order, and the report is in the order of the file.
        let place = self.shown.partition_point(|(shown, _)| *shown < line);
        self.shown.insert(place, (line, rejection));
        self.shown.truncate(MAX_SHOWN_REJECTIONS);
    }

    pub(super) fn rejected(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// Prints the progress on standard error every few seconds.
    pub(super) fn print_progress(&mut self, now: Timestamp) {
        if now.duration_since(self.last_progress_at) < PROGRESS_INTERVAL {
            return;
        }
        self.last_progress_at = now;
        let seconds = now.duration_since(self.started_at).as_secs().max(1).unsigned_abs();
        let mut error = std::io::stderr().lock();
        let (start, end) = if error.is_terminal() { ("\r\x1b[K", "") } else { ("", "\n") };
        let line = format!("{}, {} a second", self.counts(), self.read / seconds);
        // A closed standard error must not stop the import.
        _ = write!(error, "{start}{line}{end}").and_then(|()| error.flush());
    }

    /// Ends the line that [`Self::print_progress`] overwrites.
    pub(super) fn finish_progress(&self) {
        if self.last_progress_at > self.started_at && std::io::stderr().is_terminal() {
            eprintln!();
        }
    }

    fn counts(&self) -> String {
        let imported = if self.dry_run { "would be imported" } else { "imported" };
        format!(
            "{} read: {} {imported}, {} already there, {} not imported",
            self.read,
            self.imported,
            self.already_there,
            self.rejected()
        )
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!("{}.\n", self.counts());
        if self.look_alike > 0 {
            _ = writeln!(text, "{} of them have a name that is confusable with another one.", self.look_alike);
        }
        for (code, count) in &self.rejected {
            _ = writeln!(text, "  {count}  {code}");
        }
        for (line, rejection) in &self.shown {
            _ = writeln!(text, "line {line}: {rejection}");
        }
        if self.rejected() > self.shown.len() as u64 {
            text.push_str("...\n");
        }
        if !self.skipped_fields.is_empty() {
            let skipped_fields: Vec<_> = self.skipped_fields.iter().map(String::as_str).collect();
            _ = writeln!(text, "Ignored fields: {}.", skipped_fields.join(", "));
        }
        text
    }

    pub(super) fn json(&self) -> Value {
        let shown = |(line, rejection): &(u64, ImportRejection)| json!({ "line": line, "code": rejection.code, "reason": rejection.reason });
        json!({
            "dry_run": self.dry_run,
            "read": self.read,
            "imported": self.imported,
            "look_alike": self.look_alike,
            "already_there": self.already_there,
            "rejected": self.rejected,
            "first_rejected": self.shown.iter().map(shown).collect::<Vec<_>>(),
            "not_taken_over": self.skipped_fields,
        })
    }
}
