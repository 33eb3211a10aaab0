//! How high the nodes of streets lie.

/// Heights of an extract's nodes above the sea, kept in whole centimetres, in the order of the nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heights(Box<[i32]>);

/// Stands for a height that nobody knows.
const UNKNOWN: i32 = i32::MIN;

impl Heights {
    /// Metres above the sea of the node at a position of the extract's; `None` where it is not known.
    pub fn metres(&self, position: usize) -> Option<f64> {
        let cm = self.0.get(position).copied().filter(|cm| *cm != UNKNOWN)?;
        Some(f64::from(cm) / 100.0)
    }

    /// Whole centimetres of all nodes.
    pub fn centimetres(&self) -> impl Iterator<Item = Option<i32>> + '_ {
        self.0.iter().map(|cm| (*cm != UNKNOWN).then_some(*cm))
    }

    /// From whole centimetres; the smallest number there is counts as not known.
    pub fn from_centimetres(all: impl IntoIterator<Item = Option<i32>>) -> Self {
        Self(all.into_iter().map(|cm| cm.unwrap_or(UNKNOWN)).collect())
    }

    /// How many are known.
    pub fn known(&self) -> u64 {
        self.centimetres().flatten().count() as u64
    }
}

/// Metres, rounded to centimetres; what is no number is not known.
impl FromIterator<Option<f64>> for Heights {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(all: I) -> Self {
        let centimetres = |metres: f64| metres.is_finite().then(|| (metres * 100.0).round() as i32);
        Self::from_centimetres(all.into_iter().map(|metres| metres.and_then(centimetres)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_come_back_to_the_centimetre() {
        let heights: Heights = [Some(3_656.004), None, Some(-430.518), Some(f64::NAN)].into_iter().collect();
        let metres: Vec<_> = (0..5).map(|position| heights.metres(position)).collect();
        assert_eq!(metres, [Some(3_656.0), None, Some(-430.52), None, None]);
        assert_eq!(heights.known(), 2);
        assert_eq!(Heights::from_centimetres(heights.centimetres()), heights);
    }
}
