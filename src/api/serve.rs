//! Listens, serves, and ends without cutting anybody off.

use super::listening::listen;
use super::router::routes;
use super::state::{App, Options};
use crate::registry::Registry;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long requests that run may still take once the service is told to end.
const GRACE: Duration = Duration::from_secs(30);

/// Why the service does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "不能监听 {address}：{why}（端口被占用？请换 --listen） / can not listen on {address}: {why} (in use? choose another --listen)"
    )]
    Listen { address: SocketAddr, why: std::io::Error },
}

/// Takes the address, so that whoever starts the service can say where it listens (port 0: any).
///
/// # Errors
/// The address is taken, or not this machine's.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|why| ServeError::Listen { address, why })
}

/// Serves until `ended` (see [`told_to_end`]), finishes what runs, and closes the registry.
pub async fn serve(
    registry: Arc<Registry>,
    listener: TcpListener,
    options: Options,
    ended: impl Future<Output = ()> + Send + 'static,
) {
    let (ending, mut ending_seen) = tokio::sync::watch::channel(false);
    let app = App::new(Arc::clone(&registry), options);
    let streams = Arc::clone(&app.streams);
    let service = routes(app);
    let serving = listen(listener, service, async move {
        ended.await;
        tracing::info!("ending: no new connections, running requests are finished");
        // They would go on for ever; their clients come back and miss nothing.
        streams.end();
        ending.send_replace(true);
    });
    let overdue = async move {
        // An error would mean that serving ended by itself.
        let _ = ending_seen.wait_for(|ending| *ending).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = serving => {}
        () = overdue => tracing::warn!("requests that did not end in time are cut off"),
    }
    registry.close().await;
}

/// Comes when the process is asked to end: ctrl-c, or SIGTERM. It listens from the call on, not from the
/// first poll, so that who calls it before saying where the service is can be told to end at once.
#[cfg(unix)]
pub fn told_to_end() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    async fn told(signal: std::io::Result<Signal>) {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }

    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        tokio::select! {
            () = told(interrupt) => {}
            () = told(terminate) => {}
        }
    }
}

/// Comes when the process is asked to end: ctrl-c.
#[cfg(not(unix))]
pub fn told_to_end() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
