"""A new document of ours in; whose it is, where that leaves all that was folded before as it was, out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from relanced.casework.books import Books
from relanced.casework.clients import Debtors, Document, bare_name, base_of
from relanced.casework.directory import bare_subject
from relanced.casework.live.reach import Reach
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent, InvoiceUnreadable
from relanced.model.names import ClientKey, Fingerprint, number_key
from relanced.model.rules import Rules

_SIREN = "siren:"


@dataclass(slots=True)
class Newcomers:
    """The documents so far, as far as a new one may touch them."""

    rules: Rules
    has_rivals: bool = False  # of some invoice the number is not sure
    _has_lost: bool = False  # one went nowhere: whose it is, later ones may say
    _mails: set[Fingerprint] = field(default_factory=set)
    _numbers: set[tuple[type, str]] = field(default_factory=set)
    _went_to: dict[str, Document] = field(default_factory=dict)  # by address: the last one, copies left out
    _ways: set[tuple[str, ClientKey]] = field(default_factory=set)  # by what each client is known
    _credited: set[ClientKey] = field(default_factory=set)
    _currencies: set[tuple[str, ClientKey]] = field(default_factory=set)  # of invoices

    def see(self, facts: Iterable[Fact]) -> None:
        """Keep in mind what was read in our mails, whatever counts of it."""
        for fact in facts:
            if isinstance(fact, Document | InvoiceUnreadable):
                self._mails.add(fact.source.fingerprint)
            if isinstance(fact, InvoiceSent) and fact.rivals:
                self.has_rivals = True

    def note(self, sent: Document, debtors: Debtors) -> None:
        """Keep a document in mind that counts."""
        client = debtors.of(sent)
        self._numbers.add(_number(sent))
        self._has_lost |= "@" not in sent.client_address
        self._ways.update((way, client) for way in (*_mail_ways(sent), *_name_ways(sent)))
        if isinstance(sent, CreditNoteSent):
            self._credited.add(client)
        else:
            self._currencies.add((sent.total.currency, client))
        if not debtors.is_copy(sent):
            self._went_to[sent.client_address] = sent

    def client_of(self, sent: Document, books: Books, reach: Reach) -> ClientKey | None:
        """The client of a new document; None: it may change what older facts meant, or whose they are."""
        if self.has_rivals or reach.has_stated or _is_unsure(sent) or _number(sent) in self._numbers:
            return None
        mail, key = sent.source.fingerprint, number_key(sent.number)
        if mail in self._mails or key in books.cases.missed or reach.is_noted(mail, sent.number):
            return None
        if reach.asked_for([sent.source.message_id]):
            return None
        if isinstance(sent, InvoiceSent) and bare_subject(sent.subject) in reach.subjects:
            return None
        client = self._grouped(sent, books)
        return client if client is not None and not self._is_missed(sent, client, books, reach) else None

    def _grouped(self, sent: Document, books: Books) -> ClientKey | None:
        """As `group` finds it, where a new document moves no other."""
        address, debtors = sent.client_address, books.debtors
        if "@" not in address:
            return None
        like = self._went_to.get(address)
        if like is not None:
            is_alike = not sent.client_ids or sent.client_ids == like.client_ids
            return debtors.of(like) if is_alike and len(debtors.at(address)) == 1 else None
        base = base_of(address)
        is_free = not self._has_lost and not debtors.knows(base) and ClientKey(base) not in books.accounts
        if not is_free or self.rules.client_rule(address) is not None:
            return None
        if any(map(debtors.has_id, sent.client_ids)) or len(_sirens(sent)) > 1:
            return None
        return ClientKey(base)

    def _is_missed(self, sent: Document, client: ClientKey, books: Books, reach: Reach) -> bool:
        """Whether an older fact asked for something by which this document makes its client known."""
        ways = {way for way in _mail_ways(sent) if (way, client) not in self._ways}
        names = {name for name in _name_ways(sent) if (name, client) not in self._ways}
        if client not in books.accounts:
            if client in books.accounts.missed:
                return True
            names |= {client.casefold(), *ways}
        if reach.is_met(ways) or not reach.targets.isdisjoint(names):
            return True
        if client in self._credited and (sent.total.currency, client) not in self._currencies:
            return True  # whether a credit note can be taken off anything, the currencies of invoices decide
        return books.learned.is_payer(sent.client_name)


def _is_unsure(sent: Document) -> bool:
    return isinstance(sent, InvoiceSent) and bool(sent.rivals)


def _number(sent: Document) -> tuple[type, str]:
    return type(sent), number_key(sent.number)


def _mail_ways(sent: Document) -> set[str]:
    """By what a mail may be known to come from its client."""
    copied = sent.cc if isinstance(sent, InvoiceSent) else ()
    address = sent.client_address.strip().lower()
    return {address, base_of(address), *(each.strip().lower() for each in copied)} - {""}


def _name_ways(sent: Document) -> set[str]:
    """By what the owner may call its client."""
    return {bare_name(sent.client_name), *(each.casefold() for each in sent.client_ids)} - {""}


def _sirens(sent: Document) -> list[str]:
    return [each for each in sent.client_ids if each.startswith(_SIREN)]
