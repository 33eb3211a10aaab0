//! What a refused request is told (RFC 9457).

use super::schema::{Schema, integer, list, named, object, text};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    let defect = object()
        .may("pointer", text().about("正文中的位置（JSON 指针）", "JSON pointer into the body"))
        .may("parameter", text().about("参数或请求头的名称", "name of a parameter or header"))
        .has("code", text().about("固定的代码", "a stable code"))
        .has("message_zh", text())
        .has("message_en", text());
    let problem = object()
        .has("type", text().set("format", "uri-reference").about("固定的种类", "a stable kind"))
        .has("title", text())
        .has("status", integer().least(400).most(599))
        .has("detail", text())
        .has("message_zh", text())
        .has("message_en", text())
        .may("errors", list(named("Defect")).about("每一处错误", "each thing that is wrong"));
    vec![("Problem", problem.schema()), ("Defect", defect.schema())]
}
