"""The tests have their own cache."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.TemporaryDirectory()
os.environ["XDG_CACHE_HOME"] = _folder.name
