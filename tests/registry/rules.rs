//! Rules that call themselves data have an effect, or are refused by name: none is passed over.

use jiantu::domain::rules::Rules;
use jiantu::registry::reference::{District, read_toml};

fn shipped(name: &str) -> String {
    std::fs::read_to_string(crate::office::repository().join(name)).unwrap()
}

/// What is said of a file of rules in which one text is another, and its place.
fn refused(from: &str, to: &str) -> String {
    let text = shipped("seeds/rules.toml");
    assert!(text.contains(from), "{from}");
    read_toml::<Rules>("rules.toml", &text.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn a_misspelt_rule_is_told_with_its_place() {
    let line =
        shipped("seeds/rules.toml").lines().position(|line| line.starts_with("open_access =")).unwrap() + 1;
    let told = refused("open_access =", "open_acess_typo =");
    assert!(told.contains(&format!("rules.toml:{line}:")) && told.contains("open_acess_typo"), "{told}");
    for (from, to) in [
        ("[privacy]", "[privcy]"),
        ("near_name_m = 50", "near_names_m = 50\nnear_name_m = 50"),
        ("over_age = \"state\"", "over_aged = \"state\""),
    ] {
        assert!(refused(from, to).contains("unknown field"), "{to}");
    }
}

#[test]
fn a_reading_that_is_not_implemented_is_refused_by_name() {
    for (from, to, expected) in [
        ("containers = \"never\"", "containers = \"counts\"", "expected `never`"),
        ("base = \"resident\"", "base = \"registered\"", "expected `resident`"),
        (
            "trail_missing_width = \"unknown_area\"",
            "trail_missing_width = \"two_metres\"",
            "expected `unknown_area`",
        ),
        (
            "declared_overlap = \"counts_once\"",
            "declared_overlap = \"counts_twice\"",
            "expected `counts_once`",
        ),
        ("trail_at_boundary = \"clip\"", "trail_at_boundary = \"home\"", "expected `clip`"),
        ("reference_day = \"12-31\"", "reference_day = \"06-30\"", "expected `12-31`"),
        ("compare_unrounded = true", "compare_unrounded = false", "only `true` is implemented"),
        ("containers_source = \"S\"", "containers_source = \"X\"", "unknown variant"),
        ("\"temporarily_closed\"]", "\"temporary\"]", "unknown variant"),
    ] {
        let told = refused(from, to);
        assert!(told.contains(expected) && told.contains("rules.toml:"), "{told}");
    }
}

#[test]
fn a_district_is_read_to_its_last_key() {
    let text = shipped("geodata/hunnan/district.toml");
    let district: District = read_toml("district.toml", &text).unwrap();
    assert_eq!((district.files.len(), district.code_systems.len()), (3, 2));
    assert_eq!(district.bbox.map(|bbox| bbox[0]), Some(123.37));
    for (from, to) in [("area_km2", "area_km"), ("licence", "license"), ("edition", "editon")] {
        let told = read_toml::<District>("district.toml", &text.replace(from, to)).unwrap_err().to_string();
        assert!(told.contains("unknown field") && told.contains("district.toml:"), "{told}");
    }
}
