//! `/api/v1/changes`.

use super::answer::Answer;
use super::document::Chapter;
use super::headers::seq;
use super::operation::{Tag, get};
use super::parameter::query;
use super::schema::{boolean, count, integer, list, named, object};

const TAG: Tag = Tag { name: "changes", zh: "变更日志", en: "the log of changes" };

pub fn chapter() -> Chapter {
    let page = object()
        .has("since", count())
        .has(
            "next",
            count().about(
                "从此继续；与 since 相同则没有新的",
                "go on from here; equal to `since` when nothing was new",
            ),
        )
        .has("more", boolean().about("后面还有", "there is more"))
        .has("changes", list(named("LogChange")));
    let mut schemas: Vec<_> =
        super::registered::shared().into_iter().map(|(name, one)| (name.to_owned(), one)).collect();
    schemas.push(("Changes".to_owned(), page.schema()));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/changes", "listChanges")
                .titled(TAG, "变更", "changes")
                .takes([
                    query("since", count().usually(0)).about("此序号之后的", "those after this number"),
                    query("limit", integer().least(1).most(1_000).usually(100))
                        .about("条数，超过最大值按最大值", "so many; more than the maximum is capped"),
                    seq(),
                ])
                .answers(Answer::json("按序号先后", "oldest first", named("Changes"))),
        ],
        schemas,
    }
}
