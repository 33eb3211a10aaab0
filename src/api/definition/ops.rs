//! `/livez`, `/readyz`, `/metrics`.

use super::answer::{Answer, Refusal};
use super::document::Chapter;
use super::operation::{Tag, get};
use super::schema::text;

const TAG: Tag = Tag { name: "operations", zh: "运行", en: "for those who run the service" };

const PLAIN: &str = "text/plain; charset=utf-8";

pub fn chapter() -> Chapter {
    let metrics = "text/plain; version=0.0.4; charset=utf-8";
    Chapter {
        tag: TAG,
        operations: vec![
            get("/livez", "getLiveness")
                .titled(TAG, "进程在答", "the process answers")
                .answers(Answer::new(200, "在", "it does").of(PLAIN, text())),
            get("/readyz", "getReadiness")
                .titled(TAG, "可以接请求", "this instance can be sent requests")
                .answers(
                    Answer::new(
                        200,
                        "数据库在答，内存不落后",
                        "the database answers, and memory is not behind it",
                    )
                    .of(PLAIN, text()),
                ),
            get("/metrics", "getMetrics")
                .titled(TAG, "监控指标", "figures for monitoring")
                .answers(Answer::new(200, "Prometheus 文本", "Prometheus' text format").of(metrics, text()))
                .refuses([Refusal::Missing]),
        ],
        schemas: Vec::new(),
    }
}
