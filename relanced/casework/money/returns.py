"""Payments and what went back in, which payment each return undoes, out. Pure.

A payer may have a direct debit that he did not allow taken back within 13 months (directive 2015/2366,
art. 71; Code monétaire et financier, L133-24), one that he allowed within eight weeks (L133-25-1);
chargebacks and bounced cheques come sooner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relanced.casework.money.alike import Likeness, agreements, likeness, same_payer
from relanced.casework.money.same import NEAR_DAYS
from relanced.casework.money.told import Payment

RETURN_DAYS = 13 * 31
MOST = 8  # payments named to the owner where it may be one of many


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """Money that had come in and went back."""

    back: Payment  # as the mails of its return tell of it
    payment: Payment | None  # that went back; None: nobody can say surely which
    maybe: tuple[Payment, ...] = ()  # where it is not sure: the latest first

    @property
    def place(self) -> int:
        """Of the mail with which both it and its payment are known."""
        mine = self.back.first.place
        return max(mine, self.payment.first.place) if self.payment is not None else mine


def match_returns(returns: Iterable[Payment], payments: Sequence[Payment]) -> list[Return]:
    """Find for each return its payment: by the bank's name of it, else by amount and words, the latest first."""
    by_amount: dict[object, list[Payment]] = {}
    by_entry: dict[tuple[str, str], list[Payment]] = {}
    twins = {id(payment.perhaps) for payment in payments if payment.perhaps is not None}
    for payment in payments:
        by_amount.setdefault(payment.credit.amount, []).append(payment)
        for key in _entries(payment):
            by_entry.setdefault(key, []).append(payment)
    taken: set[int] = set()
    found = []
    for back in returns:
        named = [p for key in _entries(back) for p in by_entry.get(key, ()) if _is_part(back, p)]
        equal = by_amount.get(back.credit.amount, ())
        one = _match(back, _free(back, named, taken), _free(back, equal, taken), twins)
        if one.payment is not None:
            taken.add(id(one.payment))
        found.append(one)
    return found


def _free(back: Payment, payments: Iterable[Payment], taken: set[int]) -> list[Payment]:
    """Those that can have gone back on its day, the latest first; one told a few days late comes last."""
    found = [p for p in payments if id(p) not in taken and p.payout is None]
    in_time = [p for p in found if -NEAR_DAYS <= back.day - p.day <= RETURN_DAYS]
    return sorted(in_time, key=lambda p: (p.day > back.day, -p.day, -p.first.place, -p.first.line))


def _match(back: Payment, named: Sequence[Payment], equal: Sequence[Payment], twins: set[int]) -> Return:
    plausible = [p for p in equal if likeness(back.credit, p.credit) is not Likeness.UNLIKE]
    answered = next((p for p in (*named, *plausible) if _is_given_up(p, back)), None)
    if answered is not None:
        return Return(back, answered)
    agreeing = _most_alike(back, plausible)
    chosen = next(iter(named or agreeing), None)
    maybe = tuple(named or agreeing or plausible)[:MOST]
    if chosen is None or back.perhaps or chosen.perhaps or id(chosen) in twins:
        return Return(back, None, maybe)
    if not named and any(same_payer(chosen.credit, p.credit) is False for p in agreeing):
        return Return(back, None, maybe)
    return Return(back, chosen)


def _most_alike(back: Payment, payments: Iterable[Payment]) -> list[Payment]:
    """Those whose payer and reference agree most, at least one of them; in the order given."""
    counted = [(agreements(back.credit, p.credit), p) for p in payments]
    most = max((count for count, _ in counted), default=0)
    return [p for count, p in counted if count == most > 0]


def _is_given_up(payment: Payment, back: Payment) -> bool:
    """Whether the owner said, since the money went back, that this payment pays none of ours."""
    word = payment.word
    return word is not None and not word.to and word.decided_at > back.first.mail.source.at


def _entries(payment: Payment) -> set[tuple[str, str]]:
    return {(t.mail.bank, t.credit.entry_id) for t in payment.tells if t.credit.entry_id}


def _is_part(back: Payment, payment: Payment) -> bool:
    """A chargeback may take a part of it."""
    part, whole = back.credit.amount, payment.credit.amount
    return part.currency == whole.currency and part.cents <= whole.cents
