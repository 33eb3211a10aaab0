//! What can be asked of each analysis; `registry::study` reads it.

use super::super::parameter::{Parameter, query};
use super::super::parameters::{access as access_classes, as_of, division, known_at};
use super::super::schema::{Schema, boolean, integer, list, number, numbers, text, uuid, word};
use serde_json::json;

/// Farthest limits, metres and minutes.
const FARTHEST_M: u64 = 200_000;
const LONGEST_MIN: u64 = 600;

/// Day, sites, people, way.
fn scope() -> Vec<Parameter> {
    vec![
        as_of(),
        known_at(),
        query("mode", text().pattern("^[a-z_]+$").usually("line"))
            .about(
                "line 为直线；沿路网：walk、cycle 等",
                "`line` is straight; along streets: walk, cycle and so on",
            )
            .shared("mode"),
        query("kinds", list(text()).some())
            .about(
                "计入的类型，见 /api/v1/kinds；不给即全部",
                "kinds that count, see /api/v1/kinds; all when it is not given",
            )
            .shared("kinds"),
        access_classes(),
        query("programmes", list(text()).some())
            .about("至少有其中一个标签", "with at least one of these tags")
            .shared("programmes"),
        division(),
        query("population", word(["best", "cells", "divisions"]).usually("best"))
            .about("人口取自", "what people are taken from")
            .shared("population"),
        query("spacing_m", number().least(10).most(10_000).usually(200))
            .about(
                "区划人口分布点的间距，米",
                "metres between the points over which figures of divisions are spread",
            )
            .shared("spacing_m"),
    ]
}

/// Limits; `most` of them.
fn limits(most: u64) -> [Parameter; 2] {
    let limit = |farthest: u64| list(number().above(0).most(farthest)).items(1, most);
    let name = |unit: &str| if most == 1 { format!("one_{unit}") } else { unit.to_owned() };
    [
        query("metres", limit(FARTHEST_M)).about("距离，米", "distances in metres").shared(name("metres")),
        query("minutes", limit(LONGEST_MIN))
            .about("时间，分钟；与 metres 只给一个", "minutes; give `metres` or `minutes`")
            .shared(name("minutes")),
    ]
}

/// Figures, or features.
fn form(parts: &[&str]) -> [Parameter; 2] {
    [
        query("format", word(["json", "geojson"]))
            .about("json 为数，geojson 为图", "figures or features")
            .shared("form"),
        query("part", word(parts.iter().copied()))
            .about("图的内容", "which features")
            .shared(format!("part_{}", parts.join("_"))),
    ]
}

fn variety_kinds() -> Parameter {
    query("variety_kinds", integer().least(1).most(64))
        .about("至少几类设施才算多样", "so many families of facilities make enough variety")
        .shared("variety_kinds")
}

/// Without `format` and `part`.
pub fn formless(mut all: Vec<Parameter>) -> Vec<Parameter> {
    all.retain(|one| !["format", "part"].contains(&one.name()));
    all
}

pub fn reach() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(20));
    all.push(
        query("variety_m", number().least(1).most(100_000))
            .about("多样性的范围，米", "metres within which variety is counted"),
    );
    all.push(variety_kinds());
    all.push(query("by", list(word(["kind", "access"])).some()).about("另按此分表", "tables by this, too"));
    all.extend(form(&["cells"]));
    all
}

pub fn gaps() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(1));
    all.push(
        query("link_m", number().least(1).most(100_000))
            .about("相距多少米以内连成一片", "cells so near are one gap, metres"),
    );
    all.push(variety_kinds());
    all.extend(form(&["cells", "areas", "places"]));
    all
}

/// Without `mode=walk` or the like it is refused: in a straight line it is a circle.
pub fn isochrone() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(20));
    all.push(
        query("at", numbers(2, 2).example(json!([123.463, 41.679])))
            .about("起点：经度,纬度；或给 site", "where from: lon,lat; or `site`"),
    );
    all.push(query("site", uuid()).about("起点：场地编号", "where from: the id of a site"));
    all.extend(form(&["areas"]));
    all
}

pub fn siting() -> Vec<Parameter> {
    let words = ["most_people", "fewest_sites", "least_distance"];
    let mut all = scope();
    all.extend(limits(1));
    all.extend([
        query("model", word(words).usually("most_people"))
            .about("目标：覆盖最多人、最少场地、最短距离", "what is wanted"),
        query("candidates", text().pattern("^(cells|grid:[0-9]+|layer:.+)$")).about(
            "候选位置：cells、grid:250、layer:NAME",
            "where something may be built: cells, grid:250, layer:NAME",
        ),
        query("count", integer().least(1).most(10_000)).about("最多新建几处", "at most so many new sites"),
        query("budget", integer().least(1).most(1_u64 << 50))
            .about("最多花费，单位同候选图层的 cost", "at most so much, in the unit of the candidates' cost"),
        query("share", number().least(0).most(1).usually(1))
            .about("要覆盖的人口比例", "share of the people to be reached"),
        query("share_in_each", text().example("subdistrict"))
            .about("该级每个区划都要达到比例", "every division of this level has to reach the share"),
        query("one_in_each", text().example("subdistrict"))
            .about("该级每个区划至少新建一处", "every division of this level gets at least one"),
        query("seconds", number().least(0.1).most(3_600).usually(20))
            .about("最多搜索几秒", "the search ends after so many seconds"),
    ]);
    all.extend(form(&["places"]));
    all
}

/// By which access is measured.
fn how() -> Vec<Parameter> {
    let kernels = ["step", "bands", "gaussian", "power", "exponential"];
    let bands = || list(number().least(0).most(200_000)).some();
    let mut all = limits(1).to_vec();
    all.extend([
        query("method", word(["2sfca", "e2sfca", "3sfca"])).about("方法", "method").shared("method"),
        query("kernel", word(kernels)).about("随距离的权重", "weight by distance").shared("kernel"),
        query("bands_m", bands()).about("各距离带的外缘，米", "ends of the bands, metres").shared("bands_m"),
        query("bands_w", bands()).about("各距离带的权重", "weights of the bands").shared("bands_w"),
        query("bandwidth_m", number().least(1).most(200_000))
            .about("power、exponential 的带宽，米", "of power and exponential, metres")
            .shared("bandwidth_m"),
        query("exponent", number().least(0.1).most(10)).about("power 的指数", "of power").shared("exponent"),
        query("supply", word(["area", "capacity"]).usually("area"))
            .about("供给：面积或容量", "what sites supply")
            .shared("supply"),
    ]);
    all
}

pub fn access() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(how());
    all.extend(form(&["cells"]));
    without_division(all)
}

pub fn diversity() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(1));
    all.push(
        query("by", word(["family", "kind"]).usually("family")).about("按大类或类型", "families or kinds"),
    );
    all.extend(form(&["cells"]));
    all
}

/// A level of divisions.
fn level() -> Parameter {
    query("level", text().example("subdistrict"))
        .about("区划的级别；不给即下一级", "the level of the divisions; by default the children")
        .shared("division_level")
}

pub fn equity() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(how());
    all.push(
        query("figure", word(["all", "open", "free"]).usually("all")).about("哪个面积", "which of the areas"),
    );
    all.push(level());
    all.extend(form(&["areas"]));
    without_division(all)
}

/// People share sites across boundaries: some analyses are about everybody.
fn without_division(mut all: Vec<Parameter>) -> Vec<Parameter> {
    all.retain(|one| one.name() != "division");
    all
}

fn target() -> Schema {
    number().above(0).most(1_000)
}

/// Questions about venue area: a day and a division.
fn day() -> Vec<Parameter> {
    vec![
        as_of(),
        known_at(),
        division(),
        level(),
        query("target", target())
            .about(
                "人均面积目标，平方米，最多四位小数；不给即计划的",
                "m² per head, at most four decimals; the plan's when it is not given",
            )
            .shared("target"),
    ]
}

pub fn bounds() -> Vec<Parameter> {
    let mut all = day();
    all.push(query("widths_m", list(number().least(0).most(100)).items(3, 3)).about(
        "无宽度步道的低、典型、高宽度，米",
        "low, typical and high width of trails without one, metres",
    ));
    all.extend(form(&["areas"]));
    all
}

pub fn projects() -> Vec<Parameter> {
    let mut all = day();
    all.push(query("each", boolean().usually(false)).about("每个区划各算", "every division on its own"));
    all.extend(form(&["areas"]));
    all
}

pub fn what_if() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(20));
    all
}

pub fn compare() -> Vec<Parameter> {
    let mut all = scope();
    all.extend(limits(20));
    all.push(
        query("scenarios", list(text()).items(1, 12)).about(
            "方案的名称或编号，按列的顺序",
            "names or ids of scenarios, in the order of their columns",
        ),
    );
    all.push(query("format", word(["json"])).about("只有数", "figures only"));
    without_division(all)
}
