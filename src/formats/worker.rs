//! Runs a reader that cannot be suspended (a borrowing or asynchronous one) on a thread of its own
//! and hands its records over in batches. At most a few batches wait, so memory stays bounded.

use super::error::{FormatError, RecordError};
use super::record::RawRecord;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

const BATCH: usize = 512;
const WAITING: usize = 4;

type Item = Result<RawRecord, RecordError>;

/// The receiving end: an iterator of records.
pub(super) struct Worker {
    incoming: Receiver<Vec<Item>>,
    batch: std::vec::IntoIter<Item>,
    ended: bool,
}

/// The sending end. Ends by itself when nobody listens any more.
pub(super) struct Outbox {
    outgoing: SyncSender<Vec<Item>>,
    batch: Vec<Item>,
}

/// Nobody reads any more: stop.
pub(super) struct Abandoned;

impl Worker {
    /// Starts `work`, which first opens the file, answers what it found by `Ok(head)` or refuses,
    /// and then sends records.
    pub fn start<H: Send + 'static>(
        path: &Path,
        work: impl FnOnce(SyncSender<Result<H, FormatError>>, Outbox) + Send + 'static,
    ) -> Result<(H, Self), FormatError> {
        let (head_sender, head) = sync_channel(1);
        let (outgoing, incoming) = sync_channel(WAITING);
        let outbox = Outbox { outgoing, batch: Vec::with_capacity(BATCH) };
        std::thread::Builder::new()
            .name("read".to_owned())
            .spawn(move || work(head_sender, outbox))
            .map_err(|e| FormatError::io(path, e))?;
        match head.recv() {
            Ok(head) => Ok((head?, Self { incoming, batch: Vec::new().into_iter(), ended: false })),
            Err(_) => Err(FormatError::content(
                path,
                "unreadable",
                "文件内容损坏,无法读取",
                "the file is damaged and cannot be read",
            )),
        }
    }
}

impl Iterator for Worker {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.batch.next() {
                self.ended = matches!(&item, Err(error) if error.fatal);
                if self.ended {
                    self.batch = Vec::new().into_iter();
                }
                return Some(item);
            }
            if self.ended {
                return None;
            }
            self.batch = self.incoming.recv().ok()?.into_iter();
        }
    }
}

impl Outbox {
    /// Sends one record, or one row's error.
    pub fn send(&mut self, item: Item) -> Result<(), Abandoned> {
        self.batch.push(item);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.outgoing.send(full).map_err(|_| Abandoned)
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // The listener must not take half a file for a whole one.
            self.batch.push(Err(RecordError::new(
                0,
                "unreadable",
                "文件内容损坏,读取中断",
                "the file is damaged; reading broke off",
            )
            .ending()));
        }
        // When nobody listens there is nothing to lose.
        let _ = self.outgoing.send(std::mem::take(&mut self.batch));
    }
}
