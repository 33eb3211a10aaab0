//! The stagings of this process: chunks go through the writer like everybody's writes, so that
//! others wait for one chunk, not for the import.

use super::stage::{self, Publication};
use super::{PostgresStore, owner, unstage};
use crate::domain::id::PopulationId;
use crate::domain::population::Cell;
use crate::domain::time::Micros;
use crate::storage::prepare::Prepared;
use crate::storage::staging::{Progress, staging_gone};
use crate::storage::{Appended, BatchHead, Staged, StagingId, StoreError, Write};
use std::sync::{Arc, MutexGuard, PoisonError};
use tokio::sync::Mutex;

/// Stagings by number of their batch.
pub type Stagings = std::collections::HashMap<i64, Arc<Mutex<Progress>>>;

impl PostgresStore {
    fn stagings(&self) -> MutexGuard<'_, Stagings> {
        self.stagings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn progress(&self, staging: StagingId) -> Result<Arc<Mutex<Progress>>, StoreError> {
        self.stagings().get(&staging.0).cloned().ok_or_else(staging_gone)
    }

    pub(super) async fn begin_staging(&self, head: BatchHead) -> Result<StagingId, StoreError> {
        let named = head.clone();
        let batch = self
            .writer
            .submit(move |session| {
                Box::pin(async move {
                    let batch = stage::begin(&mut session.conn, &named).await?;
                    session.held.push(batch);
                    Ok(batch)
                })
            })
            .await?;
        self.stagings().insert(batch, Arc::new(Mutex::new(Progress::new(head))));
        Ok(StagingId(batch))
    }

    pub(super) async fn stage_writes(
        &self,
        staging: StagingId,
        writes: Vec<Write>,
    ) -> Result<Vec<Staged>, StoreError> {
        let progress = self.progress(staging)?;
        let mut progress = progress.lock().await;
        let mut answers = Vec::with_capacity(writes.len());
        let mut writes = writes.into_iter().peekable();
        while writes.peek().is_some() {
            let chunk = Prepared::all(writes.by_ref().take(stage::CHUNK).collect())?;
            let ordinal = progress.next;
            let outcomes = self
                .writer
                .submit(move |session| {
                    Box::pin(async move { stage::chunk(&mut session.conn, staging.0, ordinal, chunk).await })
                })
                .await?;
            answers.extend(progress.take(outcomes));
        }
        Ok(answers)
    }

    pub(super) async fn stage_cell_rows(
        &self,
        staging: StagingId,
        set: PopulationId,
        cells: Vec<Cell>,
    ) -> Result<(), StoreError> {
        let progress = self.progress(staging)?;
        let mut progress = progress.lock().await;
        progress.sets.insert(set.0);
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let chunk: Vec<(Cell, String)> = cells
                .by_ref()
                .take(stage::CELLS)
                .map(|cell| {
                    let ages = serde_json::json!(cell.ages).to_string();
                    (cell, ages)
                })
                .collect();
            let mut root = progress.root_mut().clone();
            for (cell, ages) in &chunk {
                root.add_cell(set.0, cell, ages);
            }
            let (ordinal, count) = (progress.next_cell, chunk.len());
            self.writer
                .submit(move |session| {
                    Box::pin(
                        async move { stage::cells(&mut session.conn, staging.0, ordinal, set, &chunk).await },
                    )
                })
                .await?;
            *progress.root_mut() = root;
            progress.next_cell += i64::try_from(count).unwrap_or(i64::MAX);
        }
        Ok(())
    }

    pub(super) async fn publish_staging(
        &self,
        staging: StagingId,
        recorded_at: Micros,
    ) -> Result<Appended, StoreError> {
        let progress = self.progress(staging)?;
        let progress = progress.lock().await;
        let what = Publication::new(staging.0, recorded_at, &progress);
        let (answer, published) = self
            .writer
            .submit(move |session| {
                Box::pin(async move {
                    let (answer, published) = stage::publish(&mut session.conn, &what).await?;
                    if published {
                        owner::release(&mut session.conn, what.batch).await?;
                        session.held.retain(|batch| *batch != what.batch);
                    }
                    Ok((answer, published))
                })
            })
            .await?;
        if published {
            self.stagings().remove(&staging.0);
            self.announce(answer.last);
        } else {
            drop(progress);
            self.drop_staging(staging).await?;
        }
        Ok(answer)
    }

    pub(super) async fn drop_staging(&self, staging: StagingId) -> Result<(), StoreError> {
        let progress = self.progress(staging)?;
        let _alone = progress.lock().await;
        loop {
            let gone = self
                .writer
                .submit(move |session| {
                    Box::pin(async move {
                        let gone = unstage::some(&mut session.conn, staging.0).await?;
                        if gone {
                            owner::release(&mut session.conn, staging.0).await?;
                            session.held.retain(|batch| *batch != staging.0);
                        }
                        Ok(gone)
                    })
                })
                .await?;
            if gone {
                break;
            }
        }
        self.stagings().remove(&staging.0);
        Ok(())
    }
}
