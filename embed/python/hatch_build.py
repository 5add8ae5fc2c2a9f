"""Adds the components, which `cargo xtask build` builds, to the wheel and to the source distribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPONENTS = ("k8s-backup-target.wasm", "k8s-backup-target-cli.wasm")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """In a source distribution, the components are in the package already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the components from the repository."""
        root = Path(self.root)
        package = "k8s_backup_target" if self.target_name == "wheel" else "src/k8s_backup_target"
        for name in COMPONENTS:
            if not (root / "src/k8s_backup_target" / name).exists():
                build_data["force_include"][str(root / "../../target/components" / name)] = f"{package}/{name}"
