use crate::builders::{court, court_with, point, walker};
use crate::client::Client;
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::registry::import::What;
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

stories!(
    the_log_is_read_by_number_without_gap,
    an_entry_tells_what_happened_to_what_and_where,
    who_left_a_part_is_told_to_those_who_look_at_it,
    a_filtered_page_brings_its_client_further,
    boxes_cross_the_antimeridian,
    what_is_asked_wrongly_is_refused,
    a_number_beyond_the_log_is_gone,
);

async fn the_log_is_read_by_number_without_gap(service: Arc<Service>) {
    let admin = service.admin();
    let start = service.anon().get("/livez").await.seq();
    for number in 0..5 {
        admin.create("/api/v1/sites", &court(&format!("{number}"))).await;
    }
    let mut since = start;
    let mut names = Vec::new();
    loop {
        let page = service.anon().json(&format!("/api/v1/changes?since={since}&limit=2")).await;
        let changes = page["changes"].as_array().expect("changes");
        for change in changes {
            since += 1;
            assert_eq!(change["seq"], since, "numbers have no gap");
            names.push(change["after"]["name_zh"].as_str().expect("a name").to_owned());
        }
        assert_eq!(page["next"], since);
        if page["more"] == json!(false) {
            break;
        }
    }
    assert_eq!(names, ["0", "1", "2", "3", "4"]);
}

/// All changes after a number that a query finds, by following `next` links; the numbers of each page's end.
async fn all(anon: &Client, query: &str) -> (Vec<Value>, Vec<u64>) {
    let mut path = format!("/api/v1/changes?{query}");
    let (mut found, mut ends) = (Vec::new(), Vec::new());
    loop {
        let page = anon.get(&path).await;
        let body = page.json();
        found.extend(body["changes"].as_array().expect("changes").clone());
        ends.push(body["last"].as_u64().expect("a number"));
        assert_eq!(body["seq"], page.seq());
        let varies: Vec<_> = page.headers.get_all("vary").iter().collect();
        assert!(varies.iter().any(|on| *on == "accept"), "{varies:?}");
        match page.next() {
            Some(next) => path = next,
            None => {
                assert_eq!(body["last"], body["seq"], "looked through to the end");
                return (found, ends);
            }
        }
    }
}

fn seqs(changes: &[Value]) -> Vec<u64> {
    changes.iter().map(|change| change["seq"].as_u64().expect("a number")).collect()
}

async fn an_entry_tells_what_happened_to_what_and_where(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    let site = admin.create("/api/v1/sites", &court("场")).await;
    let path = format!("/api/v1/sites/{site}");
    let piece =
        admin.create("/api/v1/equipment", &walker(&site, json!({"geometry": point(123.45, 41.7)}))).await;
    let moved = admin.change(&path, &json!({"geometry": point(123.46, 41.71), "reason": "corrected"})).await;
    let etag = anon.get(&format!("/api/v1/equipment/{piece}")).await.header("etag");
    let gone = admin.ask(Method::DELETE, &format!("/api/v1/equipment/{piece}")).header("if-match", &etag);
    assert!(gone.send().await.status.is_success());

    let (changes, _) = all(&anon, &format!("since={start}")).await;
    assert_eq!(seqs(&changes), (start + 1..=start + 4).collect::<Vec<_>>());
    let [created, hung, changed, removed] = &changes[..] else { panic!("four changes") };
    assert_eq!(
        [&created["what"], &created["collection"], &created["entity"], &created["id"]],
        ["created", "sites", "site", site.as_str()]
    );
    assert_eq!(created["bbox"], json!([123.45, 41.7, 123.45, 41.7]));
    assert_eq!([&created["bbox_before"], &created["before"]], [&Value::Null; 2]);
    assert_eq!(created["href"], format!("http://jiantu.test/ogc/collections/sites/items/{site}"));
    assert_eq!(created["effective_from"], "2026-06-15");
    let item = anon.json(&format!("/ogc/collections/sites/items/{site}")).await;
    assert_eq!([&hung["parent"], &created["parent"]], [&json!(site), &Value::Null]);
    assert_eq!([&changed["what"], &changed["reason"]], ["changed", "corrected"]);
    assert_eq!(changed["bbox"], json!([123.46, 41.71, 123.46, 41.71]));
    assert_eq!(changed["bbox_before"], created["bbox"]);
    assert_eq!(changed["version"], moved.seq());
    assert_eq!(item["properties"]["version"], changed["version"]);
    assert_eq!(changed["after"]["geometry"], point(123.46, 41.71));
    assert_eq!([&removed["what"], &removed["collection"]], ["removed", "equipment"]);
    assert_eq!([&removed["href"], &removed["bbox"], &removed["after"]], [&Value::Null; 3]);
    assert_eq!(removed["bbox_before"], json!([123.45, 41.7, 123.45, 41.7]));
}

/// West and east are cut at 123.5 E.
async fn who_left_a_part_is_told_to_those_who_look_at_it(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    let site = admin.create("/api/v1/sites", &court("西")).await; // 1: into west
    let path = format!("/api/v1/sites/{site}");
    admin.change(&path, &json!({"geometry": point(123.55, 41.7)})).await; // 2: west to east
    admin.change(&path, &json!({"note": "不动"})).await; // 3: within east
    admin.change(&path, &json!({"geometry": point(120.0, 40.0)})).await; // 4: out of all
    admin.change(&path, &json!({"geometry": point(123.45, 41.7)})).await; // 5: back into west
    let expected: [(&str, &[u64]); 9] = [
        ("division=west", &[1, 2, 5]),
        ("division=east", &[2, 3, 4]),
        ("division=nbs:210900", &[1, 2, 3, 4, 5]),
        ("division=east,west&collection=equipment", &[]),
        ("division=unassigned", &[4, 5]),
        ("bbox=123.4,41.6,123.5,41.8", &[1, 2, 5]),
        ("bbox=123.5,41.6,123.6,41.8", &[2, 3, 4]),
        // One state must be in both: it never stood in the west of 123.46 and in East at once.
        ("bbox=123.4,41.6,123.46,41.8&division=east", &[]),
        ("collection=trails", &[]),
    ];
    for (query, numbers) in expected {
        let (changes, _) = all(&anon, &format!("since={start}&{query}")).await;
        let numbers: Vec<u64> = numbers.iter().map(|number| start + number).collect();
        assert_eq!(seqs(&changes), numbers, "{query}");
    }
    // A new division below a wanted one is told, and so is the boundary that everything hangs on.
    let (changes, _) = all(&anon, "since=0&collection=divisions&division=west").await;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["after"]["external_id"], "west");
    let (changes, _) = all(&anon, "since=0&collection=divisions&division=square").await;
    assert_eq!(changes.len(), 3, "the district and both sub-districts");
    let trail = json!({"name_zh": "道", "kind": "trail", "access": "free_open",
        "geometry": {"type": "LineString", "coordinates": [[123.49, 41.7], [123.51, 41.7]]}, "segments": [{"width_m": 2}]});
    admin.create("/api/v1/sites", &trail).await;
    for query in
        ["collection=trails,equipment", "collection=trails&division=west", "collection=trails&division=east"]
    {
        assert_eq!(all(&anon, &format!("since={start}&{query}")).await.0.len(), 1, "{query}");
    }
    // Every view is a name, and the rest of the registry is in none of them.
    let park = json!({"name_zh": "园", "kind": "sports_park", "access": "free_open", "geometry": point(123.45, 41.7)});
    admin.create("/api/v1/sites", &park).await;
    for (view, count) in [("parks", 1), ("squares", 0), ("parks,trails", 2)] {
        let told = all(&anon, &format!("since={start}&collection={view}")).await.0;
        assert_eq!(told.len(), count, "{view}");
    }
}

async fn a_filtered_page_brings_its_client_further(service: Arc<Service>) {
    let anon = service.anon();
    let start = anon.get("/livez").await.seq();
    let mut rows = "name_zh,kind,access,lon,lat,area_m2,external_id,source\n".to_owned();
    for number in 0..5_600 {
        let lon = if number % 700 == 699 { 123.55 } else { 123.45 };
        writeln!(rows, "场{number},basketball,free_open,{lon},41.7,100,{number},test").expect("text");
    }
    service.import(What::Sites, "sites.csv", &rows).await;
    let (east, ends) = all(&anon, &format!("since={start}&division=east&limit=3")).await;
    let expected: Vec<u64> = (0..5_600).filter(|n| n % 700 == 699).map(|n| start + 1 + n).collect();
    assert_eq!(seqs(&east), expected);
    assert!(ends.is_sorted() && ends.len() == 3, "{ends:?}");
    // Nothing is found, yet every answer looks through a bounded stretch and says up to where.
    let (none, ends) = all(&anon, &format!("since={start}&collection=equipment")).await;
    assert!(none.is_empty());
    assert_eq!(ends, [start + 5_000, start + 5_600]);
    let page = anon.json(&format!("/api/v1/changes?since={start}&limit=100000")).await;
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(1_000), "a larger limit is capped");
}

async fn boxes_cross_the_antimeridian(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    let lons = [179.5, -179.5, 176.0, -175.0, 180.0, 0.0];
    for lon in lons {
        admin.create("/api/v1/sites", &court_with("边", json!({"geometry": point(lon, 66.0)}))).await;
    }
    for (bbox, wanted) in [
        ("177,65,-177,70", vec![179.5, -179.5, 180.0]),
        ("177,65,180,70", vec![179.5, 180.0]),
        ("-180,65,-177,70", vec![-179.5, 180.0]),
        ("-180,65,180,70", lons.to_vec()),
        ("177,10,-177,20", vec![]),
    ] {
        let (changes, _) = all(&anon, &format!("since={start}&bbox={bbox}")).await;
        let mut found: Vec<f64> = changes.iter().filter_map(|change| change["bbox"][0].as_f64()).collect();
        let mut wanted = wanted;
        for lons in [&mut found, &mut wanted] {
            lons.sort_by(f64::total_cmp);
        }
        assert_eq!(found, wanted, "{bbox}");
        // The same as the items of that box.
        let items = anon.json(&format!("/ogc/collections/sites/items?bbox={bbox}")).await;
        assert_eq!(items["numberMatched"], found.len(), "{bbox}");
    }
}

async fn what_is_asked_wrongly_is_refused(service: Arc<Service>) {
    let anon = service.anon();
    for (query, codes) in [
        ("since=x", "since:malformed"),
        ("limit=0", "limit:malformed"),
        ("collection=cities", "collection:malformed"),
        ("bbox=1,2,3", "bbox:malformed"),
        ("division=nowhere", "division:unknown_division"),
        ("jump=5", "jump:unknown_parameter"),
    ] {
        assert_eq!(anon.refused(&format!("/api/v1/changes?{query}")).await, codes);
    }
}

async fn a_number_beyond_the_log_is_gone(service: Arc<Service>) {
    let anon = service.anon();
    let head = anon.get("/livez").await.seq();
    let end = anon.json(&format!("/api/v1/changes?since={head}")).await;
    assert_eq!([&end["changes"], &end["more"]], [&json!([]), &json!(false)]);
    let path = format!("/api/v1/changes?since={}", head + 1);
    let gone = anon.ask(Method::GET, &path).send().await.expect(410);
    assert_eq!(gone.json()["type"], "/problems/beyond-log");
    assert_eq!(gone.seq(), head);
    anon.ask(Method::GET, &format!("/api/v1/changes?since={}", u64::MAX)).send().await.expect(410);
}
