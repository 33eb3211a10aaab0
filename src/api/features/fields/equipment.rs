//! Members of equipment.

use super::{Field, Role, Sort, date, flag, home, kept, text};
use crate::domain::equipment::{EquipmentState, TargetGroup};
use crate::domain::kind::Catalogue;

/// In the order in which features have them.
pub fn equipment(catalogue: &Catalogue) -> Vec<Field> {
    let mut fields = vec![
        text("name_zh", "名称", "name, Chinese").required(),
        text("name_en", "英文名称", "name, English"),
        text("kind", "器材类型", "kind of equipment")
            .words(catalogue.equipment_kinds().iter().map(|kind| &kind.id))
            .role(Role::Type)
            .required(),
        text("site_id", "场地ID", "id of the site it stands on").required(),
        text("site", "所属场地编号", "external id of the site it stands on"),
        text("site_name_zh", "所属场地", "name of the site it stands on").read_only(),
        text("state", "状况", "state").words(EquipmentState::ALL.iter().map(|word| word.as_str())).required(),
        text("target_group", "适用人群", "for whom it is")
            .words(TargetGroup::ALL.iter().map(|word| word.as_str()))
            .required(),
        flag("wheelchair", "轮椅可用", "usable from a wheelchair").required(),
        flag("smart", "智能器材", "smart").required(),
        text("maker", "制造商", "maker"),
        text("model", "型号", "model"),
        text("standard_edition", "执行标准", "edition of the standard"),
        date("installed_on", "安装日期", "day of installation").role(Role::Start),
        date("removed_on", "拆除日期", "day of removal").role(Role::End),
        Field::new("design_life_years", Sort::Integer, "设计使用年限（年）", "design life, years"),
    ];
    fields.extend(home());
    fields.extend([
        text("qr_code", "二维码", "QR code"),
        text("funder", "出资单位", "funder"),
        text("owner", "产权单位", "owner"),
        text("receiver", "接收单位", "receiver"),
        text("maintainer", "管护单位", "maintainer"),
        text("source", "数据来源", "source"),
        text("external_id", "器材编号", "id in its source"),
        text("note", "备注", "note"),
        flag("demo", "示范数据", "demonstration data").required(),
    ]);
    fields.extend(kept());
    fields
}
