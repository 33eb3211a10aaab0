//! What filters and counts look at: a few bytes an entity, beside its encoded feature.

use super::drawn::{Measured, Summed};
use super::entry::Hangs;
use crate::domain::area::Area;
use crate::domain::cluster::Cluster;
use crate::domain::contribution::{Contribution, Ordinal, Verdict};
use crate::domain::division::{BoundaryQuality, Division};
use crate::domain::equipment::{Equipment, EquipmentState, TargetGroup};
use crate::domain::id::{DivisionId, SiteId};
use crate::domain::kind::KindIndex;
use crate::domain::record::Record;
use crate::domain::site::{Access, Level, Site, Status};
use jiff::civil::Date;
use std::sync::Arc;
use uuid::Uuid;

/// A day in four bytes, also when it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(i32);

impl Day {
    const UNKNOWN: i32 = i32::MIN;

    /// Days since 1970-01-01.
    pub fn of(date: Option<Date>) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        Self(date.map_or(Self::UNKNOWN, |date| {
            let hours = date.duration_since(epoch).as_hours();
            i32::try_from(hours / 24).unwrap_or(Self::UNKNOWN)
        }))
    }

    /// The day; `None` when it is not known.
    pub fn date(self) -> Option<Date> {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().days(self.days()?)).ok()
    }

    /// Days since 1970-01-01; `None` when the day is not known.
    pub fn days(self) -> Option<i32> {
        (self.0 != Self::UNKNOWN).then_some(self.0)
    }

    /// `false` also when the day is not known.
    pub fn is_on_or_before(self, date: Date) -> bool {
        self.days().is_some_and(|day| Self::of(Some(date)).days().is_some_and(|other| day <= other))
    }
}

/// What is fixed about a site by looking at it and at where it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFacts {
    pub kind: KindIndex,
    pub status: Status,
    pub access: Access,
    pub level: Option<Level>,
    flags: u8,
    pub opened: Day,
    pub closed: Day,
    effective_from: Day,
    /// Boxed, because few sites have any of it.
    belonging: Option<Box<Belonging>>,
    /// What the site adds to the totals: a change takes back exactly this.
    pub contribution: Contribution,
}

impl SiteFacts {
    const SMART: u8 = 1;
    const RURAL_SQUARE: u8 = 2;
    const DEMO: u8 = 4;
    const TRAIL: u8 = 8;
    const COUNTS_AREA: u8 = 16;

    /// `trail`: its kind is measured by length and width. `contribution`: what the counting rules
    /// make of it; its first share names the division it stands in.
    pub fn of(site: &Site, trail: bool, effective_from: Date, contribution: Contribution) -> Self {
        let has = |slug: &str| site.programmes.iter().any(|programme| programme == slug);
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        Self {
            kind: contribution.kind,
            status: site.status,
            access: site.access,
            level: site.level,
            flags: flag(has("smart"), Self::SMART)
                | flag(has("rural_square"), Self::RURAL_SQUARE)
                | flag(site.demo, Self::DEMO)
                | flag(trail, Self::TRAIL)
                | flag(site.counts_area, Self::COUNTS_AREA),
            opened: Day::of(site.opened_on),
            closed: Day::of(site.closed_on),
            effective_from: Day::of(Some(effective_from)),
            belonging: Belonging::of(site).map(Box::new),
            contribution,
        }
    }

    pub fn is_smart(&self) -> bool {
        self.flags & Self::SMART != 0
    }

    pub fn is_rural_square(&self) -> bool {
        self.flags & Self::RURAL_SQUARE != 0
    }

    pub fn is_demo(&self) -> bool {
        self.flags & Self::DEMO != 0
    }

    /// The programmes it has a tag of, such as `smart`.
    pub fn programmes(&self) -> &[String] {
        self.belonging.as_deref().map_or(&[], |belonging| &belonging.programmes)
    }

    /// Whether its area is length by width, segment by segment.
    pub fn is_trail(&self) -> bool {
        self.flags & Self::TRAIL != 0
    }

    /// `false`: a declared overlap, counted elsewhere.
    pub fn counts_area(&self) -> bool {
        self.flags & Self::COUNTS_AREA != 0
    }

    /// Statistical home; `None` when it lies in no division.
    pub fn division(&self) -> Option<Ordinal> {
        Some(self.contribution.home()).filter(|home| *home != Ordinal::NONE)
    }

    /// Counted venue area; `None` is unknown, which is not zero.
    pub fn venue_area(&self) -> Option<Area> {
        (self.contribution.verdict != Verdict::AreaUnknown).then(|| self.contribution.area())
    }

    /// Valid time of the state that stands.
    pub fn effective_from(&self) -> Option<Date> {
        self.effective_from.date()
    }

    /// The site this one lies in.
    pub fn container(&self) -> Option<SiteId> {
        self.belonging.as_deref().and_then(|belonging| belonging.container)
    }
}

/// What a site is a part of.
#[derive(Clone, Debug, PartialEq)]
struct Belonging {
    container: Option<SiteId>,
    programmes: Vec<String>,
}

impl Belonging {
    fn of(site: &Site) -> Option<Self> {
        let any = site.container_id.is_some() || !site.programmes.is_empty();
        any.then(|| Self { container: site.container_id, programmes: site.programmes.clone() })
    }
}

/// What is fixed about a piece of equipment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EquipmentFacts {
    pub site: SiteId,
    /// Position among the catalogue's kinds of equipment.
    pub kind: KindIndex,
    home: Ordinal,
    effective_from: Day,
    /// Years; 0 takes the rule's default.
    design_life_years: u16,
    pub state: EquipmentState,
    pub target_group: TargetGroup,
    pub smart: bool,
    pub wheelchair: bool,
    pub demo: bool,
    pub installed: Day,
    pub removed: Day,
}

impl EquipmentFacts {
    /// `kind`: its position in [`Catalogue::equipment_kinds`](crate::domain::kind::Catalogue).
    /// `home`: the division its site stands in.
    pub fn of(piece: &Equipment, kind: KindIndex, effective_from: Date, home: Ordinal) -> Self {
        Self {
            site: piece.site_id,
            kind,
            home,
            effective_from: Day::of(Some(effective_from)),
            design_life_years: piece.design_life_years.unwrap_or(0),
            state: piece.state,
            target_group: piece.target_group,
            smart: piece.smart,
            wheelchair: piece.wheelchair,
            demo: piece.demo,
            installed: Day::of(piece.installed_on),
            removed: Day::of(piece.removed_on),
        }
    }

    /// The division its site stands in.
    pub fn division(&self) -> Option<Ordinal> {
        Some(self.home).filter(|home| *home != Ordinal::NONE)
    }

    /// Valid time of the state that stands.
    pub fn effective_from(&self) -> Option<Date> {
        self.effective_from.date()
    }

    /// Recorded design life in years; `None` takes the rule's default.
    pub fn design_life_years(&self) -> Option<u16> {
        (self.design_life_years != 0).then_some(self.design_life_years)
    }
}

/// What is fixed about a division.
#[derive(Clone, Debug, PartialEq)]
pub struct DivisionFacts {
    pub ordinal: Ordinal,
    pub parent: Option<DivisionId>,
    /// Such as `subdistrict`; interned by whoever loads the divisions.
    pub level: Arc<str>,
    pub boundary_quality: BoundaryQuality,
    pub valid_from: Day,
    pub valid_to: Day,
    pub rural: bool,
    pub ethnic: bool,
    pub demo: bool,
}

impl DivisionFacts {
    /// `level` is given so that divisions of one level can share one text.
    pub fn of(division: &Division, ordinal: Ordinal, level: Arc<str>) -> Self {
        debug_assert_eq!(*level, *division.level);
        Self {
            ordinal,
            parent: division.parent,
            level,
            boundary_quality: division.boundary_quality,
            valid_from: Day::of(division.valid_from),
            valid_to: Day::of(division.valid_to),
            rural: division.rural,
            ethnic: division.ethnic,
            demo: division.demo,
        }
    }
}

/// What is fixed about a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterFacts {
    /// By which a plan names it.
    pub external_id: Arc<str>,
    pub quality: BoundaryQuality,
    pub demo: bool,
}

impl ClusterFacts {
    pub fn of(cluster: &Cluster) -> Self {
        Self {
            external_id: cluster.external_id.as_str().into(),
            quality: cluster.quality,
            demo: cluster.demo,
        }
    }
}

/// A record itself, and where it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFacts<T> {
    pub record: Arc<T>,
    /// The division that was stated, or else the one it lies in; `Ordinal::NONE`: neither.
    pub home: Ordinal,
    effective_from: Day,
}

impl<T> RecordFacts<T> {
    pub fn of(record: T, home: Ordinal, effective_from: Date) -> Self {
        Self { record: Arc::new(record), home, effective_from: Day::of(Some(effective_from)) }
    }

    /// The division in which it counts.
    pub fn division(&self) -> Option<Ordinal> {
        Some(self.home).filter(|home| *home != Ordinal::NONE)
    }

    /// Valid time of the state that stands.
    pub fn effective_from(&self) -> Option<Date> {
        self.effective_from.date()
    }
}

/// Nothing is fixed about a feature of an imported layer but what its file said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedFacts;

impl Hangs for ImportedFacts {
    fn parent(&self) -> Option<Uuid> {
        None
    }
}

impl Hangs for SiteFacts {
    fn parent(&self) -> Option<Uuid> {
        self.container().map(|container| container.0)
    }
}

impl Hangs for EquipmentFacts {
    fn parent(&self) -> Option<Uuid> {
        Some(self.site.0)
    }
}

impl Hangs for DivisionFacts {
    fn parent(&self) -> Option<Uuid> {
        self.parent.map(|parent| parent.0)
    }
}

impl<T: Record> Hangs for RecordFacts<T> {
    fn parent(&self) -> Option<Uuid> {
        self.record.parent().map(|parent| parent.id)
    }
}

impl Hangs for ClusterFacts {
    fn parent(&self) -> Option<Uuid> {
        None
    }
}

impl Summed for SiteFacts {
    const HAS_AREA: bool = true;

    fn area(&self) -> Measured {
        let known = self.venue_area().map(|area| u64::try_from(area.cm2()).unwrap_or(0));
        known.map_or(Measured::Unknown, Measured::Known)
    }

    fn kind(&self) -> Option<u16> {
        Some(self.kind.0)
    }
}

impl Summed for EquipmentFacts {
    fn kind(&self) -> Option<u16> {
        Some(self.kind.0)
    }
}

impl Summed for DivisionFacts {}
impl Summed for ClusterFacts {}
impl Summed for ImportedFacts {}
impl<T> Summed for RecordFacts<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_unknown_is_no_day() {
        let day = |y, m, d| Day::of(Some(jiff::civil::date(y, m, d)));
        assert_eq!(day(1970, 1, 1).days(), Some(0));
        assert_eq!(day(2025, 12, 31).days(), Some(20_453));
        assert_eq!(day(1969, 12, 31).days(), Some(-1));
        assert_eq!(Day::of(None).days(), None);
        assert!(day(2019, 5, 1).is_on_or_before(jiff::civil::date(2019, 5, 1)));
        assert!(!Day::of(None).is_on_or_before(jiff::civil::date(2019, 5, 1)));
    }

    #[test]
    fn facts_stay_small() {
        assert!(size_of::<SiteFacts>() <= 88, "{}", size_of::<SiteFacts>());
        assert!(size_of::<EquipmentFacts>() <= 40);
    }
}
