"""A client's silenced cases in, the lines that a letter shows apart, and does not ask for, out. Pure."""

from datetime import date

from relanced.casework.ledger import Account, Case, HoldKind
from relanced.model.actions import ApartLine, ApartWhy

# The gravest first: what is disputed is not asked for, whatever else was said of it.
_WHY = {
    HoldKind.DISPUTE: ApartWhy.DISPUTED,
    HoldKind.PLAN: ApartWhy.PLANNED,
    HoldKind.PROMISE: ApartWhy.PROMISED,
    HoldKind.MONEY_CLAIMED: ApartWhy.ANNOUNCED,
}


def apart_of(account: Account, today: date) -> tuple[ApartLine, ...]:
    """What is owed and not asked for, because the client and the owner know why; oldest due day first.

    What is silent for a reason between the owner and relanced (a mail that was not understood) is not
    spoken of at all.
    """
    found = (_line(case, today) for case in account.cases if case.holds and case.is_open and case.accepted)
    return tuple(line for line in found if line is not None)


def _line(case: Case, today: date) -> ApartLine | None:
    holds = case.silenced_by(today)
    if not holds:
        return None
    kinds = {hold.kind for hold in holds}
    if kinds - _WHY.keys() - {HoldKind.BREATHING}:
        return None
    for kind, why in _WHY.items():
        if kind in kinds:
            return ApartLine(number=case.number, owed=case.owed, why=why, on=_day(case, kind, today))
    return None


def _day(case: Case, kind: HoldKind, today: date) -> date | None:
    """The promised day, or that of the next instalment."""
    if kind is HoldKind.PROMISE and case.promises:
        return case.promises[-1].pays_on if case.promises[-1].is_named else None
    if kind is HoldKind.PLAN and case.plan is not None:
        return next((on for on, _ in case.plan.parts if on >= today), None)
    return None
