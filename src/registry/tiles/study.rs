//! Tiles of analyses: the features of their GeoJSON answers, so that both show the same and hide the same.

use super::packed::{Made, PackedLayer};
use crate::formats::geojson::parse_collection;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::study::{Asked, Job, JobState, Question, Study};
use futures::future::join_all;
use std::sync::Arc;
use std::time::Duration;

/// Analyses whose answers are maps of many features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TiledStudy {
    Reach,
    Gaps,
}

impl TiledStudy {
    const fn study(self) -> Study {
        match self {
            Self::Reach => Study::Reach,
            Self::Gaps => Study::Gaps,
        }
    }

    /// Layers of its tiles, each with the `part` of the answer that it shows.
    const fn layers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Reach => &[("cells", "cells")],
            Self::Gaps => &[("gaps", "areas"), ("cells", "cells"), ("places", "places")],
        }
    }
}

/// A question that is answered by tiles: one question a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct TileQuestion {
    pub study: TiledStudy,
    layers: Vec<(&'static str, Question)>,
}

impl TileQuestion {
    /// Reads what the study itself is asked, without `part` and `format`.
    ///
    /// # Errors
    /// Everything that is wrong with it, by parameter.
    pub fn read(study: TiledStudy, mut asked: Asked, reference: &Reference) -> Result<Self, RegistryError> {
        for name in ["format", "part"] {
            if asked.has(name) {
                let zh = format!("瓦片含有全部图层，不需要参数 {name}，请去掉");
                asked.wrong(name, "not_of_tiles", zh, format!("tiles hold all layers; leave `{name}` out"));
            }
        }
        let question = |(layer, part): &(&'static str, &'static str)| {
            let mut asked = asked.clone();
            asked.preset("format", "geojson");
            asked.preset("part", part);
            Ok((*layer, Question::read(study.study(), asked, reference)?))
        };
        let layers: Result<_, RegistryError> = study.layers().iter().map(question).collect();
        Ok(Self { study, layers: layers? })
    }
}

/// What a question of tiles is answered with.
pub enum StudyTiles {
    /// Its layers, in their order.
    Ready(Vec<Arc<PackedLayer>>),
    /// The first of its answers that is still computed.
    Running(Arc<Job>),
}

impl Registry {
    /// The layers of a study's tiles, from the answers that are kept; where there is none it is
    /// computed, and waited for as long as `patience`.
    ///
    /// # Errors
    /// As [`Registry::start`] and [`Registry::study`].
    pub async fn study_tiles(
        self: &Arc<Self>,
        question: &TileQuestion,
        patience: Duration,
    ) -> Result<StudyTiles, RegistryError> {
        let mut jobs = Vec::new();
        for (_, question) in &question.layers {
            jobs.push(self.start(question).await?);
        }
        let states = join_all(jobs.iter().map(|job| job.wait(patience))).await;
        let mut layers = Vec::new();
        for ((name, _), (job, state)) in question.layers.iter().zip(jobs.iter().zip(states)) {
            let answer = match state {
                JobState::Done(answer) => answer,
                JobState::Running => return Ok(StudyTiles::Running(Arc::clone(job))),
                JobState::Failed(error) => return Err(error.again()),
                JobState::Cancelled => return Err(RegistryError::Cancelled),
            };
            let made = Made::Answer(job.key().clone());
            layers.push(self.packed.layer(made, name, || parse_collection(&answer.body)).await?);
        }
        Ok(StudyTiles::Ready(layers))
    }
}
