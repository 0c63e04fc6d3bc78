"""Lines of mails about money in, which of them tell of the same payment, out. Pure.

What is told again is no second payment; what may be one or two is left to a person (law 1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from relanced.casework.money.alike import (
    Likeness,
    agreements,
    form_of,
    is_of_number,
    likeness,
    looked_up_by,
    told_by_words,
)
from relanced.casework.money.told import Payment, Tell
from relanced.model.facts import Credit, CreditReversed, ToldBy

# A bank tells of one payment by mail at once and on a statement days later, with another value day.
NEAR_DAYS: Final = 4
# A service tells of a card payment at once and passes it on with the week's, or the month's, others.
PAYOUT_DAYS: Final = 35
# A bank may count its entries anew: the same name of an entry later than this means another one.
SAME_ENTRY_DAYS: Final = 60


class _Relation(IntEnum):
    OTHER = 0
    PERHAPS = 1
    SAME = 2


_ByForm = dict[str, list[Payment]]  # by the form of the reference
_Amount = tuple[int, str]  # cents and currency


@dataclass(slots=True)
class Payments:
    """The payments that mails told of so far."""

    services: frozenset[str]  # banks that tell of payouts
    every: list[Payment] = field(default_factory=list)  # in the order in which they became known
    _by_day: dict[_Amount, dict[int, dict[str, _ByForm]]] = field(default_factory=dict)
    _by_entry: dict[tuple[str, str], list[Payment]] = field(default_factory=dict)
    _by_message: dict[tuple[str, str, _Amount], list[Payment]] = field(default_factory=dict)

    def tell(self, lines: Sequence[Tell]) -> None:
        """Let one mail tell of its payments: first those that are known surely, then what is left."""
        found = [(line, self._near(line)) for line in lines]
        rest = [(line, near) for line, near in found if not self._is_known(line, near)]
        doubts = [(line, self._closest(line, near, _Relation.PERHAPS)) for line, near in rest]
        for line, twin in doubts:
            # An entry may stand in one mail twice, such as in a file of each of two formats.
            if not self._is_known(line, self._by_entry.get(_entry(line), ())):
                payment = Payment([line], line.credit, perhaps=twin)
                self.every.append(payment)
                self._enter(payment, line)

    def copied(self, line: Tell) -> Payment | None:
        """The payment of which this line of a mail that may not be believed is a copy, if any."""
        near = self._near(line)
        known = self._closest(line, near, _Relation.SAME)
        if known is None:
            alike = [p for p in near if any(_words(tell.credit) == _words(line.credit) for tell in p.tells)]
            known = self._closest(line, alike, _Relation.PERHAPS)
        return known

    def close(self) -> None:
        """Forget doubts that later mails have ended: one of them lists both, or tells them apart."""
        for payment in self.every:
            twin = payment.perhaps
            if twin is None:
                continue
            mails = {tell.place for tell in payment.tells}
            together = any(tell.place in mails for tell in twin.tells)
            if together or likeness(payment.credit, twin.credit) is Likeness.UNLIKE:
                payment.perhaps = None

    def _is_known(self, line: Tell, among: Iterable[Payment]) -> bool:
        known = self._closest(line, among, _Relation.SAME)
        if known is None:
            return False
        known.add(line)
        self._enter(known, line)
        return True

    def _closest(self, line: Tell, among: Iterable[Payment], wanted: _Relation) -> Payment | None:
        """Of the payments in this relation the one whose words agree most, then the nearest, then the first."""
        return min(
            (p for p in among if self._relation(p, line) is wanted),
            key=lambda p: (
                p.perhaps is not None,
                -agreements(p.credit, line.credit),
                min(abs(tell.day - line.day) for tell in p.tells),
                p.first.place,
                p.first.line,
            ),
            default=None,
        )

    def _near(self, line: Tell) -> list[Payment]:
        """The payments of a near day whose words may be of the same payment: many have one amount, one surname."""
        reach = PAYOUT_DAYS if line.mail.bank in self.services else NEAR_DAYS
        days = range(line.day - reach, line.day + reach + 1)
        same = (self._by_day.get(amount, {}) for amount in _amounts(line.credit))
        near = [told[day] for told in same for day in days if day in told]
        found: dict[int, Payment] = {}
        words, form = (looked_up_by(line.credit), form_of(line.credit)) if near else ((), "")
        for there in near:
            for word in words:
                for other, told in there.get(word, {}).items():
                    if not form or other != form or is_of_number(word):
                        found.update((id(p), p) for p in told)
        found |= {id(p): p for p in self._by_entry.get(_entry(line), ())}
        found |= {id(p): p for p in self._by_message.get(_message(line), ())}
        return list(found.values())

    def _enter(self, payment: Payment, line: Tell) -> None:
        if line.credit.entry_id:
            _add(self._by_entry.setdefault(_entry(line), []), payment)
        _add(self._by_message.setdefault(_message(line), []), payment)
        self._enter_words(payment, line.credit, [line])
        if payment.credit != line.credit:  # together they say more than each alone
            self._enter_words(payment, payment.credit, payment.tells)

    def _enter_words(self, payment: Payment, said: Credit, tells: Iterable[Tell]) -> None:
        words, form = told_by_words(said), form_of(said)
        for amount, day in {(amount, tell.day) for tell in tells for amount in _amounts(tell.credit)}:
            there = self._by_day.setdefault(amount, {}).setdefault(day, {})
            for word in words:
                _add(there.setdefault(word, {}).setdefault(form, []), payment)

    def _relation(self, payment: Payment, line: Tell) -> _Relation:
        if not set(_amounts(payment.credit)) & set(_amounts(line.credit)):
            return _Relation.OTHER
        within = [tell for tell in payment.tells if tell.mail is line.mail]
        if within:  # two equal lines of one mail are two payments, unless the bank gives them one name
            is_twice = any(_is_same_entry(tell, line) for tell in within)
            return _Relation.SAME if is_twice else _Relation.OTHER
        if any(_is_same_entry(t, line) or _is_replay(t, line) for t in payment.tells):
            return _Relation.SAME
        alike = likeness(payment.credit, line.credit)
        if alike is Likeness.UNLIKE:
            return _Relation.OTHER
        kin = [tell for tell in payment.tells if _kind(tell) == _kind(line)]
        if kin:
            return min(_told_alike(tell, line, alike) for tell in kin)
        return max(self._told_elsewhere(tell, line, alike) for tell in payment.tells)

    def _told_elsewhere(self, tell: Tell, line: Tell, alike: Likeness) -> _Relation:
        """Another kind of mail, or another bank's."""
        apart = abs(tell.day - line.day)
        one_bank = tell.mail.bank == line.mail.bank
        kinds = {tell.mail.told_by, line.mail.told_by}
        if apart > NEAR_DAYS:
            is_passed_on = one_bank and kinds == {ToldBy.NOTICE, ToldBy.PAYOUT} and apart <= PAYOUT_DAYS
            return _Relation.SAME if is_passed_on and alike is Likeness.ALIKE else _Relation.OTHER
        if alike is Likeness.MIXED:
            return _Relation.PERHAPS
        if one_bank:
            return _Relation.SAME
        if alike is Likeness.SILENT:
            return _Relation.OTHER
        by_service = not self.services.isdisjoint({tell.mail.bank, line.mail.bank})
        return _Relation.SAME if by_service else _Relation.PERHAPS


def _told_alike(tell: Tell, line: Tell, alike: Likeness) -> _Relation:
    """Two mails of one bank and of one kind."""
    one, other = tell.credit, line.credit
    if (one.entry_id and other.entry_id) or alike is Likeness.MIXED:
        return _Relation.OTHER  # the bank's two names for two payments
    apart = abs(tell.day - line.day)
    if one.value_on and other.value_on and apart:
        # A return is booked on several days; a payment has one value day.
        is_return = isinstance(line.mail, CreditReversed) and apart <= NEAR_DAYS
        return _Relation.PERHAPS if is_return else _Relation.OTHER
    if one.value_on and other.value_on and line.mail.told_by is ToldBy.STATEMENT:
        return _Relation.SAME if agreements(one, other) == _told(one, other) else _Relation.PERHAPS
    return _Relation.PERHAPS if apart <= NEAR_DAYS else _Relation.OTHER


def _told(one: Credit, other: Credit) -> int:
    """How many of payer and reference at least one of them tells."""
    return bool(one.payer or other.payer) + bool(one.reference or other.reference)


def _is_same_entry(tell: Tell, line: Tell) -> bool:
    one, other = tell.credit, line.credit
    is_equal = bool(one.entry_id) and one.entry_id == other.entry_id and tell.mail.bank == line.mail.bank
    return is_equal and one.amount == other.amount and abs(tell.day - line.day) <= SAME_ENTRY_DAYS


def _is_replay(tell: Tell, line: Tell) -> bool:
    """The same mail once more: read again by a better reader, or sent again by anybody, however long after."""
    one, other = tell.mail.source, line.mail.source
    if tell.mail.bank != line.mail.bank:
        return False
    if one.fingerprint == other.fingerprint:
        return tell.credit.amount == line.credit.amount
    is_named = one.message_id is not None and one.message_id == other.message_id
    return is_named and tell.line == line.line and _words(tell.credit) == _words(line.credit)


def _words(credit: Credit) -> tuple[object, ...]:
    return credit.amount, credit.payer, credit.reference, credit.value_on


def _kind(tell: Tell) -> tuple[str, ToldBy]:
    return tell.mail.bank, tell.mail.told_by


def _entry(line: Tell) -> tuple[str, str]:
    return line.mail.bank, line.credit.entry_id


def _message(line: Tell) -> tuple[str, str, _Amount]:
    """Its Message-ID with the amount: a statement has thousands of lines."""
    named = line.mail.source.message_id or line.mail.source.fingerprint
    return line.mail.bank, named, (line.credit.amount.cents, line.credit.amount.currency)


def _amounts(credit: Credit) -> tuple[_Amount, ...]:
    """What came, and what was sent where a bank between changed the currency."""
    every = (money for money in (credit.amount, credit.original) if money is not None)
    return tuple(dict.fromkeys((money.cents, money.currency) for money in every))


def _add(there: list[Payment], payment: Payment) -> None:
    if not there or there[-1] is not payment:
        there.append(payment)
