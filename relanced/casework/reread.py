"""Our documents in, those that may be one paper read twice, under two numbers, out. Pure.

A mail of which something was unreadable is read again when the owner's tables change; what was read
of it before stays among the facts. No fact says when its mail was read, nor in which file.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable
from relanced.model.names import Fingerprint, InvoiceNumber, number_key

BY_RULE = "owner's rule"  # read_from
Reading = tuple[Fingerprint, str]  # a mail, and the number_key of an invoice in it


def read_twice(facts: Iterable[Fact]) -> Mapping[Reading, InvoiceNumber]:
    """The invoices that another reading of the same mail knows by the number given.

    Of two numbers over one amount, of one day, in one mail that was read again: both, as nobody knows
    which came later; only the usual reading's where the other is the owner's own rule.
    """
    unread: dict[Fingerprint, int] = {}
    read: dict[Fingerprint, list[InvoiceSent]] = {}
    for fact in facts:
        if isinstance(fact, InvoiceUnreadable):
            unread[fact.source.fingerprint] = unread.get(fact.source.fingerprint, 0) + 1
        elif isinstance(fact, InvoiceSent):
            read.setdefault(fact.source.fingerprint, []).append(fact)
    found: dict[Reading, InvoiceNumber] = {}
    for mail, readings in unread.items():
        for one, other in combinations(read.get(mail, ()), 2):
            if _may_be_one(one, other):
                for each, twin in ((one, other), (other, one)):
                    if each.read_from != BY_RULE and (twin.read_from == BY_RULE or readings > 1):
                        found[mail, number_key(each.number)] = twin.number
    return found


def _may_be_one(one: InvoiceSent, other: InvoiceSent) -> bool:
    is_alike = (one.kind, one.total, one.issued_on) == (other.kind, other.total, other.issued_on)
    return is_alike and number_key(one.number) != number_key(other.number)
