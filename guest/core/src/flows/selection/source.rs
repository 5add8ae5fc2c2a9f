//! What chooses the objects of a backup.

use crate::model::Spec;
use crate::velero::backup::Backup;

/// What chooses the objects of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A spec of the interface.
    Spec(Spec),
    /// A Backup, or the next backup of a Schedule. Boxed: it is much larger.
    Backup(Box<Backup>),
}

impl Source {
    /// Returns why it protects nothing at a time, whatever it saves: [`Backup::why_not_protecting`].
    pub(super) fn why_not_protecting(&self, at: Option<i64>) -> Option<String> {
        match self {
            Source::Spec(_) => None,
            Source::Backup(backup) => backup.why_not_protecting(at),
        }
    }
}
