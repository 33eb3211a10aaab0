//! Who asks, and what is answered.

use crate::stream::Stream;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Somebody who talks to the service.
#[derive(Clone)]
pub struct Client {
    router: Router,
    token: Option<String>,
}

/// A request that is being made up.
#[derive(Clone)]
pub struct Asked {
    client: Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(router: Router, token: Option<String>) -> Self {
        Self { router, token }
    }

    pub fn ask(&self, method: Method, path: &str) -> Asked {
        Asked { client: self.clone(), method, path: path.to_owned(), headers: Vec::new(), body: None }
    }

    /// An answer that must be 200.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path).send().await.expect(200)
    }

    pub async fn json(&self, path: &str) -> Value {
        self.get(path).await.json()
    }

    pub fn post(&self, path: &str, body: &Value) -> Asked {
        self.ask(Method::POST, path).body(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Asked {
        self.ask(Method::PATCH, path).body(body)
    }

    /// Follows the log.
    pub async fn follow(&self, query: &str) -> Stream {
        self.ask(Method::GET, &format!("/api/v1/changes?{query}")).follow().await
    }

    /// Registers something; its id.
    pub async fn create(&self, path: &str, body: &Value) -> String {
        let answer = self.post(path, body).send().await.expect(201);
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Changes something as it stands now.
    pub async fn change(&self, path: &str, patch: &Value) -> Answer {
        let etag = self.get(path).await.header("etag");
        self.patch(path, patch).header("if-match", &etag).send().await.expect(200)
    }

    /// The code of the only defect that a request is refused for.
    pub async fn refused(&self, path: &str) -> String {
        self.ask(Method::GET, path).send().await.expect(400).codes().join(" ")
    }
}

impl Asked {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn body(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string().into_bytes())
    }

    pub fn raw(mut self, media: &str, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self.header("content-type", media)
    }

    pub async fn send(self) -> Answer {
        let (parts, body) = self.opened().await.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks for events; the answer has no end.
    pub async fn follow(self) -> Stream {
        let (parts, body) = self.header("accept", "text/event-stream").opened().await.into_parts();
        Stream::new(parts.status, parts.headers, body)
    }

    async fn opened(self) -> Response {
        let mut request =
            Request::builder().method(self.method).uri(&self.path).header("host", "jiantu.test");
        if let Some(token) = &self.client.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body.unwrap_or_default())).expect("a request");
        self.client.router.oneshot(request).await.expect("an answer")
    }
}

impl Answer {
    /// Fails the test when the status is another one.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers));
        value.to_str().expect("text").to_owned()
    }

    pub fn seq(&self) -> u64 {
        self.header("x-jiantu-seq").parse().expect("a number")
    }

    /// `pointer:code` or `parameter:code` of each defect.
    pub fn codes(&self) -> Vec<String> {
        let body = self.json();
        let defects = body["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        defects
            .iter()
            .map(|defect| {
                let place = defect.get("pointer").or(defect.get("parameter")).unwrap_or(&Value::Null);
                format!("{}:{}", text(place), text(&defect["code"]))
            })
            .collect()
    }

    /// Ids of the features of a page.
    pub fn ids(&self) -> Vec<String> {
        let body = self.json();
        let features = body["features"].as_array().expect("features").clone();
        features.iter().map(|feature| feature["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Path and query of the `next` link.
    pub fn next(&self) -> Option<String> {
        let body = self.json();
        let links = body["links"].as_array().expect("links").clone();
        let next = links.iter().find(|link| link["rel"] == "next")?;
        let href = next["href"].as_str().expect("an address");
        Some(href.strip_prefix("http://jiantu.test").expect("an absolute address").to_owned())
    }
}
