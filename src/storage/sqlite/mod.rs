//! The embedded store: one SQLite file that is a GeoPackage too.

mod answer;
mod append;
mod blob;
mod data;
mod erase;
mod fault;
mod load;
mod load_at;
mod log;
pub mod migrate;
mod open;
mod open_lock;
mod owner;
mod redraft;
mod references;
pub mod restore;
mod row;
mod session;
mod setting;
mod sift;
mod stage;
mod stagings;
mod token;
mod unstage;
mod verify;
mod wait;

use super::prepare::Prepared;
use super::writer::Writer;
use super::{
    Appended, BatchHead, Identity, Sink, Staged, StagingId, Store, StoreError, Stored, StoredAnswer, Token,
    Verified, Write,
};
use crate::domain::change::{Change, EntityKind, EntityRef};
use crate::domain::id::{PopulationId, Seq};
use crate::domain::population::Cell;
use crate::domain::time::{Micros, Moment};
use async_trait::async_trait;
use open_lock::OpenLock;
use owner::Owner;
use session::WriteSession;
use sha2::{Digest, Sha256};
use sqlx::pool::PoolConnection;
use sqlx::{Connection, Sqlite, SqlitePool};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::watch;

/// See the module.
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer<WriteSession>,
    readers: SqlitePool,
    head: watch::Sender<Seq>,
    owner: Owner,
    open: OpenLock,
    stagings: Mutex<stagings::Stagings>,
}

impl SqliteStore {
    async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        self.readers.acquire().await.map_err(fault::fault)
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn engine(&self) -> &'static str {
        "sqlite"
    }

    async fn identity(&self) -> Result<Identity, StoreError> {
        self.open.still_there()?;
        log::identity(&mut *self.reader().await?).await
    }

    async fn append(&self, head: BatchHead, writes: Vec<Write>) -> Result<Appended, StoreError> {
        self.open.still_there()?;
        let writes = Prepared::all(writes)?;
        let answer = self
            .writer
            .submit(move |session| {
                Box::pin(async move { append::append(&mut session.0, &head, &writes).await })
            })
            .await?;
        self.announce(answer.last);
        Ok(answer)
    }

    async fn stage_begin(&self, head: BatchHead) -> Result<StagingId, StoreError> {
        self.begin_staging(head).await
    }

    async fn stage(&self, staging: StagingId, writes: Vec<Write>) -> Result<Vec<Staged>, StoreError> {
        self.stage_writes(staging, writes).await
    }

    async fn stage_cells(
        &self,
        staging: StagingId,
        set: PopulationId,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError> {
        self.stage_cell_rows(staging, set, cells).await
    }

    async fn stage_publish(&self, staging: StagingId, recorded_at: Micros) -> Result<Appended, StoreError> {
        self.open.still_there()?;
        self.publish_staging(staging, recorded_at).await
    }

    async fn stage_drop(&self, staging: StagingId) -> Result<(), StoreError> {
        self.drop_staging(staging).await
    }

    async fn load(&self, kind: EntityKind, sink: Sink<'_, Stored>) -> Result<Seq, StoreError> {
        let mut read = self.readers.begin().await.map_err(fault::fault)?;
        load::load(&mut read, kind, sink).await
    }

    async fn cells(&self, set: PopulationId) -> Result<Vec<Cell>, StoreError> {
        load::cells(&mut *self.reader().await?, set).await
    }

    async fn get(&self, entity: EntityRef) -> Result<Option<Stored>, StoreError> {
        load::get(&mut *self.reader().await?, entity).await
    }

    async fn find_external(
        &self,
        kind: EntityKind,
        keys: &[(String, String)],
    ) -> Result<Vec<Option<Stored>>, StoreError> {
        load::find_external(&mut *self.reader().await?, kind, keys).await
    }

    async fn changes(&self, since: Seq, limit: u32) -> Result<Vec<Change>, StoreError> {
        log::changes(&mut *self.reader().await?, since, limit).await
    }

    async fn history(&self, entity: EntityRef) -> Result<Vec<Change>, StoreError> {
        log::history(&mut *self.reader().await?, entity).await
    }

    async fn record_seconds(&self) -> Result<Vec<(Seq, i64)>, StoreError> {
        log::record_seconds(&mut *self.reader().await?).await
    }

    async fn load_at(&self, kind: EntityKind, at: Moment, sink: Sink<'_, Stored>) -> Result<Seq, StoreError> {
        let mut read = self.readers.begin().await.map_err(fault::fault)?;
        load_at::load_at(&mut read, kind, at, sink).await
    }

    async fn erase(&self, entity: EntityRef) -> Result<u64, StoreError> {
        self.erase_payloads(entity).await
    }

    async fn verify(&self) -> Result<Verified, StoreError> {
        let mut read = self.readers.begin().await.map_err(fault::fault)?;
        verify::verify(&mut read).await
    }

    async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        token::all(&mut *self.reader().await?).await
    }

    async fn token(&self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
        token::get(&mut *self.reader().await?, hash).await
    }

    async fn put_token(&self, token: Token) -> Result<(), StoreError> {
        self.writer
            .submit(move |session| Box::pin(async move { token::put(&mut session.0, &token).await }))
            .await
    }

    async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        setting::get(&mut *self.reader().await?, name).await
    }

    async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.writer
            .submit(move |session| Box::pin(async move { setting::put(&mut session.0, &name, &value).await }))
            .await
    }

    async fn put_blob(&self, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
        let sha256: [u8; 32] = Sha256::digest(bytes).into();
        if !blob::exists(&mut *self.reader().await?, &sha256).await? {
            let bytes = bytes.to_vec();
            self.writer
                .submit(move |session| {
                    Box::pin(async move { blob::put(&mut session.0, &sha256, &bytes).await })
                })
                .await?;
        }
        Ok(sha256)
    }

    async fn blob(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        blob::get(&mut *self.reader().await?, sha256).await
    }

    async fn answer(&self, key: &str) -> Result<Option<StoredAnswer>, StoreError> {
        answer::get(&mut *self.reader().await?, key).await
    }

    async fn put_answer(&self, answer: StoredAnswer, keep: u32) -> Result<(), StoreError> {
        self.writer
            .submit(move |session| Box::pin(async move { answer::put(&mut session.0, &answer, keep).await }))
            .await
    }

    async fn wait_beyond(&self, seq: Seq, timeout: Duration) {
        self.wait(seq, timeout).await;
    }

    async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        // VACUUM INTO counts as a write, which readers may not.
        let mut conn = self.connect().await?;
        let copied = migrate::copy_into(&mut conn, file).await;
        conn.close().await.map_err(fault::fault)?;
        copied
    }

    async fn close(&self) {
        self.writer.stop().await;
        self.readers.close().await;
        self.owner.release();
    }
}
