//! Golden values of PROJ 9.5 for the texts that real .prj files carry.

use proptest::prelude::*;

use super::*;
use crate::domain::crs::{Crs, Transform};
use crate::domain::geodesy::point_distance_m;

const GK25FIN: &str = r#"PROJCS["ETRS_1989_GK25FIN",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",25500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",25.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
const CGCS2000_CM_123E: &str = r#"PROJCS["CGCS2000_3_Degree_GK_CM_123E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",123.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
const LAMBERT_93: &str = r#"PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]"#;
const ALBERS: &str = r#"PROJCS["NAD_1983_Contiguous_USA_Albers",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Albers"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-96.0],PARAMETER["Standard_Parallel_1",29.5],PARAMETER["Standard_Parallel_2",45.5],PARAMETER["Latitude_Of_Origin",23.0],UNIT["Meter",1.0]]"#;
const LAEA: &str = r#"PROJCS["ETRS_1989_LAEA",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["False_Easting",4321000.0],PARAMETER["False_Northing",3210000.0],PARAMETER["Central_Meridian",10.0],PARAMETER["Latitude_Of_Origin",52.0],UNIT["Meter",1.0]]"#;
const NEW_YORK_FEET: &str = r#"PROJCS["NAD83 / New York Long Island (ftUS)",GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6269"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4269"]],PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",40.1666666666667],PARAMETER["central_meridian",-74],PARAMETER["standard_parallel_1",41.0333333333333],PARAMETER["standard_parallel_2",40.6666666666667],PARAMETER["false_easting",984250],PARAMETER["false_northing",0],UNIT["US survey foot",0.304800609601219,AUTHORITY["EPSG","9003"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","2263"]]"#;
const WORLD_MERCATOR: &str = r#"PROJCS["WGS_1984_World_Mercator",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],UNIT["Meter",1.0]]"#;
const WEB_MERCATOR: &str = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]"#;
const MOLLWEIDE: &str = r#"PROJCS["World_Mollweide",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mollweide"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]"#;
const XIAN_80: &str = r#"GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

fn transform(text: &str) -> Transform {
    let crs: Crs = text.parse().expect("a .prj text");
    assert!(matches!(crs, Crs::Prj(_)));
    Transform::new(&crs).expect("a readable .prj")
}

#[test]
fn real_texts_agree_with_proj() {
    for (text, (x, y), (lon, lat)) in [
        (GK25FIN, (25_496_000.0, 6_672_000.0), (24.927_965_358_2, 60.160_886_920_0)),
        (GK25FIN, (25_515_500.25, 6_685_250.75), (25.280_149_614_8, 60.279_541_501_2)),
        (CGCS2000_CM_123E, (538_552.135_6, 4_616_086.935_2), (123.463, 41.679)),
        (LAMBERT_93, (652_709.4, 6_862_305.1), (2.355_445_938, 48.859_044_339)),
        (ALBERS, (1_500_000.0, 2_000_000.0), (-78.231_561_938, 39.753_548_038)),
        (LAEA, (4_321_000.0, 3_210_000.0), (10.0, 52.0)),
        (NEW_YORK_FEET, (1_000_000.0, 200_000.0), (-73.943_185_068, 40.715_616_479)),
        (MOLLWEIDE, (8_731_000.0, 5_010_000.0), (104.761_605_202, 41.984_605_750)),
        (MOLLWEIDE, (-5_000_000.25, -3_500_000.0), (-54.130_011_587, -28.773_895_969)),
        (WORLD_MERCATOR, (13_000_000.0, 5_100_000.0), (116.780_986_936, 41.782_657_483)),
    ] {
        let t = transform(text);
        assert!(t.datum_shift_known(), "{text}");
        let found = t.to_wgs84(x, y).expect("a place");
        let off = point_distance_m(found.into(), (lon, lat).into());
        assert!(off < 0.001, "{found:?} is {off} m from PROJ's: {text}");
        let back = t.from_wgs84(lon, lat).expect("back");
        assert!((back.0 - x).abs() < 0.001 && (back.1 - y).abs() < 0.001, "{back:?}: {text}");
    }
}

#[test]
fn web_mercator_is_known_by_its_projection() {
    assert_eq!(read(WEB_MERCATOR), Ok(Meaning::WebMercator));
}

#[test]
fn a_text_without_its_shift_says_so_or_takes_the_registers() {
    assert!(!transform(XIAN_80).datum_shift_known());
    let british = r#"PROJCS["x",GEOGCS["OSGB 1936",DATUM["OSGB_1936",SPHEROID["Airy 1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],UNIT["metre",1],AUTHORITY["EPSG","27700"]]"#;
    assert_eq!(read(british), Ok(Meaning::Epsg(27_700)));
    let wkt_2 = r#"PROJCRS["CGCS2000",BASEGEOGCRS["x"],ID["EPSG",4550]]"#;
    assert_eq!(read(wkt_2), Ok(Meaning::Epsg(4550)));
    let beijing = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    let by_text = transform(beijing).to_wgs84(123.463, 41.679).expect("a place");
    let by_number = Transform::new(&Crs::Epsg(4214)).expect("known").to_wgs84(123.463, 41.679);
    assert!(point_distance_m(by_text.into(), by_number.expect("a place").into()) < 0.001);
}

#[test]
fn shifts_and_other_units_in_the_text_are_followed() {
    let paris = r#"GEOGCS["NTF (Paris)",DATUM["x",SPHEROID["Clarke 1880 (IGN)",6378249.2,293.466021293627],TOWGS84[-168,-60,320,0,0,0,0]],PRIMEM["Paris",2.33722917],UNIT["degree",0.0174532925199433]]"#;
    let Ok(Meaning::Definition { proj, .. }) = read(paris) else { panic!("a definition") };
    assert_eq!(
        proj,
        "+proj=longlat +a=6378249.2 +rf=293.466021293627 +towgs84=-168,-60,320,0,0,0,0 +pm=2.33722917 +no_defs"
    );
}

#[test]
fn broken_texts_are_refused_with_the_place() {
    let deep = "PROJCS[".repeat(10_000);
    for text in ["PROJCS[\"a\"", "PROJCS[\"a", "PROJCS", "PROJCS[]", "GEOGCS[\"a\"]]", "", &deep] {
        assert!(
            matches!(read(text), Err(CrsError::MalformedPrj { .. })),
            "{:?}",
            &text[..text.len().min(20)]
        );
    }
    assert_eq!(read("GEOGCS[\"a\"]"), Err(CrsError::MissingInPrj("DATUM")));
    let krovak = GK25FIN.replace("Transverse_Mercator", "Krovak");
    assert!(matches!(read(&krovak), Err(CrsError::Unsupported { .. })));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\PC]{0,80}", cut in 0..GK25FIN.len(), put in "[\\[\\]\",a-z0-9.]{0,3}") {
        let _ = read(&text);
        let broken = format!("{}{put}{}", &GK25FIN[..cut], &GK25FIN[cut..]);
        let _ = read(&broken);
        if read(&GK25FIN[..cut]).is_ok() {
            prop_assert!(false, "half a text is no system");
        }
    }
}
