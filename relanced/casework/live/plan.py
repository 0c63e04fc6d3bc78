"""Facts as they arrive in; the plan of a day, always that of all facts so far, out. Pure.

Only the clients whom new facts touched are planned again; with a new day, all are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relanced.casework.ledger import Account, Ledger
from relanced.casework.live.fold import LiveFold
from relanced.casework.live.pages import Pages
from relanced.casework.planning.part import Part, part_of
from relanced.casework.planning.plan import Said, day_of, put_together, said_of
from relanced.casework.planning.questions import Whose, ask_beside, open_invoices
from relanced.model.actions import Action
from relanced.model.facts import Fact
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

if TYPE_CHECKING:
    from relanced.casework.planning.desk import Day


@dataclass(frozen=True, slots=True)
class _Page:
    """What is said of some clients, and who of them must be looked at for more."""

    said: Said
    silent: tuple[ClientKey, ...]
    tasked: tuple[ClientKey, ...]


def _summary(parts: Mapping[ClientKey, Part]) -> _Page:
    return _Page(
        said=said_of(parts.values()),
        silent=tuple([key for key, part in parts.items() if part.is_silent]),
        tasked=tuple([key for key, part in parts.items() if part.has_tasks]),
    )


class LivePlan:
    """A ledger and a plan that go on: those that `fold` and `plan` make of all facts taken so far."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._fold = LiveFold(rules)
        self.taken = 0  # facts, known ones too
        self._day: Day | None = None
        self._parts = Pages[ClientKey, Part, _Page]({}, _summary)
        self._owing: set[ClientKey] = set()  # who has an open case
        self._last: tuple[Ledger, tuple[Action, ...]] | None = None  # while nothing changes

    def take(self, facts: Iterable[Fact]) -> None:
        """Let these facts be known too."""
        new = list(facts)
        if new:
            self.taken += len(new)
            self._last = None
            self._fold.take(new)

    def on(self, today: date) -> tuple[Ledger, tuple[Action, ...]]:
        """The ledger, and what to do on this day."""
        if self._day is not None and self._day.on != today:
            self._last = None
            self._fold.begin_anew()  # once a day: no mistake of ours in going on can last longer
        if self._last is None:
            self._last = self._planned(today)
        return self._last

    def _planned(self, today: date) -> tuple[Ledger, tuple[Action, ...]]:
        standing = self._fold.stand()
        ledger, changed = standing.ledger, standing.changed
        if changed is None:
            self._owing = set(_owing(ledger, ledger.accounts))
        else:
            self._owing -= changed
            self._owing.update(_owing(ledger, changed))
        day = day_of(ledger, self._rules, today, has_open=bool(self._owing))
        if changed is None or day != self._day:
            parts = {account.client.key: part_of(account, day) for account in ledger.accounts.values()}
            self._parts = Pages(parts, _summary)
        else:
            self._parts = self._parts.changed({key: part_of(ledger.accounts[key], day) for key in changed})
        self._day = day

        def whose(wanted: Collection[str]) -> Iterable[Whose]:
            return open_invoices(self._accounts_of(ledger, wanted), wanted)

        beside = ask_beside(ledger.questions, day, whose)
        return ledger, put_together(ledger, day, [page.said for page in self._parts.summaries], beside)

    @property
    def silent(self) -> tuple[ClientKey, ...]:
        """The clients of whom a hold silences an open case on the day of the last plan, in order."""
        return tuple(key for page in self._parts.summaries for key in page.silent)

    @property
    def tasked(self) -> tuple[ClientKey, ...]:
        """The clients for whom the owner has, or had, something to do, in order."""
        return tuple(key for page in self._parts.summaries for key in page.tasked)

    def _accounts_of(self, ledger: Ledger, wanted: Collection[str]) -> list[Account]:
        """The accounts of the clients who bear one of these number keys, in order of their keys."""
        return [ledger.accounts[key] for key in self._fold.bearers(wanted)]


def _owing(ledger: Ledger, keys: Iterable[ClientKey]) -> Iterable[ClientKey]:
    return (key for key in keys if any(case.is_open for case in ledger.accounts[key].cases))
