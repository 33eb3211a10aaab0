//! Collections that a tile shows, and by which conditions.

use super::labels;
use super::limits::joined;
use crate::api::error::ApiError;
use crate::api::features::{Any, Collection, conditions, with};
use crate::api::ogc::served;
use crate::api::query::Params;
use crate::api::state::App;
use crate::domain::change::EntityKind;
use crate::domain::tile::Tile;
use crate::formats::mvt::TileWriter;
use crate::index::{Drawing, Filter};
use crate::registry::tiles::{Key, is_told, kinds_of_equipment, kinds_of_sites, most_features};
use crate::registry::world::World;
use std::sync::Arc;

/// As many entities are tested in some milliseconds.
const FEW: f64 = 20_000.0;

/// What a request for tiles is about.
pub(super) struct Shown {
    pub all: Vec<Any>,
    /// The conditions, not yet taken.
    params: Params,
    /// The same as the client wrote them.
    asked: String,
}

/// Which members a tile tells.
type Told<'a> = &'a dyn Fn(&str) -> bool;

impl Shown {
    /// `query`: of the request, as it is.
    pub fn new(all: Vec<Any>, params: Params, query: Option<&str>) -> Self {
        let kept = query.unwrap_or_default().split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !matches!(name, "f" | "collections")
        });
        let asked = kept.collect::<Vec<_>>().join("&");
        Self { all, params, asked }
    }

    /// Whether names of divisions are a layer as well: in tiles of several collections, for maps; not among the
    /// features of the one that was asked for.
    pub fn names_divisions(&self) -> bool {
        self.all.len() > 1 && self.all.iter().any(|any| matches!(any, Any::Divisions(_)))
    }

    /// Kinds of entities whose changes change the tile. Divisions are none: with them all is read anew; nor
    /// are imported layers, whose contents stand in the key.
    pub fn kinds(&self) -> Vec<EntityKind> {
        let kind = |any: &Any| match any {
            Any::Sites(_) => Some(EntityKind::Site),
            Any::Equipment(_) => Some(EntityKind::Equipment),
            Any::Clusters(_) => Some(EntityKind::Cluster),
            Any::Organisations(_) => Some(EntityKind::Organisation),
            Any::Institutions(_) => Some(EntityKind::Institution),
            Any::Divisions(_) | Any::Imported(_) => None,
        };
        self.all.iter().filter_map(kind).collect()
    }

    /// What a tile of it is kept under.
    pub fn key(&self, tile: Tile) -> Key {
        let name = |any: &Any| match any {
            Any::Imported(layer) => format!("{}@{}", layer.id(), layer.contents_hash()),
            other => other.id().to_owned(),
        };
        let layers = self.all.iter().map(name).collect::<Vec<_>>().join(",");
        Key { tile, layers: layers.into(), asked: self.asked.as_str().into() }
    }

    /// The box of all features (west, south, east, north; degrees).
    pub fn extent(&self, world: &World) -> Option<[f64; 4]> {
        let extent = |any: &Any| with!(any, of => of.layer(&world.snapshot).extent());
        self.all.iter().map(extent).fold(None, joined)
    }

    /// Whether many entities may have to be tested for the tile: without conditions there are sums at hand.
    pub fn looks_at_many(&self, world: &World, tile: Tile) -> bool {
        let b = tile.bounds();
        let bounds = [b.min_lon, b.min_lat, b.max_lon, b.max_lat];
        let tested = |any: &Any| -> f64 {
            with!(any, of => {
                let layer = of.layer(&world.snapshot);
                let is_tested = of.is_part() || !self.asked.is_empty();
                if is_tested { layer.share_of_extent(bounds) * layer.len() as f64 } else { 0.0 }
            })
        };
        self.all.iter().map(tested).sum::<f64>() > FEW
    }

    /// Refuses what no tile is asked by.
    ///
    /// # Errors
    /// Everything that is wrong with the conditions.
    pub fn check(&self, app: &App, world: &World) -> Result<(), ApiError> {
        let reference = app.registry.reference();
        for any in &self.all {
            let mut params = self.params.clone();
            with!(any, of => {
                conditions(of, &mut params, world, reference, &served(app, world))?;
            });
            params.finish()?;
        }
        Ok(())
    }

    /// Makes a tile.
    ///
    /// # Errors
    /// As [`Shown::check`].
    pub fn draw(&self, app: &App, world: &World, tile: Tile) -> Result<Vec<u8>, ApiError> {
        let mut writer = TileWriter::new(tile);
        for any in &self.all {
            let catalogue = &app.registry.reference().catalogue;
            let kinds = match any {
                Any::Sites(_) => kinds_of_sites(catalogue),
                Any::Equipment(_) => kinds_of_equipment(catalogue),
                _ => Vec::new(),
            };
            let all = |_: &str| true;
            let told: Told<'_> = if matches!(any, Any::Imported(_)) { &all } else { &is_told };
            with!(any, of => self.draw_one(of, app, world, tile, (&kinds, told), &mut writer)?);
            if let Any::Divisions(of) = any
                && self.names_divisions()
            {
                let mut params = self.params.clone();
                let served = served(app, world);
                let tests = conditions(of, &mut params, world, app.registry.reference(), &served)?.tests;
                labels::write(world, tile, &|entry| tests.hold(entry), &mut writer);
            }
        }
        Ok(writer.finish())
    }

    fn draw_one<C: Collection>(
        &self,
        of: &C,
        app: &App,
        world: &World,
        tile: Tile,
        (kinds, told): (&[Arc<str>], Told<'_>),
        writer: &mut TileWriter,
    ) -> Result<(), ApiError> {
        let mut params = self.params.clone();
        let served = served(app, world);
        let tests = conditions(of, &mut params, world, app.registry.reference(), &served)?.tests;
        params.finish()?;
        let holds = |entry: &_| tests.hold(entry);
        let filter: Filter<'_, C::Facts> = if tests.is_empty() { None } else { Some(&holds) };
        let drawing = Drawing { name: of.id(), told, filter, kinds, most: most_features(tile.z()) };
        of.layer(&world.snapshot).draw(tile, &drawing, writer);
        Ok(())
    }
}
