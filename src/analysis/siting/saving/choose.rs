//! The best sites for given prices, within the limits; what forcing one in or out would cost.
//!
//! Prices are what each column would add on its own. A budget is relaxed with a multiplier that is
//! found by bisection; the count and "one in each division" are kept exactly.

use super::model::{FREE, Model};

/// The best set for the prices, with an upper bound of what any allowed set is worth.
pub struct Choice {
    /// Upper bound of the sum of prices over every allowed set.
    pub value: f64,
    /// Sum of the magnitudes that went into `value`, for its rounding error.
    pub magnitude: f64,
    pub chosen: Vec<u32>,
    pub is_chosen: Vec<bool>,
    /// Price after the budget's multiplier.
    net: Vec<f64>,
    /// What leaves when one more site is forced in; infinite when none can leave.
    low: f64,
    /// What enters when a chosen site is left out.
    next: f64,
    /// Best and second best column of each waiting division.
    heads: Vec<(u32, Option<u32>)>,
    /// Division's place in `heads` by column, or none.
    place: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Choice {
    /// Upper bound of the value of sets that hold this column, which is not chosen now.
    pub fn with(&self, column: usize) -> f64 {
        let leaves = match self.heads.get(self.place[column] as usize) {
            Some((head, _)) => self.net[*head as usize].min(self.low),
            None => self.low,
        };
        self.value + self.net[column] - leaves
    }

    /// Upper bound of the value of sets without this column, which is chosen now.
    pub fn without(&self, column: usize) -> f64 {
        let enters = match self.heads.get(self.place[column] as usize) {
            Some((head, second)) if *head as usize == column => match second {
                None => return f64::NEG_INFINITY,
                Some(second) if self.is_chosen[*second as usize] => self.next,
                Some(second) => self.net[*second as usize],
            },
            _ => self.next,
        };
        self.value - self.net[column] + enters
    }
}

/// The best choice for the prices; `multiplier` is where the budget's price starts and ends.
/// `None` when a waiting division has no column.
pub fn choose(model: &Model, prices: &[f64], multiplier: &mut f64) -> Option<Choice> {
    let place: Vec<u32> = (0..model.columns())
        .map(|column| {
            if model.class[column] == FREE {
                NONE
            } else {
                model.pending_at(column).map_or(NONE, |p| p as u32)
            }
        })
        .collect();
    let Some(budget) = model.room.budget else {
        return at(model, &place, prices.to_vec(), 0.0);
    };
    let cost = |choice: &Choice| choice.chosen.iter().map(|c| model.cost[*c as usize]).sum::<u64>();
    let priced = |lambda: f64| {
        let net = prices.iter().zip(&model.cost).map(|(price, cost)| price - lambda * *cost as f64).collect();
        at(model, &place, net, lambda * budget as f64)
    };
    let free = priced(0.0)?;
    if cost(&free) <= budget {
        *multiplier = 0.0;
        return Some(free);
    }
    // A bracket around the last multiplier, then halves.
    let largest = prices.iter().copied().fold(0.0, f64::max);
    let mut low = 0.0;
    let mut high = if *multiplier > 0.0 { *multiplier * 1.02 } else { largest / budget.max(1) as f64 };
    let mut best = priced(high)?;
    let mut rounds = 0;
    while cost(&best) > budget && rounds < 200 {
        low = high;
        high = if high > 0.0 { high * 1.5 } else { 1.0 };
        best = priced(high)?;
        rounds += 1;
    }
    if low == 0.0 && *multiplier > 0.0 {
        let near = *multiplier * 0.98;
        let choice = priced(near)?;
        if cost(&choice) > budget {
            low = near;
        } else {
            (best, high) = (choice, near);
        }
    }
    for _ in 0..40 {
        if high - low <= 1e-6 * high {
            break;
        }
        let middle = f64::midpoint(low, high);
        let choice = priced(middle)?;
        if cost(&choice) > budget {
            low = middle;
        } else {
            high = middle;
            best = choice;
        }
    }
    *multiplier = high;
    Some(best)
}

/// Best set within count and divisions for net prices, plus a constant.
fn at(model: &Model, place: &[u32], net: Vec<f64>, constant: f64) -> Option<Choice> {
    let columns = net.len();
    let before = |a: u32, b: u32| net[b as usize].total_cmp(&net[a as usize]).then(a.cmp(&b));
    let mut top = vec![(NONE, NONE); model.room.pending.len()];
    if !top.is_empty() {
        for column in 0..columns as u32 {
            let Some(best) = top.get_mut(place[column as usize] as usize) else { continue };
            if best.0 == NONE || before(column, best.0).is_lt() {
                *best = (column, best.0);
            } else if best.1 == NONE || before(column, best.1).is_lt() {
                best.1 = column;
            }
        }
    }
    if top.iter().any(|(head, _)| *head == NONE) {
        return None;
    }
    let mut is_chosen = vec![false; columns];
    let mut chosen: Vec<u32> = top.iter().map(|(head, _)| *head).collect();
    for head in &chosen {
        is_chosen[*head as usize] = true;
    }
    let quota = model.room.count.saturating_sub(chosen.len());
    let mut pool: Vec<u32> =
        (0..columns as u32).filter(|c| !is_chosen[*c as usize] && net[*c as usize] > 0.0).collect();
    let (mut low, mut next) = (0.0, 0.0);
    if quota == 0 {
        low = f64::INFINITY;
        next = pool.iter().map(|c| net[*c as usize]).fold(0.0, f64::max);
        pool.clear();
    } else if pool.len() >= quota {
        if pool.len() > quota {
            let (_, first_out, _) = pool.select_nth_unstable_by(quota, |a, b| before(*a, *b));
            next = net[*first_out as usize];
            pool.truncate(quota);
        }
        low = pool.iter().map(|c| net[*c as usize]).fold(f64::INFINITY, f64::min);
    }
    pool.sort_unstable();
    for column in &pool {
        is_chosen[*column as usize] = true;
    }
    chosen.extend(pool);
    let value = constant + chosen.iter().map(|c| net[*c as usize]).sum::<f64>();
    let magnitude = constant.abs() + chosen.iter().map(|c| net[*c as usize].abs()).sum::<f64>();
    let heads = top.into_iter().map(|(head, second)| (head, (second != NONE).then_some(second))).collect();
    Some(Choice { value, magnitude, chosen, is_chosen, net, low, next, heads, place: place.to_vec() })
}
