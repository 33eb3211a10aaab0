//! What the rows of a file leave untold and what is made of it: said once for the file, with how
//! many rows it concerns and how to tell it.

use super::Request;
use super::report::Report;
use super::source::Row;
use crate::domain::change::EntityKind;
use crate::formats::Value;

/// Counts of rows.
#[derive(Default)]
pub struct Untold {
    access: u64,
    status: u64,
    opened: u64,
    key: u64,
}

impl Untold {
    /// Looks at a row. `known`: the registry has what it describes; `nameless`: it has no id of any kind.
    pub fn look(
        &mut self,
        kind: EntityKind,
        row: &Row,
        (known, nameless): (bool, bool),
        request: &Request<'_>,
    ) {
        let told = |name: &str| match row.fields.peek(name) {
            Some(Value::Text(text)) => !text.trim().is_empty(),
            other => other.is_some(),
        };
        if matches!(kind, EntityKind::Site) {
            self.access += u64::from(!told("access"));
            self.status += u64::from(!told("status"));
            let dated = told("opened_on") || told("effective_from") || request.effective_from.is_some();
            self.opened += u64::from(!known && !dated);
        }
        if matches!(kind, EntityKind::Site | EntityKind::Equipment) {
            self.key += u64::from(nameless);
        }
    }

    pub fn report(&self, report: &mut Report) {
        let mut warn = |count: u64, field: &str, code: &str, zh: &str, en: &str| {
            if count > 0 {
                let (zh, en) = (format!("{count} 行{zh}"), format!("{count} rows {en}"));
                report.warn(0, Some(field), code, &zh, &en);
            }
        };
        warn(
            self.access,
            "access",
            "access_untold",
            "没有填写开放情况：按“未知”登记，只计入“全部”口径，“开放”“免费”口径视为不明；如整份文件相同，可用 --set access=free_open（或 open、members、closed_to_public）",
            "do not tell who may use the site: taken as `unknown`, which counts in the figure `all` only; when it is the same for the whole file, give --set access=free_open (or open, members, closed_to_public)",
        );
        warn(
            self.status,
            "status",
            "status_untold",
            "没有填写状态：按“在用”登记；如非如此，请填写或用 --set status=状态",
            "do not tell the status: taken as `operating`; otherwise fill it in or give --set status=STATUS",
        );
        warn(
            self.opened,
            "opened_on",
            "opening_untold",
            "没有填写启用日期：从今天起才计入，以往年份的数字里没有这些场地；请填写启用日期，或用 --effective-from 说明从哪天起成立",
            "do not tell when the site opened: it counts from today on and is missing in the figures of earlier years; fill in the day, or say with --effective-from since when the file holds",
        );
        warn(
            self.key,
            "external_id",
            "no_external_id",
            "没有编号：再次导入时只能靠名称、类型与位置认出同一对象，改名或移动后会被重复登记；请增加编号列，或用 --map external_id=列 指定",
            "have no external id: a later import knows them again only by name, kind and place, and registers them twice once they are renamed or moved; add a column of ids, or name it with --map external_id=COLUMN",
        );
    }
}
