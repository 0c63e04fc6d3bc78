"""A person's mail, or a machine's, in; the silence that it brings out. Pure.

Nothing here can make relanced write more: every effect is a hold, a promise, or nothing.
"""

from relanced.casework.books import AccountDraft, Books, CaseDraft
from relanced.casework.contacts import is_own_contact, take_contact
from relanced.casework.directory import Directory
from relanced.casework.ledger import Hold
from relanced.casework.replaced import for_heir, heirs_of
from relanced.casework.silences import await_money, breathing_space, of_stranger, owner_decides, promise, stop
from relanced.casework.voices import Voice, intents_of, redirected, voices
from relanced.casework.who import Concern, concern_of, is_telling
from relanced.casework.words import short
from relanced.model.decided import ReplyJudged
from relanced.model.facts import AutoReplyReceived, ReplyReceived
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.names import Fingerprint


def fold_reply(books: Books, directory: Directory, reply: ReplyReceived) -> None:
    """Let a person's mail silence what it concerns: at least the breathing space, for the whole client.

    What it says of single invoices counts for these. A redirect is asked about, followed or not; all
    else that the mail says keeps its effect.
    """
    concern = concern_of(
        books,
        directory,
        sender=reply.sender,
        answers=reply.answers,
        mentions=reply.mentions,
        at=reply.source.at,
        tokens=reply.tokens,
        in_subject=reply.in_subject,
    )
    strangers = [c for c in concern.strangers if _is_meant(reply, concern, c)]
    voiced = voices(books, reply, concern)
    cases = [voice.case for voice in voiced]
    books.link(reply.source.fingerprint, concern.clients, (*cases, *strangers))
    if not concern.clients and not strangers:
        books.unmatched.append(reply)
        return
    intents = intents_of(voiced, reply)
    if intents == {Intent.AUTO_REPLY}:
        return  # a machine, whatever reader called it a reply
    for case in strangers:
        _hold(books, case, of_stranger(reply, case, by_reference=id(case) in concern.referred))
    is_redirect = Intent.REDIRECT in intents
    followed = is_redirect and is_own_contact(books, directory, reply, intents, concern.clients)
    told = _follow(books, reply, concern) if followed else ""
    if followed:  # all his letters go there now, not only those that the mail is about
        voiced += redirected(books, reply, concern, cases)
    breathing = breathing_space(books, reply, told)
    for client in concern.clients:
        _hold(books, books.accounts[client], breathing)
        if any(_effect(books, intent) is Effect.STOP for intent in intents):
            _hold(books, books.accounts[client], stop(books, reply, books.accounts[client].client))
    for voice in voiced:
        for intent in voice.intents:
            _take_effect(books, reply, intent, voice, is_followed=followed)


def _is_meant(reply: ReplyReceived, concern: Concern, case: CaseDraft) -> bool:
    """Whether a stranger's mail can hardly mean anything but this case."""
    is_sure = is_telling(case.invoice.number) or id(case) in concern.referred
    return is_sure or reply.intent is not Intent.UNRELATED


def _follow(books: Books, reply: ReplyReceived, concern: Concern) -> str:
    address = reply.redirect_to or ""
    named = f"{short(reply.sender)} named {short(address)} on {books.calendar.day_of(reply.source.at)}"
    for client in concern.clients:
        take_contact(books.accounts[client], address, named)
    return f"; {short(address)} is written to from now on"


def _take_effect(
    books: Books, reply: ReplyReceived, intent: Intent, voice: Voice, *, is_followed: bool
) -> None:
    match _effect(books, intent):
        case Effect.HOLD:
            hold = owner_decides(books, reply, intent, voice, is_followed=is_followed)
            _hold(books, voice.case, hold)
        case Effect.AWAIT_MONEY:
            _hold(books, voice.case, await_money(books, reply, voice))
        case Effect.PROMISE:
            made, hold = promise(books, reply, voice)
            voice.case.promises.append(made)
            _hold(books, voice.case, hold)
        case Effect.STOP | Effect.BREATHE | Effect.NONE:
            pass


def _effect(books: Books, intent: Intent) -> Effect:
    return books.rules.replies.effects.get(intent, DEFAULT_EFFECTS[intent])


def _hold(books: Books, holder: AccountDraft | CaseDraft, hold: Hold) -> None:
    """Silence somebody; what a judged mail brought is kept in mind."""
    held: list[tuple[AccountDraft | CaseDraft, Hold]] = [(holder, hold)]
    if isinstance(holder, CaseDraft):  # he names an old number, and means the claim
        held += [(heir, for_heir(hold, holder, heir)) for heir in heirs_of(books, [holder])]
    for each, brought in held:
        each.holds.append(brought)
        if hold.source is not None and hold.source.fingerprint in books.judged:
            books.brought.setdefault(hold.source.fingerprint, []).append((each, brought))


def fold_judgement(books: Books, note: ReplyJudged, mail: Fingerprint, *, is_other: bool) -> None:
    """The owner said what a mail wants; that counts since the mail came.

    Where he says otherwise than was read, a silence that he had ended before begins again: he had
    not known then what he knows now.
    """
    link = books.links.get(mail)
    if link is not None:
        books.links[note.source.fingerprint] = link
    if books.judged.get(mail) is not note or not is_other:
        return
    for holder, hold in books.brought.get(mail, ()):
        if hold not in holder.holds:
            holder.holds.append(hold)


def fold_auto_reply(books: Books, directory: Directory, mail: AutoReplyReceived) -> None:
    """Note whose machine answered; nothing more."""
    concern = concern_of(
        books,
        directory,
        sender=mail.sender,
        answers=mail.answers,
        mentions=(),
        at=mail.source.at,
        tokens=mail.tokens,
    )
    books.link(mail.source.fingerprint, concern.clients, (*concern.cases, *concern.strangers))
