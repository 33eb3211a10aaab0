//! The present with some changes supposed: sites added, moved, closed; more people; wider trails.
//!
//! The nearest sites are followed from the present by the cells that a change touches; areas by
//! what each supposed site adds or takes away.

use super::grounds::{Grounds, Others};
use super::located::Located;
use super::scope::Scope;
use super::sites::{Families, stands};
use crate::analysis::counting::coverage::{Basis, Coverage, coverage};
use crate::analysis::counting::suppose;
use crate::analysis::counting::totals::Ledger;
use crate::analysis::demand::People;
use crate::analysis::population::Populations;
use crate::analysis::reach::{Along, ReachState, Target};
use crate::domain::area::Area;
use crate::domain::contribution::Contribution;
use crate::domain::kind::Measure;
use crate::domain::scenario::WhatIf;
use crate::index::{Entry, Shape, SiteFacts};
use crate::registry::Registry;
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// The registry as it would be.
pub struct Supposed<'a> {
    world: &'a World,
    reference: &'a Reference,
    scope: &'a Scope,
    pub state: ReachState,
    ledger: Ledger,
    populations: Populations,
    /// Points whose nearest site is another one than at present.
    changed: BTreeSet<u32>,
    /// Number in the state of each site; of one that was moved its new number.
    numbers: HashMap<Uuid, Option<u32>>,
    /// What each changed site adds now, so that a later change takes back the right thing.
    contributions: HashMap<Uuid, Contribution>,
    /// What the sites add that are not there.
    added: Vec<Contribution>,
    width_m: Option<f64>,
}

impl<'a> Supposed<'a> {
    /// The present, with changes made in their order.
    ///
    /// # Errors
    /// A site, kind or division that is not there; the change is named by its position.
    pub fn new(
        registry: &'a Registry,
        world: &'a World,
        scope: &'a Scope,
        located: &Located,
        changes: &[WhatIf],
    ) -> Result<Self, RegistryError> {
        let mut supposed = Self {
            world,
            reference: &registry.reference,
            scope,
            state: ReachState::clone(&located.state),
            ledger: world.ledger.clone(),
            populations: Populations::clone(&world.populations),
            changed: BTreeSet::new(),
            numbers: HashMap::new(),
            contributions: HashMap::new(),
            added: Vec::new(),
            width_m: None,
        };
        for (position, change) in changes.iter().enumerate() {
            let field = format!("/changes/{position}/{}", change.as_str());
            supposed.make(located, change, &field)?;
        }
        Ok(supposed)
    }

    /// Points whose nearest site in a straight line is another one than at present, ascending.
    pub fn changed_points(&self) -> impl Iterator<Item = u32> + '_ {
        self.changed.iter().copied()
    }

    /// Everybody's way to the nearest site as it would be, by the mode of the question.
    pub fn ways(&self, grounds: &Grounds) -> Others {
        match grounds.streets() {
            None => Others::Line(Box::new(self.state.clone())),
            Some((streets, measure)) => {
                // Homes are where they were: only how many live there may differ.
                let before = grounds.located.state.shared_surface();
                let (along, _) = streets.along(&before, self.state.sites().standing(), measure);
                Others::Along(Along { surface: self.state.shared_surface(), ..along })
            }
        }
    }

    /// Venue area per head as it would be.
    pub fn coverage(&self) -> Coverage {
        let known_at = self.world.at.known_at.map(crate::domain::time::Micros::to_rfc3339);
        let basis = Basis {
            tree: &self.world.tree,
            ledger: &self.ledger,
            populations: &self.populations,
            catalogue: &self.reference.catalogue,
            rule_version: &self.reference.rules.version,
            target_m2_per_head: self.reference.target_m2_per_head(),
            as_of: self.world.at.as_of,
            known_at: known_at.as_deref(),
            units: self.world.units(),
        };
        coverage(&basis, None)
    }

    fn make(&mut self, located: &Located, change: &WhatIf, field: &str) -> Result<(), RegistryError> {
        match change {
            WhatIf::Add { geometry, kind, area_m2 } => {
                let Some((index, kind)) = self.reference.catalogue.find(kind) else {
                    return Err(RegistryError::invalid(
                        &format!("{field}/kind"),
                        "unknown_kind",
                        format!("没有类型“{kind}”，见 /api/v1/kinds"),
                        format!("there is no kind `{kind}`; see /api/v1/kinds"),
                    ));
                };
                // A trail is as large as it is long and wide: without a width its area is unknown.
                let typical = kind.typical_area_m2.filter(|_| kind.measure != Measure::LengthWidth);
                let typical = typical.and_then(|area| Area::from_m2(area).ok());
                let area = area_m2.or(typical);
                let adds = suppose::added((index, kind), geometry.geometry(), area, &self.world.tree);
                let adds = self.widened(&adds);
                self.ledger.add(&adds);
                self.added.push(adds);
                if self.scope.wants_new(&kind.id) {
                    let class = Families::new(self.reference).of(index);
                    self.reach(Target::new(geometry.geometry().clone(), class))?;
                }
            }
            WhatIf::Move { site, geometry } => {
                let entry = self.standing(site.0, field)?;
                let before = self.contribution(&entry);
                self.ledger.remove(&before);
                let after = suppose::moved(&before, geometry.geometry(), &self.world.tree);
                self.ledger.add(&after);
                let was_reached = self.leave(located, site.0)?;
                if was_reached
                    || (entry.geometry == Shape::Nowhere && self.scope.wants(&entry, self.reference))
                {
                    let class = Families::new(self.reference).of(entry.facts.kind);
                    let number = self.reach(Target::new(geometry.geometry().clone(), class))?;
                    self.numbers.insert(site.0, Some(number));
                }
                self.contributions.insert(site.0, after);
            }
            WhatIf::Close { site } => {
                let entry = self.standing(site.0, field)?;
                let before = self.contribution(&entry);
                self.ledger.remove(&before);
                self.leave(located, site.0)?;
                self.contributions.remove(&site.0);
                self.numbers.insert(site.0, None);
            }
            WhatIf::Grow { division, factor } => self.grow(division.as_deref(), *factor, field)?,
            WhatIf::Width { metres } => self.widen(*metres),
        }
        Ok(())
    }

    /// A site that stands, also after the changes so far.
    fn standing(&self, id: Uuid, field: &str) -> Result<Entry<SiteFacts>, RegistryError> {
        let entry = self.world.snapshot.sites.get(id);
        let closed = self.numbers.get(&id) == Some(&None) && !self.contributions.contains_key(&id);
        match entry.filter(|entry| !closed && stands(entry, self.reference, self.world.at.as_of)) {
            Some(entry) => Ok(entry.clone()),
            None => Err(RegistryError::invalid(
                &format!("{field}/site"),
                "no_such_site",
                format!("{} 没有在用的场地 {id}", self.world.at.as_of),
                format!("no site {id} stands on {}", self.world.at.as_of),
            )),
        }
    }

    fn contribution(&self, entry: &Entry<SiteFacts>) -> Contribution {
        match self.contributions.get(&entry.id) {
            Some(supposed) => supposed.clone(),
            None => self.widened(&entry.facts.contribution),
        }
    }

    fn widened(&self, contribution: &Contribution) -> Contribution {
        self.width_m.map_or_else(|| contribution.clone(), |width| suppose::widened(contribution, width))
    }

    fn reach(&mut self, target: Target) -> Result<u32, RegistryError> {
        let number = self.state.sites().len() as u32;
        let (state, changed) = self.state.with_site_added(target)?;
        self.state = state;
        self.changed.extend(changed);
        Ok(number)
    }

    /// Takes a site out of reach; `false`: it was not among those that are looked for.
    fn leave(&mut self, located: &Located, id: Uuid) -> Result<bool, RegistryError> {
        let number = self.numbers.get(&id).copied().unwrap_or_else(|| located.number(id));
        let Some(number) = number else { return Ok(false) };
        let (state, changed) = self.state.with_site_removed(number)?;
        self.state = state;
        self.changed.extend(changed);
        Ok(true)
    }

    fn grow(&mut self, division: Option<&str>, factor: f64, field: &str) -> Result<(), RegistryError> {
        let tree = &self.world.tree;
        let top = match division.map(|text| find_division(self.world, text)).transpose() {
            Ok(None | Some(Named::Everything)) => None,
            Ok(Some(Named::One(ordinal))) => Some(ordinal),
            Ok(Some(Named::Unassigned | Named::UnassignedOf(_))) => {
                return Err(RegistryError::invalid(
                    &format!("{field}/division"),
                    "no_division",
                    "请给出一个行政区划，或不填（全部）",
                    "name a division, or none for everybody",
                ));
            }
            Err(RegistryError::Invalid(mut defects)) => {
                for defect in &mut defects {
                    defect.field = format!("{field}/division");
                }
                return Err(RegistryError::Invalid(defects));
            }
            Err(other) => return Err(other),
        };
        let surface = self.state.surface();
        let homes = surface.division();
        let grown = surface.with_people(|point, people| {
            let grows = match top {
                None => true,
                Some(top) => tree.is_within(homes[point], top),
            };
            if grows {
                People::from_thousandths((people.thousandths() as f64 * factor).round() as u64)
            } else {
                people
            }
        });
        let before: People = surface.people().iter().copied().sum();
        let after: People = grown.people().iter().copied().sum();
        let more =
            ((after.thousandths() as i64 - before.thousandths() as i64) as f64 / 1_000.0).round() as i64;
        self.populations = self.populations.grown(tree, top, factor, more);
        self.state = self.state.with_people(Arc::new(grown))?;
        Ok(())
    }

    /// Every trail counts with that width, those that are supposed later too.
    fn widen(&mut self, width_m: f64) {
        for entry in self.world.snapshot.sites.iter().filter(|entry| entry.facts.is_trail()) {
            let gone =
                self.numbers.get(&entry.id) == Some(&None) && !self.contributions.contains_key(&entry.id);
            if gone {
                continue;
            }
            let before = self.contribution(entry);
            let after = suppose::widened(&before, width_m);
            self.ledger.remove(&before);
            self.ledger.add(&after);
            self.contributions.insert(entry.id, after);
        }
        for added in &mut self.added {
            self.ledger.remove(added);
            *added = suppose::widened(added, width_m);
            self.ledger.add(added);
        }
        self.width_m = Some(width_m);
    }
}
