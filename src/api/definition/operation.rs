//! One method of one path: what it takes, what it answers, what it refuses.

use super::answer::{Answer, Refusal};
use super::node::Node;
use super::parameter::Parameter;
use super::schema::Schema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Options => "options",
        }
    }
}

/// What the document groups operations by; its text stands in the document's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// A body that a request has.
#[derive(Clone, Debug)]
struct Body {
    media: Vec<(&'static str, Schema)>,
    example: Option<serde_json::Value>,
}

#[derive(Clone, Debug)]
pub struct Operation {
    pub path: String,
    pub method: Method,
    pub id: String,
    tag: &'static str,
    summary: String,
    description: Option<String>,
    pub parameters: Vec<Parameter>,
    body: Option<Body>,
    answers: Vec<Answer>,
    refusals: Vec<Refusal>,
    writes: bool,
}

/// Reads something.
pub fn get(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Get, path, id)
}

/// Makes something, or asks with a body.
pub fn post(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Post, path, id)
}

pub fn put(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Put, path, id)
}

pub fn patch(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Patch, path, id)
}

pub fn delete(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Delete, path, id)
}

/// Asks what can be done.
pub fn options(path: impl Into<String>, id: impl Into<String>) -> Operation {
    Operation::new(Method::Options, path, id)
}

impl Operation {
    fn new(method: Method, path: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            method,
            id: id.into(),
            tag: "",
            summary: String::new(),
            description: None,
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            // Whatever is asked may be asked wrongly, may break, and may come while the service can not answer.
            refusals: vec![Refusal::Invalid, Refusal::Internal, Refusal::Unavailable],
            writes: false,
        }
    }

    pub fn titled(mut self, tag: Tag, zh: &str, en: &str) -> Self {
        self.tag = tag.name;
        self.summary = format!("{zh} / {en}");
        self
    }

    pub fn about(mut self, zh: &str, en: &str) -> Self {
        self.description = Some(format!("{zh}\n\n{en}"));
        self
    }

    pub fn takes(mut self, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// Needs a token.
    pub fn writes(mut self) -> Self {
        self.writes = true;
        self.refuses([Refusal::Unauthorised])
    }

    /// A JSON body.
    pub fn body(self, schema: Schema) -> Self {
        self.body_of([("application/json", schema)])
    }

    /// A body of one of several types.
    pub fn body_of(mut self, media: impl IntoIterator<Item = (&'static str, Schema)>) -> Self {
        let media = media.into_iter().collect();
        self.body = Some(Body { media, example: None });
        self
    }

    /// What a body of the first type may be.
    pub fn for_example(mut self, example: serde_json::Value) -> Self {
        if let Some(body) = &mut self.body {
            body.example = Some(example);
        }
        self
    }

    pub fn answers(mut self, answer: Answer) -> Self {
        self.answers.push(answer);
        self
    }

    pub fn refuses(mut self, refusals: impl IntoIterator<Item = Refusal>) -> Self {
        self.refusals.extend(refusals);
        self.refusals.sort_unstable();
        self.refusals.dedup();
        self
    }

    /// As OpenAPI has it; shared parameters and refusals are named, not repeated.
    pub fn node(&self) -> Node {
        let parameters: Vec<Node> = self.parameters.iter().map(Parameter::place).collect();
        let answers = self.answers.iter().map(|answer| (answer.status().into(), answer.node()));
        let refusals = self.refusals.iter().map(|refusal| (refusal.status().into(), refusal.place()));
        let security = if self.writes {
            vec![Node::object().with("bearer", Node::List(Vec::new()))]
        } else {
            Vec::new()
        };
        Node::object()
            .with("operationId", self.id.clone())
            .with("tags", vec![Node::from(self.tag)])
            .with("summary", self.summary.clone())
            .with_some("description", self.description.clone())
            .with_some("parameters", (!parameters.is_empty()).then_some(parameters))
            .with_some("requestBody", self.body.as_ref().map(Body::node))
            .with("responses", answers.chain(refusals).collect::<Node>())
            .with("security", security)
    }
}

impl Body {
    fn node(&self) -> Node {
        let media = self.media.iter().enumerate().map(|(at, (name, schema))| {
            let example = self.example.clone().filter(|_| at == 0);
            let content = Node::object().with("schema", schema.clone());
            ((*name).into(), content.with_some("example", example))
        });
        Node::object().with("required", true).with("content", media.collect::<Node>())
    }
}
