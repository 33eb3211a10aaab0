//! What a record may name: divisions, organisers, the words of the kinds' file and of the plan, contents.

use super::Fields;
use crate::domain::id::{BlobHash, DivisionId, OrganisationId};
use crate::domain::invalid::Invalid;
use crate::domain::kind::Word;
use crate::domain::plan::Plan;
use crate::domain::record::Organisation;
use crate::formats::Value;
use crate::index::RecordFacts;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use uuid::Uuid;

/// The registry around records that are being read.
pub struct Known<'a> {
    reference: &'a Reference,
    world: Arc<World>,
    /// Divisions by the names that were asked for.
    divisions: Mutex<HashMap<String, Vec<DivisionId>>>,
    /// External id to (source, organisation).
    organisers: OnceLock<HashMap<String, Vec<(String, OrganisationId)>>>,
    /// Ids that stand in the record already: they need not be proved again.
    trusted: HashSet<Uuid>,
    /// Of the contents that are named, those that are kept.
    pub contents: HashSet<BlobHash>,
}

impl<'a> Known<'a> {
    pub fn new(reference: &'a Reference, world: Arc<World>) -> Self {
        Self {
            reference,
            world,
            divisions: Mutex::default(),
            organisers: OnceLock::new(),
            trusted: HashSet::new(),
            contents: HashSet::new(),
        }
    }

    /// The same, believing the ids that a record has already.
    pub fn trusting(mut self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        self.trusted.extend(ids);
        self
    }

    pub fn reference(&self) -> &Reference {
        self.reference
    }

    /// What a division is called.
    pub fn name_of(&self, id: DivisionId) -> String {
        let tree = &self.world.tree;
        tree.find(id).map_or_else(|| id.to_string(), |one| tree.node(one).division.name_zh.clone())
    }

    pub fn plan(&self) -> Option<&Plan> {
        self.reference.plan.as_ref()
    }

    /// Takes `division`, any of its names, or `division_id`.
    pub fn division(&self, fields: &mut Fields) -> Option<DivisionId> {
        let id = id(fields, "division_id").map(DivisionId);
        let Some(text) = fields.text("division") else {
            return id.filter(|id| self.stands(fields, *id));
        };
        let found = self.divisions_named(&text);
        match found[..] {
            [only] => Some(only),
            // It stood when the record was made, and is sent back as it was read.
            [] if id.is_some_and(|id| self.trusted.contains(&id.0)) => id,
            [] => {
                fields.wrong(
                    "division",
                    "unknown_division",
                    format!("没有行政区划“{text}”：请填名称、编号或 系统:代码"),
                    format!("there is no division `{text}`; give its name, its external id or system:code"),
                );
                None
            }
            _ => id.filter(|id| found.contains(id)).or_else(|| {
                fields.wrong(
                    "division",
                    "ambiguous_division",
                    format!("“{text}”对应多个行政区划，请填编号或 系统:代码"),
                    format!("`{text}` names several divisions; give its external id or system:code"),
                );
                None
            }),
        }
    }

    fn stands(&self, fields: &mut Fields, id: DivisionId) -> bool {
        if self.trusted.contains(&id.0) || self.world.tree.find(id).is_some() {
            return true;
        }
        let (zh, en) = (format!("没有行政区划 {id}"), format!("there is no division {id}"));
        fields.wrong("division_id", "unknown_division", zh, en);
        false
    }

    fn divisions_named(&self, text: &str) -> Vec<DivisionId> {
        let mut known = self.divisions.lock().unwrap_or_else(PoisonError::into_inner);
        let tree = &self.world.tree;
        let find = || tree.named(text).into_iter().map(|o| tree.node(o).division.id).collect();
        known.entry(text.to_owned()).or_insert_with(find).clone()
    }

    /// Takes `organiser`, an organisation's external id (of the record's own source, else of none, else of
    /// the only source that has it), or `organiser_id`.
    pub fn organiser(&self, fields: &mut Fields) -> Option<OrganisationId> {
        let id = id(fields, "organiser_id").map(OrganisationId);
        let Some(text) = fields.text("organiser") else {
            let id = id?;
            let organisations = self.world.records().of::<Organisation>();
            if self.trusted.contains(&id.0) || organisations.get(id.0).is_some() {
                return Some(id);
            }
            let (zh, en) = (format!("没有组织 {id}"), format!("there is no organisation {id}"));
            fields.wrong("organiser_id", "unknown_organiser", zh, en);
            return None;
        };
        let own = fields.peek("source").map(Value::to_text).unwrap_or_default();
        let holders = self.organisers().get(&text).map(Vec::as_slice).unwrap_or_default();
        let of = |source: &str| holders.iter().find(|(of, _)| of == source).map(|(_, id)| *id);
        let found = of(own.trim()).or_else(|| of(""));
        match (found, holders) {
            (Some(found), _) => Some(found),
            (None, [(_, only)]) => Some(*only),
            (None, []) => {
                fields.wrong(
                    "organiser",
                    "unknown_organiser",
                    format!("没有编号为“{text}”的组织：请先导入组织（organisations）"),
                    format!("there is no organisation `{text}`; import the organisations first"),
                );
                None
            }
            (None, several) => id.filter(|id| several.iter().any(|(_, one)| one == id)).or_else(|| {
                let sources: Vec<&str> = several.iter().map(|(source, _)| source.as_str()).collect();
                let sources = sources.join(", ");
                fields.wrong(
                    "organiser",
                    "ambiguous_organiser",
                    format!("编号“{text}”在多个来源中都有（{sources}）：请填写 organiser_id"),
                    format!("several sources have an organisation `{text}` ({sources}); give organiser_id"),
                );
                None
            }),
        }
    }

    fn organisers(&self) -> &HashMap<String, Vec<(String, OrganisationId)>> {
        self.organisers.get_or_init(|| {
            let mut all: HashMap<String, Vec<(String, OrganisationId)>> = HashMap::new();
            for entry in self.world.records().organisations() {
                let RecordFacts { record, .. } = &entry.facts;
                let source = record.source.clone().unwrap_or_default();
                all.entry(record.external_id.clone()).or_default().push((source, record.id));
            }
            all
        })
    }

    /// Takes a word of a list of the kinds' file, or one that the plan asks for; its id.
    pub fn word(
        &self,
        fields: &mut Fields,
        name: &str,
        words: &[Word],
        asked: impl Fn(&Plan) -> BTreeSet<&str>,
    ) -> Option<String> {
        let Some(label) = fields.text(name) else {
            fields.missing(name);
            return None;
        };
        let asked = self.plan().map(asked).unwrap_or_default();
        if let Some(word) = words.iter().find(|word| word.is(&label)) {
            return Some(word.id.clone());
        }
        if asked.contains(label.as_str()) {
            return Some(label);
        }
        let chinese: Vec<String> =
            words.iter().map(|word| format!("{}（{}）", word.name_zh, word.id)).collect();
        let mut english: Vec<&str> = words.iter().map(|word| word.id.as_str()).collect();
        english.extend(asked.into_iter().filter(|id| words.iter().all(|word| word.id != *id)));
        let code = if name == "kind" { "unknown_kind" } else { "unknown_word" };
        let en = english.join(", ");
        // Where the kinds' file has no words, the plan's own are all there is.
        let zh = if chinese.is_empty() { english.join("、") } else { chinese.join("、") };
        fields.wrong(
            name,
            code,
            format!("“{label}”不在可用值中：{zh}"),
            format!("`{label}` is none of: {en}"),
        );
        None
    }

    /// Takes the name of something that only the plan lists, such as a series; `None` when it is not told.
    /// Without a plan every name is one.
    pub fn of_plan(
        &self,
        fields: &mut Fields,
        name: &str,
        asked: impl Fn(&Plan) -> BTreeSet<&str>,
    ) -> Option<String> {
        let text = fields.text(name)?;
        let Some(plan) = self.plan() else { return Some(text) };
        let asked = asked(plan);
        if asked.contains(text.as_str()) {
            return Some(text);
        }
        let all = asked.into_iter().collect::<Vec<_>>().join(", ");
        fields.wrong(
            name,
            "not_in_the_plan",
            format!("计划没有用到“{text}”；可用：{all}"),
            format!("the plan asks for no `{text}`; there are: {all}"),
        );
        None
    }

    /// Takes `indicator`, the id of one of the plan's.
    pub fn indicator(&self, fields: &mut Fields) -> Option<String> {
        let id = fields.text("indicator")?;
        if self.plan().is_none_or(|plan| plan.indicator(&id).is_some()) {
            return Some(id);
        }
        fields.wrong(
            "indicator",
            "unknown_indicator",
            format!("计划中没有指标“{id}”，指标编号见计划文件"),
            format!("the plan has no indicator `{id}`; the plan's file lists them"),
        );
        None
    }

    /// Takes `tags`: those of the kinds' file by their ids, others as they are.
    pub fn tags(&self, fields: &mut Fields, words: &[Word]) -> Vec<String> {
        let mut tags = Vec::new();
        for label in fields.list("tags") {
            let tag = words.iter().find(|word| word.is(&label)).map_or(label, |word| word.id.clone());
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// Tags that nothing asks for.
    pub fn strange_tags(&self, tags: &[String], words: &[Word], asked: &BTreeSet<&str>) -> Option<Invalid> {
        let is_known =
            |tag: &&String| words.iter().any(|word| word.id == **tag) || asked.contains(tag.as_str());
        let strange: Vec<&str> = tags.iter().filter(|tag| !is_known(tag)).map(String::as_str).collect();
        (!strange.is_empty()).then(|| {
            let strange = strange.join("、");
            let all = words.iter().map(|word| word.id.as_str()).collect::<Vec<_>>().join(", ");
            Invalid::new(
                "tags",
                "unknown_tag",
                format!("标签“{strange}”不在列表中，照录，但没有指标用到；已知标签：{all}"),
                format!(
                    "the tags {strange} are in no list: kept, but no figure asks for them; known are {all}"
                ),
            )
        })
    }
}

fn id(fields: &mut Fields, name: &str) -> Option<Uuid> {
    let text = fields.text(name)?;
    let id = Uuid::parse_str(&text).ok();
    if id.is_none() {
        fields.wrong(name, "not_an_id", format!("{name} 须是 UUID"), format!("{name} is a UUID"));
    }
    id
}
