//! Year-end resident population of the district and of its sub-districts: estimates, each row with its method.

use super::facts::Facts;
use anyhow::{Context, Result};
use std::path::Path;

/// People of one year: the district's, and those of its sub-districts in table order, which sum to it exactly.
pub struct Year {
    pub year: i32,
    pub district: u64,
    pub subdistricts: Vec<u64>,
    /// True where the city's figure was found, false where it was interpolated or held.
    pub city_known: bool,
}

/// # Errors
/// When the first year of the city's series is unknown.
pub fn estimate(facts: &Facts) -> Result<Vec<Year>> {
    let rules = &facts.district.population;
    (rules.first_year..=rules.last_year)
        .map(|year| {
            let (city, city_known) =
                city_people(facts, year).context("the city's first year must be known")?;
            let district = divide_rounded(city * rules.census_people, rules.city_census_people);
            Ok(Year { year, district, subdistricts: split(facts, district), city_known })
        })
        .collect()
}

/// The city's people, interpolated between known years and held after the last.
fn city_people(facts: &Facts, year: i32) -> Option<(u64, bool)> {
    let known = |year: i32| facts.city.iter().find(|row| row.year == year).and_then(|row| row.people);
    if let Some(people) = known(year) {
        return Some((people, true));
    }
    let before =
        facts.city.iter().filter(|row| row.year < year && row.people.is_some()).max_by_key(|row| row.year)?;
    let after =
        facts.city.iter().filter(|row| row.year > year && row.people.is_some()).min_by_key(|row| row.year);
    let start = before.people?;
    let Some((end, end_year)) = after.and_then(|row| Some((row.people?, row.year))) else {
        return Some((start, false));
    };
    let (done, span) = (u64::try_from(year - before.year).ok()?, u64::try_from(end_year - before.year).ok()?);
    Some((divide_rounded(start * (span - done) + end * done, span), false))
}

/// Shares by weights of communities and villages; the Shenfu pair keeps its share of the census.
fn split(facts: &Facts, district: u64) -> Vec<u64> {
    let rules = &facts.district.population;
    let shenfu = divide_rounded(district * rules.shenfu_people, rules.census_people);
    let mut people = vec![0; facts.subdistricts.len()];
    for (group, total) in [("shenfu", shenfu), ("rest", district - shenfu)] {
        let members: Vec<usize> =
            (0..people.len()).filter(|i| facts.subdistricts[*i].population_group == group).collect();
        let weights: Vec<u64> = members
            .iter()
            .map(|i| {
                let s = &facts.subdistricts[*i];
                s.communities * rules.community_weight + s.villages * rules.village_weight
            })
            .collect();
        for (index, share) in members.iter().zip(largest_remainder(total, &weights)) {
            people[*index] = share;
        }
    }
    people
}

/// Whole shares in proportion to the weights that sum to the total exactly.
fn largest_remainder(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u64 = weights.iter().sum();
    let mut shares: Vec<u64> = weights.iter().map(|w| total * w / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(total * weights[*i] % sum), *i));
    let left = total - shares.iter().sum::<u64>();
    for index in order.into_iter().take(left as usize) {
        shares[index] += 1;
    }
    shares
}

fn divide_rounded(number: u64, by: u64) -> u64 {
    (number + by / 2) / by
}

/// # Errors
/// When the file can not be written.
pub fn write(path: &Path, facts: &Facts, years: &[Year]) -> Result<()> {
    let mut out = csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
    out.write_record([
        "division",
        "division_system",
        "division_code",
        "year",
        "population",
        "age_group",
        "vintage",
        "published_on",
        "base",
        "estimate",
        "method",
        "source",
    ])?;
    let district = &facts.district;
    for year in years {
        let census = year.year == district.population.first_year;
        let (vintage, method, source) = if census {
            (
                "2021 census bulletin",
                "census of 2020-11-01 used for the year's end",
                "2020 census, district bulletin, rounded to 100 people",
            )
        } else if year.city_known {
            (
                "estimate 2026-1",
                "city year-end x district share of the 2020 census",
                "own estimate from the city's published figure",
            )
        } else {
            (
                "estimate 2026-1",
                "city interpolated or held x district share of the 2020 census",
                "own estimate; the city's figure was not found",
            )
        };
        let estimate = if census { "false" } else { "true" };
        let (year_text, people) = (year.year.to_string(), year.district.to_string());
        out.write_record([
            &district.id,
            "nbs",
            &district.nbs_code,
            &year_text,
            &people,
            "",
            vintage,
            "",
            "resident",
            estimate,
            method,
            source,
        ])?;
        for (subdistrict, people) in facts.subdistricts.iter().zip(&year.subdistricts) {
            let method = if subdistrict.population_group == "shenfu" {
                "the pair's published sum by weights of communities (1) and villages (0.25), scaled with the district"
            } else {
                "district less the Shenfu pair, by weights of communities (1) and villages (0.25), largest remainder"
            };
            out.write_record([
                &format!("{}-{}", district.id, subdistrict.id),
                "nbs",
                &subdistrict.nbs_code,
                &year_text,
                &people.to_string(),
                "",
                "estimate 2026-1",
                "",
                "resident",
                "true",
                method,
                "own estimate; no population by sub-district is published",
            ])?;
        }
    }
    out.flush().with_context(|| path.display().to_string())
}
