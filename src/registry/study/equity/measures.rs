//! Gini, Lorenz, Palma and Theil of one thing.

use crate::analysis::demand::People;
use crate::analysis::equity::EquityError;
use crate::analysis::equity::lorenz::{Lorenz, Point};
use crate::analysis::equity::theil::theil;
use crate::domain::contribution::Ordinal;
use crate::registry::error::RegistryError;
use crate::registry::study::over_people::{Whose, people};
use crate::registry::world::World;
use serde::Serialize;

/// Pieces of the curve as it is told.
const PIECES: u32 = 20;

/// All `null` where there is nobody, or nothing to share.
#[derive(Serialize)]
pub struct Measures {
    people: People,
    mean: Option<f64>,
    gini: Option<f64>,
    /// What the best-served tenth has over what the worst-served four tenths have; `null` where the
    /// latter have nothing.
    palma: Option<f64>,
    theil: Option<Theil>,
    /// The curve at equally spaced shares of the people.
    lorenz: Option<Vec<Point>>,
}

/// In nats.
#[derive(Serialize)]
struct Theil {
    total: f64,
    between: f64,
    within: f64,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    #[serde(flatten)]
    whose: Whose,
    people: People,
    mean: f64,
    theil: Option<f64>,
}

/// Of values per head, each held by so many people of a group.
///
/// # Errors
/// See [`EquityError`].
pub fn measures(
    world: &World,
    heads: &[f64],
    values: &[f64],
    groups: &[Ordinal],
) -> Result<Measures, RegistryError> {
    let curve = Lorenz::of(heads, values)?;
    let split = theil(heads, values, groups)?;
    let all: f64 = heads.iter().sum();
    let amount: f64 = heads.iter().zip(values).map(|(people, value)| people * value).sum();
    Ok(Measures {
        people: people(all),
        mean: (all > 0.0).then(|| amount / all),
        gini: curve.as_ref().map(Lorenz::gini),
        palma: curve.as_ref().and_then(Lorenz::palma),
        theil: split.map(|split| Theil {
            total: split.total,
            between: split.between,
            within: split.within,
            groups: split
                .divisions
                .iter()
                .map(|group| Group {
                    whose: Whose::of(world, Some(group.division)),
                    people: people(group.people),
                    mean: group.mean,
                    theil: group.theil,
                })
                .collect(),
        }),
        lorenz: curve.map(|curve| curve.sampled(PIECES)),
    })
}

impl From<EquityError> for RegistryError {
    fn from(error: EquityError) -> Self {
        Self::refused_in_both(&error.to_string())
    }
}
