"""What happened in a soak in, what was found and a table out."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from servers.sink import Received
from soak.gauges import Trend, trend

from relanced.intake.message import parse_headers

if TYPE_CHECKING:
    from soak.hour import Heard, Story

_LAW_3 = timedelta(seconds=60)  # how old the last look at the mailbox may be
_GROWTH = 1.15  # of memory, from the first quarter to the last: the facts of an hour's mails are kept
_MIB = 1024 * 1024
_BROKEN = frozenset({"firm_failed", "configuration_unreadable", "configuration_refused"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must hold."""

    ok: bool
    what: str
    told: str


def findings(story: "Story", received: Sequence[Received]) -> tuple[Finding, ...]:
    """Everything that must hold, and whether it did."""
    return (
        _never_twice(received),
        _never_past_an_answer(story, received),
        _all_heard(story),
        _none_lost(story, received),
        _flat("descriptors", trend(story.samples, lambda each: each.descriptors), 5),
        _flat("threads", trend(story.samples, lambda each: each.threads), 2),
        _memory("memory of the service, MiB", trend(story.samples, lambda each: each.memory / _MIB)),
        _memory("memory of its worker, MiB", trend(story.samples, lambda each: each.worker_memory / _MIB)),
        _stands(story),
    )


def _never_twice(received: Sequence[Received]) -> Finding:
    copies = Counter(parse_headers(letter.raw).message_id for letter in received)
    twice = [name for name, count in copies.items() if count > 1]
    return Finding(
        not twice, "never twice", f"{len(received)} letters, {len(twice)} of them twice {twice[:3]}"
    )


def _never_past_an_answer(story: "Story", received: Sequence[Received]) -> Finding:
    """The claim's time is compared, not that of arrival: the weather may hold a letter back on its way."""
    past = []
    by_client = {each.address: each for each in story.answers.values()}
    for letter in received:
        answer = by_client.get(letter.recipients[0])
        name = parse_headers(letter.raw).message_id
        claimed_at = story.intended.get(name) if name else None
        if answer and claimed_at and claimed_at > answer.at + _LAW_3:
            past.append(f"{letter.recipients[0]} {(claimed_at - answer.at).total_seconds():.0f} s after")
    return Finding(not past, "never past a reply", f"{len(past)} letters {past[:3]}")


def _all_heard(story: "Story") -> Finding:
    waits = sorted(each.after for each in story.answers.values() if each.after is not None)
    told = f"{len(waits)} of {len(story.answers)} answers"
    if waits:
        told += f"; after {_parts(waits)} s"
    return Finding(not story.unheard and bool(waits), "every answer heard", told)


def _parts(values: Sequence[float]) -> str:
    ninth = values[min(int(len(values) * 0.95), len(values) - 1)]
    return f"median {statistics.median(values):.1f}, p95 {ninth:.0f}, most {values[-1]:.0f}"


def _none_lost(story: "Story", received: Sequence[Received]) -> Finding:
    """Who never answered has his letter; or it waits for the server; or its fate is unknown, and the owner is asked."""
    states = Counter(story.letters.values())
    waiting = states["unknown"] + states["deferred"] + states["prepared"] + states["withdrawn"]
    missing = len(story.unwritten(received))
    silent = len({sold.address for sold in story.sold} - {each.address for each in story.answers.values()})
    told = f"{silent - missing} of {silent} silent clients were written to; outbox: {_counted(states)}"
    return Finding(missing <= waiting, "none lost", told)


def _flat(what: str, went: Trend, slack: float) -> Finding:
    return Finding(went.last <= went.first + slack, f"{what} flat", _trend(went))


def _memory(what: str, went: Trend) -> Finding:
    return Finding(went.last <= went.first * _GROWTH, f"{what} flat", _trend(went))


def _trend(went: Trend) -> str:
    return f"first quarter {went.first:.1f}, last {went.last:.1f}, most {went.most:.1f}"


def _stands(story: "Story") -> Finding:
    broken = {event: count for event, count in story.log.items() if event in _BROKEN or "Traceback" in event}
    return Finding(
        story.exit_code == 0 and not broken, "ended by itself", f"exit {story.exit_code} {broken or ''}"
    )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "nothing"


def print_table(
    console: Console,
    story: "Story",
    struck: Counter[str],
    received: Sequence[Received],
    found: Sequence[Finding],
) -> None:
    """Everything for a person to read."""
    table = Table(box=None, pad_edge=False, title=f"{_minutes(story):.0f} minutes of bad weather")
    for title in ("", "must hold", "seen"):
        table.add_column(title)
    for each in found:
        table.add_row("[green]ok[/]" if each.ok else "[red]NO[/]", each.what, each.told)
    console.print(table)
    console.print(f"faults: {_counted(struck)}", soft_wrap=True)
    console.print(f"log: {_counted(story.log)}", soft_wrap=True)
    for where in sorted({each.folder for each in story.answers.values()}):
        console.print(f"answers in {where}: {_heard(story, where)}", soft_wrap=True)
    console.print(f"letters received: {len(received)}")


def _heard(story: "Story", folder: str) -> str:
    here: list[Heard] = [each for each in story.answers.values() if each.folder == folder]
    waits = sorted(each.after for each in here if each.after is not None)
    return f"{len(waits)} of {len(here)} heard" + (f"; after {_parts(waits)} s" if waits else "")


def _minutes(story: "Story") -> float:
    return (story.samples[-1].at - story.samples[0].at) / 60 if story.samples else 0.0
