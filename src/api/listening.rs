//! Connections: accepted, served one request after the other, and let go once their last answer is out.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// How long nothing is accepted when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves until `ended`, and comes back when the last running request is answered.
///
/// Names of headers leave the service as `Location`, not `location`: HTTP takes both for the same, but there are
/// clients in use, QGIS 3.40 among them, that look for the former only.
pub async fn listen(listener: TcpListener, service: Router, ended: impl Future<Output = ()>) {
    let mut protocol = http1::Builder::new();
    protocol.title_case_headers(true);
    let open = GracefulShutdown::new();
    let mut ended = pin!(ended);
    loop {
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = &mut ended => break,
        };
        // An answer is written in one piece: nothing is gained by waiting for more of it. One that fails is slower.
        let _ = stream.set_nodelay(true);
        let served = TowerToHyperService::new(service.clone());
        let connection = open.watch(protocol.serve_connection(TokioIo::new(stream), served));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    open.shutdown().await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // The client went away before it was its turn.
            Err(error) if is_of_one_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn is_of_one_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
