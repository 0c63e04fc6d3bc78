"""Facts in, those whose words may be forgotten out, and the same facts without them. Pure.

What a person wrote is not needed to know what is owed. What is left (who, when, which invoice, what it wanted)
gives the same cases and the same plan: nothing that was sent can be sent again for it, nothing that was closed
is open again (laws 2 and 6).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from relanced.casework.ledger import Account, Ledger
from relanced.model.decided import (
    CallNoted,
    CommandUnclear,
    OwnerDecided,
    ReplyJudged,
    TaskAnswerUnclear,
    Verb,
)
from relanced.model.facts import (
    AutoReplyReceived,
    CreditNoteSent,
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.names import ClientKey, domain_of, mail_ref, number_key

_MARK = "erased:"  # what the target of an ERASE decision begins with
UNRELATED_MONTHS = 3  # what concerns no invoice is kept no longer, whatever the owner set


def mark_of(digest: str) -> str:
    """The target of the decision to forget what an address wrote; `digest` stands for the address."""
    return _MARK + digest


def erasures(facts: Iterable[Fact]) -> dict[str, datetime]:
    """Which digests of addresses are to be forgotten, each with the moment up to which."""
    found: dict[str, datetime] = {}
    for fact in facts:
        if isinstance(fact, OwnerDecided) and fact.verb is Verb.ERASE and fact.target.startswith(_MARK):
            digest = fact.target.removeprefix(_MARK)
            found[digest] = max(fact.decided_at, found.get(digest, fact.decided_at))
    return found


def person_of(fact: Fact) -> str:
    """The address of the client, or of whoever wrote, in small letters; "" where a fact is about none."""
    match fact:
        case InvoiceSent() | CreditNoteSent() | InvoiceUnreadable() | ReminderSent():
            return fact.client_address.lower()
        case ReplyReceived() | AutoReplyReceived() | MailQuarantined():
            return fact.sender.lower()
        case _:
            return ""


def without_words(fact: Fact) -> Fact:
    """The same fact without what a person wrote in it, or was written about him; the same one where it has no such."""
    match fact:
        case ReplyReceived():
            said = tuple(replace(each, words="") for each in fact.said_of)
            return replace(fact, new_text="", said_of=said, because=(), subject=_numbers_in(fact.subject))
        case AutoReplyReceived():
            return replace(fact, subject=_numbers_in(fact.subject), substitute="", because="")
        case MailQuarantined():
            return replace(fact, subject=_numbers_in(fact.subject))
        case OwnerDecided() | CallNoted():
            return replace(fact, note="")
        case CommandUnclear() | TaskAnswerUnclear():
            return replace(fact, words="")
        case _:
            return fact


def _numbers_in(subject: str) -> str:
    """What of a subject may name an invoice, perhaps another client's: the case that it holds must stay held."""
    return " ".join(word for word in subject.split() if any(c.isdigit() for c in word))


def addresses_of(account: Account, facts: Iterable[Fact], ledger: Ledger) -> frozenset[str]:
    """Every address under which a client got our mails or wrote to us."""
    key = account.client.key
    numbers = {number_key(case.number) for case in account.cases}
    found = {account.address.lower()}
    for fact in facts:
        person = person_of(fact)
        if person and (key in _clients_of(fact, ledger) or _names(fact) & numbers):
            found.add(person)
    return frozenset(found - {""})


def concerns(fact: Fact, account: Account, addresses: frozenset[str]) -> bool:
    """Whether a fact is about this client: by his address, or by one of his invoices or his name."""
    key = account.client.key
    if person_of(fact) in addresses or (isinstance(fact, SendIntended) and fact.client == key):
        return True
    numbers = {number_key(case.number) for case in account.cases}
    target = fact.target if isinstance(fact, OwnerDecided | CallNoted) else ""
    names = {key.casefold(), account.client.name.casefold()}
    return bool(_names(fact) & numbers) or (
        bool(target) and (number_key(target) in numbers or target.strip().casefold() in names)
    )


def erased(facts: Sequence[Fact], until: Callable[[str], datetime | None]) -> Iterator[tuple[int, Fact]]:
    """Which facts lose their words because their client was erased, each by its place; `until` by address."""
    limits = {person: until(person) for person in {person_of(fact) for fact in facts} - {""}}
    named = _called(facts, limits)
    for at, fact in enumerate(facts):
        if isinstance(fact, OwnerDecided | CallNoted):
            target = fact.target.strip().casefold()
            limit = named.get(number_key(target)) or named.get(target)
            is_old = limit is not None and fact.decided_at <= limit
        else:
            limit = limits.get(person_of(fact))
            is_old = (
                limit is not None
                and not isinstance(fact, SendIntended | SendOutcome)
                and fact.source.at <= limit
            )
        bare = without_words(fact) if is_old else fact
        if bare != fact:
            yield at, bare


def _called(facts: Iterable[Fact], limits: dict[str, datetime | None]) -> dict[str, datetime]:
    """What the owner may have called those who were erased, or their invoices, in a decision."""
    found: dict[str, datetime] = {}
    for fact in facts:
        limit = limits.get(person_of(fact))
        if limit is not None and isinstance(fact, InvoiceSent | CreditNoteSent):
            host = domain_of(fact.client_address)
            for name in (
                number_key(fact.number),
                fact.client_name.casefold(),
                fact.client_address.casefold(),
                host,
            ):
                found[name] = limit
    found.pop("", None)
    return found


def outdated(
    facts: Sequence[Fact], ledger: Ledger, before: date, unrelated_before: date
) -> Iterator[tuple[int, Fact]]:
    """Which facts lose their words because all that they concern ended before a day, each by its place.

    What the owner judged himself stays whole: relanced learns from it. So does what is open, held or asked about.
    """
    judged = {fact.mail for fact in facts if isinstance(fact, ReplyJudged)}
    for at, fact in enumerate(facts):
        if isinstance(fact, SendIntended | SendOutcome) or not person_of(fact):
            continue
        clients = _clients_of(fact, ledger)
        limit = before if clients else unrelated_before
        if fact.source.at.date() >= limit or mail_ref(fact.source.fingerprint) in judged:
            continue
        if all(key in ledger.accounts and ended_before(ledger.accounts[key], before) for key in clients):
            bare = without_words(fact)
            if bare != fact:
                yield at, bare


def ended_before(account: Account, day: date) -> bool:
    """Whether all of a client's invoices were closed before a day, and nothing was sent to him since."""
    last = [account.last_reminder_on, account.last_letter_on]
    for case in account.cases:
        if case.is_open or case.in_flight is not None:
            return False
        last += [case.mailed_on, *(posting.at.date() for posting in case.postings)]
    return all(on is None or on < day for on in last)


def open_numbers(account: Account) -> tuple[str, ...]:
    """The invoices that are not settled: until they are, nothing of this client can be erased."""
    return tuple(case.number for case in account.cases if case.is_open or case.in_flight is not None)


def standing(ledger: Ledger) -> dict[ClientKey, tuple[object, ...]]:
    """What must not change by forgetting: what each client owes, and what silences him."""
    return {
        key: tuple(
            (case.number, case.owed, case.due_on, len(case.holds), len(case.steps)) for case in account.cases
        )
        for key, account in ledger.accounts.items()
    }


def _clients_of(fact: Fact, ledger: Ledger) -> frozenset[ClientKey]:
    if isinstance(fact, SendIntended | SendOutcome):
        return frozenset()
    link = ledger.links.get(fact.source.fingerprint)
    return link.clients if link else frozenset()


def _names(fact: Fact) -> set[str]:
    """The invoices that a fact is about, by their keys."""
    match fact:
        case InvoiceSent() | CreditNoteSent():
            return {number_key(fact.number)}
        case ReminderSent() | SendIntended():
            return {number_key(number) for number, _ in fact.lines}
        case _:
            return set()
