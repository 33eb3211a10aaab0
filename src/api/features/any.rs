//! Collections by their names: those of the registry, the views of its kinds, and every imported layer.

use super::{Clusters, Collection, Divisions, Imported, Institutions, Organisations, Pieces, Sites, missing};
use crate::api::error::ApiError;
use crate::api::state::App;
use crate::registry::error::Thing;
use crate::registry::world::World;

/// A collection, whatever its features are; [`with`] does the same with each.
#[derive(Clone)]
pub enum Any {
    Sites(Sites),
    Equipment(Pieces),
    Divisions(Divisions),
    Clusters(Clusters),
    Organisations(Organisations),
    Institutions(Institutions),
    Imported(Imported),
}

/// Does the same with a collection, whatever its features are: `with!(any, of => expression of of)`.
macro_rules! with {
    ($any:expr, $of:ident => $body:expr) => {
        match $any {
            $crate::api::features::Any::Sites($of) => $body,
            $crate::api::features::Any::Equipment($of) => $body,
            $crate::api::features::Any::Divisions($of) => $body,
            $crate::api::features::Any::Clusters($of) => $body,
            $crate::api::features::Any::Organisations($of) => $body,
            $crate::api::features::Any::Institutions($of) => $body,
            $crate::api::features::Any::Imported($of) => $body,
        }
    };
}
pub(crate) use with;

/// In front of the name of an imported layer that is called like a collection of the registry.
const LAYER: &str = "layer.";

impl Any {
    /// The collection that addresses call so.
    ///
    /// # Errors
    /// There is none, or the contents of a layer can not be read.
    pub async fn named(app: &App, world: &World, id: &str) -> Result<Self, ApiError> {
        if let Some(own) = own(app).into_iter().find(|own| own.id() == id) {
            return Ok(own);
        }
        let name = id.strip_prefix(LAYER).filter(|name| is_taken(app, name)).unwrap_or(id);
        Self::imported(app, world, name).await?.ok_or_else(|| missing(Thing::Collection, id))
    }

    /// Every collection, imported layers last.
    ///
    /// # Errors
    /// The contents of a layer can not be read.
    pub async fn all(app: &App, world: &World) -> Result<Vec<Self>, ApiError> {
        let mut all = own(app);
        let mut names: Vec<&str> = world.layers.iter().map(|layer| layer.thing.name.as_str()).collect();
        names.sort_unstable();
        for name in names {
            all.extend(Self::imported(app, world, name).await?);
        }
        Ok(all)
    }

    async fn imported(app: &App, world: &World, name: &str) -> Result<Option<Self>, ApiError> {
        let Some(layer) = world.layers.find(name) else { return Ok(None) };
        let Some(contents) = app.registry.imported(world, name).await? else { return Ok(None) };
        let id = if is_taken(app, name) { format!("{LAYER}{name}") } else { name.to_owned() };
        Ok(Some(Self::Imported(Imported::new(id, layer.thing.clone(), contents))))
    }

    /// Under `/ogc/collections/`.
    pub fn id(&self) -> &str {
        with!(self, of => of.id())
    }
}

fn is_taken(app: &App, name: &str) -> bool {
    own(app).iter().any(|own| own.id() == name)
}

/// The registry's own.
fn own(app: &App) -> Vec<Any> {
    let catalogue = &app.registry.reference().catalogue;
    let mut all = vec![Any::Sites(Sites::default())];
    all.extend(catalogue.views().iter().map(|view| Any::Sites(Sites::of(view, catalogue))));
    all.extend([
        Any::Equipment(Pieces),
        Any::Divisions(Divisions),
        Any::Clusters(Clusters),
        Any::Organisations(Organisations::default()),
        Any::Institutions(Institutions::default()),
    ]);
    all
}
