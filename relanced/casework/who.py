"""Senders, Message-IDs, subjects, mentioned numbers in; the clients and cases that they mean out. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from relanced.casework.books import CLOCK_SKEW, Books, CaseDraft, Line
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, ReminderSent, SendIntended
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, address_matches, number_key

_REPLY_MARK = re.compile(r"(?:re|réf|ref|tr|aw|wg|antw|sv|fw|fwd|rif|res) ?(?:\[\d{1,3}\])? ?: ?")
_DIGITS = re.compile(r"\d+")
_MAX_SUBJECT = 500  # characters compared
_PUNCTUATION = ".,;:!?()[]{}<>«»\"'#*"
_MAX_WORDS = 100  # of a hostile subject, or mentions of a hostile mail
_SURE_LENGTH = 5  # a bare number shorter than this is no proof that a stranger means our invoice


@dataclass(slots=True)
class Thread:
    """What a Message-ID of ours was about."""

    clients: set[ClientKey] = field(default_factory=set)
    invoices: set[InvoiceNumber] = field(default_factory=set)  # those with a step, else all it named


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom one mail concerns."""

    clients: tuple[ClientKey, ...]  # known: the mail answers us, or comes from them
    cases: tuple[CaseDraft, ...]  # of these clients, that it speaks of
    strangers: tuple[CaseDraft, ...]  # other clients' cases that it names


@dataclass(slots=True)
class Directory:
    """Everything by which a mail can be known to be a client's."""

    threads: dict[MessageId, Thread] = field(default_factory=dict)
    addresses: dict[str, set[ClientKey]] = field(default_factory=dict)
    copies: dict[str, set[ClientKey]] = field(default_factory=dict)  # Cc: of invoices
    learned: dict[str, set[ClientKey]] = field(default_factory=dict)  # who once answered our mails
    subjects: dict[str, set[ClientKey]] = field(default_factory=dict)


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
            _enter_thread(directory, fact.message_id, clients, numbers)
            _enter_thread(directory, fact.source.message_id, clients, numbers)
        case SendIntended():
            clients = written_to(books, fact.lines, fact.at, [fact.client])
            numbers = with_steps(books, fact.lines, fact.at, [fact.client])
            _enter_thread(directory, fact.message_id, clients, numbers)
        case _:
            pass


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


def clients_of_sender(books: Books, directory: Directory, address: str) -> set[ClientKey]:
    """The clients that an address may write for, by our own mails or by its answers to them."""
    return _surely(books, directory, address) | _learned(books, directory, address)


def _surely(books: Books, directory: Directory, address: str) -> set[ClientKey]:
    mine = address.strip().lower()
    if not mine or address_matches(mine, books.rules.firm.addresses):  # a colleague is no client
        return set()
    written, copied = directory.addresses.get(mine, set()), directory.copies.get(mine, set())
    sharing = books.debtors.at(mine)  # several, where companies share a mail domain
    found = written | ((written | copied) & sharing or sharing)
    if len(copied) == 1:  # whoever is copied for several clients is our accountant, not a client
        found |= copied
    return found & books.accounts.keys()


def _learned(books: Books, directory: Directory, address: str) -> set[ClientKey]:
    return directory.learned.get(address.strip().lower(), set()) & books.accounts.keys()


def concern_of(
    books: Books,
    directory: Directory,
    *,
    sender: str,
    answers: Sequence[MessageId],
    mentions: Sequence[str],
    at: datetime,
) -> Concern:
    """Whom a person's mail concerns.

    By what it answers, else by who wrote; the numbers that it names narrow that down. A number
    alone, from somebody who is not known to be that client, is a case to ask about. That an address
    once answered for a client only ever adds to what its later mails concern: one mail more must
    never make another one mean less.
    """
    thread = next((directory.threads[i] for i in answers if i in directory.threads), Thread())
    known = _surely(books, directory, sender)
    clients = (thread.clients | known) & books.accounts.keys()
    more = _learned(books, directory, sender) - clients
    if thread.clients and sender and not address_matches(sender, books.rules.firm.addresses):
        directory.learned.setdefault(sender.strip().lower(), set()).update(thread.clients)
    named = _named(books, mentions, at)
    ours = [case for case in named if case.client in clients]
    if ours:
        cases = ours + _shortened(books, clients, mentions, at)
    else:
        threaded = [c for c in map(books.case, sorted(thread.invoices)) if c is not None and c.is_open]
        cases = threaded or _open_cases(books, thread.clients & clients or known, at)
    cases += _open_cases(books, more, at)
    return Concern(
        clients=tuple(sorted(clients | more)),
        cases=tuple({id(case): case for case in cases}.values()),
        strangers=tuple(case for case in named if case.client not in clients),
    )


def _named(books: Books, mentions: Sequence[str], at: datetime) -> list[CaseDraft]:
    keys = dict.fromkeys(number_key(word) for word in mentions[:_MAX_WORDS])
    bearers = (books.cases.get(key) for key in keys)
    cases = [case for case in bearers if case is not None and case.mailed_at <= at + CLOCK_SKEW]
    cases += [case for key in keys for case in books.called(key, at) if books.was_shown_as(case, key)]
    return list({id(case): case for case in cases}.values())


def _shortened(
    books: Books, clients: Iterable[ClientKey], mentions: Sequence[str], at: datetime
) -> list[CaseDraft]:
    """Cases that «012», or a word that may be their number, can mean beside «F2026-011».

    They are only added, they never narrow anything.
    """
    maybe = {id(case) for word in mentions[:_MAX_WORDS] for case in books.called(word, at)}
    ends = {word.strip().lstrip("0") for word in mentions[:_MAX_WORDS] if word.strip().isdigit()}
    return [
        case
        for case in _open_cases(books, clients, at)
        if id(case) in maybe
        or any(last.lstrip("0") in ends for last in _DIGITS.findall(case.invoice.number)[-1:])
    ]


def _open_cases(books: Books, clients: Iterable[ClientKey], at: datetime) -> list[CaseDraft]:
    return [case for key in sorted(clients) for case in books.accounts[key].open_cases(at)]


def is_telling(number: str) -> bool:
    """Whether a number in a stranger's mail can hardly be anything but our invoice's."""
    key = number_key(number)
    return len(key) >= _SURE_LENGTH or not key.isdigit()


def clients_in_subject(books: Books, directory: Directory, subject: str) -> set[ClientKey]:
    """The clients whose invoice a subject names, or whose thread it continues."""
    words = [word.strip(_PUNCTUATION) for word in subject.split()[:_MAX_WORDS]]
    spans = ["".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words))]
    told = [span for span in spans if span and is_telling(span)]
    cases = [*map(books.case, told), *(case for span in told for case in books.once_called(span))]
    found = {case.client for case in cases if case is not None}
    thread = directory.subjects.get(bare_subject(subject), set()) if subject.strip() else set()
    return found | (thread if len(thread) == 1 else set())
