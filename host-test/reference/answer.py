"""Answers JSON questions with charmlibs-interfaces-k8s-backup-target. Each question and each answer is a line.

It runs the requirer and the provider of the library, and Relation.load and Relation.save of ops. Only Juju is missing.
"""

import json
import re
import sys
import types

import ops
from charmlibs.interfaces.k8s_backup_target import (
    K8sBackupTargetProvider,
    K8sBackupTargetRequirer,
    K8sBackupTargetSpec,
)

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Relation:
    """The part of a relation that the library uses."""

    load = ops.Relation.load
    save = ops.Relation.save

    def __init__(self, databag):
        self.app = "provider"
        self.data = {self.app: databag}


def charm_with(relations, leader=True):
    model = types.SimpleNamespace(
        relations={"endpoint": relations},
        unit=types.SimpleNamespace(is_leader=lambda: leader),
    )
    return types.SimpleNamespace(model=model, app="provider")


def read(question):
    relations = [Relation(databag) for databag in question["databags"]]
    requirer = K8sBackupTargetRequirer(charm_with(relations), "endpoint")
    query = question["query"]
    spec = requirer.get_backup_spec(query["app"], query["endpoint"], query["model"])
    loaded = [requirer._load_provider_data(relation) for relation in relations]
    return {
        "is_ready": requirer.is_ready,
        "found": spec and spec.model_dump(),
        "entries": [
            {"relation": place, **entry.model_dump()}
            for place, data in enumerate(loaded)
            if data
            for entry in data.backup_targets
        ],
    }


def publish(question):
    relation = Relation({})
    provider = object.__new__(K8sBackupTargetProvider)
    provider._charm = charm_with([relation])
    provider._charm.model.relations[question["relation_name"]] = [relation]
    provider._app_name = question["app"]
    provider._model = question["model"]
    provider._relation_name = question["relation_name"]
    provider._spec = K8sBackupTargetSpec(**question["spec"])
    provider._send_data(None)
    return relation.data["provider"]


def whole(value):
    """Replaces lone surrogates with U+FFFD, as text of the component is Unicode."""
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [whole(entry) for entry in value]
    if isinstance(value, dict):
        return {whole(key): whole(entry) for key, entry in value.items()}
    return value


ANSWERS = {"read": read, "publish": publish}

for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = ANSWERS[question["ask"]](question)
    except Exception as error:
        answer = {"raises": repr(error)}
    print(json.dumps(whole(answer)), flush=True)
