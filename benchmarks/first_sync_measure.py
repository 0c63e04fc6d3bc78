"""A folder with a configuration and a moment in, how long the service takes to read its mailbox out: one line of JSON.

Run by first_sync.py as a process of its own, that loads nothing but relanced: its memory is the service's.
"""

import asyncio
import json
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from relanced.daemon.loop import SLICE_S
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import decide
from relanced.daemon.sweep import sweep
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings


@dataclass
class Run:
    """What is measured, from the moment at which the store is open."""

    office: Office
    begun: float = field(default_factory=time.perf_counter)
    busy: float = field(default_factory=time.process_time)
    read: int = 0
    peak: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])  # MB: service, worker, both at once

    async def sweep(self, slice_s: float) -> None:
        """Look at the mailbox once."""
        swept = await sweep(self.office, everything=True, slice_s=slice_s)
        self.read += sum(each.read for each in swept.folders)

    def now(self) -> dict[str, float]:
        """Plan, and say what it took until then."""
        decide(self.office)
        seconds = time.perf_counter() - self.begun
        cpu = time.process_time() - self.busy
        waits = len(self.office.backlog)
        told = {"s": seconds, "cpu": cpu, "read": self.read, "waits": waits}
        return told | dict(zip(("service MB", "worker MB", "both MB"), self.peak, strict=True))

    async def watch(self) -> None:
        """Keep the most memory that this process and its worker had (PSS)."""
        while True:
            mine, workers = _pss("self"), sum(map(_pss, _children()))
            now = (mine, workers, mine + workers)
            self.peak = [max(pair) for pair in zip(self.peak, now, strict=True)]
            await asyncio.sleep(0.5)


async def measure(folder: Path, at: datetime, *, everything: bool) -> dict[str, dict[str, float]]:
    """Read this mailbox until the first plan; or to its end, in slices as the service does."""
    settings = load_settings(folder / "relanced.toml")
    assert isinstance(settings, Settings), settings
    run = Run(open_office(settings, Clock(at)))
    watching = asyncio.create_task(run.watch())
    await run.sweep(0)
    found = {"the first plan": run.now()}
    if everything:
        while run.office.backlog.has_ours:
            await run.sweep(SLICE_S)
        found["all of Sent is read"] = run.now()
        while len(run.office.backlog):
            await run.sweep(SLICE_S)
        found["all is read"] = run.now()
    watching.cancel()
    await close_office(run.office)
    worker = resource.getrusage(resource.RUSAGE_CHILDREN)
    found["the end"] = {"worker cpu": worker.ru_utime + worker.ru_stime}
    return found


def _children() -> list[str]:
    """Of every thread: a child belongs to the one that started it."""
    return [
        child for each in Path("/proc/self/task").glob("*/children") for child in each.read_text().split()
    ]


def _pss(process: str) -> float:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it ended
        return 0
    return int(told.split("Pss:")[1].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    now = datetime.fromtimestamp(int(sys.argv[2]), UTC)
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]), now, everything="--all" in sys.argv))))
