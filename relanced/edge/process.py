"""This process in; the same, such that what it leaves behind when it writes or dies is nobody else's to read, out."""

import os
import resource
import sys
import threading
import traceback
from types import TracebackType

from relanced.edge.log import harmless

PRIVATE = 0o077  # what a new file grants to nobody


def guard_process() -> None:
    """Files for the owner alone, no memory image after a crash, tracebacks without secrets and escapes."""
    os.umask(os.umask(PRIVATE) | PRIVATE)  # whatever is written holds names and debts
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    if most:
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))  # the memory holds the password
    sys.excepthook = _told
    threading.excepthook = _told_of_thread


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours, as Python shows it; its words may be a mail's."""
    sys.stderr.write(harmless("".join(traceback.format_exception(kind, error, trace))))


def _told_of_thread(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_type is not SystemExit and fault.exc_value is not None:
        _told(fault.exc_type, fault.exc_value, fault.exc_traceback)
