"""A number of kills in; stories played until there were as many, and the table of what they did, out.

make crash                          ten thousand kills
make crash KILLS=500 SEED=7000      fewer, other stories
make crash STORY=1234               one story again, told life by life
"""

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING

from crash.crash_seen import Seen
from crash.crash_story import ground, play
from crash.scenario import Store, draw
from crash.tally import Count, Row, tally
from crash.verdict import Fault, Wrong, judge
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from servers.dovecot import Dovecot, find_dovecot

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

_SILENT_S = 300  # a lane that tells nothing for so long is broken


@dataclass(frozen=True, slots=True)
class Told:
    """One story, as a lane tells of it."""

    seed: int
    lives: int
    rows: Mapping[Row, Count]
    faults: tuple[Fault, ...]
    story: str  # not "": told in full, for it went wrong


def lane(first: int, apart: int, told: "Queue[Told]", stop: Event) -> None:
    """Play one story after the other on servers of its own."""
    binary = find_dovecot()
    assert binary is not None
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    try:
        with Dovecot(binary) as dovecot, ground(dovecot, folder) as on:
            for seed in count(first, apart):
                if stop.is_set():
                    return
                seen = play(draw(seed), on)
                faults = judge(seen)
                told.put(
                    Told(seed, len(seen.lives), tally(seen, faults), faults, in_words(seen) if faults else "")
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def in_words(seen: Seen) -> str:
    """A story, life by life."""
    lines = [
        f"story {seen.scenario.seed}: mode {seen.scenario.mode.value}, save_sent {seen.scenario.save_sent}"
    ]
    lines += [f"  {each.number} for client {each.client}" for each in seen.scenario.invoices]
    for life in seen.lives:
        letters = [letter.to for letter in seen.taken if letter.life == life.number]
        ended = "killed" if life.killed else f"ended with {life.code}"
        lines.append(
            f"  life {life.number} at {life.at:%d/%m %H:%M}, store {life.store.value}: {life.how or 'quiet'}, {ended};"
            f" letters to {', '.join(letters) or 'nobody'}"
        )
    lines += [
        f"  happened: {each.event.what.value} {each.event.invoice.number}, at_rcpt={each.event.at_rcpt}"
        for each in seen.happened
    ]
    lines += [f"  asked on day {day}: {', '.join(asked) or 'nothing'}" for day, asked in seen.asked.items()]
    return "\n".join((*lines, seen.log[-6000:]))


def run(kills: int, seed: int, lanes: int, console: Console) -> int:
    """Play until there were so many kills; gives the number of faults."""
    context = multiprocessing.get_context("spawn")
    told: Queue[Told] = context.Queue()
    stop = context.Event()
    workers = [context.Process(target=lane, args=(seed + place, lanes, told, stop)) for place in range(lanes)]
    for worker in workers:
        worker.start()
    rows: dict[Row, Count] = {}
    stories, lives, faults, began = 0, 0, 0, time.monotonic()
    columns = (
        TextColumn("kills"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[wrong]} wrong"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("kills", total=kills, wrong=0)
        while (done := sum(row.kills for row in rows.values())) < kills:
            story = _next(told, workers)
            stories, lives, faults = stories + 1, lives + story.lives, faults + len(story.faults)
            for row, counted in story.rows.items():
                rows.setdefault(row, Count()).add(counted)
            if story.faults:
                _tell(console, story)
            bar.update(task, completed=sum(row.kills for row in rows.values()), wrong=faults)
    stop.set()
    for worker in workers:
        while worker.is_alive():
            while not told.empty():
                told.get()
            worker.join(0.2)
    console.print(table(rows))
    minutes = (time.monotonic() - began) / 60
    console.print(
        f"{done} kills in {stories} stories of {lives} lives, seeds from {seed}; {minutes:.1f} minutes; {faults} wrong."
    )
    return faults


def _next(told: "Queue[Told]", workers: Iterable[SpawnProcess]) -> Told:
    """The next story of any lane. Raises RuntimeError where a lane broke."""
    for _ in range(_SILENT_S):
        try:
            return told.get(timeout=1)
        except Empty:
            if not all(worker.is_alive() for worker in workers):
                raise RuntimeError("a lane broke; see above") from None
    raise RuntimeError(f"no lane told of a story in {_SILENT_S} s")


def _tell(console: Console, story: Told) -> None:
    console.print(story.story, markup=False, highlight=False)
    for fault in story.faults:
        console.print(f"{fault.wrong.value}: {fault.words} (life {fault.life})", style="red", markup=False)
    console.print(f"make crash STORY={story.seed}", style="bold")


def table(rows: Mapping[Row, Count]) -> Table:
    """Point by state of the store."""
    drawn = Table(title="where relanced was killed, and what its next life found of the store")
    drawn.add_column("killed at")
    drawn.add_column("store")
    for title in ("kills", "letters", *(wrong.value for wrong in Wrong)):
        drawn.add_column(title, justify="right")
    stores = list(Store)
    for how, store in sorted(rows, key=lambda row: (row[0], stores.index(row[1]))):
        drawn.add_row(how, store.value, *_cells([rows[how, store]]))
    drawn.add_section()
    for store in stores:
        drawn.add_row("all", store.value, *_cells(found for row, found in rows.items() if row[1] is store))
    drawn.add_row("all", "", *_cells(rows.values()))
    return drawn


def _cells(counted: Iterable[Count]) -> list[str]:
    total = Count()
    for each in counted:
        total.add(each)
    return [str(total.kills), str(total.letters), *(str(count) for count in total.wrong.values())]


def tell_one(seed: int, console: Console) -> int:
    """One story, told whatever came of it; gives the number of faults."""
    binary = find_dovecot()
    assert binary is not None
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    try:
        with Dovecot(binary) as dovecot, ground(dovecot, folder) as on:
            seen = play(draw(seed), on)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    faults = judge(seen)
    _tell(console, Told(seed, len(seen.lives), {}, faults, in_words(seen)))
    return len(faults)


def main() -> None:
    """The command line of `make crash`."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--kills", type=int, default=10_000)
    said.add_argument("--seed", type=int, default=1, help="of the first story")
    said.add_argument("--lanes", type=int, default=os.cpu_count() or 1)
    said.add_argument("--story", type=int, help="play this one alone")
    asked = said.parse_args()
    console = Console(width=140)
    if find_dovecot() is None:
        console.print("Dovecot is not installed (Debian: apt install dovecot-imapd)")
        sys.exit(2)
    if Path("/dev/shm").is_dir():  # the kills are of processes, not of the machine: a disk would only be slow
        tempfile.tempdir = "/dev/shm"
    wrong = (
        tell_one(asked.story, console)
        if asked.story is not None
        else run(asked.kills, asked.seed, asked.lanes, console)
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
