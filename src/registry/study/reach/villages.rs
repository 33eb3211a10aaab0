//! Whether villages have what a village should have: presence, not radius.

use crate::analysis::reach::{Counted, Target, Village, Wanted, presence};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::head::DivisionName;
use crate::registry::study::sites::stands;
use crate::registry::world::{PieceStands, World, piece_stands};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Villages {
    /// What each village should have, by the rules.
    wanted: Vec<Want>,
    /// How far from the village's boundary or place still counts, metres.
    around_m: f64,
    /// Villages that have all of it.
    met: u64,
    of: u64,
    rows: Vec<VillageRow>,
}

#[derive(Debug, Serialize)]
struct Want {
    kinds: Vec<String>,
    name_zh: String,
    name_en: String,
    count: u32,
}

#[derive(Debug, Serialize)]
struct VillageRow {
    division: DivisionName,
    /// In the order of what is wanted.
    found: Vec<u64>,
    met: bool,
}

/// `None` where the rules want nothing of villages, or there are none.
pub(super) fn villages(registry: &Registry, world: &World) -> Result<Option<Villages>, RegistryError> {
    let reference = &registry.reference;
    let rules = &reference.rules.reach;
    let nodes = world.tree.ordinals().map(|ordinal| (ordinal, &world.tree.node(ordinal).division));
    let villages: Vec<Village<'_>> = nodes
        .filter(|(_, division)| rules.village_levels.contains(&division.level))
        .filter_map(|(ordinal, division)| {
            Some(Village { division: ordinal, geometry: division.geometry.as_ref()? })
        })
        .collect();
    if villages.is_empty() || rules.village_presence.is_empty() {
        return Ok(None);
    }
    let mut counted = Vec::new();
    for entry in world.snapshot.sites.iter() {
        let kind = &reference.catalogue.get(entry.facts.kind).id;
        let open = reference.rules.is_open(entry.facts.access) != Some(false);
        if !open || !stands(entry, reference, world.at.as_of) {
            continue;
        }
        for (class, want) in (0_u8..).zip(&rules.village_presence) {
            if want.kinds.contains(kind)
                && let Some(geometry) = entry.geometry.to_geometry()
            {
                let count = pieces(registry, world, entry.id, want.pieces.as_deref()).unwrap_or(1);
                counted.push(Counted { target: Target::new(geometry, class), count });
            }
        }
    }
    let wanted: Vec<Wanted> = (0_u8..)
        .zip(&rules.village_presence)
        .map(|(class, want)| Wanted { class, count: want.count })
        .collect();
    let found = presence(&villages, &counted, &wanted, rules.village_around_m)?;
    let rows: Vec<VillageRow> = found
        .into_iter()
        .filter_map(|row| {
            Some(VillageRow {
                division: DivisionName::of(world, row.division)?,
                found: row.found,
                met: row.met,
            })
        })
        .collect();
    let named = rules.village_presence.iter().map(|want| {
        let kinds = want.kinds.iter().filter_map(|id| reference.catalogue.find(id));
        let (zh, en): (Vec<&str>, Vec<&str>) =
            kinds.map(|(_, kind)| (kind.name_zh.as_str(), kind.name_en.as_str())).unzip();
        Want {
            kinds: want.kinds.clone(),
            name_zh: zh.join("或"),
            name_en: en.join(" or "),
            count: want.count,
        }
    });
    Ok(Some(Villages {
        wanted: named.collect(),
        around_m: rules.village_around_m,
        met: rows.iter().filter(|row| row.met).count() as u64,
        of: rows.len() as u64,
        rows,
    }))
}

/// Pieces of a kind that stand on a site; `None` where the rule counts sites, or none is recorded.
fn pieces(registry: &Registry, world: &World, site: uuid::Uuid, kind: Option<&str>) -> Option<u32> {
    let kinds = registry.reference.catalogue.equipment_kinds();
    let position = kinds.iter().position(|known| Some(known.id.as_str()) == kind)?;
    let count = (world.snapshot.equipment.hanging_on(site).iter())
        .filter(|piece| usize::from(piece.facts.kind.0) == position)
        .filter(|piece| matches!(piece_stands(&piece.facts, world.at.as_of), PieceStands::Yes))
        .count() as u32;
    (count > 0).then_some(count)
}
