//! Analyses: the same question as a query and as a JSON object, answered at once or by a job.

/// What can be asked.
mod asked;

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::geojson::geometry;
use super::headers::seq;
use super::operation::{Operation, Tag, delete, get, post};
use super::parameter::{Parameter, path};
use super::schema::{
    Schema, address, any_of, anything, constant, integer, list, map, named, number, object, one_of, text,
    word,
};

const TAG: Tag = Tag {
    name: "analyses",
    zh: "分析：可达、空白区、选址、公平",
    en: "analyses: reach, gaps, siting, equity",
};

const GEOJSON: &str = "application/geo+json";

/// An analysis that has a path of its own.
struct Study {
    path: &'static str,
    /// In names of operations and schemas.
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    asked: Vec<Parameter>,
    /// Whether it answers features, too.
    drawn: bool,
}

pub fn chapter() -> Chapter {
    let study = |path, name, zh, en, asked| Study { path, name, zh, en, asked, drawn: true };
    let studies = [
        study("reach", "Reach", "多少人在多远之内", "who is within which distance", asked::reach()),
        study("gaps", "Gaps", "够不着的人住在哪里", "where those live who are not", asked::gaps()),
        study(
            "isochrone",
            "Isochrone",
            "从一处能走多远",
            "how far one gets from a place",
            asked::isochrone(),
        ),
        study("siting", "Siting", "建在哪里", "where to build", asked::siting()),
        study("access", "Access", "人均可用面积", "how much each can use", asked::access()),
        study(
            "diversity",
            "Diversity",
            "可选的设施种类",
            "how many families of facilities",
            asked::diversity(),
        ),
        study("equity", "Equity", "是否均衡", "how evenly", asked::equity()),
        study("bounds", "Bounds", "数字的上下限", "how sure a figure is", asked::bounds()),
        study(
            "projects",
            "Projects",
            "补足缺口要建什么",
            "what to build for what is short",
            asked::projects(),
        ),
    ];
    let mut operations: Vec<Operation> = studies.iter().flat_map(Study::operations).collect();
    operations.extend(comparisons());
    operations.extend(jobs());
    let mut schemas: Vec<(String, Schema)> = studies.iter().map(Study::asked).collect();
    schemas.extend(compared());
    schemas.extend([("Job".to_owned(), job()), ("StudyFeatures".to_owned(), features())]);
    Chapter { tag: TAG, operations, schemas }
}

/// What tiles of gaps are asked: the analysis' own question, without its form.
pub fn tiled_gaps() -> Vec<Parameter> {
    asked::formless(asked::gaps())
}

/// The same of reach.
pub fn tiled_reach() -> Vec<Parameter> {
    asked::formless(asked::reach())
}

impl Study {
    fn operations(&self) -> [Operation; 2] {
        let path = format!("/api/v1/{}", self.path);
        let mut answer = Answer::json("结果", "the answer", named(self.name));
        if self.drawn {
            answer = answer.of(GEOJSON, named("StudyFeatures"));
        }
        let of = |operation: Operation| {
            operation
                .titled(TAG, self.zh, self.en)
                .answers(answer.clone())
                .answers(running())
                .refuses([Refusal::Missing, Refusal::Conflict])
        };
        [
            of(get(&path, format!("get{}", self.name))).takes(self.asked.iter().cloned().chain([seq()])),
            of(post(&path, format!("post{}", self.name)))
                .takes([seq()])
                .body(named(&format!("{}Asked", self.name)))
                .refuses(Refusal::OF_BODY),
        ]
    }

    /// The question as a JSON object.
    fn asked(&self) -> (String, Schema) {
        (format!("{}Asked", self.name), as_object(&self.asked).closed().schema())
    }
}

fn as_object(asked: &[Parameter]) -> super::schema::Object {
    asked.iter().fold(object(), |all, one| all.may(one.name(), one.told().or_null()))
}

/// It goes on as a job.
fn running() -> Answer {
    Answer::new(202, "还在计算，稍后到 Location 取", "still computed; ask again at Location")
        .of("application/json", named("Job"))
        .with(["Location", "Retry-After"])
}

fn changes() -> Schema {
    list(named("WhatIf")).items(1, 1_000).about("假设的变动，不保存", "supposed changes, saved nowhere")
}

fn comparisons() -> Vec<Operation> {
    let compared = |operation: Operation| {
        operation
            .titled(TAG, "方案与现状并列", "scenarios beside the present")
            .answers(Answer::json("各列", "column by column", named("Comparison")))
            .answers(running())
            .refuses([Refusal::Missing, Refusal::Conflict])
    };
    vec![
        post("/api/v1/what-if", "postWhatIf")
            .titled(TAG, "假设变动的前后", "before and after of supposed changes")
            .takes([seq()])
            .body(named("WhatIfAsked"))
            .answers(Answer::json("前后", "before and after", named("WhatIfAnswer")))
            .refuses([Refusal::Missing, Refusal::Conflict])
            .refuses(Refusal::OF_BODY),
        compared(get("/api/v1/scenarios/compare", "getComparison"))
            .takes(asked::compare().into_iter().chain([seq()])),
        compared(post("/api/v1/scenarios/compare", "postComparison"))
            .takes([seq()])
            .body(named("ComparisonAsked"))
            .refuses(Refusal::OF_BODY),
    ]
}

fn compared() -> Vec<(String, Schema)> {
    let what_if = as_object(&asked::what_if()).has("changes", changes()).closed();
    let comparison = as_object(&asked::compare()).may("changes", changes().or_null()).closed();
    vec![("WhatIfAsked".to_owned(), what_if.schema()), ("ComparisonAsked".to_owned(), comparison.schema())]
}

fn jobs() -> Vec<Operation> {
    let id = || path("id", text().pattern("^[0-9a-f]{32}$")).about("编号", "its id").shared("job");
    let one = "/api/v1/jobs/{id}";
    vec![
        get("/api/v1/jobs", "listJobs").titled(TAG, "近来的计算", "jobs of late").takes([seq()]).answers(
            Answer::json("新的在前", "newest first", object().has("jobs", list(named("Job"))).schema()),
        ),
        get(one, "getJob")
            .titled(TAG, "计算到哪里了", "how far a job is")
            .takes([id(), seq()])
            .answers(Answer::json("进度", "its progress", named("Job")))
            .refuses([Refusal::Missing]),
        delete(one, "cancelJob")
            .titled(TAG, "停止计算", "stop a job")
            .about(
                "谁都可以停：计算不含数据，再问同样的问题就会重新开始。",
                "Anybody may: a job holds no data, and whoever asks the same question starts it again.",
            )
            .takes([id(), seq()])
            .answers(Answer::json("停在哪里", "where it stands then", named("Job")))
            .refuses([Refusal::Missing]),
        get("/api/v1/jobs/{id}/result", "getJobResult")
            .titled(TAG, "计算的结果", "what a job has found")
            .takes([id(), seq()])
            .answers(
                Answer::json(
                    "结果，与直接提问相同",
                    "the answer, as the question itself gets it",
                    one_of(ANSWERS.map(named)),
                )
                .of(GEOJSON, named("StudyFeatures")),
            )
            .answers(running())
            .refuses([Refusal::Missing, Refusal::Conflict]),
    ]
}

/// How far a question is.
fn job() -> Schema {
    let links = object().has("self", address()).has("result", address());
    object()
        .has("job", text().about("编号", "its id"))
        .has("state", word(["running", "done", "failed", "cancelled"]))
        .has("progress", number().least(0).most(1))
        .has("question", map(anything()).about("规范化的问题", "the question, normalised"))
        .has("links", links)
        .may("best", number().about("目前最好的目标值", "the best answer so far"))
        .may("bound", number().about("不可能超过的目标值", "what no answer can beat"))
        .may("error", named("Problem"))
        .schema()
}

/// Features of an analysis, with what the numbers were made by beside them.
fn features() -> Schema {
    let feature = object()
        .has("type", constant("Feature"))
        .may("id", any_of([text(), integer()]))
        .has("geometry", geometry())
        .has("properties", map(anything()));
    object()
        .has("type", constant("FeatureCollection"))
        .has("features", list(feature.schema()))
        .and_others(anything())
        .about(
            "数字的由来（日期、方法、人口、标记）并列其中",
            "day, method, people and flags stand beside the features",
        )
}

/// What a job may have found.
const ANSWERS: [&str; 10] = [
    "Reach",
    "Gaps",
    "Isochrone",
    "Siting",
    "Access",
    "Diversity",
    "Equity",
    "Bounds",
    "Projects",
    "Comparison",
];
