"""Facts in order in; the payments that came in and went back, each at the mail with which it counts, out. Pure.

All mails about one payment are brought together before anything is settled: which came first plays no
part in what it pays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from relanced.casework.calendar import Calendar
from relanced.casework.money.payout import mark_payouts
from relanced.casework.money.returns import Return, match_returns
from relanced.casework.money.same import Payments
from relanced.casework.money.services import names_of_services
from relanced.casework.money.told import Payment, Tell, tells_of
from relanced.model.decided import CreditAssigned
from relanced.model.facts import CreditNoticed, CreditReversed, Fact, ToldBy
from relanced.model.names import Fingerprint, MailRef
from relanced.model.rules import Rules

_Name = tuple[MailRef, int]


@dataclass(slots=True)
class Incoming:
    """What the mails about money tell, taken together."""

    payments: dict[int, list[Payment]] = field(default_factory=dict)  # by place of the first mail
    doubted: dict[int, list[Payment]] = field(default_factory=dict)  # of mails that may not be believed
    returns: dict[int, list[Return]] = field(default_factory=dict)  # by place of the mail
    words: list[tuple[CreditAssigned, Payment | None]] = field(default_factory=list)  # None: unknown
    understood: frozenset[Fingerprint] = frozenset()  # the bank mails that, read again, told of money

    def every(self) -> Iterator[Payment]:
        """All of them, in the order in which they became known."""
        for place in sorted({*self.payments, *self.doubted}):
            yield from self.payments.get(place, ())
            yield from self.doubted.get(place, ())


def read_incoming(ordered: Sequence[Fact], calendar: Calendar, rules: Rules) -> Incoming:
    """Bring together what tells of one payment, find what went back, and hear the owner's last words."""
    said = [fact for fact in ordered if isinstance(fact, CreditAssigned)]
    vouched = {name for name, note in _last(said).items() if note.to}
    services = frozenset(
        fact.bank for fact in ordered if isinstance(fact, CreditNoticed) and _is_payout(fact)
    )
    payments, backs = Payments(services), Payments(services)
    doubted: list[Tell] = []
    payouts: list[tuple[CreditNoticed, int]] = []
    for place, fact in enumerate(ordered):
        if not isinstance(fact, CreditNoticed | CreditReversed):
            continue
        day = calendar.day_of(fact.source.at)
        lines = tells_of(fact, day, place)
        if isinstance(fact, CreditReversed):
            backs.tell(lines if fact.trusted else ())
            continue
        payments.tell([line for line in lines if fact.trusted or line.name in vouched])
        doubted += [line for line in lines if not fact.trusted and line.name not in vouched]
        if _is_payout(fact):
            payouts.append((fact, day.toordinal()))
    payments.close()
    backs.close()
    incoming = _gather(payments, backs, doubted, payouts, said, rules)
    incoming.understood = frozenset(
        fact.source.fingerprint for fact in ordered if isinstance(fact, CreditNoticed) and fact.trusted
    )
    return incoming


def _gather(
    payments: Payments,
    backs: Payments,
    doubted: Iterable[Tell],
    payouts: Iterable[tuple[CreditNoticed, int]],
    said: Sequence[CreditAssigned],
    rules: Rules,
) -> Incoming:
    alone: list[Payment] = []
    for line in doubted:
        known = payments.copied(line)
        if known is not None:
            known.echoes.append(line)
        else:
            alone.append(Payment([line], line.credit))
    incoming = Incoming(words=_assign([*payments.every, *alone], said))
    mark_payouts([p for p in payments.every if p.word is None], payouts, names_of_services(rules))
    for payment in payments.every:
        incoming.payments.setdefault(payment.first.place, []).append(payment)
    for payment in alone:
        incoming.doubted.setdefault(payment.first.place, []).append(payment)
    for each in match_returns(backs.every, payments.every):
        incoming.returns.setdefault(each.place, []).append(each)
    return incoming


def _assign(
    payments: Iterable[Payment], said: Sequence[CreditAssigned]
) -> list[tuple[CreditAssigned, Payment | None]]:
    """Give each payment the owner's last word on it; a word on a copy that may not be believed is none on it."""
    named: dict[_Name, Payment] = {}
    copies: dict[_Name, Payment] = {}
    for payment in payments:
        for tell in payment.tells:
            named.setdefault(tell.name, payment)
        for tell in payment.echoes:
            copies.setdefault(tell.name, payment)
    for note in said:
        meant = named.get((note.mail, note.line))
        if meant is not None:
            meant.word = note
    every = copies | named
    return [(note, every.get((note.mail, note.line))) for note in said]


def _last(said: Iterable[CreditAssigned]) -> dict[_Name, CreditAssigned]:
    return {(note.mail, note.line): note for note in said}


def _is_payout(mail: CreditNoticed) -> bool:
    return mail.trusted and mail.told_by is ToldBy.PAYOUT
