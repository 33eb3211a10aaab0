use std::collections::BTreeSet;

/// Which groups may be told of beside their whole, by how many answered in each: those with at least `fewest`
/// answers, less as many as it takes for what is left of the whole not to tell of fewer.
pub fn told<Id: Copy + Ord>(
    whole: u64,
    groups: impl Iterator<Item = (Id, u64)>,
    fewest: u64,
) -> BTreeSet<Id> {
    let mut told: BTreeSet<(u64, Id)> =
        groups.filter(|(_, count)| *count >= fewest).map(|(id, count)| (count, id)).collect();
    let mut outside = whole - told.iter().map(|(count, _)| count).sum::<u64>();
    while (1..fewest).contains(&outside)
        && let Some((count, _)) = told.pop_first()
    {
        outside += count;
    }
    told.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(whole: u64, groups: &[(char, u64)]) -> String {
        told(whole, groups.iter().copied(), 10).into_iter().collect()
    }

    #[test]
    fn what_is_left_of_the_whole_tells_of_nobody_or_of_enough() {
        assert_eq!(of(30, &[('a', 10), ('b', 20)]), "ab", "nobody is left");
        assert_eq!(of(40, &[('a', 9), ('b', 31)]), "", "9 would be what is left");
        assert_eq!(of(60, &[('a', 9), ('b', 31), ('c', 20)]), "b", "the smaller one hides it");
        assert_eq!(of(48, &[('a', 9), ('b', 30), ('c', 9)]), "b", "18 are left");
        assert_eq!(of(33, &[('a', 11), ('b', 21)]), "b", "one that told no division");
    }

    proptest! {
        #[test]
        fn no_difference_tells_of_few(counts in prop::collection::vec(0_u64..40, 0..9), nowhere in 0_u64..15) {
            let whole = counts.iter().sum::<u64>() + nowhere;
            let told = told(whole, counts.iter().copied().enumerate(), 10);
            prop_assert!(told.iter().all(|id| counts[*id] >= 10));
            let left = whole - told.iter().map(|id| counts[*id]).sum::<u64>();
            prop_assert!(left == 0 || left >= 10 || told.is_empty());
        }
    }
}
