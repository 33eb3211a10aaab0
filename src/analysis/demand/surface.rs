//! The surface itself.

use super::ages::Ages;
use super::basis::Basis;
use super::error::DemandError;
use super::footprint::Footprint;
use super::people::People;
use crate::domain::contribution::Ordinal;

/// Points a surface may have; more are refused rather than fill the memory.
pub const MOST_POINTS: usize = 50_000_000;

/// Where people live: points in parallel columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    pub(in crate::analysis) lon: Vec<f64>,
    pub(in crate::analysis) lat: Vec<f64>,
    pub(in crate::analysis) people: Vec<People>,
    pub(in crate::analysis) division: Vec<Ordinal>,
    pub(in crate::analysis) ages: Ages,
    pub(in crate::analysis) footprint: Footprint,
    basis: Basis,
}

impl Surface {
    /// From columns of equal length.
    ///
    /// # Errors
    /// Columns of different lengths, a place that is not on earth, too many points, or a footprint
    /// without size.
    pub fn new(
        basis: Basis,
        (lon, lat): (Vec<f64>, Vec<f64>),
        people: Vec<People>,
        division: Vec<Ordinal>,
        footprint: Footprint,
    ) -> Result<Self, DemandError> {
        let points = lon.len();
        if points > MOST_POINTS {
            return Err(DemandError::TooManyPoints);
        }
        for (what, found) in
            [("latitudes", lat.len()), ("people", people.len()), ("divisions", division.len())]
        {
            if found != points {
                return Err(DemandError::LengthsDiffer { what, found, points });
            }
        }
        let is_off = |(lon, lat): (&f64, &f64)| !(lon.abs() <= 180.0 && lat.abs() <= 90.0);
        if let Some(index) = lon.iter().zip(&lat).position(is_off) {
            return Err(DemandError::NotOnEarth { index });
        }
        footprint.check(points)?;
        Ok(Self { lon, lat, people, division, ages: Ages::default(), footprint, basis })
    }

    pub(super) fn with_ages(mut self, ages: Ages) -> Self {
        self.ages = ages;
        self
    }

    /// The points for which `keep` says so.
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len()).filter(|point| keep(*point)).collect();
        let footprint = match &self.footprint {
            Footprint::Outlines(outlines) => {
                Footprint::Outlines(kept.iter().map(|point| outlines[*point].clone()).collect())
            }
            other => other.clone(),
        };
        Self {
            lon: kept.iter().map(|point| self.lon[*point]).collect(),
            lat: kept.iter().map(|point| self.lat[*point]).collect(),
            people: kept.iter().map(|point| self.people[*point]).collect(),
            division: kept.iter().map(|point| self.division[*point]).collect(),
            ages: self.ages.only(&kept),
            footprint,
            basis: self.basis.clone(),
        }
    }

    /// The same points with other numbers of people; age groups grow with them.
    pub fn with_people(&self, people: impl Fn(usize, People) -> People) -> Self {
        let grown = self.people.iter().enumerate().map(|(point, now)| people(point, *now)).collect();
        Self { people: grown, ages: self.ages.changed(&people), ..self.clone() }
    }

    pub fn len(&self) -> usize {
        self.lon.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lon.is_empty()
    }

    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// Longitudes, degrees WGS 84.
    pub fn lon(&self) -> &[f64] {
        &self.lon
    }

    /// Latitudes, degrees WGS 84.
    pub fn lat(&self) -> &[f64] {
        &self.lat
    }

    pub fn people(&self) -> &[People] {
        &self.people
    }

    /// The deepest division that each point lies in.
    pub fn division(&self) -> &[Ordinal] {
        &self.division
    }

    pub fn ages(&self) -> &Ages {
        &self.ages
    }

    pub fn footprint(&self) -> &Footprint {
        &self.footprint
    }

    /// Everybody.
    pub fn total(&self) -> People {
        self.people.iter().copied().sum()
    }
}
