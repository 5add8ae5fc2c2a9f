//! The admission of Backups and Schedules as a policy of Kubewarden (protocol v1). It converts requests and answers, and
//! contains no logic.

#![deny(unsafe_code)]

#[cfg(target_arch = "wasm32")]
mod wapc;

use k8s_backup_target_admission::{Denied, InvalidSettings, Request, Settings, judge};
use serde::{Deserialize, Serialize};

/// The settings of the policy.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "settings")]
struct PolicySettings {
    ignore: Vec<String>,
    deny_warnings: bool,
    velero_version: Option<String>,
}

impl PolicySettings {
    fn read(self) -> Result<Settings, InvalidSettings> {
        let denied = if self.deny_warnings { Denied::Warnings } else { Denied::Errors };
        Settings::new(self.ignore, denied, self.velero_version.as_deref())
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a ValidationRequest")]
struct ValidationRequest<'a> {
    #[serde(borrow)]
    request: Request<'a>,
    settings: Option<PolicySettings>,
}

#[derive(Serialize)]
struct ValidationResponse {
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct SettingsValidationResponse {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// Answers a call of the policy server. The error is for its log.
fn answer(operation: &[u8], payload: &[u8]) -> Result<String, String> {
    match operation {
        b"validate" => validate(payload),
        b"validate_settings" => Ok(json(&validate_settings(payload))),
        b"protocol_version" => Ok(json(&"v1")),
        other => Err(format!("there is no operation `{}`", other.escape_ascii())),
    }
}

fn validate(payload: &[u8]) -> Result<String, String> {
    let ValidationRequest { request, settings } =
        serde_json::from_slice(payload).map_err(|error| format!("expected a ValidationRequest: {error}"))?;
    let settings = settings.unwrap_or_default().read().map_err(|invalid| invalid.to_string())?;
    Ok(json(&match judge(&settings, &request) {
        Ok(verdict) => {
            let (message, code) = verdict.refusal.map(|status| (status.message, status.code)).unzip();
            ValidationResponse { accepted: message.is_none(), message, code, warnings: verdict.warnings }
        }
        Err(unreadable) => ValidationResponse {
            accepted: false,
            message: Some(unreadable.to_string()),
            code: Some(400),
            warnings: Vec::new(),
        },
    }))
}

fn validate_settings(payload: &[u8]) -> SettingsValidationResponse {
    let settings = serde_json::from_slice::<Option<PolicySettings>>(payload).map_err(|error| error.to_string());
    let read = settings.and_then(|settings| settings.unwrap_or_default().read().map_err(|invalid| invalid.to_string()));
    SettingsValidationResponse { valid: read.is_ok(), message: read.err() }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the keys are strings, and memory can be written to")
}
