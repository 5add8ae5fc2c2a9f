//! Admission of Velero's Backups and Schedules: an HTTP request in, an answer out.
//!
//! Velero judges a Backup or a Schedule after the API server has admitted it. `ttl: 1w` is admitted, and then Velero cannot
//! read any list with the object. A validating admission webhook (`admission.k8s.io/v1`) refuses it before. [`answer`] is
//! all of it but the server. It decides nothing about specs: the core does.
//!
//! | route | answer |
//! |---|---|
//! | `POST /validate` | the AdmissionReview with its response |
//! | `POST /check` | the diagnostics of a JSON or YAML text, as `k8s-backup-target check --format json` prints them |
//! | `GET /livez`, `GET /readyz` | `ok`; `/readyz` also warns about a release of Velero whose rules are not known |

#![forbid(unsafe_code)]

mod check;
mod field;
mod review;
mod route;
mod settings;
mod verdict;

pub use review::{Request, Unreadable};
pub use route::{Answer, MAX_BODY_BYTES, Route, answer};
pub use settings::{Denied, InvalidSettings, Settings};
pub use verdict::{MAX_REPORTED, MAX_WARNING_CHARS, Status, Verdict, judge};
