//! `/api/v1/coverage`, `/api/v1/suspicions`.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::headers::seq;
use super::operation::{Tag, get};
use super::parameter::query;
use super::parameters::{as_of, division, known_at};
use super::schema::{date, list, named, object, text};

const TAG: Tag =
    Tag {
        name: "coverage", zh: "人均面积及其由来", en: "venue area per head, and the sites behind it"
    };

pub fn chapter() -> Chapter {
    let words = "^(all|open|free|sites|trail|pieces|completeness|population|count:.+|programme:.+)$";
    let figure = query("figure", text().pattern(words).usually("all")).about(
        "哪个数：总面积、对外开放、免费开放、场地数，或某类型的个数（count:KIND）等",
        "which number: the area (all, open, free), the sites, the count of a kind (count:KIND) and so on",
    );
    let suspicions =
        object().has("as_of", date()).has("rule_version", text()).has("pairs", list(named("SuspectedPair")));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/coverage", "getCoverage")
                .titled(TAG, "人均面积", "area per head")
                .about(
                    "先是全区（或所给区划），再是其下级，最后是不在任何下级内的。面积以平方米计，精确到平方厘米；未知为 null。",
                    "The whole first, then its children, then what lies in none of them. Areas are square metres with cm² precision; what is not known is null.",
                )
                .takes([as_of(), known_at(), division(), seq()])
                .answers(Answer::json("各区划的数", "figures by division", named("Coverage")))
                .refuses([Refusal::Missing]),
            get("/api/v1/coverage/why", "getCoverageWhy")
                .titled(TAG, "数字的由来", "what stands behind a number")
                .takes([division(), figure, as_of(), known_at(), seq()])
                .answers(Answer::json("逐个场地", "site by site", named("Why")))
                .refuses([Refusal::Missing]),
            get("/api/v1/suspicions", "getSuspicions")
                .titled(TAG, "疑似重复", "suspected double counting")
                .takes([as_of(), seq()])
                .answers(Answer::json("成对的场地，由人判断", "pairs of sites, for a person to decide", named("Suspicions"))),
        ],
        schemas: vec![("Suspicions".to_owned(), suspicions.schema())],
    }
}
