//! People within distances: of everybody, of divisions, age groups and classes.

use super::distribution::{Distribution, Sweep, by_distance};
use super::error::ReachError;
use super::reached::Reach;
use super::state::check_metres;
use super::target::Class;
use crate::analysis::demand::{Basis, People, Surface};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use rayon::prelude::*;
use serde::Serialize;

/// Service radii of GB 50180-2018, metres: 5, 10 and 15 minutes' walk.
pub const GB_50180_M: [f64; 3] = [300.0, 500.0, 1_000.0];

/// People of a group, and those of them within each distance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub people: People,
    /// In the order of [`Summary::distances_m`].
    pub within: Vec<People>,
    pub distribution: Distribution,
}

impl Row {
    /// Share (0 to 1) of the people within a distance, by its position; `None` of nobody.
    pub fn share(&self, distance: usize) -> Option<f64> {
        self.within.get(distance)?.share_of(self.people)
    }
}

/// A division with all below it.
#[derive(Clone, Debug, PartialEq)]
pub struct DivisionRow {
    /// [`Ordinal::NONE`] for points in no division.
    pub division: Ordinal,
    pub row: Row,
}

/// People of one age group. Points that do not tell the group are left out of all its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgeRow {
    pub group: String,
    /// People of the group where it is known.
    pub known: People,
    /// Points with people that do not tell the group.
    pub unknown_points: u64,
    /// People, of whatever age, at those points.
    pub people_at_unknown: People,
    pub within: Vec<People>,
}

/// People whose nearest site is of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassRow {
    pub class: Class,
    pub people: People,
    pub within: Vec<People>,
}

/// Reach in figures, with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub basis: Basis,
    /// Ascending, each once.
    pub distances_m: Vec<f64>,
    pub whole: Row,
    /// Every division of the tree that has points, parents before children; last, if there are
    /// any, the points in none.
    pub divisions: Vec<DivisionRow>,
    pub ages: Vec<AgeRow>,
    /// By class, ascending.
    pub classes: Vec<ClassRow>,
}

/// Sums a state over people: in metres, or in whatever else its distances are.
///
/// # Errors
/// A distance that is not a finite number from 0 up.
pub fn summarise(state: &impl Reach, tree: &Tree, distances_m: &[f64]) -> Result<Summary, ReachError> {
    distances_m.iter().try_for_each(|metres| check_metres(*metres))?;
    let mut distances = distances_m.to_vec();
    distances.sort_unstable_by(f64::total_cmp);
    distances.dedup();
    let surface = state.surface();
    let bands = bands(state, &distances);
    let counts = Counts { surface, bands: &bands, distances: distances.len() };
    let above = Above::new(tree);
    let ((everybody, groups), order) = rayon::join(|| Groups::new(&counts, &above), || by_distance(state));
    let mut sweeps: Vec<Sweep> = groups.all.iter().map(|tally| Sweep::new(tally.people)).collect();
    let mut whole = Sweep::new(surface.total());
    for far in order {
        let (people, metres) = (surface.people[far.point as usize], far.metres());
        let ways = people.value() * metres;
        whole.take(people, metres, ways);
        for position in above.from(far.division) {
            sweeps[position].take(people, metres, ways);
        }
    }
    let divisions = groups.rows(sweeps, distances.len());
    Ok(Summary {
        basis: surface.basis().clone(),
        whole: everybody.row(whole.finish(), distances.len()),
        divisions,
        ages: ages(&counts),
        classes: classes(state, &counts),
        distances_m: distances,
    })
}

/// For each point the first distance within which it has a site; one past the last for none.
fn bands(state: &impl Reach, distances: &[f64]) -> Vec<u32> {
    let points = 0..state.far().len();
    let band = |point: usize| distances.partition_point(|metres| !state.is_within(point, *metres)) as u32;
    points.into_par_iter().with_min_len(4_096).map(band).collect()
}

/// People of a group by band.
#[derive(Clone, Debug, Default)]
struct Tally {
    people: People,
    by_band: Vec<People>,
    points: u64,
}

impl Tally {
    fn add(&mut self, people: People, band: u32, distances: usize) {
        if self.by_band.is_empty() {
            self.by_band = vec![People::ZERO; distances + 1];
        }
        self.people += people;
        self.by_band[band as usize] += people;
        self.points += 1;
    }

    fn add_all(&mut self, other: &Self) {
        self.by_band.resize(self.by_band.len().max(other.by_band.len()), People::ZERO);
        self.by_band.iter_mut().zip(&other.by_band).for_each(|(sum, people)| *sum += *people);
        self.people += other.people;
        self.points += other.points;
    }

    fn within(&self, distances: usize) -> Vec<People> {
        let mut sum = People::ZERO;
        let mut within: Vec<People> = Vec::with_capacity(distances);
        for band in 0..distances {
            sum += self.by_band.get(band).copied().unwrap_or_default();
            within.push(sum);
        }
        within
    }

    fn row(&self, distribution: Distribution, distances: usize) -> Row {
        Row { people: self.people, within: self.within(distances), distribution }
    }
}

struct Counts<'a> {
    surface: &'a Surface,
    bands: &'a [u32],
    distances: usize,
}

impl Counts<'_> {
    fn tally(&self, people: impl Fn(usize) -> Option<People>) -> Tally {
        let mut tally = Tally::default();
        for (point, band) in self.bands.iter().enumerate() {
            if let Some(people) = people(point) {
                tally.add(people, *band, self.distances);
            }
        }
        tally
    }
}

/// For each division the one above it, and a last place for none.
struct Above(Vec<Option<usize>>);

impl Above {
    fn new(tree: &Tree) -> Self {
        let parent = |ordinal: Ordinal| tree.get(ordinal)?.parent.map(|parent| usize::from(parent.0));
        Self(tree.ordinals().map(parent).chain([None]).collect())
    }

    fn position(&self, division: Ordinal) -> usize {
        usize::from(division.0).min(self.0.len() - 1)
    }

    /// A division and all above it.
    fn from(&self, division: Ordinal) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.position(division)), |position| self.0[*position])
    }
}

/// One tally a division with all below it, and a last one for none.
struct Groups {
    all: Vec<Tally>,
}

impl Groups {
    /// Everybody, and the divisions.
    fn new(counts: &Counts<'_>, above: &Above) -> (Tally, Self) {
        let mut all = vec![Tally::default(); above.0.len()];
        let surface = counts.surface;
        for ((people, division), band) in surface.people.iter().zip(&surface.division).zip(counts.bands) {
            all[above.position(*division)].add(*people, *band, counts.distances);
        }
        let mut everybody = Tally::default();
        for tally in &all {
            everybody.add_all(tally);
        }
        // Parents stand before their children.
        for position in (0..all.len()).rev() {
            if let Some(parent) = above.0[position] {
                let (parents, children) = all.split_at_mut(position);
                parents[parent].add_all(&children[0]);
            }
        }
        (everybody, Self { all })
    }

    fn rows(self, sweeps: Vec<Sweep>, distances: usize) -> Vec<DivisionRow> {
        let last = self.all.len() - 1;
        let all = self.all.into_iter().zip(sweeps).enumerate();
        let with_points = all.filter(|(_, (tally, _))| tally.points > 0);
        with_points
            .map(|(position, (tally, sweep))| DivisionRow {
                division: if position == last { Ordinal::NONE } else { Ordinal(position as u16) },
                row: tally.row(sweep.finish(), distances),
            })
            .collect()
    }
}

fn ages(counts: &Counts<'_>) -> Vec<AgeRow> {
    let ages = &counts.surface.ages;
    let of_group = |(group, name): (usize, &String)| {
        let tally = counts.tally(|point| ages.get(point, group));
        let is_unknown =
            |point: &usize| ages.get(*point, group).is_none() && counts.surface.people[*point] > People::ZERO;
        let unknown: Vec<usize> = (0..counts.bands.len()).filter(is_unknown).collect();
        AgeRow {
            group: name.clone(),
            known: tally.people,
            unknown_points: unknown.len() as u64,
            people_at_unknown: unknown.iter().map(|point| counts.surface.people[*point]).sum(),
            within: tally.within(counts.distances),
        }
    };
    ages.groups().iter().enumerate().map(of_group).collect()
}

fn classes(state: &impl Reach, counts: &Counts<'_>) -> Vec<ClassRow> {
    let mut by_class: [Tally; 1 << Class::BITS] = std::array::from_fn(|_| Tally::default());
    // Many points have one site: its class is looked up once.
    let mut known: Vec<Option<Option<Class>>> = Vec::new();
    for (point, band) in counts.bands.iter().enumerate() {
        let Some(site) = state.site(point).map(|site| site as usize) else { continue };
        if known.len() <= site {
            known.resize(site + 1, None);
        }
        if let Some(class) = *known[site].get_or_insert_with(|| state.class(point)) {
            by_class[usize::from(class)].add(counts.surface.people[point], *band, counts.distances);
        }
    }
    let row = |(class, tally): (Class, Tally)| ClassRow {
        class,
        people: tally.people,
        within: tally.within(counts.distances),
    };
    let told = (Class::MIN..=Class::MAX).zip(by_class).filter(|(_, tally)| tally.points > 0);
    told.map(row).collect()
}
