//! What the encoded features say.

use geo_types::{Geometry, LineString, MultiLineString, Point};
use jiantu::domain::area::Area;
use jiantu::domain::cluster::Cluster;
use jiantu::domain::contribution::{Contribution, Ordinal, Share, Shares, Verdict};
use jiantu::domain::division::{BoundaryQuality, Code, Division};
use jiantu::domain::equipment::{Equipment, EquipmentState, TargetGroup};
use jiantu::domain::id::{ClusterId, DivisionId, EquipmentId, Seq, SiteId};
use jiantu::domain::kind::KindIndex;
use jiantu::domain::site::{Access, Grade, Level, RawPosition, Segment, Site, Status};
use jiantu::index::SiteFacts;
use jiantu::index::encode::{
    ClusterExtras, DivisionExtras, EquipmentExtras, Home, Revision, SiteExtras, encode_cluster,
    encode_division, encode_equipment, encode_site,
};
use jiff::civil::date;
use serde_json::{Value, json};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001);
const OTHER: Uuid = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0002);
const REVISION: Revision = Revision { version: Seq(42), effective_from: date(2024, 5, 1) };
const HOME: Home<'static> = Home { code: "210112010", name_zh: "五三街道" };

fn read(write: impl FnOnce(&mut Vec<u8>)) -> Value {
    let mut out = b"kept".to_vec();
    write(&mut out);
    assert_eq!(&out[..4], b"kept", "features are appended");
    serde_json::from_slice(&out[4..]).expect("valid JSON")
}

fn court() -> Site {
    Site {
        id: SiteId(ID),
        external_id: Some("HN-\"1\"".into()),
        source: Some("survey\n2024".into()),
        name_zh: "浑河篮球场".into(),
        name_en: None,
        kind: "basketball".into(),
        status: Status::Operating,
        access: Access::FreeOpen,
        level: Some(Level::Community),
        owner: None,
        operator: None,
        funder: None,
        receiver: None,
        maintainer: None,
        programmes: vec![],
        area_m2: None,
        area_grade: None,
        counts_area: true,
        container_id: None,
        segments: vec![],
        allocation: vec![],
        opened_on: Some(date(2019, 5, 1)),
        closed_on: None,
        capacity: None,
        surface: None,
        lighting: None,
        accessible: Some(false),
        opening_hours: None,
        address: None,
        photos: vec![],
        official_codes: std::collections::BTreeMap::default(),
        note: None,
        demo: true,
        raw: Some(RawPosition { x: 123.469, y: 41.681, crs: "gcj02".into(), accuracy_m: Some(3.0) }),
        geometry: Some(Point::new(123.463_000_04, 41.679).into()),
    }
}

fn site_extras() -> SiteExtras<'static> {
    SiteExtras { revision: REVISION, home: None, container: None, length_m: None, venue_area: None }
}

#[test]
fn a_bare_site_says_what_it_knows_and_null_for_its_unknown_area() {
    let found = read(|out| encode_site(out, &court(), &site_extras()));
    let expected = json!({
        "type": "Feature",
        "id": ID.to_string(),
        "geometry": {"type": "Point", "coordinates": [123.463, 41.679]},
        "properties": {
            "name_zh": "浑河篮球场", "kind": "basketball", "status": "operating",
            "access": "free_open", "level": "community", "area_m2": null, "counts_area": true,
            "venue_area_m2": null, "opened_on": "2019-05-01", "accessible": false,
            "source": "survey\n2024", "external_id": "HN-\"1\"", "demo": true,
            "version": 42, "effective_from": "2024-05-01",
        },
    });
    assert_eq!(found, expected);
}

#[test]
fn the_coordinate_as_it_came_is_never_public() {
    let mut out = Vec::new();
    encode_site(&mut out, &court(), &site_extras());
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(!text.contains("raw") && !text.contains("gcj02") && !text.contains("123.469"));
}

fn trail() -> Site {
    let line = |y: f64| LineString::from(vec![(123.4, y), (123.41, y)]);
    Site {
        kind: "trail".into(),
        name_en: Some("Hun River trail".into()),
        programmes: vec!["smart".into(), "rural_square".into()],
        area_m2: Some(Area::from_cm2(6_000_500)),
        area_grade: Some(Grade::Measured),
        container_id: Some(SiteId(OTHER)),
        segments: vec![
            Segment { width_m: Some(2.5), surface: Some("asphalt".into()) },
            Segment { width_m: None, surface: None },
        ],
        capacity: Some(120),
        lighting: Some(true),
        photos: vec!["a.jpg".into()],
        official_codes: [("survey".to_owned(), "T1".to_owned())].into(),
        geometry: Some(MultiLineString(vec![line(41.7), line(41.71)]).into()),
        ..court()
    }
}

#[test]
fn a_full_trail_reads_back_every_property_of_the_site() {
    let extras = SiteExtras {
        home: Some(HOME),
        container: Some("park-1"),
        length_m: Some(1_664.123_456),
        venue_area: Some(Area::from_cm2(41_603_000)),
        ..site_extras()
    };
    let found = read(|out| encode_site(out, &trail(), &extras));
    let properties = &found["properties"];
    assert_eq!(properties["length_m"], json!(1664.123));
    assert_eq!(properties["venue_area_m2"], json!(4160.3));
    assert_eq!(properties["area_m2"], json!(600.05));
    assert_eq!(properties["division"], "210112010");
    assert_eq!(properties["division_name_zh"], "五三街道");
    assert_eq!(properties["container"], "park-1");
    assert_eq!(found["geometry"]["coordinates"][1][1], json!([123.41, 41.71]));
    // Whatever the domain serialises and is not null has the same name and value here.
    let domain = serde_json::to_value(trail()).expect("JSON");
    for (name, value) in domain.as_object().expect("an object") {
        if !["id", "raw"].contains(&name.as_str()) && !value.is_null() {
            assert_eq!(&properties[name], value, "{name}");
        }
    }
}

#[test]
fn equipment_names_its_site_and_its_design_life() {
    let piece = Equipment {
        id: EquipmentId(ID),
        site_id: SiteId(OTHER),
        external_id: Some("E1".into()),
        source: Some("demo".into()),
        kind: "walker".into(),
        name_zh: "漫步机".into(),
        name_en: None,
        maker: Some("厂".into()),
        model: None,
        standard_edition: Some("GB 19272-2011".into()),
        installed_on: Some(date(2018, 6, 1)),
        removed_on: None,
        design_life_years: None,
        target_group: TargetGroup::Elderly,
        wheelchair: false,
        smart: true,
        state: EquipmentState::SealedOff,
        qr_code: Some("q1".into()),
        funder: None,
        owner: None,
        receiver: None,
        maintainer: None,
        note: None,
        demo: false,
        raw: None,
        geometry: Some(Point::new(123.4, 41.7).into()),
    };
    let extras = EquipmentExtras {
        revision: REVISION,
        home: Some(HOME),
        site: Some("HN-1"),
        site_name_zh: Some("浑河篮球场"),
        default_design_life_years: 8,
    };
    let found = read(|out| encode_equipment(out, &piece, &extras));
    let properties = &found["properties"];
    assert_eq!(properties["site_id"], OTHER.to_string());
    assert_eq!(properties["site"], "HN-1");
    assert_eq!(properties["design_life_years"], 8);
    let domain = serde_json::to_value(&piece).expect("JSON");
    for (name, value) in domain.as_object().expect("an object") {
        if name != "id" {
            assert_eq!(&properties[name], value, "{name}");
        }
    }
}

#[test]
fn divisions_and_clusters_tell_their_quality() {
    let division = Division {
        id: DivisionId(ID),
        external_id: "wusan".into(),
        parent: Some(DivisionId(OTHER)),
        level: "subdistrict".into(),
        name_zh: "五三街道".into(),
        name_en: Some("Wusan".into()),
        codes: vec![Code { system: "nbs".into(), edition: "2023".into(), code: "210112010".into() }],
        valid_from: Some(date(2011, 1, 1)),
        valid_to: None,
        boundary_quality: BoundaryQuality::Schematic,
        ethnic: false,
        rural: true,
        source: None,
        licence: None,
        demo: false,
        geometry: None,
    };
    let extras = DivisionExtras { revision: REVISION, parent: Some("hunnan") };
    let found = read(|out| encode_division(out, &division, &extras));
    assert_eq!(found["geometry"], Value::Null);
    assert_eq!(found["properties"]["boundary_quality"], "schematic");
    assert_eq!(found["properties"]["parent_id"], OTHER.to_string());
    assert_eq!(found["properties"]["parent"], "hunnan");
    assert_eq!(found["properties"]["codes"][0]["code"], "210112010");

    let cluster = Cluster {
        id: ClusterId(ID),
        external_id: "c1".into(),
        name_zh: "奥体集群".into(),
        name_en: None,
        quality: BoundaryQuality::Placeholder,
        source: None,
        demo: true,
        geometry: Some(Geometry::Point(Point::new(123.4, 41.7))),
    };
    let found = read(|out| encode_cluster(out, &cluster, &ClusterExtras { revision: REVISION }));
    assert_eq!(found["properties"]["quality"], "placeholder");
    assert_eq!(found["properties"]["version"], 42);
}

fn counted(verdict: Verdict, division: Ordinal) -> Contribution {
    let share = Share { division, area: Area::ZERO, length_cm: 0 };
    Contribution {
        kind: KindIndex(7),
        verdict,
        open: Some(true),
        free: Some(true),
        demo: true,
        grade: None,
        shares: Shares::One(share),
    }
}

#[test]
fn facts_are_what_the_site_says() {
    let from = date(2024, 5, 1);
    let facts = SiteFacts::of(&trail(), true, from, counted(Verdict::AreaUnknown, Ordinal(3)));
    assert!(facts.is_trail() && facts.is_smart() && facts.is_rural_square() && facts.is_demo());
    assert!(facts.counts_area());
    assert_eq!((facts.kind, facts.division()), (KindIndex(7), Some(Ordinal(3))));
    assert_eq!((facts.venue_area(), facts.effective_from()), (None, Some(from)));
    assert_eq!(facts.container(), Some(SiteId(OTHER)));
    let court = SiteFacts::of(&court(), false, from, counted(Verdict::Surveyed, Ordinal::NONE));
    assert!(!court.is_trail() && !court.is_smart());
    assert_eq!(court.venue_area(), Some(Area::ZERO));
    assert_eq!((court.division(), court.container()), (None, None));
}
