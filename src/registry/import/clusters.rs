//! Imports clusters.

use super::Request;
use super::report::Report;
use super::source::{Item, Source};
use super::stage::{Built, Stager};
use crate::domain::change::EntityKind;
use crate::domain::id::ClusterId;
use crate::registry::Registry;
use crate::registry::draft;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, state};
use crate::storage::Keys;

impl Registry {
    pub(super) async fn import_clusters(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let source = Source::open(request, "clusters", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match stage(source, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }
}

async fn stage(mut source: Source, stager: &mut Stager<'_>) -> Result<(), RegistryError> {
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
        stager
            .rows(EntityKind::Cluster, ready, |fields, id, position| {
                let cluster = draft::cluster::cluster(fields, ClusterId(id), position.geometry)?;
                let external = (cluster.source.clone().unwrap_or_default(), cluster.external_id.clone());
                let keys = Keys { external: Some(external), ..Keys::default() };
                let state = state(&cluster, cluster.geometry.as_ref()).ok()?;
                Some(Built {
                    state,
                    keys,
                    since: None,
                    corrects: false,
                    doubts: Vec::new(),
                    misfits: Vec::new(),
                })
            })
            .await?;
    }
    Ok(())
}
