//! The users that a dry run has read, which are not in the table.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Candidate, ImportOutcome, ImportRejection};

/// The line of the first holder of each key, by the key's hash: some 16 bytes each.
#[derive(Debug, Default)]
pub struct DryRunIndex(HashMap<u64, u64>);

impl DryRunIndex {
    /// Returns the result that earlier users cause, or `None` if there is no conflict.
    #[must_use]
    pub fn outcome(&self, candidate: &Candidate) -> Option<ImportOutcome> {
        let refused = |code, field, what, line| {
            let reason = format!("the {what} that of line {line}");
            Some(ImportOutcome::Rejected(ImportRejection::new(code, reason).of(field)))
        };
        if self.line(&candidate.identity()).is_some() {
            return Some(ImportOutcome::AlreadyThere);
        }
        if let Some(line) = candidate.address().and_then(|address| self.line(&address)) {
            return refused("email_taken", "email", "address is", line);
        }
        if let Some(line) = candidate.name().and_then(|name| self.line(&name)) {
            return refused("username_taken", "username", "name is", line);
        }
        let like = self.confusable_line(candidate).filter(|_| candidate.is_strict())?;
        refused("username_look_alike", "username", "name looks like", like)
    }

    /// Returns the line of the first name that is confusable with this one.
    #[must_use]
    pub fn confusable_line(&self, candidate: &Candidate) -> Option<u64> {
        candidate.confusable_skeletons().iter().find_map(|confusable_skeleton| self.line(confusable_skeleton))
    }

    /// Adds a user who would be imported.
    pub fn add(&mut self, candidate: &Candidate, line: u64) {
        for what in candidate.keys() {
            self.0.entry(hash(&what)).or_insert(line);
        }
    }

    fn line(&self, what: &str) -> Option<u64> {
        self.0.get(&hash(what)).copied()
    }
}

fn hash(what: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
