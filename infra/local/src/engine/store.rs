//! The engine's data, in memory or in a folder.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::clock::Clock;
use dynoxide::Database;
use rusqlite::Connection;

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
    /// The database's file, in a folder.
    file: Option<PathBuf>,
    _lock: Option<File>,
}

impl Store {
    /// Creates an empty one in memory, which takes the time from `clock`.
    pub(crate) fn in_memory(clock: &Arc<dyn Clock>) -> Result<Self, StartError> {
        let database = Database::memory_with_clock(Arc::new(EngineClock(Arc::clone(clock))))
            .map_err(|error| StartError::Engine(error.to_string()))?;
        Ok(Self { database, file: None, _lock: None })
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
        Ok(Self { database, file: Some(file), _lock: Some(lock) })
    }

    /// Creates the indexes of a table in a folder that the engine lacks.
    ///
    /// Without them each write reads all records of the stream, and each page of a scan sorts the whole table.
    pub(crate) fn index(&self, table: &str) -> Result<(), StartError> {
        let Some(file) = &self.file else { return Ok(()) };
        let table = table.replace('"', "\"\"");
        let indexes = format!(
            "CREATE INDEX IF NOT EXISTS registration_stream
                ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
            CREATE INDEX IF NOT EXISTS \"registration_scan::{table}\" ON \"{table}\" (hash_prefix, pk, sk);"
        );
        Connection::open(file)
            .and_then(|connection| connection.execute_batch(&indexes))
            .map_err(|error| StartError::Engine(error.to_string()))
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
    use super::super::{Engine, Port, create_registration_table};
    use super::*;
    use crate::aws::Clients;

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

    #[tokio::test]
    async fn indexes_serve_the_statements_of_the_engine() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::in_folder(folder.path()).unwrap());
        let port = Port::take().unwrap();
        let clients = Clients::new(port.url(), "local");
        let engine = Engine::start(port, Arc::clone(&store)).unwrap();
        create_registration_table(&clients.dynamodb, "table", false).await.unwrap();
        for _ in 0..2 {
            store.index("table").unwrap();
        }
        let connection = Connection::open(folder.path().join(DATABASE)).unwrap();
        for (statement, index) in [
            ("SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 't'", "_stream"),
            (
                "SELECT * FROM _stream_records WHERE table_name = 't' AND shard_id = 's'
                 AND CAST(sequence_number AS INTEGER) > 1 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 9",
                "_stream",
            ),
            (
                "SELECT pk, sk, item_json FROM \"table\" WHERE (hash_prefix, pk, sk) > ('a', 'b', 'c')
                 ORDER BY hash_prefix ASC, pk ASC, sk ASC",
                "_scan::table",
            ),
        ] {
            let plan = format!("EXPLAIN QUERY PLAN {statement}");
            let mut plan = connection.prepare(&plan).unwrap();
            let steps = plan.query_map([], |step| step.get("detail")).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            assert!(steps.len() == 1 && steps[0].contains(&format!("INDEX registration{index}")), "{steps:?}");
        }
        engine.stop().await;
    }

    #[test]
    fn unusable_folder_is_reported() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Store::in_folder(&file.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("/data cannot be used: "), "{error}");
    }
}
