"""Worker processes for tests: forked from a server that has loaded all that they need, or what a test makes of them."""

import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from relanced.daemon import hand, hop

as_in_service = hand.launch  # kept before conftest.py puts Forked in its place

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["relanced.daemon.worker"])


_TO_THE_SERVICE = """
import sys, time
from multiprocessing.connection import Connection
pipe = Connection(int(sys.argv[1]))
"""


class Forked:
    """A worker in place of one that `hand.launch` starts, in a tenth of its time."""

    def __init__(self, theirs: socket.socket) -> None:
        with Connection(os.dup(theirs.fileno())) as pipe:
            self._process = _FORKS.Process(target=hop.serve, args=(pipe,), daemon=True)
            self._process.start()
        self.pid = self._process.pid
        self.kill = self._process.kill

    def wait(self, timeout: float) -> int | None:
        self._process.join(timeout)
        return self._process.exitcode


class Counted:
    """Starts workers, and keeps the number of each process."""

    def __init__(self, launch: Callable[[socket.socket], hand.Running] = as_in_service) -> None:
        self.pids: list[int] = []
        self._launch = launch

    def __call__(self, theirs: socket.socket) -> hand.Running:
        process = self._launch(theirs)
        assert process.pid is not None
        self.pids.append(process.pid)
        return process

    def left(self) -> list[int]:
        """Those of which something is left, be it only a dead process that nobody waited for."""
        return [pid for pid in self.pids if Path(f"/proc/{pid}").exists()]


def that_runs(code: str) -> Callable[[socket.socket], hand.Running]:
    """Starts, in place of a worker, this code with `pipe` to the service."""
    begin = f"{_TO_THE_SERVICE}{code}"

    def launch(theirs: socket.socket) -> hand.Running:
        words = [sys.executable, "-c", begin, str(theirs.fileno())]
        return subprocess.Popen(words, pass_fds=[theirs.fileno()])

    return launch
