"""A process in, what it and its children hold out: descriptors, threads, memory; and whether that grows."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_WARM_UP = 0.05  # of the time: imports, the first worker, the first connections


@dataclass(frozen=True, slots=True)
class Sample:
    """One look. The service alone; its worker apart, which is made anew now and then."""

    at: float
    descriptors: int
    threads: int
    memory: int  # bytes that are its own (PSS where the kernel tells, else RSS)
    worker_memory: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Medians of the first quarter (after the warm-up) and of the last, and the greatest."""

    first: float
    last: float
    most: float


def sample(pid: int) -> Sample | None:
    """Look at a process; None once it has ended."""
    proc = Path(f"/proc/{pid}")
    try:
        return Sample(
            at=time.monotonic(),
            descriptors=len(list((proc / "fd").iterdir())),
            threads=len(list((proc / "task").iterdir())),
            memory=_memory(pid),
            worker_memory=sum(_memory(child) for child in _children(pid)),
        )
    except (FileNotFoundError, ProcessLookupError):
        return None


def trend(samples: Sequence[Sample], what: Callable[[Sample], float]) -> Trend:
    """How something went over the time."""
    values = [what(each) for each in samples[int(len(samples) * _WARM_UP) :]]
    quarter = max(len(values) // 4, 1)
    return Trend(statistics.median(values[:quarter]), statistics.median(values[-quarter:]), max(values))


def _memory(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return _kilobytes(told, "Pss:") * 1024
    except (PermissionError, FileNotFoundError, ProcessLookupError):
        return _kilobytes(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"), "VmRSS:") * 1024


def _kilobytes(told: str, name: str) -> int:
    line = next((line for line in told.splitlines() if line.startswith(name)), f"{name} 0")
    return int(line.split()[1])


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(word) for word in (task / "children").read_text(encoding="ascii").split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [one for child in found for one in (child, *_children_of(child))]


def _children_of(pid: int) -> list[int]:
    try:
        return _children(pid)
    except (FileNotFoundError, ProcessLookupError):
        return []
