"""The name of a worker's function and its arguments in, its answer out: one worker process, and what ends it.

Blocking; used by one thread at a time, but for end(), which any thread may call. A worker that stands
still is killed (SIGKILL, which also ends one that was stopped), waited for, and replaced at the next call.
"""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

import relanced
from relanced.daemon import hop
from relanced.daemon.set_up import SetUp

START_SECONDS = 30  # for a new worker to load its libraries, on a slow machine
MAX_CALLS = 1_000  # a fresh worker now and then: no library leaks for years
_OWN_END_SECONDS = 0.5
_END_SECONDS = 10  # for the kernel to clear up after a process that was killed
_STOPS = "was ended, for the service stops"

# Not multiprocessing's spawn: that loads the service's own main module into the worker, and keeps a
# third process for ever that tracks semaphores. Together 20 MB.
_BEGIN = """
import sys
descriptor, sys.path[:] = int(sys.argv[1]), sys.argv[2:]
sys.argv[1:] = []
from multiprocessing.connection import Connection
from relanced.daemon.hop import serve
serve(Connection(descriptor))
"""


class WorkerEnded(Exception):  # noqa: N818 - the name says what it is, as the glossary does
    """The worker died, or was killed because it took too long; what was in its hands may be to blame."""


class WorkerUnfit(Exception):  # noqa: N818 - the name says what it is, as the glossary does
    """No worker that fits this service can be started; nothing that it was to do is to blame."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the worker process that reads mail {why}; until it can, nothing is read, "
            "set aside or sent; restart relanced, as after every upgrade"
        )


class Running(Protocol):
    """A process that was started."""

    @property
    def pid(self) -> int | None:
        """Its number."""

    def kill(self) -> None:
        """Send it SIGKILL."""

    def wait(self, timeout: float) -> object:
        """Wait for its end; gives its exit code."""


def launch(theirs: socket.socket) -> Running:
    """Start a worker at the other end of this socket."""
    words = [sys.executable, "-P", "-c", _BEGIN, str(theirs.fileno()), *sys.path]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, process_group=0, pass_fds=[theirs.fileno()])  # noqa: S603 - our own words


def _code() -> object:
    """What tells one installed version of the package from the next, and from the same installed again."""
    try:
        file = Path(relanced.__file__).stat()
    except OSError:  # it is being replaced
        return None
    return file.st_ino, file.st_mtime_ns


class Hand:
    """A worker process, started when there is work."""

    def __init__(self, set_up: SetUp) -> None:
        self._set_up = set_up
        self._process: Running | None = None
        self._pipe: Connection | None = None
        self._calls = 0
        self.starts = 0  # of workers, for the figures
        self._code: object = None  # as it lay on the disk when the worker started
        self._over = False
        self._lock = threading.Lock()  # guards _process against end()

    def ready(self) -> None:
        """Start the worker where none runs, or where it died while nothing was asked. Raises WorkerUnfit.

        Also where the package was replaced: a worker loads its readers one by one, and must not mix two versions.
        """
        if self._pipe is not None and (self._pipe.poll() or self._code != _code()):
            self.rest()  # nothing was asked: what can be read is its end
        if self._pipe is None:
            self._begin()

    def ask(self, name: str, args: tuple[object, ...], seconds: float) -> Any:  # noqa: ANN401 - what it gives
        """Have this function of worker.py called in the worker. Raises WorkerEnded and WorkerUnfit."""
        self.ready()
        self._calls += 1
        with self._within(seconds, f"reading took longer than {seconds:g} s") as pipe:
            pipe.send((name, args))
            made = pipe.recv()
        if isinstance(made, hop.Failed) and made.unfit:
            self.rest()
            raise WorkerUnfit(f"cannot load its own code ({made.why})")
        if self._calls >= MAX_CALLS:
            self.rest()
        return made

    def rest(self) -> None:
        """End the worker until there is work again."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        self._kill()

    def end(self) -> None:
        """End the worker for good; who waits for its answer gets WorkerUnfit at once."""
        self._over = True
        self._kill()

    def _begin(self) -> None:
        """Start a worker, hear what it speaks, and tell it the rules."""
        self._code = _code()
        self._pipe, self._calls = self._started(), 0
        try:
            with self._within(START_SECONDS, f"does not answer within {START_SECONDS:g} s") as pipe:
                theirs_speak = pipe.recv()
                if theirs_speak == hop.speaks():
                    pipe.send(self._set_up)
                    started = pipe.recv()
        except WorkerEnded as error:
            raise WorkerUnfit(f"ends as soon as it starts ({error})") from error
        if theirs_speak != hop.speaks():
            self.rest()
            raise WorkerUnfit("is of another version than this service: the package was replaced")
        if isinstance(started, hop.Failed):
            self.rest()
            raise WorkerUnfit(f"does not start ({started.why})")

    def _started(self) -> Connection:
        """Our end of the pipe to a new process."""
        ours, theirs = socket.socketpair()
        with self._lock, ours, theirs:
            if self._over:
                raise WorkerUnfit(_STOPS)
            try:
                self._process = launch(theirs)
                self.starts += 1
            except OSError as error:
                raise WorkerUnfit(f"cannot be started ({error})") from error
            return Connection(ours.detach())

    @contextmanager
    def _within(self, seconds: float, late: str) -> Iterator[Connection]:
        """Talk to the worker; it is killed where that takes too long. Raises WorkerEnded."""
        assert self._pipe is not None
        is_late = threading.Event()

        def cut() -> None:
            is_late.set()
            self._kill()

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield self._pipe
        except (EOFError, OSError) as error:
            code = self._kill(_OWN_END_SECONDS)  # it hangs up a moment before it ends
            self.rest()
            if self._over:
                raise WorkerUnfit(_STOPS) from error
            raise WorkerEnded(late if is_late.is_set() else f"the reader died (exit code {code})") from error
        finally:
            timer.cancel()
            timer.join()
        if is_late.is_set():  # it answered, and was killed all the same
            self.rest()

    def _kill(self, patience: float = 0) -> object:
        """Wait so many seconds for the worker's own end, kill it, and wait until it is gone; gives its exit code."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(patience)
            if code is not None:
                return code
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_END_SECONDS)
        return None
