//! The parameters of an indicator against its metric.

use super::place::Places;
use super::written;
use crate::domain::plan::metric::{METRICS, Metric, Params};

/// The metric of an indicator with its parameters; `None` after noting what is wrong.
pub fn metric(indicator: &written::Indicator, places: &mut Places<'_>) -> Option<(&'static Metric, Params)> {
    let name = indicator.metric.get_ref();
    let Some(metric) = Metric::find(name) else {
        let (zh, en) = near(name);
        places.wrong(
            &indicator.metric,
            "unknown_metric",
            format!("没有这个指标算法：{name}{zh}"),
            format!("no such metric: {name}{en}"),
        );
        return None;
    };
    for parameter in metric.required {
        if !indicator.params.keys().any(|key| key.get_ref() == parameter.name) {
            let (zh, en) = parameter.form.describe();
            places.wrong(
                &indicator.metric,
                "missing_parameter",
                format!("{name} 缺少参数 {}（{zh}）", parameter.name),
                format!("{name} needs the parameter {} ({en})", parameter.name),
            );
        }
    }
    for (key, value) in &indicator.params {
        match metric.parameter(key.get_ref()) {
            None => {
                let known: Vec<&str> =
                    metric.required.iter().chain(metric.optional).map(|p| p.name).collect();
                let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
                places.wrong(
                    key,
                    "unknown_parameter",
                    format!("{name} 没有参数 {}；可用：{known}", key.get_ref()),
                    format!("{name} has no parameter {}; it takes: {known}", key.get_ref()),
                );
            }
            Some(parameter) if !parameter.form.fits(value.get_ref()) => {
                let (zh, en) = parameter.form.describe();
                places.wrong(
                    value,
                    "wrong_parameter",
                    format!("参数 {} 应为{zh}", parameter.name),
                    format!("the parameter {} must be {en}", parameter.name),
                );
            }
            Some(_) => {}
        }
    }
    let params = indicator.params.iter().map(|(key, value)| (key.get_ref().clone(), value.get_ref().clone()));
    Some((metric, Params(params.collect())))
}

/// The file's own table of metrics must not tell its readers something else than the program does.
pub fn described(metrics: &[written::Metric], places: &mut Places<'_>) {
    for described in metrics {
        let name = described.name.get_ref();
        let Some(metric) = Metric::find(name) else {
            places.wrong(
                &described.name,
                "unknown_metric",
                format!("没有这个指标算法：{name}"),
                format!("no such metric: {name}"),
            );
            continue;
        };
        for (written, known, which) in [
            (&described.required, metric.required, "required"),
            (&described.optional, metric.optional, "optional"),
        ] {
            let mut says: Vec<&str> = written.iter().map(|p| p.get_ref().as_str()).collect();
            let mut is: Vec<&str> = known.iter().map(|p| p.name).collect();
            says.sort_unstable();
            is.sort_unstable();
            if says != is {
                places.wrong(
                    &described.name,
                    "metric_differs",
                    format!("{name} 的 {which} 应为 [{}]", is.join(", ")),
                    format!("{which} of {name} must be [{}]", is.join(", ")),
                );
            }
        }
    }
}

/// "Did you mean", for a name that shares words with a known one.
fn near(name: &str) -> (String, String) {
    let words: Vec<&str> = name.split('_').collect();
    let shared = |metric: &Metric| metric.name.split('_').filter(|word| words.contains(word)).count();
    let likeness = |metric: &&Metric| 100 * shared(metric) / metric.name.split('_').count().max(words.len());
    match METRICS.iter().max_by_key(likeness) {
        Some(best) if shared(best) > 0 => {
            (format!("；是否指 {}？", best.name), format!("; did you mean {}?", best.name))
        }
        _ => Default::default(),
    }
}
