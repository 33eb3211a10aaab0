//! `/api/v1/changes`.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::headers::seq;
use super::operation::{Tag, get};
use super::parameter::query;
use super::parameters::{bbox, divisions};
use super::schema::{anything, boolean, count, integer, list, named, object, text};

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
        .has("last", count().about("已查看到的序号", "up to here the log was looked through"))
        .has("more", boolean().about("后面还有", "there is more"))
        .has("seq", count().about("此刻的序号", "the log's newest number"))
        .has("links", list(anything()))
        .has("changes", list(named("ChangeEntry")));
    let mut schemas: Vec<_> =
        super::registered::shared().into_iter().map(|(name, one)| (name.to_owned(), one)).collect();
    schemas.push(("Changes".to_owned(), page.schema()));
    Chapter {
        tag: TAG,
        operations: vec![
            get("/api/v1/changes", "listChanges")
                .titled(TAG, "变更", "changes")
                .about(
                    "Accept 为 text/event-stream 时为事件流：now、change、seen、jump、reset；断开后以 Last-Event-ID 继续。",
                    "With `Accept: text/event-stream` it is a stream of events: now, change, seen, jump, reset; after a break it goes on from `Last-Event-ID`.",
                )
                .takes([
                    query("since", count().usually(0)).about("此序号之后的", "those after this number"),
                    query("collection", list(text()).some()).about("数据集", "collections"),
                    bbox(),
                    divisions(),
                    query("limit", integer().least(1).most(1_000).usually(100))
                        .about("条数，超过最大值按最大值", "so many; more than the maximum is capped"),
                    seq(),
                ])
                .answers(
                    Answer::json("按序号先后", "oldest first", named("Changes"))
                        .of("text/event-stream", text()),
                )
                .refuses([Refusal::Gone]),
        ],
        schemas,
    }
}
