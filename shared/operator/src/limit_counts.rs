//! The numbers that limits count, and their reset.

use jiff::Timestamp;
use serde::Serialize;

use super::{Operator, OperatorError};
use domain::ActKind;

/// A number that a limit compares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The name: the kind of item, what is counted, and the beginning of the window in epoch seconds.
    pub name: String,
    /// The number.
    pub counted: u64,
    /// The end of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Operator {
    /// Lists the numbers of the current windows, the highest first. It scans the whole table.
    ///
    /// # Errors
    /// An [`OperatorError`] if the table cannot be read.
    pub async fn counts(&self) -> Result<Vec<Count>, OperatorError> {
        let counts = self.store.counts(self.now()).await?.into_iter();
        let mut counts: Vec<_> = counts
            .map(|(name, counted, until)| Count { name, counted, until: Timestamp::from_second(until).ok() })
            .collect();
        counts.sort_by(|a, b| b.counted.cmp(&a.counted).then_with(|| a.name.cmp(&b.name)));
        Ok(counts)
    }

    /// Resets a number to zero. Returns `false` if there is none of this name.
    ///
    /// # Errors
    /// An [`OperatorError`]. Nothing has changed then.
    pub async fn clear_count(&self, name: &str) -> Result<bool, OperatorError> {
        let act = self.act(ActKind::Clear).await?;
        Ok(self.store.clear_count(name, &act).await?)
    }
}
