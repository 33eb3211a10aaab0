//! The figures of a division and its children, with target and shortfall.

use super::totals::{Figure, Ledger, Totals};
use crate::analysis::divisions::Tree;
use crate::analysis::population::{Population, Populations};
use crate::domain::area::Area;
use crate::domain::contribution::Ordinal;
use crate::domain::division::{BoundaryQuality, Code};
use crate::domain::kind::{Catalogue, Measure};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to "how much venue area is there, for whom, and is it enough".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    pub as_of: Date,
    /// RFC 3339; `null`: all that is known now.
    pub known_at: Option<String>,
    pub rule_version: String,
    pub target_m2_per_head: Option<f64>,
    /// How the numbers were made.
    pub method: &'static str,
    /// The whole first, then its children, then `unassigned`.
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub division: DivisionName,
    pub population: Option<Population>,
    pub area_m2: Three<Area>,
    pub m2_per_head: Three<f64>,
    /// Whether the unrounded figure reaches the target; `null` when it is not known.
    pub met: Option<bool>,
    pub shortfall_m2: Option<Area>,
    /// Sites that stand on that day.
    pub sites: i64,
    /// Share of the sites that should have an area whose area is known, 0 to 1.
    pub completeness: Option<f64>,
    /// The same for each of the three figures: a site of which nobody has told who may use it is
    /// known in the first only.
    pub completeness_of: Three<f64>,
    /// Sites that should have an area and of which nobody has told who may use them.
    pub access_unknown: i64,
    /// How many of the known areas have which grade.
    pub grades: BTreeMap<&'static str, i64>,
    /// Sites by kind.
    pub counts: BTreeMap<String, i64>,
    pub trail_m: f64,
    /// Sites by programme (smart, rural square, ...): a tag on both a container and its content
    /// counts once, at the topmost.
    pub programmes: BTreeMap<String, i64>,
    /// Pieces of equipment that stand on that day; a set (健身路径) is a site, its pieces are these.
    pub pieces: i64,
    /// `demo`, `estimate`, `schematic`.
    pub flags: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DivisionName {
    /// `null` for the implicit area and for `unassigned`.
    pub id: Option<String>,
    pub name_zh: String,
    pub name_en: Option<String>,
    pub codes: Vec<Code>,
    /// Its level, `all` for the implicit area, `unassigned` for what lies in no child.
    pub level: String,
}

/// The three figures that are always shown side by side; `null` is not known, never zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Three<T> {
    pub all: Option<T>,
    pub open: Option<T>,
    pub free: Option<T>,
}

/// What the figures are computed from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub tree: &'a Tree,
    pub ledger: &'a Ledger,
    pub populations: &'a Populations,
    pub catalogue: &'a Catalogue,
    pub rule_version: &'a str,
    pub target_m2_per_head: Option<f64>,
    pub as_of: Date,
    pub known_at: Option<&'a str>,
    /// What is counted in units of its own, by the division that has it.
    pub units: &'a Units,
}

/// Counts by division (`Ordinal::NONE`: in none) of what is no area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    pub programmes: BTreeMap<Ordinal, BTreeMap<String, i64>>,
    pub pieces: BTreeMap<Ordinal, i64>,
}

impl Units {
    /// Adds so many sites of a programme to a division; what comes to zero is forgotten, so that equal
    /// counts are equal.
    pub fn shift_programme(&mut self, division: Ordinal, programme: &str, by: i64) {
        let counts = self.programmes.entry(division).or_default();
        match counts.get_mut(programme) {
            Some(count) => *count += by,
            None => {
                counts.insert(programme.to_owned(), by);
            }
        }
        counts.retain(|_, count| *count != 0);
        if counts.is_empty() {
            self.programmes.remove(&division);
        }
    }

    /// Adds so many pieces of equipment to a division.
    pub fn shift_pieces(&mut self, division: Ordinal, by: i64) {
        let count = self.pieces.entry(division).or_default();
        *count += by;
        if *count == 0 {
            self.pieces.remove(&division);
        }
    }

    /// Sums over some divisions.
    fn over(&self, divisions: &[Ordinal]) -> (BTreeMap<String, i64>, i64) {
        let mut programmes: BTreeMap<String, i64> = BTreeMap::new();
        let mut pieces = 0;
        for division in divisions {
            pieces += self.pieces.get(division).copied().unwrap_or(0);
            for (programme, count) in self.programmes.get(division).into_iter().flatten() {
                *programmes.entry(programme.clone()).or_default() += count;
            }
        }
        (programmes, pieces)
    }
}

/// Coverage of a division (`None`: of everything), its children, and what lies in none of them.
pub fn coverage(basis: &Basis<'_>, division: Option<Ordinal>) -> Coverage {
    let tree = basis.tree;
    let roots: Vec<Ordinal> = tree.roots().collect();
    let only_root = if let [root] = roots[..] { Some(root) } else { None };
    // With one root, everything is told under its name: what lies outside it is unassigned.
    let top = division.or(only_root);
    let everything = division.is_none() || division == only_root;
    let children: &[Ordinal] = top.map_or(&roots, |top| &tree.node(top).children);
    let mut unassigned = Totals::default();
    if let Some(top) = top {
        unassigned += basis.ledger.own(top);
    }
    if everything && !tree.is_empty() {
        unassigned += basis.ledger.none();
    }
    let mut whole = unassigned.clone();
    if tree.is_empty() {
        whole += basis.ledger.none();
    }
    let parts: Vec<Totals> = children.iter().map(|child| basis.ledger.subtree(tree, *child)).collect();
    for part in &parts {
        whole += part;
    }

    let people = if everything {
        basis.populations.of_everything(tree, basis.as_of)
    } else {
        top.and_then(|top| basis.populations.of(tree, top, basis.as_of))
    };
    let outside: Vec<Ordinal> = if everything { vec![Ordinal::NONE] } else { Vec::new() };
    let own: Vec<Ordinal> = top.into_iter().chain(outside.iter().copied()).collect();
    let all: Vec<Ordinal> = match top {
        Some(top) => tree.subtree(top),
        None => tree.ordinals().collect(),
    };
    let all: Vec<Ordinal> = all.into_iter().chain(outside).collect();
    let rest = basis.populations.unassigned(tree, top, everything, people.as_ref());
    let mut rows = vec![row(basis, top_name(tree, top), top, people, (&whole, &all))];
    for (child, totals) in children.iter().zip(&parts) {
        let people = basis.populations.of(tree, *child, basis.as_of);
        rows.push(row(basis, name(tree, *child), Some(*child), people, (totals, &tree.subtree(*child))));
    }
    let (people, own) = if tree.is_empty() { (None, Vec::new()) } else { (rest, own) };
    rows.push(row(basis, unassigned_name(), None, people, (&unassigned, &own)));
    Coverage {
        as_of: basis.as_of,
        known_at: basis.known_at.map(str::to_owned),
        rule_version: basis.rule_version.to_owned(),
        target_m2_per_head: basis.target_m2_per_head,
        method: "surveyed venue area over resident population at year end; trails length x width per segment, cut at boundaries; areas summed in whole cm2",
        rows,
    }
}

fn row(
    basis: &Basis<'_>,
    division: DivisionName,
    ordinal: Option<Ordinal>,
    population: Option<Population>,
    (totals, divisions): (&Totals, &[Ordinal]),
) -> Row {
    let (programmes, pieces) = basis.units.over(divisions);
    let area_m2 = Three {
        all: known_area(&totals.all),
        open: known_area(&totals.open),
        free: known_area(&totals.free),
    };
    let per_head = |area: Option<Area>| {
        let people = population.as_ref().filter(|p| p.value > 0)?.value;
        #[expect(clippy::cast_precision_loss, reason = "people stay below 2^53")]
        Some(area?.m2() / people as f64)
    };
    let needed = population
        .as_ref()
        .filter(|p| p.value > 0)
        .and_then(|people| needed_area(people.value, basis.target_m2_per_head?));
    let compared = needed.zip(area_m2.all);
    let mut flags = Vec::new();
    let demo_people = population.as_ref().is_some_and(|p| p.demo);
    if totals.demo > 0 || demo_people {
        flags.push("demo");
    }
    if population.as_ref().is_some_and(|p| p.estimate) {
        flags.push("estimate");
    }
    if ordinal.is_some_and(|ordinal| is_schematic(basis.tree, ordinal)) {
        flags.push("schematic");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts and lengths stay below 2^53")]
    Row {
        division,
        m2_per_head: Three {
            all: per_head(area_m2.all),
            open: per_head(area_m2.open),
            free: per_head(area_m2.free),
        },
        met: compared.map(|(needed, area)| area >= needed),
        shortfall_m2: compared.map(|(needed, area)| (needed - area).max(Area::ZERO)),
        population,
        area_m2,
        sites: totals.sites,
        completeness: known_part(&totals.all),
        completeness_of: Three {
            all: known_part(&totals.all),
            open: known_part(&totals.open),
            free: known_part(&totals.free),
        },
        access_unknown: totals.access_unknown,
        grades: ["measured", "design", "polygon", "estimate", "untold"]
            .into_iter()
            .zip(totals.grades)
            .filter(|(_, count)| *count != 0)
            .collect(),
        counts: totals
            .kinds
            .iter()
            .filter(|(_, kind)| kind.sites != 0)
            .map(|(index, kind)| (basis.catalogue.get(*index).id.clone(), kind.sites))
            .collect(),
        trail_m: totals
            .kinds
            .iter()
            .filter(|(index, _)| basis.catalogue.get(**index).measure == Measure::LengthWidth)
            .map(|(_, kind)| kind.length_cm)
            .sum::<i64>() as f64
            / 100.0,
        programmes,
        pieces,
        flags,
    }
}

/// Known area; nothing known of something is not zero.
fn known_area(figure: &Figure) -> Option<Area> {
    (figure.known > 0 || figure.unknown == 0 || figure.area != Area::ZERO).then_some(figure.area)
}

/// Share of the sites of a figure whose part in it is known; `None` when none should have one.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn known_part(figure: &Figure) -> Option<f64> {
    let wanted = figure.known + figure.unknown;
    (wanted > 0).then(|| figure.known as f64 / wanted as f64)
}

/// Area that so many people need, rounded up to the cm²: the unrounded figure meets the target
/// exactly when the area reaches this.
pub fn needed_area(people: u64, target_m2_per_head: f64) -> Option<Area> {
    // A target has at most four decimals (cm² per head), so this product is a whole number.
    #[expect(clippy::cast_possible_truncation, reason = "a target is a small number")]
    let cm2_per_head = (target_m2_per_head * 10_000.0).round() as i64;
    let people = i64::try_from(people).ok()?;
    cm2_per_head.checked_mul(people).map(Area::from_cm2)
}

/// Whether the division's own or any child's boundary must not be measured.
fn is_schematic(tree: &Tree, ordinal: Ordinal) -> bool {
    let poor = |o: &Ordinal| {
        matches!(
            tree.node(*o).division.boundary_quality,
            BoundaryQuality::Schematic | BoundaryQuality::Placeholder
        )
    };
    poor(&ordinal)
}

fn name(tree: &Tree, ordinal: Ordinal) -> DivisionName {
    let division = &tree.node(ordinal).division;
    DivisionName {
        id: Some(division.id.to_string()),
        name_zh: division.name_zh.clone(),
        name_en: division.name_en.clone(),
        codes: division.codes.clone(),
        level: division.level.clone(),
    }
}

fn top_name(tree: &Tree, top: Option<Ordinal>) -> DivisionName {
    top.map_or_else(|| plain_name("全部", "All", "all"), |top| name(tree, top))
}

fn unassigned_name() -> DivisionName {
    plain_name("未划入任何区划", "Unassigned", "unassigned")
}

fn plain_name(zh: &str, en: &str, level: &str) -> DivisionName {
    DivisionName {
        id: None,
        name_zh: zh.to_owned(),
        name_en: Some(en.to_owned()),
        codes: Vec::new(),
        level: level.to_owned(),
    }
}
