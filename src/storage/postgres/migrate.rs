//! Brings a database to this program's schema, in one transaction that only one process runs.

use super::fault::fault;
use crate::storage::StoreError;
use sqlx::{Connection, PgConnection};

/// Number, name and SQL of each step; equal numbers and names in both stores.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "log_and_data", include_str!("../../../migrations/postgres/0001_log_and_data.sql")),
    (2, "layers", include_str!("../../../migrations/postgres/0002_layers.sql")),
    (3, "who_wrote", include_str!("../../../migrations/postgres/0003_who_wrote.sql")),
    (4, "layers_and_answers", include_str!("../../../migrations/postgres/0004_layers_and_answers.sql")),
    (5, "records", include_str!("../../../migrations/postgres/0005_records.sql")),
    (6, "declarations", include_str!("../../../migrations/postgres/0006_declarations.sql")),
    (7, "year_ends", include_str!("../../../migrations/postgres/0007_year_ends.sql")),
];

/// The schema this program knows.
pub fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, _, _)| *number)
}

/// Held while migrating: the number spells `jiantu` with a 1 behind it.
const LOCK: i64 = 0x006a_6961_6e74_7531;

/// Runs what is missing. PostgreSQL has its own backups, so none is made here.
///
/// # Errors
/// `NewerSchema`; `Refused` when our tables are not there and `create` is false.
pub async fn migrate(conn: &mut PgConnection, create: bool) -> Result<(), StoreError> {
    let found = version(conn).await?;
    if found > known() {
        return Err(StoreError::NewerSchema { found, known: known() });
    }
    if found == 0 && !create {
        return Err(StoreError::refused(
            "这个数据库里还没有登记库；请先运行 jiantu init",
            "this database has no registry; make one with `jiantu init`",
        ));
    }
    if found == known() {
        return Ok(());
    }
    let mut transaction = conn.begin().await.map_err(fault)?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *transaction)
        .await
        .map_err(fault)?;
    // Another process may have migrated while this one waited.
    let found = version(&mut transaction).await?;
    run(&mut transaction, found).await?;
    transaction.commit().await.map_err(fault)
}

async fn run(conn: &mut PgConnection, found: i64) -> Result<(), StoreError> {
    if found == 0 {
        sqlx::raw_sql("CREATE TABLE schema_version (number bigint PRIMARY KEY, name text NOT NULL)")
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    for (number, name, sql) in MIGRATIONS.iter().filter(|(number, _, _)| *number > found) {
        sqlx::raw_sql(*sql).execute(&mut *conn).await.map_err(step_fault)?;
        sqlx::query("INSERT INTO schema_version (number, name) VALUES ($1, $2)")
            .bind(*number)
            .bind(*name)
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    if found == 0 {
        sqlx::query("INSERT INTO registry (only_row, id) VALUES (1, $1)")
            .bind(uuid::Uuid::new_v4())
            .execute(&mut *conn)
            .await
            .map_err(fault)?;
    }
    Ok(())
}

/// 0 for a database without our tables.
async fn version(conn: &mut PgConnection) -> Result<i64, StoreError> {
    let ours: bool = sqlx::query_scalar("SELECT to_regclass('schema_version') IS NOT NULL")
        .fetch_one(&mut *conn)
        .await
        .map_err(fault)?;
    if !ours {
        return Ok(0);
    }
    sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM schema_version")
        .fetch_one(conn)
        .await
        .map_err(fault)
}

/// Why a step did not run. What the server lacks is for its administrator to mend, so it is told.
fn step_fault(error: sqlx::Error) -> StoreError {
    let told = error.as_database_error().map(|db| db.message().to_lowercase()).unwrap_or_default();
    if !told.contains("extension") {
        return fault(error);
    }
    if told.contains("permission denied") {
        return StoreError::refused(
            "此账号无权安装 PostGIS；请数据库管理员在这个库里运行一次 CREATE EXTENSION postgis，再运行 jiantu init",
            "this account may not install PostGIS; have the database's administrator run CREATE EXTENSION postgis in this database once, then run `jiantu init` again",
        );
    }
    StoreError::refused(
        "这台 PostgreSQL 没有安装 PostGIS；请安装软件包（Debian：postgresql-NN-postgis-3，NN 为 PostgreSQL 版本）后重试",
        "this PostgreSQL has no PostGIS; install its package (Debian: postgresql-NN-postgis-3, NN being PostgreSQL's version) and try again",
    )
}
