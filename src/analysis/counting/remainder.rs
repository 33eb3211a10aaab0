//! Splits whole numbers so that the parts sum to the whole (largest remainder).

/// Splits `total` in proportion to `weights` (finite, not negative); the parts sum to `total`
/// exactly. Ties go to the earlier part. All weights zero: the first part gets everything.
pub fn largest_remainder(total: i64, weights: &[f64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        let mut parts = vec![0; weights.len()];
        parts[0] = total;
        return parts;
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    for (position, weight) in weights.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "areas and lengths stay below 2^53")]
        let exact = total as f64 * (weight / sum);
        #[expect(clippy::cast_possible_truncation, reason = "no part exceeds the total")]
        let floor = exact.floor() as i64;
        parts.push(floor);
        rests.push((exact - exact.floor(), position));
    }
    let mut missing = total - parts.iter().sum::<i64>();
    rests.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // Floating point may leave the floors one over or several under; both are mended here.
    for (_, position) in rests.iter().cycle() {
        match missing.signum() {
            0 => break,
            step => {
                parts[*position] += step;
                missing -= step;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_are_near_their_share(
            total in 0i64..1_000_000_000_000,
            weights in prop::collection::vec(0.0f64..1e6, 1..12),
        ) {
            let parts = largest_remainder(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: f64 = weights.iter().sum();
            if sum > 0.0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = total as f64 * weight / sum;
                    prop_assert!((*part as f64 - exact).abs() <= 1.5, "{part} for {exact}");
                }
            }
        }
    }

    #[test]
    fn nothing_to_weigh_by_gives_all_to_the_first() {
        assert_eq!(largest_remainder(7, &[0.0, 0.0]), [7, 0]);
        assert_eq!(largest_remainder(7, &[]), Vec::<i64>::new());
    }
}
