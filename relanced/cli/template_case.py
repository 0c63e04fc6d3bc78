"""What the owner typed and the books in, the reminder that a letter is previewed for out: as of today."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from relanced.casework.ledger import Account, Case
from relanced.casework.planning.plan import plan
from relanced.casework.planning.reminders import Due, remind
from relanced.casework.planning.steps import NextStep
from relanced.casework.promises.plan_letters import parts_told
from relanced.casework.promises.steps import BESIDE, pseudo_step
from relanced.casework.target import find_account, find_case
from relanced.daemon.books import Books
from relanced.model.actions import (
    Action,
    DraftReminder,
    GiveTask,
    Instalment,
    Purpose,
    Reminder,
    SendReminder,
)
from relanced.model.ladder import Step
from relanced.model.names import StepName

_PAID = frozenset({Purpose.THANKS, Purpose.WITHDRAWAL})
Writes = SendReminder | DraftReminder | GiveTask


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """A reminder for a case, and what it is."""

    reminder: Reminder
    what: str  # «what relanced writes today», or at which step it would


def letter_for(books: Books, target: str, template: str, step: str | None) -> CaseLetter | str:
    """The letter that is planned for today, else the one that a step would write; or why there is none.

    `step`: a step of the client's ladder, or a letter beside it («echeancier»); without it, and with
    nothing planned, the first step that uses this template.
    """
    found = find_case(books.ledger, target)
    account, case = found or (find_account(books.ledger, target), None)
    if account is None:
        return f"{target}: no invoice and no client is called so; «relanced status» lists them."
    planned = _planned(books, account, case)
    if step is None and planned is not None:
        return CaseLetter(planned.reminder, f"what relanced writes today: {planned.why}")
    return _at_step(books, account, case, template, step)


def _planned(books: Books, account: Account, case: Case | None) -> Writes | None:
    """Today's letter or task of this client, of this invoice."""

    def is_theirs(action: Action) -> bool:
        return (
            isinstance(action, SendReminder | DraftReminder | GiveTask)
            and action.reminder.client.key == account.client.key
            and (case is None or case.number in {line.number for line in action.reminder.lines})
        )

    actions = plan(books.ledger, books.settings.rules, books.today)
    return next((a for a in actions if isinstance(a, Writes) and is_theirs(a)), None)


def _at_step(
    books: Books, account: Account, case: Case | None, template: str, name: str | None
) -> CaseLetter | str:
    steps = books.settings.rules.ladder_of(account.client).steps
    known = (*(step.name for step in steps), *sorted(BESIDE))
    step = _step_of(steps, template, name)
    if step is None:
        wanted = (
            f"no step is called «{name}»"
            if name
            else f"nothing is written today and no step uses «{template}»"
        )
        return f"{wanted}; there are: {', '.join(known)}. Name one with --step."
    purpose = Purpose(step.name) if step.name in BESIDE else Purpose.CHASE
    about, listed = _cases(books, account, case, purpose)
    if not about:
        return f"{account.client.name}: there is no invoice that such a letter could be about."
    index = next((i for i, each in enumerate(steps) if each.name == step.name), len(steps))
    due = [Due(each, NextStep(step, index, books.today)) for each in about]
    reminder = remind(account, due, listed, books.settings.rules, books.today).reminder
    return CaseLetter(
        _for_purpose(reminder, purpose, about), f"not planned for today; as at the step «{step.name}»"
    )


def _step_of(steps: Iterable[Step], template: str, name: str | None) -> Step | None:
    if name is None:
        uses = next((step for step in steps if step.template == template), None)
        return uses or (pseudo_step(Purpose(template)) if template in BESIDE else None)
    if name in BESIDE:
        return pseudo_step(Purpose(StepName(name)))
    return next((step for step in steps if step.name == name), None)


def _cases(
    books: Books, account: Account, case: Case | None, purpose: Purpose
) -> tuple[list[Case], list[Case]]:
    """What the letter is about, and what else is overdue and may be spoken of."""
    fit = [each for each in account.cases if each.is_open is not (purpose in _PAID)]
    free = [each for each in fit if each.is_open and not each.silenced_by(books.today)]
    about = [case] if case is not None else (free or fit)
    overdue = [each for each in free if each.due_on < books.today and each not in about]
    return [each for each in about if each in fit], [] if purpose in _PAID else overdue


def _for_purpose(reminder: Reminder, purpose: Purpose, about: list[Case]) -> Reminder:
    """The same lines, with the day or the instalments that such a letter speaks of, where they are known."""
    promises = [each.pays_on for case in about for each in case.promises]
    posted = [each.on for case in about for each in case.posted]
    plan_of = next((case.plan for case in about if case.plan is not None), None)
    parts = parts_told(plan_of) if plan_of else ()
    return replace(
        reminder,
        purpose=purpose,
        apart=() if purpose in _PAID else reminder.apart,
        instalments=_parts_for(purpose, parts),
        promised_on=max(promises, default=None) if purpose is Purpose.PROMISE_BROKEN else None,
        notice_posted_on=max(posted, default=None) if purpose in _PAID else None,
    )


def _parts_for(purpose: Purpose, parts: tuple[Instalment, ...]) -> tuple[Instalment, ...]:
    """The parts as such a letter tells them: only the one that ends a plan says what is paid."""
    if purpose is Purpose.PLAN_BROKEN:
        return parts
    return tuple(replace(part, paid=None) for part in parts) if purpose is Purpose.PLAN_AGREED else ()
