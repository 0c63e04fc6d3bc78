"""How long 1,000 invoice mails take through the reader's worker process, and how much memory; asserts nothing.

Run by `make bench`. The mails are those of tests/fixtures/invoices, each read many times; the worker
is the service's own: spawned, limited, fed over its pipe. Memory is the kernel's high-water mark
(VmHWM) of each process, the worker's apart from ours.
"""

import asyncio
import multiprocessing
import resource
import time
from itertools import cycle, islice
from pathlib import Path

from read_mails import FIRM, FIXTURES, source

from relanced.daemon.reader import Reader
from relanced.daemon.set_up import SetUp, ToRead
from relanced.intake.origin import Origin

MAILS = 1_000
STEP = 250


def peak_mb(pid: int | str) -> float:
    """The most memory that a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


async def read_all() -> None:
    """Print the table: mails read, seconds since the start, memory of worker and of this process."""
    raws = [path.read_bytes() for path in sorted((FIXTURES / "invoices").glob("*.eml"))]
    print(f"{len(raws)} mails of {sum(map(len, raws)) // len(raws):,} bytes on average, read in turn")
    async with Reader(SetUp(firm=FIRM)) as reader:
        start = time.perf_counter()
        invoices = 0
        for number, raw in enumerate(islice(cycle(raws), MAILS), 1):
            mail = ToRead(raw=raw, origin=Origin.SENT, source=source(number), header=None)
            result = await reader.read(mail)
            invoices += len(result.reading.sent.invoices) if result.reading.sent else 0
            if number % STEP == 0:
                worker = max(peak_mb(child.pid or "self") for child in multiprocessing.active_children())
                print(
                    f"{number:6} mails {invoices:6} invoices {time.perf_counter() - start:7.1f} s"
                    f"   worker {worker:6.0f} MB   this process {peak_mb('self'):6.0f} MB"
                )
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"worker: {1000 * (spent.ru_utime + spent.ru_stime) / MAILS:.1f} ms of processor time a mail")


if __name__ == "__main__":
    asyncio.run(read_all())
