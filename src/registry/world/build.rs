//! From stored rows to entries of the index: parse, count, encode.

use crate::analysis::counting::contribute::contribution;
use crate::analysis::divisions::{Tree, home_place};
use crate::domain::change::EntityKind;
use crate::domain::cluster::Cluster;
use crate::domain::contribution::{Contribution, Ordinal, Verdict};
use crate::domain::division::Division;
use crate::domain::equipment::Equipment;
use crate::domain::kind::{KindIndex, Measure};
use crate::domain::layer::Layer;
use crate::domain::network::StreetNetwork;
use crate::domain::population::PopulationSet;
use crate::domain::record::Record;
use crate::domain::scenario::Scenario;
use crate::domain::site::Site;
use crate::domain::year_end::YearEnd;
use crate::index::encode::{
    ClusterExtras, DivisionExtras, EquipmentExtras, Home, RecordExtras, Revision, SiteExtras, encode_cluster,
    encode_division, encode_equipment, encode_record, encode_site,
};
use crate::index::{ClusterFacts, DivisionFacts, EquipmentFacts, RecordFacts, SiteFacts};
use crate::index::{Entry, Shape};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::storage::Stored;
use geo::{Coord, Geometry};
use jiff::civil::Date;
use std::cell::RefCell;
use std::sync::Arc;

/// What entries are built with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub reference: &'a Reference,
    pub tree: &'a Tree,
    pub day: Date,
}

/// A stored document with its geometry.
///
/// # Errors
/// The document is not one this program writes: the database was edited from outside.
pub fn site(stored: &Stored) -> Result<Site, RegistryError> {
    let mut site: Site = document(stored)?;
    site.geometry.clone_from(&stored.state.geometry);
    Ok(site)
}

pub fn equipment(stored: &Stored) -> Result<Equipment, RegistryError> {
    let mut piece: Equipment = document(stored)?;
    piece.geometry.clone_from(&stored.state.geometry);
    Ok(piece)
}

pub fn division(stored: &Stored) -> Result<Division, RegistryError> {
    let mut division: Division = document(stored)?;
    division.geometry.clone_from(&stored.state.geometry);
    Ok(division)
}

pub fn cluster(stored: &Stored) -> Result<Cluster, RegistryError> {
    let mut cluster: Cluster = document(stored)?;
    cluster.geometry.clone_from(&stored.state.geometry);
    Ok(cluster)
}

pub fn population(stored: &Stored) -> Result<PopulationSet, RegistryError> {
    document(stored)
}

pub fn layer(stored: &Stored) -> Result<Layer, RegistryError> {
    document(stored)
}

pub fn network(stored: &Stored) -> Result<StreetNetwork, RegistryError> {
    document(stored)
}

pub fn year_end(stored: &Stored) -> Result<YearEnd, RegistryError> {
    document(stored)
}

pub fn scenario(stored: &Stored) -> Result<Scenario, RegistryError> {
    document(stored)
}

fn document<T: serde::de::DeserializeOwned>(stored: &Stored) -> Result<T, RegistryError> {
    serde_json::from_str(&stored.state.doc)
        .map_err(|error| damaged(stored.entity.kind, stored.entity.id, &error.to_string()))
}

fn damaged(kind: EntityKind, id: uuid::Uuid, why: &str) -> RegistryError {
    RegistryError::Internal(format!("{kind} {id} in the database can not be read: {why}"))
}

/// What a site adds on the context's day.
///
/// # Errors
/// The kind is not in the catalogue the database carries.
pub fn count(site: &Site, context: Context<'_>) -> Result<Contribution, RegistryError> {
    let kind = context
        .reference
        .catalogue
        .find(&site.kind)
        .ok_or_else(|| damaged(EntityKind::Site, site.id.0, &format!("no kind `{}`", site.kind)))?;
    Ok(contribution(site, kind, &context.reference.rules, context.tree, context.day))
}

pub fn site_entry(stored: &Stored, context: Context<'_>) -> Result<Entry<SiteFacts>, RegistryError> {
    let site = site(stored)?;
    let counted = count(&site, context)?;
    let kind = context.reference.catalogue.get(counted.kind);
    let trail = kind.measure == Measure::LengthWidth;
    // What is known to be nothing is zero; what is not known is null.
    let venue_area = (counted.verdict != Verdict::AreaUnknown).then(|| counted.area());
    #[expect(clippy::cast_precision_loss, reason = "a trail is shorter than 2^53 cm")]
    let length_m = trail.then(|| counted.length_cm() as f64 / 100.0);
    let extras = SiteExtras {
        revision: revision(stored),
        home: home(context.tree, counted.home()),
        container: None,
        length_m,
        venue_area,
    };
    let feature = encoded(|out| encode_site(out, &site, &extras));
    let facts = SiteFacts::of(&site, trail, stored.effective_from, counted);
    Ok(entry(stored, feature, facts))
}

/// `home` is the site's, which decides where its equipment stands.
pub fn equipment_entry(
    stored: &Stored,
    context: Context<'_>,
) -> Result<Entry<EquipmentFacts>, RegistryError> {
    let piece = equipment(stored)?;
    let catalogue = &context.reference.catalogue;
    let kind = catalogue
        .equipment_kinds()
        .iter()
        .position(|kind| kind.id == piece.kind)
        .and_then(|position| u16::try_from(position).ok())
        .ok_or_else(|| damaged(EntityKind::Equipment, piece.id.0, &format!("no kind `{}`", piece.kind)))?;
    let home_ordinal = match &piece.geometry {
        Some(Geometry::Point(point)) => context.tree.locate(Coord { x: point.x(), y: point.y() }),
        _ => Ordinal::NONE,
    };
    let extras = EquipmentExtras {
        revision: revision(stored),
        home: home(context.tree, home_ordinal),
        site: None,
        site_name_zh: None,
        default_design_life_years: context.reference.rules.equipment.default_design_life_years,
    };
    let feature = encoded(|out| encode_equipment(out, &piece, &extras));
    let facts = EquipmentFacts::of(&piece, KindIndex(kind), stored.effective_from, home_ordinal);
    Ok(entry(stored, feature, facts))
}

pub fn division_entry(stored: &Stored, context: Context<'_>) -> Result<Entry<DivisionFacts>, RegistryError> {
    let mut division = division(stored)?;
    let ordinal = context.tree.find(division.id).unwrap_or(Ordinal::NONE);
    // Under whom it hangs on that day.
    if let Some(node) = context.tree.get(ordinal) {
        division.parent = node.division.parent;
    }
    let parent = division
        .parent
        .and_then(|parent| context.tree.find(parent))
        .map(|parent| context.tree.node(parent).division.external_id.as_str());
    let extras = DivisionExtras { revision: revision(stored), parent };
    let feature = encoded(|out| encode_division(out, &division, &extras));
    let facts = DivisionFacts::of(&division, ordinal, Arc::from(division.level.as_str()));
    Ok(entry(stored, feature, facts))
}

pub fn cluster_entry(stored: &Stored) -> Result<Entry<ClusterFacts>, RegistryError> {
    let cluster = cluster(stored)?;
    let extras = ClusterExtras { revision: revision(stored) };
    let feature = encoded(|out| encode_cluster(out, &cluster, &extras));
    let facts = ClusterFacts::of(&cluster);
    Ok(entry(stored, feature, facts))
}

/// A stored record with its place.
///
/// # Errors
/// The document is not one this program writes: the database was edited from outside.
pub fn record<T: Record>(stored: &Stored) -> Result<T, RegistryError> {
    let mut record: T = document(stored)?;
    record.put(stored.state.geometry.clone());
    Ok(record)
}

/// The division that was stated, if that stands on the day; else the one where it lies.
pub fn record_home<T: Record>(record: &T, tree: &Tree) -> Ordinal {
    let stated = record.division().and_then(|division| tree.find(division));
    let lies = || Some(tree.locate(home_place(record.geometry()?)?));
    stated.or_else(lies).unwrap_or(Ordinal::NONE)
}

/// A record with the division in which it counts.
///
/// # Errors
/// As [`record`].
pub fn record_entry<T: Record>(
    stored: &Stored,
    context: Context<'_>,
) -> Result<Entry<RecordFacts<T>>, RegistryError> {
    let record: T = record(stored)?;
    let ordinal = record_home(&record, context.tree);
    let extras = RecordExtras { revision: revision(stored), home: home(context.tree, ordinal) };
    let feature = encoded(|out| encode_record(out, &record, &extras));
    let facts = RecordFacts::of(record, ordinal, stored.effective_from);
    Ok(entry(stored, feature, facts))
}

thread_local! {
    /// Features are encoded here and copied once, at their own length.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn encoded(encode: impl FnOnce(&mut Vec<u8>)) -> Arc<[u8]> {
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        encode(buffer);
        Arc::from(buffer.as_slice())
    })
}

fn entry<F>(stored: &Stored, feature: Arc<[u8]>, facts: F) -> Entry<F> {
    Entry {
        id: stored.entity.id,
        version: stored.version.0,
        geometry: Shape::of(stored.state.geometry.clone()),
        feature,
        facts,
    }
}

fn revision(stored: &Stored) -> Revision {
    Revision { version: stored.version, effective_from: stored.effective_from }
}

fn home(tree: &Tree, ordinal: Ordinal) -> Option<Home<'_>> {
    let division = &tree.get(ordinal)?.division;
    Some(Home { code: &division.external_id, name_zh: &division.name_zh })
}
