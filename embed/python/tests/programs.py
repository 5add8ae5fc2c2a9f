"""Runs programs in a process of their own: one that hangs or crashes does not end the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import k8s_backup_target

WATCHDOG_SECONDS = 300
"""No program needs a part of this, also on a slow machine. One that hangs is ended."""

SOURCES = str(Path(k8s_backup_target.__file__).parents[1])

START = f"""
import sys
sys.path.insert(0, {SOURCES!r})
import gc, json, os, signal, threading
import k8s_backup_target as k8s
from k8s_backup_target import capi, host as hosts
from k8s_backup_target.host import Host, Limits

OBJECTS = b'{{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"c","namespace":"team-a"}}}}'
inventory = k8s.Inventory.read([OBJECTS])
evaluation = inventory.evaluate(k8s.Spec()).run()


class Paused:
    'Replaces a function of the C API. Other threads wait before or after the call, until they may continue.'

    def __init__(self, name, pauses_after=False):
        self.main, self.real, self.pauses_after = threading.get_ident(), getattr(capi, name), pauses_after
        self.waits, self.may_continue = threading.Event(), threading.Event()
        setattr(capi, name, self)

    def __call__(self, *arguments):
        result = self.real(*arguments) if self.pauses_after else None
        if threading.get_ident() != self.main:
            self.waits.set()
            self.may_continue.wait()
        return result if self.pauses_after else self.real(*arguments)


def forked(work):
    'Returns the exit status of a child process: 0 for an answer, 1 for Lost.'
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except k8s.Lost:
            os._exit(1)
        except BaseException as error:
            print(repr(error), flush=True)
        os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""


def run(program: str) -> str:
    """Runs a Python program after `START`, and returns what it prints. It must succeed."""
    # A fork while there are threads is what some programs test.
    command = [sys.executable, "-X", "faulthandler", "-W", "ignore", "-c", START + program]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=WATCHDOG_SECONDS)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout + ended.stderr
    return ended.stdout
