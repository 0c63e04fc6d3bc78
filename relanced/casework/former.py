"""What papers were called when they were read, and what they are called now, in; their former names out. Pure.

A doubtful number is settled by the series, and the owner corrects what was misread: what was decided
about an invoice, or sent for it, under its former name still concerns it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relanced.casework.unsure import is_doubtful
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, InvoiceStated
from relanced.model.names import number_key


@dataclass(frozen=True, slots=True)
class Former:
    """An invoice by a name that it does not bear now."""

    key: str  # number_key of the number that it bears now
    was_shown: bool  # False: one of several words on it, which perhaps nobody ever saw as its number
    until: datetime | None  # when the owner gave it its number; None: the series did, nobody knows when


@dataclass(frozen=True, slots=True)
class Paper:
    """A fact about a paper of ours: as it was read, and as it counts."""

    read: Fact
    counted: Fact
    stated: tuple[InvoiceStated, ...] = ()  # what the owner said of it, oldest first


def former_names(papers: Sequence[Paper]) -> Mapping[str, tuple[Former, ...]]:
    """By number_key of the former name: the invoices that bore it, or may have."""
    sure = {
        number_key(paper.counted.number)
        for paper in papers
        if isinstance(paper.counted, InvoiceSent) and not is_doubtful(paper.counted)
    }
    found: dict[str, dict[Former, None]] = {}
    for paper in papers:
        now = paper.counted
        if not isinstance(now, InvoiceSent) or (is_doubtful(now) and number_key(now.number) in sure):
            continue  # of a doubtful one that bears another's sure number there is no case
        for name, former in _names(paper, number_key(now.number)):
            if name and name != former.key:
                found.setdefault(name, {})[former] = None
    return {name: tuple(formers) for name, formers in found.items()}


def _names(paper: Paper, key: str) -> Iterable[tuple[str, Former]]:
    until = paper.stated[-1].decided_at if paper.stated else None
    shown = [each.number for each in paper.stated]
    rivals = []
    if isinstance(paper.read, InvoiceSent | CreditNoteSent):
        shown.append(paper.read.number)
    if isinstance(paper.read, InvoiceSent):
        rivals = [number for number in paper.read.rivals if number not in shown]
    yield from ((number_key(number), Former(key, was_shown=True, until=until)) for number in shown)
    yield from ((number_key(number), Former(key, was_shown=False, until=until)) for number in rivals)
