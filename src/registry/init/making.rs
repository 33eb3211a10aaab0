//! A database file in the making: it stands aside until it is whole, and goes when it does not get so.

use crate::registry::error::RegistryError;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that a database URL names; `None` for a server, or for what no file can be made of.
pub fn file_of(database: &str) -> Option<PathBuf> {
    let path = database.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let odd = path.is_empty() || path.starts_with(":memory:") || path.contains('?');
    (!odd).then(|| PathBuf::from(path))
}

pub struct Making {
    path: PathBuf,
}

impl Making {
    /// A name of its own in the same folder, so that putting it in place is one step.
    pub fn beside(target: &Path) -> Self {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".making-{}", uuid::Uuid::now_v7().simple()));
        Self { path: name.into() }
    }

    pub fn url(&self) -> String {
        format!("sqlite:{}", self.path.display())
    }

    /// Puts the closed file in place. Another one that came there meanwhile stays.
    ///
    /// # Errors
    /// Somebody else has made it by now, or the folder can not be written.
    pub fn publish(self, target: &Path) -> Result<(), RegistryError> {
        let failed = |error: std::io::Error| {
            let name = target.display();
            RegistryError::refused(
                format!("无法写 {name}：{error}"),
                format!("can not write {name}: {error}"),
            )
        };
        // What stood there before was looked at: it is a database that nothing was loaded into.
        let stood = target.exists();
        fs::File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)?;
        match if stood { Err(ErrorKind::Unsupported.into()) } else { fs::hard_link(&self.path, target) } {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(RegistryError::refused(
                    format!("{} 刚由另一个进程建立", target.display()),
                    format!("{} was made by another process meanwhile", target.display()),
                ));
            }
            // Not every file system has links.
            Err(_) => fs::rename(&self.path, target).map_err(failed)?,
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        for side in ["", "-wal", "-shm", "-open"] {
            let mut name = self.path.as_os_str().to_owned();
            name.push(side);
            if let Err(error) = fs::remove_file(&name)
                && error.kind() != ErrorKind::NotFound
            {
                tracing::warn!(%error, file = %Path::new(&name).display(), "a file stays behind");
            }
        }
    }
}
