"""Facts and what the owner typed in, the mail of his that he means out: by its ref, or by an invoice in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, InvoiceStated, InvoiceUnreadable
from relanced.model.names import MailRef, mail_ref, number_key

SHORTEST = 4  # digits of a ref that are enough, where no other ref begins so


class Named(Protocol):
    """A mail that a person can mean by its ref."""

    @property
    def ref(self) -> MailRef:
        """8 hex digits."""


AnyMail = TypeVar("AnyMail", bound=Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail of ours that carried something to be paid, or looks as if it did."""

    ref: MailRef
    at: datetime
    folder: str
    client_address: str
    client_name: str
    subject: str  # "" where only a credit note was read in it
    unread: InvoiceUnreadable | None = None
    read: tuple[InvoiceSent | CreditNoteSent, ...] = ()
    stated: tuple[InvoiceStated, ...] = field(default=())  # oldest first; the last one counts

    @property
    def client(self) -> str:
        """Whom it went to, as people say it."""
        return self.client_name or self.client_address or "(nobody named)"

    def carried(self, number: str) -> InvoiceSent | CreditNoteSent | None:
        """The paper of this number, or that may bear it, as it was read in this mail."""
        key = number_key(number)
        sure = (each for each in self.read if number_key(each.number) == key)
        maybe = (
            each
            for each in self.read
            if isinstance(each, InvoiceSent) and key in map(number_key, each.rivals)
        )
        return next(sure, None) or next(maybe, None)


def sent_mails(facts: Iterable[Fact]) -> dict[MailRef, SentMail]:
    """Every mail of ours with papers in it, by its ref, in the order in which they were recorded."""
    parts: dict[MailRef, list[InvoiceSent | CreditNoteSent | InvoiceUnreadable]] = {}
    stated: dict[MailRef, list[InvoiceStated]] = {}
    for fact in facts:
        if isinstance(fact, InvoiceSent | CreditNoteSent | InvoiceUnreadable):
            parts.setdefault(mail_ref(fact.source.fingerprint), []).append(fact)
        elif isinstance(fact, InvoiceStated):
            stated.setdefault(fact.mail, []).append(fact)
    return {ref: _mail(ref, found, stated.get(ref, [])) for ref, found in parts.items()}


def _mail(
    ref: MailRef,
    parts: list[InvoiceSent | CreditNoteSent | InvoiceUnreadable],
    stated: list[InvoiceStated],
) -> SentMail:
    first = parts[0]
    return SentMail(
        ref=ref,
        at=first.source.at,
        folder=first.source.folder,
        client_address=first.client_address,
        client_name=first.client_name,
        subject=next((part.subject for part in parts if not isinstance(part, CreditNoteSent)), ""),
        unread=next((part for part in parts if isinstance(part, InvoiceUnreadable)), None),
        read=tuple(dict.fromkeys(part for part in parts if not isinstance(part, InvoiceUnreadable))),
        stated=tuple(sorted(stated, key=lambda each: each.decided_at)),
    )


def mail_of_number(mails: Iterable[SentMail], number: str) -> SentMail | None:
    """The latest mail in which this number was read, else of which it was stated."""
    key = number_key(number)
    read = [mail for mail in mails if key and mail.carried(number)]
    told = [mail for mail in mails if any(number_key(each.number) == key for each in mail.stated)]
    return max(read or told, key=lambda mail: mail.at, default=None)


def mails_beginning(mails: Iterable[AnyMail], ref: str) -> tuple[AnyMail, ...]:
    """The mails whose ref begins so; none for less than four digits."""
    wanted = ref.strip().casefold()
    if len(wanted) < SHORTEST:
        return ()
    return tuple(mail for mail in mails if mail.ref.startswith(wanted))
