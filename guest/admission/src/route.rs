//! The routes, and the answers to requests.

use crate::{InvalidSettings, Settings, check, review};

/// Maximum size of a body, in bytes. The API server sends at most 3 MiB of an object, and twice that for an update.
pub const MAX_BODY_BYTES: usize = 8 << 20;

/// The method and the path of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'a> {
    /// Such as `POST`.
    pub method: &'a str,
    /// With the query, which is ignored: the API server sends its timeout.
    pub path: &'a str,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The value of `content-type`.
    pub content_type: &'static str,
    /// The value of `allow`, if the method is refused.
    pub allow: Option<&'static str>,
    /// JSON, or a text for people.
    pub body: String,
}

/// What a route leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    Validate,
    Check,
    Livez,
    Readyz,
}

const ENDPOINTS: [(&str, &str, Endpoint); 4] = [
    ("/validate", "POST", Endpoint::Validate),
    ("/check", "POST", Endpoint::Check),
    ("/livez", "GET", Endpoint::Livez),
    ("/readyz", "GET", Endpoint::Readyz),
];

impl Endpoint {
    fn of(route: Route<'_>) -> Result<Self, Answer> {
        let path = route.path.split('?').next().expect("a split has a first part");
        let Some((_, method, endpoint)) = ENDPOINTS.into_iter().find(|(known, ..)| *known == path) else {
            let paths = ENDPOINTS.map(|(path, method, _)| format!("{method} {path}")).join(", ");
            return Err(Answer::text(404, format!("no such path: the paths are {paths}")));
        };
        // A server answers HEAD as GET, without the body.
        if route.method != method && (method, route.method) != ("GET", "HEAD") {
            let refused = Answer::text(405, format!("the method of {path} is {method}"));
            let allow = if method == "GET" { "GET, HEAD" } else { method };
            return Err(Answer { allow: Some(allow), ..refused });
        }
        Ok(endpoint)
    }
}

impl Answer {
    /// The answer to a request whose body ends before the length that was announced.
    pub fn interrupted() -> Self {
        Answer::text(400, "the body ends before its end")
    }

    /// Returns a text for people, on one line.
    fn text(status: u16, text: impl Into<String>) -> Self {
        Answer { status, content_type: "text/plain; charset=utf-8", allow: None, body: text.into() + "\n" }
    }

    fn json(body: String) -> Self {
        Answer { status: 200, content_type: "application/json", allow: None, body }
    }

    fn ok() -> Self {
        Answer::text(200, "ok")
    }
}

/// Answers a request: 200, or 400 if the body cannot be read, 404, 405, or 413 if the body is larger than
/// [`MAX_BODY_BYTES`].
///
/// ```
/// use k8s_backup_target_admission::{Route, Settings, answer};
///
/// let review = r#"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
///     "uid": "1", "operation": "CREATE", "kind": {"group": "velero.io", "version": "v1", "kind": "Backup"},
///     "object": {"apiVersion": "velero.io/v1", "kind": "Backup",
///                "metadata": {"name": "b", "namespace": "velero"}, "spec": {"ttl": "1w"}}}}"#;
/// let answered = answer(&Settings::default(), Route { method: "POST", path: "/validate" }, review.as_bytes());
/// assert_eq!(answered.status, 200);
/// assert!(answered.body.contains(r#""allowed":false"#));
/// ```
pub fn answer(settings: &Settings, route: Route<'_>, body: &[u8]) -> Answer {
    let endpoint = match Endpoint::of(route) {
        Ok(endpoint) => endpoint,
        Err(answer) => return answer,
    };
    let answered = match endpoint {
        Endpoint::Livez => return Answer::ok(),
        Endpoint::Readyz => {
            return settings.warning().map_or_else(Answer::ok, |warning| Answer::text(200, format!("ok; {warning}")));
        }
        _ if body.len() > MAX_BODY_BYTES => {
            return Answer::text(413, format!("the body is larger than {} MiB", MAX_BODY_BYTES >> 20));
        }
        Endpoint::Validate => review::answer(settings, body).map_err(|unreadable| unreadable.to_string()),
        Endpoint::Check => check::answer(settings, body),
    };
    answered.map_or_else(|unreadable| Answer::text(400, unreadable), Answer::json)
}

impl InvalidSettings {
    /// Answers a request where settings cannot be read before the first one: nothing is checked, and `/readyz` says why.
    pub fn answer(&self, route: Route<'_>) -> Answer {
        match Endpoint::of(route) {
            Err(answer) => answer,
            Ok(Endpoint::Livez) => Answer::ok(),
            Ok(Endpoint::Readyz) => Answer::text(503, self.to_string()),
            Ok(Endpoint::Validate | Endpoint::Check) => Answer::text(500, self.to_string()),
        }
    }
}
