"""Shelf: all open and lately settled items, kept as they change; for a credit those that may matter out.

The rule: `settle(credit, *shelf.near(credit))` is `settle(credit, *shelf.all())`, at a cost that hardly
grows with what is on the shelf. So `near` gives whole clients (whoever is a candidate with one item
is there with all), and takes in every client
- whose name, or a name under which he paid before, has something of the payer's or stands in the reference;
- who paid from this account before;
- of whose items the reference may name one: in part, in a row, cut short, or by an order's number;
- one of whose open items, or all of whose items together, come to the amount;
- and one witness each for what settle asks of the whole: whether a number that it does not know has
  the form of ours or is one slip from one, whether one goes on where the text ends, whether the amount
  was once paid.
A rule that needs two witnesses (number, amount, name) always finds its item here; one that would ask
the whole shelf for something else needs an entry of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush, nsmallest
from typing import NamedTuple, TypeVar

from relanced.casework.settle.names import read_name
from relanced.casework.settle.numbers import compact
from relanced.casework.settle.payers import Debtor, debtors_of, parts_of, who_pays
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf_names import NameIndex, address_keys, payer_keys
from relanced.casework.settle.shelf_numbers import NumberIndex
from relanced.model.facts import Credit
from relanced.model.money import Money

REMEMBER = timedelta(days=120)  # how long a settled item stays: a second payment comes within weeks
CROWD = 12  # items of one amount, the oldest, that are looked at for a payer who is known

_What = TypeVar("_What")


class Near(NamedTuple):
    """Items in the order in which they came: of the shelf, or those that a credit may touch."""

    open_items: tuple[OpenItem, ...]
    settled: tuple[OpenItem, ...]


@dataclass(slots=True, eq=False)
class _Client:
    """The items of one name: one client, or namesakes whom only their legal forms tell apart."""

    words: tuple[str, ...]
    open_items: dict[int, OpenItem] = field(default_factory=dict)  # by place
    settled: dict[int, OpenItem] = field(default_factory=dict)
    totals: tuple[Money, ...] = ()  # as the shelf's index has them
    read: tuple[Debtor, ...] = ()  # the debtors, as last asked for; empty: something has changed

    def debtors(self) -> tuple[Debtor, ...]:
        """Himself; several where they are namesakes."""
        if not self.read:
            self.read = debtors_of((*_in_order(self.open_items), *_in_order(self.settled)))
        return self.read

    def owes(self) -> tuple[Money, ...]:
        """What each namesake owes in each currency on two items or more."""
        sums: dict[Money, None] = {}
        for debtor in debtors_of(_in_order(self.open_items)):
            owed: dict[str, list[int]] = {}
            for item in debtor.items:
                if item.owed.cents:
                    owed.setdefault(item.owed.currency, []).append(item.owed.cents)
            sums.update((Money(sum(each), currency), None) for currency, each in owed.items() if each[1:])
        return tuple(sums)


_Counted = dict[str, dict[_Client, int]]  # with how many items


@dataclass(slots=True)
class Shelf:
    """Items by all that a credit can share with them. Each has a key of its own, open or settled."""

    _places: dict[str, int] = field(default_factory=dict)  # by key; places are given in order of arrival
    _next_place: int = 0
    _clients: dict[int, _Client] = field(default_factory=dict)  # by place
    _by_words: dict[tuple[str, ...], _Client] = field(default_factory=dict)
    _called: _Counted = field(default_factory=dict)  # by his name as it stands on the items
    _paying_as: _Counted = field(default_factory=dict)  # by the letters of a name under which he paid
    _paying_from: _Counted = field(default_factory=dict)  # by account
    _written_to: _Counted = field(default_factory=dict)  # by the names that his address may spell
    _names: NameIndex = field(default_factory=NameIndex)
    _numbers: NumberIndex = field(default_factory=NumberIndex)
    _owed: dict[Money, dict[int, None]] = field(default_factory=dict)
    _paid: dict[Money, dict[int, None]] = field(default_factory=dict)
    _totals: dict[Money, dict[_Client, None]] = field(default_factory=dict)
    _changed: dict[_Client, None] = field(default_factory=dict)  # whose totals are to be entered
    _paid_at: list[tuple[datetime, str, int]] = field(default_factory=list)  # a heap: the oldest first
    _last: tuple[Credit, datetime, Near] | None = None  # asked again while nothing has changed

    def put(self, key: str, item: OpenItem) -> None:
        """Open an item, or change it in its place; one that was settled is open again."""
        place = self._places[key] if self.is_open(key) else None
        self.drop(key)
        self._enter(key, item, place, is_open=True)

    def close(self, key: str, item: OpenItem, at: datetime) -> None:
        """Settle an item; `owed` holds its full amount. It is forgotten after REMEMBER."""
        self.drop(key)
        place = self._enter(key, item, None, is_open=False)
        heappush(self._paid_at, (at, key, place))

    def drop(self, key: str) -> OpenItem | None:
        """Take an item away; None: there is none of that key."""
        place = self._places.pop(key, None)
        if place is None:
            return None
        self._last = None
        client = self._clients.pop(place)
        client.read = ()
        if place in client.open_items:
            item = client.open_items.pop(place)
            _take_out(self._owed, item.owed, place)
            self._changed[client] = None
        else:
            item = client.settled.pop(place)
            _take_out(self._paid, item.total or item.owed, place)
        self._numbers.remove(place, item)
        self._forget_names(client, item)
        return item

    def is_open(self, key: str) -> bool:
        """Whether an item of that key is there and not settled."""
        place = self._places.get(key)
        return place is not None and place in self._clients[place].open_items

    def all(self) -> Near:
        """Everything, in order of arrival."""
        return _on_one_list(self._by_words.values())

    def near(self, credit: Credit, at: datetime) -> Near:
        """The items that a credit may touch, and all others of their clients; see the head of this file.

        What was settled more than REMEMBER before `at` is forgotten for good: moments must not go back
        by more than that is worth.
        """
        if self._last is None or self._last[:2] != (credit, at):
            self._last = credit, at, self._find(credit, at)
        return self._last[2]

    def _find(self, credit: Credit, at: datetime) -> Near:
        while self._paid_at and self._paid_at[0][0] < at - REMEMBER:
            _, key, place = heappop(self._paid_at)
            if self._places.get(key) == place:
                self.drop(key)
        self._enter_totals()
        clients, is_known = self._by_payer(credit)
        named = self._numbers.named(credit.reference)
        clients.update(self._clients[place] for place in named.items)
        for money in (credit.amount, credit.original):
            if money is not None:
                clients.update(self._by_amount(money, named.tails if is_known else None))
        return _on_one_list(clients)

    def _by_payer(self, credit: Credit) -> tuple[set[_Client], bool]:
        """Whom name, account or reference may mean, and whether they surely mean one."""
        parts = [read_name(part) for part in dict.fromkeys(parts_of(credit.payer))]
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

    def _called_so(self, names: Iterable[str]) -> set[_Client]:
        return {client for name in names for client in self._called[name]}

    def _by_amount(self, money: Money, tails: tuple[str, ...] | None) -> set[_Client]:
        """Who owes it, or a cent or two more or less, on one item or on all together; one who paid it.

        `tails`: the payer is known, so of a crowd only those whose number begins so may matter, and a few for
        comparison.
        """
        paid = self._paid.get(money)
        found = {self._clients[next(reversed(paid))]} if paid else set()
        for cents in (0, -1, 1, -2, 2):
            owed = self._owed.get(Money(money.cents + cents, money.currency), {})
            is_crowd = len(owed) > CROWD and (tails is not None or cents)
            found.update(self._clients[place] for place in (nsmallest(CROWD, owed) if is_crowd else owed))
            if is_crowd and not cents and tails:
                numbers = ((place, self._clients[place].open_items[place].number) for place in owed)
                found.update(self._clients[p] for p, number in numbers if compact(number).startswith(tails))
        together = self._totals.get(money, {})
        if len(together) <= CROWD:
            found.update(together)
        elif tails is None:
            found.add(min(together, key=lambda client: min(client.open_items)))
        return found

    def _enter(self, key: str, item: OpenItem, place: int | None, *, is_open: bool) -> int:
        if place is None:
            place, self._next_place = self._next_place, self._next_place + 1
        client, self._last = self._learn_names(item), None
        client.read = ()
        self._places[key], self._clients[place] = place, client
        self._numbers.add(place, item)
        if is_open:
            client.open_items[place] = item
            self._owed.setdefault(item.owed, {})[place] = None
            self._changed[client] = None
        else:
            client.settled[place] = item
            self._paid.setdefault(item.total or item.owed, {})[place] = None
        return place

    def _enter_totals(self) -> None:
        for client in self._changed:
            for money in client.totals:
                _take_out(self._totals, money, client)
            client.totals = client.owes()
            for money in client.totals:
                self._totals.setdefault(money, {})[client] = None
        self._changed.clear()

    def _learn_names(self, item: OpenItem) -> _Client:
        """Count an item under its client's names, accounts and addresses; his first item makes him known."""
        words = tuple(sorted(read_name(_name_of(item)).words))
        client = self._by_words.setdefault(words, _Client(words))
        if _name_of(item) not in self._called:
            self._names.add(_name_of(item))
        for index, key in self._names_of(item):
            counts = index.setdefault(key, {})
            counts[client] = counts.get(client, 0) + 1
        return client

    def _forget_names(self, client: _Client, item: OpenItem) -> None:
        for index, key in self._names_of(item):
            counts = index[key]
            counts[client] -= 1
            if not counts[client]:
                del counts[client]
            if not counts:
                del index[key]
        if _name_of(item) not in self._called:
            self._names.remove(_name_of(item))
        if not client.open_items and not client.settled:
            del self._by_words[client.words]

    def _names_of(self, item: OpenItem) -> list[tuple[_Counted, str]]:
        """Where an item is entered, by all that tells of its client."""
        return [
            (self._called, _name_of(item)),
            *((self._paying_as, line) for line in {read_name(payer).line for payer in item.payers} - {""}),
            *((self._paying_from, account) for account in set(item.accounts) - {""}),
            *((self._written_to, key) for key in set(address_keys(item.client_email))),
        ]


def _name_of(item: OpenItem) -> str:
    return item.client or item.client_email


def _in_order(items: dict[int, OpenItem]) -> list[OpenItem]:
    return [items[place] for place in sorted(items)]


def _on_one_list(clients: Iterable[_Client]) -> Near:
    open_items, settled = {}, {}
    for client in clients:
        open_items.update(client.open_items)
        settled.update(client.settled)
    return Near(tuple(_in_order(open_items)), tuple(_in_order(settled)))


def _take_out(index: dict[Money, dict[_What, None]], money: Money, what: _What) -> None:
    del index[money][what]
    if not index[money]:
        del index[money]
