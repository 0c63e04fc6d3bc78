"""A header block in, how much of the mail must be read out. Pure.

A mailbox of ten years holds newsletters, photographs and family mail. Headers of everything are
read; bodies only where a rule of this page needs them.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relanced.intake.message import MAX_RAW, Message
from relanced.intake.own import has_chasing_words
from relanced.model.mark import MARK_HEADER
from relanced.model.names import address_matches, domain_of, number_key
from relanced.model.rules import BankRule

FIRST_PART = 256 * 1024  # bytes: the text of a mail comes before its attachments
SHORTEST_NUMBER = 4  # characters: a shorter invoice number stands in a subject by chance


class Depth(StrEnum):
    """How much of a mail to fetch."""

    HEADER = "header"  # nothing more
    TEXT = "text"  # the first FIRST_PART bytes: the text, not the attachments
    WHOLE = "whole"


class Numbers:
    """number_key of every invoice; says fast whether a text names one."""

    def __init__(self, numbers: Iterable[str] = ()) -> None:
        self._all: set[str] = set()
        self._lengths: set[int] = set()
        for number in numbers:
            self.add(number)

    def add(self, number: str) -> None:
        """Learn one."""
        self._all.add(number)
        if len(number) >= SHORTEST_NUMBER:
            self._lengths.add(len(number))

    def __contains__(self, number: object) -> bool:
        return number in self._all

    def are_named_in(self, key: str) -> bool:
        """Whether one of them, of four characters or more, stands in this text (as number_key writes it)."""
        return any(
            key[start : start + length] in self._all
            for length in self._lengths
            for start in range(len(key) - length + 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What makes an old mail worth reading."""

    recent_since: date  # every human mail from this day on is read
    banks: tuple[BankRule, ...]
    client_domains: Container[str] = field(default_factory=frozenset)
    client_addresses: Container[str] = field(default_factory=frozenset)
    message_ids: Container[str] = field(default_factory=frozenset)  # of invoices and reminders
    numbers: Numbers = field(default_factory=Numbers)


def depth_of_sent(header: Message, *, has_files: bool, size: int, on: date, known: Known) -> Depth:
    """Of our own mails: those with files (an invoice?), reminders, chasing mails, and recent ones."""
    if size > MAX_RAW:
        return Depth.TEXT
    if has_files:
        return Depth.WHOLE
    is_wanted = (
        bool(header.header(MARK_HEADER)) or has_chasing_words(header.subject) or on >= known.recent_since
    )
    return Depth.TEXT if is_wanted else Depth.HEADER


def depth_of_copy(header: Message, *, size: int, on: date, known: Known, senders: tuple[str, ...]) -> Depth:
    """Of what lies in a [[source]]: whole where it says that it is ours, else as anything received."""
    if names_sender(header, senders):
        return Depth.WHOLE if size <= MAX_RAW else Depth.TEXT
    return depth_of_received(header, size=size, on=on, known=known)


def names_sender(header: Message, senders: tuple[str, ...]) -> bool:
    """Whether a mail says that it is from one of these, be it among others."""
    return any(address_matches(address.email, senders) for address in header.senders)


def depth_of_received(header: Message, *, size: int, on: date, known: Known) -> Depth:
    """Of what came in: banks whole (files!), clients, answers to us, bounces; all recent mail of people."""
    if _is_of_bank(header, known):
        return Depth.WHOLE if size <= MAX_RAW else Depth.TEXT
    if surely_concerns_us(header, known):
        return Depth.TEXT
    if on < known.recent_since or header.header("list-id") or header.header("list-unsubscribe"):
        return Depth.HEADER
    return Depth.TEXT


def surely_concerns_us(header: Message, known: Known) -> bool:
    """Whether what came in is read however old it is: of a bank or a client, an answer to us, a bounce."""
    is_known = (
        header.sender in known.client_addresses
        or domain_of(header.sender) in known.client_domains
        or any(answer in known.message_ids for answer in header.answers)
    )
    if is_known or _is_of_bank(header, known) or _may_be_bounce(header):
        return True
    # by its number: a lawyer's group mail is no newsletter
    return known.numbers.are_named_in(number_key(header.subject))


def _is_of_bank(header: Message, known: Known) -> bool:
    return any(address_matches(header.sender, bank.senders) for bank in known.banks)


def _may_be_bounce(header: Message) -> bool:
    """The union of headers that finds 98 of 100 bounces."""
    local = header.sender.partition("@")[0]
    return (
        header.header("return-path").strip() == "<>"
        or "report" in header.header("content-type")
        or local in {"mailer-daemon", "postmaster", "mail-daemon"}
        or bool(header.header("x-failed-recipients"))
    )
