"""What was folded so far in; whether a new mail of ours changes what older ones meant out. Pure.

The fold lets a later invoice explain an earlier mail: who wrote before his first invoice is known
afterwards. A step forward must give the same; where it may not, all is folded anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relanced.casework.books import CLOCK_SKEW, Books
from relanced.casework.clients import Debtors, Document
from relanced.casework.directory import bare_subject
from relanced.casework.past.lately import RECENT
from relanced.casework.public_hosts import is_shared_host
from relanced.model.decided import (
    CallNoted,
    CreditAssigned,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
)
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    CreditNoteSent,
    Fact,
    InvoiceSent,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    happened_at,
)
from relanced.model.mark import reference_of
from relanced.model.names import ClientKey, MessageId, domain_of, number_key
from relanced.model.rules import Rules

_Theirs = ReplyReceived | AutoReplyReceived | BounceReceived | MailQuarantined
_Said = OwnerDecided | CallNoted | LetterPosted | HandedOver


@dataclass(frozen=True, slots=True)
class Again:
    """Older mails that are to be folded once more."""

    nobodys: tuple[ReplyReceived | BounceReceived, ...]  # they concern somebody now; oldest first
    lately: tuple[tuple[ReplyReceived, ClientKey], ...]  # they concern a younger invoice of this client, too


@dataclass(slots=True)
class Seen:
    """Who wrote, and what was named, before it was known."""

    rules: Rules
    _wrote: dict[str, list[_Theirs]] = field(default_factory=dict)  # by address, host, configured name
    _answered: set[str] = field(default_factory=set)  # Message-IDs and references of letters
    _subjects: list[str] = field(default_factory=list)  # of mails that could not be read
    _targets: set[str] = field(default_factory=set)  # what decisions named
    _numbers: set[str] = field(default_factory=set)  # what notes named that may be mailed later
    _ways: set[tuple[str, ClientKey]] = field(default_factory=set)  # what is known of each client
    _recent: list[Fact] = field(default_factory=list)

    def note(self, fact: Fact, debtors: Debtors) -> None:
        """Keep in mind what a folded fact named."""
        match fact:
            case ReplyReceived() | AutoReplyReceived() | BounceReceived() | MailQuarantined():
                self._note_theirs(fact)
            case InvoiceSent() | CreditNoteSent():
                self._ways.update((way, debtors.of(fact)) for way in _ways_of(fact))
            case OwnerDecided() | CallNoted() | LetterPosted() | HandedOver():
                self._targets.add(_bare(fact.target))
            case CreditAssigned():
                self._numbers.update(number_key(number) for number, _ in fact.to)
            case InstalmentsAgreed():
                self._numbers.update(map(number_key, fact.invoices))
            case _:
                pass
        at = happened_at(fact)
        self._recent = [each for each in self._recent if happened_at(each) >= at - RECENT]
        self._recent.append(fact)

    def _note_theirs(self, mail: _Theirs) -> None:
        sender = mail.recipient if isinstance(mail, BounceReceived) else mail.sender
        address = sender.strip().lower()
        rule = self.rules.client_rule(address)
        for mark in {address, domain_of(address), rule.name if rule is not None else ""} - {""}:
            self._wrote.setdefault(mark, []).append(mail)
        self._answered.update(mail.answers)
        if isinstance(mail, MailQuarantined):
            self._subjects.append(mail.subject)
        else:
            self._answered.update(mail.tokens)

    def changed_by(self, books: Books, debtors: Debtors, new: Sequence[Fact]) -> Again | None:
        """The mails that concern somebody, or something, else now; None: more than those may change."""
        nobodys: dict[int, ReplyReceived | BounceReceived] = {}
        lately: list[tuple[ReplyReceived, ClientKey]] = []
        for fact in new:
            if isinstance(fact, ReminderSent) and self._is_answered(fact.message_id, fact.source.message_id):
                return None
            if not isinstance(fact, InvoiceSent | CreditNoteSent):
                continue
            client = debtors.of(fact)
            if self._is_reached(books, fact, client, is_new=client not in books.accounts):
                return None
            strangers = self._strangers(books, fact, client)
            meaning = [each for each in self._recent_at(fact) if _may_mean(books, each, fact, client)]
            mails = [each for each in meaning if isinstance(each, ReplyReceived)]
            if strangers is None or len(mails) != len(meaning):
                return None
            nobodys.update((id(mail), mail) for mail in strangers)
            lately += [(mail, client) for mail in mails]
        return Again(tuple(sorted(nobodys.values(), key=happened_at)), tuple(lately))

    def _strangers(
        self, books: Books, sent: Document, client: ClientKey
    ) -> list[ReplyReceived | BounceReceived] | None:
        """The mails of nobody that are of this client, as is known now; None: others are, too."""
        unmatched = {id(fact) for fact in books.unmatched}
        found: list[ReplyReceived | BounceReceived] = []
        for mail in self._writers(sent, client):
            if isinstance(mail, AutoReplyReceived) and not mail.answers and not mail.tokens:
                continue  # a machine's mail changes nothing
            if client in books.accounts or id(mail) not in unmatched:
                return None
            if not isinstance(mail, ReplyReceived | BounceReceived):
                return None
            found.append(mail)
        return found

    def _writers(self, sent: Document, client: ClientKey) -> Iterable[_Theirs]:
        ways = [way for way in _mail_ways(sent) if (way, client) not in self._ways]
        ways += [client] if ways else []
        return {id(mail): mail for way in ways for mail in self._wrote.get(way, ())}.values()

    def _is_answered(self, *message_ids: MessageId | None) -> bool:
        known = [each for each in message_ids if each is not None]
        return any(each in self._answered or reference_of(each) in self._answered for each in known)

    def _is_reached(self, books: Books, sent: Document, client: ClientKey, *, is_new: bool) -> bool:
        """Whether older facts may mean this document."""
        key = number_key(sent.number)
        if self._is_answered(sent.source.message_id) or key in self._numbers:
            return True
        if any(key in number_key(subject) for subject in self._subjects):
            return True
        if isinstance(sent, InvoiceSent):
            if any(bare_subject(sent.subject) == bare_subject(subject) for subject in self._subjects):
                return True
            known = books.cases.get(key)
            if known is not None and known.invoice.rivals:
                return True
        named = {(_bare(name), client) for name in (sent.client_name, *sent.client_ids, client)}
        fresh = {name for name, _ in named - self._ways} | set(_ways_of(sent) if is_new else ())
        if fresh & self._targets or (is_new and any(isinstance(f, _Said) for f in books.unmatched)):
            return True
        return books.learned.is_payer(sent.client_name)

    def _recent_at(self, sent: Document) -> Iterable[Fact]:
        return (fact for fact in self._recent if happened_at(fact) >= sent.source.at - CLOCK_SKEW)


def _may_mean(books: Books, fact: Fact, sent: Document, client: ClientKey) -> bool:
    """Whether a mail or a decision of the day before may speak of an invoice that the clocks date later."""
    key = number_key(sent.number)
    match fact:
        case ReplyReceived() | OwnerDecided() | CallNoted() | LetterPosted() | HandedOver():
            named = fact.mentions if isinstance(fact, ReplyReceived) else (fact.target,)
            link = books.links.get(fact.source.fingerprint)
            is_linked = link is not None and client in link.clients
            return is_linked or any(number_key(word) == key for word in named)
        case ReminderSent():
            return any(number_key(number) == key for number, _ in fact.lines)
        case InvoiceSent():
            return fact.replaces is not None and number_key(fact.replaces) == key
        case CreditNoteSent():
            return fact.corrects is not None and number_key(fact.corrects) == key
        case _:
            return False


def _mail_ways(sent: Document) -> set[str]:
    """By what a mail may be known to be from the client of a document."""
    copied = sent.cc if isinstance(sent, InvoiceSent) else ()
    address = sent.client_address.strip().lower()
    host = domain_of(address)
    hosts = {host} if host and not is_shared_host(host) else set()
    return ({address, *(each.strip().lower() for each in copied)} | hosts) - {""}


def _ways_of(sent: Document) -> set[str]:
    """By what a mail, or a decision, may be known to be about the client of a document."""
    names = {_bare(sent.client_name), *(_bare(one) for one in sent.client_ids)}
    return (_mail_ways(sent) | names) - {""}


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())
