//! Logs and metrics.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Starts to log to standard error; `RUST_LOG` says how much. A second call changes nothing.
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
    PrometheusBuilder::new().install_recorder().ok()
}
