//! Who has the database open: every process that does shares a lock on a small file beside it, so
//! that nobody puts another database in its place meanwhile.
//!
//! The lock is not taken on the database itself: closing any handle of a file lets go of all locks
//! that SQLite holds on it in this process. The kernel lets go of ours however the process ends.

use crate::storage::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Held as long as the database is open.
pub struct OpenLock {
    _shared: File,
    path: PathBuf,
    /// Which file was opened under that path.
    inode: Option<u64>,
}

impl OpenLock {
    /// Shares the lock of a database; it need not be there yet.
    ///
    /// # Errors
    /// `Unavailable` while a backup is being put in its place, or when the file beside it can not be made.
    pub fn share(path: &Path) -> Result<Self, StoreError> {
        let file = lock_file(path)?;
        file.try_lock_shared().map_err(|error| match error {
            TryLockError::WouldBlock => {
                StoreError::Unavailable(format!("a backup is being restored to {}", path.display()))
            }
            TryLockError::Error(error) => unavailable(path, &error),
        })?;
        Ok(Self { _shared: file, path: path.to_owned(), inode: None })
    }

    /// Remembers which file the path names, once it is there.
    pub fn mark(&mut self) {
        self.inode = inode(&self.path);
    }

    /// Whether the path still names the file that was opened: writes to any other one would be lost.
    ///
    /// # Errors
    /// `Unavailable` when it was moved away, deleted or replaced.
    pub fn still_there(&self) -> Result<(), StoreError> {
        if self.inode.is_none() || inode(&self.path) == self.inode {
            return Ok(());
        }
        let path = self.path.display();
        Err(StoreError::Unavailable(format!(
            "{path} was replaced while it was open; start the program again"
        )))
    }
}

/// A database that nobody has open, and nobody can open until this is dropped.
pub struct Exclusive {
    _alone: File,
}

impl Exclusive {
    /// `None` when somebody has it open.
    ///
    /// # Errors
    /// `Unavailable` when the file beside the database can not be made.
    pub fn take(path: &Path) -> Result<Option<Self>, StoreError> {
        let file = lock_file(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _alone: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(unavailable(path, &error)),
        }
    }
}

fn lock_file(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-open");
    let opened = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&name);
    opened.map_err(|error| unavailable(path, &error))
}

fn unavailable(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("can not lock {}-open: {error}", path.display()))
}

fn inode(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|found| found.ino())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_open_is_not_given_to_one_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("jiantu.gpkg");
        let one = OpenLock::share(&path).expect("shared");
        let other = OpenLock::share(&path).expect("shared by two");
        assert!(Exclusive::take(&path).expect("asked").is_none());
        drop((one, other));
        let alone = Exclusive::take(&path).expect("asked").expect("nobody has it open");
        assert!(matches!(OpenLock::share(&path), Err(StoreError::Unavailable(_))));
        drop(alone);
        assert!(OpenLock::share(&path).is_ok());
    }

    #[test]
    fn a_replaced_file_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("jiantu.gpkg");
        std::fs::write(&path, "old").expect("written");
        let mut open = OpenLock::share(&path).expect("shared");
        open.mark();
        assert!(open.still_there().is_ok());
        std::fs::rename(&path, folder.path().join("away")).expect("moved");
        assert!(open.still_there().is_err());
        std::fs::write(&path, "new").expect("written");
        assert!(open.still_there().is_err());
    }
}
