use crate::builders::court;
use crate::service::{Service, stories};
use axum::http::Method;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

stories!(pages_neither_repeat_nor_skip_while_others_write);

async fn pages_neither_repeat_nor_skip_while_others_write(service: Arc<Service>) {
    let admin = service.admin();
    let mut steady = BTreeSet::new();
    for number in 0..60 {
        steady.insert(admin.create("/api/v1/sites", &court(&format!("常在{number}"))).await);
    }
    let done = Arc::new(AtomicBool::new(false));
    let writer = {
        let (admin, done) = (service.admin(), Arc::clone(&done));
        tokio::spawn(async move {
            let mut written = 0;
            while !done.load(Ordering::Relaxed) {
                let id = admin.create("/api/v1/sites", &court("来去")).await;
                let path = format!("/api/v1/sites/{id}");
                admin.ask(Method::DELETE, &path).header("if-match", "*").send().await.expect(204);
                written += 1;
            }
            written
        })
    };
    for list in ["/api/v1/sites?limit=7", "/ogc/collections/sites/items?limit=7&bbox=123,41,124,42"] {
        for _ in 0..5 {
            let mut seen = Vec::new();
            let mut next = Some(list.to_owned());
            while let Some(path) = next {
                let page = service.anon().get(&path).await;
                seen.extend(page.ids());
                next = page.next();
            }
            let distinct: BTreeSet<String> = seen.iter().cloned().collect();
            assert_eq!(distinct.len(), seen.len(), "nothing comes twice");
            assert!(steady.is_subset(&distinct), "what stands there all the time is not skipped");
        }
    }
    done.store(true, Ordering::Relaxed);
    assert!(writer.await.expect("the writer") > 0, "nobody wrote meanwhile, so nothing was shown");
}
