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
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush, nsmallest
from typing import NamedTuple, TypeVar

from relanced.casework.settle.names import read_name
from relanced.casework.settle.numbers import compact
from relanced.casework.settle.payers import Debtor
from relanced.casework.settle.plain import Plain
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf_clients import ClientIndex, ShelfClient, in_order, name_of
from relanced.casework.settle.shelf_numbers import NumberIndex
from relanced.casework.settle.shelf_whole import WholeIndex
from relanced.model.facts import Credit
from relanced.model.money import Money

REMEMBER = timedelta(days=120)  # how long a settled item stays: a second payment comes within weeks
CROWD = 12  # items of one amount, the oldest, that are looked at for a payer who is known

_What = TypeVar("_What")


class Near(NamedTuple):
    """Items in the order in which they came: of the shelf, or those that a credit may touch."""

    open_items: tuple[OpenItem, ...]
    settled: tuple[OpenItem, ...]


class _Taken(NamedTuple):
    client: ShelfClient | None
    item: OpenItem | None


@dataclass(slots=True)
class Shelf:
    """Items by all that a credit can share with them. Each has a key of its own, open or settled."""

    _places: dict[str, int] = field(default_factory=dict)  # by key; places are given in order of arrival
    _next_place: int = 0
    _clients: dict[int, ShelfClient] = field(default_factory=dict)  # by place
    _bearers: ClientIndex = field(default_factory=ClientIndex)
    _numbers: NumberIndex = field(default_factory=NumberIndex)
    _wholes: WholeIndex = field(default_factory=WholeIndex)
    _owed: dict[Money, dict[int, None]] = field(default_factory=dict)
    _paid: dict[Money, dict[int, None]] = field(default_factory=dict)
    _totals: dict[Money, dict[ShelfClient, None]] = field(default_factory=dict)
    _changed: dict[ShelfClient, None] = field(default_factory=dict)  # whose totals are to be entered
    _paid_at: list[tuple[datetime, str, int]] = field(default_factory=list)  # a heap: the oldest first
    _last: tuple[Credit, datetime, Near] | None = None  # asked again while nothing has changed

    def put(self, key: str, item: OpenItem) -> None:
        """Open an item, or change it in its place; one that was settled is open again."""
        place = self._places[key] if self.is_open(key) else None
        old = self._take(key)
        self._enter(key, item, place, is_open=True)
        self._bearers.forget(*old)

    def close(self, key: str, item: OpenItem, at: datetime) -> None:
        """Settle an item; `owed` holds its full amount. It is forgotten after REMEMBER."""
        old = self._take(key)
        place = self._enter(key, item, None, is_open=False)
        self._bearers.forget(*old)
        heappush(self._paid_at, (at, key, place))

    def drop(self, key: str) -> OpenItem | None:
        """Take an item away; None: there is none of that key."""
        old = self._take(key)
        self._bearers.forget(*old)
        return old.item

    def _take(self, key: str) -> "_Taken":
        """Take an item away, but for the names of its client: another item of his may follow."""
        place = self._places.pop(key, None)
        if place is None:
            return _Taken(None, None)
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
        self._wholes.remove(place, item)
        return _Taken(client, item)

    def is_open(self, key: str) -> bool:
        """Whether an item of that key is there and not settled."""
        place = self._places.get(key)
        return place is not None and place in self._clients[place].open_items

    def all(self) -> Near:
        """Everything, in order of arrival."""
        return _on_one_list(self._bearers.every())

    def near(self, credit: Credit, at: datetime) -> Near:
        """The items that a credit may touch, and all others of their clients; see the head of this file.

        What was settled more than REMEMBER before `at` is forgotten for good: moments must not go back
        by more than that is worth.
        """
        if self._last is None or self._last[:2] != (credit, at):
            self._last = credit, at, self._find(credit, at)
        return self._last[2]

    def plain(self, credit: Credit, at: datetime) -> Plain | None:
        """What there is to know where a client surely pays the one invoice that he names, to the cent; else None."""
        self._forget_paid(at)
        wholes = self._wholes.only(credit.reference) if credit.original is None else []
        if len(wholes) != 1 or credit.amount.cents <= 0:
            return None
        place, written = wholes[0]
        client = self._clients[place]
        item = client.open_items.get(place)
        if item is None or item.owed != credit.amount or self._numbers.has_marks(credit.reference):
            return None
        near = (Money(credit.amount.cents + cents, credit.amount.currency) for cents in (0, -1, 1))
        places = sorted(place for money in near if money.cents for place in self._owed.get(money, ()))
        if len(places) > CROWD or not self._bearers.is_paid_by(client, credit):
            return None
        equal = [(self._clients[place], self._clients[place].open_items[place]) for place in places]
        name = name_of(item)
        theirs = tuple(each for owner, each in equal if owner is client)
        payer = Debtor(read_name(name), name, theirs)
        return Plain(item, written, payer, tuple(each for _, each in equal))

    def _forget_paid(self, at: datetime) -> None:
        while self._paid_at and self._paid_at[0][0] < at - REMEMBER:
            _, key, place = heappop(self._paid_at)
            if self._places.get(key) == place:
                self.drop(key)

    def _find(self, credit: Credit, at: datetime) -> Near:
        self._forget_paid(at)
        self._enter_totals()
        clients, is_known = self._bearers.by_payer(credit)
        named = self._numbers.named(credit.reference)
        clients.update(self._clients[place] for place in named.items)
        for money in (credit.amount, credit.original):
            if money is not None:
                clients.update(self._by_amount(money, named.tails if is_known else None))
        return _on_one_list(clients)

    def _by_amount(self, money: Money, tails: tuple[str, ...] | None) -> set[ShelfClient]:
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
        client, self._last = self._bearers.learn(item), None
        client.read = ()
        self._places[key], self._clients[place] = place, client
        self._numbers.add(place, item)
        self._wholes.add(place, item)
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


def _on_one_list(clients: Iterable[ShelfClient]) -> Near:
    open_items, settled = {}, {}
    for client in clients:
        open_items.update(client.open_items)
        settled.update(client.settled)
    return Near(tuple(in_order(open_items)), tuple(in_order(settled)))


def _take_out(index: dict[Money, dict[_What, None]], money: Money, what: _What) -> None:
    del index[money][what]
    if not index[money]:
        del index[money]
