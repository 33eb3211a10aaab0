//! Fewest sites, or least cost, that cover a share of the people (location set covering problem,
//! C. Toregas, R. Swain, C. ReVelle and L. Bergman, "The location of emergency service
//! facilities", 1971; with a share instead of everybody).

use super::cover::branch::search;
use super::cover::model::Model;
use super::covering::Covering;
use super::tree::Step;
use super::{Answer, Candidates, Progress, SitingError, Watch};

/// The whole, in millionths.
const WHOLE: u32 = 1_000_000;

/// Who has to be covered.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Share of the people, in millionths (950,000 is 95 %), rounded up to whole people.
    pub millionths: u32,
    /// Zone by demand row (any numbers) when every zone has to reach the share; empty: the people
    /// as a whole have to.
    pub zones: &'a [u32],
}

/// The candidates of least total cost (of fewest sites, when each costs 1) that, with the existing
/// sites, cover the share. An empty answer of cost 0 when the existing sites do already.
///
/// The objective and the bound are costs; the bound is never above the least possible cost.
///
/// # Errors
/// No candidates, nobody to serve, columns that do not fit, a share above the whole, a target that
/// all candidates together do not reach (it says how far they get).
pub fn fewest_sites(
    covering: &Covering,
    candidates: &Candidates,
    target: &Target,
    watch: Watch,
) -> Result<Answer, SitingError> {
    covering.check(candidates)?;
    if target.millionths > WHOLE {
        return Err(SitingError::Share);
    }
    let rows = covering.people.len();
    if !target.zones.is_empty() && target.zones.len() != rows {
        return Err(SitingError::Length { what: "zones", found: target.zones.len(), expected: rows });
    }
    let zones = Zones::new(target);
    let need = needs(covering, candidates, target, &zones)?;
    let unit = unit(candidates);
    let open = |row: &&u32| !covering.is_covered(**row as usize);
    let (mut start, mut row) = (vec![0], Vec::with_capacity(covering.rows.len()));
    for candidate in 0..candidates.len {
        let from = row.len();
        let column = &covering.rows[covering.start[candidate]..covering.start[candidate + 1]];
        row.extend(column.iter().filter(open));
        row[from..].sort_unstable();
        start.push(row.len());
    }
    let model = Model {
        people: (0..rows)
            .map(|row| if covering.is_covered(row) { 0.0 } else { covering.people[row] as f64 })
            .collect(),
        zone: (0..rows).map(|row| zones.of(row) as u32).collect(),
        need,
        start,
        row,
        candidate: (0..candidates.len as u32).collect(),
        cost: (0..candidates.len).map(|candidate| (candidates.cost_of(candidate) / unit) as f64).collect(),
        base: 0.0,
        settled: Vec::new(),
    };
    let told = |value: f64| (-value).max(0.0) as u64 * unit;
    let found = search(model, &mut |step: &Step| watch(&Progress::of(step, told)));
    let out_of_reach = || SitingError::OutOfReach { wanted: 0, possible: 0, place: String::new() };
    Ok(Answer::of(found.ok_or_else(out_of_reach)?, told))
}

/// Zones by their place in the ascending list of their numbers.
struct Zones<'a> {
    by_row: &'a [u32],
    numbers: Vec<u32>,
}

impl<'a> Zones<'a> {
    fn new(target: &Target<'a>) -> Self {
        let mut numbers = if target.zones.is_empty() { vec![0] } else { target.zones.to_vec() };
        numbers.sort_unstable();
        numbers.dedup();
        Self { by_row: target.zones, numbers }
    }

    fn of(&self, row: usize) -> usize {
        self.by_row.get(row).and_then(|number| self.numbers.binary_search(number).ok()).unwrap_or(0)
    }
}

/// People still to be covered by zone, after the existing sites.
fn needs(
    covering: &Covering,
    candidates: &Candidates,
    target: &Target,
    zones: &Zones,
) -> Result<Vec<f64>, SitingError> {
    let mut reached = vec![false; covering.people.len()];
    for row in &covering.rows[..covering.start[candidates.len]] {
        reached[*row as usize] = true;
    }
    let mut all = vec![0_u64; zones.numbers.len()];
    let (mut covered, mut possible) = (all.clone(), all.clone());
    for (row, people) in covering.people.iter().enumerate() {
        let zone = zones.of(row);
        all[zone] += people;
        if covering.is_covered(row) {
            covered[zone] += people;
        }
        if covering.is_covered(row) || reached[row] {
            possible[zone] += people;
        }
    }
    let mut needs = Vec::with_capacity(all.len());
    for (zone, number) in zones.numbers.iter().enumerate() {
        let share = u128::from(all[zone]) * u128::from(target.millionths);
        let wanted = share.div_ceil(u128::from(WHOLE)) as u64;
        if wanted > possible[zone] {
            let place = if target.zones.is_empty() { "all".to_owned() } else { format!("zone {number}") };
            return Err(SitingError::OutOfReach { wanted, possible: possible[zone], place });
        }
        needs.push(wanted.saturating_sub(covered[zone]) as f64);
    }
    Ok(needs)
}

/// Greatest common divisor of the costs: bounds round up to a multiple of it.
fn unit(candidates: &Candidates) -> u64 {
    let gcd = candidates.cost.iter().fold(0, |mut a: u64, cost| {
        let mut b = *cost;
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    });
    gcd.max(1)
}
