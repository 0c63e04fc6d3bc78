"""A case and a day in; the promise that was not kept, or was, out. Pure."""

from datetime import date, timedelta

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Case, PostingKind, Promise
from relanced.casework.promises.closing import closed_on
from relanced.casework.promises.steps import pseudo_step
from relanced.model.actions import Purpose
from relanced.model.rules import Rules

STALE_DAYS = 45  # after that a letter speaks of an old promise no more: the ladder goes on

_MONEY = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})


def broken_promise(case: Case, rules: Rules, calendar: Calendar, today: date) -> date | None:
    """The promised day, where the letter «promesse_non_tenue» is due before the ladder goes on; else None.

    Due once a case at most: when the last promised day and its grace are over, nothing silences the
    case, nothing was paid of it since, and no letter left about it since. A promise that instalments
    took the place of is none any more; a counted second one is asked about when it is made.
    """
    if not case.promises:
        return None
    name = pseudo_step(Purpose.PROMISE_BROKEN).name
    last = _last(case)
    if not rules.letters.broken_promise or last is None or not case.is_open or case.silenced_by(today):
        return None
    if not last.is_named:  # a letter that says «you had named this day» would be a wrong one
        return None
    over = _over_on(last, rules, calendar)
    if not over < today <= over + timedelta(days=STALE_DAYS):
        return None
    if any(done.step == name or done.at > last.made_at for done in case.steps):
        return None
    return None if _paid_since(case, last) else last.pays_on


def kept_promise(case: Case, rules: Rules, calendar: Calendar) -> date | None:
    """The promised day of a case that was wholly paid by that day and its grace; None: there was no such promise."""
    closed = closed_on(case, calendar)
    last = _last(case)
    if closed is None or last is None or calendar.day_of(last.made_at) > closed:
        return None
    return last.pays_on if last.is_named and closed <= _over_on(last, rules, calendar) else None


def broken_count(case: Case, rules: Rules, calendar: Calendar, today: date) -> int:
    """How many of the promised days of a case went by, with their grace, while it was owed."""
    closed = closed_on(case, calendar)
    last_day = today if closed is None else min(today, closed)
    replaced = calendar.day_of(case.plan.agreed_at) if case.plan is not None else date.max
    over = {promise.pays_on: _over_on(promise, rules, calendar) for promise in case.promises}
    made = {promise.pays_on: promise.made_at for promise in case.promises}
    return sum(
        day < last_day and (day < replaced or calendar.day_of(made[pays_on]) >= replaced)
        for pays_on, day in over.items()
    )


def _last(case: Case) -> Promise | None:
    since = case.plan.agreed_at if case.plan is not None else None
    standing = [each for each in case.promises if since is None or each.made_at > since]
    return max(standing, key=lambda each: (each.pays_on, each.made_at), default=None)


def _over_on(promise: Promise, rules: Rules, calendar: Calendar) -> date:
    """The last day of its grace."""
    return calendar.add_banking_days(promise.pays_on, rules.replies.grace_days)


def _paid_since(case: Case, promise: Promise) -> bool:
    """Whether some of it came: a letter that says «you have not kept it» would be a wrong one."""
    return any(posting.kind in _MONEY and posting.at > promise.made_at for posting in case.postings)
