"""The Python library as a web service, which the benchmark of the admission webhook compares with."""

from charmlibs.interfaces.k8s_backup_target import K8sBackupTargetSpec
from fastapi import FastAPI

app = FastAPI()


@app.post("/check")
async def check(spec: K8sBackupTargetSpec) -> dict[str, bool]:
    """Reads the spec with the library. It has no other checks."""
    return {"valid": True}
