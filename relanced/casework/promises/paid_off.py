"""A client who has paid in; the thanks, or the withdrawal of a posted notice, that are due to him, out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Case
from relanced.casework.promises.broken import kept_promise
from relanced.casework.promises.closing import MONEY, closed_on, closing, has_paid, is_paid_off, was_owed
from relanced.casework.promises.desk import Desk
from relanced.casework.promises.steps import pseudo_step
from relanced.model.actions import Action, AskOwner, Purpose
from relanced.model.ladder import Step
from relanced.model.rules import Rules, Thanks

THANKS_DAYS = 3  # open days after the payment was seen; later, thanks only remind of the delay
WITHDRAWAL_DAYS = 10  # a notice that was paid must be taken back, even after a long absence
CROSSING_DAYS = 3  # banking days: money of later than this answers the notice, it has not crossed it
_ASKING_DAYS = 2 * WITHDRAWAL_DAYS  # until then the owner is asked about one that was not


def withdrawals(desk: Desk) -> Iterator[Action]:
    """Take back the formal notices that were posted about invoices which are paid now."""
    step = pseudo_step(Purpose.WITHDRAWAL)
    if not desk.rules.letters.withdraw:
        return
    for cases in _paid_together(desk, step, WITHDRAWAL_DAYS, withdraws=True):
        if not desk.writes(step):
            return
        posted = max(notice.on for case in cases for notice in case.posted)
        letter = replace(desk.letter(Purpose.WITHDRAWAL, step, cases), notice_posted_on=posted)
        yield desk.put(letter, f"{_named(cases)} paid; the formal notice of {posted} is taken back")


def not_withdrawn(desk: Desk) -> Iterator[AskOwner]:
    """Ask about a posted notice whose withdrawal did not leave in its days, or that only a credit note answered."""
    if not desk.rules.letters.withdraw:
        return
    name = pseudo_step(Purpose.WITHDRAWAL).name
    for case in desk.account.cases:
        closed = closed_on(case, desk.calendar) if case.posted else None
        if closed is None or not case.accepted or closed < desk.rules.start_on or not was_owed(case):
            continue
        if has_paid(case) and not _has_crossed(desk, case):
            continue
        is_known = any(done.step == name for done in case.steps) or case.in_flight is not None
        seen = _seen_on(desk, case)
        is_time = _is_lately(desk.calendar, desk.on, seen, _ASKING_DAYS)
        if is_known or not is_time or _is_lately(desk.calendar, desk.on, seen, WITHDRAWAL_DAYS):
            continue
        why = (
            f"nothing of {case.number} is owed since {closed}, and the formal notice posted on "
            f"{max(notice.on for notice in case.posted)} was not taken back"
        )
        question = f"{why}: relanced no longer writes of it. Tell the client yourself, if he has not heard."
        yield AskOwner(client=desk.account.client, invoices=(case.number,), question=question, why=why)


def thanks(desk: Desk) -> Iterator[Action]:
    """Thank for what one payment closed, as far as the rules want it."""
    step = pseudo_step(Purpose.THANKS)
    if desk.rules.letters.thanks is Thanks.NEVER:
        return
    for cases in _paid_together(desk, step, THANKS_DAYS, withdraws=False):
        if not desk.writes(step, [case for case in desk.account.cases if case.is_open]):
            return
        kept = [day for case in cases if (day := _kept(desk, case)) is not None]
        posted = max((notice.on for case in cases for notice in case.posted), default=None)
        letter = replace(
            desk.letter(Purpose.THANKS, step, cases),
            promised_on=max(kept, default=None),
            notice_posted_on=posted,
        )
        yield desk.put(letter, f"{_named(cases)} paid" + (f", as promised for {max(kept)}" if kept else ""))


def may_come(case: Case, rules: Rules, calendar: Calendar, today: date) -> bool:
    """Whether thanks, a withdrawal or the question about it may come today or later, as far as days alone tell.

    `calendar`: that of the client's place.
    """
    is_thanked = rules.letters.thanks is Thanks.ALWAYS or bool(case.promises or case.plan)
    days = _ASKING_DAYS if case.posted else THANKS_DAYS
    if case.is_open or not (is_thanked or case.posted) or not _was_lately(case, today, days):
        return False
    if case.plan is not None:  # what else it pays may be closed later
        return True
    last = max((notice.on for notice in case.posted), default=date.min)
    closed = closed_on(case, calendar)
    return closed is not None and (last > today or _is_lately(calendar, today, max(closed, last), days))


def _paid_together(desk: Desk, step: Step, days: int, *, withdraws: bool) -> Iterator[tuple[Case, ...]]:
    """The cases that one payment closed lately and that this letter is for, oldest payment first.

    What one payment closed, or one plan of instalments, stays together whatever day it is: the letter
    keeps its Message-ID.
    """
    groups: dict[str, list[Case]] = {}
    for case in desk.account.cases:
        may_be = bool(case.posted) if withdraws else _was_lately(case, desk.on, days)
        last = closing(case) if may_be else None
        if last is not None and _is_for(desk, case, step, days, withdraws=withdraws):
            by = last.source if withdraws or not _has_plan(case) or case.plan is None else case.plan.source
            groups.setdefault(by.fingerprint, []).append(case)
    ordered = sorted(groups.values(), key=lambda cases: [(_seen_on(desk, c), c.number) for c in cases])
    yield from map(tuple, ordered)


def _is_for(desk: Desk, case: Case, step: Step, days: int, *, withdraws: bool) -> bool:
    is_withdrawn = desk.rules.letters.withdraw and _has_crossed(desk, case)
    if is_withdrawn is not withdraws or not (withdraws or _earns_thanks(desk, case)):
        return False
    closed = closed_on(case, desk.calendar)
    if closed is None or not case.accepted or closed < desk.rules.start_on:
        return False
    if not (has_paid(case) if withdraws else is_paid_off(case)):
        return False
    if any(done.step == step.name for done in case.steps) or not desk.allows(step, case):
        return False
    if withdraws:
        return _is_lately(desk.calendar, desk.on, _seen_on(desk, case), days)
    mates = _mates(desk, case)
    seen = max(_seen_on(desk, each) for each in mates)
    is_over = not any(each.is_open for each in mates)
    return is_over and _is_lately(desk.calendar, desk.on, seen, days)


def _has_crossed(desk: Desk, case: Case) -> bool:
    """Whether the money was on its way when the notice was: what answers the notice does not make it void."""
    if not case.posted or not has_paid(case):
        return False
    came = max(each.on or desk.calendar.day_of(each.at) for each in case.postings if each.kind in MONEY)
    last = max(notice.on for notice in case.posted)
    return came <= desk.calendar.add_banking_days(last, CROSSING_DAYS)


def _has_plan(case: Case) -> bool:
    return case.plan is not None and not case.plan.ended


def _mates(desk: Desk, case: Case) -> list[Case]:
    """It and all else that one plan of instalments pays: thanks go once, at its end."""
    if not _has_plan(case):
        return [case]
    return [each for each in desk.account.cases if _has_plan(each) and each.plan == case.plan]


def _earns_thanks(desk: Desk, case: Case) -> bool:
    if desk.rules.letters.thanks is Thanks.ALWAYS:
        return True
    return bool(case.promises or _has_plan(case) or case.posted)


def _seen_on(desk: Desk, case: Case) -> date:
    """The day of the payment; of a notice that was posted after it, that one's: it is to be answered as well."""
    closed = closed_on(case, desk.calendar) or desk.on
    return max((closed, *(notice.on for notice in case.posted)))


def _was_lately(case: Case, on: date, days: int) -> bool:
    """Whether it may have been closed, or its notice posted, in the days that count at most."""
    if case.posted or case.plan is not None:
        return True
    return any((on - posting.at.date()).days <= _at_most(days) + 1 for posting in case.postings)


def _at_most(days: int) -> int:
    """So many open days are no more days than these."""
    return 7 * days + 31


def _is_lately(calendar: Calendar, on: date, seen: date, days: int) -> bool:
    """Whether no more than so many open days lie behind a day."""
    if seen > on or (on - seen).days > _at_most(days):
        return False
    between = (seen + timedelta(days=n) for n in range(1, (on - seen).days + 1))
    return sum(map(calendar.is_open, between)) <= days


def _kept(desk: Desk, case: Case) -> date | None:
    """The promised day that was kept; of a plan that was kept to its end, the day of its last part."""
    plan, closed = case.plan, closed_on(case, desk.calendar)
    if plan is not None and not plan.ended and closed is not None:
        grace = desk.calendar.add_banking_days(plan.parts[-1][0], desk.rules.replies.grace_days)
        return plan.parts[-1][0] if closed <= grace else None
    return kept_promise(case, desk.rules, desk.calendar)


def _named(cases: Sequence[Case]) -> str:
    numbers = ", ".join(case.number for case in cases)
    return f"{numbers} {'is' if len(cases) == 1 else 'are'}"
