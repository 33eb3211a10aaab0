//! Other programs see published rows as layers: GDAL in the live file, SQL in PostgreSQL.

use crate::world::{Engine, Told, World, entity, head, new, site, stories};
use geo_types::{Geometry, LineString, polygon};
use jiantu::domain::change::EntityKind;
use jiantu::domain::time::Micros;
use std::process::Command;

stories!(layers_show_what_is_published);

fn ogrinfo(arguments: &[&str]) -> String {
    let output = Command::new("ogrinfo")
        .args(arguments)
        .output()
        .expect("ogrinfo is not installed: apt-get install gdal-bin");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ogrinfo {arguments:?}: {told}{complaints}");
    assert_eq!(complaints, "", "ogrinfo {arguments:?} complains");
    told
}

async fn layers_show_what_is_published(world: World) {
    let mut court = new(site(1), "篮球场").external("c-1");
    let after = court.change.after.as_mut().unwrap();
    after.doc =
        r#"{"name_zh":"篮球场","kind":"basketball","area_m2":600.05,"opened_on":"2024-05-01","demo":true}"#
            .into();
    let mut trail = new(site(2), "步道");
    let line = LineString::from(vec![(123.4, 41.6), (123.5, 41.7)]);
    trail.change.after.as_mut().unwrap().geometry = Some(Geometry::LineString(line));
    let mut division = new(entity(EntityKind::Division, 3), "浑南");
    let area = polygon![(x: 123.0, y: 41.0), (x: 124.0, y: 41.0), (x: 124.0, y: 42.0)];
    division.change.after.as_mut().unwrap().geometry = Some(Geometry::Polygon(area));
    let piece = new(entity(EntityKind::Equipment, 4), "漫步机").on(site(1));
    let cluster = new(entity(EntityKind::Cluster, 5), "奥体");
    world.write(vec![court, trail, division, piece, cluster]).await.unwrap();
    let staging = world.store.stage_begin(head(1)).await.unwrap();
    world.store.stage(staging, vec![new(site(6), "hidden")]).await.unwrap();

    if world.engine == Engine::Postgres {
        let shown = world.raw("SELECT fid, name_zh, area_m2, demo FROM sites").await;
        assert_eq!(shown, 2);
        for view in ["equipment_pieces", "divisions", "clusters"] {
            assert_eq!(world.raw(&format!("SELECT * FROM {view}")).await, 1, "{view}");
        }
        world.store.stage_publish(staging, Micros(1)).await.unwrap();
        assert_eq!(world.raw("SELECT * FROM sites").await, 3);
        return;
    }

    // Somebody writes all the while.
    let writer = {
        let store = world.store.clone();
        tokio::spawn(async move {
            for n in 100..160 {
                let busy = new(entity(EntityKind::Population, n), "busy");
                store.append(head(1), vec![busy]).await.unwrap();
            }
        })
    };
    let file = world.file().display().to_string();
    let layers = ogrinfo(&["-ro", "-q", &file]);
    let named: Vec<&str> = layers.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    let named: Vec<&str> = named.iter().map(|name| name.split(" (").next().unwrap_or(name)).collect();
    assert_eq!(named, ["sites", "equipment_pieces", "divisions", "clusters", "about"], "{layers}");
    let sites = ogrinfo(&["-ro", "-al", &file, "sites"]);
    for told in [
        "Feature Count: 2",
        "FID Column = fid",
        "Geometry Column = geom",
        "name_zh (String) = 篮球场",
        "area_m2 (Real) = 600.05",
        "opened_on (Date) = 2024/05/01",
        "demo (Integer(Boolean)) = 1",
        "POINT (123.463 41.679)",
        "LINESTRING (123.4 41.6,123.5 41.7)",
        "ID[\"EPSG\",4326]",
    ] {
        assert!(sites.contains(told), "`{told}` is missing in {sites}");
    }
    assert!(!sites.contains("hidden"), "{sites}");
    for layer in ["equipment_pieces", "divisions", "clusters"] {
        let told = ogrinfo(&["-ro", "-al", "-so", &file, layer]);
        assert!(told.contains("Feature Count: 1"), "{told}");
    }
    let filtered = ogrinfo(&["-ro", "-al", "-so", "-where", "demo = 1", &file, "sites"]);
    assert!(filtered.contains("Feature Count: 1"), "{filtered}");
    writer.await.unwrap();
    world.store.stage_publish(staging, Micros(1)).await.unwrap();
    let sites = ogrinfo(&["-ro", "-al", "-so", &file, "sites"]);
    assert!(sites.contains("Feature Count: 3"), "{sites}");
    world.assert_sound().await;
}
