//! Opens the database: one connection that writes, some that read, one that listens.

use super::fault::fault;
use super::session::WriteSession;
use super::{PostgresStore, log, migrate, stage, wait};
use crate::storage::StoreError;
use crate::storage::writer::Writer;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

const READERS: u32 = 8;
const PATIENCE: Duration = Duration::from_secs(10);

impl PostgresStore {
    /// # Errors
    /// See `storage::open`.
    pub async fn open(url: &str, create: bool) -> Result<Self, StoreError> {
        let options =
            PgConnectOptions::from_str(url).map_err(|_| StoreError::Url)?.application_name("jiantu");
        let mut conn = options.connect().await.map_err(unreachable)?;
        migrate::migrate(&mut conn, create).await?;
        stage::drop_dead(&mut conn).await?;
        let head = Arc::new(watch::Sender::new(log::head(&mut conn).await?));
        let readers = PgPoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await
            .map_err(unreachable)?;
        let listener = wait::listen(readers.clone(), head.clone()).await?;
        Ok(Self {
            writer: Writer::start(WriteSession::new(conn, options)),
            readers,
            head,
            listener,
            stagings: Mutex::new(HashMap::new()),
        })
    }
}

/// Whatever keeps us from connecting, a missing database included, may be gone later.
fn unreachable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(fault(error).to_string())
}
