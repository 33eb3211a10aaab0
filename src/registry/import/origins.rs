//! Which row of the file a staged write came of, and two rows that claim the same.

use crate::domain::invalid::Invalid;

/// Something that two rows, or a row and the registry, both claim.
pub fn duplicate(key: &str, earlier: Option<u64>) -> Invalid {
    // A key without a source is told without the stroke that divides the two.
    let key = key.strip_prefix('/').unwrap_or(key);
    let (zh, en) = match earlier {
        Some(row) => (
            format!("编号“{key}”重复：第 {row} 行已使用"),
            format!("`{key}` is used twice: row {row} has it already"),
        ),
        None => (
            format!("编号“{key}”已被占用：已登记，或正由另一次导入使用"),
            format!("`{key}` is taken: by something registered, or by another import under way"),
        ),
    };
    Invalid::new("external_id", "duplicate", zh, en)
}

/// Row numbers of all writes in their order, as runs of rows that follow each other: next to nothing for
/// a file whose rows are all written.
#[derive(Default)]
pub struct Origins {
    /// (position of the first write, its row).
    runs: Vec<(u64, u64)>,
    next: u64,
}

impl Origins {
    pub fn add(&mut self, rows: &[u64]) {
        for row in rows {
            let follows = self.runs.last().is_some_and(|(first, start)| start + (self.next - first) == *row);
            if !follows {
                self.runs.push((self.next, *row));
            }
            self.next += 1;
        }
    }

    /// The row of the write at a position; `None` when it is no row's own.
    pub fn row_of(&self, position: u64) -> Option<u64> {
        let after = self.runs.partition_point(|(first, _)| *first <= position);
        let (first, row) = self.runs[..after].last()?;
        Some(row + (position - first)).filter(|row| *row > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_their_rows() {
        let mut origins = Origins::default();
        origins.add(&[2, 3, 0, 4]);
        origins.add(&[9, 10]);
        let rows: Vec<_> = (0..6).map(|position| origins.row_of(position)).collect();
        assert_eq!(rows, [Some(2), Some(3), None, Some(4), Some(9), Some(10)]);
        let mut plain = Origins::default();
        plain.add(&(2..100_000).collect::<Vec<_>>());
        assert_eq!((plain.row_of(99_000), plain.runs.len()), (Some(99_002), 1));
    }
}
