"""What it costs to start the worker, and until it has read a first mail; prints figures, asserts nothing.

The least of four starts each: processor time of the worker, seconds that the service waits, its memory (PSS).
"""

import resource
import time
from pathlib import Path

from read_mails import BANKS, FIRM, FIXTURES, source

from relanced.daemon.hand import Hand
from relanced.daemon.set_up import SetUp, ToRead
from relanced.intake.origin import Origin

STARTS = 4
RULES = SetUp(firm=FIRM, banks=BANKS, authserv_ids=("mx.firm.example",))


def main() -> None:
    """Print the table."""
    print("                    CPU s   seconds    MB")
    first = {"replies": Origin.RECEIVED, "bank": Origin.RECEIVED, "invoices": Origin.SENT}
    print_row("nothing", [])
    for folder, origin in first.items():
        raw = min((FIXTURES / folder).glob("*.eml")).read_bytes()
        print_row(folder, [ToRead(raw=raw, origin=origin, source=source(1), header=None)])


def print_row(name: str, mails: list[ToRead]) -> None:
    """One line: of the first mail of this kind."""
    cpu, seconds, memory = min(started(mails) for _ in range(STARTS))
    print(f"first of {name:9} {cpu:6.2f} {seconds:9.2f} {memory:5.0f}", flush=True)


def started(mails: list[ToRead]) -> tuple[float, float, float]:
    """Start a worker, have these mails read, end it."""
    before, begun = _cpu(), time.perf_counter()
    hand = Hand(RULES)
    hand.ready()
    for mail in mails:
        hand.ask("read", (mail,), 60)
    seconds = time.perf_counter() - begun
    memory = max(map(_pss, _children()))
    hand.rest()
    return _cpu() - before, seconds, memory


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children() -> list[str]:
    return [
        child for each in Path("/proc/self/task").glob("*/children") for child in each.read_text().split()
    ]


def _pss(process: str) -> float:
    told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return int(told.split("Pss:")[1].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    main()
