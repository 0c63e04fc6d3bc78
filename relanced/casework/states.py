"""A case and a day in, the state that people are shown out. Pure."""

from datetime import date
from enum import StrEnum

from relanced.casework.ledger import Case, HoldKind, PostingKind
from relanced.model.intents import Intent

DUE_SOON_DAYS = 7


class CaseState(StrEnum):
    """The states that people are shown."""

    OPEN = "open"
    DUE_SOON = "due_soon"  # due within a week
    OVERDUE = "overdue"
    PROMISED = "promised"
    DISPUTED = "disputed"
    HELD = "held"
    PLAN = "plan"  # instalments are agreed; or the client asks for them, and the owner has not answered
    HANDED_OVER = "handed_over"  # somebody else collects
    PAID = "paid"
    PART_PAID = "part_paid"  # and nothing else to say of it
    OVERPAID = "overpaid"
    CREDITED = "credited"
    INSOLVENT = "insolvent"
    WRITTEN_OFF = "written_off"  # the owner gave it up
    IGNORED = "ignored"  # the owner says that it is no claim


def case_state(case: Case, today: date) -> CaseState:
    """The one word for a case; of several silences the gravest. A breathing space is no state."""
    return _open_state(case, today) if case.is_open else _closed_state(case)


def is_listed_only(case: Case) -> bool:
    """Whether it is open and was issued before start_on, so that it is never chased until accepted."""
    return case.is_open and not case.accepted


def _open_state(case: Case, today: date) -> CaseState:
    holds = case.silenced_by(today)
    kinds = {hold.kind for hold in holds} - {HoldKind.BREATHING}
    for kind, state in (
        (HoldKind.INSOLVENCY, CaseState.INSOLVENT),
        (HoldKind.HANDED_OVER, CaseState.HANDED_OVER),
        (HoldKind.DISPUTE, CaseState.DISPUTED),
        (HoldKind.PLAN, CaseState.PLAN),
    ):
        if kind in kinds:
            return state
    if any(hold.intent is Intent.PLAN_REQUEST and hold.kind is HoldKind.QUESTION for hold in holds):
        return CaseState.PLAN
    if kinds == {HoldKind.PROMISE}:
        return CaseState.PROMISED
    if kinds or case.in_flight is not None:
        return CaseState.HELD
    if any(posting.kind is PostingKind.PAYMENT for posting in case.postings):
        return CaseState.PART_PAID
    if today > case.due_on:
        return CaseState.OVERDUE
    return CaseState.DUE_SOON if (case.due_on - today).days <= DUE_SOON_DAYS else CaseState.OPEN


def _closed_state(case: Case) -> CaseState:
    kinds = {posting.kind for posting in case.postings}
    if PostingKind.IGNORED in kinds:
        return CaseState.IGNORED
    if PostingKind.GIVEN_UP in kinds:
        return CaseState.WRITTEN_OFF
    is_paid = bool(kinds & {PostingKind.PAYMENT, PostingKind.OWNER})
    if is_paid and case.owed.cents < 0:
        return CaseState.OVERPAID
    if is_paid or not kinds:  # without a posting: nothing was ever to be paid
        return CaseState.PAID
    return CaseState.CREDITED
