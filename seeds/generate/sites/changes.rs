//! Later revisions of demonstration sites, sorted by the day they hold from. Each is a whole record with its reason.

use super::record::Site;
use crate::generate::facts::Facts;
use crate::generate::plane::rounded;
use crate::generate::prng::Prng;
use geo::{Coord, Geometry, MapCoords};

/// Picks sites that nothing has changed yet.
struct Revisions<'a> {
    sites: &'a [Site],
    used: Vec<bool>,
    prng: Prng,
    made: Vec<Site>,
}

impl Revisions<'_> {
    /// Up to `count` unchanged sites that fit, spread over the registry.
    fn pick(&mut self, count: usize, fits: impl Fn(&Site) -> bool) -> Vec<Site> {
        let mut fitting: Vec<usize> =
            (0..self.sites.len()).filter(|i| !self.used[*i] && fits(&self.sites[*i])).collect();
        let mut picked = Vec::new();
        while picked.len() < count && !fitting.is_empty() {
            let index = fitting.swap_remove(self.prng.below(fitting.len()));
            self.used[index] = true;
            picked.push(self.sites[index].clone());
        }
        picked
    }

    fn add(&mut self, mut site: Site, effective_from: &str, reason: &'static str) {
        effective_from.clone_into(&mut site.properties.effective_from);
        site.properties.reason = reason;
        self.made.push(site);
    }
}

/// Revisions that are the first of their site, and those that come after one.
pub fn split(revisions: &[Site]) -> (Vec<Site>, Vec<Site>) {
    let mut seen = std::collections::HashSet::new();
    revisions.iter().cloned().partition(|site| seen.insert(site.properties.external_id.clone()))
}

pub fn revise(facts: &Facts, sites: &[Site]) -> Vec<Site> {
    let mut revisions = Revisions {
        sites,
        used: vec![false; sites.len()],
        prng: Prng::new(facts.demo.seed, "revisions"),
        made: vec![],
    };
    district_centre(&mut revisions);
    extensions(&mut revisions);
    closures(&mut revisions);
    repairs(&mut revisions);
    reclassified(&mut revisions);
    corrections(&mut revisions);
    schools_open(&mut revisions);
    finished(&mut revisions);
    let mut made = revisions.made;
    made.sort_by(|a, b| {
        (&a.properties.effective_from, &a.properties.external_id)
            .cmp(&(&b.properties.effective_from, &b.properties.external_id))
    });
    made
}

fn running_base(site: &Site) -> bool {
    site.year == 2020 && site.properties.status == "operating" && site.properties.container.is_none()
}

fn district_centre(revisions: &mut Revisions<'_>) {
    for site in
        revisions.pick(1, |s| s.properties.kind == "fitness_centre" && s.properties.level == "district")
    {
        let mut building = site.clone();
        building.properties.status = "under_construction";
        revisions.add(building, "2023-04-18", "changed");
        let mut open = site;
        open.properties.status = "operating";
        open.properties.opened_on = Some("2025-09-28".to_owned());
        revisions.add(open, "2025-09-28", "changed");
    }
}

/// Extended in 2024: from then on the surface is larger.
fn extensions(revisions: &mut Revisions<'_>) {
    let fits = |s: &Site| {
        running_base(s)
            && s.properties.counts_area
            && s.properties.area_m2.is_some()
            && matches!(
                s.properties.kind.as_str(),
                "fitness_square" | "multi_court" | "gym_room" | "sports_hall"
            )
    };
    for mut site in revisions.pick(14, fits) {
        site.properties.area_m2 = site.properties.area_m2.map(|area| (area * 13.0).round() / 10.0);
        site.geometry = scaled(&site.geometry, site.at, 1.3_f64.sqrt());
        site.properties.note = Some("extended in 2024 (demonstration)");
        let day = revisions.prng.day_of(2024);
        revisions.add(site, &day, "changed");
    }
}

fn scaled(geometry: &Geometry<f64>, centre: Coord<f64>, factor: f64) -> Geometry<f64> {
    geometry.map_coords(|at| {
        rounded(Coord { x: centre.x + (at.x - centre.x) * factor, y: centre.y + (at.y - centre.y) * factor })
    })
}

fn closures(revisions: &mut Revisions<'_>) {
    let fits = |s: &Site| {
        running_base(s)
            && s.properties.programmes.is_empty()
            && matches!(
                s.properties.kind.as_str(),
                "gym_room" | "tennis" | "fitness_path" | "badminton" | "football_5" | "basketball"
            )
    };
    for (order, mut site) in revisions.pick(14, fits).into_iter().enumerate() {
        let day = revisions.prng.day_of(2021 + (order % 5) as i32);
        site.properties.status = "closed";
        site.properties.closed_on = Some(day.clone());
        revisions.add(site, &day, "closed");
    }
}

/// Closed for repair for some months, then open again.
fn repairs(revisions: &mut Revisions<'_>) {
    let fits = |s: &Site| {
        running_base(s)
            && matches!(
                s.properties.kind.as_str(),
                "football_11" | "football_8" | "basketball" | "indoor_pool"
            )
    };
    for site in revisions.pick(8, fits) {
        let mut shut = site.clone();
        shut.properties.status = "temporarily_closed";
        let day = revisions.prng.day_of(2023);
        revisions.add(shut, &day, "changed");
        let day = revisions.prng.day_of(2024);
        revisions.add(site, &day, "changed");
    }
}

fn reclassified(revisions: &mut Revisions<'_>) {
    for mut site in revisions.pick(6, |s| {
        running_base(s) && s.properties.kind == "basketball" && matches!(s.geometry, Geometry::Polygon(_))
    }) {
        "multi_court".clone_into(&mut site.properties.kind);
        let day = revisions.prng.day_of(2022);
        revisions.add(site, &day, "reclassified");
    }
}

/// What was always wrong: holds from the first revision's own day.
fn corrections(revisions: &mut Revisions<'_>) {
    let sized = |s: &Site| {
        running_base(s)
            && s.properties.area_grade == Some("estimate")
            && s.properties.kind == "fitness_square"
    };
    for mut site in revisions.pick(8, sized) {
        site.properties.area_m2 = site.properties.area_m2.map(|area| (area * 8.5).round() / 10.0);
        site.properties.area_grade = Some("measured");
        let day = site.properties.effective_from.clone();
        revisions.add(site, &day, "corrected");
    }
    let unmeasured =
        |s: &Site| running_base(s) && s.properties.segments.iter().any(|segment| segment.width_m.is_none());
    for mut site in revisions.pick(3, unmeasured) {
        for segment in &mut site.properties.segments {
            segment.width_m.get_or_insert(2.0);
        }
        let day = site.properties.effective_from.clone();
        revisions.add(site, &day, "corrected");
    }
}

/// Schools that open their grounds to the public out of hours.
fn schools_open(revisions: &mut Revisions<'_>) {
    let fits =
        |s: &Site| running_base(s) && s.properties.access == "closed_to_public" && s.properties.counts_area;
    for (order, mut site) in revisions.pick(16, fits).into_iter().enumerate() {
        site.properties.access = if order % 3 == 0 { "open" } else { "free_open" };
        site.properties.opening_hours = Some("17:30-20:30");
        let day = revisions.prng.day_of(2022 + (order % 3) as i32);
        revisions.add(site, &day, "changed");
    }
}

fn finished(revisions: &mut Revisions<'_>) {
    for mut site in revisions.pick(4, |s| s.properties.status == "under_construction") {
        let day = revisions.prng.day_of(2025);
        site.properties.status = "operating";
        site.properties.opened_on = Some(day.clone());
        revisions.add(site, &day, "changed");
    }
}
