"""Orders in, short lives of the real relanced out: each is a fork of a process that has everything loaded.

Starting Python and loading its libraries takes a second, what a life does takes a tenth of it: ten
thousand kills need the fork. What runs in the fork is the command line's own `run`. Two things are otherwise
than in a service, neither of which touches what is recorded or sent: mails are read in the process itself,
not in its worker, and what comes from the package's own files (words, model, templates) is loaded once.
"""

import gc
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self, TypeVar

from jinja2 import Environment

from relanced.cli import run as run_command
from relanced.cli.main import main
from relanced.daemon import hop, reader, worker
from relanced.daemon.set_up import SetUp
from relanced.edge import templates
from relanced.edge.clock import Clock
from relanced.edge.crash import VARIABLE
from relanced.intake.reply.intent import lexicon, model

R = TypeVar("R")
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One life: what runs, by which clock, and where it ends by itself."""

    config: Path
    at: str  # ISO, the time of all decisions
    log: Path
    crash: str = ""  # «claimed:2», as edge.crash reads it
    is_service: bool = False  # the service, which ends by a kill alone
    words: tuple[str, ...] = ()  # another command than «run»


class Life:
    """A process that lives. It is killed through its pidfd, so never another that got its number."""

    def __init__(self, line: Connection, pid: int) -> None:
        self._line = line
        self._fd = os.pidfd_open(pid)

    def kill(self) -> None:
        """End it; nothing where it has ended."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._fd, signal.SIGKILL)

    def wait(self, seconds: float) -> int | None:
        """How it ended: its exit code, or KILLED; None where it still lives."""
        if not self._line.poll(seconds):
            return None
        status = self._line.recv()
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status)


class Zygote:
    """The prepared parent, as seen from outside."""

    def __init__(self, rehearsal: Order) -> None:
        """With one life that is lived in the parent itself, so that every later one finds all loaded."""
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, rehearsal))
        self._process.start()
        theirs.close()

    def begin(self, order: Order) -> Life:
        """Let one process begin its life."""
        self._line.send(order)
        return Life(self._line, self._line.recv())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.send(None)
        self._process.join(10)
        self._line.close()


def serve(line: Connection, rehearsal: Order) -> None:
    """The parent itself: it forks, waits, and clears away what a killed life left running."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load_once()
    with rehearsal.log.open("a", encoding="utf-8") as log, redirect_stdout(log), redirect_stderr(log):
        for words in ((), ("plan", "--json")):
            _run(replace(rehearsal, words=words))
    gc.collect()
    gc.freeze()
    gc.disable()  # a life is too short for it, and its walk through memory would copy the parent's pages
    while (order := line.recv()) is not None:
        pid = os.fork()
        if pid == 0:
            line.close()
            _live(order)
        os.setpgid(pid, pid)
        line.send(pid)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # its number stays its own until its workers ended
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        line.send(os.waitpid(pid, 0)[1])


def _load_once() -> None:
    """Keep what is the same in every life; read in the process itself, not in a worker."""
    _put(worker, "parse_lexicon", _kept(lexicon.parse_lexicon, lambda _tables, own: repr(own)))
    _put(worker, "parse_model", _kept(model.parse_model, len))
    _put(templates, "_read", _kept(templates._read, str))
    # One language and one country: the same source gives the same code.
    _put(Environment, "compile", _kept(Environment.compile, lambda _self, source, name, *_: (name, source)))
    _put(reader, "Hand", _InProcess)


def _put(owner: object, name: str, by: object) -> None:
    """Put something in the place of what is there; it must be there."""
    assert hasattr(owner, name), f"{owner} has no {name} any more"
    setattr(owner, name, by)


class _InProcess:
    """A worker without a process of its own: what it would know, this process knows."""

    def __init__(self, set_up: SetUp) -> None:
        worker._rules = worker.reading_rules(set_up)

    def ask(self, name: str, args: tuple[object, ...], _seconds: float) -> object:
        """What the worker would answer."""
        return hop._answer(name, args)

    def ready(self) -> None:
        """Nothing to start."""

    def rest(self) -> None:
        """Nothing runs."""

    def end(self) -> None:
        """Nothing to end."""


def _kept(work: Callable[..., R], key: Callable[..., object]) -> Callable[..., R]:
    """The same function, that works once for each key."""
    known: dict[object, R] = {}

    def keep(*args: object, **named: object) -> R:
        which = key(*args)
        if which not in known:
            known[which] = work(*args, **named)
        return known[which]

    return keep


def _live(order: Order) -> None:
    """Be relanced, as its command line starts it; never returns."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    out = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    if order.crash:
        os.environ[VARIABLE] = order.crash
    code = 70
    try:
        code = _run(order)
    except BaseException:  # noqa: BLE001 - it belongs into the log of this life, not into the parent
        traceback.print_exc()
    finally:
        print(flush=True, end="")  # noqa: T201 - what was printed so far goes out
        os._exit(code)


def _run(order: Order) -> int:
    """`relanced run`, or the command of this order; gives its exit code."""
    if order.is_service:  # it has no --at; on today's clock every promise of the story would be long broken
        told = Clock(datetime.fromisoformat(order.at))
        _put(run_command, "Clock", lambda _at: told)
    once = () if order.is_service else ("--once", "--at", order.at)
    words = order.words or ("run", *once)
    try:
        main(["--config", str(order.config), *words])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 70
    return 0
