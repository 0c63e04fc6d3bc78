"""Mails about money in, one at a time; whether what was settled before still stands out. Pure.

The fold brings all mails about one payment together before it settles any. Where the mails of a new
day only tell of new payments, those before stay as they are settled; else all is folded anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relanced.casework.calendar import Calendar
from relanced.casework.money.incoming import Incoming
from relanced.casework.money.same import Payments
from relanced.casework.money.told import Payment, Tell, tells_of
from relanced.model.decided import CreditAssigned
from relanced.model.facts import CreditNoticed, CreditReversed, Fact, ToldBy
from relanced.model.money import Money
from relanced.model.names import MailRef, mail_ref

_NEAR = 14  # days: how far from a payout, or a return, its payment may be told


@dataclass(slots=True)
class Told:
    """The payments that mails told of so far, as the next mail must find them."""

    calendar: Calendar
    _payments: Payments = field(default_factory=lambda: Payments(frozenset()))
    _said: dict[Payment, tuple[object, ...]] = field(default_factory=dict)  # what is known of each
    _of_amount: dict[Money, dict[Payment, None]] = field(default_factory=dict)  # of any amount told of it
    _twins: set[Payment] = field(default_factory=set)  # another may be the same
    _doubted: list[tuple[Tell, Payment | None]] = field(default_factory=list)
    _near: list[int] = field(default_factory=list)  # days of payouts and returns
    _named: set[MailRef] = field(default_factory=set)  # mails of which the owner spoke

    def begin(self, facts: Sequence[Fact]) -> None:
        """Hear all that is folded already."""
        services = frozenset(f.bank for f in facts if isinstance(f, CreditNoticed) and _is_payout(f))
        words = {(f.mail, f.line): f for f in facts if isinstance(f, CreditAssigned)}
        vouched = {name for name, word in words.items() if word.to}
        self._payments = Payments(services)
        self._said, self._of_amount, self._twins = {}, {}, set()
        self._doubted, self._near = [], []
        self._named = {mail for mail, _ in words}
        doubted: list[Tell] = []
        for place, fact in enumerate(facts):
            if not isinstance(fact, CreditNoticed | CreditReversed):
                continue
            day = self.calendar.day_of(fact.source.at)
            if isinstance(fact, CreditReversed) or _is_payout(fact):
                self._near.append(day.toordinal())
            if isinstance(fact, CreditNoticed):
                lines = tells_of(fact, day, place)
                self._payments.tell([line for line in lines if fact.trusted or line.name in vouched])
                doubted += [line for line in lines if not fact.trusted and line.name not in vouched]
        self._doubted = [(line, self._payments.copied(line)) for line in doubted]
        self._know(self._payments.every)

    def _know(self, payments: Iterable[Payment]) -> None:
        """Keep in mind what is known of them."""
        for payment in payments:
            self._said[payment] = _words(payment)
            if payment.perhaps is not None:
                self._twins |= {payment, payment.perhaps}
            for tell in payment.tells:
                for amount in _amounts(tell):
                    self._of_amount.setdefault(amount, {})[payment] = None

    def goes_on(self, notices: Sequence[tuple[int, CreditNoticed]], incoming: Incoming) -> bool:
        """Whether they teach nothing of older payments; what is new in them is entered in `incoming`.

        `notices`: each with its place among all facts.
        """
        lines: list[Tell] = []
        known = len(self._payments.every)
        for place, notice in notices:
            if _is_payout(notice) or mail_ref(notice.source.fingerprint) in self._named:
                return False
            if not notice.trusted and notice.credits:
                return False
            told = tells_of(notice, self.calendar.day_of(notice.source.at), place)
            self._payments.tell(told)
            lines += told
        new = self._payments.every[known:]
        first = min((place for place, _ in notices), default=0)
        if any(abs(near - line.day) <= _NEAR for near in self._near for line in lines):
            return False
        if any(payment.perhaps is not None for payment in new) or self._has_changed(lines, first):
            return False
        if any(self._payments.copied(line) is not copy for line, copy in self._doubted):
            return False
        self._know(new)
        for payment in new:
            mine = Payment(list(payment.tells), payment.credit)
            incoming.payments.setdefault(payment.first.place, []).append(mine)
        incoming.understood |= {notice.source.fingerprint for _, notice in notices if notice.trusted}
        return True

    def _has_changed(self, lines: Iterable[Tell], first: int) -> bool:
        """Whether mails from this place on, with these lines, taught something of an earlier payment.

        Only one that shares an amount with a line can be the same.
        """
        amounts = {amount for line in lines for amount in _amounts(line)}
        shared = {payment: None for amount in amounts for payment in self._of_amount.get(amount, ())}
        touched = [payment for payment in shared if payment.tells[-1].place >= first]
        if any(payment in self._twins or _words(payment) != self._said[payment] for payment in touched):
            return True
        self._know(touched)
        return False


def _amounts(line: Tell) -> list[Money]:
    return [money for money in (line.credit.amount, line.credit.original) if money is not None]


def _words(payment: Payment) -> tuple[object, ...]:
    return payment.credit, payment.best.name


def _is_payout(mail: CreditNoticed) -> bool:
    return mail.trusted and mail.told_by is ToldBy.PAYOUT
