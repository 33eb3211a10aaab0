//! Members of clusters.

use super::{Field, flag, kept, text};
use crate::domain::kind::Catalogue;

/// In the order in which features have them.
pub fn clusters(_: &Catalogue) -> Vec<Field> {
    let mut fields = vec![
        text("external_id", "编号", "id in its source").required(),
        text("name_zh", "名称", "name, Chinese").required(),
        text("name_en", "英文名称", "name, English"),
        text("quality", "边界质量", "how far the outline can be trusted")
            .words(["official", "surveyed", "schematic", "placeholder"])
            .required(),
        text("source", "数据来源", "source"),
        flag("demo", "示范数据", "demonstration data").required(),
    ];
    fields.extend(kept());
    fields
}
