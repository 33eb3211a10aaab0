//! Where the thing that a change is about was, and where it is now.

use super::World;
use super::build::{self, Context};
use crate::analysis::divisions::{Tree, home_place};
use crate::domain::change::{Change, EntityKind, State};
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::domain::kind::Measure;
use crate::index::{Hangs, Shape, SiteFacts, by_kind};
use crate::registry::reference::Reference;
use crate::storage::Stored;
use uuid::Uuid;

/// Both sides of a change; of an erased change neither is known any more.
#[derive(Clone, Debug)]
pub struct Moved {
    /// What held before it on its `effective_from`.
    pub old: Option<Stood>,
    /// What holds since.
    pub new: Option<Stood>,
}

/// Where one state of a thing is, and what filters ask of it.
#[derive(Clone, Debug)]
pub struct Stood {
    /// WGS 84, (lon, lat).
    pub shape: Shape,
    /// The divisions in which it counts, `None` being outside of all; of a division it and its parent. Empty
    /// for what counts in no place, such as a street network.
    pub homes: Vec<Option<DivisionId>>,
    /// What it hangs on: a piece's site, a site's container, a division's parent.
    pub parent: Option<Uuid>,
    /// Of sites.
    pub site: Option<SiteFacts>,
    /// Name of a layer, which is a collection of its own.
    pub layer: Option<String>,
}

impl World {
    /// Both sides of a change, placed by the divisions of this world.
    ///
    /// A document that this program can not read is placed by its geometry alone: whoever follows the log
    /// must get past it.
    pub fn moved(&self, change: &Change, reference: &Reference) -> Moved {
        let stood = |state: &State| {
            let stored = Stored {
                entity: change.entity,
                version: change.seq,
                effective_from: change.effective_from,
                state: state.clone(),
            };
            let context = Context { reference, tree: &self.tree, day: self.at.as_of };
            stood(&stored, context).unwrap_or_else(|| by_geometry(&stored, &self.tree))
        };
        Moved { old: change.before.as_ref().map(&stood), new: change.after.as_ref().map(&stood) }
    }
}

/// `None`: the document can not be read.
fn stood(stored: &Stored, context: Context<'_>) -> Option<Stood> {
    let tree = context.tree;
    let at = |homes: Vec<Option<DivisionId>>| Stood {
        shape: Shape::of(stored.state.geometry.clone()),
        homes,
        parent: None,
        site: None,
        layer: None,
    };
    Some(match stored.entity.kind {
        EntityKind::Site => {
            let site = build::site(stored).ok()?;
            let counted = build::count(&site, context).ok()?;
            let shares = counted.shares.as_slice().iter();
            let homes = shares.map(|share| division_at(tree, share.division)).collect();
            let trail = context.reference.catalogue.get(counted.kind).measure == Measure::LengthWidth;
            let facts = SiteFacts::of(&site, trail, stored.effective_from, counted);
            Stood { parent: facts.parent(), site: Some(facts), ..at(homes) }
        }
        EntityKind::Division => {
            let division = build::division(stored).ok()?;
            let homes = [Some(division.id), division.parent].into_iter().flatten().map(Some).collect();
            Stood { parent: division.parent.map(|parent| parent.0), ..at(homes) }
        }
        EntityKind::Equipment => {
            let site = build::equipment(stored).ok()?.site_id;
            Stood { parent: Some(site.0), ..by_geometry(stored, tree) }
        }
        EntityKind::Layer => Stood { layer: Some(build::layer(stored).ok()?.name), ..at(Vec::new()) },
        EntityKind::Cluster => by_geometry(stored, tree),
        EntityKind::Population | EntityKind::Network | EntityKind::Scenario | EntityKind::YearEnd => {
            at(Vec::new())
        }
        kind => {
            let home = by_kind!(kind, T => build::record::<T>(stored).ok().map(|record| {
                build::record_home(&record, tree)
            }))??;
            at(vec![division_at(tree, home)])
        }
    })
}

fn by_geometry(stored: &Stored, tree: &Tree) -> Stood {
    let place = stored.state.geometry.as_ref().and_then(home_place);
    let home = place.map_or(Ordinal::NONE, |place| tree.locate(place));
    Stood {
        shape: Shape::of(stored.state.geometry.clone()),
        homes: vec![division_at(tree, home)],
        parent: None,
        site: None,
        layer: None,
    }
}

fn division_at(tree: &Tree, ordinal: Ordinal) -> Option<DivisionId> {
    Some(tree.get(ordinal)?.division.id)
}
