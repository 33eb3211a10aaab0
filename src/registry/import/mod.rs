//! Files into the registry: atomic, staged, repeatable, with a report by row.
//!
//! A file is read and checked row by row into a staging that nobody sees, in short transactions;
//! one last short transaction makes all of it visible, or none.

/// What a row without an id describes.
mod alike;
mod clusters;
/// Headings that files use for our fields.
pub mod columns;
/// What sites lie in.
mod containers;
mod datum;
mod divisions;
mod equipment;
/// Files that milestones name.
mod evidence;
/// Sites by what files call them.
mod find;
/// Heights of street nodes out of a raster.
mod heights;
mod layer;
/// Which column means which field.
pub mod mapping;
/// One named thing with large contents.
mod named;
mod network;
/// Which row a write came of.
mod origins;
mod population;
mod records;
mod report;
mod segments;
mod sites;
mod source;
mod stage;
/// The division a row states.
mod stated;
mod survey;
/// What rows leave untold.
mod untold;

pub use mapping::Mapping;
pub use report::{Report, RowReport, Severity};

use super::Registry;
use super::error::RegistryError;
use super::write::Author;
use crate::domain::change::Reason;
use crate::domain::crs::Crs;
use crate::domain::layer::Role;
use crate::domain::population::Base;
use crate::domain::record::{
    Declaration, Event, Institution, Milestone, Observation, Organisation, Provider,
};
use crate::formats::ReadOptions;
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// Told while a file is read: bytes read, bytes in all.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Sites,
    Equipment,
    Divisions,
    Population,
    Clusters,
    /// Features that analyses use; they stay as they are.
    Layer,
    /// Streets.
    Network,
    Organisations,
    Events,
    Institutions,
    Providers,
    Observations,
    Milestones,
    /// What responsible bodies say of the plan's tasks.
    Declarations,
    /// Answers of a survey, which become observations.
    Survey,
}

impl What {
    pub const ALL: [What; 15] = [
        Self::Sites,
        Self::Equipment,
        Self::Divisions,
        Self::Population,
        Self::Clusters,
        Self::Layer,
        Self::Network,
        Self::Organisations,
        Self::Events,
        Self::Institutions,
        Self::Providers,
        Self::Observations,
        Self::Milestones,
        Self::Declarations,
        Self::Survey,
    ];
    /// Those that are kept with columns of ours, so that there is an export of them.
    pub const TABLES: [What; 12] = [
        Self::Sites,
        Self::Equipment,
        Self::Divisions,
        Self::Population,
        Self::Clusters,
        Self::Organisations,
        Self::Events,
        Self::Institutions,
        Self::Providers,
        Self::Observations,
        Self::Milestones,
        Self::Declarations,
    ];

    /// Those that are read by columns of ours, so that there is a template.
    pub fn with_template() -> impl Iterator<Item = What> {
        Self::TABLES.into_iter().chain([Self::Survey])
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Equipment => "equipment",
            Self::Divisions => "divisions",
            Self::Population => "population",
            Self::Clusters => "clusters",
            Self::Layer => "layer",
            Self::Network => "network",
            Self::Organisations => "organisations",
            Self::Events => "events",
            Self::Institutions => "institutions",
            Self::Providers => "providers",
            Self::Observations => "observations",
            Self::Milestones => "milestones",
            Self::Declarations => "declarations",
            Self::Survey => "survey",
        }
    }

    /// One wrong row stops it all, whatever the user says: such a file is right or wrong as a whole. A
    /// tree with holes is none, and a population without some of its rows would pass for all of it.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Divisions | Self::Population | Self::Network)
    }
}

/// Of a population file, what its rows do not tell themselves.
#[derive(Clone, Debug, Default)]
pub struct PopulationOptions {
    pub year: Option<i16>,
    pub vintage: Option<String>,
    pub base: Option<Base>,
}

/// What a layer or a network is called, and what it is for. `--set` tells the rest: `source`, `licence`,
/// `demo`, of a layer `estimate`, of a network `dated`.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// Of a layer needed; a network is called `streets` where nothing is told.
    pub name: Option<String>,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    pub role: Option<Role>,
}

/// An import as the user asks for it.
pub struct Request<'a> {
    pub what: What,
    pub file: &'a Path,
    /// The datum its bringer declares; `None`: what the file says, else WGS 84.
    pub crs: Option<Crs>,
    pub mapping: Mapping,
    pub read: ReadOptions,
    /// Write the rows that are right and report the others; otherwise one wrong row stops it all.
    pub lenient: bool,
    pub dry_run: bool,
    /// Valid time of rows that do not tell it.
    pub effective_from: Option<Date>,
    pub reason: Option<Reason>,
    /// Of divisions: schematic ones that the file replaces may take their populations and what lies in
    /// them along.
    pub replace: bool,
    pub population: PopulationOptions,
    pub naming: Naming,
    /// Of a network: a GeoTIFF of metres above the sea.
    pub elevation: Option<&'a Path>,
    pub progress: Option<Progress>,
}

impl<'a> Request<'a> {
    /// An import with nothing but a file.
    pub fn new(what: What, file: &'a Path) -> Self {
        Self {
            what,
            file,
            crs: None,
            mapping: Mapping::default(),
            read: ReadOptions::default(),
            lenient: false,
            dry_run: false,
            effective_from: None,
            reason: None,
            replace: false,
            population: PopulationOptions::default(),
            naming: Naming::default(),
            elevation: None,
            progress: None,
        }
    }

    fn file_name(&self) -> String {
        self.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    fn file_stem(&self) -> String {
        self.file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

impl Registry {
    /// Imports a file. The report tells whether it was committed.
    ///
    /// # Errors
    /// The file can not be read at all, the request does not fit it or would hold from a day that has
    /// not come, or the store fails; nothing is changed then.
    pub async fn import(&self, author: &Author, request: &Request<'_>) -> Result<Report, RegistryError> {
        let today = self.today();
        if let Some(early) = request.effective_from.and_then(|day| super::draft::not_yet(day, today)) {
            return Err(RegistryError::Invalid(vec![early]));
        }
        if request.elevation.is_some() && request.what != What::Network {
            return Err(RegistryError::refused(
                "--elevation 只用于导入路网（network）",
                "--elevation goes with a street network (network) only",
            ));
        }
        let report = match request.what {
            What::Sites => self.import_sites(author, request).await?,
            What::Equipment => self.import_equipment(author, request).await?,
            What::Divisions => self.import_divisions(author, request).await?,
            What::Population => self.import_population(author, request).await?,
            What::Clusters => self.import_clusters(author, request).await?,
            What::Layer => self.import_layer(author, request).await?,
            What::Network => self.import_network(author, request).await?,
            What::Organisations => self.import_records::<Organisation>(author, request).await?,
            What::Events => self.import_records::<Event>(author, request).await?,
            What::Institutions => self.import_records::<Institution>(author, request).await?,
            What::Providers => self.import_records::<Provider>(author, request).await?,
            What::Observations => self.import_records::<Observation>(author, request).await?,
            What::Milestones => self.import_records::<Milestone>(author, request).await?,
            What::Declarations => self.import_records::<Declaration>(author, request).await?,
            What::Survey => self.import_survey(author, request).await?,
        };
        if let Some(seq) = report.seq.filter(|_| self.follows) {
            // Durable already; a slow memory must not turn it into an error.
            let seq = crate::domain::id::Seq(seq);
            if self.wait_for(seq, std::time::Duration::from_mins(2)).await.is_err() {
                tracing::warn!(%seq, "an import is stored but memory has not caught up");
            }
        }
        Ok(report)
    }
}
