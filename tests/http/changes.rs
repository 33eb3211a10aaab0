use crate::builders::court;
use crate::service::{Service, stories};
use serde_json::json;
use std::sync::Arc;

stories!(the_log_is_read_by_number_without_gap);

async fn the_log_is_read_by_number_without_gap(service: Arc<Service>) {
    let admin = service.admin();
    let start = service.anon().get("/livez").await.seq();
    for number in 0..5 {
        admin.create("/api/v1/sites", &court(&format!("{number}"))).await;
    }
    let mut since = start;
    let mut names = Vec::new();
    loop {
        let page = service.anon().json(&format!("/api/v1/changes?since={since}&limit=2")).await;
        let changes = page["changes"].as_array().expect("changes");
        for change in changes {
            since += 1;
            assert_eq!(change["seq"], since, "numbers have no gap");
            names.push(change["after"]["name_zh"].as_str().expect("a name").to_owned());
        }
        assert_eq!(page["next"], since);
        if page["more"] == json!(false) {
            break;
        }
    }
    assert_eq!(names, ["0", "1", "2", "3", "4"]);
    assert_eq!(service.anon().refused("/api/v1/changes?since=x").await, "since:malformed");
}
