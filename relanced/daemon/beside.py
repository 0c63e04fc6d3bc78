"""A mail's header in, what its reader should know beside it out; and what of our own mails is kept for that.

The surest way to tell what a person typed from what he quotes is to know the letter that he quotes.
"""

from collections.abc import Container, Iterable
from datetime import datetime

from relanced.casework.public_hosts import is_shared_host
from relanced.daemon.office import Office
from relanced.daemon.set_up import ReadMail
from relanced.edge.outbox import LetterState, OutboxLetter
from relanced.edge.sent_texts import MAX_TEXT, SentText
from relanced.intake.author import by_author
from relanced.intake.message import Message, UnreadableMail, parse_message
from relanced.intake.origin import NOTHING, Beside, Origin
from relanced.intake.triage import Known
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, InvoiceUnreadable, ReminderSent
from relanced.model.names import domain_of
from relanced.model.source import Source

MAX_NAMED = 10  # letters of a thread that are looked at
NEWEST = 5  # where the mail names none of ours

_SURELY_OURS = (InvoiceSent, CreditNoteSent, ReminderSent)


class Letters:
    """Our letters, for the mails that are read in one hop: the outbox is looked through once for all of them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._held: tuple[OutboxLetter, ...] | None = None

    def beside(self, origin: Origin, header: Message | None, arrived_at: datetime) -> Beside:
        """What is known beside a mail that came in: our letters that it may quote, and the owner's lessons.

        What lies in a [[source]] folder is read before the mails that the owner judged, so without lessons.
        """
        if header is None or origin not in {Origin.RECEIVED, Origin.INVOICES}:
            return NOTHING
        is_received = origin is Origin.RECEIVED
        lessons = self._office.teaching.lessons_before(arrived_at) if is_received else ()
        return Beside(letters=self._quotable(header), lessons=lessons)

    def _quotable(self, header: Message) -> tuple[str, ...]:
        """The mails of ours that this one names; where it names none, what its sender got from us last."""
        office = self._office
        texts = office.store.sent_texts
        found = texts.of(header.answers) if header.answers else {}
        absent = [each for each in header.answers if each not in found]
        if absent:
            found |= {each: _text_of(letter) for each, letter in office.outbox.named(absent).items()}
        named = tuple(found[each] for each in header.answers if found.get(each))[:MAX_NAMED]
        if named:
            return named
        sender = by_author(header, office.rules.firm).sender
        if not sender:
            return ()
        host = domain_of(sender)
        is_own = bool(host) and not is_shared_host(host)
        held = [letter for letter in self._unread() if _is_to(letter, sender, host if is_own else "")]
        newest = texts.newest_at(host, NEWEST) if is_own else texts.newest_to(sender, NEWEST)
        return (*filter(None, map(_text_of, reversed(held))), *newest)[:NEWEST]

    def _unread(self) -> tuple[OutboxLetter, ...]:
        """The letters that left, or may have, and whose copy was not read in Sent yet, oldest first."""
        if self._held is None:
            outbox = self._office.outbox
            self._held = (*outbox.letters(LetterState.UNKNOWN), *outbox.awaiting_copy())
        return self._held


def _is_to(letter: OutboxLetter, sender: str, host: str) -> bool:
    to = letter.to.lower()
    return to == sender or (bool(host) and domain_of(to) == host)


def _text_of(letter: OutboxLetter) -> str:
    """What a frozen letter says. The bytes are our own; only a damaged store could break them."""
    try:
        return parse_message(letter.raw).text[:MAX_TEXT]
    except UnreadableMail:
        return ""


def clients_met(facts: Iterable[Fact]) -> set[str]:
    """The addresses that these invoices went to, and «@host» of those at a host of their own."""
    to = {fact.client_address.lower() for fact in facts if isinstance(fact, InvoiceSent)} - {""}
    hosts = {domain_of(address) for address in to}
    return to | {f"@{host}" for host in hosts if host and not is_shared_host(host)}


def text_to_keep(
    source: Source, result: ReadMail, origin: Origin, known: Known, met: Container[str]
) -> tuple[SentText, ...]:
    """The text of a mail of ours, if a client may come to quote it.

    That is one that told something, went to a client, or goes on in a thread of ours. In a
    [[source]] folder only what was believed is ours. `met`: the clients met since `known` was drawn up.
    """
    message = result.message
    if message is None or message.message_id is None or not message.text.strip():
        return ()
    to = tuple(address.email for address in (*message.to, *message.cc))
    is_told = any(isinstance(fact, _SURELY_OURS) for fact in result.facts)
    if origin is Origin.SENT:
        is_told |= any(isinstance(fact, InvoiceUnreadable) for fact in result.facts)
        is_told |= any(_is_client(address, known, met) for address in to)
        is_told |= any(answered in known.message_ids for answered in message.answers)
    if not is_told or origin not in {Origin.SENT, Origin.INVOICES}:
        return ()
    kept = SentText(
        message_id=message.message_id,
        to=to,
        answers=message.answers,
        sent_at=source.at,
        text=message.text[:MAX_TEXT],
    )
    return (kept,)


def _is_client(address: str, known: Known, met: Container[str]) -> bool:
    host = domain_of(address)
    if address in met or f"@{host}" in met:
        return True
    return address in known.client_addresses or (host in known.client_domains and not is_shared_host(host))
