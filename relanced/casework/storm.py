"""Clients' mails as they are folded in; silence, and one question, where far too many came at once, out. Pure.

A loop of two machines, a mail program gone wild, a sending server that somebody blocks: what is read
in such mails is worth little, and nobody answers twenty questions about them.
"""

from collections.abc import Iterable
from datetime import datetime

from relanced.casework.books import Books
from relanced.casework.ledger import Hold, HoldKind
from relanced.casework.rush import MAX_BOUNCES, MAX_MAILS
from relanced.casework.words import short
from relanced.model.facts import AutoReplyReceived, BounceReceived, Fact, MailQuarantined, ReplyReceived
from relanced.model.names import ClientKey, Fingerprint


def fold_storm(books: Books, fact: Fact) -> None:
    """Silence whom a storm concerns, after the mail itself was folded."""
    match fact:
        case ReplyReceived() | AutoReplyReceived() | MailQuarantined() if fact.sender:
            _of_sender(books, fact)
        case BounceReceived():
            _of_bounces(books, fact)
        case _:
            pass


def _of_sender(books: Books, mail: ReplyReceived | AutoReplyReceived | MailQuarantined) -> None:
    sender = mail.sender.strip().lower()
    since = books.rush.since(sender, mail.source.fingerprint, mail.source.at)
    if since is None:
        return
    day = books.calendar.day_of(since)
    why = f"{short(sender)} sent more than {MAX_MAILS} mails within 2 hours on {day}"
    question = (
        f"{why}: nothing is written to this client, and none of these mails is asked about by itself."
        " Look at them; «relanced resume CLIENT» goes on."
    )
    _hold(books, _linked(books, [mail.source.fingerprint]), mail.source.at, why, question)


def _of_bounces(books: Books, bounce: BounceReceived) -> None:
    """Of many clients at once: it is rather our own server, or who blocks it, than their addresses."""
    day, mark = books.calendar.day_of(bounce.source.at), bounce.source.fingerprint
    if not _linked(books, [mark]):  # to nobody known: no letter of ours
        return
    storm = books.rush.bounces(day, mark, bounce.source.at)
    if not storm:
        return
    why = f"more than {MAX_BOUNCES} mails came back undelivered on {day}"
    question = (
        f"{why}: nothing is written to these clients. It may be your own mail server, or who blocks it:"
        " look at what they say; «relanced resume CLIENT» goes on for one of them,"
        " «relanced contact CLIENT ADDRESS» with another address."
    )
    _hold(books, _linked(books, storm), books.rush.eleventh(day), why, question)


def _linked(books: Books, mails: Iterable[Fingerprint]) -> set[ClientKey]:
    """The clients whom these mails concern."""
    links = (books.links.get(mail) for mail in mails)
    return {client for link in links if link is not None for client in link.clients}


def _hold(books: Books, clients: Iterable[ClientKey], since: datetime, why: str, question: str) -> None:
    hold = Hold(
        kind=HoldKind.STORM,
        since=since,
        until=None,
        why=why,
        source=None,
        question=question,
    )
    for client in sorted(clients):
        holds = books.accounts[client].holds
        if not any(each.kind is HoldKind.STORM and each.why == why for each in holds):
            holds.append(hold)
