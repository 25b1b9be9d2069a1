//! What the engine keeps, in memory or in a folder.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use dynoxide::{Database, DynoxideError};
use registration::clock::Clock;

use super::clock::EngineClock;
use crate::options::Storage;
use crate::start_error::StartError;

/// The database's file in the data folder.
const DATABASE: &str = "dynamodb.sqlite";
/// The file that is locked as long as the folder is in use. `SQLite` itself would let two processes write, and each would
/// deliver the other's mail again.
const LOCK: &str = "lock";

/// The engine's database, and the hold on its folder.
pub(crate) struct Store {
    database: Database,
    _lock: Option<File>,
}

/// The removal of expired items failed.
#[derive(Debug, thiserror::Error)]
#[error("expired items cannot be removed")]
pub struct SweepError(#[from] DynoxideError);

impl Store {
    /// Opens what `storage` names. In memory the engine tells the time from `clock`.
    pub(crate) fn open(storage: &Storage, clock: &Arc<dyn Clock>) -> Result<Self, StartError> {
        match storage {
            Storage::Memory => {
                let database = Database::memory_with_clock(Arc::new(EngineClock(Arc::clone(clock))))
                    .map_err(|error| StartError::Engine(error.to_string()))?;
                Ok(Self { database, _lock: None })
            }
            Storage::Folder(folder) => open_folder(folder),
        }
    }

    /// A handle of the database.
    pub(crate) fn database(&self) -> Database {
        self.database.clone()
    }

    /// Removes every item that has expired, and says how many there were. Blocks.
    pub(crate) fn sweep(&self) -> Result<usize, SweepError> {
        Ok(self.database.sweep_ttl()?)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

fn open_folder(folder: &Path) -> Result<Store, StartError> {
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
    Ok(Store { database, _lock: Some(lock) })
}

#[cfg(test)]
mod tests {
    use registration::clock::SystemClock;

    use super::*;

    fn open(folder: &Path) -> Result<Store, StartError> {
        Store::open(&Storage::Folder(folder.to_owned()), &(Arc::new(SystemClock) as Arc<dyn Clock>))
    }

    #[test]
    fn a_folder_that_is_not_there_is_made() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b");
        open(&folder).unwrap();
        assert!(folder.join(DATABASE).exists());
    }

    #[test]
    fn a_folder_is_open_once_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path()).unwrap();
        assert!(matches!(open(folder.path()), Err(StartError::FolderInUse(_))));
        drop(first);
        open(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = open(&file.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("/data cannot be used: "), "{error}");
    }
}
