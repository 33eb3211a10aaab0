//! Collections as one file of vector tiles.

use crate::domain::change::EntityKind;
use crate::domain::record::{Institution, Organisation};
use crate::domain::tile::{Tile, TileMatrixSet};
use crate::domain::time::Micros;
use crate::formats::mvt::TileWriter;
use crate::formats::pmtiles::{self, Compression, Head, Summary, TileKind, tile_id};
use crate::index::{Drawing, Layer, Summed, feature};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::import::What;
use crate::registry::imported::Imported;
use crate::registry::tiles::{Coding, is_told, kinds_of_equipment, kinds_of_sites, most_features};
use crate::registry::world::World;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A file of tiles as the user asks for it.
pub struct TilesRequest<'a> {
    /// `None`: everything that has tiles, imported layers too.
    pub what: Option<What>,
    /// Of a layer, its name.
    pub name: Option<&'a str>,
    pub file: &'a Path,
    /// The first and the last zoom.
    pub zooms: (u8, u8),
    pub as_of: Option<Date>,
    pub known_at: Option<Micros>,
}

/// Deeper than the file's usual last zoom there is no more to see than a client makes of it.
pub const DEEPEST: u8 = 18;

const SET: TileMatrixSet = TileMatrixSet::WebMercatorQuad;

impl Registry {
    /// Writes tiles to a PMTiles file, zoom by zoom, holding one tile at a time.
    ///
    /// # Errors
    /// The file can not be written, there are no tiles of this, or the store fails.
    pub async fn export_tiles(&self, request: &TilesRequest<'_>) -> Result<Summary, RegistryError> {
        let world = self.world_at(request.as_of, request.known_at).await?;
        let layers = self.layers_of(&world, request).await?;
        let kinds = Kinds {
            sites: kinds_of_sites(&self.reference().catalogue),
            equipment: kinds_of_equipment(&self.reference().catalogue),
        };
        let sources = sources(&world, request.what, &layers, &kinds)?;
        tokio::task::block_in_place(|| self.write_tiles(request, &sources))
    }

    /// Imported layers that are asked for.
    async fn layers_of(
        &self,
        world: &World,
        request: &TilesRequest<'_>,
    ) -> Result<Vec<(String, Arc<Imported>)>, RegistryError> {
        let wanted = |name: &str| match request.what {
            None => true,
            Some(What::Layer) => request.name == Some(name),
            Some(_) => false,
        };
        let mut found = Vec::new();
        for layer in world.layers.iter().filter(|layer| wanted(&layer.thing.name)) {
            let name = &layer.thing.name;
            if let Some(contents) = self.imported(world, name).await? {
                found.push((name.clone(), contents));
            }
        }
        if found.is_empty() && request.what == Some(What::Layer) {
            let name = request.name.unwrap_or_default();
            return Err(RegistryError::not_found(EntityKind::Layer, name));
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    }

    fn write_tiles(
        &self,
        request: &TilesRequest<'_>,
        sources: &[Box<dyn Source + '_>],
    ) -> Result<Summary, RegistryError> {
        let (first, last) = request.zooms;
        let bounds = sources
            .iter()
            .filter_map(|source| source.extent())
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        let [west, south, east, north] = bounds.unwrap_or([-180.0, -85.0, 180.0, 85.0]);
        let district = &self.reference().district;
        let mut metadata = Map::new();
        let name = format!("健图 jiantu: {} {}", district.name_zh, district.name_en);
        metadata.insert("name".to_owned(), name.trim_end().into());
        metadata.insert("attribution".to_owned(), district.map.attribution.as_str().into());
        metadata.insert("type".to_owned(), "overlay".into());
        let layers: Vec<Value> = sources.iter().map(|source| source.described(request.zooms)).collect();
        metadata.insert("vector_layers".to_owned(), layers.into());
        let head = Head {
            kind: TileKind::Mvt,
            compression: Compression::Gzip,
            zooms: request.zooms,
            bounds: [west, south, east, north],
            center: (f64::midpoint(west, east), f64::midpoint(south, north), first.midpoint(last)),
            metadata,
        };
        let mut file = pmtiles::Writer::create(request.file, head)?;
        let mut here: Vec<Tile> = Tile::new(SET, 0, 0, 0).into_iter().collect();
        for z in 0..=last {
            here.retain(|tile| sources.iter().any(|source| source.reaches(*tile)));
            // The order of the file: along a curve, not row by row.
            here.sort_unstable_by_key(|tile| tile_id(z, tile.x(), tile.y()));
            if z >= first {
                for tile in &here {
                    let mut writer = TileWriter::new(*tile);
                    for source in sources {
                        source.draw(*tile, &mut writer);
                    }
                    let bytes = writer.finish();
                    if bytes.is_empty() {
                        continue;
                    }
                    let packed = Coding::Gzip
                        .pack_all(&bytes)
                        .ok_or_else(|| RegistryError::Internal("a tile can not be packed".to_owned()))?;
                    file.add(z, tile.x(), tile.y(), &packed)?;
                }
            }
            if z < last {
                here = here.iter().flat_map(|tile| below(*tile)).collect();
            }
        }
        Ok(file.finish()?)
    }
}

/// The four tiles of the next zoom.
fn below(tile: Tile) -> impl Iterator<Item = Tile> {
    let (z, x, y) = (tile.z() + 1, tile.x() * 2, tile.y() * 2);
    [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)]
        .into_iter()
        .filter_map(move |(x, y)| Tile::new(SET, z, x, y).ok())
}

/// Names of kinds, by their numbers.
struct Kinds {
    sites: Vec<Arc<str>>,
    equipment: Vec<Arc<str>>,
}

/// A layer of the tiles.
trait Source {
    fn extent(&self) -> Option<[f64; 4]>;
    /// Whether anything may be in a tile, or in one below it.
    fn reaches(&self, tile: Tile) -> bool;
    fn draw(&self, tile: Tile, writer: &mut TileWriter);
    /// As TileJSON describes a layer.
    fn described(&self, zooms: (u8, u8)) -> Value;
}

struct Of<'a, F> {
    name: &'a str,
    layer: &'a Layer<F>,
    kinds: &'a [Arc<str>],
    told: fn(&str) -> bool,
}

impl<F: Summed> Source for Of<'_, F> {
    fn extent(&self) -> Option<[f64; 4]> {
        self.layer.extent()
    }

    fn reaches(&self, tile: Tile) -> bool {
        self.layer.reaches(tile)
    }

    fn draw(&self, tile: Tile, writer: &mut TileWriter) {
        let (name, kinds, told) = (self.name, self.kinds, &self.told);
        let drawing = Drawing { name, told, filter: None, kinds, most: most_features(tile.z()) };
        self.layer.draw(tile, &drawing, writer);
    }

    fn described(&self, (first, last): (u8, u8)) -> Value {
        // A member is what it is where it is first met.
        let mut members: BTreeMap<String, &str> = BTreeMap::new();
        members.insert("id".to_owned(), "String");
        for entry in self.layer.iter() {
            for (name, value) in feature::members(&entry.feature) {
                let sort = match value.first() {
                    Some(b'n') | None => continue,
                    Some(b't' | b'f') => "Boolean",
                    Some(b'"' | b'[' | b'{') => "String",
                    Some(_) => "Number",
                };
                if (self.told)(&name) && !members.contains_key(&*name) {
                    members.insert(name.into_owned(), sort);
                }
            }
        }
        if self.layer.len() > most_features(first) {
            members.entry("count".to_owned()).or_insert("Number");
            if F::HAS_AREA {
                members.entry("area_unknown".to_owned()).or_insert("Number");
            }
        }
        json!({"id": self.name, "fields": members, "minzoom": first, "maxzoom": last})
    }
}

fn sources<'a>(
    world: &'a World,
    what: Option<What>,
    layers: &'a [(String, Arc<Imported>)],
    kinds: &'a Kinds,
) -> Result<Vec<Box<dyn Source + 'a>>, RegistryError> {
    let snapshot = &world.snapshot;
    let wanted = |one: What| what.is_none_or(|what| what == one);
    let mut all: Vec<Box<dyn Source + 'a>> = Vec::new();
    let told: fn(&str) -> bool = is_told;
    if wanted(What::Divisions) {
        all.push(Box::new(Of { name: "divisions", layer: &snapshot.divisions, kinds: &[], told }));
    }
    if wanted(What::Clusters) {
        all.push(Box::new(Of { name: "clusters", layer: &snapshot.clusters, kinds: &[], told }));
    }
    if wanted(What::Sites) {
        all.push(Box::new(Of { name: "sites", layer: &snapshot.sites, kinds: &kinds.sites, told }));
    }
    if wanted(What::Equipment) {
        all.push(Box::new(Of {
            name: "equipment",
            layer: &snapshot.equipment,
            kinds: &kinds.equipment,
            told,
        }));
    }
    if wanted(What::Organisations) {
        let layer = world.records().of::<Organisation>();
        all.push(Box::new(Of { name: "organisations", layer, kinds: &[], told }));
    }
    if wanted(What::Institutions) {
        let layer = world.records().of::<Institution>();
        all.push(Box::new(Of { name: "institutions", layer, kinds: &[], told }));
    }
    for (name, contents) in layers {
        all.push(Box::new(Of { name, layer: &contents.layer, kinds: &[], told: |_| true }));
    }
    if all.is_empty() {
        return Err(RegistryError::refused(
            "这类数据没有瓦片；可用：sites、equipment、divisions、clusters、organisations、institutions、layer、all",
            "there are no tiles of this; there are sites, equipment, divisions, clusters, organisations, institutions, layer, all",
        ));
    }
    Ok(all)
}
