//! What every handler shares.

use super::changes::Streams;
use super::definition::served::Documents;
use super::features::Counts;
use super::heavy::Heavy;
use crate::registry::Registry;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use std::time::Duration;

/// How the service behaves; the defaults are those of the contract.
#[derive(Clone)]
pub struct Options {
    /// Address under which clients reach the service, without a trailing slash; `None`: as the
    /// request's `Host` says.
    pub public_url: Option<String>,
    /// Largest body of a request, bytes.
    pub body_limit: usize,
    /// A request that takes longer is given up.
    pub time_limit: Duration,
    /// How long a request waits for the number it names in `X-Jiantu-Seq`.
    pub seq_wait: Duration,
    /// How long an analysis is waited for before it is answered by a job.
    pub patience: Duration,
    /// How many may follow the log as a stream of events at once.
    pub streams: usize,
    /// Where `/metrics` reads; `None`: the path answers 404.
    pub metrics: Option<PrometheusHandle>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            public_url: None,
            body_limit: 10 * 1024 * 1024,
            time_limit: Duration::from_secs(30),
            seq_wait: Duration::from_secs(5),
            patience: Duration::from_secs(2),
            streams: 512,
            metrics: None,
        }
    }
}

/// State of the router; cloning shares it.
#[derive(Clone)]
pub struct App {
    pub registry: Arc<Registry>,
    pub options: Arc<Options>,
    pub heavy: Arc<Heavy>,
    pub documents: Arc<Documents>,
    pub streams: Arc<Streams>,
    pub counts: Arc<Counts>,
}

impl App {
    pub fn new(registry: Arc<Registry>, options: Options) -> Self {
        let streams = Arc::new(Streams::new(options.streams));
        Self {
            registry,
            options: Arc::new(options),
            heavy: Arc::new(Heavy::new()),
            documents: Arc::default(),
            streams,
            counts: Arc::default(),
        }
    }

    /// Now, for answers (RFC 3339, seconds).
    pub fn time_stamp(&self) -> String {
        self.registry.clock().now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
