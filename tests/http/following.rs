use crate::builders::{court, court_with, point};
use crate::client::Client;
use crate::service::{Engine, Service, stories};
use crate::stream::Stream;
use axum::http::Method;
use jiantu::api::Options;
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

stories!(
    a_stream_tells_what_comes,
    a_stream_is_filtered_as_pages_are,
    who_comes_back_goes_on_where_they_were,
    what_lies_far_ahead_is_left_out_on_request,
    a_database_that_was_set_back_is_told,
    there_is_room_for_so_many,
    streams_end_with_the_service,
    nothing_is_lost_or_told_twice_while_others_write,
    another_process_tells_the_same,
);

async fn a_stream_tells_what_comes(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let head = anon.get("/livez").await.seq();
    let mut stream =
        anon.ask(Method::GET, "/api/v1/changes").header("accept-encoding", "gzip, br").follow().await;
    assert_eq!(stream.status, 200);
    assert_eq!(stream.headers["content-type"], "text/event-stream");
    assert_eq!(stream.headers["cache-control"], "no-store");
    assert!(!stream.headers.contains_key("content-encoding"), "nothing gathers events to compress them");
    let now = stream.expect("now").await;
    assert_eq!([&now.data["seq"], &now.data["since"]], [&json!(head), &json!(head)]);
    assert_eq!([now.id, now.retry], [Some(head), Some(3000)]);
    let site = admin.create("/api/v1/sites", &court("来")).await;
    let created = stream.expect("change").await;
    assert_eq!(created.id, Some(head + 1));
    assert_eq!([&created.data["what"], &created.data["id"]], ["created", site.as_str()]);
    let path = format!("/api/v1/sites/{site}");
    admin.change(&path, &json!({"geometry": point(123.46, 41.7)})).await;
    let changed = stream.expect("change").await;
    // The same entry as in a page, but for the documents, which may be large.
    let page = anon.json(&format!("/api/v1/changes?since={}", head + 1)).await;
    let mut entry = page["changes"][0].clone();
    entry.as_object_mut().expect("an entry").retain(|name, _| name != "before" && name != "after");
    assert_eq!(changed.data, entry);
    let closed =
        admin.post(&format!("{path}/close"), &json!({"closed_on": "2026-06-15"})).header("if-match", "*");
    closed.send().await.expect(200);
    assert_eq!(stream.expect("change").await.data["reason"], "closed");
}

async fn a_stream_is_filtered_as_pages_are(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    let queries = [
        "division=west",
        "bbox=123.5,41.6,123.6,41.8",
        "collection=equipment,divisions",
        "collection=sites&division=unassigned",
    ];
    let mut streams = Vec::new();
    for query in queries {
        let mut stream = anon.follow(query).await;
        stream.expect("now").await;
        streams.push(stream);
    }
    for (number, lon) in [123.45, 123.55, 120.0, 123.5, 123.41].into_iter().enumerate() {
        admin
            .create("/api/v1/sites", &court_with(&format!("{number}"), json!({"geometry": point(lon, 41.7)})))
            .await;
    }
    service.rename_west("改名街道").await;
    admin.create("/api/v1/sites", &court("改名以后")).await;
    for (stream, query) in streams.iter_mut().zip(queries) {
        let page = anon.json(&format!("/api/v1/changes?since={start}&{query}")).await;
        let expected = page["changes"].as_array().expect("changes");
        assert!(!expected.is_empty(), "{query}");
        for entry in expected {
            assert_eq!(stream.change().await.data["seq"], entry["seq"], "{query}");
        }
    }
}

async fn who_comes_back_goes_on_where_they_were(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    for number in 0..6 {
        admin.create("/api/v1/sites", &court(&format!("{number}"))).await;
    }
    let mut stream = anon.follow(&format!("since={start}")).await;
    assert_eq!(stream.expect("now").await.id, Some(start));
    assert_eq!(stream.expect("change").await.id, Some(start + 1));
    drop(stream);
    // As a browser does: the same address, and what it heard last.
    let again = anon.ask(Method::GET, &format!("/api/v1/changes?since={start}"));
    let mut stream = again.header("last-event-id", &(start + 4).to_string()).follow().await;
    assert_eq!(stream.expect("now").await.id, Some(start + 4));
    assert_eq!(stream.expect("change").await.id, Some(start + 5));
    assert_eq!(stream.expect("change").await.id, Some(start + 6));
    let wrong = anon.ask(Method::GET, "/api/v1/changes").header("accept", "text/event-stream");
    let wrong = wrong.header("last-event-id", "yesterday").send().await.expect(400);
    assert_eq!(wrong.codes(), ["Last-Event-ID:not_a_number"]);
}

async fn what_lies_far_ahead_is_left_out_on_request(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let start = anon.get("/livez").await.seq();
    for number in 0..6 {
        admin.create("/api/v1/sites", &court(&format!("{number}"))).await;
    }
    let mut stream = anon.follow(&format!("since={start}&jump=5")).await;
    stream.expect("now").await;
    let jump = stream.expect("jump").await;
    assert_eq!(jump.data, json!({"since": start, "seq": start + 6}));
    assert_eq!(jump.id, Some(start + 6));
    admin.create("/api/v1/sites", &court("又一")).await;
    assert_eq!(stream.expect("change").await.id, Some(start + 7));
    let mut stream = anon.follow(&format!("since={}&jump=5", start + 2)).await;
    stream.expect("now").await;
    assert_eq!(stream.expect("change").await.id, Some(start + 3), "five are told one by one");
}

async fn a_database_that_was_set_back_is_told(service: Arc<Service>) {
    let (admin, anon) = (service.admin(), service.anon());
    let head = anon.get("/livez").await.seq();
    let mut early = anon.follow(&format!("since={}", head + 1000)).await;
    assert_eq!(early.expect("now").await.data["since"], head);
    let reset = early.expect("reset").await;
    assert_eq!(reset.data, json!({"since": head + 1000, "seq": head}));
    assert_eq!(reset.id, Some(head));

    admin.create("/api/v1/sites", &court("留")).await;
    assert_eq!(early.expect("change").await.id, Some(head + 1));
    let lost = admin.create("/api/v1/sites", &court("失")).await;
    assert_eq!(early.expect("change").await.data["id"], lost);
    set_back(&service, &lost).await;
    let reset = early.expect("reset").await;
    assert_eq!(reset.data, json!({"since": head + 2, "seq": head + 1}));
    // From then on it is the new line of the log that is told, under the same numbers.
    let other = admin.create("/api/v1/sites", &court("别")).await;
    let change = early.expect("change").await;
    assert_eq!((change.id, change.data["id"].as_str()), (Some(head + 2), Some(other.as_str())));
}

/// Takes the newest batch away, as a restored backup would lack it: one site's creation.
async fn set_back(service: &Service, site: &str) {
    let newest = "(SELECT id FROM batch WHERE first_seq = (SELECT max(first_seq) FROM batch))";
    let statements = [
        format!("DELETE FROM site WHERE id = '{site}'"),
        format!("DELETE FROM change WHERE batch_id = {newest}"),
        "DELETE FROM batch WHERE first_seq = (SELECT max(first_seq) FROM batch)".to_owned(),
    ];
    match service.engine {
        Engine::Sqlite => {
            let mut conn = sqlx::SqliteConnection::connect(&service.url).await.expect("the database");
            for statement in statements {
                conn.execute(AssertSqlSafe(statement)).await.expect("set back");
            }
        }
        Engine::Postgres => {
            let mut conn = sqlx::PgConnection::connect(&service.url).await.expect("the database");
            for statement in statements {
                conn.execute(AssertSqlSafe(statement)).await.expect("set back");
            }
        }
    }
}

async fn there_is_room_for_so_many(service: Arc<Service>) {
    let client = service.with(Options { streams: 2, ..Options::default() });
    let first = client.follow("").await;
    let second = client.follow("").await;
    assert_eq!([first.status, second.status], [200; 2]);
    let third = client.ask(Method::GET, "/api/v1/changes").header("accept", "text/event-stream");
    let full = third.send().await.expect(503);
    assert_eq!(full.header("retry-after"), "30");
    assert_eq!(full.json()["type"], "/problems/unavailable");
    // Pages go on, and a place is given back by whoever leaves.
    client.get("/api/v1/changes").await;
    drop(first);
    assert_eq!(client.follow("").await.status, 200);
}

async fn streams_end_with_the_service(service: Arc<Service>) {
    let listener = jiantu::api::bind("127.0.0.1:0".parse().expect("an address")).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let ended = async move { ended.await.expect("the end") };
    let serving =
        tokio::spawn(jiantu::api::serve(Arc::clone(&service.registry), listener, Options::default(), ended));
    let mut readers = Vec::new();
    for _ in 0..5 {
        let mut client = tokio::net::TcpStream::connect(address).await.expect("a connection");
        let ask = b"GET /api/v1/changes HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n";
        client.write_all(ask).await.expect("sent");
        let mut text = String::new();
        while !text.contains("event: now") {
            let mut some = [0; 1024];
            let read = client.read(&mut some).await.expect("an answer");
            assert!(read > 0, "{text}");
            text.push_str(std::str::from_utf8(&some[..read]).expect("UTF-8"));
        }
        readers.push(client);
    }
    end.send(()).expect("told to end");
    // Well below the time that running requests are given.
    let quiet = tokio::time::timeout(Duration::from_secs(20), serving).await.expect("ended at once");
    quiet.expect("no panic");
    for mut client in readers {
        let mut rest = String::new();
        client.read_to_string(&mut rest).await.expect("the end of the stream");
        assert!(rest.ends_with("0\r\n\r\n"), "ended properly: {rest:?}");
    }
}

/// What a stream says, and where its client stood when it broke off.
async fn read_some(stream: &mut Stream, count: usize, until: u64, heard: &mut Vec<u64>) {
    for _ in 0..count {
        if heard.last().is_some_and(|last| *last >= until) {
            return;
        }
        heard.push(stream.change().await.id.expect("a number"));
    }
}

const WRITERS: usize = 4;
const WRITES: usize = 30;

/// Numbers of 0..below, always the same ones.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

async fn nothing_is_lost_or_told_twice_while_others_write(service: Arc<Service>) {
    let start = service.anon().get("/livez").await.seq();
    let end = start + (WRITERS * WRITES) as u64;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let admin = service.admin();
            tokio::spawn(async move {
                let mut dice = Dice(writer as u64 + 1);
                let mut sites: Vec<String> = Vec::new();
                for number in 0..WRITES {
                    let place = point([123.45, 123.55][dice.roll(2)], 41.7);
                    if sites.is_empty() || dice.roll(3) == 0 {
                        let site = court_with(&format!("{writer}-{number}"), json!({"geometry": place}));
                        sites.push(admin.create("/api/v1/sites", &site).await);
                    } else {
                        let site = &sites[dice.roll(sites.len())];
                        let patch = json!({"geometry": place, "capacity": number});
                        let path = format!("/api/v1/sites/{site}");
                        admin.patch(&path, &patch).header("if-match", "*").send().await.expect(200);
                    }
                }
            })
        })
        .collect();
    let followers: Vec<_> = (0..4)
        .map(|follower| {
            let anon = service.anon();
            tokio::spawn(async move {
                let mut dice = Dice(100 + follower);
                let mut heard: Vec<u64> = Vec::new();
                let mut connections = 0;
                while heard.last().is_none_or(|last| *last < end) {
                    connections += 1;
                    let mut stream = match heard.last() {
                        None => anon.follow(&format!("since={start}")).await,
                        Some(last) => {
                            let ask = anon.ask(Method::GET, &format!("/api/v1/changes?since={start}"));
                            ask.header("last-event-id", &last.to_string()).follow().await
                        }
                    };
                    stream.expect("now").await;
                    read_some(&mut stream, 1 + dice.roll(20), end, &mut heard).await;
                }
                (heard, connections)
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    for follower in followers {
        let (heard, connections) = follower.await.expect("a follower");
        assert_eq!(heard, (start + 1..=end).collect::<Vec<_>>(), "each once, in order");
        assert!(connections > 3, "nobody came back, so nothing was shown");
    }
    // Half of them would see one half of the district: the same as the log, filtered afterwards.
    for division in ["west", "east"] {
        let page = service.anon().json(&format!("/api/v1/changes?since={start}&limit=1000")).await;
        let lons = if division == "west" { 123.4..123.5 } else { 123.5..123.6 };
        let lies =
            |side: &Value| side["geometry"]["coordinates"][0].as_f64().is_some_and(|lon| lons.contains(&lon));
        let changes = page["changes"].as_array().expect("changes").iter();
        let wanted = changes.filter(|change| lies(&change["before"]) || lies(&change["after"]));
        let mut stream = service.anon().follow(&format!("since={start}&division={division}")).await;
        stream.expect("now").await;
        for change in wanted {
            assert_eq!(stream.change().await.data["seq"], change["seq"], "{division}");
        }
    }
}

/// Two processes over one database: what one writes, the other's streams tell; a client may change between them.
async fn another_process_tells_the_same(service: Arc<Service>) {
    let other = Registry::open_at(&service.url, Clock::system()).await.expect("a second registry");
    let there = Client::new(jiantu::api::router(Arc::clone(&other), Options::default()), None);
    let here = service.anon();
    let start = here.get("/livez").await.seq();
    let mut heard = Vec::new();
    let mut last = start;
    for round in 0..6 {
        let client = if round % 2 == 0 { &there } else { &here };
        // Perhaps the other one has not heard yet of what this client knows: then the stream waits.
        let ask = client.ask(Method::GET, "/api/v1/changes").header("last-event-id", &last.to_string());
        let mut stream = ask.follow().await;
        assert_eq!(stream.expect("now").await.id, Some(last));
        for number in 0..3 {
            service.admin().create("/api/v1/sites", &court(&format!("{round}-{number}"))).await;
        }
        for _ in 0..3 {
            last = stream.change().await.id.expect("a number");
            heard.push(last);
        }
    }
    assert_eq!(heard, (start + 1..=start + 18).collect::<Vec<_>>());
    other.close().await;
}
