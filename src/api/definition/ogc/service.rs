//! The landing page, the conformance classes, the functions of filters, and this document.

use super::{TAG, document, form};
use crate::api::definition::answer::Answer;
use crate::api::definition::headers::{if_none_match, seq};
use crate::api::definition::operation::{Operation, get};
use crate::api::definition::parameter::query;
use crate::api::definition::schema::{anything, named, object, text, word};
use crate::api::definition::served::WORDS;
use crate::api::definition::{OPENAPI_3_0, OPENAPI_3_1};
use crate::api::ogc::form::DOCUMENT;

pub fn operations() -> Vec<Operation> {
    let written = || object().has("openapi", text()).and_others(anything()).schema();
    let served = |path: &str, id: &str| {
        get(path, id)
            .titled(TAG, "本文档", "this document")
            .takes([
                query("f", word(WORDS))
                    .about("3.0（默认）、3.1，或供阅读的网页", "3.0 (default), 3.1, or the page to read"),
                if_none_match(),
                seq(),
            ])
            .answers(
                Answer::new(200, "OpenAPI 3.0，或按 Accept 为 3.1", "OpenAPI 3.0, or 3.1 by Accept")
                    .of(OPENAPI_3_0, written())
                    .of(OPENAPI_3_1, written())
                    .with(["ETag"]),
            )
            .answers(Answer::new(303, "供阅读的网页", "the page to read").with(["Location"]))
            .answers(Answer::unchanged())
    };
    vec![
        get("/ogc", "getLandingPage")
            .titled(TAG, "首页", "landing page")
            .takes([form(DOCUMENT), seq()])
            .answers(document("从这里开始的链接", "links to start from", named("LandingPage"))),
        get("/ogc/conformance", "getConformanceDeclaration")
            .titled(TAG, "符合的标准", "conformance classes")
            .takes([form(DOCUMENT), seq()])
            .answers(document("符合类", "the classes that hold", named("ConformanceClasses"))),
        served("/ogc/api", "getApi"),
        served("/api/v1/openapi.json", "getOpenApi"),
        get("/ogc/functions", "getFunctions")
            .titled(TAG, "筛选函数", "functions of filters")
            .takes([form(DOCUMENT), seq()])
            .answers(document("filter 可用的函数", "what `filter` may call", named("Functions"))),
    ]
}
