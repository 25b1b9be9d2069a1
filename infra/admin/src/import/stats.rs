//! The counts of an import.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use operator::ImportRejection;
use serde_json::{Value, json};

use crate::text;

/// The maximum number of rejections in the report.
const MAX_SHOWN_REJECTIONS: usize = 20;

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
}

impl ImportStats {
    pub(super) fn new(dry_run: bool) -> Self {
        Self {
            dry_run,
            read: 0,
            imported: 0,
            look_alike: 0,
            already_there: 0,
            rejected: BTreeMap::new(),
            shown: Vec::new(),
            skipped_fields: BTreeSet::new(),
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

    /// Returns the counts in a line.
    pub(super) fn counts(&self) -> String {
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
            let skipped_fields: Vec<_> = self.skipped_fields.iter().map(|field| text::one_line(field)).collect();
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
