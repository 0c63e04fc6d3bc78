"""A name and arguments in, what the worker's function of that name gives out: the way into the worker.

The service itself never loads `worker.py`: a function that is handed over as such would load it.
"""

import dataclasses
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, get_args

from relanced import __version__
from relanced.daemon.set_up import ReadMail, SetUp, ToRead
from relanced.intake.message import Attachment, UnreadableMail
from relanced.intake.readings import FileText
from relanced.model.paper import Paper

_TRAVELS = (SetUp, ToRead, ReadMail, Attachment, FileText, Paper)


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """Why a function of the worker gave nothing; `unfit`: the worker's code is at fault, never what it was given."""

    why: str
    unfit: bool = False


def speaks() -> str:
    """The version of this process's code, and what its messages are made of: both sides must agree."""
    shapes = repr(sorted(_shapes(_TRAVELS)))
    return f"{__version__} {sha256(shapes.encode()).hexdigest()[:16]}"


def _shapes(types: Iterable[object]) -> Iterator[str]:
    """Each dataclass that can travel with its fields, each enumeration with its members."""
    met: set[object] = set()
    waiting = list(types)
    while waiting:
        each = waiting.pop()
        waiting += get_args(each)
        if not isinstance(each, type) or each in met:
            continue
        met.add(each)
        names: list[str] = []
        if dataclasses.is_dataclass(each):
            names = [field.name for field in dataclasses.fields(each)]
            waiting += [field.type for field in dataclasses.fields(each)]
        elif issubclass(each, Enum):
            names = [member.name for member in each]
        if names:
            yield f"{each.__module__}.{each.__qualname__} {names}"


def serve(pipe: Connection) -> None:
    """The worker's life: say who it is, learn the rules, then answer until the service hangs up.

    Signals that end the service are the service's to handle: it may still want an answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        pipe.send(speaks())
        pipe.send(_answer("start", (pipe.recv(),)))
        while True:
            _send(pipe, _answer(*pipe.recv()))


def _send(pipe: Connection, answer: object) -> None:
    try:
        pipe.send(answer)
    except (MemoryError, TypeError, AttributeError, ValueError) as error:  # it cannot be packed
        pipe.send(Failed(f"what the reader gave cannot be handed over: {type(error).__name__}"))


def _answer(name: str, args: tuple[object, ...]) -> Any:  # noqa: ANN401 - whatever the function gives
    """Call this function of the worker."""
    try:
        return getattr(import_module("relanced.daemon.worker"), name)(*args)
    except UnreadableMail as error:
        return Failed(str(error))
    except MemoryError:
        return Failed("reading needs more memory than the worker may take")
    except ImportError as error:  # the files of the package are being replaced
        return Failed(f"{type(error).__name__}: {error}", unfit=True)
    except Exception as error:  # noqa: BLE001 - a reader's own mistake must not stop the others' mail
        return Failed(f"the reader failed: {type(error).__name__}: {error}")
