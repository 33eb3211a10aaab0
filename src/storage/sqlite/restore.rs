//! Puts a backup in the place of a database, after a close look at it.

use super::migrate::{MIGRATIONS, backup_path};
use super::open_lock::Exclusive;
use super::{SqliteStore, fault::fault};
use crate::storage::{Store, StoreError, Verified};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};

/// What became of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restored {
    /// It is in place; the database that stood there is kept under this name.
    Done { kept: Option<PathBuf>, verified: Verified },
    /// Somebody has the database open.
    InUse,
    /// It is not a whole database of this program: what is wrong with it.
    Damaged(String),
}

/// Copies the backup beside the database, examines the copy (pages, schema, log, rows), then
/// swaps. Nothing is changed unless it is whole.
///
/// # Errors
/// `Unavailable` when a file can not be read or written.
pub async fn restore(backup: &Path, target: &Path) -> Result<Restored, StoreError> {
    let Some(_alone) = Exclusive::take(target)? else { return Ok(Restored::InUse) };
    let fresh = with_suffix(target, "restoring");
    let failed = |error: std::io::Error| StoreError::Unavailable(format!("could not restore: {error}"));
    let copied = std::fs::copy(backup, &fresh);
    let examined = match copied {
        Ok(_) => examine(&fresh).await,
        Err(error) => Err(failed(error)),
    };
    let verified = match examined {
        Ok(verified) if verified.faults.is_empty() => verified,
        Ok(verified) => {
            clear(&fresh);
            return Ok(Restored::Damaged(verified.faults.join("; ")));
        }
        Err(StoreError::Unavailable(why)) => {
            clear(&fresh);
            return Err(StoreError::Unavailable(why));
        }
        Err(error) => {
            clear(&fresh);
            return Ok(Restored::Damaged(error.to_string()));
        }
    };
    std::fs::File::open(&fresh).and_then(|file| file.sync_all()).map_err(failed)?;
    let kept = target.exists().then(|| with_suffix(target, "replaced"));
    if let Some(kept) = &kept {
        std::fs::rename(target, kept).map_err(failed)?;
        for side in ["-wal", "-shm"] {
            let side_file = beside(target, side);
            if side_file.exists() {
                std::fs::rename(&side_file, beside(kept, side)).map_err(failed)?;
            }
        }
    }
    std::fs::rename(&fresh, target).map_err(failed)?;
    clear(&fresh);
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    Ok(Restored::Done { kept, verified })
}

/// Is it whole? An older schema is brought to this program's on the way.
async fn examine(copy: &Path) -> Result<Verified, StoreError> {
    let mut conn = SqliteConnectOptions::new()
        .filename(copy)
        .read_only(true)
        .immutable(true)
        .connect()
        .await
        .map_err(fault)?;
    let pages: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check(5)").fetch_all(&mut conn).await.map_err(fault)?;
    let is_empty: bool = sqlx::query_scalar("SELECT count(*) = 0 FROM sqlite_master")
        .fetch_one(&mut conn)
        .await
        .map_err(fault)?;
    conn.close().await.map_err(fault)?;
    if pages != ["ok"] {
        return Ok(Verified { faults: pages, ..Verified::default() });
    }
    if is_empty {
        let fault = "the file holds no tables".to_owned();
        return Ok(Verified { faults: vec![fault], ..Verified::default() });
    }
    let store = SqliteStore::open(copy, false).await?;
    let verified = store.verify().await;
    store.close().await;
    verified
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}.{suffix}-{}", path.display(), uuid::Uuid::now_v7().simple()))
}

fn beside(path: &Path, side: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(side);
    name.into()
}

/// What a look at a copy may have left; not being there is what is wanted.
fn clear(copy: &Path) {
    let sides = ["", "-wal", "-shm", "-open"].map(|side| beside(copy, side));
    // An older schema was brought to ours, and the copy saved before.
    let saved = MIGRATIONS.iter().map(|(step, _, _)| backup_path(copy, *step));
    for path in sides.into_iter().chain(saved) {
        if let Err(error) = std::fs::remove_file(&path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, file = %path.display(), "a file could not be removed");
        }
    }
}
