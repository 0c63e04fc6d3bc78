"""What the tests of the planner share: steps of every kind, clients who are configured, tasks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.casework_makers import RULES, after, at, credit, invoice, lines, notice, source

from relanced.model.actions import Action, GiveTask
from relanced.model.client import ClientRule
from relanced.model.decided import HandedOver, InstalmentsAgreed, TaskGiven
from relanced.model.facts import Fact
from relanced.model.ladder import Channel, Ladder, Step
from relanced.model.mark import Mark, task_message_id
from relanced.model.money import money_of
from relanced.model.names import ClientKey, InvoiceNumber, StepName
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind

ALPHA_RULE = ClientRule(match=("@alpha.example",), name="Alpha Menuiserie")


def rung(name: str, after_due_days: int | None = None, **keys: object) -> Step:
    """A step with any of its keys; without a day it counts from the step before."""
    step = Step(name=StepName(name), after_due_days=after_due_days, template=name)
    return replace(step, **keys)  # type: ignore[arg-type]  # the keys of Step, checked when it is made


def on(*steps: Step, rules: Rules = RULES) -> Rules:
    """Rules with this ladder."""
    return replace(rules, ladder=Ladder(steps))


def limited(rules: Rules = RULES, **limits: object) -> Rules:
    """Rules with these brakes."""
    return replace(rules, limits=replace(rules.limits, **limits))  # type: ignore[arg-type]  # as above


def known(rules: Rules = RULES, **keys: object) -> Rules:
    """Rules with a [[client]] for Alpha."""
    return replace(rules, clients=(replace(ALPHA_RULE, **keys),))  # type: ignore[arg-type]  # as above


def given(kind: TaskKind, *pairs: tuple[str, str], on: date, client: str = "alpha.example") -> TaskGiven:
    """The note of a task that the owner was given."""
    mark = Mark(client=ClientKey(client), lines=lines(*pairs))
    message_id = task_message_id(kind, mark, b"key", "firm.example")
    return TaskGiven(
        source=source(at(on), f"given {kind} {pairs} {on}", "Relanced/Journal"),
        message_id=message_id,
        kind=kind,
        client=mark.client,
        lines=mark.lines,
        given_at=at(on),
    )


def as_given(task: GiveTask) -> TaskGiven:
    """The note that a planned task leaves in the journal."""
    pairs = [(x.number, x.step) for x in task.reminder.lines if x.step is not None]
    return given(task.kind, *pairs, on=task.reminder.on, client=task.reminder.client.key)


def tasks_in(actions: Iterable[Action]) -> list[GiveTask]:
    return [action for action in actions if isinstance(action, GiveTask)]


def given_steps(actions: Iterable[Action]) -> dict[str, str]:
    """Invoice numbers in tasks, each with its step."""
    return {x.number: x.step for a in tasks_in(actions) for x in a.reminder.lines if x.step is not None}


def paid_after(*days: int) -> list[Fact]:
    """Invoices of Alpha's, each paid in full so many days after its due day, long ago."""
    facts: list[Fact] = []
    for place, late in enumerate(days, 1):
        number, amount = f"V-{place:03}", f"{100 + place}.00"
        facts += [
            invoice(number, on=after(-60), due=after(-50), total=amount),
            notice(credit(amount, number, "ALPHA MENUISERIE"), on=after(-50 + late), mail=number),
        ]
    return facts


CALL, LETTER, HANDOVER = Channel.CALL, Channel.LETTER, Channel.HANDOVER


def agreed(amount: str, *, pays_on: date, on: date, number: str = "F2026-001") -> InstalmentsAgreed:
    """The note of a plan that pays one invoice in one part."""
    return InstalmentsAgreed(
        source=source(at(on, 18), f"agreed {amount} {pays_on} {on}", "Relanced/Journal"),
        invoices=(InvoiceNumber(number),),
        parts=((pays_on, money_of(amount, "EUR")),),
        note="",
        decided_at=at(on, 18),
    )


def handed_over(number: str, *, on: date) -> HandedOver:
    """The note of a file that somebody else collects."""
    return HandedOver(
        source=source(at(on, 18), f"handed {number} {on}", "Relanced/Journal"),
        task=None,
        target=number,
        to="Me Durand",
        decided_at=at(on, 18),
    )
