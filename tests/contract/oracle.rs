//! The rules of the two times in a few lines of memory: what both stores are compared with.

use jiantu::domain::change::EntityRef;
use std::collections::BTreeMap;

/// One recorded change.
#[derive(Clone, Debug)]
pub struct Record {
    pub number: u64,
    pub recorded: i64,
    pub entity: EntityRef,
    pub day: String,
    pub doc: Option<String>,
}

/// What stands: document, day from which it holds, number of the entity's last change.
pub type Standing = BTreeMap<EntityRef, (String, String, u64)>;

#[derive(Clone, Debug, Default)]
pub struct Oracle {
    pub log: Vec<Record>,
}

impl Oracle {
    pub fn push(&mut self, recorded: i64, entity: EntityRef, day: &str, doc: Option<String>) {
        let latest = self.log.last().map_or(recorded, |last| last.recorded.max(recorded));
        self.log.push(Record {
            number: self.log.len() as u64 + 1,
            recorded: latest,
            entity,
            day: day.into(),
            doc,
        });
    }

    pub fn head(&self) -> u64 {
        self.log.len() as u64
    }

    pub fn version(&self, entity: EntityRef) -> Option<u64> {
        self.log.iter().rev().find(|r| r.entity == entity).map(|r| r.number)
    }

    /// Of each entity the greatest day on or before `day`, ties to the later record.
    pub fn at(&self, day: &str, known: i64) -> Standing {
        let mut best: BTreeMap<EntityRef, &Record> = BTreeMap::new();
        for record in &self.log {
            if record.day.as_str() > day || record.recorded > known {
                continue;
            }
            let old = best.get(&record.entity);
            if old.is_none_or(|old| record.day >= old.day) {
                best.insert(record.entity, record);
            }
        }
        best.into_iter()
            .filter_map(|(entity, record)| {
                let doc = record.doc.clone()?;
                Some((entity, (doc, record.day.clone(), record.number)))
            })
            .collect()
    }

    /// As it stands now, with the versions that readers see.
    pub fn now(&self) -> Standing {
        let mut standing = self.at("9999-12-31", i64::MAX);
        for (entity, (_, _, version)) in &mut standing {
            *version = self.version(*entity).unwrap_or(0);
        }
        standing
    }
}
