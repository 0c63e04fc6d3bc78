"""Lines of mails about money in, one payment each with the best words known of it, out. Pure.

A bank tells of one payment at once by mail and days later on a statement; a service tells of a card
payment, then lists it in a payout.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from relanced.casework.money.alike import longer_reference, same_payer, squashed
from relanced.model.decided import CreditAssigned
from relanced.model.facts import Credit, CreditNoticed, CreditReversed, ToldBy
from relanced.model.names import MailRef, mail_ref

_BETTER = {ToldBy.NOTICE: 0, ToldBy.PAYOUT: 1, ToldBy.STATEMENT: 2}

Mail = CreditNoticed | CreditReversed

_MAX_SILENCE = timedelta(days=60)  # a value day further back was misread


@dataclass(frozen=True, slots=True, eq=False)
class Tell:
    """One line of one mail."""

    mail: Mail
    line: int  # from 1
    day: int  # ordinal: the value day, else the day of the mail
    place: int  # of the mail in the order of all facts

    @property
    def credit(self) -> Credit:
        """What the line says."""
        return self.mail.credits[self.line - 1]

    @property
    def name(self) -> tuple[MailRef, int]:
        """By which the owner means it."""
        return mail_ref(self.mail.source.fingerprint), self.line


@dataclass(slots=True, eq=False)
class Payment:
    """One payment (or, of CreditReversed mails, one that went back) and all that told of it."""

    tells: list[Tell]  # the first to come first
    credit: Credit  # with the best words of all of them
    perhaps: "Payment | None" = None  # it may be the same payment as this earlier one
    payout: CreditNoticed | None = None  # a service passes on with it what this mail listed
    is_surely_payout: bool = False  # False: nothing but the amount says so
    word: CreditAssigned | None = None  # the owner's last word
    echoes: list[Tell] = field(default_factory=list)  # mails not to be believed that tell of it too

    @property
    def first(self) -> Tell:
        """By which it became known."""
        return self.tells[0]

    @property
    def best(self) -> Tell:
        """The line that counts: of the better kind of mail the earliest."""
        return max(self.tells, key=lambda tell: _BETTER[tell.mail.told_by])

    @property
    def day(self) -> int:
        """Ordinal: the value day as the best mail says it, else the day of the first one."""
        return self.credit.value_on.toordinal() if self.credit.value_on else self.first.day

    @property
    def ref(self) -> str:
        """What the owner types to mean it: «MAILREF.LINE», without the line where the mail has but one."""
        ref, line = self.best.name
        return f"{ref}.{line}" if len(self.best.mail.credits) > 1 else ref

    def add(self, tell: Tell) -> None:
        """Let one more line tell of it; the better source wins, field by field."""
        self.tells.append(tell)
        ranked = sorted(self.tells, key=lambda each: -_BETTER[each.mail.told_by])  # stable: earlier first
        said = [each.credit for each in ranked]
        self.credit = replace(
            said[0],
            payer=_payer(said),
            reference=longer_reference(credit.reference for credit in said),
            payer_account=max((c.payer_account for c in said), key=len),  # others are masked, or missing
            entry_id=next((c.entry_id for c in said if c.entry_id), ""),
            value_on=next((c.value_on for c in said if c.value_on), None),
            original=next((c.original for c in said if c.original), None),
            fee=next((c.fee for c in said if c.fee), None),
        )


def came_in_on(payment: Payment, day_of: Callable[[datetime], date]) -> date:
    """The day on which the money was ours: its value day, as far as that can be true, else that of the first mail."""
    told_on, value_on = day_of(payment.first.mail.source.at), payment.credit.value_on
    is_likely = value_on is not None and told_on - _MAX_SILENCE <= value_on <= told_on
    return value_on if value_on is not None and is_likely else told_on


def tells_of(mail: Mail, day: date, place: int) -> list[Tell]:
    """The lines of one mail of this day."""
    days = ((credit.value_on or day).toordinal() for credit in mail.credits)
    return [Tell(mail, line, on, place) for line, on in enumerate(days, start=1)]


def _payer(said: Sequence[Credit]) -> str:
    """As the best source that names him writes it; longer, where it cut the name."""
    named = [credit for credit in said if credit.payer]
    same = [credit.payer for credit in named if same_payer(named[0], credit)]
    return max(
        same or [credit.payer for credit in named[:1]], key=lambda each: len(squashed(each)), default=""
    )
