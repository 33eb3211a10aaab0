//! Brings a database to this program's schema: each step in one transaction, the file saved first.

use super::fault::fault;
use crate::storage::StoreError;
use sqlx::{AssertSqlSafe, SqliteConnection};
use std::path::{Path, PathBuf};

/// Number, name and SQL of each step; equal numbers and names in both stores.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "log_and_data", include_str!("../../../migrations/sqlite/0001_log_and_data.sql")),
    (2, "layers", include_str!("../../../migrations/sqlite/0002_layers.sql")),
    (3, "who_wrote", include_str!("../../../migrations/sqlite/0003_who_wrote.sql")),
    (4, "layers_and_answers", include_str!("../../../migrations/sqlite/0004_layers_and_answers.sql")),
    (5, "records", include_str!("../../../migrations/sqlite/0005_records.sql")),
    (6, "declarations", include_str!("../../../migrations/sqlite/0006_declarations.sql")),
    (7, "year_ends", include_str!("../../../migrations/sqlite/0007_year_ends.sql")),
];

/// The schema this program knows.
pub fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, _, _)| *number)
}

/// Runs what is missing. An existing file is first copied to `FILE.before-NNNN.bak`.
///
/// # Errors
/// `NewerSchema`; `Refused` when the backup can not be written.
pub async fn migrate(conn: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let mut found = version(conn).await?;
    if found > known() {
        return Err(StoreError::NewerSchema { found, known: known() });
    }
    if found == known() {
        return Ok(());
    }
    if found > 0 {
        back_up(conn, &backup_path(path, found + 1)).await?;
    }
    // Another process may be migrating: whoever gets the lock first does it, the other looks again.
    execute(conn, "BEGIN IMMEDIATE").await?;
    found = version(conn).await?;
    let outcome = run(conn, found).await;
    execute(conn, if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
    outcome?;
    // GDAL looks for the GeoPackage's application id in the file itself, not in the log beside it.
    execute(conn, "PRAGMA wal_checkpoint(TRUNCATE)").await
}

async fn run(conn: &mut SqliteConnection, found: i64) -> Result<(), StoreError> {
    if found == 0 {
        execute(conn, "CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL)").await?;
    }
    for (number, name, sql) in MIGRATIONS.iter().filter(|(number, _, _)| *number > found) {
        sqlx::raw_sql(*sql).execute(&mut *conn).await.map_err(fault)?;
        sqlx::query("INSERT INTO schema_version (number, name) VALUES ($1, $2)")
            .bind(*number)
            .bind(*name)
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    if found == 0 {
        sqlx::query("INSERT INTO registry (only_row, id) VALUES (1, $1)")
            .bind(uuid::Uuid::new_v4().hyphenated())
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    Ok(())
}

/// 0 for a file without our tables.
async fn version(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    let ours: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'")
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
    if ours == 0 {
        return Ok(0);
    }
    sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM schema_version")
        .fetch_one(conn)
        .await
        .map_err(fault)
}

/// Tables, but none of ours.
pub async fn is_foreign(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) > 0 AND sum(name = 'schema_version') = 0 \
         FROM sqlite_master WHERE type = 'table'",
    )
    .fetch_one(conn)
    .await
}

async fn back_up(conn: &mut SqliteConnection, backup: &Path) -> Result<(), StoreError> {
    if backup.exists() {
        return Ok(());
    }
    copy_into(conn, backup).await
}

/// A consistent copy of the open database.
pub async fn copy_into(conn: &mut SqliteConnection, file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        let file = file.display();
        return Err(StoreError::refused(
            format!("{file} 已存在，请换一个路径"),
            format!("{file} exists already; give a new path"),
        ));
    }
    sqlx::query("VACUUM INTO $1").bind(file.display().to_string()).execute(conn).await.map_err(fault)?;
    Ok(())
}

/// `FILE.before-NNNN.bak`, NNNN being the first step that will run.
pub fn backup_path(path: &Path, step: i64) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{step:04}.bak"));
    name.into()
}

pub async fn execute(conn: &mut SqliteConnection, sql: &'static str) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map_err(fault)?;
    Ok(())
}
