//! Kinds and counting rules, read as the domain reads them.

use super::text;
use jiantu::domain::kind::{Catalogue, KindFile, Measure, Shape};
use jiantu::domain::rules::Rules;
use jiantu::domain::site::{Access, Status};

fn catalogue() -> Catalogue {
    let file: KindFile = toml::from_str(&text("seeds/kinds.toml")).expect("seeds/kinds.toml");
    Catalogue::new(file).expect("labels name one kind each")
}

#[test]
fn kinds_are_found_by_id_chinese_name_and_alias() {
    let catalogue = catalogue();
    assert!(catalogue.kinds().len() >= 40 && catalogue.equipment_kinds().len() >= 25);
    for label in ["trail", "健身步道", "Walking Trail"] {
        assert_eq!(catalogue.find(label).expect(label).1.id, "trail");
    }
    assert_eq!(catalogue.find_equipment("太空漫步机").expect("an alias").id, "walker");
}

#[test]
fn containers_have_no_area_and_only_lines_are_measured_by_width() {
    for kind in catalogue().kinds() {
        if kind.container {
            assert_eq!(kind.measure, Measure::None, "{}", kind.id);
            assert!(!kind.counts_area, "{}", kind.id);
        }
        assert_eq!(kind.measure == Measure::LengthWidth, kind.geometry == [Shape::Line], "{}", kind.id);
        assert!(kind.official_codes.is_empty(), "{}: no official code was found", kind.id);
        if kind.typical_area_m2.is_some() {
            let source = kind.typical_area_source.as_deref().unwrap_or_default();
            assert!(source.starts_with("assumption"), "{}", kind.id);
        }
    }
}

#[test]
fn rules_count_what_the_field_counts() {
    let rules: Rules = toml::from_str(&text("seeds/rules.toml")).expect("seeds/rules.toml");
    assert!(
        rules.counts_area(Status::TemporarilyClosed) && !rules.counts_coverage(Status::TemporarilyClosed)
    );
    for never in [Status::Planned, Status::UnderConstruction, Status::Closed] {
        assert!(!rules.counts_area(never) && !rules.counts_coverage(never));
    }
    assert_eq!((rules.is_open(Access::Open), rules.is_free(Access::Open)), (Some(true), Some(false)));
    for closed in [Access::Members, Access::ClosedToPublic] {
        assert_eq!((rules.is_open(closed), rules.is_free(closed)), (Some(false), Some(false)));
    }
    assert_eq!((rules.is_open(Access::Unknown), rules.is_free(Access::Unknown)), (None, None));
    assert!((rules.suspicion.near_same_kind_m - 15.0).abs() < 1e-9);
    assert_eq!(rules.equipment.default_design_life_years, 8);
}
