"""Facts as they arrive in; the plan of a day, always that of all facts so far, out. Pure.

Only the clients whom new facts touched are planned again; with a new day, all are.
"""

from collections.abc import Collection, Iterable
from datetime import date

from relanced.casework.ledger import Account, Ledger
from relanced.casework.live.fold import LiveFold
from relanced.casework.planning.desk import Day
from relanced.casework.planning.part import Part, part_of
from relanced.casework.planning.plan import day_of, put_together
from relanced.casework.planning.questions import Whose, ask_beside, open_invoices
from relanced.model.actions import Action
from relanced.model.facts import Fact
from relanced.model.names import ClientKey
from relanced.model.rules import Rules


class LivePlan:
    """A ledger and a plan that go on: those that `fold` and `plan` make of all facts taken so far."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._fold = LiveFold(rules)
        self.taken = 0  # facts, known ones too
        self._day: Day | None = None
        self._parts: dict[ClientKey, Part] = {}
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
            self._parts = {key: part_of(account, day) for key, account in ledger.accounts.items()}
        else:
            self._plan_again(ledger, day, changed)
        self._day = day

        def whose(wanted: Collection[str]) -> Iterable[Whose]:
            return open_invoices(self._accounts_of(ledger, wanted), wanted)

        beside = ask_beside(ledger.questions, day, whose)
        return ledger, put_together(ledger, day, self._parts, beside)

    def _plan_again(self, ledger: Ledger, day: Day, changed: Collection[ClientKey]) -> None:
        parts = {key: part_of(ledger.accounts[key], day) for key in changed}
        if parts.keys() <= self._parts.keys():
            self._parts.update(parts)
        else:
            self._parts = dict(sorted((self._parts | parts).items()))

    def _accounts_of(self, ledger: Ledger, wanted: Collection[str]) -> list[Account]:
        """The accounts of the clients who bear one of these number keys, in order of their keys."""
        return [ledger.accounts[key] for key in self._fold.bearers(wanted)]


def _owing(ledger: Ledger, keys: Iterable[ClientKey]) -> Iterable[ClientKey]:
    return (key for key in keys if any(case.is_open for case in ledger.accounts[key].cases))
