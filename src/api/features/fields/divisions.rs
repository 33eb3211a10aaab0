//! Members of divisions.

use super::{Field, Role, Sort, date, flag, kept, text};
use crate::domain::kind::Catalogue;

/// In the order in which features have them.
pub fn divisions(_: &Catalogue) -> Vec<Field> {
    let mut fields = vec![
        text("external_id", "区划编号", "id in its source").required(),
        text("name_zh", "名称", "name, Chinese").required(),
        text("name_en", "英文名称", "name, English"),
        text("level", "层级", "level in the tree").role(Role::Type).required(),
        text("parent_id", "上级区划ID", "id of the division above"),
        text("parent", "上级区划", "external id of the division above"),
        Field::new("codes", Sort::List, "代码", "codes by system and edition"),
        date("valid_from", "设立日期", "first day it was").role(Role::Start),
        date("valid_to", "撤销日期", "last day it was").role(Role::End),
        text("boundary_quality", "边界质量", "how far the boundary can be trusted")
            .words(["official", "surveyed", "schematic", "placeholder"])
            .required(),
        flag("ethnic", "民族乡镇", "ethnic township").required(),
        flag("rural", "农村", "rural").required(),
        text("source", "数据来源", "source"),
        text("licence", "许可", "licence"),
        flag("demo", "示范数据", "demonstration data").required(),
    ];
    fields.extend(kept());
    fields
}
