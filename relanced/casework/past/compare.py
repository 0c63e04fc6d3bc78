"""What rules would have sent, and what happened, in; both side by side, invoice by invoice, out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Case, HoldKind, Ledger, Posting, PostingKind
from relanced.casework.past.replay import CHASING, Sent
from relanced.casework.promises.steps import purpose_of
from relanced.model.client import Client
from relanced.model.facts import ReminderSent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, StepName, number_key
from relanced.model.rules import Rules

_MONEY = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})
_NO_CLAIM = frozenset({PostingKind.IGNORED, PostingKind.REPLACED, PostingKind.CREDIT_NOTE})
NOT_DUE = "not due yet"
_DISPUTED = frozenset({HoldKind.DISPUTE, HoldKind.INSOLVENCY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One invoice: what was done about it, and what would have been."""

    number: InvoiceNumber
    client: Client
    total: Money
    mailed_on: date
    due_on: date
    paid_on: date | None  # the last money that closed it arrived: value day, else the day of its notice
    is_open: bool  # at the end of the time that was tried
    really: tuple[date, ...]  # days of the reminders that really named it, oldest first
    tried: tuple[tuple[date, StepName], ...]  # its steps in the letters and tasks of the rules
    mails: int  # how many of these went by mail
    never: str  # not "": the rules never reach it; why

    @property
    def days_to_pay(self) -> int | None:
        """From the due day to the money; negative: early. None: not paid."""
        return (self.paid_on - self.due_on).days if self.paid_on is not None else None

    @property
    def is_missed(self) -> bool:
        """Whether it was paid late, or is owed after its due day, and the rules never reach it."""
        late = self.days_to_pay
        return not self.tried and (late > 0 if late is not None else self.is_open and self.never != NOT_DUE)

    @property
    def days_earlier(self) -> int | None:
        """How much earlier its first reminder after the due day would have left; negative: later.

        Only where both the owner and the rules reminded of it while it was owed, and it was paid late.
        """
        first_real = next((day for day in self.really if day > self.due_on), None)
        first_tried = next((day for day, _ in self.tried if day > self.due_on), None)
        late = self.days_to_pay
        if first_real is None or first_tried is None or late is None or late <= 0:
            return None
        return (first_real - first_tried).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A letter that hindsight says should not have left."""

    sent: Sent
    number: InvoiceNumber
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of one set of rules."""

    letters: int  # by mail and asking for money, drafts too
    others: int  # by mail, and asking for none: thanks, confirmations, withdrawals
    tasks: int  # calls, letters on paper, files handed over
    really: int  # reminders that really left by mail
    invoices: int  # mailed, or open, in the time that was tried
    paid: int  # of these, with money
    letters_per_paid: float  # mails in which a paid invoice has a step, by paid invoice
    really_per_paid: float  # the same of what really left: mails, and no tasks either
    tasks_per_paid: float
    days_to_pay: float | None  # mean, of the paid ones
    compared: int  # invoices paid late of which both reminded
    days_earlier: float | None  # mean, of those
    wrong: int  # letters, not invoices
    never_reached: int  # paid late, or open and overdue, and never in a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One set of rules beside what happened."""

    since: date
    until: date
    sent: tuple[Sent, ...]
    invoices: tuple[Told, ...]  # by due day
    wrong: tuple[Wrong, ...]
    summary: Summary


def compare(
    sent: Sequence[Sent],
    chased: Sequence[ReminderSent],
    whole: Ledger,
    rules: Rules,
    since: date,
    until: date,
) -> Comparison:
    """Lay what the rules would have sent beside what was done.

    `chased`: the reminders that really left; `whole`: the ledger of the whole history, with all that
    came later: hindsight. Invoices count that were mailed by `until` and not closed before `since`.
    """
    calendar = Calendar(rules.calendar)
    chased = tuple(filter(_chases, chased))
    really = _really(chased, calendar)
    tried = _tried(sent)
    values = _value_days(whole)
    told, wrong = [], []
    for account in whole.accounts.values():
        for case in account.cases:
            closed = _closed_on(case, calendar)
            if case.mailed_on > until or (closed is not None and closed < since) or _is_none(case):
                continue
            key = number_key(case.number)
            mine = tried.get(key, ())
            paid_on = values.get(key, closed) if _was_paid(case) else None
            seen = really.get(key, ()), mine
            told.append(_told(case, account.client, closed, paid_on, seen, until))
            wrong += [
                Wrong(sent=each, number=case.number, why=why)
                for each, _ in mine
                if (why := _is_wrong(case, each.on, closed, paid_on, calendar))
            ]
    told.sort(key=lambda each: (each.due_on, each.number))
    wrong.sort(key=lambda each: (each.sent.on, each.number))
    return Comparison(
        since=since,
        until=until,
        sent=tuple(sent),
        invoices=tuple(told),
        wrong=tuple(wrong),
        summary=_summary(sent, chased, told, wrong),
    )


def _told(
    case: Case,
    client: Client,
    closed: date | None,
    paid_on: date | None,
    seen: tuple[tuple[date, ...], Sequence[tuple[Sent, StepName]]],
    until: date,
) -> Told:
    really, tried = seen
    return Told(
        number=case.number,
        client=client,
        total=case.invoice.total,
        mailed_on=case.mailed_on,
        due_on=case.due_on,
        paid_on=paid_on,
        is_open=closed is None or closed > until,
        really=really,
        tried=tuple((each.on, step) for each, step in tried),
        mails=sum(each.by_mail for each, _ in tried),
        never="" if tried else _why_never(case, closed, paid_on, until),
    )


def _really(chased: Iterable[ReminderSent], calendar: Calendar) -> dict[str, tuple[date, ...]]:
    """By invoice: the days on which a mail chased it; relanced's own beside the others names some without a step."""
    days: dict[str, dict[date, None]] = {}
    for letter in chased:
        for number, step in letter.lines:
            if step is not None or not letter.ours:
                days.setdefault(number_key(number), {})[calendar.day_of(letter.source.at)] = None
    return {key: tuple(sorted(found)) for key, found in days.items()}


def _chases(letter: ReminderSent) -> bool:
    """Whether a letter that really left asks for money; the owner's own names no step, and does."""
    steps = [step for _, step in letter.lines if step is not None]
    return not steps or any(purpose_of(step) in CHASING for step in steps)


def _tried(sent: Iterable[Sent]) -> dict[str, tuple[tuple[Sent, StepName], ...]]:
    found: dict[str, list[tuple[Sent, StepName]]] = {}
    for each in sent:
        for line in each.reminder.lines:
            if line.step is not None and each.chases:
                found.setdefault(number_key(line.number), []).append((each, line.step))
    return {key: tuple(mine) for key, mine in found.items()}


def _value_days(whole: Ledger) -> dict[str, date]:
    """By invoice: the value day of the last payment that names one."""
    found: dict[str, date] = {}
    for story in whole.credits:
        if story.credit.value_on is not None:
            for number, _ in story.paid:
                key = number_key(number)
                found[key] = max(found.get(key, date.min), story.credit.value_on)
    return found


def _last(case: Case) -> Posting | None:
    return max(case.postings, key=lambda posting: posting.at, default=None)


def _closed_on(case: Case, calendar: Calendar) -> date | None:
    last = _last(case)
    return calendar.day_of(last.at) if last is not None and not case.is_open else None


def _was_paid(case: Case) -> bool:
    return not case.is_open and any(posting.kind in _MONEY for posting in case.postings)


def _is_none(case: Case) -> bool:
    """Whether it is no claim at all: ignored, replaced, or credited before anything was paid."""
    return not case.is_open and all(posting.kind in _NO_CLAIM for posting in case.postings)


def _why_never(case: Case, closed: date | None, paid_on: date | None, until: date) -> str:
    if paid_on is not None and paid_on <= case.due_on:
        return "paid in time"
    if paid_on is not None:
        return f"paid {(paid_on - case.due_on).days} days late, before a step was due, or while it was held"
    if case.due_on >= until:
        return NOT_DUE
    holds = dict.fromkeys(hold.kind.value for hold in case.holds if hold.is_active(until))
    if holds:
        return f"held: {', '.join(holds).replace('_', ' ')}"
    return "open, and no step was due" if closed is None else "closed without money"


def _is_wrong(case: Case, day: date, closed: date | None, paid_on: date | None, calendar: Calendar) -> str:
    """Why a letter of this day should not have left; "": nothing speaks against it."""
    if paid_on is not None and min(paid_on, closed or paid_on) < day:
        return f"paid on {min(paid_on, closed or paid_on)}"
    for hold in case.holds:
        if hold.kind in _DISPUTED and calendar.day_of(hold.since) < day and hold.is_active(day):
            return f"{hold.kind.value} since {calendar.day_of(hold.since)}"
    return ""


def _summary(
    sent: Sequence[Sent], chased: Sequence[ReminderSent], told: Sequence[Told], wrong: Sequence[Wrong]
) -> Summary:
    paid = [each for each in told if each.paid_on is not None]
    late = [days for each in paid if (days := each.days_to_pay) is not None]
    earlier = [days for each in told if (days := each.days_earlier) is not None]
    mails = [each for each in sent if each.by_mail]
    letters = sum(each.chases for each in mails)
    return Summary(
        letters=letters,
        others=len(mails) - letters,
        tasks=len(sent) - len(mails),
        really=len(chased),
        invoices=len(told),
        paid=len(paid),
        letters_per_paid=_mean([each.mails for each in paid]) or 0.0,
        really_per_paid=_mean([len(each.really) for each in paid]) or 0.0,
        tasks_per_paid=_mean([len(each.tried) - each.mails for each in paid]) or 0.0,
        days_to_pay=_mean(late),
        compared=len(earlier),
        days_earlier=_mean(earlier),
        wrong=len({id(each.sent) for each in wrong}),
        never_reached=sum(each.is_missed for each in told),
    )


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None
