//! The writing connection as the writer task drives it.

use super::fault::fault;
use super::migrate::execute;
use crate::storage::StoreError;
use crate::storage::writer::Session;
use async_trait::async_trait;
use sqlx::{Connection, SqliteConnection};

pub struct WriteSession(pub SqliteConnection);

#[async_trait]
impl Session for WriteSession {
    async fn begin(&mut self) -> Result<(), StoreError> {
        // A deferred transaction that reads before it writes would get BUSY at once.
        execute(&mut self.0, "BEGIN IMMEDIATE").await
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        execute(&mut self.0, "COMMIT").await
    }

    async fn reset(&mut self) {
        // Fails when SQLite has rolled back on its own: then there is nothing to do.
        if let Err(fault) = execute(&mut self.0, "ROLLBACK").await {
            tracing::debug!(%fault, "nothing to roll back");
        }
    }

    async fn savepoint(&mut self) -> Result<(), StoreError> {
        execute(&mut self.0, "SAVEPOINT job").await
    }

    async fn release(&mut self) -> Result<(), StoreError> {
        execute(&mut self.0, "RELEASE job").await
    }

    async fn rollback_to(&mut self) -> Result<(), StoreError> {
        execute(&mut self.0, "ROLLBACK TO job").await
    }

    async fn shut(self) {
        if let Err(error) = self.0.close().await {
            tracing::error!(fault = %fault(error), "closing the database failed");
        }
    }
}
