"""One client's account and a day in; all that is said and done about him on it out. Pure.

Nothing here knows another client: who was not touched by a new fact is not planned again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from relanced.casework.law.watch import deadlines_of
from relanced.casework.ledger import Account, Case, Hold, HoldKind
from relanced.casework.planning.climb import climb
from relanced.casework.planning.desk import Day, Desk, desk_of
from relanced.casework.promises.after import letters_beside
from relanced.casework.typed import typed
from relanced.model.actions import Action, AskOwner, CloseCase, DraftReminder, Purpose, SendReminder


@dataclass(frozen=True, slots=True)
class Part:
    """What a plan says of one client."""

    actions: tuple[Action, ...]  # his mail, his tasks, questions and silences
    shared: tuple[tuple[Case, Account, Hold], ...]  # asked of payments that may concern others too
    deadlines: tuple[AskOwner, ...]
    beside: tuple[Action, ...]  # letters beside the ladder, and what is asked of them
    is_silent: bool = False  # whether a hold silences an open case of his
    has_tasks: bool = False  # whether the owner was given something to do for him


def part_of(account: Account, day: Day) -> Part:
    """Say for every open case of a client what comes next."""
    desk = desk_of(account, day)
    for case in account.cases:
        if case.is_open:
            _judge(desk, case, day)
        else:
            _tell_closed(desk, case, day)
    actions = tuple(desk.actions(day))
    return Part(
        actions=actions,
        shared=tuple(desk.shared),
        deadlines=deadlines_of(account, day.rules, day.on),
        beside=tuple(_beside(actions, account, day)),
        is_silent=desk.is_silent,
        has_tasks=any(case.tasks for case in account.cases),
    )


def _beside(actions: Iterable[Action], account: Account, day: Day) -> Iterable[Action]:
    """The letters beside the ladder: none to a client who is written to today.

    A draft, which may lie unsent for days, keeps no formal notice from being taken back.
    """
    letters = letters_beside(account, day.rules, day.calendar_of(account.client), day.on)
    if not letters:
        return
    is_sent = any(isinstance(each, SendReminder) for each in actions)
    is_written = is_sent or any(isinstance(each, DraftReminder) for each in actions)
    for each in letters:
        if isinstance(each, SendReminder | DraftReminder):
            is_withdrawal = each.reminder.purpose is Purpose.WITHDRAWAL
            if is_sent if is_withdrawal else is_written:
                continue
        yield each


def _judge(desk: Desk, case: Case, day: Day) -> None:
    """Decide about one open case: first what silences it for its own sake, then its ladder."""
    holds = case.silenced_by(day.on)
    if holds:
        desk.is_silent = True
        for hold in [hold for hold in holds if hold.kind is HoldKind.STORM] or holds:
            if hold.asks(day.on):
                desk.ask_of(case, hold)
        ends = [hold.until for hold in holds if hold.until is not None]
        until = max(ends) if len(ends) == len(holds) else None
        desk.wait(case, until, "; ".join(dict.fromkeys(hold.why for hold in holds)))
    elif case.in_flight is not None:
        _doubt_letter(desk, case, day)
    elif not case.accepted:
        why = (
            f"listed only: issued on {case.invoice.issued_on}, before the start on {day.rules.start_on}; "
            f"«{typed('resume', case.number)}» lets it be chased"
        )
        desk.wait(case, None, why)
    else:
        climb(desk, case, day)


def _doubt_letter(desk: Desk, case: Case, day: Day) -> None:
    assert case.in_flight is not None
    why = (
        f"the reminder of {day.calendar.day_of(case.in_flight.at)} may or may not have left "
        f"(Message-ID {case.in_flight.message_id}); it is not sent again without a proof or your word"
    )
    desk.wait(case, None, why)
    desk.ask(
        case,
        f"{why}. Look into Sent or ask the client; «{typed('resume', case.number)}» counts it as sent.",
        why,
    )


def _tell_closed(desk: Desk, case: Case, day: Day) -> None:
    """Say that a case closed today; ask on if our own documents, or money that went back, put it in doubt."""
    for hold in case.holds:
        if _outlives(hold) and hold.asks(day.on):
            desk.ask_of(case, hold)
    last = max(case.postings, key=lambda posting: posting.at, default=None)
    if last is not None and day.calendar.day_of(last.at) == day.on:
        desk.rest.append(CloseCase(invoice=case.number, client=desk.account.client, why=last.because))


def _outlives(hold: Hold) -> bool:
    """Whether it is asked though nothing is owed; what was owed again and is paid now is no question any more."""
    is_back = hold.kind is HoldKind.MONEY_BACK and hold.until is not None
    return is_back or hold.kind is HoldKind.CONTRADICTION
