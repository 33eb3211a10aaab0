//! What is registered, changed, closed and removed one by one: the same verbs for every resource.

use super::answer::{Answer, Refusal};
use super::headers::{idempotency_key, if_match, if_none_match, seq};
use super::operation::{Operation, Tag, delete, get, patch, post, put};
use super::parameter::{Parameter, path};
use super::schema::{
    Object, Schema, boolean, date, instant, integer, list, named, number, object, one_of, text, uuid,
};
use super::{geojson, given};
use serde_json::Value;

const GEOJSON: &str = "application/geo+json";

/// How a resource is called and what it looks like.
pub struct Resource {
    pub tag: Tag,
    /// Below `/api/v1/`.
    pub path: &'static str,
    /// In names of operations and schemas: `Site`, `Sites`.
    pub one: &'static str,
    pub many: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// Filters of the list, beside place and page.
    pub filters: Vec<Parameter>,
    /// What its feature tells beside the members, and members that it does not tell.
    pub computed: Object,
    pub untold: &'static [&'static str],
    /// What may be told of it, without its place; what has to be is required.
    pub members: Object,
    /// Whether it may have a place.
    pub placed: bool,
    /// The member that tells its last day.
    pub ends_by: Option<&'static str>,
    pub example: Value,
}

impl Resource {
    fn of(&self, end: &str) -> String {
        format!("{}{end}", self.one)
    }

    /// Schemas of its features, pages and bodies, by name.
    pub fn schemas(&self) -> Vec<(String, Schema)> {
        let place = if self.placed { given::place() } else { object() };
        let members = || self.members.clone().like(given::change());
        let given = members().like(given::id()).like(place.clone());
        let mut schemas = vec![
            (self.of("Properties"), self.properties()),
            (self.of(""), geojson::feature(&self.of("Properties"))),
            (self.of("Page"), geojson::page(named(self.one)).schema()),
            (self.of("Change"), given.clone().partly().closed().schema()),
            (self.of("Given"), given.closed().schema()),
            (self.of("GivenFeature"), given::feature(members())),
            (self.of("ChangeFeature"), given::feature(members().partly())),
        ];
        if let Some(day) = self.ends_by {
            let end = object()
                .has(day, date().about("最后一天，不能晚于今天", "its last day, not after today"))
                .may("note", given::told())
                .like(given::change());
            schemas.push((self.of("End"), end.closed().schema()));
        }
        schemas
    }

    /// What its feature tells: what may be told of it, and what is computed.
    fn properties(&self) -> Schema {
        let kept = object()
            .has("version", integer().least(1).about("最近一次变更的序号", "the number of its newest change"))
            .has("effective_from", date().about("从哪天起如此", "since when it is so"));
        let home = object()
            .may("division", text().about("所在行政区划的代码", "code of the division it stands in"))
            .may("division_name_zh", text());
        let near =
            object().may("distance_m", number().about("按距离排序时：米", "metres, in lists by distance"));
        let own = self.members.clone().without(self.untold).without(&["division"]);
        own.like(self.computed.clone()).like(home).like(near).like(kept).schema()
    }

    pub fn operations(&self) -> Vec<Operation> {
        let all = format!("/api/v1/{}", self.path);
        let one = format!("{all}/{{id}}");
        let id = || path("id", uuid()).about("编号", "its id").shared("id");
        let (zh, en) = (self.zh, self.en);
        let titled = |operation: Operation, verb_zh: &str, verb_en: &str| {
            operation.titled(self.tag, &format!("{verb_zh}{zh}"), &format!("{verb_en} {en}"))
        };
        let feature = || named(self.one);
        let bodies = |kind: &str| {
            vec![
                ("application/json", named(&self.of(kind))),
                (GEOJSON, named(&self.of(&format!("{kind}Feature")))),
            ]
        };
        let mut patches = bodies("Change");
        patches.push(("application/merge-patch+json", named(&self.of("Change"))));
        let mut operations = vec![
            titled(get(&all, format!("list{}", self.many)), "列出", "list")
                .takes(self.listed())
                .answers(Answer::new(200, "一页", "a page").of(GEOJSON, named(&self.of("Page"))).with(["Link"])),
            titled(post(&all, format!("create{}", self.one)), "登记", "register")
                .writes()
                .takes([idempotency_key(), seq()])
                .body_of(bodies("Given"))
                .for_example(self.example.clone())
                .answers(
                    written(201, "已登记", "registered", feature()).with(["Location", "Idempotent-Replayed"]),
                )
                .refuses(Refusal::OF_BODY)
                .refuses([Refusal::Conflict, Refusal::KeyReused]),
            titled(get(&one, format!("get{}", self.one)), "读取", "read")
                .takes([id(), if_none_match(), seq()])
                .answers(Answer::new(200, "现状", "as it stands").of(GEOJSON, feature()).with(["ETag"]))
                .answers(Answer::unchanged())
                .refuses([Refusal::Missing]),
            titled(patch(&one, format!("change{}", self.one)), "修改", "change")
                .about("合并补丁（RFC 7396）：null 为删去。", "A merge patch (RFC 7396): `null` removes.")
                .writes()
                .takes([id(), if_match(), idempotency_key(), seq()])
                .body_of(patches)
                .answers(written(200, "修改后", "as it stands now", feature()))
                .refuses(Refusal::OF_BODY)
                .refuses(Refusal::OF_CHANGE)
                .refuses([Refusal::KeyReused]),
            titled(put(&one, format!("replace{}", self.one)), "替换", "replace")
                .about("没有写出的值会被删去，位置除外。", "What is not named is removed, except the place.")
                .writes()
                .takes([id(), if_match(), seq()])
                .body_of(bodies("Given"))
                .answers(written(200, "替换后", "as it stands now", feature()))
                .refuses(Refusal::OF_BODY)
                .refuses(Refusal::OF_CHANGE),
            titled(delete(&one, format!("remove{}", self.one)), "删除", "remove")
                .about(
                    "只用于不该登记的；结束的请关闭。历史仍保留，此后为 404。",
                    "For what should never have been recorded; what has ended is closed. History keeps it, 404 after.",
                )
                .writes()
                .takes([id(), if_match(), seq()])
                .answers(Answer::new(204, "已删除", "removed"))
                .refuses(Refusal::OF_CHANGE),
        ];
        if self.ends_by.is_some() {
            operations.push(
                titled(post(format!("{one}/close"), format!("close{}", self.one)), "关闭", "close")
                    .writes()
                    .takes([id(), if_match(), idempotency_key(), seq()])
                    .body(named(&self.of("End")))
                    .answers(written(200, "关闭后", "as it stands now", feature()))
                    .refuses(Refusal::OF_BODY)
                    .refuses(Refusal::OF_CHANGE)
                    .refuses([Refusal::KeyReused]),
            );
        }
        operations.push(history(&one, self.one, self.tag, zh, en).takes([id(), seq()]));
        operations
    }

    fn listed(&self) -> Vec<Parameter> {
        let mut all = super::parameters::place().to_vec();
        all.extend(self.filters.iter().cloned());
        all.extend(super::parameters::page());
        all.push(seq());
        all
    }
}

/// The answer to a write. Where memory lags behind the database it tells the version only.
fn written(status: u16, zh: &str, en: &str, feature: Schema) -> Answer {
    let body = one_of([feature, named("Written")]);
    Answer::new(status, zh, en).of(GEOJSON, body.clone()).of("application/json", body).with(["ETag"])
}

/// All changes of one thing.
pub fn history(one: &str, name: &str, tag: Tag, zh: &str, en: &str) -> Operation {
    get(format!("{one}/history"), format!("get{name}History"))
        .titled(tag, &format!("{zh}的历史"), &format!("history of one {en}"))
        .about("按登记先后；已删除的也有。", "In the order of recording; also of what was removed.")
        .answers(Answer::json("全部变更", "all changes", named("History")))
        .refuses([Refusal::Missing])
}

/// What a write answers while memory lags, and what the log tells.
pub fn shared() -> Vec<(&'static str, Schema)> {
    let kinds = crate::domain::change::EntityKind::ALL.map(crate::domain::change::EntityKind::as_str);
    let reasons = crate::domain::change::Reason::ALL.iter().map(|reason| reason.as_str());
    let state = || super::schema::map(super::schema::anything()).or_null();
    let change = object()
        .has("seq", integer().least(1).about("序号", "its number in the log"))
        .has("recorded_at", instant().about("登记时刻", "when it was recorded"))
        .has("actor", text().about("登记者的不透明编号", "an opaque id of who recorded it"))
        .has("unconditional", boolean().about("写入时没有核对版本", "written without naming a version"))
        .has("entity", super::schema::word(kinds))
        .has("id", uuid())
        .has("effective_from", date().about("从哪天起如此", "since when it is so"))
        .has("reason", super::schema::word(reasons))
        .has("erased", boolean().about("内容已依法抹去", "its content was erased"))
        .has("before", state().about("变更前；新登记的为 null", "before it; null of what is new"))
        .has("after", state().about("变更后；删除的为 null", "after it; null of what was removed"));
    let place = || super::schema::numbers(4, 4).or_null();
    let entry = change
        .clone()
        .has("collection", text().or_null().about("数据集", "the collection"))
        .has("what", super::schema::word(["created", "changed", "removed", "erased"]))
        .may("parent", super::schema::anything().about("所属", "what it hangs on"))
        .has("version", integer().or_null().about("版本", "its version"))
        .has("bbox", place().about("现在的范围", "where it is"))
        .has("bbox_before", place().about("此前的范围", "where it was"))
        .has("href", text().or_null().about("现状的地址", "where it can be read"))
        .and_others(super::schema::anything());
    vec![
        ("ChangeEntry", entry.schema()),
        ("Written", object().has("id", uuid()).has("version", integer().least(1)).schema()),
        ("LogChange", change.schema()),
        ("History", object().has("id", uuid()).has("changes", list(named("LogChange"))).schema()),
    ]
}
