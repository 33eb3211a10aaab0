//! Parks and centres that sites lie in: those of the registry, and those of the file that is read.

use super::find::{Finder, Found};
use super::source::Row;
use super::stage::{Landed, external_key};
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::storage::Stored;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What became of a container of the file.
#[derive(Clone, Copy)]
enum Fate {
    Landed(Uuid),
    /// Its row was refused.
    Refused(u64),
}

/// How a row calls what it lies in.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Called {
    /// (source, external id)
    External(String, String),
    Id(Uuid),
}

/// What can be said of a container now.
enum Answer {
    Is(Uuid),
    Wrong(&'static str, String, String),
    NotYet,
}

/// Containers by what rows call them. Memory grows with the containers, not with the rows.
pub struct Containers<'a> {
    registry: &'a Registry,
    finder: Finder<'a>,
    /// Of the file, by external id: (source, fate).
    by_external: HashMap<String, Vec<(String, Fate)>>,
    by_id: HashMap<Uuid, Fate>,
    /// The file has been read to its end without news: what is not known now never will be.
    pub complete: bool,
}

impl<'a> Containers<'a> {
    pub fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            finder: Finder::new(registry),
            by_external: HashMap::new(),
            by_id: HashMap::new(),
            complete: false,
        }
    }

    /// Rows that can be staged, with the id of their container, and rows whose container is not known
    /// yet. A row whose container never can be is ready, and wrong.
    pub async fn sort_out(&mut self, rows: Vec<Row>) -> Result<(Vec<Row>, Vec<Row>), RegistryError> {
        let wanted: BTreeSet<Called> = rows.iter().filter_map(called).collect();
        let answers = self.answers(wanted).await?;
        let (mut ready, mut waiting) = (Vec::with_capacity(rows.len()), Vec::new());
        for mut row in rows {
            let answer = called(&row).and_then(|called| answers.get(&called));
            match answer {
                None => {}
                Some(Answer::NotYet) => {
                    waiting.push(row);
                    continue;
                }
                Some(Answer::Is(id)) => {
                    row.fields.take("container");
                    row.fields.set("container_id", Value::Text(id.to_string()));
                }
                Some(Answer::Wrong(code, zh, en)) => {
                    let told = row.fields.take("container");
                    let field = if told.is_some() { "container" } else { "container_id" };
                    row.fields.wrong(field, code, zh, en);
                }
            }
            ready.push(row);
        }
        Ok((ready, waiting))
    }

    /// The containers among rows that are about to be staged: row, source, external id, own id.
    pub fn named_by(&self, rows: &[Row]) -> Vec<(u64, (String, String), Option<Uuid>)> {
        let catalogue = &self.registry.reference().catalogue;
        let container = |row: &&Row| {
            let kind = row.fields.peek("kind").and_then(|label| catalogue.find(&label.to_text()));
            kind.is_some_and(|(_, kind)| kind.container)
        };
        let own = |row: &Row| {
            let id = row.fields.peek("id").map(Value::to_text).or_else(|| row.id.clone())?;
            Uuid::parse_str(id.trim()).ok()
        };
        rows.iter().filter(container).map(|row| (row.row, external_key(row), own(row))).collect()
    }

    /// Takes in what became of the containers among staged rows.
    pub fn take(&mut self, named: Vec<(u64, (String, String), Option<Uuid>)>, landed: &[Landed]) {
        if named.is_empty() {
            return;
        }
        let landed: HashMap<u64, Uuid> = landed.iter().map(|landed| (landed.row, landed.id)).collect();
        for (row, (source, external), own) in named {
            let fate = landed.get(&row).map_or(Fate::Refused(row), |id| Fate::Landed(*id));
            if let Some(id) = landed.get(&row).copied().or(own) {
                self.by_id.insert(id, fate);
            }
            if !external.is_empty() {
                let of_that_name = self.by_external.entry(external).or_default();
                // A repetition is refused, and its first row still stands.
                if !of_that_name.iter().any(|(known, _)| *known == source) {
                    of_that_name.push((source, fate));
                }
            }
        }
    }

    async fn answers(&mut self, wanted: BTreeSet<Called>) -> Result<HashMap<Called, Answer>, RegistryError> {
        let mut answers = HashMap::new();
        let mut to_find = Vec::new();
        for called in wanted {
            match (self.landed(&called), &called) {
                (Some(answer), _) => drop(answers.insert(called, answer)),
                (None, Called::External(source, external)) => {
                    to_find.push((source.clone(), external.clone()));
                }
                (None, Called::Id(id)) => {
                    let answer = self.registered(*id);
                    answers.insert(called, answer);
                }
            }
        }
        let found = self.finder.sites(&to_find).await?;
        for ((source, external), found) in to_find.into_iter().zip(found) {
            let called = Called::External(source, external.clone());
            let answer = match found {
                Found::One(stored) => self.is_container(&stored, &external),
                Found::Several(sources) => several(&external, &sources),
                Found::Nothing => self.nobody(&called, &external),
            };
            answers.insert(called, answer);
        }
        Ok(answers)
    }

    /// The container of the file that has landed.
    fn landed(&self, called: &Called) -> Option<Answer> {
        match self.of_the_file(called)? {
            Ok(Fate::Landed(id)) => Some(Answer::Is(id)),
            // It may stand in the registry all the same.
            Ok(Fate::Refused(_)) => None,
            Err(ambiguous) => Some(ambiguous),
        }
    }

    fn of_the_file(&self, called: &Called) -> Option<Result<Fate, Answer>> {
        let (source, external) = match called {
            Called::Id(id) => return self.by_id.get(id).copied().map(Ok),
            Called::External(source, external) => (source, external),
        };
        let all = self.by_external.get(external)?;
        Some(match (all.iter().find(|(known, _)| known == source), &all[..]) {
            (Some((_, fate)), _) | (None, [(_, fate)]) => Ok(*fate),
            _ => {
                let sources: Vec<String> = all.iter().map(|(source, _)| source.clone()).collect();
                Err(several(external, &sources))
            }
        })
    }

    fn registered(&self, id: Uuid) -> Answer {
        let world = self.registry.world();
        match world.snapshot.sites.get(id) {
            None => self.nobody(&Called::Id(id), &id.to_string()),
            Some(entry) if self.registry.reference().catalogue.get(entry.facts.kind).container => {
                Answer::Is(id)
            }
            Some(_) => no_container(&id.to_string()),
        }
    }

    fn is_container(&self, stored: &Stored, name: &str) -> Answer {
        #[derive(serde::Deserialize)]
        struct Document {
            kind: String,
        }
        let kind = serde_json::from_str::<Document>(&stored.state.doc).map(|document| document.kind);
        let catalogue = &self.registry.reference().catalogue;
        let container = kind.ok().and_then(|kind| catalogue.find(&kind).map(|(_, kind)| kind.container));
        if container == Some(false) { no_container(name) } else { Answer::Is(stored.entity.id) }
    }

    fn nobody(&self, called: &Called, name: &str) -> Answer {
        if let Some(Ok(Fate::Refused(row))) = self.of_the_file(called) {
            return Answer::Wrong(
                "container_refused",
                format!("所在的容器场地“{name}”（第 {row} 行）未被接受"),
                format!("row {row}, the containing site `{name}`, was refused"),
            );
        }
        if !self.complete {
            return Answer::NotYet;
        }
        Answer::Wrong(
            "unknown_container",
            format!("没有编号为“{name}”的容器场地（公园、中心）"),
            format!("there is no containing site (park, centre) `{name}`"),
        )
    }
}

fn called(row: &Row) -> Option<Called> {
    let text = |name: &str| {
        let text = row.fields.peek(name).map(Value::to_text)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    if let Some(external) = text("container") {
        return Some(Called::External(text("source").unwrap_or_default(), external));
    }
    // What is no id is told when the row is read.
    text("container_id").and_then(|id| Uuid::parse_str(&id).ok()).map(Called::Id)
}

fn several(external: &str, sources: &[String]) -> Answer {
    let sources = sources.join(", ");
    Answer::Wrong(
        "ambiguous_container",
        format!("编号“{external}”在多个来源中都有（{sources}）：请填写所属场地ID"),
        format!("several sources have a site `{external}` ({sources}); give container_id"),
    )
}

fn no_container(name: &str) -> Answer {
    Answer::Wrong(
        "not_a_container",
        format!("“{name}”不是公园、中心一类的容器场地，不能包含其他场地"),
        format!("`{name}` is no park or centre: it can not contain other sites"),
    )
}
