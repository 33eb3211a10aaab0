//! The sets that a file makes, while it is read, and how they are written.

use super::extent::Extents;
use super::hexagons::Hexagons;
use super::row::{Figure, Key, Meta, Told, year_end};
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::id::PopulationId;
use crate::domain::invalid::Invalid;
use crate::domain::population::{Cell, Footprint, PopulationSet};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::import::Request;
use crate::registry::import::stage::Stager;
use crate::registry::write::state;
use crate::storage::{Keys, Write};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// All sets of a file.
#[derive(Default)]
pub struct Sets {
    open: BTreeMap<Key, Open>,
}

/// A set under construction.
pub struct Open {
    set: PopulationSet,
    digest: Sha256,
    /// The same year, base and vintage as recorded before.
    known: Option<PopulationSet>,
    /// Rows of the file that went into it.
    rows: u64,
    extents: Extents,
    hexagons: Hexagons,
}

impl Sets {
    /// The set of a key; the first row's word says what it is.
    pub async fn open(
        &mut self,
        registry: &Registry,
        key: &Key,
        meta: Meta,
    ) -> Result<&mut Open, RegistryError> {
        if !self.open.contains_key(key) {
            let known = registry.known_set(key).await?;
            self.open.insert(key.clone(), Open::new(key, meta, known));
        }
        self.open.get_mut(key).ok_or_else(|| RegistryError::Internal("a set was not opened".to_owned()))
    }

    /// Cells, and people of cells and divisions, of all sets.
    pub fn totals(&self) -> (u64, u64) {
        let of_divisions =
            |set: &PopulationSet| set.divisions.iter().map(|figure| figure.people).sum::<u64>();
        let sets = self.open.values().map(|open| &open.set);
        sets.fold((0, 0), |(cells, people), set| {
            (cells + set.cells, people + set.cell_people + of_divisions(set))
        })
    }

    /// Stages the sets; one that is recorded with the same figures is left as it is.
    pub async fn write(self, request: &Request<'_>, stager: &mut Stager<'_>) -> Result<(), RegistryError> {
        for (key, open) in self.open {
            let (set, known, rows) = open.finished();
            if set.cells == 0 && set.divisions.is_empty() {
                stager.report.refuse(0, &[no_figures()]);
                continue;
            }
            if let Some(known) = known {
                // The figures, and what is said of them: which are estimates, and by which method.
                if known.digest == set.digest
                    && known.divisions == set.divisions
                    && (known.estimate, &known.method) == (set.estimate, &set.method)
                {
                    stager.report.unchanged += rows;
                    continue;
                }
                stager.report.refuse(0, &[taken(&key, known.digest == set.digest)]);
                continue;
            }
            let change = NewChange {
                entity: EntityRef { kind: EntityKind::Population, id: set.id.0 },
                // A year-end's figure holds from that year-end on, whenever it was entered.
                effective_from: year_end(set.year),
                reason: request.reason.unwrap_or(Reason::PopulationRevision),
                before: None,
                after: Some(state(&set, None)?),
            };
            let keys = Keys { external: Some(key.external()), ..Keys::default() };
            let write = Write { change, expected: None, unconditional: false, keys };
            stager.stage(vec![write], vec![0]).await?;
            // Rows are counted, not sets: that is what the user sees in the file.
            stager.report.accepted += rows;
        }
        Ok(())
    }
}

impl Open {
    fn new(key: &Key, meta: Meta, known: Option<PopulationSet>) -> Self {
        Self {
            set: PopulationSet {
                id: PopulationId(Uuid::now_v7()),
                year: key.year,
                base: meta.base,
                vintage: key.vintage.clone(),
                published_on: meta.published_on,
                source: meta.source,
                demo: meta.demo,
                divisions: Vec::new(),
                cells: 0,
                cell_people: 0,
                estimate: false,
                method: None,
                cells_unknown: 0,
                age_groups: Vec::new(),
                footprint: None,
                digest: String::new(),
            },
            digest: Sha256::new(),
            known,
            rows: 0,
            extents: Extents::default(),
            hexagons: Hexagons::default(),
        }
    }

    pub fn id(&self) -> PopulationId {
        self.set.id
    }

    /// Takes a row; returns its cell if that is to be stored.
    ///
    /// # Errors
    /// The same cell or division came before, or cells overlap.
    pub fn add(&mut self, row: u64, told: Told) -> Result<Option<Cell>, Invalid> {
        if let Some(hexagon) = told.hexagon {
            self.hexagons.add(hexagon, row)?;
        }
        let mut stored = None;
        match told.figure {
            Figure::Cell { cell, estimate, method, extent } => {
                if told.hexagon.is_none() {
                    self.extents.look(extent);
                }
                self.said(estimate, method);
                stored = self.cell(cell);
            }
            Figure::Division(figure) => {
                if self.set.divisions.iter().any(|known| known.division == figure.division) {
                    return Err(twice());
                }
                self.digest.update(format!("{},{};", figure.division, figure.people));
                self.set.divisions.push(figure);
            }
            Figure::Unknown { of_cell } => self.set.cells_unknown += u64::from(of_cell),
        }
        self.rows += 1;
        Ok(stored)
    }

    /// What is said of cells holds for all of them.
    pub fn said(&mut self, estimate: bool, method: Option<String>) {
        self.set.estimate |= estimate;
        self.set.method = self.set.method.take().or(method);
    }

    /// Rows or pixels that went into cells that were added one by one.
    pub fn count_rows(&mut self, rows: u64) {
        self.rows += rows;
    }

    pub fn stand_for(&mut self, footprint: Footprint) {
        self.set.footprint = Some(footprint);
    }

    /// Counts a cell; it is returned if it is to be stored.
    pub fn cell(&mut self, cell: Cell) -> Option<Cell> {
        self.set.cells += 1;
        self.set.cell_people += u64::from(cell.people);
        self.digest.update(format!("{},{},{};", cell.lon, cell.lat, cell.people));
        // By name: another file may have the groups in another order.
        let mut ages: Vec<&(String, u32)> = cell.ages.iter().collect();
        ages.sort_unstable();
        for (group, people) in ages {
            self.digest.update(format!("{group}={people};"));
        }
        for (group, _) in &cell.ages {
            if !self.set.age_groups.contains(group) {
                self.set.age_groups.push(group.clone());
            }
        }
        // Cells of a set that is recorded are compared, not stored again.
        self.known.is_none().then_some(cell)
    }

    fn finished(mut self) -> (PopulationSet, Option<PopulationSet>, u64) {
        let footprint = match self.hexagons.resolution() {
            // Hexagons, and nothing but hexagons.
            Some(resolution) if self.hexagons.len() == self.set.cells + self.set.cells_unknown => {
                Some(Footprint::H3Resolution(resolution))
            }
            Some(_) => None,
            None => self.extents.footprint(),
        };
        self.set.footprint = self.set.footprint.or(footprint);
        self.set.digest = hex::encode(self.digest.finalize());
        (self.set, self.known, self.rows)
    }
}

impl Registry {
    /// The set that is recorded under that key.
    async fn known_set(&self, key: &Key) -> Result<Option<PopulationSet>, RegistryError> {
        let found = self.store.find_external(EntityKind::Population, &[key.external()]).await?;
        let Some(Some(stored)) = found.into_iter().next() else { return Ok(None) };
        let set = serde_json::from_str(&stored.state.doc);
        set.map(Some).map_err(|error| RegistryError::Internal(error.to_string()))
    }
}

/// A set of that year, base and vintage is recorded, and says something else.
fn taken(key: &Key, same_figures: bool) -> Invalid {
    let Key { year, vintage, .. } = key;
    let (zh, en) = if same_figures {
        ("数字相同而估算标记或方法不同的一份", "with the same figures, but other marks of estimate or method")
    } else {
        ("不同的数字", "with other figures")
    };
    Invalid::new(
        "vintage",
        "vintage_taken",
        format!("{year} 年“{vintage}”已登记过{zh}：已公布的数字不会改变，请用 --vintage 给修订版命名"),
        format!(
            "{year} `{vintage}` is recorded {en}; published figures do not change: name the revision with --vintage"
        ),
    )
}

fn twice() -> Invalid {
    Invalid::new(
        "division",
        "duplicate",
        "同一年份的同一区划出现两次",
        "the same division and year come twice",
    )
}

fn no_figures() -> Invalid {
    Invalid::new(
        "population",
        "no_figures",
        "文件中没有一个人口数：全部为零、未公布或在区划范围之外；请检查人口列、坐标系（--crs）和区划",
        "the file tells no number of people at all: all are zero, kept back, or outside the divisions; check the column of people, the reference system (--crs) and the divisions",
    )
}
