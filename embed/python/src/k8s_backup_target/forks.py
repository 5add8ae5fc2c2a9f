"""Forks. A child process has only the thread that forked: what another thread had locked stays locked in the child."""

from __future__ import annotations

import os
import threading

importing = threading.RLock()
"""Held while a module of this package is imported at its first use.

Python locks a module while it is imported. A fork waits until the import is done.
"""

# Only systems without forks do not have it.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=importing.acquire, after_in_parent=importing.release, after_in_child=importing.release)
