"""A client's plans of instalments in; their confirmation, or the letter that ends a broken one, out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from relanced.casework.ledger import Case, Instalments
from relanced.casework.promises.desk import Desk
from relanced.casework.promises.schedule import is_broken, is_kept, next_part, parts_of
from relanced.casework.promises.steps import pseudo_step
from relanced.model.actions import Action, Instalment, Purpose
from relanced.model.ladder import Step

CONFIRM_DAYS = 14  # from the agreement on


def agreed_plans(desk: Desk) -> Iterator[Action]:
    """Confirm new instalments in writing, once."""
    for plan, cases in _plans(desk):
        step = pseudo_step(Purpose.PLAN_AGREED, plan.ordinal)
        day = desk.calendar.day_of(plan.agreed_at)
        is_new = day <= desk.on <= day + timedelta(days=CONFIRM_DAYS) and is_kept(plan, desk.on)
        if is_new and _is_unsent(cases, step) and any(c.is_open for c in cases) and desk.writes(step, cases):
            letter = desk.letter(Purpose.PLAN_AGREED, step, cases)
            parts = tuple(Instalment(amount=amount, pays_on=on) for on, amount in plan.parts)
            yield desk.put(replace(letter, instalments=parts), f"instalments were agreed on {day}")


def broken_plans(desk: Desk) -> Iterator[Action]:
    """Tell the client that his plan is over, once a part is missing; until then the owner is asked (plan_holds)."""
    for plan, cases in _plans(desk):
        step, missing = pseudo_step(Purpose.PLAN_BROKEN, plan.ordinal), next_part(plan)
        owed = [case for case in cases if case.is_open]
        if missing is None or not owed or not is_broken(plan, desk.on) or not _is_unsent(cases, step):
            continue
        if desk.writes(step, owed):
            letter = desk.letter(Purpose.PLAN_BROKEN, step, owed)
            parts = parts_told(plan)
            why = f"{missing.left} due on {missing.on} have not come by {plan.ends_on}"
            yield desk.put(replace(letter, instalments=parts), why)


def parts_told(plan: Instalments) -> tuple[Instalment, ...]:
    """The parts of a plan, each with what of it is paid: for the letter that ends it."""
    return tuple(
        Instalment(amount=part.amount, pays_on=part.on, paid=part.paid)
        for part in parts_of(plan.parts, plan.paid)
    )


def _plans(desk: Desk) -> list[tuple[Instalments, tuple[Case, ...]]]:
    """The plans of a client, each once with the cases that it pays."""
    found: dict[str, list[Case]] = {}
    for case in desk.account.cases:
        if case.plan is not None and not case.plan.ended:
            found.setdefault(case.plan.source.fingerprint, []).append(case)
    return [(cases[0].plan, tuple(cases)) for cases in found.values() if cases[0].plan is not None]


def _is_unsent(cases: Sequence[Case], step: Step) -> bool:
    return not any(done.step == step.name for case in cases for done in case.steps)
