//! Collections by their names: those of the registry, the views of its kinds, and every imported layer.

use super::{Clusters, Collection, Divisions, Imported, Institutions, Organisations, Pieces, Sites, missing};
use crate::api::error::ApiError;
use crate::api::state::App;
use crate::domain::kind::Catalogue;
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
        if let Some(own) = own_named(&app.registry.reference().catalogue, id) {
            return Ok(own);
        }
        let name = id
            .strip_prefix(LAYER)
            .filter(|name| is_taken(&app.registry.reference().catalogue, name))
            .unwrap_or(id);
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
        let id = layer_id(&app.registry.reference().catalogue, name);
        Ok(Some(Self::Imported(Imported::new(id, layer, contents))))
    }

    /// Under `/ogc/collections/`.
    pub fn id(&self) -> &str {
        with!(self, of => of.id())
    }
}

/// How addresses call an imported layer.
pub fn layer_id(catalogue: &Catalogue, name: &str) -> String {
    if is_taken(catalogue, name) { format!("{LAYER}{name}") } else { name.to_owned() }
}

fn is_taken(catalogue: &Catalogue, name: &str) -> bool {
    own_named(catalogue, name).is_some()
}

/// One of the registry's own, without making the others: every request looks for one.
fn own_named(catalogue: &Catalogue, id: &str) -> Option<Any> {
    plain().into_iter().find(|own| own.id() == id).or_else(|| {
        let view = catalogue.views().iter().find(|view| view.id == id)?;
        Some(Any::Sites(Sites::of(view, catalogue)))
    })
}

/// The registry's own.
fn own(app: &App) -> Vec<Any> {
    let catalogue = &app.registry.reference().catalogue;
    let [sites, rest @ ..] = plain();
    let mut all = vec![sites];
    all.extend(catalogue.views().iter().map(|view| Any::Sites(Sites::of(view, catalogue))));
    all.extend(rest);
    all
}

/// Those that every district has.
fn plain() -> [Any; 6] {
    [
        Any::Sites(Sites::default()),
        Any::Equipment(Pieces),
        Any::Divisions(Divisions),
        Any::Clusters(Clusters),
        Any::Organisations(Organisations::default()),
        Any::Institutions(Institutions::default()),
    ]
}
