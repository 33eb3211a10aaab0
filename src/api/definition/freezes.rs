//! `/api/v1/freezes`.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::given::told;
use super::headers::{idempotency_key, seq};
use super::operation::{Tag, get, post};
use super::parameter::{path, query};
use super::schema::{boolean, integer, list, named, object};
use serde_json::json;

const TAG: Tag = Tag { name: "freezes", zh: "年末封存", en: "frozen year-ends" };

pub fn chapter() -> Chapter {
    let year = || path("year", integer().least(1900).most(9999)).about("年份", "the year").shared("year");
    let version = || {
        query("version", integer().least(1).most(4_294_967_295_u64))
            .about("第几次封存；不给即现行的", "an earlier version; the one that stands when it is not given")
            .shared("freeze_version")
    };
    let given = object()
        .has("year", integer().least(1900).most(9999))
        .may("by", told().about("由谁封存", "by whom"))
        .may("reopen", boolean().or_null().about("重开已封存的年份", "to open a frozen year again"))
        .may("reason", told().about("重开的原因；只有重开才写", "why it is opened again, only then"));
    let sites =
        object().has("divisions", list(named("DivisionDocument"))).has("sites", list(named("FrozenSite")));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/freezes", "listFreezes")
                .titled(TAG, "全部封存", "all frozen year-ends")
                .takes([seq()])
                .answers(Answer::json(
                    "各年各次；stands 为现行的",
                    "every version of every year; `stands` marks the newest",
                    named("YearEnds"),
                )),
            post("/api/v1/freezes", "createFreeze")
                .titled(TAG, "封存一年", "freeze a year-end")
                .writes()
                .takes([idempotency_key(), seq()])
                .body(named("YearEndGiven"))
                .for_example(json!({"year": 2023, "by": "区体育局"}))
                .answers(
                    Answer::new(201, "已封存", "it is frozen")
                        .of("application/json", named("YearEnd"))
                        .with(["Location", "Idempotent-Replayed"]),
                )
                .refuses(Refusal::OF_BODY)
                .refuses([Refusal::Conflict, Refusal::KeyReused]),
            get("/api/v1/freezes/{year}", "getFreeze")
                .titled(TAG, "一年的封存", "one frozen year-end")
                .takes([year(), version(), seq()])
                .answers(Answer::json(
                    "封存时的覆盖与任务",
                    "coverage and tasks as they were told then",
                    named("YearEndInFull"),
                ))
                .refuses([Refusal::Missing]),
            get("/api/v1/freezes/{year}/sites", "getFreezeSites")
                .titled(TAG, "封存的场地", "what each site added")
                .takes([year(), version(), seq()])
                .answers(Answer::json(
                    "各场地计入与否及份额",
                    "each site with why it counted or not, and its shares",
                    named("YearEndSites"),
                ))
                .refuses([Refusal::Missing]),
            get("/api/v1/freezes/{year}/reconciliation", "getFreezeReconciliation")
                .titled(TAG, "与现在所知对账", "frozen beside best knowledge")
                .takes([year(), version(), seq()])
                .answers(Answer::json(
                    "差异及其原因",
                    "each difference by its causes",
                    named("Reconciliation"),
                ))
                .refuses([Refusal::Missing]),
        ],
        schemas: vec![
            ("YearEndGiven".to_owned(), given.closed().schema()),
            ("YearEnds".to_owned(), object().has("freezes", list(named("YearEnd"))).schema()),
            ("YearEndSites".to_owned(), sites.schema()),
        ],
    }
}
