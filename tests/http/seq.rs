use crate::builders::court;
use crate::service::{Service, stories};
use axum::http::Method;
use jiantu::api::Options;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

stories!(
    a_write_is_read_at_once,
    a_number_that_never_comes_is_refused_in_bounded_time,
    a_number_that_comes_is_waited_for,
);

async fn a_write_is_read_at_once(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    for round in 0..50 {
        let written = admin.post("/api/v1/sites", &court(&format!("第{round}"))).send().await.expect(201);
        let seq = written.seq().to_string();
        let read = anon
            .ask(Method::GET, "/api/v1/sites?limit=1")
            .header("x-jiantu-seq", &seq)
            .send()
            .await
            .expect(200);
        assert!(read.seq() >= written.seq());
        assert_eq!(read.json()["numberMatched"], round + 1);
    }
}

async fn a_number_that_never_comes_is_refused_in_bounded_time(service: Arc<Service>) {
    let hasty = service.with(Options { seq_wait: Duration::from_millis(50), ..Options::default() });
    let refused =
        hasty.ask(Method::GET, "/api/v1/info").header("x-jiantu-seq", "999999").send().await.expect(503);
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.json()["type"], "/problems/unavailable");
    assert!(refused.seq() < 999_999);
    let wrong =
        hasty.ask(Method::GET, "/api/v1/info").header("x-jiantu-seq", "soon").send().await.expect(400);
    assert_eq!(wrong.codes(), ["X-Jiantu-Seq:not_a_number"]);
}

async fn a_number_that_comes_is_waited_for(service: Arc<Service>) {
    let next = (service.anon().get("/livez").await.seq() + 1).to_string();
    let waiting = {
        let anon = service.anon();
        tokio::spawn(async move {
            anon.ask(Method::GET, "/api/v1/sites").header("x-jiantu-seq", &next).send().await.expect(200)
        })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!waiting.is_finished(), "it waits");
    service.admin().post("/api/v1/sites", &court("来了")).send().await.expect(201);
    let answer = waiting.await.expect("an answer");
    assert_eq!(answer.json()["numberMatched"], json!(1));
}
