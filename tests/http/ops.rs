use crate::builders::court;
use crate::service::{Engine, Service, stories};
use axum::http::Method;
use jiantu::api::Options;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

stories!(
    the_service_tells_how_it_is,
    what_the_registry_is_and_which_kinds_there_are,
    the_page_is_served_under_a_strict_policy,
    any_page_may_read_but_not_write,
    answers_are_compressed,
    metrics_are_told_where_they_are_collected,
    a_request_that_takes_too_long_is_given_up,
    who_is_being_served_at_the_end_is_served_to_the_end,
);

async fn the_service_tells_how_it_is(service: Arc<Service>) {
    let anon = service.anon();
    assert_eq!(anon.get("/livez").await.body, b"ok\n");
    assert_eq!(anon.get("/readyz").await.body, b"ready\n");
    anon.ask(Method::GET, "/metrics").send().await.expect(404);
    service.registry.close().await;
    anon.get("/livez").await;
    let down = anon.ask(Method::GET, "/readyz").send().await;
    assert!(down.status.is_server_error(), "a service whose database is gone is not ready");
}

async fn what_the_registry_is_and_which_kinds_there_are(service: Arc<Service>) {
    let info = service.anon().json("/api/v1/info").await;
    assert_eq!(info["district"]["name_zh"], "方区");
    assert_eq!(info["district"]["name_en"], "Square District");
    assert_eq!(info["rules"]["count"]["containers"], "never", "each rule with its reading and its source");
    assert_eq!(info["rules"]["count"]["containers_source"], "S");
    assert_eq!(info["today"], "2026-06-15");
    assert_eq!(info["demo"], false);
    assert_eq!(info["plan"]["target_m2_per_head"], 4.5);
    assert_eq!(info["database"], if service.engine == Engine::Sqlite { "sqlite" } else { "postgres" });
    let kinds = service.anon().json("/api/v1/kinds").await;
    let trail = kinds["kinds"].as_array().expect("kinds").iter().find(|kind| kind["id"] == "trail");
    assert_eq!(trail.expect("trails")["measure"], "length_width");
    assert!(kinds["equipment_kinds"].as_array().is_some_and(|kinds| kinds.len() > 10));
    service
        .admin()
        .create(
            "/api/v1/sites",
            &json!({"demo": true, "name_zh": "演示", "kind": "basketball",
        "area_m2": 1, "geometry": {"type": "Point", "coordinates": [123.45, 41.7]}}),
        )
        .await;
    assert_eq!(service.anon().json("/api/v1/info").await["demo"], true);
}

async fn the_page_is_served_under_a_strict_policy(service: Arc<Service>) {
    let page = service.anon().get("/").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-eval"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    service.anon().ask(Method::GET, "/assets/none.js").send().await.expect(404);
    service.anon().ask(Method::GET, "/assets/../../Cargo.toml").send().await.expect(404);
}

async fn any_page_may_read_but_not_write(service: Arc<Service>) {
    let read = service.anon().ask(Method::GET, "/api/v1/info").header("origin", "https://elsewhere.test");
    let read = read.send().await.expect(200);
    assert_eq!(read.header("access-control-allow-origin"), "*");
    assert!(read.header("access-control-expose-headers").contains("etag"));
    let preflight = service.anon().ask(Method::OPTIONS, "/api/v1/sites");
    let preflight =
        preflight.header("origin", "https://elsewhere.test").header("access-control-request-method", "POST");
    let allowed = preflight.send().await.header("access-control-allow-methods");
    assert!(allowed.contains("GET") && !allowed.contains("POST"), "{allowed}");
}

async fn answers_are_compressed(service: Arc<Service>) {
    for number in 0..20 {
        service.admin().create("/api/v1/sites", &court(&format!("{number}"))).await;
    }
    let plain = service.anon().get("/api/v1/sites").await;
    for coding in ["br", "gzip", "zstd"] {
        let small =
            service.anon().ask(Method::GET, "/api/v1/sites").header("accept-encoding", coding).send().await;
        assert_eq!(small.header("content-encoding"), coding);
        assert!(small.body.len() * 3 < plain.body.len(), "{coding}: {}", small.body.len());
    }
}

async fn metrics_are_told_where_they_are_collected(service: Arc<Service>) {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let watched = service.with(Options { metrics: Some(handle.clone()), ..Options::default() });
    let text = metrics::with_local_recorder(&recorder, || {
        metrics::gauge!("jiantu_test").set(3.0);
        handle.render()
    });
    let told = String::from_utf8(watched.get("/metrics").await.body).expect("text");
    assert!(text.contains("jiantu_test 3") && told.contains("jiantu_test 3"), "{told}");
}

async fn a_request_that_takes_too_long_is_given_up(service: Arc<Service>) {
    let hasty = service.with(Options { time_limit: Duration::from_millis(50), ..Options::default() });
    let late =
        hasty.ask(Method::GET, "/api/v1/info").header("x-jiantu-seq", "999999").send().await.expect(503);
    assert_eq!(late.json()["type"], "/problems/timeout");
    assert_eq!(late.header("retry-after"), "1");
    assert!(late.seq() > 0);
}

async fn who_is_being_served_at_the_end_is_served_to_the_end(service: Arc<Service>) {
    let listener = jiantu::api::bind("127.0.0.1:0".parse().expect("an address")).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let options = Options { seq_wait: Duration::from_millis(400), ..Options::default() };
    let ended = async move { ended.await.expect("the end") };
    let serving = tokio::spawn(jiantu::api::serve(Arc::clone(&service.registry), listener, options, ended));
    let mut client = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let ask = b"GET /api/v1/info HTTP/1.1\r\nhost: x\r\nx-jiantu-seq: 999999\r\nconnection: close\r\n\r\n";
    client.write_all(ask).await.expect("sent");
    tokio::time::sleep(Duration::from_millis(100)).await;
    end.send(()).expect("told to end");
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.expect("an answer");
    // There are clients that know names of headers in this spelling only.
    assert!(answer.contains("\r\nContent-Type: ") && answer.contains("\r\nX-Jiantu-Seq: "), "{answer}");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("/problems/unavailable"), "{answer}");
    serving.await.expect("no panic");
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
    assert!(service.registry.ping().await.is_err(), "the database is closed");
}
