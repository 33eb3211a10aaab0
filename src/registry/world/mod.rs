//! One consistent state of the registry in memory: features, divisions, totals, populations.

mod apply;
mod build;
/// Layers, street networks, scenarios.
mod few;
/// What stands, in a few numbers.
mod fingerprint;
mod load;
/// Where the thing that a change is about was and is.
mod moved;
/// When changes were recorded.
mod record_times;
/// Where things changed lately.
mod touched;
mod units;

pub use crate::analysis::divisions::Tree;
pub use build::{division, population};
pub use few::{Few, Named, Standing};
pub use fingerprint::Fingerprint;
pub use load::load;
pub use moved::{Moved, Stood};
pub use record_times::RecordTimes;
pub use touched::Touched;
pub use units::{PieceStands, is_inside_tagged, piece_stands};

use crate::analysis::counting::coverage::{Basis, Coverage, Units, coverage};
use crate::analysis::counting::totals::Ledger;
use crate::analysis::population::Populations;
use crate::domain::change::EntityKind;
use crate::domain::contribution::Ordinal;
use crate::domain::id::Seq;
use crate::domain::layer::Layer;
use crate::domain::network::StreetNetwork;
use crate::domain::scenario::Scenario;
use crate::domain::time::Moment;
use crate::domain::year_end::YearEnd;
use crate::index::{Records, Snapshot};
use crate::registry::reference::Reference;
use std::sync::Arc;

/// Everything a read needs, as of one number of the log and for one moment. Cloning shares it all.
#[derive(Clone)]
pub struct World {
    pub snapshot: Snapshot,
    pub tree: Arc<Tree>,
    pub ledger: Ledger,
    pub populations: Arc<Populations>,
    pub layers: Arc<Few<Layer>>,
    pub networks: Arc<Few<StreetNetwork>>,
    pub scenarios: Arc<Few<Scenario>>,
    pub year_ends: Arc<Few<YearEnd>>,
    pub at: Moment,
    /// Up to which number each kind of entity had been read when this world was loaded: the log is
    /// replayed from the lowest, and what a kind already had is passed over.
    loaded: [Seq; EntityKind::ALL.len()],
    /// Sites by programme and pieces of equipment; a change shifts only what it touches.
    units: Arc<Units>,
    fingerprint: Fingerprint,
    /// Another number for each time that all was read anew.
    generation: u64,
    touched: Touched,
    record_times: RecordTimes,
}

impl World {
    /// Which reading of the database this world comes from; between two of them anything may differ.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Where things changed lately, up to this world.
    pub fn touched(&self) -> &Touched {
        &self.touched
    }

    /// When changes were recorded, up to this world.
    pub fn record_times(&self) -> &RecordTimes {
        &self.record_times
    }

    pub fn seq(&self) -> Seq {
        self.snapshot.seq
    }

    /// The street network that is meant where none is named: `streets`, or else the one that was changed
    /// last.
    pub fn network(&self) -> Option<&Standing<StreetNetwork>> {
        let usual = self.networks.find(StreetNetwork::USUAL_NAME);
        usual.or_else(|| self.networks.iter().max_by_key(|network| network.version))
    }

    /// Organisations, events, institutions, providers, observations and milestones, each with the division
    /// in which it counts here.
    pub fn records(&self) -> &Records {
        &self.snapshot.records
    }

    /// Which entities stand here, and in which versions: what an answer from this world depends on.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Whether areas, sites by programme and pieces are the same in every division.
    pub fn counts_as(&self, other: &World) -> bool {
        self.ledger == other.ledger && self.units == other.units
    }

    /// What is counted in units of its own: sites by programme, pieces of equipment.
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// Figures of a division (`None`: of everything) and its children.
    pub fn coverage(&self, reference: &Reference, division: Option<Ordinal>) -> Coverage {
        let known_at = self.at.known_at.map(super::super::domain::time::Micros::to_rfc3339);
        let basis = Basis {
            tree: &self.tree,
            ledger: &self.ledger,
            populations: &self.populations,
            catalogue: &reference.catalogue,
            rule_version: &reference.rules.version,
            target_m2_per_head: reference.target_m2_per_head(),
            as_of: self.at.as_of,
            known_at: known_at.as_deref(),
            units: &self.units,
        };
        coverage(&basis, division)
    }
}
