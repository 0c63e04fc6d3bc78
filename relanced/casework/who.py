"""Senders, Message-IDs, references, subjects, mentioned numbers in; the clients and cases meant out. Pure."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from relanced.casework.books import CLOCK_SKEW, Books, CaseDraft
from relanced.casework.directory import Directory, Thread, bare_subject
from relanced.model.names import ClientKey, MessageId, address_matches, is_number, number_key

_DIGITS = re.compile(r"\d+")
_PUNCTUATION = ".,;:!?()[]{}<>«»\"'#*"
_MAX_WORDS = 100  # of a hostile subject, or mentions of a hostile mail
_SURE_LENGTH = 5  # a bare number shorter than this is no proof that a stranger means our invoice
_WORTH_NAMING = 3  # characters of a number that the owner is told to be unknown


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom one mail concerns."""

    clients: tuple[ClientKey, ...]  # known: the mail answers us, or comes from them
    cases: tuple[CaseDraft, ...]  # of these clients, that it speaks of
    strangers: tuple[
        CaseDraft, ...
    ]  # other clients' cases that it names, or whose letter's reference it bears
    referred: frozenset[int] = frozenset()  # ids of the strangers meant by a reference alone
    unknown: tuple[str, ...] = ()  # the numbers that it names, where no invoice bears any of them
    beside: tuple[str, ...] = ()  # those that no invoice bears, where its text names others that one does
    is_by_subject: bool = False  # whether its cases are named by the subject alone, which may be ours


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
    found |= books.contacts.get(mine, set())
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
    tokens: Sequence[str] = (),
    in_subject: Sequence[str] = (),
) -> Concern:
    """Whom a person's mail concerns.

    By what it answers, else by who wrote; the numbers that its text names narrow that down, else the
    letter that it answers. The reference of a letter, and a number in the subject alone, which may be
    our own subject, only add to that letter's invoices. A number or a reference alone, from somebody
    who is not known to be that client, is a case to ask about: neither proves anything. That an address
    once answered for a client only ever adds to what its later mails concern: one mail more must never
    make another one mean less.
    """
    thread = directory.thread(answers) or Thread()
    letter = directory.referred(tokens)
    known = _surely(books, directory, sender)
    clients = (thread.clients | known) & books.accounts.keys()
    more = _learned(books, directory, sender) - clients
    if thread.clients and sender and not address_matches(sender, books.rules.firm.addresses):
        directory.learned.setdefault(sender.strip().lower(), set()).update(thread.clients)
    told = _Told(books, clients, mentions, in_subject, tokens, at)
    cases = told.cases(known, thread, letter) + _open_cases(books, more, at)
    others = [case for case in told.named if case.client not in clients]
    theirs = letter.clients & books.accounts.keys() - clients
    by_reference = [c for c in _of_thread(books, letter) if c.client in theirs] or _open_cases(
        books, theirs, at
    )
    return Concern(
        clients=tuple(sorted(clients | more)),
        cases=_once(cases),
        strangers=_once([*others, *by_reference]),
        referred=frozenset(map(id, by_reference)) - frozenset(map(id, others)),
        unknown=() if told.named or told.short else _telling(mentions, tokens),
        beside=told.unborne() if told.ours else (),
        is_by_subject=bool(told.ours) and not told.is_typed,
    )


class _Told:
    """What the numbers of a mail tell."""

    def __init__(
        self,
        books: Books,
        clients: AbstractSet[ClientKey],
        mentions: Sequence[str],
        in_subject: Sequence[str],
        tokens: Sequence[str],
        at: datetime,
    ) -> None:
        self._books, self._clients, self._at = books, clients, at
        self.named = _named(books, mentions, at)
        self.ours = [case for case in self.named if case.client in clients]
        self.short = _shortened(books, clients, mentions, at)
        typed = [word for word in mentions if word not in in_subject] if in_subject else list(mentions)
        self._telling = _telling(typed, tokens)
        self.is_typed = any(case.client in clients for case in _named(books, typed, at)) or bool(
            _shortened(books, clients, typed, at)
        )

    def cases(self, known: AbstractSet[ClientKey], thread: Thread, letter: Thread) -> list[CaseDraft]:
        """What the mail speaks of: what its text names, else what it answers, else all of whoever wrote."""
        threaded = _of_thread(self._books, thread)
        if self.ours and self.is_typed:
            return self.ours + self.short
        if self.ours:
            referred = [c for c in _of_thread(self._books, letter) if c.client in self._clients]
            return self.ours + self.short + (threaded or referred)
        whose = thread.clients & self._clients or known
        return threaded or _open_cases(self._books, whose, self._at)

    def unborne(self) -> tuple[str, ...]:
        """The words of the text that no invoice bears, and that are no part of one that an invoice does."""
        words = self._telling
        borne = {word for word in words if self._is_borne(word)}
        keys = [number_key(word) for word in borne]
        return tuple(w for w in words if w not in borne and not any(number_key(w) in key for key in keys))

    def _is_borne(self, word: str) -> bool:
        found = _named(self._books, [word], self._at)
        return bool(found or _shortened(self._books, self._clients, [word], self._at))


def _of_thread(books: Books, thread: Thread) -> list[CaseDraft]:
    return [case for case in map(books.case, sorted(thread.invoices)) if case is not None and case.is_open]


def _once(cases: Iterable[CaseDraft]) -> tuple[CaseDraft, ...]:
    return tuple({id(case): case for case in cases}.values())


def _telling(mentions: Sequence[str], tokens: Sequence[str]) -> tuple[str, ...]:
    """The mentioned words that the owner would take for an invoice's number."""
    words = (word for word in mentions[:_MAX_WORDS] if word not in tokens and is_number(word))
    return tuple(word for word in words if len(number_key(word)) >= _WORTH_NAMING)


def cases_meant(
    books: Books, clients: Iterable[ClientKey], words: Sequence[str], at: datetime
) -> tuple[CaseDraft, ...]:
    """The cases that these words of a client's mail mean, each word surely one; else none at all."""
    found: list[CaseDraft] = []
    for word in words:
        meant = _once([*_named(books, [word], at), *_shortened(books, clients, [word], at)])
        if len(meant) > 1:
            return ()
        found += meant
    return _once(found)


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


def other_cases(books: Books, concern: Concern, at: datetime) -> list[CaseDraft]:
    """What else is open of the clients whom a mail concerns."""
    spoken = {id(case) for case in concern.cases}
    return [case for case in _open_cases(books, concern.clients, at) if id(case) not in spoken]


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
