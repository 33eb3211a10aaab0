//! What a plan's tasks need recorded beside sites and equipment: who there is, what was held, what was
//! reported, what was achieved.
//!
//! Which kinds, tags, brands, series and milestones there are is data; nothing of it stands here.

/// What bodies say of tasks.
mod declaration;
/// Events.
mod event;
/// Institutions to be equipped.
mod institution;
/// Achievements and their evidence.
mod milestone;
/// Reported figures.
mod observation;
/// Associations, clubs, stations.
mod organisation;
/// Suppliers of guidance.
mod provider;

pub use declaration::Declaration;
pub use event::Event;
pub use institution::Institution;
pub use milestone::{Acceptance, Milestone};
pub use observation::{Observation, PERCENT};
pub use organisation::Organisation;
pub use provider::Provider;

use super::change::{EntityKind, EntityRef};
use super::id::DivisionId;
use super::invalid::Invalid;
use geo_types::Geometry;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use uuid::Uuid;

/// What all records have in common. Their documents are kept like those of sites.
pub trait Record: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    const KIND: EntityKind;
    /// It tells of one day or period, and not of something that goes on: to change it is to correct it.
    const IS_FACT: bool;
    /// The member with the day on which it ended, where it can end.
    const ENDS_BY: Option<&'static str> = None;
    /// It may hang on an organisation.
    const HANGS: bool = false;

    fn id(&self) -> Uuid;

    /// (source, external id): by these it is known again.
    fn external(&self) -> (String, String);

    fn demo(&self) -> bool;

    /// The division that its bringer stated.
    fn division(&self) -> Option<DivisionId>;

    /// Where it is, WGS 84 (lon, lat).
    fn geometry(&self) -> Option<&Geometry<f64>> {
        None
    }

    /// Puts it in a place. What has none stays where it is: nowhere.
    fn put(&mut self, _: Option<Geometry<f64>>) {}

    /// First and last day on which it was there, or of which it tells; `None` is not known, or open.
    fn days(&self) -> (Option<Date>, Option<Date>);

    /// The day from which it is known to hold, if it says so itself.
    fn since(&self) -> Option<Date> {
        self.days().0
    }

    /// What it hangs on: of an event, who held it.
    fn parent(&self) -> Option<EntityRef> {
        None
    }

    /// What is told of it beside its own members: name and value. What is not known is null.
    fn computed(&self) -> Vec<(&'static str, Option<f64>)> {
        Vec::new()
    }

    /// Whether it is one of those that a list asks for by a word: `kind`, `tag`, `series` and so on;
    /// `None`: there is no such word of it.
    fn is(&self, word: &str, wanted: &str) -> Option<bool>;

    /// The rules that need nothing but the record itself.
    fn defects(&self) -> Vec<Invalid>;
}

/// The accessors that every record has, from members of one name.
macro_rules! members {
    () => {
        fn id(&self) -> uuid::Uuid {
            self.id.0
        }

        fn external(&self) -> (String, String) {
            (self.source.clone().unwrap_or_default(), self.external_id.clone())
        }

        fn demo(&self) -> bool {
            self.demo
        }

        fn division(&self) -> Option<super::DivisionId> {
            self.division_id
        }
    };
    (placed) => {
        members!();

        fn geometry(&self) -> Option<&geo_types::Geometry<f64>> {
            self.geometry.as_ref()
        }

        fn put(&mut self, place: Option<geo_types::Geometry<f64>>) {
            self.geometry = place;
        }
    };
}
use members;

/// The last of two days lies before the first.
fn backwards(first: Option<Date>, last: Option<Date>, field: &str) -> Option<Invalid> {
    let (first, last) = first.zip(last)?;
    (last < first).then(|| {
        Invalid::new(
            field,
            "before_its_beginning",
            format!("{last} 早于开始日期 {first}，请核对"),
            format!("{last} lies before the beginning, {first}; check both"),
        )
    })
}

/// One of a list of texts.
fn among(all: &[String], wanted: &str) -> bool {
    all.iter().any(|one| one == wanted)
}
