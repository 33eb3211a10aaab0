//! Lorenz's curve (1905): which share of the whole the people with least have together.

use super::EquityError;
use serde::Serialize;

/// A point of the curve: the poorest `people` (share, 0 to 1) have `amount` (share, 0 to 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    pub people: f64,
    pub amount: f64,
}

/// The curve, straight between its points, from (0, 0) to (1, 1); convex and below the diagonal.
#[derive(Clone, Debug, PartialEq)]
pub struct Lorenz {
    points: Vec<Point>,
}

impl Lorenz {
    /// Curve of values per head, each held by so many people. Equal values make one straight
    /// piece, whatever their order.
    ///
    /// `None` where the question has no meaning: no people, or nothing to share.
    ///
    /// # Errors
    /// See [`EquityError`].
    pub fn of(people: &[f64], values: &[f64]) -> Result<Option<Self>, EquityError> {
        super::check(people, values)?;
        let mut held: Vec<(f64, f64)> =
            values.iter().copied().zip(people.iter().copied()).filter(|(_, people)| *people > 0.0).collect();
        held.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (mut sums, mut all) = (Vec::with_capacity(held.len() + 1), Point::default());
        sums.push(all);
        for same in held.chunk_by(|a, b| a.0 == b.0) {
            let people: f64 = same.iter().map(|(_, people)| people).sum();
            all = Point { people: all.people + people, amount: all.amount + people * same[0].0 };
            sums.push(all);
        }
        if all.people <= 0.0 || all.amount <= 0.0 {
            return Ok(None);
        }
        let share = |p: Point| Point { people: p.people / all.people, amount: p.amount / all.amount };
        Ok(Some(Self { points: sums.into_iter().map(share).collect() }))
    }

    /// All corners; as many as there are different values, and the origin.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Share of the whole that the poorest share of the people have.
    pub fn amount_at(&self, people: f64) -> f64 {
        let people = people.clamp(0.0, 1.0);
        let next = self.points.partition_point(|p| p.people < people).min(self.points.len() - 1);
        let (b, a) = (self.points[next], self.points[next.saturating_sub(1)]);
        let width = b.people - a.people;
        if width <= 0.0 {
            return b.amount;
        }
        a.amount + (b.amount - a.amount) * (people - a.people) / width
    }

    /// The curve at `pieces + 1` equally spaced shares of the people, for drawing.
    pub fn sampled(&self, pieces: u32) -> Vec<Point> {
        let pieces = pieces.max(1);
        (0..=pieces)
            .map(|at| f64::from(at) / f64::from(pieces))
            .map(|people| Point { people, amount: self.amount_at(people) })
            .collect()
    }

    /// What the best-served tenth has over what the worst-served four tenths have, after Palma
    /// (2011, doi:10.1111/j.1467-7660.2011.01646.x); 0.25 where all have the same. `None` where the
    /// latter have nothing.
    pub fn palma(&self) -> Option<f64> {
        let (most, least) = (1.0 - self.amount_at(0.9), self.amount_at(0.4));
        (least > 0.0).then(|| most / least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_lie_on_the_diagonal() {
        let curve = Lorenz::of(&[3.0, 5.0, 2.0], &[4.5; 3]).unwrap().unwrap();
        assert_eq!(curve.points(), [Point::default(), Point { people: 1.0, amount: 1.0 }]);
        assert_eq!(curve.amount_at(0.37), 0.37);
        assert!((curve.palma().unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn one_who_has_all_bends_it_to_the_corner() {
        let curve = Lorenz::of(&[9.0, 1.0], &[0.0, 7.0]).unwrap().unwrap();
        assert_eq!(curve.amount_at(0.9), 0.0);
        assert!((curve.amount_at(0.95) - 0.5).abs() < 1e-12);
        assert_eq!(curve.palma(), None);
        let drawn: Vec<f64> = curve.sampled(10).iter().map(|p| p.amount).collect();
        assert_eq!(drawn, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn nothing_to_share_and_nobody_to_share_it_have_no_curve() {
        assert_eq!(Lorenz::of(&[], &[]), Ok(None));
        assert_eq!(Lorenz::of(&[0.0], &[3.0]), Ok(None));
        assert_eq!(Lorenz::of(&[2.0, 3.0], &[0.0, 0.0]), Ok(None));
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        use EquityError as E;
        assert_eq!(Lorenz::of(&[1.0], &[]), Err(E::DoNotFit { people: 1, values: 0 }));
        assert_eq!(Lorenz::of(&[1.0, -1.0], &[1.0, 1.0]), Err(E::BadPeople(1)));
        assert_eq!(Lorenz::of(&[1.0], &[f64::NAN]), Err(E::BadValue(0)));
        assert_eq!(Lorenz::of(&[1e200], &[1e200]), Err(E::TooLarge));
    }
}
