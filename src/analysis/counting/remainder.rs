//! Rounding shares so that they sum to the whole.

/// Splits `total` into whole numbers in proportion to `weights` that sum to it exactly: each
/// share is rounded down, and what is left goes one by one to the largest remainders (ties: to
/// the earlier share).
///
/// Weights that are negative or not finite count as 0. If no weight is above 0, all goes to the
/// first share. No weights give no shares. A negative total is split like its positive.
pub fn largest_remainder(total: i64, weights: &[f64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    if total < 0 {
        let mirrored = i128::from(total).unsigned_abs().min(i64::MAX as u128) as i64;
        let mut shares: Vec<i64> = largest_remainder(mirrored, weights).iter().map(|s| -s).collect();
        // Only i64::MIN has no positive mirror.
        if total == i64::MIN {
            shares[0] -= 1;
        }
        return shares;
    }
    let usable = |w: &f64| if w.is_finite() && *w > 0.0 { *w } else { 0.0 };
    let largest = weights.iter().map(usable).fold(0.0, f64::max);
    if largest == 0.0 {
        let mut shares = vec![0; weights.len()];
        shares[0] = total;
        return shares;
    }
    // Scaled by the largest, so that huge weights do not overflow their sum.
    let scaled: Vec<f64> = weights.iter().map(|w| usable(w) / largest).collect();
    let sum: f64 = scaled.iter().sum();
    let exact: Vec<f64> = scaled.iter().map(|w| total as f64 * (w / sum)).collect();
    let mut shares: Vec<i64> = exact.iter().map(|e| (e.floor() as i64).min(total)).collect();

    let given: i128 = shares.iter().map(|s| i128::from(*s)).sum();
    let mut left = i128::from(total) - given;
    let mut order: Vec<usize> = (0..exact.len()).filter(|i| scaled[*i] > 0.0).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    // Totals beyond 2^53 may leave more than one unit a share, or take some back.
    if left < 0 {
        order.reverse();
    }
    let rounds = left.unsigned_abs() / order.len() as u128;
    let extra = (left.unsigned_abs() % order.len() as u128) as usize;
    let sign = left.signum() as i64;
    for (rank, index) in order.iter().enumerate() {
        let units = rounds as i64 + i64::from(rank < extra);
        shares[*index] += sign * units;
        left -= i128::from(sign * units);
    }
    debug_assert_eq!(left, 0);
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_of_a_hundred_give_the_odd_one_to_the_first() {
        assert_eq!(largest_remainder(100, &[1.0, 1.0, 1.0]), [34, 33, 33]);
        assert_eq!(largest_remainder(-100, &[1.0, 1.0, 1.0]), [-34, -33, -33]);
        assert_eq!(largest_remainder(10, &[0.26, 0.26, 0.48]), [3, 2, 5]);
    }

    #[test]
    fn odd_weights_lose_nothing() {
        assert_eq!(largest_remainder(7, &[]), Vec::<i64>::new());
        assert_eq!(largest_remainder(7, &[0.0, -1.0, f64::NAN]), [7, 0, 0]);
        assert_eq!(largest_remainder(7, &[0.0, 5.0, f64::INFINITY]), [0, 7, 0]);
        assert_eq!(largest_remainder(8, &[f64::MAX, f64::MAX]), [4, 4]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole_and_are_near_their_due(total in 0..1_i64 << 50, weights in prop::collection::vec(0.0..1e6f64, 1..40)) {
            let shares = largest_remainder(total, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), total);
            let sum: f64 = weights.iter().sum();
            if sum > 0.0 {
                for (share, weight) in shares.iter().zip(&weights) {
                    prop_assert!((*share as f64 - total as f64 * weight / sum).abs() <= 1.01);
                }
            }
        }

        #[test]
        fn any_total_and_weights_sum_exactly(total in any::<i64>(), weights in prop::collection::vec(any::<f64>(), 1..20)) {
            let sum: i128 = largest_remainder(total, &weights).iter().map(|s| i128::from(*s)).sum();
            prop_assert_eq!(sum, i128::from(total));
        }
    }
}
