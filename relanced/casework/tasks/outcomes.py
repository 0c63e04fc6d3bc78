"""How a call ended in; the hold that it brings on a case out. Pure. Nothing here can make relanced write more."""

from datetime import date

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, Promise
from relanced.casework.silences import promise_question
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.decided import CallNoted
from relanced.model.intents import Intent
from relanced.model.tasks import CallOutcome

_SAID = {
    CallOutcome.DISPUTED: "contests {}",
    CallOutcome.PLAN_ASKED: "asks to pay {} in instalments",
    CallOutcome.NOT_RECEIVED: "has not got {}",
    CallOutcome.WRONG_PERSON: "is not the one to speak to about {}",
    CallOutcome.IN_APPROVAL: "says that {} waits for approval",
    CallOutcome.PAID: "says that {} is paid",
}
_INTENTS = {
    CallOutcome.DISPUTED: Intent.DISPUTE,
    CallOutcome.PLAN_ASKED: Intent.PLAN_REQUEST,
    CallOutcome.NOT_RECEIVED: Intent.QUERY,
    CallOutcome.WRONG_PERSON: Intent.REDIRECT,
}


def hold_of(books: Books, noted: CallNoted, case: CaseDraft) -> Hold | None:
    """The silence after a call; None where the ladder simply goes on."""
    match noted.outcome:
        case CallOutcome.PROMISED:
            return _promised(books, noted, case)
        case CallOutcome.PAID:
            return _paid(books, noted, case)
        case CallOutcome.IN_APPROVAL:
            return _in_approval(books, noted, case)
        case CallOutcome.VOICEMAIL | CallOutcome.UNREACHABLE | CallOutcome.REACHED:
            return None
        case _:
            return _asked(books, noted, case)


def promised_of(books: Books, noted: CallNoted) -> Promise:
    """The promise: a day that was not named, or is gone by, becomes the usual delay."""
    day = books.calendar.day_of(noted.decided_at)
    pays_on = noted.pays_on
    is_named = pays_on is not None and pays_on >= day
    if pays_on is None or not is_named:
        pays_on = books.calendar.add_banking_days(day, books.rules.replies.promise_days)
    return Promise(made_at=noted.decided_at, pays_on=pays_on, is_named=is_named)


def _promised(books: Books, noted: CallNoted, case: CaseDraft) -> Hold:
    day, pays_on = books.calendar.day_of(noted.decided_at), promised_of(books, noted).pays_on
    until = books.calendar.add_banking_days(pays_on, books.rules.replies.grace_days)
    why = f"{_client(books, case)} promised on the phone on {day} to pay by {pays_on}{_aside(noted)}"
    doubt = promise_question(case, day, pays_on)
    return Hold(
        kind=HoldKind.PROMISE,
        since=noted.decided_at,
        until=until,
        why=why,
        source=noted.source,
        question=doubt and f"{why}: {doubt}. «{typed('resume', case.invoice.number)}» goes on at once.",
        intent=Intent.PROMISE,
    )


def _paid(books: Books, noted: CallNoted, case: CaseDraft) -> Hold:
    why = f"{_said(books, noted, case)}; no money seen yet"
    number = case.invoice.number
    return Hold(
        kind=HoldKind.MONEY_CLAIMED,
        since=noted.decided_at,
        until=None,
        why=why,
        source=noted.source,
        question=(
            f"{why}. Look at the account: «{typed('paid', number)}», or «{typed('resume', number)}» to go on."
        ),
        ask_on=_money_on(books, noted, 1),
        intent=Intent.CLAIMS_PAID,
    )


def _in_approval(books: Books, noted: CallNoted, case: CaseDraft) -> Hold:
    until = _money_on(books, noted, 0)
    why = f"{_said(books, noted, case)}; no reminder before {until} is over"
    return Hold(
        kind=HoldKind.BREATHING,
        since=noted.decided_at,
        until=until,
        why=why,
        source=noted.source,
        intent=Intent.ACK,
    )


def _money_on(books: Books, noted: CallNoted, later: int) -> date:
    day = books.calendar.day_of(noted.decided_at)
    return books.calendar.add_banking_days(day, books.rules.replies.money_days + later)


def _asked(books: Books, noted: CallNoted, case: CaseDraft) -> Hold:
    why = _said(books, noted, case)
    is_dispute = noted.outcome is CallOutcome.DISPUTED
    return Hold(
        kind=HoldKind.DISPUTE if is_dispute else HoldKind.QUESTION,
        since=noted.decided_at,
        until=None,
        why=why,
        source=noted.source,
        question=f"{why}. {_what_to_do(books, noted, case)}",
        intent=_INTENTS[noted.outcome],
    )


def _what_to_do(books: Books, noted: CallNoted, case: CaseDraft) -> str:
    number = case.invoice.number
    on = typed("resume", number)
    match noted.outcome:
        case CallOutcome.PLAN_ASKED:
            return f"Agree on the parts, then «{typed('instalments', number)} DAY=AMOUNT…»; or «{on}»."
        case CallOutcome.NOT_RECEIVED:
            mailed = books.calendar.day_of(case.mailed_at)
            return (
                f"Send it again out of Sent (your mail of {mailed} to {short(case.invoice.client_address)}; "
                f"«{typed('contact', case.client)} ADDRESS» if that address is wrong), then «{on}»."
            )
        case CallOutcome.WRONG_PERSON:
            return f"«{typed('contact', case.client)} ADDRESS» names the right one; then «{on}»."
        case _:
            return f"Settle it with the client; then «{on}», «{typed('paid', number)}» or a credit note."


def _said(books: Books, noted: CallNoted, case: CaseDraft) -> str:
    said = _SAID[noted.outcome].format(case.invoice.number)
    day = books.calendar.day_of(noted.decided_at)
    return f"{_client(books, case)} {said} (your call of {day}{_aside(noted)})"


def _client(books: Books, case: CaseDraft) -> str:
    return short(books.accounts[case.client].client.name)


def _aside(noted: CallNoted) -> str:
    return f": «{short(noted.note)}»" if noted.note else ""
