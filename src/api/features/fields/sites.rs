//! Members of sites.

use super::{Field, Role, Sort, date, flag, home, kept, text};
use crate::domain::kind::Catalogue;
use crate::domain::site::{Access, Grade, Level, Status};

/// In the order in which features have them.
pub fn sites(catalogue: &Catalogue) -> Vec<Field> {
    let number = |name: &str, zh: &str, en: &str| Field::new(name, Sort::Number, zh, en);
    let list = |name: &str, zh: &str, en: &str| Field::new(name, Sort::List, zh, en);
    let mut fields = vec![
        text("name_zh", "名称", "name, Chinese").required(),
        text("name_en", "英文名称", "name, English"),
        text("kind", "场地类型", "kind of site")
            .words(catalogue.kinds().iter().map(|kind| &kind.id))
            .role(Role::Type)
            .required(),
        text("status", "状态", "status").words(Status::ALL.iter().map(|word| word.as_str())).required(),
        text("access", "开放情况", "access").words(Access::ALL.iter().map(|word| word.as_str())).required(),
        text("level", "级别", "level").words(Level::ALL.iter().map(|word| word.as_str())),
        number("area_m2", "登记面积（平方米）", "recorded area, m2"),
        text("area_grade", "面积来源等级", "how the area was found")
            .words(Grade::ALL.iter().map(|word| word.as_str())),
        flag("counts_area", "是否计入面积", "whether its area counts").required(),
        number("venue_area_m2", "计入的场地面积（平方米）", "counted venue area, m2").read_only(),
        number("length_m", "长度（米）", "geodesic length, m").read_only(),
    ];
    fields.extend(home());
    fields.extend([
        text("container_id", "所属场地ID", "id of the site it lies in"),
        text("container", "所属场地编号", "external id of the site it lies in"),
        Field::new("programmes", Sort::Texts, "项目标签", "tags of programmes"),
        list("allocation", "面积在区划间的分配", "shares of its area by division"),
        list("segments", "路段", "segments of a trail, widths in m"),
        text("owner", "产权单位", "owner"),
        text("operator", "运营单位", "operator"),
        text("funder", "出资单位", "funder"),
        text("receiver", "接收单位", "receiver"),
        text("maintainer", "管护单位", "maintainer"),
        date("opened_on", "启用日期", "first day of use").role(Role::Start),
        date("closed_on", "关闭日期", "last day of use").role(Role::End),
        Field::new("capacity", Sort::Integer, "容量（人）", "capacity, people"),
        text("surface", "面层", "surface"),
        flag("lighting", "有无照明", "lit"),
        flag("accessible", "无障碍", "accessible without steps"),
        text("opening_hours", "开放时间", "opening hours"),
        text("address", "地址", "address"),
        Field::new("photos", Sort::Texts, "照片", "photographs"),
        Field::new("official_codes", Sort::Object, "官方编码", "official codes"),
        text("source", "数据来源", "source"),
        text("external_id", "场地编号", "id in its source"),
        text("note", "备注", "note"),
        flag("demo", "示范数据", "demonstration data").required(),
    ]);
    fields.extend(kept());
    fields
}
