//! The writing connection as the writer task drives it.

use super::fault::fault;
use super::owner;
use crate::storage::StoreError;
use crate::storage::writer::Session;
use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

/// Held by whoever writes, in whichever process: numbers become visible in their order, and what
/// a transaction reads of keys still holds when its rows go in. The number spells `jiantu`.
const WRITERS: i64 = 0x6a69_616e_7475;

pub struct WriteSession {
    pub conn: PgConnection,
    options: PgConnectOptions,
    /// Batches of stagings that are under way, whose locks this connection holds.
    pub held: Vec<i64>,
    broken: bool,
}

impl WriteSession {
    pub fn new(conn: PgConnection, options: PgConnectOptions) -> Self {
        Self { conn, options, held: Vec::new(), broken: false }
    }

    /// After a lost connection. Stagings go on if nobody has dropped them meanwhile.
    async fn reconnect(&mut self) -> Result<(), StoreError> {
        self.conn = self.options.connect().await.map_err(fault)?;
        for batch in &self.held {
            owner::hold(&mut self.conn, *batch).await?;
        }
        self.broken = false;
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        sqlx::raw_sql(sql).execute(&mut self.conn).await.map_err(fault)?;
        Ok(())
    }
}

#[async_trait]
impl Session for WriteSession {
    async fn begin(&mut self) -> Result<(), StoreError> {
        if self.broken {
            self.reconnect().await?;
        }
        self.run("BEGIN").await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(WRITERS)
            .execute(&mut self.conn)
            .await
            .map_err(fault)?;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT").await
    }

    async fn reset(&mut self) {
        if let Err(fault) = self.run("ROLLBACK").await {
            tracing::warn!(%fault, "the connection to the database was lost");
            self.broken = true;
        }
    }

    async fn savepoint(&mut self) -> Result<(), StoreError> {
        self.run("SAVEPOINT job").await
    }

    async fn release(&mut self) -> Result<(), StoreError> {
        self.run("RELEASE SAVEPOINT job").await
    }

    async fn rollback_to(&mut self) -> Result<(), StoreError> {
        self.run("ROLLBACK TO SAVEPOINT job").await
    }

    async fn shut(self) {
        if let Err(error) = self.conn.close().await {
            tracing::error!(fault = %fault(error), "closing the database failed");
        }
    }
}
