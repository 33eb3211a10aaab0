//! The pages.

use super::answer::Answer;
use super::document::Chapter;
use super::headers::if_none_match;
use super::operation::{Operation, Tag, get};
use super::schema::text;

const TAG: Tag = Tag { name: "pages", zh: "网页", en: "pages for people" };

pub fn chapter() -> Chapter {
    let page = |path: &str, id: &str, zh: &str, en: &str| -> Operation {
        get(path, id)
            .titled(TAG, zh, en)
            .takes([if_none_match()])
            .answers(Answer::new(200, "网页", "a page").of("text/html; charset=utf-8", text()).with(["ETag"]))
            .answers(Answer::unchanged())
    };
    Chapter {
        tag: TAG,
        operations: vec![
            page("/", "getPlannerPage", "规划页", "the planner's page"),
            page("/plan", "getPlanPage", "计划页", "the plan's page"),
            page("/ogc/api.html", "getApiPage", "接口说明页", "the API, to read"),
        ],
        schemas: Vec::new(),
    }
}
