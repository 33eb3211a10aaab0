//! Tells stagings of living processes from those a dead one left behind.
//!
//! A process that stages holds a lock on a small file beside the database. The kernel lets go of
//! it however the process ends, so a staging whose file can be locked belongs to nobody.

use crate::storage::StoreError;
use std::fs::{File, OpenOptions};
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
            let file =
                OpenOptions::new().create(true).truncate(true).write(true).open(&path).map_err(refused)?;
            file.lock().map_err(refused)?;
            *held = Some(file);
        }
        Ok(())
    }

    /// Whether the process that owns a staging has ended; its lock file is removed then.
    pub fn is_dead(&self, owner: &str) -> bool {
        if owner == self.id {
            return false;
        }
        let path = self.lock_file(owner);
        let dead = match File::open(&path) {
            Ok(file) => file.try_lock().is_ok(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        if dead {
            remove(&path);
        }
        dead
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
