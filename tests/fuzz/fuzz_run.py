"""`make fuzz`: damaged structures by the hundred thousand through every reader, in workers with the service's limits.

Then every pattern of the package with lines made to be slow. Prints a table by reader and what was found, each
with the command that does it again. Ends with 1 if anything was.
"""

import argparse
import logging
import multiprocessing
import resource
import shlex
import sys
import time
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field

from fuzz.fuzz_reading import firm, read
from fuzz.fuzz_seeds import READERS
from pebble import ProcessExpired, ProcessFuture, ProcessPool
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from test_patterns_linear import of_mails, too_slow

from relanced.daemon import worker
from relanced.daemon.reader import READ_SECONDS

CHUNK = 100
PARTS = 40  # in which the patterns are tried


@dataclass(slots=True)
class Told:
    """What came of some structures of one reader."""

    count: int = 0
    refused: int = 0
    slowest: float = 0.0  # seconds of the processor
    slowest_number: int = 0
    memory: int = 0  # bytes: the most that a worker held
    failed: list[tuple[int, str]] = field(default_factory=list)  # a reader's mistakes: these are to be mended
    ended: list[tuple[int, str]] = field(default_factory=list)  # over the limits: a quarantine in service

    def add(self, other: "Told") -> None:
        """Count another's structures too."""
        self.count += other.count
        self.refused += other.refused
        if other.slowest > self.slowest:
            self.slowest, self.slowest_number = other.slowest, other.slowest_number
        self.memory = max(self.memory, other.memory)
        self.failed += other.failed
        self.ended += other.ended


def begin() -> None:
    """Make this process a worker as the service's: its limits, its rules."""
    logging.disable(logging.CRITICAL)
    worker.start(firm())


def read_some(name: str, first: int, count: int) -> Told:
    """Read so many structures of this reader."""
    told = Told()
    for number in range(first, first + count):
        begun = time.process_time()
        try:
            told.refused += read(name, number)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            told.failed.append((number, f"{type(error).__name__}: {error}"))
        took = time.process_time() - begun
        if took > told.slowest:
            told.slowest, told.slowest_number = took, number
    told.count = count
    told.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return told


def slow_patterns(part: int, parts: int, seed: int) -> list[str]:
    """The expressions of this part of the package that some line makes slow."""
    return too_slow(of_mails()[part::parts], seed, most=20)


class Run:
    """All chunks of a run on a pool; what takes too long or kills its worker is narrowed down to one structure."""

    def __init__(self, pool: ProcessPool, progress: Progress) -> None:
        self.told = {name: Told() for name in READERS}
        self._pool = pool
        self._progress = progress
        self._bar = progress.add_task("structures", total=None)
        self._open: list[tuple[str, int, int, ProcessFuture]] = []

    def read_all(self, each: int, first: int) -> None:
        """Read so many structures of every reader."""
        self._progress.update(self._bar, total=each * len(READERS))
        for start in range(first, first + each, CHUNK):
            for name in READERS:
                self._schedule(name, start, min(CHUNK, first + each - start))
        while self._open:
            self._collect(*self._open.pop(0))

    def _schedule(self, name: str, first: int, count: int) -> None:
        limit = READ_SECONDS * (1 if count == 1 else 3)
        self._open.append(
            (name, first, count, self._pool.schedule(read_some, args=(name, first, count), timeout=limit))
        )

    def _collect(self, name: str, first: int, count: int, future: ProcessFuture) -> None:
        try:
            told = future.result()
        except (TookTooLong, ProcessExpired, MemoryError) as error:
            if count > 1:
                half = count // 2
                self._schedule(name, first, half)
                self._schedule(name, first + half, count - half)
                return
            told = Told(count=1, ended=[(first, type(error).__name__)])
        self.told[name].add(told)
        self._progress.advance(self._bar, told.count)


def again(name: str, number: int) -> str:
    """The command that reads this one structure once more, and shows where it fails."""
    return f"PYTHONPATH=tests {sys.executable} -m fuzz.fuzz_run --again {shlex.quote(f'{name}:{number}')}"


def read_again(asked: str) -> int:
    """Read one structure in this process, under no limit: a mistake shows its traceback."""
    name, _, number = asked.rpartition(":")
    worker._rules = worker.reading_rules(firm())
    begun = time.process_time()
    was_refused = read(name, int(number))
    Console(width=110).print(
        f"{'refused' if was_refused else 'read'} in {(time.process_time() - begun) * 1000:.0f} ms"
    )
    return 0


def table_of(told: dict[str, Told], seconds: float) -> Table:
    """A line for each reader."""
    count = sum(each.count for each in told.values())
    title = f"{count:,} damaged structures in {seconds:.0f} s, {count / seconds:.0f} a second; by reader"
    table = Table(title=title, box=None, pad_edge=False)
    for head in ("reader", "structures", "refused", "over a limit", "mistakes", "slowest", "most memory"):
        table.add_column(head, justify="left" if head == "reader" else "right")
    for name, each in told.items():
        table.add_row(
            escape(name),
            str(each.count),
            str(each.refused),
            str(len(each.ended)),
            str(len(each.failed)),
            f"{each.slowest * 1000:.0f} ms (no. {each.slowest_number})",
            f"{each.memory / 1e6:.0f} MB",
        )
    return table


def main() -> int:
    """Run, print, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="structures in all")
    parser.add_argument("--first", type=int, default=0, help="number of the first structure of each reader")
    parser.add_argument("--again", metavar="READER:NUMBER", help="this one structure alone, under no limit")
    asked = parser.parse_args()
    if asked.again:
        return read_again(asked.again)
    console = Console(width=110)
    patterns = len(of_mails())
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPool(max_workers=multiprocessing.cpu_count(), initializer=begin, context=context)
    with pool, Progress(console=console) as progress:
        run = Run(pool, progress)
        begun = time.monotonic()
        run.read_all(-(-asked.inputs // len(READERS)), asked.first)
        seconds = time.monotonic() - begun
        parts = [pool.schedule(slow_patterns, args=(part, PARTS, asked.first)) for part in range(PARTS)]
        slow = [said for part in progress.track(parts, description="patterns") for said in part.result()]
    console.print(table_of(run.told, seconds))
    for name, each in run.told.items():
        for number, why in (each.failed + each.ended)[:20]:
            console.print(f"{why}\n  {again(name, number)}", markup=False, soft_wrap=True)
    console.print(f"{patterns} patterns, 20 hostile lines each: {len(slow)} take more than their length")
    for said in slow:
        console.print(said, markup=False)
    return 1 if slow or any(each.failed for each in run.told.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
