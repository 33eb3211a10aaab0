//! Members of the records that have a place: organisations and institutions.

use super::{Field, Role, Sort, date, flag, home, kept, text};
use crate::domain::change::EntityKind;
use crate::domain::kind::{Catalogue, Word};

/// Members of a kind of record; of those that are no collection, none.
pub fn records(kind: EntityKind, catalogue: &Catalogue) -> Vec<Field> {
    match kind {
        EntityKind::Organisation => {
            let own = [
                date("founded_on", "成立日期", "first day it was").role(Role::Start),
                date("closed_on", "注销日期", "last day it was").role(Role::End),
                flag("activity_room", "有活动室", "has an activity room"),
            ];
            of(catalogue.organisation_kinds(), own)
        }
        EntityKind::Institution => {
            let own = [
                date("opened_on", "开办日期", "first day it was").role(Role::Start),
                date("closed_on", "关闭日期", "last day it was").role(Role::End),
            ];
            of(catalogue.institution_kinds(), own)
        }
        _ => Vec::new(),
    }
}

/// Chinese and English.
pub fn records_title(kind: EntityKind) -> (String, String) {
    let (zh, en) = match kind {
        EntityKind::Organisation => ("体育组织", "Organisations"),
        EntityKind::Institution => ("机构", "Institutions"),
        other => (other.name_zh(), other.as_str()),
    };
    (zh.to_owned(), en.to_owned())
}

/// Chinese and English.
pub fn records_description(kind: EntityKind) -> (String, String) {
    let (zh, en) = match kind {
        EntityKind::Organisation => (
            "协会、俱乐部、站点等；没有位置的 geometry 为 null",
            "associations, clubs, stations and others; the geometry is null where no place is recorded",
        ),
        EntityKind::Institution => (
            "养老、康复等须配置器材的机构",
            "elderly-care, rehabilitation and other institutions that are to have equipment",
        ),
        other => (other.name_zh(), other.as_str()),
    };
    (zh.to_owned(), en.to_owned())
}

fn of<const N: usize>(kinds: &[Word], own: [Field; N]) -> Vec<Field> {
    let mut fields = vec![
        text("external_id", "编号", "id in its source").required(),
        text("source", "数据来源", "source"),
        text("kind", "类型", "kind").words(kinds.iter().map(|word| &word.id)).role(Role::Type).required(),
        text("name_zh", "名称", "name, Chinese").required(),
        text("name_en", "英文名称", "name, English"),
    ];
    fields.extend(own);
    fields.extend([
        text("division_id", "所在区划ID", "id of the division that was stated"),
        Field::new("tags", Sort::Texts, "标签", "tags"),
        text("address", "地址", "address"),
        text("contact_office", "联系单位", "office to ask"),
        text("note", "备注", "note"),
        flag("demo", "示范数据", "demonstration data"),
    ]);
    fields.extend(home());
    fields.extend(kept());
    fields
}
