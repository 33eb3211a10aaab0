//! Whether the process answers.

/// `GET /livez`: it does.
pub async fn live() -> &'static str {
    "ok\n"
}
