"""Drop-in for `charmlibs.interfaces.k8s_backup_target`: a charm changes its import line and nothing else.

    from k8s_backup_target.charm import K8sBackupTargetProvider, K8sBackupTargetSpec

The classes, their signatures, the events that they observe, what they log and what they write are those of the library
(0.1.0.post1), and reading never raises. What it does not have:

- A spec with errors is published as the library does, and its diagnostics are in the log. With `strict=True` the
  provider raises `ValueError` with them instead, and leaves what is published.
- `K8sBackupTargetRequirer.diagnostics` says what the relations hold that cannot be read.

It needs `ops`: install `k8s-backup-target[charm]`.
"""

from ._backup_target import K8sBackupTargetProvider, K8sBackupTargetRequirer
from ._model import ValidationError
from ._schema import BackupTargetEntry, K8sBackupTargetSpec, ProviderAppData

__all__ = [
    "BackupTargetEntry",
    "K8sBackupTargetProvider",
    "K8sBackupTargetRequirer",
    "K8sBackupTargetSpec",
    "ProviderAppData",
    "ValidationError",
]
