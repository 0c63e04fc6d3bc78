"""A ledger in; its cases that are chased, and those from before start_on that are only listed, apart out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from relanced.casework.ledger import Case, HoldKind, Ledger
from relanced.casework.promises.schedule import is_broken
from relanced.casework.states import CaseState, case_state, is_listed_only
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

LISTED_ONLY = "listed only"
DERIVED = "≈"  # before or behind a due day that is nowhere printed
LEGEND = f"{DERIVED} a due day that is nowhere printed: «relanced show INVOICE» says how it was got"

# What is said of an invoice that is not chased for its age alone.
_OF_AGE = {CaseState.OPEN, CaseState.DUE_SOON, CaseState.OVERDUE, CaseState.PART_PAID}


def state_word(case: Case, today: date) -> str:
    """The state as people read it: an old invoice that nothing else silences is «listed only»."""
    state = case_state(case, today)
    if state is CaseState.PLAN:
        return _plan_word(case, today)
    return LISTED_ONLY if is_listed_only(case) and state in _OF_AGE else state.value


def _plan_word(case: Case, today: date) -> str:
    """Instalments that run, that did not come, or that the client only asks for."""
    if not any(hold.kind is HoldKind.PLAN for hold in case.silenced_by(today)) or case.plan is None:
        return "plan asked"
    return "plan broken" if is_broken(case.plan, today) else "plan"


def without_listed(ledger: Ledger) -> Ledger:
    """The ledger without the cases that are listed only."""
    accounts = {
        key: replace(account, cases=tuple(case for case in account.cases if not is_listed_only(case)))
        for key, account in ledger.accounts.items()
    }
    return replace(ledger, accounts=accounts)


def listed_sums(ledger: Ledger) -> tuple[Money, ...]:
    """What the cases that are listed only come to, a sum a currency."""
    owed = [case.owed for a in ledger.accounts.values() for case in a.cases if is_listed_only(case)]
    currencies = sorted({money.currency for money in owed})
    return tuple(Money(sum(m.cents for m in owed if m.currency == each), each) for each in currencies)


def derived_days(ledger: Ledger) -> Mapping[InvoiceNumber, date]:
    """The due days that are nowhere printed, by invoice."""
    cases = (case for account in ledger.accounts.values() for case in account.cases)
    return {case.number: case.due_on for case in cases if case.invoice.due_is_derived}
