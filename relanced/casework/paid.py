"""Items that were paid in; those by which a second payment would show, for one credit, out.

Kept so that a credit is not compared with everything ever paid. Changed by the fold only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relanced.casework.settlement import OpenItem
from relanced.model.facts import Credit

REMEMBER = timedelta(days=120)  # a second payment comes within weeks
_DIGITS = re.compile(r"\d+")
_TAIL = 3  # digits at the end of a number by which it is looked up
_MAX_REFERENCE = 1_000  # characters read

_Paid = tuple[datetime, OpenItem]


@dataclass(slots=True)
class PaidItems:
    """Paid items by what a credit can share with them: amount, end of the number, client."""

    _by_amount: dict[tuple[int, str], list[_Paid]] = field(default_factory=dict)
    _by_tail: dict[str, list[_Paid]] = field(default_factory=dict)
    _by_client: dict[str, _Paid] = field(default_factory=dict)  # the latest of each

    def add(self, at: datetime, item: OpenItem) -> None:
        """Remember an item; `owed` holds its full amount."""
        paid = (at, item)
        self._by_amount.setdefault((item.owed.cents, item.owed.currency), []).append(paid)
        self._by_tail.setdefault(_tail("".join(_DIGITS.findall(item.number))), []).append(paid)
        self._by_client[item.client] = paid

    def like(self, credit: Credit, at: datetime) -> tuple[OpenItem, ...]:
        """The items that were paid lately and share an amount, three digits in a row, or are a client's last.

        One item a client is kept so that settle knows every name: money of a client who owes nothing
        must not be taken for his namesake's.
        """
        found = {id(item): item for paid_at, item in self._candidates(credit) if paid_at >= at - REMEMBER}
        return tuple(found.values())

    def _candidates(self, credit: Credit) -> Iterator[_Paid]:
        for money in (credit.amount, credit.original):
            if money is not None:
                yield from self._by_amount.get((money.cents, money.currency), ())
        runs = _DIGITS.findall(credit.reference[:_MAX_REFERENCE])
        row = "".join(runs)
        windows = {row[i : i + _TAIL] for i in range(len(row) - _TAIL + 1)}
        for tail in sorted(windows | {_tail(run) for run in runs}):
            yield from self._by_tail.get(tail, ())
        yield from self._by_client.values()


def _tail(digits: str) -> str:
    return digits[-_TAIL:].zfill(_TAIL)
