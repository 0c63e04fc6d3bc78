"""Accounts and what was last planned of them in; those of whom something else can be said today out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from relanced.casework.books import AccountDraft, CaseDraft
from relanced.casework.calendar import Calendar, calendar_of
from relanced.casework.ledger import Case, Ledger
from relanced.casework.live.standing import standing
from relanced.casework.promises.paid_off import may_come
from relanced.model.actions import Action, Wait
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

_LATELY = timedelta(days=45)  # so long a payment may still bring thanks, or take a notice back


def opening(day: date, rules: Rules) -> datetime:
    """The moment of a day up to which its letters know what came in."""
    return datetime.combine(day, rules.calendar.opens, rules.calendar.timezone)


@dataclass(slots=True)
class Quiet:
    """How each account stood when it was last looked at, and until when nothing comes of itself."""

    rules: Rules
    _stood: dict[ClientKey, dict[str, object]] = field(default_factory=dict)
    _until: dict[ClientKey, date] = field(default_factory=dict)

    def stirred(self, accounts: Mapping[ClientKey, AccountDraft], day: date) -> set[ClientKey]:
        """The clients whose account changed, or whose day has come; they count as looked at."""
        found = set()
        since = opening(day, self.rules) - _LATELY
        for key, account in accounts.items():
            stands = standing(account, (c for c in account.cases if _is_lively(c, since)))
            stood = self._stood.get(key, {})
            has_changed = any(stood.get(each) != now for each, now in stands.items())
            if has_changed or day > self._until.get(key, date.min):
                self._stood[key] = stands
                found.add(key)
        return found

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


def _is_lively(case: CaseDraft, since: datetime) -> bool:
    """Whether anything is owed, or was lately; what was closed long ago moves nobody."""
    return not case.postings or case.postings[-1].at >= since or case.is_open
