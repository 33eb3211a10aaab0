//! `/api/v1/blobs`.

use super::answer::{Answer, Refusal, binary};
use super::document::Chapter;
use super::headers::{if_none_match, seq};
use super::operation::{Tag, get, post};
use super::parameter::path;
use super::schema::{Schema, count, named, object, text};

const TAG: Tag = Tag { name: "blobs", zh: "证明文件", en: "files that prove something" };

fn sha256() -> Schema {
    text().pattern("^[0-9a-f]{64}$")
}

pub fn chapter() -> Chapter {
    let kept = object()
        .has(
            "sha256",
            sha256().about(
                "所存内容的 SHA-256（照片已去除位置、时间和设备）",
                "of what is kept: of photographs without place, time and device",
            ),
        )
        .has("bytes", count());
    Chapter {
        tag: TAG,
        operations: vec![
            post("/api/v1/blobs", "keepBlob")
                .titled(TAG, "存一个文件", "keep a file")
                .about(
                    "正文即文件本身，类型不限；重复发送无妨。",
                    "The body is the file itself, of any type; to send it again is harmless.",
                )
                .writes()
                .takes([seq()])
                .body_of([("*/*", binary())])
                .answers(
                    Answer::new(201, "已存", "it is kept")
                        .of("application/json", named("KeptBlob"))
                        .with(["Location"]),
                )
                .refuses([Refusal::TooLarge]),
            get("/api/v1/blobs/{sha256}", "getBlob")
                .titled(TAG, "取一个文件", "read a file")
                .takes([
                    path("sha256", sha256()).about("内容的 SHA-256", "SHA-256 of its content"),
                    if_none_match(),
                    seq(),
                ])
                .answers(
                    Answer::new(200, "文件，供下载", "the file, as a download")
                        .file("*/*")
                        .with(["ETag", "Content-Disposition"]),
                )
                .answers(Answer::unchanged())
                .refuses([Refusal::Missing]),
        ],
        schemas: vec![("KeptBlob".to_owned(), kept.schema())],
    }
}
