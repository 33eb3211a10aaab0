//! What stands behind a number: every site, piece or division, with the rule that counts it or leaves
//! it out. The counted amounts sum to the figure exactly.

/// Which number is asked about.
mod figure;
/// Where the population comes from.
mod people;
/// Pieces of equipment.
mod pieces;
/// What a division's name covers.
mod scope;
/// Areas, counts, lengths, programmes and completeness: all that is counted by site.
mod sites;

pub use figure::{Figure, Unit};

use super::Registry;
use super::coverage::find_division;
use super::error::RegistryError;
use super::world::World;
use crate::domain::area::Area;
use crate::domain::time::Micros;
use jiff::civil::Date;
use scope::Scope;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The list behind one number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// Name of the division; `null` when everything was asked for.
    pub division: Option<String>,
    pub figure: Figure,
    pub as_of: Date,
    pub rule_version: String,
    pub unit: Unit,
    /// Sum of the counted items: equals the figure exactly. `null` where the figure is not known.
    pub total: Option<Amount>,
    /// Of completeness: the sites that should have an area, of which `total` have one.
    pub of: Option<i64>,
    /// Of an area: `total` once more.
    pub total_m2: Option<Area>,
    /// Something among the counted is demonstration data.
    pub demo: bool,
    pub items: Vec<WhyItem>,
}

/// One site (or piece, or division) and the rule that counts it or leaves it out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyItem {
    /// The site, or the one that a piece stands on; `null` in a population.
    pub site_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equipment_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division_id: Option<String>,
    pub name_zh: String,
    pub kind: String,
    /// What falls to the division, counted or not; `null` when unknown.
    pub amount: Option<Amount>,
    pub unit: Unit,
    /// Of an area: `amount` once more.
    pub area_m2: Option<Area>,
    pub counted: bool,
    /// Of a site's area: the rule that decided, as a word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'static str>,
    pub rule_zh: Cow<'static, str>,
    pub rule_en: Cow<'static, str>,
    /// Part of the site that falls to the division, by area or else by length; 1 for most.
    pub share: f64,
    pub demo: bool,
}

/// A whole number of the smallest unit, so that sums are exact: cm², cm, one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    pub least: i64,
    pub unit: Unit,
}

impl Amount {
    pub const fn new(least: i64, unit: Unit) -> Self {
        Self { least, unit }
    }

    fn area(self) -> Option<Area> {
        (self.unit == Unit::SquareMetre).then(|| Area::from_cm2(self.least))
    }

    /// In the unit itself.
    #[expect(clippy::cast_precision_loss, reason = "amounts stay below 2^53")]
    pub fn value(self) -> f64 {
        self.least as f64 / self.unit.parts()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::SquareMetre => Area::from_cm2(self.least).fmt(f),
            Unit::Metre => write!(f, "{}", self.value()),
            Unit::Site | Unit::Piece | Unit::Person => self.least.fmt(f),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.unit {
            Unit::SquareMetre => Area::from_cm2(self.least).serialize(serializer),
            Unit::Metre => serializer.serialize_f64(self.value()),
            Unit::Site | Unit::Piece | Unit::Person => serializer.serialize_i64(self.least),
        }
    }
}

/// What was found, before it is summed.
#[derive(Default)]
struct Found {
    items: Vec<WhyItem>,
    of: Option<i64>,
    /// The figure is not known although items may have been found.
    unknown: bool,
}

/// A rule in both languages.
type Rule = (Cow<'static, str>, Cow<'static, str>);

const fn rule(zh: &'static str, en: &'static str) -> Rule {
    (Cow::Borrowed(zh), Cow::Borrowed(en))
}

impl Registry {
    /// Everything that stands in the division, and why it is or is not in the figure.
    ///
    /// # Errors
    /// The division is not (uniquely) known, the figure names a kind or programme that is not there,
    /// or the store fails.
    pub async fn why(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
        division: Option<&str>,
        figure: Figure,
    ) -> Result<(Arc<World>, Why), RegistryError> {
        let world = self.world_at(as_of, known_at).await?;
        let named = division.map(|text| find_division(&world, text)).transpose()?;
        let scope = Scope::new(&world, named);
        let unit = figure.unit();
        let found = tokio::task::block_in_place(|| match &figure {
            Figure::Pieces => Ok(pieces::pieces(&world, &self.reference, &scope)),
            Figure::Population => Ok(people::people(&world, &scope)),
            by_site => sites::sites(&world, &self.reference, &scope, by_site),
        })?;
        let Found { mut items, of, unknown } = found;
        let least = |item: &WhyItem| item.amount.map_or(0, |amount| amount.least);
        items.sort_by(|a, b| {
            let id = |item: &WhyItem| (item.site_id.clone(), item.equipment_id.clone());
            least(b).cmp(&least(a)).then_with(|| id(a).cmp(&id(b)))
        });
        let counted = || items.iter().filter(|item| item.counted);
        let total = (!unknown).then(|| Amount::new(counted().map(least).sum(), unit));
        let why = Why {
            division: scope.name(&world),
            as_of: world.at.as_of,
            rule_version: self.reference.rules.version.clone(),
            unit,
            total,
            of,
            total_m2: total.and_then(Amount::area),
            demo: counted().any(|item| item.demo),
            figure,
            items,
        };
        Ok((world, why))
    }
}
