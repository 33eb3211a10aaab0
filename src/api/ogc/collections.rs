//! The collections, and one of them.

use super::only_format;
use crate::api::address::Address;
use crate::api::error::ApiError;
use crate::api::features::{
    Clusters, Collection, Divisions, GEOJSON, Institutions, Organisations, Pieces, Sites, Trails, missing,
};
use crate::api::query::Params;
use crate::api::seq::Seen;
use crate::registry::error::Thing;
use crate::registry::world::World;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What is told about a collection.
struct Told {
    id: &'static str,
    title: &'static str,
    description: &'static str,
}

const COLLECTIONS: [Told; 7] = [
    Told {
        id: Sites::ID,
        title: "体育场地 / sites",
        description: "全部场地，含已关闭的（见 status）；面积未知为 null / all sites, closed ones too (see status); an unknown area is null",
    },
    Told {
        id: Trails::ID,
        title: "健身步道 / trails",
        description: "场地中按路段长度乘宽度计面积的 / the sites whose area is length times width by segment",
    },
    Told {
        id: Pieces::ID,
        title: "健身器材 / equipment",
        description: "场地上的器材，每件一条 / pieces of equipment on sites",
    },
    Told {
        id: Divisions::ID,
        title: "行政区划 / divisions",
        description: "区划树；boundary_quality 为 schematic 的边界仅为示意 / the tree of divisions; a schematic boundary must not be measured",
    },
    Told {
        id: Clusters::ID,
        title: "集聚区 / clusters",
        description: "规划中的体育空间集聚区 / areas that the plan wants developed",
    },
    Told {
        id: Organisations::ID,
        title: "体育组织 / organisations",
        description: "协会、俱乐部、站点等；没有位置的 geometry 为 null / associations, clubs, stations and others; the geometry is null where no place is recorded",
    },
    Told {
        id: Institutions::ID,
        title: "机构 / institutions",
        description: "养老、康复等须配置器材的机构 / elderly-care, rehabilitation and other institutions that are to have equipment",
    },
];

/// `GET /ogc/collections`.
pub async fn list(Seen(world): Seen, address: Address, params: Params) -> Result<Response, ApiError> {
    only_format(params)?;
    let collections: Vec<Value> = COLLECTIONS.iter().map(|told| describe(told, &world, &address)).collect();
    let own = json!({"rel": "self", "type": "application/json", "href": address.of("/ogc/collections"), "title": "collections"});
    Ok(Json(json!({"links": [own], "collections": collections})).into_response())
}

/// `GET /ogc/collections/{collection}`.
pub async fn get(
    Path(id): Path<String>,
    Seen(world): Seen,
    address: Address,
    params: Params,
) -> Result<Response, ApiError> {
    only_format(params)?;
    let told =
        COLLECTIONS.iter().find(|told| told.id == id).ok_or_else(|| missing(Thing::Collection, &id))?;
    Ok(Json(describe(told, &world, &address)).into_response())
}

fn describe(told: &Told, world: &World, address: &Address) -> Value {
    let path = format!("/ogc/collections/{}", told.id);
    let mut answer = json!({
        "id": told.id,
        "title": told.title,
        "description": told.description,
        "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [
            {"rel": "self", "type": "application/json", "href": address.of(&path), "title": told.title},
            {"rel": "items", "type": GEOJSON, "href": address.of(&format!("{path}/items")), "title": told.title},
        ],
    });
    if let Some(extent) = extent(told.id, world) {
        answer["extent"] = json!({"spatial": {
            "bbox": [extent],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        }});
    }
    answer
}

/// West, south, east, north; a little too large rather than too small.
fn extent(id: &str, world: &World) -> Option<[f64; 4]> {
    let snapshot = &world.snapshot;
    match id {
        Pieces::ID => snapshot.equipment.extent(),
        Divisions::ID => snapshot.divisions.extent(),
        Clusters::ID => snapshot.clusters.extent(),
        Organisations::ID => Organisations::layer(snapshot).extent(),
        Institutions::ID => Institutions::layer(snapshot).extent(),
        _ => snapshot.sites.extent(),
    }
}
