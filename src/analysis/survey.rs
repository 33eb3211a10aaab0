//! The result of a survey: a mean of answers with its interval, from single answers or from counts of them.

/// Answers as they are read, one group of people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// People who answered.
    count: u64,
    /// Sums of the weights and of their squares.
    weights: f64,
    squares: f64,
    mean: f64,
    /// Sum of the weighted squares of what lies between the answers and their mean. It is kept up to date with the
    /// mean (Welford, 1962; West, 1979): of sums of squares nothing would be left where answers are nearly alike.
    spread: f64,
}

/// What the answers say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub count: u64,
    pub mean: f64,
    /// Half the width of the interval that holds the mean of all people in 19 of 20 such samples (normal
    /// distribution, Kish's effective size where weights differ). `None`: a single answer has none.
    pub margin: Option<f64>,
}

/// Standard deviations to either side that hold 95 % of a normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

impl Answers {
    /// Adds so many people of one score, each with a weight above 0.
    pub fn add(&mut self, score: f64, people: u64, weight: f64) {
        if people == 0 {
            return;
        }
        let all = people as f64 * weight;
        self.count += people;
        self.weights += all;
        self.squares += all * weight;
        let away = score - self.mean;
        self.mean += all / self.weights * away;
        self.spread += all * away * (score - self.mean);
    }

    /// `None`: nobody answered.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.count == 0 {
            return None;
        }
        let effective = self.weights * self.weights / self.squares;
        let variance = self.spread / self.weights;
        // Bessel's correction, by the effective size.
        let margin =
            (self.count > 1 && effective > 1.0).then(|| Z_95 * (variance / (effective - 1.0)).sqrt());
        Some(Outcome { count: self.count, mean: self.mean, margin })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(answers: &[(f64, u64, f64)]) -> Option<Outcome> {
        let mut all = Answers::default();
        for (score, people, weight) in answers {
            all.add(*score, *people, *weight);
        }
        all.outcome()
    }

    #[test]
    fn counts_and_single_answers_say_the_same() {
        // 5, 5, 4, 3: mean 4.25, sample variance 11/12, margin 1.96 * sqrt(11/48).
        let counted = of(&[(5.0, 2, 1.0), (4.0, 1, 1.0), (3.0, 1, 1.0)]).unwrap();
        let single = of(&[(4.0, 1, 1.0), (5.0, 1, 1.0), (3.0, 1, 1.0), (5.0, 1, 1.0)]).unwrap();
        assert_eq!((counted.count, counted.mean), (4, 4.25));
        assert!((counted.margin.unwrap() - Z_95 * (11.0_f64 / 48.0).sqrt()).abs() < 1e-12);
        assert_eq!(counted.mean, single.mean);
        assert!((counted.margin.unwrap() - single.margin.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn nobody_is_no_outcome_and_one_has_no_margin() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(5.0, 0, 1.0)]), None);
        assert_eq!(of(&[(5.0, 1, 2.0)]).unwrap(), Outcome { count: 1, mean: 5.0, margin: None });
    }

    proptest! {
        #[test]
        fn the_mean_lies_between_the_answers_and_weights_scale_nothing(
            answers in proptest::collection::vec((0.0_f64..100.0, 1_u64..5, 0.1_f64..10.0), 1..20),
            factor in 0.1_f64..10.0,
        ) {
            let outcome = of(&answers).unwrap();
            let low = answers.iter().map(|one| one.0).fold(f64::INFINITY, f64::min);
            let high = answers.iter().map(|one| one.0).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(low - 1e-9 <= outcome.mean && outcome.mean <= high + 1e-9);
            let scaled: Vec<_> = answers.iter().map(|(s, n, w)| (*s, *n, w * factor)).collect();
            let scaled = of(&scaled).unwrap();
            prop_assert!((scaled.mean - outcome.mean).abs() < 1e-9);
            prop_assert_eq!(scaled.margin.is_some(), outcome.margin.is_some());
            if let (Some(one), Some(other)) = (scaled.margin, outcome.margin) {
                prop_assert!((one - other).abs() < 1e-9 * (1.0 + other), "{one} {other}");
            }
        }
    }
}
