//! Two- and three-step floating catchments: supply per person where people cross borders.
//!
//! With people `P_i`, supply `S_j` and the kernel's weights `w_ij`:
//! - **Two steps** (2SFCA of Luo and Wang 2003 with a step, E2SFCA of Luo and Qi 2009 with bands,
//!   and any other kernel): a site's ratio `R_j = S_j / Σ_i P_i w_ij`, then access
//!   `A_i = Σ_j R_j w_ij`.
//! - **Three steps** (Wan, Zou and Sternberg 2012, doi:10.1080/13658816.2011.624987): people choose
//!   among sites with `G_ij = w_ij / Σ_k w_ik`, so that rivals lower each other's demand:
//!   `R_j = S_j / Σ_i P_i G_ij w_ij` and `A_i = Σ_j R_j G_ij w_ij`.
//!
//! Both conserve: `Σ_i P_i A_i` is the supply of all sites that somebody reaches.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::catchments::Catchments;
use super::kernel::{Kernel, KernelError, LARGEST};

/// How many steps: whether people choose among the sites in reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steps {
    #[default]
    Two,
    Three,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Measured at least as far as the kernel reaches; what lies farther weighs 0.
    pub catchments: &'a Catchments,
    /// People at each demand point.
    pub people: &'a [f64],
    /// Supply of each site: venue area in m², or capacity in persons.
    pub supply: &'a [f64],
    pub kernel: &'a Kernel,
    pub steps: Steps,
}

/// Who can use how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Supply per person at each demand point; 0 where no site with supply is in reach.
    pub access: Vec<f64>,
    /// Supply per (weighted) person of each site; `None` for a site that nobody reaches: its
    /// supply is given to nobody, and it has no ratio.
    pub ratios: Vec<Option<f64>>,
    /// Demand points that reach no site, ascending.
    pub unreached: Vec<u32>,
    pub unreached_people: f64,
    /// Sites that nobody reaches, ascending.
    pub idle: Vec<u32>,
    pub idle_supply: f64,
    /// Supply of all other sites: what the people share.
    pub shared_supply: f64,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    #[error(
        "可达表有 {rows} 个需求点，人口有 {people} 个 / the catchments have {rows} demand points, the people {people}"
    )]
    PeopleDoNotFit { rows: usize, people: usize },
    #[error(
        "可达表有 {columns} 个设施，供给有 {supply} 个 / the catchments have {columns} sites, the supply {supply}"
    )]
    SupplyDoesNotFit { columns: usize, supply: usize },
    #[error(
        "需求点 {0} 的人口必须在 0 到 10^15 之间 / the people of demand point {0} must be from 0 to 10^15"
    )]
    BadPeople(usize),
    #[error("设施 {0} 的供给必须在 0 到 10^15 之间 / the supply of site {0} must be from 0 to 10^15")]
    BadSupply(usize),
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// Access of every demand point, and ratio of every site.
///
/// The same input gives the same bits on any number of threads. Beside the answer, memory is at
/// most two bytes a pair and three numbers a site.
///
/// # Errors
/// Lengths that do not fit, people or supply that are negative, not finite or above 10¹⁵, or a
/// kernel whose parameters make no sense.
pub fn floating_catchments(question: &Question<'_>) -> Result<Access, AccessError> {
    check(question)?;
    Ok(shared_out(question))
}

fn check(question: &Question<'_>) -> Result<(), AccessError> {
    let (rows, columns) = (question.catchments.demand_count(), question.catchments.supply_count());
    let (people, supply) = (question.people.len(), question.supply.len());
    if rows != people {
        return Err(AccessError::PeopleDoNotFit { rows, people });
    }
    if columns != supply {
        return Err(AccessError::SupplyDoesNotFit { columns, supply });
    }
    question.kernel.check()?;
    let wrong = |values: &[f64]| values.iter().position(|value| !(0.0..=LARGEST).contains(value));
    if let Some(at) = wrong(question.people) {
        return Err(AccessError::BadPeople(at));
    }
    wrong(question.supply).map_or(Ok(()), |at| Err(AccessError::BadSupply(at)))
}

fn shared_out(question: &Question<'_>) -> Access {
    let demand = weighted_demand(question);
    // A ratio too large for a number comes from weights next to nothing: nobody reaches that site.
    let ratio = |supply: &f64, demand: &f64| Some(supply / demand).filter(|r| *demand > 0.0 && r.is_finite());
    let ratios: Vec<Option<f64>> = question.supply.iter().zip(&demand).map(|(s, d)| ratio(s, d)).collect();
    let known: Vec<f64> = ratios.iter().map(|ratio| ratio.unwrap_or(0.0)).collect();
    let mut access = gathered(question, &known);

    let mut unreached = Vec::new();
    let mut unreached_people = 0.0;
    for (at, value) in access.iter_mut().enumerate().filter(|(_, value)| **value < 0.0) {
        *value = 0.0;
        unreached.push(at as u32);
        unreached_people += question.people[at];
    }
    let mut idle = Vec::new();
    let (mut idle_supply, mut shared_supply) = (0.0, 0.0);
    for (at, (supply, ratio)) in question.supply.iter().zip(&ratios).enumerate() {
        if ratio.is_some() {
            shared_supply += supply;
        } else {
            idle.push(at as u32);
            idle_supply += supply;
        }
    }
    Access { access, ratios, unreached, unreached_people, idle, idle_supply, shared_supply }
}

/// Rows whose weights are made at once.
const ROWS_AT_ONCE: usize = 256;

/// Calls `row` with every demand point of a run, the sites it reaches and their weights.
fn each_row(question: &Question<'_>, run: Range<usize>, mut row: impl FnMut(usize, &[u32], &[f64])) {
    let (catchments, mut weights) = (question.catchments, Vec::new());
    for first in run.clone().step_by(ROWS_AT_ONCE) {
        let rows = first..run.end.min(first + ROWS_AT_ONCE);
        question.kernel.weigh(catchments.costs(rows.clone()), &mut weights);
        let mut rest = &weights[..];
        for demand in rows {
            let (supplies, _) = catchments.row(demand);
            let (own, others) = rest.split_at(supplies.len());
            row(demand, supplies, own);
            rest = others;
        }
    }
}

/// `Σ_i P_i w_ij` of every site, or `Σ_i P_i G_ij w_ij`. Runs of rows are summed apart and the runs
/// added in order; how many runs there are depends on the table alone, never on the threads.
fn weighted_demand(question: &Question<'_>) -> Vec<f64> {
    let (pairs, columns) = (question.catchments.pair_count(), question.supply.len());
    let runs = (pairs / (4 * columns).max(1 << 14)).clamp(1, 64);
    let sums = |run: Range<usize>| {
        let mut sums = vec![0.0; columns];
        each_row(question, run, |demand, supplies, weights| {
            let people = question.people[demand];
            match question.steps {
                Steps::Two => {
                    for (supply, weight) in supplies.iter().zip(weights) {
                        sums[*supply as usize] += people * weight;
                    }
                }
                Steps::Three => {
                    // Shares before products: squares of small weights would vanish.
                    let all = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
                    for (supply, weight) in supplies.iter().zip(weights) {
                        sums[*supply as usize] += people * weight * (weight / all);
                    }
                }
            }
        });
        sums
    };
    let parts: Vec<Vec<f64>> = question.catchments.runs(runs).into_par_iter().map(sums).collect();
    let mut total = vec![0.0; columns];
    for part in &parts {
        total.iter_mut().zip(part).for_each(|(total, part)| *total += part);
    }
    total
}

/// Access of every demand point; below 0 where nothing weighs.
fn gathered(question: &Question<'_>, ratios: &[f64]) -> Vec<f64> {
    let mut access = vec![0.0; question.people.len()];
    access.par_chunks_mut(ROWS_AT_ONCE).enumerate().for_each(|(chunk, values)| {
        let first = chunk * ROWS_AT_ONCE;
        each_row(question, first..first + values.len(), |demand, supplies, weights| {
            let all: f64 = weights.iter().sum();
            let ratios = supplies.iter().map(|supply| ratios[*supply as usize]);
            let entries = weights.iter().zip(ratios);
            values[demand - first] = match question.steps {
                _ if all <= 0.0 => -1.0,
                Steps::Two => entries.map(|(weight, ratio)| weight * ratio).sum(),
                Steps::Three => {
                    let all = all.max(f64::MIN_POSITIVE);
                    entries.map(|(weight, ratio)| weight * (weight / all) * ratio).sum()
                }
            };
        });
    });
    access
}

#[cfg(test)]
mod tests {
    use super::super::catchments::Pair;
    use super::*;

    /// Two villages of 100 and 300 people; a court that both reach, a court that the second alone
    /// reaches, and a court in the woods.
    fn answer(kernel: &Kernel, steps: Steps) -> Access {
        let pairs = [(0, 0, 200.0), (1, 0, 600.0), (1, 1, 100.0)].map(|(demand, supply, cost)| Pair {
            demand,
            supply,
            cost,
        });
        let catchments = Catchments::from_pairs(3, 3, &pairs).unwrap();
        let question = Question {
            catchments: &catchments,
            people: &[100.0, 300.0, 7.0],
            supply: &[800.0, 600.0, 50.0],
            kernel,
            steps,
        };
        floating_catchments(&question).unwrap()
    }

    #[test]
    fn two_steps_by_hand() {
        let found = answer(&Kernel::Step { reach: 1000.0 }, Steps::Two);
        assert_eq!(found.ratios, [Some(2.0), Some(2.0), None]);
        assert_eq!(found.access, [2.0, 4.0, 0.0]);
        assert_eq!((found.unreached, found.unreached_people), (vec![2], 7.0));
        assert_eq!((found.idle, found.idle_supply, found.shared_supply), (vec![2], 50.0, 1400.0));
    }

    #[test]
    fn a_shorter_reach_leaves_more_to_the_near() {
        let found = answer(&Kernel::Step { reach: 500.0 }, Steps::Two);
        assert_eq!(found.ratios, [Some(8.0), Some(2.0), None]);
        assert_eq!(found.access, [8.0, 2.0, 0.0]);
    }

    #[test]
    fn three_steps_by_hand() {
        // The second village splits evenly: 150 people at each court, and each weighs a half.
        let found = answer(&Kernel::Step { reach: 1000.0 }, Steps::Three);
        assert_eq!(found.ratios, [Some(800.0 / 250.0), Some(4.0), None]);
        assert_eq!(found.access, [3.2, 1.6 + 2.0, 0.0]);
    }

    #[test]
    fn a_weight_next_to_nothing_is_no_reach() {
        let faint = Kernel::Exponential { scale: 0.14, reach: 1000.0 };
        let found = answer(&faint, Steps::Two);
        assert!(found.access.iter().all(|a| a.is_finite()));
        assert!((found.shared_supply + found.idle_supply - 1450.0).abs() < 1e-9);
        assert_eq!(found.ratios[0], None);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let catchments = Catchments::from_pairs(1, 1, &[]).unwrap();
        let ask = |people: &[f64], supply: &[f64], kernel: &Kernel| {
            let steps = Steps::Two;
            floating_catchments(&Question { catchments: &catchments, people, supply, kernel, steps })
        };
        let step = Kernel::Step { reach: 1.0 };
        let none = |kernel| ask(&[1.0], &[1.0], kernel).map(|a| (a.unreached, a.idle));
        assert_eq!(none(&step), Ok((vec![0], vec![0])));
        assert_eq!(ask(&[], &[1.0], &step), Err(AccessError::PeopleDoNotFit { rows: 1, people: 0 }));
        assert_eq!(ask(&[1.0], &[], &step), Err(AccessError::SupplyDoesNotFit { columns: 1, supply: 0 }));
        assert_eq!(ask(&[-1.0], &[1.0], &step), Err(AccessError::BadPeople(0)));
        assert_eq!(ask(&[1.0], &[f64::NAN], &step), Err(AccessError::BadSupply(0)));
        assert_eq!(none(&Kernel::Step { reach: -1.0 }), Err(AccessError::Kernel(KernelError::BadReach)));
    }
}
