"""A client's account and a day in, what the owner is asked since a claim will soon be barred by time out. Pure.

It holds nothing and stops nothing: a dispute, a plan, a hand-over do not stop this clock.
"""

from datetime import date, timedelta

from relanced.casework.calendar import calendar_of
from relanced.casework.law.limitation import Limitation, limitation_of
from relanced.casework.law.months import months_after
from relanced.casework.ledger import Account, Case, HoldKind
from relanced.model.actions import AskOwner
from relanced.model.client import ClientKind
from relanced.model.rules import Rules

FIRST_MONTHS = 6  # before the end the owner is asked, for a month
LAST_MONTHS = 2  # and again, until a month after the end
_A_MONTH = timedelta(days=30)
_SOONEST = 365  # days: no claim ends within two years of its invoice

_COURT = (
    "Only a claim in court or a payment order stops it surely, and so does a debt that the client owns to in "
    "writing (Code civil, 2240 and 2241); reminders and a formal notice do not (Cass. com., 18 May 2022, 20-23.204)"
)
_PUBLIC = (
    "A written demand for payment to the administration interrupts it (loi n° 68-1250, article 2): send one whose "
    "receipt you can prove"
)


def deadlines_of(account: Account, rules: Rules, today: date) -> tuple[AskOwner, ...]:
    """A question for each open invoice of a client whose claim ends within six, or two, months.

    Not for one that is listed only, and not for an insolvent client: there the claim is declared.
    """
    old = [case for case in account.cases if (today - case.invoice.issued_on).days >= _SOONEST]
    if not old:
        return ()
    calendar = calendar_of(rules.calendar, None)
    asked = []
    for case in old:
        if not case.is_open or not case.accepted or _is_insolvent(case, today):
            continue
        limitation = limitation_of(case, account.client, rules.firm, calendar.day_of)
        if limitation is not None and (ends := _ending(limitation, today)) is not None:
            asked.append(_ask(account, case, limitation, ends, today))
    return tuple(asked)


def _is_insolvent(case: Case, today: date) -> bool:
    return any(hold.kind is HoldKind.INSOLVENCY for hold in case.silenced_by(today))


def _ending(limitation: Limitation, today: date) -> date | None:
    """The end that is to be spoken of on this day."""
    ends = (limitation.until, limitation.until_then)
    return next((end for end in ends if end is not None and _is_time(end, today)), None)


def _is_time(end: date, today: date) -> bool:
    first, last = months_after(end, -FIRST_MONTHS), months_after(end, -LAST_MONTHS)
    is_first = first <= today and today - first <= _A_MONTH
    return is_first or (last <= today and today - end <= _A_MONTH)


def _ask(account: Account, case: Case, limitation: Limitation, ends: date, today: date) -> AskOwner:
    was = "was barred" if today > ends else "will be barred"
    why = (
        f"the claim of {case.owed} {was} by time after {ends}: {limitation.years} years ({limitation.source}), "
        f"counted from {limitation.since}, the day of the invoice"
    )
    seen = limitation.acknowledged
    if seen is not None and ends == limitation.until:
        why += f"; {seen.what} has probably begun it anew, until {limitation.until_then}"
    elif seen is not None:
        why += f", and anew from {seen.on}, by {seen.what}, probably"
    what = _PUBLIC if account.client.kind is ClientKind.PUBLIC else _COURT
    question = (
        f"{case.number}: {why}. {what}. Ask a lawyer, or give it up: «relanced write-off {case.number}»."
    )
    return AskOwner(client=account.client, invoices=(case.number,), question=question, why=why)
