"""What we mailed in; everything by which a later mail can be known to be about it out. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from relanced.casework.books import Books, Line
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, ReminderSent, SendIntended, SendOutcome
from relanced.model.mark import reference_of
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, number_key

_REPLY_MARK = re.compile(r"(?:re|réf|ref|tr|aw|wg|antw|sv|fw|fwd|rif|res) ?(?:\[\d{1,3}\])? ?: ?")
_MAX_SUBJECT = 500  # characters compared
_MAX_ANSWER = 500  # characters of a mail server's answer
_QUEUED_AS = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{10,200}[0-9A-Za-z]")  # Postfix has 10 to 15, SES 60
_WHOLE_ID = re.compile(r"<([^<>\s@]{1,200}@[^<>\s@]{1,200})>")


@dataclass(slots=True)
class Thread:
    """What a Message-ID of ours was about."""

    clients: set[ClientKey] = field(default_factory=set)
    invoices: set[InvoiceNumber] = field(default_factory=set)  # those with a step, else all it named


@dataclass(slots=True)
class Directory:
    """Everything by which a mail can be known to be a client's."""

    threads: dict[MessageId, Thread] = field(default_factory=dict)
    references: dict[str, set[MessageId]] = field(default_factory=dict)  # «R-7K3Q-9DXA» of our letters
    queued: dict[str, set[MessageId]] = field(default_factory=dict)  # by a word of the server's 250
    addresses: dict[str, set[ClientKey]] = field(default_factory=dict)
    copies: dict[str, set[ClientKey]] = field(default_factory=dict)  # Cc: of invoices
    learned: dict[str, set[ClientKey]] = field(default_factory=dict)  # who once answered our mails
    subjects: dict[str, set[ClientKey]] = field(default_factory=dict)

    def thread(self, answers: Iterable[MessageId]) -> Thread | None:
        """What the nearest of these Message-IDs was about, by whatever name the world knows our letter.

        Amazon SES writes a Message-ID of its own and tells only its local part, in the 250 answer;
        Exchange tells the whole of it.
        """
        for each in answers:
            if each in self.threads:
                return self.threads[each]
            handed = self.queued.get(each) or self.queued.get(each.rpartition("@")[0])
            known = [self.threads[letter] for letter in sorted(handed or ()) if letter in self.threads]
            if known:
                return _joined(known)
        return None

    def referred(self, tokens: Iterable[str]) -> Thread:
        """What the letters with these references were about; empty where none is known."""
        letters = sorted({letter for token in tokens for letter in self.references.get(token, ())})
        return _joined([self.threads[letter] for letter in letters if letter in self.threads])


def _joined(threads: Iterable[Thread]) -> Thread:
    whole = Thread()
    for each in threads:
        whole.clients |= each.clients
        whole.invoices |= each.invoices
    return whole


def enter_ways(books: Books, directory: Directory, fact: Fact) -> None:
    """Note by what later mails can refer to this one of ours."""
    match fact:
        case InvoiceSent():
            client = books.cases[number_key(fact.number)].client
            _enter_thread(directory, fact.source.message_id, [client], [fact.number])
            directory.subjects.setdefault(bare_subject(fact.subject), set()).add(client)
            is_copy = books.debtors.is_copy(fact) or books.debtors.of(fact) != client
            ways = directory.copies if is_copy else directory.addresses
            ways.setdefault(fact.client_address.lower(), set()).add(client)
            for address in fact.cc:
                directory.copies.setdefault(address.lower(), set()).add(client)
        case CreditNoteSent():
            client = books.debtors.of(fact)
            _enter_thread(directory, fact.source.message_id, [client], [])
            ways = directory.copies if books.debtors.is_copy(fact) else directory.addresses
            ways.setdefault(fact.client_address.lower(), set()).add(client)
        case ReminderSent():
            addressees = books.debtors.at(fact.client_address)
            numbers = with_steps(books, fact.lines, fact.source.at, addressees)
            clients = written_to(books, fact.lines, fact.source.at, addressees)
            for message_id in {fact.message_id, fact.source.message_id}:
                _enter_letter(directory, message_id, clients, numbers)
        case SendIntended():
            clients = written_to(books, fact.lines, fact.at, [fact.client])
            numbers = with_steps(books, fact.lines, fact.at, [fact.client])
            _enter_letter(directory, fact.message_id, clients, numbers)
        case SendOutcome():
            for name in names_given(fact.answer):
                directory.queued.setdefault(name, set()).add(fact.message_id)
        case _:
            pass


def names_given(answer: str) -> set[str]:
    """What a mail server's answer may call a letter: whole Message-IDs, and words as long as a queue's id."""
    said = answer[:_MAX_ANSWER]
    words = (word for word in _QUEUED_AS.findall(said) if any(c.isdigit() for c in word))
    return {*_WHOLE_ID.findall(said), *words}


def _enter_letter(
    directory: Directory,
    message_id: MessageId | None,
    clients: Iterable[ClientKey],
    numbers: Iterable[InvoiceNumber],
) -> None:
    _enter_thread(directory, message_id, clients, numbers)
    if message_id is not None:
        directory.references.setdefault(reference_of(message_id), set()).add(message_id)


def _enter_thread(
    directory: Directory,
    message_id: MessageId | None,
    clients: Iterable[ClientKey],
    numbers: Iterable[InvoiceNumber],
) -> None:
    if message_id is not None:
        thread = directory.threads.setdefault(message_id, Thread())
        thread.clients.update(clients)
        thread.invoices.update(numbers)


def with_steps(
    books: Books, lines: Sequence[Line], at: datetime, addressees: Iterable[ClientKey]
) -> list[InvoiceNumber]:
    """The invoices that a letter was for, as they are called now; all that it names where none has a step."""
    meant = [line for line in lines if line[1] is not None] or lines
    return [case.invoice.number for case in books.letter_cases(meant, at, addressees)]


def written_to(
    books: Books, lines: Sequence[Line], at: datetime, addressees: Iterable[ClientKey]
) -> set[ClientKey]:
    """The clients who had a letter: its invoices', whatever they were called when it left.

    `addressees` are those whom its address, or its intent, can mean: a new [[client]] table, a
    registration, or an older mail found since may have renamed them. They count where the invoices
    do not tell which of them it was for.
    """
    mine = frozenset(addressees)
    theirs = {case.client for case in books.letter_cases(lines, at, mine)}
    meant = books.accounts.keys() & mine
    return theirs if theirs & meant else theirs | meant


def bare_subject(subject: str) -> str:
    """A subject without its «Re:» and «TR:», to compare."""
    text = " ".join(subject[:_MAX_SUBJECT].casefold().split())
    while mark := _REPLY_MARK.match(text):
        text = text[mark.end() :]
    return text
