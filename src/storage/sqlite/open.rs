//! Opens the file: one connection that writes, some that read.

use super::fault::fault;
use super::migrate;
use super::session::WriteSession;
use super::{SqliteStore, log, open_lock::OpenLock, owner::Owner, stage};
use crate::storage::StoreError;
use crate::storage::writer::Writer;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::watch;

/// The first release without the bug that can lose committed writes in WAL mode.
const OLDEST_SQLITE: (u64, u64, u64) = (3, 51, 3);
const BUSY: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
/// Pages of the write-ahead log between checkpoints: some 40 MB, so that an import does not copy
/// hot pages over and over.
const CHECKPOINT_PAGES: &str = "10000";
/// Pages that the writer keeps, KiB.
const WRITER_CACHE: &str = "-65536";
/// Readers load everything once and look up single rows afterwards: a large cache of theirs would only
/// hold a second copy of what memory has.
const READER_CACHE: &str = "-4096";

impl SqliteStore {
    /// # Errors
    /// See `storage::open`.
    pub async fn open(path: &Path, create: bool) -> Result<Self, StoreError> {
        if !create && !path.exists() {
            let path = path.display();
            return Err(StoreError::refused(
                format!("{path} 处没有数据库；请先运行 jiantu init，或用 --database 指明位置"),
                format!(
                    "there is no database at {path}; make one with `jiantu init`, or say where it is with --database"
                ),
            ));
        }
        let mut open = OpenLock::share(path)?;
        if path.exists() {
            inspect(path).await?;
        }
        let mut conn = options(path, create).connect().await.map_err(fault)?;
        require_sqlite(&mut conn).await?;
        migrate::migrate(&mut conn, path).await?;
        open.mark();
        let owner = Owner::new(path);
        stage::drop_dead(&mut conn, &owner).await?;
        let head = log::head(&mut conn).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .connect_with(
                options(path, false)
                    .pragma("query_only", "1")
                    .pragma("cache_size", READER_CACHE)
                    .row_buffer_size(512),
            )
            .await
            .map_err(fault)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Writer::start(WriteSession(conn)),
            readers,
            head: watch::Sender::new(head),
            owner,
            open,
            stagings: Mutex::new(HashMap::new()),
        })
    }
}

impl SqliteStore {
    /// A connection of its own, for what takes long and writes nothing here.
    pub(super) async fn connect(&self) -> Result<SqliteConnection, StoreError> {
        options(&self.path, false).connect().await.map_err(fault)
    }
}

/// Looks before anything is set that would write to the file: it may be somebody else's.
async fn inspect(path: &Path) -> Result<(), StoreError> {
    let outcome = async {
        let mut conn = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY).connect().await?;
        let found = migrate::is_foreign(&mut conn).await?;
        conn.close().await?;
        Ok::<bool, sqlx::Error>(found)
    };
    match outcome.await {
        Ok(false) => Ok(()),
        Ok(true) => {
            let path = path.display();
            Err(StoreError::refused(
                format!("{path} 是其他程序的数据库；请换一个路径，或用 jiantu import 导入这个文件"),
                format!(
                    "{path} is a database of another program; give a new path, or bring the file in with `jiantu import`"
                ),
            ))
        }
        Err(sqlx::Error::Database(db)) if db.message().contains("not a database") => {
            let path = path.display();
            Err(StoreError::refused(
                format!("{path} 不是数据库文件；请检查 --database"),
                format!("{path} is not a database; check --database"),
            ))
        }
        Err(other) => Err(fault(other)),
    }
}

fn options(path: &Path, create: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "1")
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .statement_cache_capacity(200)
        .disable_statement_logging()
}

/// # Errors
/// `Refused` when the linked SQLite is older than the first safe one.
async fn require_sqlite(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(conn).await.map_err(fault)?;
    if parse_version(&version).is_none_or(|found| found < OLDEST_SQLITE) {
        return Err(StoreError::refused(
            format!("SQLite {version} 可能丢失已提交的写入，需要 3.51.3 或更高版本"),
            format!("SQLite {version} can lose committed writes; 3.51.3 or later is needed"),
        ));
    }
    Ok(())
}

fn parse_version(text: &str) -> Option<(u64, u64, u64)> {
    let mut parts = text.split('.').map(str::parse::<u64>);
    let mut next = || parts.next()?.ok();
    Some((next()?, next()?, next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parse_version("3.51.3") >= Some(OLDEST_SQLITE));
        assert!(parse_version("3.100.0") >= Some(OLDEST_SQLITE));
        assert!(parse_version("3.6.23") < Some(OLDEST_SQLITE));
        assert_eq!(parse_version("three"), None);
    }
}
