//! A frozen year-end: the figures of 31 December as they were known when they were frozen. They never move.
//!
//! What was found, corrected or revised later is in the best knowledge of that day, beside the frozen one; the
//! difference is told by its causes. A frozen year is opened again only as a new version, with a reason.

use super::id::{BlobHash, Seq, YearEndId};
use super::invalid::Invalid;
use super::time::Micros;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Characters of an office's name or of a reason at most.
const LONGEST: usize = 1_000;

/// Which people the figures per head rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Residents of the whole.
    pub value: u64,
    /// They hold at 31 December of this year.
    pub year: i16,
    pub vintage: String,
    pub estimate: bool,
}

/// A frozen year-end; its rows are kept as large contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearEnd {
    pub id: YearEndId,
    pub year: i16,
    /// 1 for the first; a later one stands in the place of the earlier, which stays readable.
    pub version: u32,
    /// Number of the log up to which it knows.
    pub seq: Seq,
    pub frozen_at: Micros,
    /// The office that froze it; no person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why the year was opened again; of every version but the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The counting rules.
    pub rule_version: String,
    /// Version of the program that counted.
    pub program: String,
    /// SHA-256 of the divisions with their outlines.
    pub boundary_version: BlobHash,
    /// Of the whole; `None`: no population was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// The plan whose tasks are in it, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Sites that stood on that day.
    pub sites: u64,
    /// Counted venue area of the whole.
    pub area_cm2: i64,
    /// Demonstration data is in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Coverage, and the plan's tasks with their records.
    pub blob: BlobHash,
    /// What each site added, divisions with outlines, kinds and rules.
    pub grounds: BlobHash,
    /// SHA-256 of all the above, contents by their own; see [`YearEnd::digest`].
    pub hash: BlobHash,
}

impl YearEnd {
    /// 31 December.
    pub fn day(&self) -> Date {
        day_of(self.year)
    }

    /// The hash that belongs to it: over everything but the hash itself.
    pub fn digest(&self) -> BlobHash {
        let plain = Self { hash: BlobHash([0; 32]), ..self.clone() };
        // Its members are plain values, which JSON can always tell.
        let text = serde_json::to_vec(&plain).unwrap_or_default();
        let mut digest = Sha256::new();
        digest.update(b"jiantu year end 1\n");
        digest.update(text);
        BlobHash(digest.finalize().into())
    }

    /// The same with the hash that belongs to it.
    pub fn sealed(self) -> Self {
        Self { hash: self.digest(), ..self }
    }

    /// Under what it is known to the database: (source, external id); so a version is frozen once.
    pub fn external(&self) -> (String, String) {
        ("year_end".to_owned(), format!("{}/{}", self.year, self.version))
    }
}

/// 31 December of a year.
pub fn day_of(year: i16) -> Date {
    date(year, 12, 31)
}

/// What is wrong with a given name of an office or reason.
pub fn defect(field: &str, text: Option<&str>) -> Option<Invalid> {
    let text = text?;
    if text.trim().is_empty() {
        return Some(Invalid::new(field, "required", "不能为空", "it must not be empty"));
    }
    (text.chars().count() > LONGEST)
        .then(|| Invalid::new(field, "too_long", "最多 1000 个字", "it has at most 1,000 characters"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn year_end() -> YearEnd {
        YearEnd {
            id: YearEndId(Uuid::from_u128(7)),
            year: 2025,
            version: 1,
            seq: Seq(12),
            frozen_at: Micros(1_767_225_600_000_000),
            by: Some("区体育局".to_owned()),
            reason: None,
            rule_version: "r1".to_owned(),
            program: "0.1.0".to_owned(),
            boundary_version: BlobHash([1; 32]),
            people: Some(People { value: 1_000, year: 2025, vintage: "普查".to_owned(), estimate: false }),
            plan: Some("p".to_owned()),
            sites: 3,
            area_cm2: 45_000_001,
            demo: false,
            blob: BlobHash([2; 32]),
            grounds: BlobHash([3; 32]),
            hash: BlobHash([0; 32]),
        }
    }

    #[test]
    fn the_hash_covers_every_member() {
        let sealed = year_end().sealed();
        assert_eq!(sealed.digest(), sealed.hash);
        let document = serde_json::to_value(&sealed).unwrap();
        let members = document.as_object().unwrap();
        for (name, value) in members.iter().filter(|(name, _)| *name != "hash") {
            let mut other = members.clone();
            let changed = match value {
                serde_json::Value::String(text) if text.len() == 64 => "ab".repeat(32).into(),
                serde_json::Value::String(text) if text.len() == 36 => Uuid::nil().to_string().into(),
                serde_json::Value::String(text) => format!("{text}x").into(),
                serde_json::Value::Number(number) => (number.as_f64().unwrap() as i64 + 1).into(),
                serde_json::Value::Object(_) => serde_json::Value::Null,
                odd => panic!("{name}: {odd}"),
            };
            other.insert(name.clone(), changed);
            let other: YearEnd = serde_json::from_value(other.into()).unwrap();
            assert_ne!(other.digest(), sealed.hash, "{name}");
        }
    }

    #[test]
    fn it_comes_back_from_its_document_with_the_same_hash() {
        let sealed = year_end().sealed();
        let back: YearEnd = serde_json::from_str(&serde_json::to_string(&sealed).unwrap()).unwrap();
        assert_eq!(back, sealed);
        assert_eq!(back.digest(), sealed.hash);
    }
}
