//! Imports records. What they name must be registered before: divisions, and of events the organisers.

use super::Request;
use super::evidence::Files;
use super::report::Report;
use super::source::{Item, Source};
use super::stage::{Built, Stager};
use crate::registry::Registry;
use crate::registry::draft::known::Known;
use crate::registry::draft::record::Drafted;
use crate::registry::error::RegistryError;
use crate::registry::record::keys;
use crate::registry::write::{Author, state};

impl Registry {
    pub(super) async fn import_records<T: Drafted>(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, T::WHAT.as_str(), self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        let mut files = Files::new();
        let staged = self.stage_records::<T>(request, source, &mut stager, &mut files).await;
        let lands = match staged {
            Ok(()) => stager.lands().await,
            Err(error) => Err(error),
        };
        // What is refused keeps nothing.
        let kept = match lands {
            Ok(true) => self.keep_evidence(&files).await,
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_records<T: Drafted>(
        &self,
        request: &Request<'_>,
        mut source: Source,
        stager: &mut Stager<'_>,
        files: &mut Files,
    ) -> Result<(), RegistryError> {
        let mut known = Known::new(self.reference(), self.world());
        while let Some(item) = source.items.recv().await {
            let rows = match item {
                Item::Notice(code, zh, en) => {
                    stager.report.warn(0, None, &code, &zh, &en);
                    continue;
                }
                Item::Rows(rows) => rows,
            };
            let mut ready = Vec::with_capacity(rows.len());
            for row in rows {
                match row {
                    Ok(row) => ready.push(row),
                    Err(error) => {
                        stager.report.read += 1;
                        stager.report.unreadable(&error);
                    }
                }
            }
            self.look_for_evidence(request, &mut ready, &mut known, files).await?;
            let known = &known;
            stager
                .rows(T::KIND, ready, |fields, id, position| {
                    let record = T::draft(fields, id, position.into(), known)?;
                    Some(Built {
                        state: state(&record, record.geometry()).ok()?,
                        keys: keys(&record),
                        since: record.since(),
                        corrects: T::IS_FACT,
                        doubts: record.doubts(known),
                        misfits: Vec::new(),
                    })
                })
                .await?;
        }
        Ok(())
    }
}
