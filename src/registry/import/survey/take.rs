use super::super::report::Report;
use super::super::source::Row;
use super::{Group, Survey};
use crate::analysis::survey::Answers;
use crate::formats::Value;
use crate::registry::draft::Fields;
use crate::registry::draft::known::Known;

/// What every row of a survey has in common with the observation that it becomes.
const COMMON: [&str; 7] = ["source", "indicator", "unit", "method", "reporter", "note", "demo"];

/// Lowest and highest score where no scale is told.
pub const POINTS: (f64, f64) = (0.0, 100.0);

impl Survey {
    /// Takes a row; tells whether it is right.
    pub fn take(&mut self, row: Row, known: &Known<'_>, report: &mut Report) -> bool {
        let Row { row, mut fields, .. } = row;
        let scale = self.scale(&mut fields);
        let score = fields.decimal("score");
        let people = fields.integer("answers", 0..=100_000_000).map(i64::unsigned_abs);
        let weight = weight(&mut fields);
        let division = known.division(&mut fields);
        let mut question = |name: &str| {
            let text = fields.text(name);
            if text.is_none() {
                fields.missing(name);
            }
            text.unwrap_or_default()
        };
        let question = (question("series"), question("period"));
        self.compare(&mut fields);
        let points = score.zip(scale).and_then(|(score, (low, high))| {
            if (low..=high).contains(&score) {
                return Some(100.0 * (score - low) / (high - low));
            }
            let (zh, en) = (
                format!("{score} 不在量表 {low}–{high} 内"),
                format!("{score} is not on the scale {low} to {high}"),
            );
            fields.wrong("score", "off_scale", zh, en);
            None
        });
        if !fields.defects.is_empty() {
            report.refuse(row, &fields.defects);
            return false;
        }
        if people.is_some() && !self.counts {
            self.begin_to_count();
        }
        let group = self.groups.entry(question).or_insert_with(|| Group { row, ..Group::default() });
        group.rows += 1;
        let people = match people {
            None if self.counts => {
                self.uncounted += 1;
                return true;
            }
            people => people.unwrap_or(1),
        };
        let Some(points) = points else {
            self.unanswered += people;
            return true;
        };
        group.whole.add(points, people, weight);
        if let Some(division) = division {
            let (_, answers) = group.divisions.entry(division).or_insert((row, Answers::default()));
            answers.add(points, people, weight);
        }
        true
    }

    /// A row tells of how many people it is, and none before it did: they were no single answers.
    fn begin_to_count(&mut self) {
        self.counts = true;
        self.unanswered = 0;
        for group in self.groups.values_mut() {
            self.uncounted += group.rows;
            (group.whole, group.divisions) = (Answers::default(), std::collections::BTreeMap::new());
        }
    }

    /// Refuses what differs from the rows before.
    fn compare(&mut self, fields: &mut Fields) {
        for name in COMMON {
            let Some(text) = fields.peek(name).map(Value::to_text) else { continue };
            let told = self.common.entry(name).or_insert_with(|| text.clone());
            if *told != text {
                let (zh, en) = (
                    format!("“{text}”与前面各行的“{told}”不同：一次调查只有一个"),
                    format!("`{text}` is not `{told}` as in the rows before: a survey has one"),
                );
                fields.wrong(name, "not_one", zh, en);
            }
        }
    }

    /// Takes `scale`, lowest and highest score such as `1-5`; without one in any row, points of 100.
    fn scale(&mut self, fields: &mut Fields) -> Option<(f64, f64)> {
        let text = fields.take("scale").map(|value| value.to_text());
        let ends = text.as_deref().map(ends);
        if let (Some(None), Some(text)) = (ends, &text) {
            fields.wrong(
                "scale",
                "not_a_scale",
                format!("量表“{text}”应写作 最低-最高，如 1-5"),
                format!("the scale `{text}` is written lowest-highest, such as 1-5"),
            );
            return None;
        }
        let own = ends.flatten();
        let first = *self.scale.get_or_insert(own);
        if own != first {
            let told = |scale: Option<(f64, f64)>, none: &str| {
                scale.map_or_else(|| none.to_owned(), |(low, high)| format!("{low}-{high}"))
            };
            let (zh, en) = (
                format!(
                    "此行的量表（{}）与前面各行（{}）不同：一次调查只有一个量表；请在每行写同一个，或用 --set scale=1-5 说明",
                    told(own, "未填写"),
                    told(first, "未填写")
                ),
                format!(
                    "the scale of this row ({}) is not that of the rows before ({}): a survey has one; write the same in every row, or tell it with --set scale=1-5",
                    told(own, "none"),
                    told(first, "none")
                ),
            );
            fields.wrong("scale", "not_one", zh, en);
            return None;
        }
        Some(own.unwrap_or(POINTS))
    }
}

/// Lowest and highest score of a scale as it is written.
fn ends(text: &str) -> Option<(f64, f64)> {
    let (low, high) = text.split_once(['-', '–', '~', '～'])?;
    let (low, high) = (low.trim().parse::<f64>().ok()?, high.trim().parse::<f64>().ok()?);
    (low.is_finite() && high.is_finite() && low < high).then_some((low, high))
}

fn weight(fields: &mut Fields) -> f64 {
    let Some(weight) = fields.decimal("weight") else { return 1.0 };
    if weight <= 0.0 {
        fields.wrong("weight", "not_positive", "权重应大于 0", "a weight is above 0");
        return 1.0;
    }
    weight
}
