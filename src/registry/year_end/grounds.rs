//! What a frozen year-end was computed from: enough to compute it again.

use crate::analysis::counting::reconcile::Counted;
use crate::analysis::divisions::Tree;
use crate::domain::area::Area;
use crate::domain::contribution::Ordinal;
use crate::domain::division::Division;
use crate::domain::id::{BlobHash, DivisionId, SiteId};
use crate::domain::kind::Catalogue;
use crate::formats::wkb;
use crate::index::{Entry, SiteFacts};
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Divisions with outlines, rules, and what each site added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grounds {
    /// Of that day, in the order of the tree; rows name them by position.
    pub divisions: Vec<FrozenDivision>,
    /// `kinds.toml` and `rules.toml` as they were.
    pub kinds: String,
    pub rules: String,
    pub sites: Vec<FrozenSite>,
}

/// A division with its outline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenDivision {
    pub division: Division,
    /// Well-known binary in hexadecimal: JSON would round coordinates.
    pub wkb: Option<String>,
}

/// What a site added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenSite {
    pub id: SiteId,
    /// Number of the change that told its state.
    pub version: u64,
    pub kind: String,
    /// Why it counted or not; see `/api/v1/sites`.
    pub verdict: String,
    pub exists: bool,
    pub open: Option<bool>,
    pub free: Option<bool>,
    /// Position of the division (`null`: in none), counted area in cm2.
    pub shares: Vec<(Option<u16>, i64)>,
}

impl Grounds {
    /// `kinds` and `rules`: the texts by which the world was counted.
    pub fn of(world: &World, catalogue: &Catalogue, kinds: String, rules: String) -> Self {
        Self {
            divisions: frozen_divisions(&world.tree),
            kinds,
            rules,
            sites: world.snapshot.sites.iter().map(|entry| site(entry, catalogue)).collect(),
        }
    }

    /// SHA-256 of the divisions with their outlines.
    ///
    /// # Errors
    /// They can not be told as JSON, which ours can.
    pub fn boundary_version(&self) -> Result<BlobHash, RegistryError> {
        boundary_version(&self.divisions)
    }

    /// The divisions as they were.
    ///
    /// # Errors
    /// An outline is damaged, or they make no tree.
    pub fn tree(&self) -> Result<Tree, RegistryError> {
        let damaged = |why: String| RegistryError::Internal(format!("divisions of a frozen year: {why}"));
        let divisions: Result<Vec<Division>, RegistryError> = self
            .divisions
            .iter()
            .map(|frozen| {
                let outline = frozen.wkb.as_ref().map(|text| {
                    let bytes = hex::decode(text).map_err(|error| damaged(error.to_string()))?;
                    wkb::decode(&bytes).map_err(|error| damaged(error.to_string()))
                });
                Ok(Division { geometry: outline.transpose()?, ..frozen.division.clone() })
            })
            .collect();
        Tree::new(divisions?).map_err(|why| damaged(why.to_string()))
    }

    /// What a site added, with its divisions by id.
    pub fn counted(&self, site: &FrozenSite) -> Counted {
        let id = |at: Option<u16>| -> Option<DivisionId> {
            Some(self.divisions.get(usize::from(at?))?.division.id)
        };
        let shares = site.shares.iter().filter(|(_, cm2)| *cm2 != 0);
        let mut shares: Vec<_> = shares.map(|(at, cm2)| (id(*at), Area::from_cm2(*cm2))).collect();
        shares.sort_unstable();
        Counted { exists: site.exists, open: site.open, free: site.free, shares }
    }

    /// Counted area of all sites, cm2.
    pub fn area(&self) -> Area {
        let standing = self.sites.iter().filter(|site| site.exists);
        standing.flat_map(|site| &site.shares).map(|(_, cm2)| Area::from_cm2(*cm2)).sum()
    }
}

/// The divisions of a tree, in its order.
pub fn frozen_divisions(tree: &Tree) -> Vec<FrozenDivision> {
    let divisions = tree.ordinals().map(|ordinal| {
        let division = &tree.node(ordinal).division;
        let wkb = division.geometry.as_ref().map(|geometry| hex::encode(wkb::encode_wkb(geometry)));
        FrozenDivision { division: Division { geometry: None, ..Division::clone(division) }, wkb }
    });
    divisions.collect()
}

/// SHA-256 of divisions with their outlines.
///
/// # Errors
/// They can not be told as JSON, which ours can.
pub fn boundary_version(divisions: &[FrozenDivision]) -> Result<BlobHash, RegistryError> {
    let text = serde_json::to_vec(divisions).map_err(|error| RegistryError::Internal(error.to_string()))?;
    Ok(BlobHash(Sha256::digest(text).into()))
}

fn site(entry: &Entry<SiteFacts>, catalogue: &Catalogue) -> FrozenSite {
    let contribution = &entry.facts.contribution;
    let at = |ordinal: Ordinal| (ordinal != Ordinal::NONE).then_some(ordinal.0);
    let shares = contribution.shares.as_slice().iter();
    FrozenSite {
        id: SiteId(entry.id),
        version: entry.version,
        kind: catalogue.get(contribution.kind).id.clone(),
        verdict: contribution.verdict.code().to_owned(),
        exists: contribution.verdict.exists(),
        open: contribution.open,
        free: contribution.free,
        shares: shares.map(|share| (at(share.division), share.area.cm2())).collect(),
    }
}
