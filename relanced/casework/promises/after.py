"""A client's account, the rules and a day in; the letters beside the ladder that are due, each with its why, out. Pure.

Thanks for a payment, the withdrawal of a formal notice that a payment has crossed, the confirmation of
instalments and the end of a broken plan. One a client a day; none to a client with whom anything is in doubt.
"""

from collections.abc import Iterator
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Account, Case
from relanced.casework.promises.desk import Desk
from relanced.casework.promises.paid_off import not_withdrawn, thanks, withdrawals
from relanced.casework.promises.plan_letters import agreed_plans, broken_plans
from relanced.casework.promises.steps import pseudo_step
from relanced.casework.typed import typed
from relanced.model.actions import Action, AskOwner, Purpose
from relanced.model.rules import Rules


def letters_beside(account: Account, rules: Rules, calendar: Calendar, today: date) -> tuple[Action, ...]:
    """What is written to a client beside the ladder today: at most one letter, the most urgent.

    To be left out where another letter goes to him today. Beside it the owner is asked about a
    withdrawal of which nobody knows whether it left, and about one that did not leave in time.
    `calendar` is that of the client's place.
    """
    if not any(map(_may_be_written_of, account.cases)):  # most clients, every day
        return ()
    desk = Desk(account, rules, calendar, today)
    letter = next(_letters(desk), None)
    return (*_in_doubt(desk), *not_withdrawn(desk), *([letter] if letter is not None else []))


def _may_be_written_of(case: Case) -> bool:
    """Whether anything but what is asked for on the ladder ever happened to it."""
    return bool(case.postings or case.posted or case.plan is not None or case.in_flight is not None)


def _letters(desk: Desk) -> Iterator[Action]:
    yield from withdrawals(desk)
    yield from broken_plans(desk)
    yield from agreed_plans(desk)
    yield from thanks(desk)


def _in_doubt(desk: Desk) -> Iterator[AskOwner]:
    """A withdrawal that may or may not have left: the client must hear of it, and the owner alone can tell."""
    step = pseudo_step(Purpose.WITHDRAWAL)
    for case in desk.account.cases:
        flight = case.in_flight
        if flight is None or case.is_open or (case.number, step.name) not in flight.lines:
            continue
        why = (
            f"the withdrawal of the formal notice about {case.number} of {desk.calendar.day_of(flight.at)} may or "
            f"may not have left (Message-ID {flight.message_id}); it is not sent again by itself"
        )
        question = (
            f"{why}. Look into Sent or ask the client; «{typed('resume', case.number)}» counts it as sent."
        )
        yield AskOwner(client=desk.account.client, invoices=(case.number,), question=question, why=why)
