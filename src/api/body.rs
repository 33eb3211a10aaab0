//! What a client sends as the body of a write: a JSON object, or a GeoJSON Feature, whose
//! properties and geometry then are the members.

use super::error::ApiError;
use super::state::App;
use crate::domain::invalid::Invalid;
use crate::registry::RegistryError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Map, Value};

/// Members that answers carry and nobody sets: a feature that was read may be sent back whole.
const COMPUTED: [&str; 10] = [
    "version",
    "division",
    "division_name_zh",
    "venue_area_m2",
    "length_m",
    "distance_m",
    "container",
    "site",
    "site_name_zh",
    "figure",
];

/// Members of the thing that is written.
#[derive(Debug, Default)]
pub struct Given {
    pub members: Map<String, Value>,
    pub form: Form,
    /// The division that a Feature told: of sites and equipment it is computed, of records stated.
    division: Option<Value>,
}

/// How the members came, so that a defect is pointed at where the client wrote it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// As a GeoJSON Feature, with what a reader had added.
    feature: bool,
}

/// Members of a Feature that stand beside its properties.
const BESIDE: [&str; 2] = ["id", "geometry"];

impl Form {
    /// An error of the registry, whose pointers are into the members, as one of this request.
    pub fn blame(self, error: RegistryError) -> ApiError {
        match error {
            RegistryError::Invalid(mut defects) => {
                for defect in &mut defects {
                    self.point(defect);
                }
                RegistryError::Invalid(defects).into()
            }
            RegistryError::Conflict { constraint, mut told } => {
                self.point(&mut told);
                RegistryError::Conflict { constraint, told }.into()
            }
            other => other.into(),
        }
    }

    fn point(self, defect: &mut Invalid) {
        let Some(path) = defect.field.strip_prefix('/').filter(|_| self.feature) else { return };
        let first = path.split('/').next().unwrap_or_default();
        if !BESIDE.contains(&first) {
            defect.field.insert_str(0, "/properties");
        }
    }
}

impl FromRequest<App> for Given {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media =
            declared.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !matches!(
            media.as_str(),
            "application/json" | "application/geo+json" | "application/merge-patch+json"
        ) {
            return Err(ApiError::MediaType(declared.unwrap_or("(none)").to_owned()));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| {
            if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                return ApiError::TooLarge(app.options.body_limit);
            }
            ApiError::invalid(
                "",
                "cut_off",
                "请求正文没有收全，请重试",
                "the body did not arrive whole; send it again",
            )
        })?;
        Self::read(&bytes)
    }
}

impl Given {
    fn read(bytes: &[u8]) -> Result<Self, ApiError> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            ApiError::invalid(
                "",
                "not_json",
                format!("正文不是合格的 JSON：{error}"),
                format!("the body is no JSON: {error}"),
            )
        })?;
        let Value::Object(mut object) = value else {
            return Err(ApiError::invalid(
                "",
                "not_an_object",
                "正文应为一个 JSON 对象或 GeoJSON Feature",
                "the body is one JSON object or GeoJSON Feature",
            ));
        };
        if !is_feature(&object) {
            return Ok(Self { members: object, ..Self::default() });
        }
        let mut members = match object.remove("properties") {
            Some(Value::Object(members)) => members,
            None | Some(Value::Null) => Map::new(),
            Some(_) => {
                return Err(ApiError::invalid(
                    "/properties",
                    "not_an_object",
                    "properties 应为对象",
                    "`properties` is an object",
                ));
            }
        };
        let division = members.get("division").cloned();
        for name in COMPUTED {
            members.remove(name);
        }
        for name in BESIDE {
            if let Some(value) = object.remove(name) {
                members.insert(name.to_owned(), value);
            }
        }
        Ok(Self { members, form: Form { feature: true }, division })
    }

    /// Of a record: what it says of its division is meant.
    pub fn stating_division(mut self) -> Self {
        if let Some(division) = self.division.take() {
            self.members.insert("division".to_owned(), division);
        }
        self
    }

    /// What was told, in one way of writing: members in their order, without spaces.
    pub fn told(&self) -> Vec<u8> {
        serde_json::to_vec(&self.members).unwrap_or_default()
    }

    /// Takes the id out of the members of a change: it is the path's.
    ///
    /// # Errors
    /// It is another one.
    pub fn with_id(mut self, id: impl std::fmt::Display) -> Result<Self, ApiError> {
        let id = id.to_string();
        match self.members.remove("id") {
            None | Some(Value::Null) => Ok(self),
            Some(Value::String(same)) if same.eq_ignore_ascii_case(&id) => Ok(self),
            Some(_) => Err(ApiError::invalid(
                "/id",
                "another_id",
                format!("正文的 id 与地址中的 {id} 不同"),
                format!("the body's id differs from {id} in the address"),
            )),
        }
    }

    /// A feature that was read and is sent back carries the valid time of the state that was read;
    /// to keep that is not to say that the edit held since then.
    pub fn unless_echoed(mut self, effective_from: Option<jiff::civil::Date>) -> Self {
        let told =
            self.members.get("effective_from").and_then(Value::as_str).and_then(|text| text.parse().ok());
        if self.form.feature && told.is_some() && told == effective_from {
            self.members.remove("effective_from");
        }
        self
    }
}

/// Whether members stand in `properties`. A change of a feature need not name its type again (RFC 7396), and what
/// is told member by member knows no `properties`.
fn is_feature(object: &Map<String, Value>) -> bool {
    match object.get("type") {
        Some(named) => named.as_str() == Some("Feature"),
        None => object.get("properties").is_some_and(Value::is_object),
    }
}

#[cfg(test)]
mod tests {
    use super::Given;
    use serde_json::json;

    #[test]
    fn a_feature_becomes_members_without_what_is_computed() {
        let feature = json!({"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]},
            "properties": {"name_zh": "球场", "version": 3, "venue_area_m2": 5, "effective_from": "2020-01-01"}});
        let given = Given::read(feature.to_string().as_bytes()).expect("a feature");
        let mut names: Vec<&str> = given.members.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["effective_from", "geometry", "id", "name_zh"]);
        let given =
            given.unless_echoed(Some(jiff::civil::date(2020, 1, 1))).with_id("A").expect("the same id");
        assert!(!given.members.contains_key("effective_from"));
    }

    #[test]
    fn an_objects_valid_time_is_meant_as_said() {
        let given = Given::read(br#"{"effective_from": "2020-01-01"}"#).expect("an object");
        let given = given.unless_echoed(Some(jiff::civil::date(2020, 1, 1)));
        assert!(given.members.contains_key("effective_from"));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "3", "{", r#"{"type":"Feature","properties":3}"#] {
            assert!(Given::read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Given::read(br#"{"id":"x"}"#).and_then(|given| given.with_id("y")).is_err());
    }
}
