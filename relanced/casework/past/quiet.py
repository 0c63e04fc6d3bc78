"""Whose accounts changed, and what was last planned of each, in; of whom something else can be said today out. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from relanced.casework.calendar import Calendar, calendar_of
from relanced.casework.ledger import Case, Ledger
from relanced.casework.promises.paid_off import may_come
from relanced.model.actions import Action, Wait
from relanced.model.names import ClientKey
from relanced.model.rules import Rules


def opening(day: date, rules: Rules) -> datetime:
    """The moment of a day up to which its letters know what came in."""
    return datetime.combine(day, rules.calendar.opens, rules.calendar.timezone)


@dataclass(slots=True)
class Quiet:
    """Until when nothing comes of itself, by client."""

    rules: Rules
    _until: dict[ClientKey, date] = field(default_factory=dict)

    def stirred(
        self, clients: Iterable[ClientKey], changed: Collection[ClientKey], day: date
    ) -> list[ClientKey]:
        """Those of these clients whose account changed, or whose day has come."""
        return [key for key in clients if key in changed or day > self._until.get(key, date.min)]

    def heard(self, actions: Iterable[Action], ledger: Ledger, day: date) -> None:
        """Note until when each of these clients waits; where that is in doubt, until tomorrow."""
        ends = dict.fromkeys(ledger.accounts, date.max)
        endless = {
            case.number
            for account in ledger.accounts.values()
            for case in account.cases
            if case.is_open and any(hold.until is None for hold in case.holds)
        }
        for action in actions:
            if isinstance(action, Wait):
                until = action.until or (date.max if action.invoice in endless else day)
                ends[action.client.key] = min(ends[action.client.key], until)
        for key, account in ledger.accounts.items():
            calendar = calendar_of(self.rules.calendar, account.client.place)
            if any(self._may_come_beside(case, calendar, day) for case in account.cases):
                ends[key] = day
        self._until |= ends

    def _may_come_beside(self, case: Case, calendar: Calendar, day: date) -> bool:
        """Whether a letter beside the ladder may be due on a day that no Wait names."""
        return case.plan is not None if case.is_open else may_come(case, self.rules, calendar, day)
