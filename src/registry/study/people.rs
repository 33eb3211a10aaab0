//! Where people live on the day of a question: from cells, or spread from figures of divisions.

use super::scope::{From, Scope};
use crate::analysis::demand::{
    Basis, DemandError, Figure, Footprint, Homes, Method, Surface, from_cells, guess_footprint, spread,
};
use crate::analysis::divisions::Tree;
use crate::analysis::population::{Finest, Populations};
use crate::domain::change::EntityKind;
use crate::domain::contribution::Ordinal;
use crate::domain::layer::Role;
use crate::domain::population::PopulationSet;
use crate::formats::Record;
use crate::registry::Registry;
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use geo::Geometry;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Surfaces that are kept; a district asks one or two again and again.
const KEPT: usize = 6;

/// Points that they may have together, some 40 bytes each; the last one is kept whatever its size.
const KEPT_POINTS: usize = 10_000_000;

/// The surfaces of late. What a surface was made from is held beside it, so that an address that is
/// compared is never another thing's.
#[derive(Default)]
pub struct Surfaces(Mutex<VecDeque<(Key, Arc<Surface>)>>);

#[derive(Clone)]
struct Key {
    tree: Arc<Tree>,
    populations: Arc<Populations>,
    day: Date,
    division: Option<Ordinal>,
    from: From,
    spacing_m: f64,
    /// Layers may say where homes are.
    layers: u128,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.tree, &other.tree)
            && Arc::ptr_eq(&self.populations, &other.populations)
            && (self.day, self.division, self.from, self.spacing_m.to_bits(), self.layers)
                == (other.day, other.division, other.from, other.spacing_m.to_bits(), other.layers)
    }
}

impl Surfaces {
    fn find(&self, key: &Key) -> Option<Arc<Surface>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| other == key).map(|(_, surface)| Arc::clone(surface))
    }

    fn keep(&self, key: Key, surface: &Arc<Surface>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, Arc::clone(surface)));
        let points =
            |kept: &VecDeque<(Key, Arc<Surface>)>| kept.iter().map(|(_, one)| one.len()).sum::<usize>();
        while kept.len() > KEPT || (kept.len() > 1 && points(&kept) > KEPT_POINTS) {
            kept.pop_front();
        }
    }
}

impl Registry {
    /// The people a question is about.
    ///
    /// # Errors
    /// There is no population on or before the day, the division is not known, or the store fails.
    pub(super) async fn people(
        &self,
        world: &Arc<World>,
        scope: &Scope,
    ) -> Result<Arc<Surface>, RegistryError> {
        let division = match scope.division.as_deref().map(|text| find_division(world, text)).transpose()? {
            None | Some(Named::Everything) => None,
            Some(Named::One(ordinal)) => Some(ordinal),
            Some(Named::Unassigned | Named::UnassignedOf(_)) => Some(Ordinal::NONE),
        };
        let key = Key {
            tree: Arc::clone(&world.tree),
            populations: Arc::clone(&world.populations),
            day: world.at.as_of,
            division,
            from: scope.population,
            spacing_m: scope.spacing_m,
            layers: self.terrain(world).fingerprint().of(EntityKind::Layer),
        };
        if let Some(found) = self.studies.surfaces.find(&key) {
            return Ok(found);
        }
        let surface = Arc::new(self.surface(world, scope, division).await?);
        self.studies.surfaces.keep(key, &surface);
        Ok(surface)
    }

    async fn surface(
        &self,
        world: &Arc<World>,
        scope: &Scope,
        division: Option<Ordinal>,
    ) -> Result<Surface, RegistryError> {
        let day = world.at.as_of;
        let gridded = world.populations.cells_on(day).filter(|_| scope.population != From::Divisions);
        let figures =
            || world.populations.finest(&world.tree, day).filter(|_| scope.population != From::Cells);
        let whole = match (gridded, figures) {
            (Some(set), _) => self.from_grid(world, set).await?,
            (None, figures) => match figures() {
                Some(finest) => from_figures(world, scope, finest, &self.homes(&self.terrain(world)).await?)?,
                None => return Err(nobody(scope, day)),
            },
        };
        let Some(division) = division else { return Ok(whole) };
        let homes = whole.division();
        Ok(whole.only(|point| match division {
            Ordinal::NONE => homes[point] == Ordinal::NONE,
            top => world.tree.is_within(homes[point], top),
        }))
    }

    /// Homes of all residential layers.
    async fn homes(&self, world: &World) -> Result<Vec<Homes>, RegistryError> {
        let mut homes = Vec::new();
        for layer in world.layers.iter().filter(|layer| layer.thing.role == Role::Residential) {
            for feature in
                self.layer_features(world, &layer.thing.name).await?.iter().flat_map(|all| all.iter())
            {
                let Some(geometry @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_))) = &feature.geometry
                else {
                    continue;
                };
                homes.push(Homes { geometry: geometry.clone(), density: density(feature) });
            }
        }
        Ok(homes)
    }

    async fn from_grid(&self, world: &World, set: &PopulationSet) -> Result<Surface, RegistryError> {
        let cells = self.store.cells(set.id).await?;
        tokio::task::block_in_place(|| {
            let footprint = set.footprint.map_or_else(
                || {
                    let (lon, lat): (Vec<f64>, Vec<f64>) =
                        cells.iter().map(|cell| (cell.lon, cell.lat)).unzip();
                    guess_footprint(&lon, &lat)
                },
                |told| Footprint::of_cells(told, &cells),
            );
            let basis = Basis {
                name: set.source.clone().unwrap_or_else(|| set.vintage.clone()),
                year: set.year,
                vintage: set.vintage.clone(),
                estimate: set.estimate,
                demo: set.demo,
                method: Method::Cells,
            };
            from_cells(&cells, &world.tree, footprint, basis).map_err(refused)
        })
    }
}

/// How densely a polygon is lived in: `density`, else its floors, else like any other.
fn density(feature: &Record) -> f64 {
    let number = |label: &str| {
        let value = feature.fields.iter().find(|(key, _)| &**key == label).map(|(_, value)| value)?;
        value.to_text().trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)
    };
    ["density", "floors", "building:levels"].into_iter().find_map(number).unwrap_or(1.0)
}

fn from_figures(
    world: &World,
    scope: &Scope,
    finest: Finest,
    homes: &[Homes],
) -> Result<Surface, RegistryError> {
    let basis = Basis {
        name: finest.vintage.clone(),
        year: finest.year,
        vintage: finest.vintage,
        estimate: true,
        demo: finest.demo,
        method: Method::Even { spacing_m: scope.spacing_m },
    };
    let figures: Vec<Figure> = finest
        .figures
        .iter()
        .map(|(division, people)| Figure { division: *division, people: *people })
        .collect();
    let made = tokio::task::block_in_place(|| spread(&figures, &world.tree, homes, scope.spacing_m, basis));
    Ok(made.map_err(refused)?.surface)
}

fn nobody(scope: &Scope, day: Date) -> RegistryError {
    let (of_zh, of_en) = match scope.population {
        From::Cells => ("网格人口", "population by cells"),
        From::Divisions => ("区划人口", "population of divisions"),
        From::Best => ("人口数据", "population"),
    };
    RegistryError::refused(
        format!("{day} 及以前没有{of_zh}；请先导入：jiantu import population 文件 --year 年份"),
        format!(
            "there is no {of_en} on or before {day}; import one: jiantu import population FILE --year YEAR"
        ),
    )
}

fn refused(error: DemandError) -> RegistryError {
    RegistryError::refused(error.message_zh(), error.message_en())
}
