//! The areas that a site of each kind may have.

use crate::analysis::uncertainty::spread::{Quantiles, Spread};
use crate::domain::area::Area;
use crate::domain::kind::KindIndex;
use crate::registry::reference::Reference;
use serde::Serialize;
use std::collections::BTreeMap;

/// Known sites of a kind below which their sizes say too little.
const FEWEST_KNOWN: usize = 10;

/// What a size was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// A tenth, half and nine tenths of the registry's own known sites of the kind.
    KnownSites,
    /// The one typical area that the kinds' file has: an assumption.
    TypicalArea,
    Nothing,
}

/// Size of a site whose area nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Size {
    pub from: From,
    #[serde(flatten)]
    pub spread: Option<Spread>,
}

/// Sizes by kind, from the known areas of each.
pub fn size(reference: &Reference, known: &BTreeMap<KindIndex, Vec<Area>>, kind: KindIndex) -> Size {
    let areas = known.get(&kind).map_or(&[][..], Vec::as_slice);
    if let Some(spread) = Spread::of(areas, Quantiles::default(), FEWEST_KNOWN) {
        return Size { from: From::KnownSites, spread: Some(spread) };
    }
    let typical = reference.catalogue.get(kind).typical_area_m2;
    let typical = typical.and_then(|area| Area::from_m2(area).ok());
    match typical.and_then(|area| Spread::new(area, area, area)) {
        Some(spread) => Size { from: From::TypicalArea, spread: Some(spread) },
        None => Size { from: From::Nothing, spread: None },
    }
}
