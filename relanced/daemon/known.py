"""Facts in as they are recorded, what makes a mail worth reading out: kept up to date, never drawn up anew.

A first reading asks after every few mails, of 100,000 facts.
"""

from collections.abc import Sequence
from datetime import timedelta

from relanced.intake.triage import Known, Numbers
from relanced.model.facts import (
    CreditNoteSent,
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
    ReminderSent,
    SendIntended,
)
from relanced.model.names import Fingerprint, domain_of, number_key
from relanced.model.rules import Rules

RECENT_DAYS = 30  # before start_on: from then on every human mail is read


class KnownSoFar:
    """What the facts tell of clients, invoices and mails of ours."""

    def __init__(self, rules: Rules) -> None:
        self._addresses: set[str] = set()
        self._domains: set[str] = set()
        self._message_ids: set[str] = set()
        self._numbers = Numbers()
        self._settled: set[Fingerprint] = set()
        self._taken = 0
        self.known = Known(
            recent_since=rules.start_on - timedelta(days=RECENT_DAYS),
            banks=rules.banks,
            client_addresses=self._addresses,
            client_domains=self._domains,
            message_ids=self._message_ids,
            numbers=self._numbers,
        )
        self.told: set[Fingerprint] = set()  # the mails that were read as ours, wherever they lay then
        # The mails of ours that could not be read when they were read last, as far as is known.
        self.unread: dict[Fingerprint, InvoiceUnreadable] = {}

    def take_in(self, facts: Sequence[Fact]) -> None:
        """Learn what stands in this growing list behind the end of the last time."""
        for at in range(self._taken, len(facts)):
            self._learn(facts[at])
        self._taken = len(facts)

    def _learn(self, fact: Fact) -> None:
        match fact:
            case InvoiceSent():
                if fact.source.message_id:
                    self._message_ids.add(fact.source.message_id)
                if fact.client_address:
                    self._addresses.add(fact.client_address)
                    self._domains.add(domain_of(fact.client_address))
                self._numbers.add(number_key(fact.number))
                self.told.add(fact.source.fingerprint)
            case CreditNoteSent():
                self.told.add(fact.source.fingerprint)
            case ReminderSent():
                self._message_ids.add(fact.message_id)
                if fact.source.message_id:  # as a provider rewrote it
                    self._message_ids.add(fact.source.message_id)
                self.told.add(fact.source.fingerprint)
            case SendIntended():
                self._message_ids.add(fact.message_id)
            case InvoiceUnreadable():
                self._learn_unread(fact)
            case _:
                pass

    def _learn_unread(self, fact: InvoiceUnreadable) -> None:
        mark = fact.source.fingerprint
        if not fact.files:
            self._settled.add(mark)
            self.unread.pop(mark, None)
        elif mark not in self._settled:
            self.unread[mark] = fact
