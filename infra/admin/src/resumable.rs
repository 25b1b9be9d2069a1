//! Files with personal data or secrets that a stopped command goes on with.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::AdminError;

/// Returns the name of a file while it is incomplete: with `.part` behind its own.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    part.into()
}

/// Fails if a file exists that `option` names: it may have the data of others.
pub(crate) fn require_new(path: &Path, option: &str) -> Result<(), AdminError> {
    let problem = format!("exists already: name another file for {option}");
    if path.exists() { Err(AdminError::File { file: path.display().to_string(), problem }) } else { Ok(()) }
}

/// Opens the part of a file that `option` names, without the content of an earlier command. The file must not exist.
pub(crate) fn create(path: &Path, option: &str) -> Result<File, AdminError> {
    require_new(path, option)?;
    let file = open(&part_of(path))?;
    file.set_len(0)?;
    Ok(file)
}

/// Opens a file, or creates one that only its owner can read. No other process can open it in this way meanwhile.
pub(crate) fn open(path: &Path) -> Result<File, AdminError> {
    let wrong = |problem: String| AdminError::File { file: path.display().to_string(), problem };
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| wrong(error.to_string()))?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => wrong("another process uses it: wait for its end".to_owned()),
        TryLockError::Error(error) => wrong(error.to_string()),
    })?;
    Ok(file)
}
