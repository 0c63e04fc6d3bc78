"""A person's mail in, the holds that its intents bring out. Pure. Nothing here can make relanced write more."""

from datetime import date

from relanced.casework.books import Books, CaseDraft
from relanced.casework.judged import BY_OWNER
from relanced.casework.law.insolvency import declare_in_words
from relanced.casework.ledger import Hold, HoldKind, Promise
from relanced.casework.typed import typed
from relanced.casework.voices import Voice
from relanced.casework.words import short
from relanced.model.client import Client
from relanced.model.facts import ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import ClientKey

FAR_PROMISE_DAYS = 45  # a promise further away than this is shown to the owner at once

_ASKED = {
    Intent.DISPUTE: "disputes",
    Intent.PROMISE: "promises to pay",
    Intent.CLAIMS_PAID: "says it is paid",
    Intent.PLAN_REQUEST: "asks to pay {} in instalments",
    Intent.QUERY: "asks a question about",
    Intent.REDIRECT: "names somebody else for",
    Intent.INSOLVENCY: "is said to be insolvent; so stops",
    Intent.AUTO_REPLY: "answered automatically about",
    Intent.ACK: "acknowledges",
    Intent.UNRELATED: "writes beside",
    Intent.NOT_SURE: "wrote something unclear about",
}


def breathing_space(books: Books, reply: ReplyReceived, told: str) -> Hold:
    """A few banking days for whoever wrote; `told`: what else the mail has brought, or ""."""
    at = reply.source.at
    day = books.calendar.day_of(at)
    until = books.calendar.add_banking_days(day, books.rules.replies.breathing_days)
    why = f"{_who(reply)} wrote on {day}; no reminder before {until} is over{told}"
    return Hold(
        kind=HoldKind.BREATHING, since=at, until=until, why=why, source=reply.source, intent=reply.intent
    )


def owner_decides(
    books: Books, reply: ReplyReceived, intent: Intent, voice: Voice, *, is_followed: bool
) -> Hold:
    """Silence until the owner has answered; `is_followed`: the address that the mail names is taken already."""
    day = books.calendar.day_of(reply.source.at)
    why = f"{_who(reply)} {_asked(intent, voice.about)} (mail of {day}{_by_owner(reply)}{voice.aside})"
    return Hold(
        kind=HoldKind.DISPUTE if intent is Intent.DISPUTE else HoldKind.QUESTION,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=_what_to_do(why, reply, intent, voice.case, is_followed=is_followed),
        intent=intent,
    )


def _what_to_do(why: str, reply: ReplyReceived, intent: Intent, case: CaseDraft, *, is_followed: bool) -> str:
    ways = "Answer the client; then «resume», «dispute» or «paid»."
    if intent is Intent.PLAN_REQUEST:
        agree = "«relanced instalments INVOICE …» notes what you agree to"
        ways = f"Answer the client; then {agree}, «resume» lets the reminders go on."
    if intent is not Intent.REDIRECT or not reply.redirect_to:
        return f"{why}. {ways}"
    address = short(reply.redirect_to)
    if is_followed:
        return (
            f"{why}, and wants mail to go to {address}: relanced will write there. "
            f"«resume» lets it go on; «relanced contact {_quoted(case.client)} ADDRESS» "
            "names another address."
        )
    command = f"«relanced contact {_quoted(case.client)} {address}»"
    return f"{why}; the new contact is {address}. {command} writes there from now on. {ways}"


def _quoted(client: ClientKey) -> str:
    return f'"{client}"' if " " in client else client


def stop(books: Books, reply: ReplyReceived, client: Client) -> Hold:
    """All reminders to a client end for good."""
    day = books.calendar.day_of(reply.source.at)
    why = (
        f"the mail of {_who(reply)} of {day} speaks of insolvency{_by_owner(reply)}; "
        "all reminders to this client stop"
    )
    return Hold(
        kind=HoldKind.INSOLVENCY,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=(
            f"{why}. {declare_in_words(client, books.rules.firm, day)} "
            "Only «relanced resume CLIENT» starts reminders again."
        ),
        intent=Intent.INSOLVENCY,
    )


def await_money(books: Books, reply: ReplyReceived, voice: Voice) -> Hold:
    """Silence until money is seen, or the owner has looked."""
    day = books.calendar.day_of(reply.source.at)
    ask_on = books.calendar.add_banking_days(day, books.rules.replies.money_days + 1)
    said = f"{_who(reply)} says on {day} that it is paid{_by_owner(reply)}{voice.aside}"
    why = f"{said}; no money seen yet"
    return Hold(
        kind=HoldKind.MONEY_CLAIMED,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=f"{why}. Look at the account: «relanced paid NUMBER», or «relanced resume NUMBER» to go on.",
        ask_on=ask_on,
        intent=Intent.CLAIMS_PAID,
    )


def promise(books: Books, reply: ReplyReceived, voice: Voice) -> tuple[Promise, Hold]:
    """Silence until the promised day and its grace; a second or far promise is shown to the owner."""
    calendar, replies = books.calendar, books.rules.replies
    day = calendar.day_of(reply.source.at)
    pays_on = voice.promised_on
    is_named = pays_on is not None and pays_on >= day
    if pays_on is None or not is_named:  # a day gone by was misread
        pays_on = calendar.add_banking_days(day, replies.promise_days)
    until = calendar.add_banking_days(pays_on, replies.grace_days)
    why = f"{_who(reply)} promised on {day} to pay by {pays_on}{_by_owner(reply)}{voice.aside}"
    question = promise_question(voice.case, day, pays_on)
    hold = Hold(
        kind=HoldKind.PROMISE,
        since=reply.source.at,
        until=until,
        why=why,
        source=reply.source,
        question=question and f"{why}: {question}. «relanced resume NUMBER» goes on at once.",
        intent=Intent.PROMISE,
    )
    return Promise(made_at=reply.source.at, pays_on=pays_on, is_named=is_named), hold


def promise_question(case: CaseDraft, day: date, pays_on: date) -> str:
    """Why a promise is shown to the owner: it follows another, or is far away; "" where it is not."""
    earlier = [p.pays_on for p in case.promises if p.pays_on < pays_on]
    if earlier:
        return f"it is promise number {len(case.promises) + 1}, after one for {max(earlier)}"
    return f"that is {(pays_on - day).days} days away" if (pays_on - day).days > FAR_PROMISE_DAYS else ""


def of_stranger(reply: ReplyReceived, case: CaseDraft, *, by_reference: bool) -> Hold:
    """Silence on a case whose number, or whose letter's reference, somebody bears who is not known as its client."""
    number = case.invoice.number
    how = " (the mail bears the reference of a letter about it)" if by_reference else ""
    why = f"{_who(reply)}, who is not known as this client, {_asked(reply.intent, number)}{how}"
    return Hold(
        kind=HoldKind.QUESTION,
        since=reply.source.at,
        until=None,
        why=why,
        source=reply.source,
        question=f"{why}. Does it count? «{typed('resume', number)}» goes on.",
        intent=reply.intent,
    )


def _asked(intent: Intent, about: str) -> str:
    words = _ASKED[intent]
    return words.format(about) if "{}" in words else f"{words} {about}"


def _by_owner(reply: ReplyReceived) -> str:
    return f", {BY_OWNER}" if reply.because == (BY_OWNER,) else ""


def _who(reply: ReplyReceived) -> str:
    return short(reply.sender) or "somebody without an address"
