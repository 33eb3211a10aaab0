//! Typical projects, read as the siting question reads them.

use super::{table, text};
use jiantu::analysis::siting::projects::{Project, lift_each};
use jiantu::domain::area::Area;
use std::collections::BTreeSet;

#[derive(serde::Deserialize)]
struct File {
    project: Vec<Project>,
}

#[test]
fn typical_projects_are_countable_kinds_with_the_kinds_own_area() {
    let file: File = toml::from_str(&text("seeds/projects.toml")).expect("seeds/projects.toml");
    let kinds = table("seeds/kinds.toml");
    let kinds = kinds["kind"].as_array().expect("kinds");
    let mut seen = BTreeSet::new();
    for project in &file.project {
        assert!(seen.insert(&project.kind), "{} twice", project.kind);
        let kind = kinds.iter().find(|kind| kind["id"].as_str() == Some(&project.kind)).expect("a kind");
        assert_eq!(kind["counts_area"].as_bool(), Some(true), "{}", project.kind);
        let area = kind["typical_area_m2"].as_integer().expect("a typical area");
        assert_eq!(project.area, Area::from_cm2(area * 10_000), "{}", project.kind);
    }
}

#[test]
fn every_cost_is_marked_as_an_example() {
    for project in table("seeds/projects.toml")["project"].as_array().expect("projects") {
        assert_eq!(project["cost_source"].as_str(), Some("EXAMPLE"));
        assert_eq!(project.get("most").is_some(), project.get("most_source").is_some());
    }
}

#[test]
fn a_real_shortfall_is_made_up_with_proof() {
    let file: File = toml::from_str(&text("seeds/projects.toml")).expect("seeds/projects.toml");
    let short: Vec<Area> = [3_750_211_234, 1_200_000_000, 1].map(Area::from_cm2).to_vec();
    for (mix, short) in lift_each(&file.project, &short).expect("mixes").iter().zip(short) {
        assert!(mix.proven && mix.area >= short);
    }
}
