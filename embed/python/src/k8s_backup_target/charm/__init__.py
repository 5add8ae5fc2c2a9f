"""Replaces `charmlibs.interfaces.k8s_backup_target`: a charm only changes its import line.

    from k8s_backup_target.charm import K8sBackupTargetProvider, K8sBackupTargetSpec

The classes, signatures, observed events, log messages and written bytes are those of the library, version 0.1.0.post1.
Reading never raises an error. The differences:

- A spec with errors is published, as the library does, and its diagnostics are logged. With `strict=True` the provider
  raises `ValueError` with the diagnostics instead, and does not change what is published.
- `K8sBackupTargetRequirer.diagnostics` lists what cannot be read.
- The models do not use pydantic, and never load it. In a process that has loaded it, they are models for it, and raise
  its `ValidationError`. The README lists what is different from a model of pydantic.
- Where the component cannot be loaded, the provider publishes specs without a check, unless it is strict, and logs an
  error. The requirer reads without diagnostics, and logs a warning.

It needs `ops`: install `k8s-backup-target[charm]`.
"""

from ._backup_target import K8sBackupTargetProvider, K8sBackupTargetRequirer
from ._schema import BackupTargetEntry, K8sBackupTargetSpec, ProviderAppData

__version__ = "0.1.0.post1"
"""The version of the library that this module replaces."""

__all__ = [
    "BackupTargetEntry",
    "K8sBackupTargetProvider",
    "K8sBackupTargetRequirer",
    "K8sBackupTargetSpec",
    "ProviderAppData",
]
