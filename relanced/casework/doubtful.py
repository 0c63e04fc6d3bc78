"""A ledger and the facts behind it in, the clients' mails that the owner should look at out. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.judged import judge
from relanced.casework.ledger import Ledger, Link
from relanced.casework.order import in_order
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import Fact, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, mail_ref, number_key

SURE = 0.5  # the confidence below which a reading is shown
_ENDING = frozenset({Verb.RESUME, Verb.PAID, Verb.DISPUTE, Verb.IGNORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """One mail that may want something else than was read; `reply` holds the reading."""

    reply: ReplyReceived
    mail: MailRef  # what the owner types to mean it
    clients: tuple[ClientKey, ...]  # at least one
    invoices: tuple[InvoiceNumber, ...]  # empty: the clients as a whole


def doubtful(ledger: Ledger, facts: Iterable[Fact], *, below: float = SURE) -> tuple[Doubtful, ...]:
    """The mails of known clients that were read with doubt and that the owner has not judged, newest first.

    Left out are those of which nothing is open that he has not decided since.

    `facts` are those from which the ledger was folded; `below`: the confidence from which a reading
    is sure, 0 to 1. A reading NOT_SURE is doubtful, whatever its confidence.
    """
    ordered = in_order(facts)
    judged = judge(ordered).last
    decided = [fact for fact in ordered if isinstance(fact, OwnerDecided) and fact.verb in _ENDING]
    found: dict[str, Doubtful] = {}
    for fact in reversed(ordered):
        if not isinstance(fact, ReplyReceived):
            continue
        mark = fact.source.fingerprint
        link = ledger.links.get(mark)
        if link is None or not link.clients or mark in judged or _is_decided(ledger, link, fact, decided):
            continue
        if _is_doubtful(fact, below, {number_key(number) for number in link.invoices}):
            one = Doubtful(
                reply=fact,
                mail=mail_ref(mark),
                clients=tuple(sorted(link.clients)),
                invoices=tuple(sorted(link.invoices)),
            )
            found.setdefault(mark, one)
    return tuple(found.values())


def _is_decided(ledger: Ledger, link: Link, reply: ReplyReceived, decided: Sequence[OwnerDecided]) -> bool:
    """Whether the owner has said since of each open case of this mail what is to become of it."""
    since = [fact for fact in decided if fact.decided_at > reply.source.at]
    if not since:
        return False
    said = [found for fact in since if (found := ledger.links.get(fact.source.fingerprint)) is not None]
    cases = (case for client in link.clients for case in ledger.accounts[client].cases if case.is_open)
    mine = [case for case in cases if not link.invoices or case.number in link.invoices]
    return all(
        any(
            case.number in each.invoices or (not each.invoices and case.client in each.clients)
            for each in said
        )
        for case in mine
    )


def _is_doubtful(reply: ReplyReceived, below: float, keys: Collection[str]) -> bool:
    """Whether the mail, or what it says of one of these invoices, was read with doubt."""
    pieces = [said for said in reply.said_of if any(number_key(word) in keys for word in said.mentions)]
    readings = (reply.intent, *reply.also, *(said.intent for said in pieces))
    return Intent.NOT_SURE in readings or reply.confidence < below
