//! What a report says of a population file as a whole.

use super::row::Reader;
use crate::registry::import::Request;
use crate::registry::import::report::Report;

/// What the file did not say and was taken for granted, or says against the map.
pub fn tell(reader: &Reader<'_>, request: &Request<'_>, report: &mut Report) {
    let name = request.file_name();
    if reader.year_guessed {
        let zh = format!("年份取自文件名 {name}；可用 --year 指定");
        let en = format!("the year is taken from the file's name {name}; give --year to be sure");
        report.warn(0, Some("year"), "year_from_name", &zh, &en);
    }
    if reader.vintage_assumed {
        let stem = request.file_stem();
        let zh = format!("没有发布版本，以文件名“{stem}”代替；请用 --vintage 写明是哪次公布的数字");
        let en = format!(
            "there is no vintage, the file's name `{stem}` stands in; tell by --vintage which publication it is"
        );
        report.warn(0, Some("vintage"), "vintage_from_name", &zh, &en);
    }
    if reader.base_assumed {
        let zh = "没有说明口径，按常住人口登记；若为户籍人口请用 --base registered（户籍人口不作分母）";
        let en = "nothing tells who is counted, residents are assumed; of registered people give --base registered (they are no denominator)";
        report.warn(0, Some("base"), "base_assumed", zh, en);
    }
    if reader.elsewhere > 0 {
        let (count, first) = (reader.elsewhere, reader.first_elsewhere);
        let zh = format!("{count} 个格网所写的区划不是其中心所在的区划（首见第 {first} 行）：以中心所在为准");
        let en = format!(
            "{count} cells state another division than the one their centre lies in (first in row {first}); the centre decides"
        );
        report.warn(0, Some("division"), "division_differs", &zh, &en);
    }
    if reader.unchecked > 0 {
        let count = reader.unchecked;
        let zh = format!("尚无行政区划，{count} 个格网所写的区划无法核对");
        let en =
            format!("there are no divisions yet: what {count} cells state as theirs could not be checked");
        report.warn(0, Some("division"), "division_unchecked", &zh, &en);
    }
    if reader.unknown > 0 {
        let count = reader.unknown;
        let zh = format!("{count} 行的人口未公布：不作零计，合计中没有它们");
        let en = format!(
            "{count} rows keep back how many people there are: that is not zero, and the totals are without them"
        );
        report.warn(0, Some("population"), "population_unknown", &zh, &en);
    }
    if reader.unknown_ages > 0 {
        let count = reader.unknown_ages;
        let zh = format!("{count} 个年龄组数字未公布，按未知登记，不作零计");
        let en = format!("{count} figures of age groups are kept back: they stay unknown, which is not zero");
        report.warn(0, Some("age"), "ages_unknown", &zh, &en);
    }
    if reader.ages_of_divisions > 0 {
        let count = reader.ages_of_divisions;
        let zh = format!("{count} 行区划人口带有年龄组：年龄组只随格网登记，未写入");
        let en = format!(
            "{count} figures of divisions tell age groups, which are kept of cells only and left out"
        );
        report.warn(0, Some("age"), "ages_not_kept", &zh, &en);
    }
    if reader.outside_hexagon > 0 {
        let (count, first) = (reader.outside_hexagon, reader.first_outside);
        let zh =
            format!("{count} 行的坐标不在所写的 H3 单元内（首见第 {first} 行）：以编号为准，坐标系可能有误");
        let en = format!(
            "the coordinates of {count} rows lie outside the H3 cell they name (first in row {first}); the index decides, and the datum of the coordinates may be wrong"
        );
        report.warn(0, Some("h3"), "h3_differs", &zh, &en);
    }
}
