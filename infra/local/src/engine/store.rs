//! The engine's data, in memory or in a folder.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use domain::clock::Clock;
use dynoxide::Database;

use super::SweepError;
use super::clock::EngineClock;
use crate::start_error::StartError;

/// The database's file in the data folder.
const DATABASE: &str = "dynamodb.sqlite";
/// The file that is locked while the folder is in use.
///
/// `SQLite` itself would let two processes write, and each would deliver the other's emails again.
const LOCK: &str = "lock";

/// The engine's database, with the lock on its folder.
pub(crate) struct Store {
    database: Database,
    _lock: Option<File>,
}

impl Store {
    /// Creates an empty one in memory, which takes the time from `clock`.
    pub(crate) fn in_memory(clock: &Arc<dyn Clock>) -> Result<Self, StartError> {
        let database = Database::memory_with_clock(Arc::new(EngineClock(Arc::clone(clock))))
            .map_err(|error| StartError::Engine(error.to_string()))?;
        Ok(Self { database, _lock: None })
    }

    /// Opens the one in `folder`, or creates it.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, StartError> {
        let wrong = |reason: String| StartError::Folder { folder: folder.to_owned(), reason };
        fs::create_dir_all(folder).map_err(|error| wrong(error.to_string()))?;
        let lock = File::create(folder.join(LOCK)).map_err(|error| wrong(error.to_string()))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => StartError::FolderInUse(folder.to_owned()),
            TryLockError::Error(error) => wrong(error.to_string()),
        })?;
        let file = folder.join(DATABASE);
        let path = file.to_str().ok_or_else(|| wrong("its name is not Unicode".to_owned()))?;
        let database = Database::new(path).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { database, _lock: Some(lock) })
    }

    /// Returns a handle of the database.
    pub(crate) fn database(&self) -> Database {
        self.database.clone()
    }

    /// Removes every expired item on a blocking thread, and returns their number.
    pub(crate) async fn sweep(self: &Arc<Self>) -> Result<usize, SweepError> {
        let store = Arc::clone(self);
        match tokio::task::spawn_blocking(move || store.database.sweep_ttl()).await {
            Ok(swept) => swept.map_err(SweepError::new),
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_folder_is_created() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b");
        Store::in_folder(&folder).unwrap();
        assert!(folder.join(DATABASE).exists());
    }

    #[test]
    fn open_folder_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let first = Store::in_folder(folder.path()).unwrap();
        assert!(matches!(Store::in_folder(folder.path()), Err(StartError::FolderInUse(_))));
        drop(first);
        Store::in_folder(folder.path()).unwrap();
    }

    #[test]
    fn unusable_folder_is_reported() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Store::in_folder(&file.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("/data cannot be used: "), "{error}");
    }
}
