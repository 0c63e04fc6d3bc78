"""A mail that came in (reply, bounce, unreadable mail), and the silence that it brings. Pure.

Nothing here can make relanced write more: every effect is a hold, a promise, or nothing.
"""

from collections.abc import Iterable
from datetime import date

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, Promise
from relanced.casework.who import (
    Concern,
    Directory,
    clients_in_subject,
    clients_of_sender,
    concern_of,
    is_telling,
)
from relanced.casework.words import short
from relanced.model.facts import AutoReplyReceived, BounceReceived, MailQuarantined, ReplyReceived
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.names import ClientKey, address_matches

FAR_PROMISE_DAYS = 45  # a promise further away than this is shown to the owner at once

_ASKED = {
    Intent.DISPUTE: "disputes",
    Intent.PROMISE: "promises to pay",
    Intent.CLAIMS_PAID: "says it is paid",
    Intent.PLAN_REQUEST: "asks to pay in instalments",
    Intent.QUERY: "asks a question about",
    Intent.REDIRECT: "names somebody else for",
    Intent.INSOLVENCY: "is said to be insolvent; so stops",
    Intent.AUTO_REPLY: "answered automatically about",
    Intent.ACK: "acknowledges",
    Intent.UNRELATED: "writes beside",
    Intent.NOT_SURE: "wrote something unclear about",
}


def fold_reply(books: Books, directory: Directory, reply: ReplyReceived) -> None:
    """Let a person's mail silence what it concerns: at least the breathing space, for the whole client."""
    at = reply.source.at
    concern = concern_of(
        books, directory, sender=reply.sender, answers=reply.answers, mentions=reply.mentions, at=at
    )
    strangers = [
        c for c in concern.strangers if reply.intent != Intent.UNRELATED or is_telling(c.invoice.number)
    ]
    books.link(reply.source.fingerprint, concern.clients, (*concern.cases, *strangers))
    if not concern.clients and not strangers:
        books.unmatched.append(reply)
        return
    intents = dict.fromkeys((reply.intent, *reply.also))
    if set(intents) == {Intent.AUTO_REPLY}:
        return  # a machine, whatever reader called it a reply
    for case in strangers:
        case.holds.append(_stranger_hold(reply, case))
    day = books.calendar.day_of(at)
    until = books.calendar.add_banking_days(day, books.rules.replies.breathing_days)
    why = f"{_who(reply)} wrote on {day}; no reminder before {until} is over"
    breathing = Hold(
        kind=HoldKind.BREATHING, since=at, until=until, why=why, source=reply.source, intent=reply.intent
    )
    books.hold_clients(concern.clients, breathing)
    for intent in intents:
        _take_effect(books, reply, intent, concern)


def _take_effect(books: Books, reply: ReplyReceived, intent: Intent, concern: Concern) -> None:
    match books.rules.replies.effects.get(intent, DEFAULT_EFFECTS[intent]):
        case Effect.HOLD:
            _hold_cases(concern.cases, _owner_decides(books, reply, intent))
        case Effect.STOP:
            books.hold_clients(concern.clients, _stop(books, reply))
        case Effect.AWAIT_MONEY:
            _hold_cases(concern.cases, _await_money(books, reply))
        case Effect.PROMISE:
            for case in concern.cases:
                _promise(books, reply, case)
        case Effect.BREATHE | Effect.NONE:
            pass


def _hold_cases(cases: Iterable[CaseDraft], hold: Hold) -> None:
    for case in cases:
        case.holds.append(hold)


def _owner_decides(books: Books, reply: ReplyReceived, intent: Intent) -> Hold:
    day = books.calendar.day_of(reply.source.at)
    why = f"{_who(reply)} {_ASKED[intent]} this invoice (mail of {day})"
    detail = (
        f"; the new contact is {short(reply.redirect_to)}"
        if intent is Intent.REDIRECT and reply.redirect_to
        else ""
    )
    return Hold(
        kind=HoldKind.DISPUTE if intent is Intent.DISPUTE else HoldKind.QUESTION,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=f"{why}{detail}. Answer the client; then «resume», «dispute» or «paid».",
        intent=intent,
    )


def _stop(books: Books, reply: ReplyReceived) -> Hold:
    day = books.calendar.day_of(reply.source.at)
    why = f"the mail of {_who(reply)} of {day} speaks of insolvency; all reminders to this client stop"
    return Hold(
        kind=HoldKind.INSOLVENCY,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=(
            f"{why}. The claim must be declared in time (in France within two months of the notice in the "
            "Bodacc: Code de commerce, R622-24). Only «resume CLIENT» starts reminders again."
        ),
        intent=Intent.INSOLVENCY,
    )


def _await_money(books: Books, reply: ReplyReceived) -> Hold:
    day = books.calendar.day_of(reply.source.at)
    ask_on = books.calendar.add_banking_days(day, books.rules.replies.money_days + 1)
    why = f"{_who(reply)} says on {day} that it is paid; no money seen yet"
    return Hold(
        kind=HoldKind.MONEY_CLAIMED,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=f"{why}. Look at the account: «paid NUMBER», or «resume NUMBER» to go on.",
        ask_on=ask_on,
        intent=Intent.CLAIMS_PAID,
    )


def _promise(books: Books, reply: ReplyReceived, case: CaseDraft) -> None:
    """Silence until the promised day and its grace; a second or far promise is shown to the owner."""
    calendar, replies = books.calendar, books.rules.replies
    day = calendar.day_of(reply.source.at)
    pays_on = reply.promised_on
    if pays_on is None or pays_on < day:  # a day gone by was misread
        pays_on = calendar.add_banking_days(day, replies.promise_days)
    until = calendar.add_banking_days(pays_on, replies.grace_days)
    why = f"{_who(reply)} promised on {day} to pay by {pays_on}"
    question = _promise_question(case, day, pays_on)
    case.promises.append(Promise(made_at=reply.source.at, pays_on=pays_on))
    hold = Hold(
        kind=HoldKind.PROMISE,
        since=reply.source.at,
        until=until,
        why=why,
        source=reply.source,
        question=question and f"{why}: {question}. «resume NUMBER» goes on at once.",
        intent=Intent.PROMISE,
    )
    case.holds.append(hold)


def _promise_question(case: CaseDraft, day: date, pays_on: date) -> str:
    earlier = [p.pays_on for p in case.promises if p.pays_on < pays_on]
    if earlier:
        return f"it is promise number {len(case.promises) + 1}, after one for {max(earlier)}"
    return f"that is {(pays_on - day).days} days away" if (pays_on - day).days > FAR_PROMISE_DAYS else ""


def _stranger_hold(reply: ReplyReceived, case: CaseDraft) -> Hold:
    why = f"{_who(reply)}, who is not known as this client, {_ASKED[reply.intent]} {case.invoice.number}"
    return Hold(
        kind=HoldKind.QUESTION,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=f"{why}. Does it count? «resume {case.invoice.number}» goes on.",
        intent=reply.intent,
    )


def _who(reply: ReplyReceived) -> str:
    return short(reply.sender) or "somebody without an address"


def fold_auto_reply(books: Books, directory: Directory, mail: AutoReplyReceived) -> None:
    """Note whose machine answered; nothing more."""
    concern = concern_of(
        books, directory, sender=mail.sender, answers=mail.answers, mentions=(), at=mail.source.at
    )
    books.link(mail.source.fingerprint, concern.clients, concern.cases)


def fold_bounce(books: Books, directory: Directory, bounce: BounceReceived) -> None:
    """Silence a client whom mail does not reach, until the owner has found another address."""
    clients = clients_of_sender(books, directory, bounce.recipient)
    for message_id in bounce.answers:
        if message_id in directory.threads:
            clients |= directory.threads[message_id].clients & books.accounts.keys()
    books.link(bounce.source.fingerprint, clients)
    if not clients:
        books.unmatched.append(bounce)
    if bounce.permanent:
        why = f"mail to {short(bounce.recipient) or 'this client'} cannot be delivered"
        question = f"{why}. Find another address, send the invoice there, then «resume CLIENT»."
        hold = _until_resumed(HoldKind.BOUNCE, bounce, why, question)
        books.hold_clients(sorted(clients), hold)


def fold_quarantined(books: Books, directory: Directory, mail: MailQuarantined) -> None:
    """Silence the client, or the whole mailbox where a bank's mail could not be read."""
    clients: set[ClientKey] = clients_of_sender(books, directory, mail.sender)
    clients |= clients_in_subject(books, directory, mail.subject)
    for message_id in mail.answers:
        if message_id in directory.threads:
            clients |= directory.threads[message_id].clients & books.accounts.keys()
    books.link(mail.source.fingerprint, clients)
    day = books.calendar.day_of(mail.source.at)
    told = (
        f"the mail of {short(mail.sender) or 'nobody named'} of {day} could not be read ({short(mail.why)})"
    )
    bank = next((b.name for b in books.rules.banks if address_matches(mail.sender, b.senders)), None)
    if bank is not None:
        question = f"{told}. It may tell of money: look at it, then «resume {bank}»."
        books.bank_holds.append((bank, _until_resumed(HoldKind.UNREADABLE, mail, told, question)))
    elif not clients:
        books.unmatched.append(mail)
    hold = _until_resumed(HoldKind.UNREADABLE, mail, told, f"{told}. Read it, then «resume CLIENT».")
    books.hold_clients(sorted(clients), hold)


def _until_resumed(kind: HoldKind, mail: BounceReceived | MailQuarantined, why: str, question: str) -> Hold:
    return Hold(kind=kind, since=mail.source.at, until=None, why=why, source=mail.source, question=question)
