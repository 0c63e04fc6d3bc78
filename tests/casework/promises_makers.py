"""Plans of instalments, posted notices and paid-off stories, as the tests of promises need them."""

from dataclasses import replace
from datetime import date

from casework.casework_makers import RULES, at, credit, lines, notice, plan_of, source

from relanced.model.actions import Action, DraftReminder, Purpose, Reminder, SendReminder
from relanced.model.decided import InstalmentsAgreed, LetterPosted, TaskGiven
from relanced.model.facts import CreditNoticed, Fact
from relanced.model.ladder import Channel, Ladder, Step
from relanced.model.mark import Mark, task_message_id
from relanced.model.money import money_of
from relanced.model.names import ClientKey, InvoiceNumber, StepName
from relanced.model.rules import Letters, Rules, Thanks
from relanced.model.tasks import TaskKind

ALWAYS = replace(RULES, letters=Letters(thanks=Thanks.ALWAYS))
ON_PROMISE = replace(RULES, letters=Letters(thanks=Thanks.PROMISE))
NOTICE = "mise_en_demeure"
LETTERS = replace(
    ALWAYS,
    ladder=Ladder(
        (
            Step(name=StepName("rappel"), after_due_days=7, template="rappel"),
            Step(name=StepName(NOTICE), after_due_days=20, template=NOTICE, channel=Channel.LETTER),
        )
    ),
)


def agreed(
    *parts: tuple[date, str], on: date, of: tuple[str, ...] = ("F2026-001",), hour: int = 18
) -> InstalmentsAgreed:
    """The owner agreed to instalments; none: he calls them off."""
    when = at(on, hour)
    return InstalmentsAgreed(
        source=source(when, f"agreed {of} {parts} {when}", "Relanced/Journal"),
        invoices=tuple(map(InvoiceNumber, of)),
        parts=tuple((day, money_of(amount, "EUR")) for day, amount in parts),
        note="",
        decided_at=when,
    )


def posted(number: str = "F2026-001", *, given: date, on: date) -> tuple[TaskGiven, LetterPosted]:
    """The owner was given a formal notice, and posted it."""
    mark = Mark(client=ClientKey("alpha.example"), lines=lines((number, NOTICE)))
    message_id = task_message_id(TaskKind.LETTER, mark, b"key", "firm.example")
    task = TaskGiven(
        source=source(at(given, 9), f"given {number} {given}", "Relanced/Journal"),
        message_id=message_id,
        kind=TaskKind.LETTER,
        client=mark.client,
        lines=mark.lines,
        given_at=at(given, 9),
    )
    done = LetterPosted(
        source=source(at(on, 17), f"posted {number} {on}", "Relanced/Journal"),
        task=message_id,
        target="",
        tracking="1A 123",
        posted_on=on,
        decided_at=at(on, 17),
    )
    return task, done


def money(
    amount: str = "1200.00",
    *,
    on: date,
    reference: str = "F2026-001",
    payer: str = "ALPHA MENUISERIE",
    trusted: bool = True,
) -> CreditNoticed:
    """A bank's mail that tells of one payment."""
    return notice(credit(amount, reference, payer, on=on), on=on, trusted=trusted, mail=f"{amount} {on}")


def letter_in(actions: tuple[Action, ...], purpose: Purpose) -> Reminder | None:
    """The one letter of this purpose; None: there is none."""
    found = [
        each.reminder
        for each in actions
        if isinstance(each, SendReminder | DraftReminder) and each.reminder.purpose is purpose
    ]
    assert len(found) <= 1
    return found[0] if found else None


def is_draft(actions: tuple[Action, ...], purpose: Purpose) -> bool:
    """Whether the letter of this purpose is for the owner to send."""
    return any(isinstance(each, DraftReminder) and each.reminder.purpose is purpose for each in actions)


def chased(facts: tuple[Fact, ...], today: date, rules: Rules = RULES) -> dict[str, str | None]:
    """Who is chased today, by what: the letters that ask for money."""
    return {
        line.number: line.step
        for each in plan_of(*facts, today=today, rules=rules)
        if isinstance(each, SendReminder | DraftReminder) and each.reminder.purpose is Purpose.CHASE
        for line in each.reminder.lines
    }
