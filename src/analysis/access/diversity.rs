//! How many kinds of site are within reach, and how evenly.
//!
//! The index follows the one that the Finnish registry LIPAS publishes and runs (Nurmi, Hintsanen,
//! Ehnström, Laakso and Muukkonen 2023, doi:10.30663/ay.125090): a demand point scores the factor
//! of each category that has at least one site within the distance, 800 m on foot by default, and
//! an area scores the mean over its people (see [`super::summary`]). Two differences: a site at
//! exactly the distance is in reach here and out there, as everywhere in this registry; and beside
//! the index stands Shannon's entropy, which also sees that forty of forty-two sites are alike.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::catchments::Catchments;

/// Metres within which LIPAS looks.
pub const DEFAULT_REACH_M: f32 = 800.0;

/// Most categories of one question: one bit each.
pub const MOST_CATEGORIES: usize = 64;

/// Categories that a site belongs to, a bit each: bit `k` is the `k`-th category. A site may
/// belong to none or to several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Categories(pub u64);

impl Categories {
    /// How many there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether the `k`-th is among them.
    pub const fn holds(self, category: usize) -> bool {
        category < MOST_CATEGORIES && (self.0 >> category) & 1 == 1
    }

    /// Indices of the categories, ascending.
    fn indices(self) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.0), |left| Some(left & left.wrapping_sub(1)))
            .take_while(|left| *left != 0)
            .map(|left| left.trailing_zeros() as usize)
    }
}

/// What one demand point has within reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Variety {
    pub categories: Categories,
    /// Sum of the factors of these categories; with factors of 1, their number.
    pub index: f64,
    /// Shannon's entropy of the sites in reach by category, in nats: 0 for one category, `ln n`
    /// for `n` equally frequent ones; `None` where no site of any category is in reach.
    pub entropy: Option<f64>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiversityError {
    #[error("类别有 {0} 个，最多 64 个 / there are {0} categories; at most 64 are allowed")]
    TooManyCategories(usize),
    #[error(
        "第 {0} 个类别的系数必须是非负的有限数 / the factor of category {0} must be a finite number of at least 0"
    )]
    BadFactor(usize),
    #[error("设施 {0} 属于不存在的类别 / site {0} belongs to a category that does not exist")]
    NoSuchCategory(usize),
    #[error(
        "可达表有 {columns} 个设施，类别有 {sites} 个 / the catchments have {columns} sites, the categories {sites}"
    )]
    SitesDoNotFit { columns: usize, sites: usize },
    #[error("距离必须是非负的数 / the distance must be a number of at least 0")]
    BadReach,
}

/// Variety at every demand point: `sites` tells the categories of each site, `factors` the factor
/// of each category, `reach` the largest cost (in the catchments' unit) that counts.
///
/// # Errors
/// More than 64 categories, a factor that is negative or not finite, a site in a category that has
/// no factor, lengths that do not fit, a reach that is negative or not a number.
pub fn variety(
    catchments: &Catchments,
    sites: &[Categories],
    factors: &[f64],
    reach: f32,
) -> Result<Vec<Variety>, DiversityError> {
    check(catchments, sites, factors, reach)?;
    let one = |row: usize| {
        let (supplies, costs) = catchments.row(row);
        let (mut reached, mut counts) = (0_u64, [0_u32; MOST_CATEGORIES]);
        for (supply, _) in supplies.iter().zip(costs).filter(|(_, cost)| **cost <= reach) {
            let categories = sites[*supply as usize];
            reached |= categories.0;
            categories.indices().for_each(|category| counts[category] += 1);
        }
        let categories = Categories(reached);
        // Plus 0: a sum of nothing is -0.
        let index = categories.indices().map(|category| factors[category]).sum::<f64>() + 0.0;
        let all: u64 = categories.indices().map(|category| u64::from(counts[category])).sum();
        let entropy = (all > 0).then(|| {
            let shares = categories.indices().map(|category| f64::from(counts[category]) / all as f64);
            shares.map(|share| -share * share.ln()).sum::<f64>() + 0.0
        });
        Variety { categories, index, entropy }
    };
    Ok((0..catchments.demand_count()).into_par_iter().with_min_len(512).map(one).collect())
}

/// People who reach each category, by category.
pub fn people_by_category(varieties: &[Variety], people: &[f64], categories: usize) -> Vec<f64> {
    let mut sums = vec![0.0; categories.min(MOST_CATEGORIES)];
    for (variety, people) in varieties.iter().zip(people) {
        for category in variety.categories.indices() {
            if let Some(sum) = sums.get_mut(category) {
                *sum += people;
            }
        }
    }
    sums
}

fn check(
    catchments: &Catchments,
    sites: &[Categories],
    factors: &[f64],
    reach: f32,
) -> Result<(), DiversityError> {
    if factors.len() > MOST_CATEGORIES {
        return Err(DiversityError::TooManyCategories(factors.len()));
    }
    if let Some(at) = factors.iter().position(|factor| !factor.is_finite() || *factor < 0.0) {
        return Err(DiversityError::BadFactor(at));
    }
    if catchments.supply_count() != sites.len() {
        return Err(DiversityError::SitesDoNotFit { columns: catchments.supply_count(), sites: sites.len() });
    }
    if reach.is_nan() || reach < 0.0 {
        return Err(DiversityError::BadReach);
    }
    let known = if factors.len() == MOST_CATEGORIES { u64::MAX } else { (1 << factors.len()) - 1 };
    let stray = sites.iter().position(|site| site.0 & !known != 0);
    stray.map_or(Ok(()), |at| Err(DiversityError::NoSuchCategory(at)))
}

#[cfg(test)]
mod tests {
    use super::super::catchments::Pair;
    use super::*;

    fn table() -> Catchments {
        let pairs = [(0, 0, 100.0), (0, 1, 800.0), (0, 2, 801.0), (0, 3, 5.0), (1, 2, 300.0)]
            .map(|(demand, supply, cost)| Pair { demand, supply, cost });
        Catchments::from_pairs(3, 4, &pairs).unwrap()
    }

    #[test]
    fn categories_count_once_and_entropy_sees_how_often() {
        // A court, a court, a pool, and a park that is both a court and a path.
        let sites = [0b001, 0b001, 0b010, 0b101].map(Categories);
        let found = variety(&table(), &sites, &[1.0, 2.0, 0.5], DEFAULT_REACH_M).unwrap();
        assert_eq!((found[0].categories, found[0].index), (Categories(0b101), 1.5));
        // Three courts and one path: -(3/4 ln 3/4 + 1/4 ln 1/4).
        assert!((found[0].entropy.unwrap() - 0.562_335_144_6).abs() < 1e-9);
        assert_eq!((found[1].index, found[1].entropy), (2.0, Some(0.0)));
        assert_eq!((found[2].index, found[2].entropy), (0.0, None));
        assert!(found[2].index.is_sign_positive() && found[1].entropy.unwrap().is_sign_positive());
        assert_eq!(people_by_category(&found, &[10.0, 5.0, 1.0], 3), [10.0, 5.0, 10.0]);
        assert!(found[0].categories.holds(2) && !found[0].categories.holds(1));
        assert_eq!(found[0].categories.count(), 2);
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        use DiversityError as E;
        let sites = [Categories(0b1); 4];
        let ask = |sites: &[Categories], factors: &[f64], reach| variety(&table(), sites, factors, reach);
        assert_eq!(ask(&sites, &[1.0; 65], 1.0), Err(E::TooManyCategories(65)));
        assert_eq!(ask(&sites, &[1.0, f64::NAN], 1.0), Err(E::BadFactor(1)));
        assert_eq!(ask(&sites[1..], &[1.0], 1.0), Err(E::SitesDoNotFit { columns: 4, sites: 3 }));
        assert_eq!(ask(&sites, &[1.0], f32::NAN), Err(E::BadReach));
        assert_eq!(ask(&sites, &[], 1.0), Err(E::NoSuchCategory(0)));
        assert!(ask(&[Categories(u64::MAX); 4], &[1.0; 64], 900.0).is_ok());
    }
}
