//! Records of all kinds, each kind a layer of its own.

use super::entry::Entry;
use super::facts::RecordFacts;
use super::layer::Layer;
use crate::domain::record::{
    Declaration, Event, Institution, Milestone, Observation, Organisation, Provider, Record,
};

/// All records that stand. Cloning shares everything.
#[derive(Clone, Default)]
pub struct Records {
    organisations: Layer<RecordFacts<Organisation>>,
    events: Layer<RecordFacts<Event>>,
    institutions: Layer<RecordFacts<Institution>>,
    providers: Layer<RecordFacts<Provider>>,
    observations: Layer<RecordFacts<Observation>>,
    milestones: Layer<RecordFacts<Milestone>>,
    declarations: Layer<RecordFacts<Declaration>>,
}

/// A kind of record that has a layer here.
pub trait Recorded: Record {
    fn layer(records: &Records) -> &Layer<RecordFacts<Self>>;
    fn layer_mut(records: &mut Records) -> &mut Layer<RecordFacts<Self>>;
}

macro_rules! layers {
    ($($record:ident in $layer:ident;)+) => {
        $(impl Recorded for $record {
            fn layer(records: &Records) -> &Layer<RecordFacts<Self>> {
                &records.$layer
            }

            fn layer_mut(records: &mut Records) -> &mut Layer<RecordFacts<Self>> {
                &mut records.$layer
            }
        })+

        impl Records {
            $(
                /// In the order of their ids, which is mostly that of their making. Each with the division
                /// in which it counts (`facts.home`).
                pub fn $layer(&self) -> impl Iterator<Item = &Entry<RecordFacts<$record>>> {
                    self.$layer.iter()
                }
            )+

            /// How many there are, of all kinds.
            pub fn count(&self) -> usize {
                0 $(+ self.$layer.len())+
            }

            /// Bytes of memory of all layers; the records themselves, beside their features, left out.
            pub fn bytes(&self) -> usize {
                0 $(+ self.$layer.bytes())+
            }
        }
    };
}

layers! {
    Organisation in organisations;
    Event in events;
    Institution in institutions;
    Provider in providers;
    Observation in observations;
    Milestone in milestones;
    Declaration in declarations;
}

impl Records {
    /// The layer of a kind.
    pub fn of<T: Recorded>(&self) -> &Layer<RecordFacts<T>> {
        T::layer(self)
    }
}

/// Does the same with whichever kind of record an entity is: `by_kind!(kind, T => expression of T)` is
/// `None` for what is no record.
macro_rules! by_kind {
    ($kind:expr, $record:ident => $body:expr) => {{
        use $crate::domain::change::EntityKind as Kind;
        use $crate::domain::record as of;
        match $kind {
            Kind::Organisation => Some($crate::index::by_kind!(@ $record = of::Organisation => $body)),
            Kind::Event => Some($crate::index::by_kind!(@ $record = of::Event => $body)),
            Kind::Institution => Some($crate::index::by_kind!(@ $record = of::Institution => $body)),
            Kind::Provider => Some($crate::index::by_kind!(@ $record = of::Provider => $body)),
            Kind::Observation => Some($crate::index::by_kind!(@ $record = of::Observation => $body)),
            Kind::Milestone => Some($crate::index::by_kind!(@ $record = of::Milestone => $body)),
            Kind::Declaration => Some($crate::index::by_kind!(@ $record = of::Declaration => $body)),
            Kind::Site
            | Kind::Equipment
            | Kind::Division
            | Kind::Cluster
            | Kind::Population
            | Kind::Layer
            | Kind::Network
            | Kind::Scenario
            | Kind::YearEnd => None,
        }
    }};
    (@ $record:ident = $type:ty => $body:expr) => {{
        type $record = $type;
        $body
    }};
}
pub(crate) use by_kind;
