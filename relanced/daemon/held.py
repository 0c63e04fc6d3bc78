"""How the letters of a round ended in; which of them stayed, and why, out: also for who asks later (law 8).

A note in the store: the round writes it, `relanced plan` and `status` read it without asking the mailbox.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import structlog

from relanced.edge.store import Store
from relanced.model.actions import Reminder

log = structlog.get_logger()

_NOTE = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A letter that was due and has neither left nor been put into Drafts."""

    client: str  # as people call him
    invoices: tuple[str, ...]
    why: str


def note_held(store: Store, stayed: Iterable[tuple[Reminder, str]]) -> None:
    """Keep what stayed in this round, in place of what did in the last; logged where that is news."""
    before = held_in(store)
    now = tuple(
        Held(
            client=reminder.client.name,
            invoices=tuple(line.number for line in reminder.lines if line.step is not None),
            why=why,
        )
        for reminder, why in stayed
    )
    if now == before:
        return
    store.remember(_NOTE, json.dumps([[each.client, each.invoices, each.why] for each in now]))
    for each in now:
        if each not in before:
            log.info("letter_stays", client=each.client, invoices=each.invoices, why=each.why)


def held_in(store: Store) -> tuple[Held, ...]:
    """What stayed in the last round that was allowed to write."""
    note = store.recall(_NOTE)
    rows = json.loads(note) if note else []
    return tuple(Held(client=client, invoices=tuple(invoices), why=why) for client, invoices, why in rows)
