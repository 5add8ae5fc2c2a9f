//! The admission webhook as a component for any `wasi:http` server. It converts requests and answers, and contains no
//! logic. By default it is for version 0.3 of WASI; with the feature `wasi-0-2` for version 0.2.

#![deny(unsafe_code)]

#[cfg(not(feature = "wasi-0-2"))]
mod handler;
#[cfg(feature = "wasi-0-2")]
mod incoming_handler;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use k8s_backup_target_admission::{Answer, InvalidSettings, Route, Settings};

/// Answers a request. The environment is read once.
fn answer(route: Route<'_>, body: &[u8], environment: fn() -> Vec<(String, String)>) -> Answer {
    static SETTINGS: OnceLock<Result<Settings, InvalidSettings>> = OnceLock::new();
    let settings = SETTINGS.get_or_init(|| {
        let variables: BTreeMap<String, String> = environment().into_iter().collect();
        Settings::from_variables(|name| variables.get(name).cloned())
    });
    match settings {
        Ok(settings) => k8s_backup_target_admission::answer(settings, route, body),
        Err(invalid) => invalid.answer(route),
    }
}

/// Returns the names and values of the headers of an answer.
fn headers(answer: &Answer) -> Vec<(String, Vec<u8>)> {
    let length = answer.body.len().to_string();
    let headers =
        [("content-type", Some(answer.content_type)), ("content-length", Some(&*length)), ("allow", answer.allow)];
    let header = |(name, value): (&str, Option<&str>)| Some((name.to_owned(), value?.as_bytes().to_vec()));
    headers.into_iter().filter_map(header).collect()
}
