"""A ledger, the rules and a day in; what to do about every open case, and why, out. Pure."""

from datetime import date

from relanced.casework.calendar import calendar_of
from relanced.casework.law.watch import deadlines
from relanced.casework.ledger import Case, Hold, HoldKind, Ledger
from relanced.casework.planning.climb import climb
from relanced.casework.planning.desk import Day, Desk, desk_of
from relanced.casework.planning.questions import ask_beside, ask_of_money, ask_to_state_mails
from relanced.casework.promises.after import letters_beside
from relanced.casework.rhythm import silences
from relanced.casework.typed import typed
from relanced.model.actions import Action, AskOwner, CloseCase, DraftReminder, Purpose, SendReminder
from relanced.model.rules import Rules


def plan(ledger: Ledger, rules: Rules, today: date) -> tuple[Action, ...]:
    """Say for every open case what comes next: a step, or silence and its reason.

    Every open case has a step in its client's reminder, a step in a task of the owner's, or a Wait, and
    only one of them; questions come beside. One mail a client, with the next step of each case that is
    due and the broken promises before them; a letter beside the ladder (thanks, a notice withdrawn) only
    to a client without another. Never on a day that is closed for the firm or for the client, before the
    minimum interval is over, or while money may be coming unseen. A CloseCase is told on the day on which
    the case closed. Clients stand in order of their key.
    """
    has_open = any(case.is_open for account in ledger.accounts.values() for case in account.cases)
    calendar = rules.calendar
    silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, calendar) if has_open else ()
    doubts = [(hold.question, hold.why) for hold in ledger.holds if hold.asks(today)]
    doubts += [(quiet.question, quiet.why) for quiet in silent]
    actions: list[Action] = [
        AskOwner(client=None, invoices=(), question=question, why=why) for question, why in doubts
    ]
    day = Day(today, rules, calendar_of(calendar, None), doubts[0][1] if doubts else "")
    for account in ledger.accounts.values():
        desk = desk_of(account, rules)
        for case in account.cases:
            if case.is_open:
                _judge(desk, case, day)
            else:
                _tell_closed(desk, case, day)
        actions.extend(desk.actions(day))
    actions += [*ask_of_money(day), *ask_beside(ledger, day), *ask_to_state_mails(ledger, day)]
    return (*actions, *deadlines(ledger, rules, today), *_beside(actions, ledger, rules, today))


def _beside(actions: list[Action], ledger: Ledger, rules: Rules, today: date) -> list[Action]:
    """The letters beside the ladder: none to a client who is written to today.

    A draft, which may lie unsent for days, keeps no formal notice from being taken back.
    """
    sent = {each.reminder.client.key for each in actions if isinstance(each, SendReminder)}
    written = sent | {each.reminder.client.key for each in actions if isinstance(each, DraftReminder)}
    found = []
    for each in letters_beside(ledger, rules, today):
        is_withdrawal = False
        if isinstance(each, SendReminder | DraftReminder):
            is_withdrawal = each.reminder.purpose is Purpose.WITHDRAWAL
            if each.reminder.client.key in (sent if is_withdrawal else written):
                continue
        found.append(each)
    return found


def _judge(desk: Desk, case: Case, day: Day) -> None:
    """Decide about one open case: first what silences it for its own sake, then its ladder."""
    holds = case.silenced_by(day.on)
    for hold in holds:
        if hold.asks(day.on):
            day.ask(desk, case, hold)
    if holds:
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
            day.ask(desk, case, hold)
    last = max(case.postings, key=lambda posting: posting.at, default=None)
    if last is not None and day.calendar.day_of(last.at) == day.on:
        desk.rest.append(CloseCase(invoice=case.number, client=desk.account.client, why=last.because))


def _outlives(hold: Hold) -> bool:
    """Whether it is asked though nothing is owed; what was owed again and is paid now is no question any more."""
    is_back = hold.kind is HoldKind.MONEY_BACK and hold.until is not None
    return is_back or hold.kind is HoldKind.CONTRADICTION
