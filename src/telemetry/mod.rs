//! Logs and metrics.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// How often what was measured is taken together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts to log to standard error; `JIANTU_LOG` says how much. A second call changes nothing.
pub fn logs(json: bool) {
    let filter = EnvFilter::try_from_env("JIANTU_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if json { builder.json().try_init() } else { builder.try_init() };
    if let Err(error) = started {
        tracing::debug!(%error, "logging had been started before");
    }
}

/// Starts to collect metrics; `None` when something else collects them already.
pub fn metrics() -> Option<PrometheusHandle> {
    let handle = PrometheusBuilder::new().install_recorder().ok()?;
    let kept = handle.clone();
    // Between two looks of the monitoring, or without any, what was measured would pile up.
    let upkeep = std::thread::Builder::new().name("metrics".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(UPKEEP);
            kept.run_upkeep();
        }
    });
    if let Err(error) = upkeep {
        tracing::warn!(%error, "figures are tidied only when they are read");
    }
    Some(handle)
}
