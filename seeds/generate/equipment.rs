//! Demonstration equipment: pieces on the sites that have any, with a life of their own.

use super::facts::{EquipmentKind, Facts};
use super::prng::Prng;
use super::sites::Site;
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;

/// One row of `equipment.csv`. Without a position of its own a piece stands at its site's point.
#[derive(Serialize)]
pub struct Row {
    external_id: String,
    pub site: String,
    kind: String,
    name_zh: String,
    name_en: String,
    maker: &'static str,
    model: String,
    standard_edition: &'static str,
    pub installed_on: String,
    removed_on: String,
    design_life_years: Option<u32>,
    pub target_group: String,
    wheelchair: bool,
    smart: bool,
    pub state: &'static str,
    qr_code: String,
    funder: &'static str,
    owner: String,
    receiver: String,
    maintainer: String,
    source: &'static str,
    demo: bool,
    note: &'static str,
}

/// The day from which new pieces are made to the 2024 edition.
const NEW_EDITION: &str = "2025-09-01";

struct Furnisher<'a> {
    facts: &'a Facts,
    prng: Prng,
    rows: Vec<Row>,
    /// Day of closing by external id of the site.
    closed: HashMap<&'a str, &'a str>,
}

pub fn furnish(facts: &Facts, sites: &[Site], changes: &[Site]) -> Vec<Row> {
    let closed = changes
        .iter()
        .filter_map(|s| Some((s.properties.external_id.as_str(), s.properties.closed_on.as_deref()?)))
        .collect();
    let mut furnisher =
        Furnisher { facts, prng: Prng::new(facts.demo.seed, "equipment"), rows: vec![], closed };
    for site in sites {
        if matches!(site.properties.status, "operating" | "temporarily_closed") {
            furnisher.site(site);
        }
    }
    furnisher.retrofits(sites);
    furnisher.rows
}

impl Furnisher<'_> {
    fn site(&mut self, site: &Site) {
        let smart = site.properties.programmes.contains(&"smart");
        let (pieces, pool): (u32, &[&str]) = match site.properties.kind.as_str() {
            "fitness_path" => (self.prng.between(8, 11), OUTDOOR),
            "basketball" => (2, &["basketball_stand"]),
            "table_tennis" => (self.prng.between(1, 3), &["table_tennis_table"]),
            "football_5" => (2, &["football_goal"]),
            "children_ground" => {
                (self.prng.between(3, 4), &["child_climber", "child_spring_rider", "child_balance_set"])
            }
            "community_activity_room" => {
                (2, &["hand_bike", "shoulder_wheel", "rehab_parallel_bars", "finger_ladder", "rehab_stairs"])
            }
            "trail" if smart => (3, &["smart_totem"]),
            _ => return,
        };
        for _ in 0..pieces {
            let kind = *self.prng.pick(pool);
            let installed = self.installed_on(site);
            let electronic = smart && site.properties.kind == "fitness_path" && self.prng.percent(50);
            self.piece(site, kind, installed, electronic);
        }
        if smart && site.properties.kind == "fitness_path" {
            let installed = self.installed_on(site);
            self.piece(site, "smart_bike", installed, true);
        }
    }

    /// With the site, or somewhere in 2013-2020 where its opening day is unknown.
    fn installed_on(&mut self, site: &Site) -> String {
        match &site.properties.opened_on {
            Some(day) => day.clone(),
            None => {
                let year = 2013 + self.prng.below(8) as i32;
                self.prng.day_of(year)
            }
        }
    }

    /// Smart pieces added to existing paths in every sub-district and every year of the plan.
    fn retrofits(&mut self, sites: &[Site]) {
        for cell in 0..self.facts.subdistricts.len() {
            for year in 2021..=2025 {
                let paths: Vec<&Site> = sites
                    .iter()
                    .filter(|s| {
                        s.cell == cell
                            && s.year < year
                            && s.properties.kind == "fitness_path"
                            && s.properties.status == "operating"
                            && !self.closed.contains_key(s.properties.external_id.as_str())
                    })
                    .collect();
                for _ in 0..self.prng.between(2, 5) {
                    if paths.is_empty() {
                        continue;
                    }
                    let site = *self.prng.pick(&paths);
                    let kind =
                        self.prng.pick::<&str>(&["smart_bike", "smart_test_station", "elliptical", "rower"]);
                    let installed = self.prng.day_of(year);
                    self.piece(site, kind, installed, true);
                }
            }
        }
    }

    fn piece(&mut self, site: &Site, kind: &str, installed_on: String, smart: bool) {
        let kind = self.kind(kind);
        let (id, name_zh, name_en, group) =
            (kind.id.clone(), kind.name_zh.clone(), kind.name_en.clone(), kind.target_group.clone());
        let smart = (smart && kind.smart_possible) || id.starts_with("smart_");
        let (state, removed_on) = self.state(site, &installed_on, smart);
        let standard_edition = match installed_on.as_str() {
            day if day >= NEW_EDITION => "GB 19272-2024",
            day if day >= "2012-06-01" => "GB 19272-2011",
            _ => "",
        };
        self.rows.push(Row {
            external_id: format!("demo-e-{:05}", self.rows.len() + 1),
            site: site.properties.external_id.clone(),
            name_zh: format!("{name_zh}（示范）"),
            name_en: format!("{name_en} (demo)"),
            maker: self.prng.pick::<&str>(&["示范器材厂甲", "示范器材厂乙", "示范器材厂丙"]),
            model: format!("D{}", self.prng.between(100, 199)),
            standard_edition,
            removed_on,
            design_life_years: [Some(8), None, Some(10), Some(5)]
                [self.prng.weighted(&[82, 8, 5, u32::from(smart) * 20])],
            wheelchair: matches!(
                id.as_str(),
                "hand_bike" | "rehab_parallel_bars" | "shoulder_wheel" | "tai_chi_wheel" | "finger_ladder"
            ),
            target_group: group,
            smart,
            state,
            qr_code: if smart || self.prng.percent(50) {
                format!("{:012x}", self.prng.next() >> 16)
            } else {
                String::new()
            },
            funder: self.prng.pick::<&str>(&["区财政（示范）", "体育彩票公益金（示范）"]),
            owner: "区体育局（示范）".to_owned(),
            receiver: site.properties.owner.clone(),
            maintainer: site.properties.maintainer.clone(),
            source: "jiantu-demo",
            demo: true,
            note: "",
            installed_on,
            kind: id,
        });
    }

    /// Smart pieces stay; a tenth of the others is faulty, sealed off or gone; closing a site removes its pieces.
    fn state(&mut self, site: &Site, installed_on: &str, smart: bool) -> (&'static str, String) {
        if let Some(day) = self.closed.get(site.properties.external_id.as_str()) {
            return ("removed", (*day).to_owned());
        }
        let old = installed_on < "2016";
        let weights = if old { [80, 9, 4, 7] } else { [94, 4, 1, 1] };
        match self.prng.weighted(&weights) {
            1 => ("faulty", String::new()),
            2 => ("sealed_off", String::new()),
            3 if !smart && installed_on < "2023" => {
                let year = 2023 + self.prng.below(3) as i32;
                ("removed", self.prng.day_of(year))
            }
            _ => ("working", String::new()),
        }
    }

    /// # Panics
    /// When `seeds/kinds.toml` lacks the kind: the generator's own tables must agree with it.
    fn kind(&self, id: &str) -> &EquipmentKind {
        self.facts
            .equipment_kinds
            .iter()
            .find(|k| k.id == id)
            .unwrap_or_else(|| panic!("kinds.toml lacks equipment `{id}`"))
    }
}

/// The mix of an outdoor set; the elderly's and the common pieces come more than once.
const OUTDOOR: &[&str] = &[
    "walker",
    "walker",
    "twister",
    "twister",
    "sit_up_board",
    "parallel_bars",
    "horizontal_bar",
    "wall_bars",
    "ladder",
    "elliptical",
    "elliptical",
    "rower",
    "leg_press",
    "leg_press",
    "chest_press",
    "lat_pull",
    "stretcher",
    "stretcher",
    "back_massager",
    "back_massager",
    "tai_chi_wheel",
    "tai_chi_wheel",
    "shoulder_wheel",
    "balance_walk",
    "hand_bike",
    "other_piece",
];

/// # Errors
/// When the file can not be written.
pub fn write(path: &Path, rows: &[Row]) -> Result<()> {
    let mut out = csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
    for row in rows {
        out.serialize(row)?;
    }
    out.flush().with_context(|| path.display().to_string())
}
