//! What can be asked, normalised: two questions that mean the same are equal.

use super::access::AccessQuestion;
use super::bounds::BoundsQuestion;
use super::compare::CompareQuestion;
use super::diversity::DiversityQuestion;
use super::equity::EquityQuestion;
use super::gaps::GapsQuestion;
use super::isochrone::IsochroneQuestion;
use super::projects::ProjectsQuestion;
use super::reach::ReachQuestion;
use super::scope::Scope;
use super::siting::SitingQuestion;
use crate::registry::asked::Asked;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use serde::Serialize;
use serde_json::Value;

/// A question to the registry's people and sites.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "study", rename_all = "snake_case")]
pub enum Question {
    Reach(ReachQuestion),
    Gaps(GapsQuestion),
    Compare(CompareQuestion),
    Siting(SitingQuestion),
    Isochrone(IsochroneQuestion),
    Access(AccessQuestion),
    Diversity(DiversityQuestion),
    Equity(EquityQuestion),
    Bounds(BoundsQuestion),
    Projects(ProjectsQuestion),
}

/// The names of the studies, as paths and commands have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Study {
    Reach,
    Gaps,
    Siting,
    Isochrone,
    Access,
    Diversity,
    Equity,
    Bounds,
    Projects,
}

/// Which part of an answer is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Figures, as JSON.
    #[default]
    Figures,
    /// People, as GeoJSON polygons.
    Cells,
    /// What the study is about, as GeoJSON: gaps, chosen places.
    Areas,
    /// Places, as GeoJSON points.
    Places,
}

impl Question {
    /// Day, sites, people, mode.
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Reach(question) => &question.scope,
            Self::Gaps(question) => &question.scope,
            Self::Compare(question) => &question.scope,
            Self::Siting(question) => &question.scope,
            Self::Isochrone(question) => &question.scope,
            Self::Access(question) => &question.scope,
            Self::Diversity(question) => &question.scope,
            Self::Equity(question) => &question.scope,
            Self::Bounds(question) => &question.day.scope,
            Self::Projects(question) => &question.day.scope,
        }
    }

    /// Reads a question.
    ///
    /// # Errors
    /// Everything that is wrong with it, by parameter.
    pub fn read(study: Study, mut asked: Asked, reference: &Reference) -> Result<Self, RegistryError> {
        let question = match study {
            Study::Reach => Self::Reach(ReachQuestion::read(&mut asked, reference)),
            Study::Gaps => Self::Gaps(GapsQuestion::read(&mut asked, reference)),
            Study::Isochrone => Self::Isochrone(IsochroneQuestion::read(&mut asked, reference)),
            Study::Siting => Self::Siting(SitingQuestion::read(&mut asked, reference)),
            Study::Access => Self::Access(AccessQuestion::read(&mut asked, reference)),
            Study::Diversity => Self::Diversity(DiversityQuestion::read(&mut asked, reference)),
            Study::Equity => Self::Equity(EquityQuestion::read(&mut asked, reference)),
            Study::Bounds => Self::Bounds(BoundsQuestion::read(&mut asked, reference)),
            Study::Projects => Self::Projects(ProjectsQuestion::read(&mut asked, reference)),
        };
        asked.finish()?;
        Ok(question)
    }

    /// Reads a comparison, whose `changes` are no text.
    ///
    /// # Errors
    /// As [`Question::read`].
    pub fn compare(
        mut asked: Asked,
        changes: Option<Value>,
        quick: bool,
        reference: &Reference,
    ) -> Result<Self, RegistryError> {
        let changes = super::compare::changes(changes)?;
        let question = CompareQuestion::read(&mut asked, changes, quick, reference);
        asked.finish()?;
        Ok(Self::Compare(question))
    }
}

/// `format` and `part`: GeoJSON is `default`, unless a part is named that the study has.
pub fn part(asked: &mut Asked, default: Part, others: &[Part]) -> Part {
    let geojson = asked.word(
        "format",
        |text| match text {
            "json" => Some(false),
            "geojson" => Some(true),
            _ => None,
        },
        "json, geojson",
    );
    let parts = [("cells", Part::Cells), ("areas", Part::Areas), ("places", Part::Places)];
    let of_study = parts.into_iter().filter(|(_, part)| *part == default || others.contains(part));
    let words: Vec<&str> = of_study.clone().map(|(word, _)| word).collect();
    let named = |text: &str| of_study.clone().find(|(word, _)| *word == text).map(|(_, part)| part);
    let part = asked.word("part", named, &words.join(", "));
    match geojson {
        Some(true) => part.unwrap_or(default),
        // Who names a part of the map wants the map.
        None => part.unwrap_or_default(),
        Some(false) => Part::Figures,
    }
}
