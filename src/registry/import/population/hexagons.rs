//! Hexagons of one set: all of one resolution, each once, or people would count twice.

use crate::domain::hexagon::Hexagon;
use crate::domain::invalid::Invalid;
use crate::registry::draft::Fields;
use std::collections::HashMap;

/// Refusals for which the other row is looked up among all; the later ones name the first row.
const LOOKED_UP: u32 = 20;

/// The hexagon that a row names; `None` where it names none or a wrong one, which is added to the
/// defects.
pub fn hexagon(fields: &mut Fields) -> Option<Hexagon> {
    let text = fields.text("h3")?;
    let found = Hexagon::read(&text);
    if found.is_none() {
        fields.wrong(
            "h3",
            "not_h3",
            format!("“{text}”不是 H3 单元编号：应为 15 位十六进制文字，如 8928308280fffff（表格软件可能把它改成了数）"),
            format!(
                "`{text}` is no index of an H3 cell: it should be a text of 15 hexadecimal digits such as 8928308280fffff (a spreadsheet may have made a number of it)"
            ),
        );
    }
    found
}

/// The hexagons of a set so far.
#[derive(Debug, Default)]
pub struct Hexagons {
    /// The first one's resolution and row.
    first: Option<(u8, u64)>,
    rows: HashMap<Hexagon, u64>,
    refused: u32,
}

impl Hexagons {
    /// # Errors
    /// It came before, or the ones before it have another resolution.
    pub fn add(&mut self, hexagon: Hexagon, row: u64) -> Result<(), Invalid> {
        let (resolution, first) = *self.first.get_or_insert((hexagon.resolution(), row));
        if hexagon.resolution() != resolution {
            return Err(self.mixed(hexagon, resolution, first));
        }
        match self.rows.insert(hexagon, row) {
            None => Ok(()),
            Some(earlier) => {
                self.rows.insert(hexagon, earlier);
                Err(Invalid::new(
                    "h3",
                    "duplicate",
                    format!("H3 单元 {hexagon} 已在第 {earlier} 行出现：人口会重复计算"),
                    format!(
                        "the H3 cell {hexagon} came in row {earlier} already: its people would count twice"
                    ),
                ))
            }
        }
    }

    /// Of all that were added.
    pub fn resolution(&self) -> Option<u8> {
        self.first.map(|(resolution, _)| resolution)
    }

    pub fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    fn mixed(&mut self, hexagon: Hexagon, resolution: u8, first: u64) -> Invalid {
        let own = hexagon.resolution();
        self.refused += 1;
        let relative = match hexagon.parent(resolution) {
            Some(parent) => self.rows.get(&parent).copied(),
            // A coarser one: is any of those before in it?
            None if self.refused <= LOOKED_UP => {
                let inside = self.rows.iter().filter(|(other, _)| other.parent(own) == Some(hexagon));
                inside.map(|(_, row)| *row).min()
            }
            None => None,
        };
        match relative {
            Some(row) => Invalid::new(
                "h3",
                "h3_overlaps",
                format!(
                    "{hexagon}（{own} 级）与第 {row} 行的 {resolution} 级单元重叠：人口会重复计算；请只留一个级别"
                ),
                format!(
                    "{hexagon} (resolution {own}) overlaps the cell of resolution {resolution} in row {row}: their people would count twice; keep one resolution only"
                ),
            ),
            None => Invalid::new(
                "h3",
                "h3_mixed",
                format!(
                    "{hexagon} 为 {own} 级，而第 {first} 行为 {resolution} 级：请只留一个级别，或分文件导入"
                ),
                format!(
                    "{hexagon} has resolution {own}, row {first} has {resolution}: keep one resolution only"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(resolution: u8) -> Hexagon {
        Hexagon::at(123.463, 41.679, resolution).expect("a hexagon")
    }

    #[test]
    fn one_resolution_each_once() {
        let mut hexagons = Hexagons::default();
        hexagons.add(at(9), 2).expect("the first");
        let away = Hexagon::at(10.0, 10.0, 9).expect("a hexagon");
        hexagons.add(away, 3).expect("another");
        assert!(hexagons.add(at(9), 4).expect_err("twice").message_en.contains("row 2"));
        assert!(hexagons.add(at(9), 5).expect_err("again").message_en.contains("row 2"));
        for (resolution, row) in [(8, 5), (10, 6)] {
            let told = hexagons.add(at(resolution), row).expect_err("a relative");
            assert_eq!((told.code.as_str(), told.message_en.contains("in row 2")), ("h3_overlaps", true));
        }
        let elsewhere = Hexagon::at(50.0, 10.0, 7).expect("a hexagon");
        assert_eq!(hexagons.add(elsewhere, 7).expect_err("mixed").code, "h3_mixed");
        assert_eq!((hexagons.resolution(), hexagons.len()), (Some(9), 2));
    }
}
