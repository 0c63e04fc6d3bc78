"""Clients with items in; those whom a credit's words may mean out. An index, changed by its shelf."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from relanced.casework.settle.names import MAX_NAME, read_name
from relanced.casework.settle.payers import Debtor, debtors_of, parts_of, who_pays
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf_names import NameIndex, address_keys, payer_keys
from relanced.model.facts import Credit
from relanced.model.money import Money

_MOST_PAYERS = 1_000  # whose clients are kept in mind


@dataclass(slots=True, eq=False)
class ShelfClient:
    """The items of one name: one client, or namesakes whom only their legal forms tell apart."""

    words: tuple[str, ...]
    open_items: dict[int, OpenItem] = field(default_factory=dict)  # by place
    settled: dict[int, OpenItem] = field(default_factory=dict)
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)  # of items, by name and address on them
    totals: tuple[Money, ...] = ()  # as the shelf's index has them
    read: tuple[Debtor, ...] = ()  # the debtors, as last asked for; empty: something has changed

    def debtors(self) -> tuple[Debtor, ...]:
        """Himself; several where they are namesakes."""
        if not self.read:
            self.read = debtors_of((*in_order(self.open_items), *in_order(self.settled)))
        return self.read

    def owes(self) -> tuple[Money, ...]:
        """What each namesake owes in each currency on two items or more."""
        sums: dict[Money, None] = {}
        for debtor in debtors_of(in_order(self.open_items)):
            owed: dict[str, list[int]] = {}
            for item in debtor.items:
                if item.owed.cents:
                    owed.setdefault(item.owed.currency, []).append(item.owed.cents)
            sums.update((Money(sum(each), currency), None) for currency, each in owed.items() if each[1:])
        return tuple(sums)


_Counted = dict[str, dict[ShelfClient, int]]  # with how many items


@dataclass(slots=True)
class ClientIndex:
    """Clients by all that a payer can share with them."""

    _by_words: dict[tuple[str, ...], ShelfClient] = field(default_factory=dict)
    _called: _Counted = field(default_factory=dict)  # by his name as it stands on the items
    _paying_as: _Counted = field(default_factory=dict)  # by the letters of a name under which he paid
    _paying_from: _Counted = field(default_factory=dict)  # by account
    _written_to: _Counted = field(default_factory=dict)  # by the names that his address may spell
    _names: NameIndex = field(default_factory=NameIndex)
    # By payer: whom his name makes known, as long as no name comes or goes.
    _surely: dict[str, ShelfClient | None] = field(default_factory=dict)

    def every(self) -> Iterable[ShelfClient]:
        """All who have an item."""
        return self._by_words.values()

    def by_payer(self, credit: Credit) -> tuple[set[ShelfClient], bool]:
        """Whom name, account or reference may mean, and whether they surely mean one."""
        parts = [read_name(part) for part in parts_of(credit.payer)]
        likes = [self._names.like(part) for part in parts]
        words = {word for name in (*parts, read_name(credit.reference)) for word in (*name.words, *name.also)}
        found = self._called_so(
            {*self._names.spelt_out(words), *(t for like in likes for t in self._names.whole(like))}
        )
        for part in parts:
            found.update(*(self._written_to.get(key, ()) for key in payer_keys(part)))
            found.update(self._paying_as.get(part.line, ()))
        found.update(self._paying_from.get(credit.payer_account, ()))
        debtors = [debtor for client in found for debtor in client.debtors()]
        by_name = replace(credit, reference="", payer_account="")
        if len(parts) > 1 or who_pays(by_name, debtors).known is None:
            return found | self._called_so(t for like in likes for t in self._names.in_part(like)), False
        is_told_apart = credit.payer_account in self._paying_from
        return found, not is_told_apart or who_pays(credit, debtors).known is not None

    def _called_so(self, names: Iterable[str]) -> set[ShelfClient]:
        return {client for name in names for client in self._called[name]}

    def is_paid_by(self, client: ShelfClient, credit: Credit) -> bool:
        """Whether name and account of a payer are surely those of this client alone."""
        others = self._paying_from.get(credit.payer_account, {}).keys() - {client}
        if others or len(credit.payer) > MAX_NAME:
            return False
        if credit.payer not in self._surely:
            if len(self._surely) >= _MOST_PAYERS:
                self._surely.clear()
            self._surely[credit.payer] = self._known_by_name(credit)
        return self._surely[credit.payer] is client

    def _known_by_name(self, credit: Credit) -> ShelfClient | None:
        """The client whom the payer's name alone makes known, as long as no name comes or goes."""
        if len(parts_of(credit.payer)) > 1:
            return None
        name = read_name(credit.payer)
        found = self._called_so(self._names.whole(self._names.like(name)))
        found.update(*(self._written_to.get(key, ()) for key in payer_keys(name)))
        found.update(self._paying_as.get(name.line, ()))
        if any(len(client.kinds) > 1 for client in found):
            return None  # whose debtor is whose may change with every item
        by_name = replace(credit, reference="", payer_account="")
        known = who_pays(by_name, [debtor for client in found for debtor in client.debtors()]).known
        return next((client for client in found if known in client.debtors()), None) if known else None

    def learn(self, item: OpenItem) -> ShelfClient:
        """Count an item under its client's names, accounts and addresses; his first item makes him known."""
        words = _words_of(name_of(item))
        client = self._by_words.get(words)
        if client is None:
            client = self._by_words[words] = ShelfClient(words)
        if name_of(item) not in self._called:
            self._names.add(name_of(item))
        kind = (item.client, item.client_email)
        client.kinds[kind] = client.kinds.get(kind, 0) + 1
        is_new = client.kinds[kind] == 1
        for index, key in self._names_of(item):
            counts = index.setdefault(key, {})
            counts[client] = counts.get(client, 0) + 1
            is_new = is_new or counts[client] == 1
        if is_new:
            self._surely.clear()
        return client

    def forget(self, client: ShelfClient | None, item: OpenItem | None) -> None:
        """Count an item out; who has no other one is not known any more. None: there was no item."""
        if client is None or item is None:
            return
        kind = (item.client, item.client_email)
        client.kinds[kind] -= 1
        is_last = not client.kinds[kind]
        if is_last:
            del client.kinds[kind]
        for index, key in self._names_of(item):
            counts = index[key]
            counts[client] -= 1
            if not counts[client]:
                is_last = True
                del counts[client]
            if not counts:
                del index[key]
        if is_last:
            self._surely.clear()
        if name_of(item) not in self._called:
            self._names.remove(name_of(item))
        if not client.open_items and not client.settled:
            del self._by_words[client.words]

    def _names_of(self, item: OpenItem) -> list[tuple[_Counted, str]]:
        """Where an item is entered, by all that tells of its client."""
        return [
            (self._called, name_of(item)),
            *((self._paying_as, line) for line in {read_name(p).line for p in item.payers} if line),
            *((self._paying_from, account) for account in set(item.accounts) if account),
            *((self._written_to, key) for key in address_keys(item.client_email)),
        ]


def name_of(item: OpenItem) -> str:
    """What an item calls its client."""
    return item.client or item.client_email


@lru_cache(maxsize=4_096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(sorted(read_name(name).words))


def in_order(items: dict[int, OpenItem]) -> list[OpenItem]:
    """Items by place, in order of arrival."""
    return [items[place] for place in sorted(items)]
