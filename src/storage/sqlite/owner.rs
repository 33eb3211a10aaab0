//! Tells stagings of living processes from those a dead one left behind.
//!
//! A process that stages holds a lock on a small file beside the database. The kernel lets go of
//! it however the process ends, so a staging whose file can be locked belongs to nobody.

use crate::storage::StoreError;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use uuid::Uuid;

pub struct Owner {
    database: PathBuf,
    pub id: String,
    held: Mutex<Option<File>>,
}

impl Owner {
    pub fn new(database: &Path) -> Self {
        Self {
            database: database.to_owned(),
            id: Uuid::new_v4().simple().to_string(),
            held: Mutex::new(None),
        }
    }

    /// Takes this process's lock, if it has not got it yet.
    ///
    /// # Errors
    /// `Unavailable` when the file beside the database can not be made.
    pub fn hold(&self) -> Result<(), StoreError> {
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.is_none() {
            let path = self.lock_file(&self.id);
            let refused =
                |error| StoreError::Unavailable(format!("can not lock {}: {error}", path.display()));
            loop {
                let file = OpenOptions::new()
                    .create(true)
                    .truncate(true)
                    .write(true)
                    .open(&path)
                    .map_err(refused)?;
                file.lock().map_err(refused)?;
                // Somebody who swept may have taken it for left behind before it was locked.
                let locked = file.metadata().map_err(refused)?.ino();
                if std::fs::metadata(&path).is_ok_and(|found| found.ino() == locked) {
                    *held = Some(file);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Removes the files of processes that ended before they had begun a staging.
    pub fn sweep(&self) {
        let prefix = self.lock_file("");
        let (Some(folder), Some(prefix)) = (prefix.parent(), prefix.file_name()) else { return };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let prefix = prefix.to_string_lossy();
        // A folder that can not be read keeps what is in it.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if let Some(owner) = entry.file_name().to_string_lossy().strip_prefix(&*prefix) {
                self.is_dead(owner);
            }
        }
    }

    /// Whether the process that owns a staging has ended; its lock file is removed then.
    pub fn is_dead(&self, owner: &str) -> bool {
        if owner == self.id {
            return false;
        }
        let path = self.lock_file(owner);
        match File::open(&path) {
            Ok(file) => {
                let dead = file.try_lock().is_ok();
                if dead {
                    // While it is locked, so that nobody begins to use it meanwhile.
                    remove(&path);
                }
                dead
            }
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// Lets go; stagings that are still there count as left behind.
    pub fn release(&self) {
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.take().is_some() {
            remove(&self.lock_file(&self.id));
        }
    }

    fn lock_file(&self, owner: &str) -> PathBuf {
        let mut name = self.database.as_os_str().to_owned();
        name.push(format!("-staging-{owner}"));
        name.into()
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.release();
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, file = %path.display(), "a lock file could not be removed");
    }
}
