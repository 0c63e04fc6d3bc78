"""A header block in, how much of the mail must be read out. Pure.

A mailbox of ten years holds newsletters, photographs and family mail. Headers of everything are
read; bodies only where a rule of this page needs them.
"""

from collections.abc import Collection, Container
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relanced.intake.message import MAX_RAW, Message
from relanced.intake.own import has_chasing_words
from relanced.model.mark import MARK_HEADER
from relanced.model.names import address_matches, domain_of, number_key
from relanced.model.rules import BankRule

FIRST_PART = 256 * 1024  # bytes: the text of a mail comes before its attachments


class Depth(StrEnum):
    """How much of a mail to fetch."""

    HEADER = "header"  # nothing more
    TEXT = "text"  # the first FIRST_PART bytes: the text, not the attachments
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What makes an old mail worth reading."""

    recent_since: date  # every human mail from this day on is read
    banks: tuple[BankRule, ...]
    client_domains: Container[str] = field(default_factory=frozenset)
    client_addresses: Container[str] = field(default_factory=frozenset)
    message_ids: Container[str] = field(default_factory=frozenset)  # of invoices and reminders
    numbers: Collection[str] = ()  # number_key of every invoice


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
    if any(address_matches(header.sender, bank.senders) for bank in known.banks):
        return Depth.WHOLE if size <= MAX_RAW else Depth.TEXT
    is_known = (
        header.sender in known.client_addresses
        or domain_of(header.sender) in known.client_domains
        or any(answer in known.message_ids for answer in header.answers)
    )
    if is_known or _may_be_bounce(header) or _names_invoice(header.subject, known.numbers):
        return Depth.TEXT
    if on < known.recent_since or header.header("list-id") or header.header("list-unsubscribe"):
        return Depth.HEADER
    return Depth.TEXT


def _names_invoice(subject: str, numbers: Collection[str]) -> bool:
    """Whether a subject names one of our invoices: a lawyer's group mail is no newsletter."""
    key = number_key(subject)
    return any(len(number) >= 4 and number in key for number in numbers)


def _may_be_bounce(header: Message) -> bool:
    """The union of headers that finds 98 of 100 bounces."""
    local = header.sender.partition("@")[0]
    return (
        header.header("return-path").strip() == "<>"
        or "report" in header.header("content-type")
        or local in {"mailer-daemon", "postmaster", "mail-daemon"}
        or bool(header.header("x-failed-recipients"))
    )
