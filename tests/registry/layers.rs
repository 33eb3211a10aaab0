//! Layers and street networks: files that analyses work on, kept in one piece.

use crate::database::{Database, stories};
use crate::office::{Office, TODAY, date};
use crate::pbf::{self, Node, Packing, Way};
use geo::CoordsIter as _;
use jiantu::domain::change::{EntityKind, EntityRef};
use jiantu::domain::crs::Crs;
use jiantu::domain::layer::Role;
use jiantu::domain::network::Extract;
use jiantu::formats::{Format, Record, Value};
use jiantu::registry::RegistryError;
use jiantu::registry::export;
use jiantu::registry::import::{Report, Request, What};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

stories!(
    a_layer_is_kept_as_it_is,
    a_layer_comes_again_and_is_replaced,
    a_layer_of_another_datum_is_converted,
    wrong_features_stop_a_layer,
    a_layer_has_a_past,
    a_layer_that_was_exported_comes_back,
    streets_are_kept_and_come_back,
    what_is_no_street_network_is_refused,
);

async fn import(
    office: &Office,
    what: What,
    file: &Path,
    ask: impl FnOnce(&mut Request<'_>),
) -> Result<Report, RegistryError> {
    let mut request = Request::new(what, file);
    ask(&mut request);
    office.registry.import(&office.author, &request).await
}

async fn layer(office: &Office, file: &Path, name: &str) -> Report {
    import(office, What::Layer, file, |request| request.naming.name = Some(name.to_owned())).await.unwrap()
}

async fn features(office: &Office, name: &str) -> Arc<Vec<Record>> {
    office.registry.layer_features(&office.registry.world(), name).await.unwrap().expect("a layer")
}

fn homes(cost: f64) -> String {
    let ring = [[123.45, 41.65], [123.46, 41.65], [123.46, 41.66], [123.45, 41.65]];
    json!({ "type": "FeatureCollection", "features": [
        { "type": "Feature", "id": "a", "properties": { "名称": "一号楼", "kind": "flats", "cost": cost, "id": 7 },
          "geometry": { "type": "Polygon", "coordinates": [ring] } },
        { "type": "Feature", "properties": { "lon": "x", "tags": ["old", 1] },
          "geometry": { "type": "Point", "coordinates": [123.47, 41.67] } },
    ] })
    .to_string()
}

async fn a_layer_is_kept_as_it_is(database: Database) {
    let mut office = Office::open(database).await;
    let file = office.file("homes.geojson", homes(1.5));
    let report = import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("homes".to_owned());
        request.naming.role = Some(Role::Residential);
        request.naming.title_zh = Some("居民楼".to_owned());
        request.mapping.set.insert("source".to_owned(), "规划局".to_owned());
        request.mapping.set.insert("estimate".to_owned(), "是".to_owned());
    })
    .await
    .unwrap();
    assert!(report.committed, "{report:#?}");
    assert_eq!((report.read, report.accepted, report.rejected), (2, 2, 0));
    for _ in 0..2 {
        let world = office.registry.world();
        let layer = &world.layers.find("homes").unwrap().thing;
        assert_eq!((layer.role, layer.features, layer.estimate), (Role::Residential, 2, true));
        assert_eq!((layer.title_zh.as_deref(), layer.source.as_deref()), (Some("居民楼"), Some("规划局")));
        let kept = features(&office, "homes").await;
        assert_eq!(kept[0].id.as_deref(), Some("a"));
        assert_eq!(kept[0].get("名称"), Some(&Value::Text("一号楼".to_owned())));
        assert_eq!(
            (kept[0].get("cost"), kept[0].get("id")),
            (Some(&Value::Number(1.5)), Some(&Value::Integer(7)))
        );
        assert_eq!(kept[1].get("tags"), Some(&Value::Json(json!(["old", 1]))));
        assert!(Arc::ptr_eq(&kept, &features(&office, "homes").await), "read once");
        assert!(office.registry.layer_features(&world, "none").await.unwrap().is_none());
        office.assert_sound().await;
        office.reopen().await;
    }
    let found = office.registry.find_entity("homes").await.unwrap();
    assert_eq!(found.kind, EntityKind::Layer);
}

async fn a_layer_comes_again_and_is_replaced(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("homes.geojson", homes(1.5));
    let trial = import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("homes".to_owned());
        request.dry_run = true;
    })
    .await
    .unwrap();
    assert_eq!((trial.accepted, trial.committed, trial.dry_run), (2, false, true));
    assert!(office.registry.world().layers.is_empty());
    layer(&office, &file, "homes").await;
    let first = office.registry.world();
    let again = layer(&office, &file, "homes").await;
    assert_eq!((again.unchanged, again.accepted, again.committed, again.seq), (2, 0, true, None));
    assert_eq!(office.registry.world().seq(), first.seq());
    let other = office.file("other.geojson", homes(2.5));
    layer(&office, &other, "homes").await;
    let second = office.registry.world();
    let (old, new) = (first.layers.find("homes").unwrap(), second.layers.find("homes").unwrap());
    assert_eq!((old.thing.id, second.layers.len()), (new.thing.id, 1));
    assert_ne!(old.thing.blob, new.thing.blob);
    assert_eq!(features(&office, "homes").await[0].get("cost"), Some(&Value::Number(2.5)));
    // Whoever still looks at the old state sees the old features.
    let kept = office.registry.layer_features(&first, "homes").await.unwrap().unwrap();
    assert_eq!(kept[0].get("cost"), Some(&Value::Number(1.5)));
    layer(&office, &file, "more homes").await;
    assert_eq!(office.registry.world().layers.len(), 2);
    let entity = EntityRef { kind: EntityKind::Layer, id: new.thing.id.0 };
    assert_eq!(office.registry.history(entity).await.unwrap().len(), 2);
    office.assert_sound().await;
}

/// Every format, in the system of the district's maps; what comes back has the same columns and places.
async fn a_layer_that_was_exported_comes_back(database: Database) {
    let office = Office::open(database).await;
    let plot = |n: usize| {
        let (x, y) = (123.4 + n as f64 / 1_000.0, 41.7);
        json!({ "type": "Feature", "id": format!("p{n}"), "properties": { "名称": format!("地块{n}"), "面积": n as f64 + 0.5,
            "户数": 9_007_199_254_740_993_i64 + n as i64, "可用": n % 2 == 0, "登记": "2024-05-01", "备注": null, "用途": ["绿地", n] },
          "geometry": { "type": "Polygon", "coordinates": [[[x, y], [x + 0.001, y], [x, y + 0.001], [x, y]]] } })
    };
    let all: Vec<_> = (0..40).map(plot).collect();
    let file =
        office.file("plots.geojson", json!({ "type": "FeatureCollection", "features": all }).to_string());
    assert!(layer(&office, &file, "plots").await.committed);
    let mut came = features(&office, "plots").await.as_ref().clone();
    let texts = |record: &Record| -> Vec<String> {
        let told = record.fields.iter().filter(|(name, value)| &**name != "id" && !value.is_null());
        told.map(|(name, value)| format!("{name} {}", value.to_text())).collect()
    };
    came.sort_by_key(texts);
    for (number, format) in (0..).zip(Format::WRITTEN) {
        for crs in [Crs::Wgs84, Crs::Epsg(4528), Crs::Gcj02] {
            let file = office.path(&format!("out-{number}-{}.{}", crs.epsg().unwrap_or(0), format.name()));
            let (as_of, known_at) = (None, None);
            let request = export::Request {
                what: What::Layer,
                name: Some("plots"),
                file: &file,
                format: Some(format),
                as_of,
                known_at,
                crs: crs.clone(),
            };
            assert_eq!(office.registry.export(&request).await.unwrap(), 40);
            // Texts have no place to say their system.
            let told = matches!(format, Format::Csv | Format::Xlsx | Format::GeoJsonSeq).then(|| crs.clone());
            let report = import(&office, What::Layer, &file, |request| {
                request.naming.name = Some("again".to_owned());
                request.crs = told;
            });
            let report = report.await.unwrap();
            assert!(report.accepted == 40 || report.unchanged == 40, "{format:?} {crs}: {report:#?}");
            let mut back = features(&office, "again").await.as_ref().clone();
            back.sort_by_key(texts);
            for (back, came) in back.iter().zip(&came) {
                assert_eq!(texts(back), texts(came), "{format:?} {crs}");
                let (back, came) = (back.geometry.as_ref().unwrap(), came.geometry.as_ref().unwrap());
                for (a, b) in back.coords_iter().zip(came.coords_iter()) {
                    assert!(
                        (a.x - b.x).abs() < 2e-7 && (a.y - b.y).abs() < 2e-7,
                        "{format:?} {crs}: {a:?} {b:?}"
                    );
                }
            }
        }
    }
    let file = office.path("none.gpkg");
    let (as_of, known_at, crs) = (None, None, Crs::Wgs84);
    let request = export::Request {
        what: What::Layer,
        name: Some("nothing"),
        file: &file,
        format: None,
        as_of,
        known_at,
        crs,
    };
    assert!(office.registry.export(&request).await.is_err());
    assert!(!file.exists());
}

async fn a_layer_of_another_datum_is_converted(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("plots.csv", "plot,wkt\nA,POINT (123.47 41.67)\n");
    import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("plots".to_owned());
        request.crs = Some("gcj02".parse().unwrap());
    })
    .await
    .unwrap();
    let Some(geo_types::Geometry::Point(place)) = features(&office, "plots").await[0].geometry.clone() else {
        panic!("a point");
    };
    let moved = (place.x() - 123.47).hypot(place.y() - 41.67);
    assert!((0.001..0.02).contains(&moved), "{place:?}");
    let file = office.file("table.csv", "plot,cost,经度,纬度\nA,9,123.47,41.67\nB,,123.48,41.68\n");
    layer(&office, &file, "table").await;
    let table = features(&office, "table").await;
    assert_eq!(table[1].geometry, Some(geo_types::Point::new(123.48, 41.68).into()));
    assert_eq!(table[0].get("plot"), Some(&Value::Text("A".to_owned())));
}

async fn wrong_features_stop_a_layer(database: Database) {
    let office = Office::open(database).await;
    let bow = [[123.4, 41.6], [123.5, 41.7], [123.5, 41.6], [123.4, 41.7], [123.4, 41.6]];
    let text = json!({ "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": {}, "geometry": { "type": "Polygon", "coordinates": [bow] } },
        { "type": "Feature", "properties": {}, "geometry": null },
        { "type": "Feature", "properties": {}, "geometry": { "type": "Point", "coordinates": [123.4, 41.6] } },
    ] });
    let file = office.file("wrong.geojson", text.to_string());
    let report = layer(&office, &file, "wrong").await;
    assert_eq!((report.committed, report.accepted, report.rejected), (false, 0, 2));
    let codes: Vec<(u64, &str)> = report.rows.iter().map(|row| (row.row, row.code.as_str())).collect();
    assert_eq!(codes, [(1, "self_intersection"), (2, "required")]);
    assert!(office.registry.world().layers.is_empty());
    let report = import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("wrong".to_owned());
        request.lenient = true;
    })
    .await
    .unwrap();
    assert_eq!((report.committed, report.accepted, report.rejected), (true, 1, 2));
    for (name, set) in [("", ""), ("a/b", ""), ("good", "colour"), ("good", "demo")] {
        let refused = import(&office, What::Layer, &file, |request| {
            request.naming.name = Some(name.to_owned());
            if !set.is_empty() {
                request.mapping.set.insert(set.to_owned(), "perhaps".to_owned());
            }
        })
        .await;
        assert!(matches!(refused, Err(RegistryError::Invalid(_))), "{name} {set}");
    }
    let mapped = import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("mapped".to_owned());
        request.mapping.map.insert("name_zh".to_owned(), "name".to_owned());
    })
    .await;
    assert!(matches!(mapped, Err(RegistryError::Refused { .. })));
    assert_eq!(office.registry.world().layers.len(), 1);
}

async fn a_layer_has_a_past(database: Database) {
    let office = Office::open(database).await;
    let file = office.file("homes.geojson", homes(1.5));
    import(&office, What::Layer, &file, |request| {
        request.naming.name = Some("homes".to_owned());
        request.effective_from = Some(date("2024-01-01"));
    })
    .await
    .unwrap();
    office.on("2026-03-03");
    layer(&office, &office.file("homes2.geojson", homes(2.5)), "homes").await;
    let cost = async |day: &str| {
        let world = office.registry.world_at(Some(date(day)), None).await.unwrap();
        let kept = office.registry.layer_features(&world, "homes").await.unwrap();
        kept.map(|kept| kept[0].get("cost").cloned().unwrap())
    };
    assert_eq!(cost("2023-12-31").await, None);
    assert_eq!(cost(TODAY).await, Some(Value::Number(1.5)));
    assert_eq!(cost("2026-03-03").await, Some(Value::Number(2.5)));
    // Something else that was valid before, told late: what stands stays.
    let earlier = office.file("homes0.geojson", homes(0.5));
    import(&office, What::Layer, &earlier, |request| {
        request.naming.name = Some("homes".to_owned());
        request.effective_from = Some(date("2023-01-01"));
    })
    .await
    .unwrap();
    assert_eq!(cost("2023-12-31").await, Some(Value::Number(0.5)));
    assert_eq!(cost("2026-03-03").await, Some(Value::Number(2.5)));
    office.assert_sound().await;
}

fn map() -> (Vec<Node>, Vec<Way>) {
    let nodes = vec![
        (7, 123.46, 41.679, vec![("barrier", "gate")]),
        (5_000_000_000, 123.4612345, 41.68, vec![]),
        (12, 123.47, 41.68, vec![("amenity", "bench")]),
    ];
    let ways = vec![
        (1, vec![7, 5_000_000_000, 12, 99], vec![("highway", "residential"), ("foot", "yes")]),
        (2, vec![7, 12], vec![("building", "yes")]),
    ];
    (nodes, ways)
}

async fn streets(office: &Office) -> Arc<Extract> {
    office.registry.extract(&office.registry.world()).await.unwrap().expect("a network")
}

async fn streets_are_kept_and_come_back(database: Database) {
    let mut office = Office::open(database).await;
    assert!(office.registry.extract(&office.registry.world()).await.unwrap().is_none());
    let (nodes, ways) = map();
    let file = office.file("streets.osm.pbf", pbf::file(&nodes, &ways, Packing::Zlib));
    let trial = import(&office, What::Network, &file, |request| request.dry_run = true).await.unwrap();
    assert_eq!((trial.nodes, trial.ways, trial.committed), (Some(3), Some(1), false));
    let report = import(&office, What::Network, &file, |request| {
        request.mapping.set.insert("source".to_owned(), "© OpenStreetMap".to_owned());
        request.mapping.set.insert("dated".to_owned(), "2025-06-01".to_owned());
    })
    .await
    .unwrap();
    assert_eq!((report.read, report.accepted, report.committed, report.warnings), (1, 1, true, 0));
    for _ in 0..2 {
        let world = office.registry.world();
        let network = world.network().unwrap();
        assert_eq!((network.thing.name.as_str(), network.thing.dated), ("streets", Some(date("2025-06-01"))));
        assert_eq!(network.effective_from, date("2025-06-01"));
        let kept = streets(&office).await;
        assert_eq!(kept.nodes.iter().map(|node| node.id).collect::<Vec<_>>(), [7, 12, 5_000_000_000]);
        assert_eq!((kept.nodes[2].lon, kept.nodes[2].lat), (123.4612345, 41.68));
        assert_eq!(*kept.ways[0].nodes, [7, 5_000_000_000, 12, 99]);
        assert!(kept.ways[0].tags.has("highway", "residential") && kept.nodes[0].tags.has("barrier", "gate"));
        office.assert_sound().await;
        office.reopen().await;
    }
    let past = office.registry.world_at(Some(date("2025-05-31")), None).await.unwrap();
    assert!(office.registry.extract(&past).await.unwrap().is_none());
    // The same streets, packed otherwise.
    let same = office.file("same.osm.pbf", pbf::plain_file(&nodes, &ways));
    let again = import(&office, What::Network, &same, |request| {
        request.mapping.set.insert("source".to_owned(), "© OpenStreetMap".to_owned());
        request.mapping.set.insert("dated".to_owned(), "2025-06-01".to_owned());
    })
    .await
    .unwrap();
    assert_eq!((again.unchanged, again.committed, again.seq), (1, true, None));
    let untold = import(&office, What::Network, &same, |request| {
        request.naming.name = Some("other".to_owned());
    })
    .await
    .unwrap();
    assert_eq!(untold.rows[0].code, "source_untold");
    assert_eq!(office.registry.world().networks.len(), 2);
    assert_eq!(office.registry.world().network().unwrap().thing.name, "streets");
}

async fn what_is_no_street_network_is_refused(database: Database) {
    let office = Office::open(database).await;
    let (nodes, ways) = map();
    let houses = pbf::file(&nodes, &ways[1..], Packing::Raw);
    let cut = pbf::file(&nodes, &ways, Packing::Zlib);
    for (name, bytes, word) in [
        ("text.osm.pbf", b"no map at all".to_vec(), "not an OpenStreetMap"),
        ("houses.osm.pbf", houses, "no streets"),
        ("cut.osm.pbf", cut[..cut.len() - 9].to_vec(), "truncated"),
        ("lzma.osm.pbf", pbf::file(&nodes, &ways, Packing::Lzma), "compressed"),
        ("zstd.osm.pbf", pbf::file(&nodes, &ways, Packing::Zstd), "compressed"),
    ] {
        let file = office.file(name, bytes);
        let refused = import(&office, What::Network, &file, |_| {}).await.unwrap_err();
        assert!(refused.to_string().contains(word), "{name}: {refused}");
    }
    let file = office.file("streets.osm.pbf", pbf::file(&nodes, &ways, Packing::Zlib));
    let refused = [
        import(&office, What::Network, &file, |r| r.crs = Some("gcj02".parse().unwrap())).await,
        import(&office, What::Network, &file, |r| r.naming.role = Some(Role::Candidates)).await,
        import(&office, What::Network, &file, |r| r.naming.name = Some("a/b".to_owned())).await,
        import(&office, What::Network, &file, |r| {
            r.mapping.set.insert("dated".to_owned(), "2099-01-01".to_owned());
        })
        .await,
    ];
    assert!(refused.iter().all(Result::is_err), "{refused:#?}");
    assert!(office.registry.world().networks.is_empty());
    assert_eq!(office.registry.world().seq().0, 0);
}
