"""An invoice that took another's place in; what silenced the old one, its plan and promises, on the new, out. Pure.

A corrected number is no new claim: what the client or the owner had said of the old one stays said. All
of it pauses; the owner ends it by the new number, or by the old one.
"""

from collections.abc import Iterable
from dataclasses import replace

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind
from relanced.casework.promises.steps import BESIDE
from relanced.casework.typed import typed
from relanced.model.actions import Purpose
from relanced.model.facts import InvoiceSent
from relanced.model.intents import Intent
from relanced.model.names import number_key
from relanced.model.tasks import TaskKind

# What our own papers had left in doubt about the old one, and where its mails could not go, is over with it.
_STAYS = frozenset({HoldKind.CONTRADICTION, HoldKind.NUMBER_UNSURE, HoldKind.BOUNCE, HoldKind.REFUSED})
_AFTERWARDS = frozenset({Purpose.THANKS.value, Purpose.WITHDRAWAL.value})
_TASKS = {
    TaskKind.CALL: "a call sheet",
    TaskKind.LETTER: "a formal notice to post",
    TaskKind.HANDOVER: "a file to hand over",
}


def take_place(books: Books, old: CaseDraft, new: CaseDraft, sent: InvoiceSent) -> None:
    """Let what stood on the old invoice stand on the one that takes its place; before the old one is closed."""
    old.replaced_by = number_key(sent.number)
    for hold in old.holds:
        if hold.kind not in _STAYS:
            _carry(books, old, new, hold)
    # a day before the new one is due was a word about the old due day: its silence is enough
    new.promises.extend(promise for promise in old.promises if promise.pays_on >= new.due_on)
    _ask_of_tasks(old, new, sent)
    _take_plan(books, old, new, sent)


def heirs_of(books: Books, cases: Iterable[CaseDraft]) -> list[CaseDraft]:
    """The invoices that have taken the place of these, each once."""
    found: dict[str, CaseDraft] = {}
    waiting = list(cases)
    while waiting:
        key = waiting.pop().replaced_by
        if key and key not in found:
            found[key] = books.cases[key]
            waiting.append(found[key])
    return list(found.values())


def for_heir(hold: Hold, old: CaseDraft, new: CaseDraft) -> Hold:
    """The silence of an invoice, as it stands on the one that took its place."""
    number = new.invoice.number
    came = f"{number} took the place of {old.invoice.number}"
    ways = f" {came}: «{typed('resume', number)}» lets its reminders go on."
    question = f"{hold.question}{ways}" if hold.question else ""
    return replace(hold, why=f"{hold.why}; {came}", question=question, credit="")


def _carry(books: Books, old: CaseDraft, new: CaseDraft, hold: Hold) -> None:
    carried = for_heir(hold, old, new)
    new.holds.append(carried)
    for told in books.of_tasks.values():  # an answer that is understood ends it as well
        if any(holder is old and each is hold for holder, each in told):
            told.append((new, carried))


def _ask_of_tasks(old: CaseDraft, new: CaseDraft, sent: InvoiceSent) -> None:
    """A paper about the old number lies with the owner, or with the client: what now, he alone can say."""
    said = [f"{_TASKS[task.kind]} about {old.invoice.number} was given to you" for task in old.tasks]
    said += [f"a formal notice about {old.invoice.number} was posted on {posted.on}" for posted in old.posted]
    if not said:
        return
    number = new.invoice.number
    why = f"{number} took the place of {old.invoice.number}, and {'; '.join(said)}"
    question = (
        f"{why}. Is the client to hear of it otherwise? «{typed('resume', number)}» lets the reminders about "
        f"{number} begin."
    )
    new.holds.append(_asking(sent, why, question))


def _take_plan(books: Books, old: CaseDraft, new: CaseDraft, sent: InvoiceSent) -> None:
    """The plan names the new number; where its parts no longer come to what is owed, the owner is asked."""
    plan = old.plan
    if plan is None or new.plan is not None:
        return
    before, after = number_key(old.invoice.number), number_key(sent.number)
    plan.keys = tuple(dict.fromkeys(after if key == before else key for key in plan.keys))
    old.plan, new.plan = None, plan
    for step, done in old.steps.items():  # they confirmed this plan, or ended it
        if step.partition("-")[0] in BESIDE - _AFTERWARDS:
            new.steps.setdefault(step, done)
    is_even = sent.total == old.owed and not any(p.at > plan.agreed.decided_at for p in old.postings)
    if is_even or plan.is_off or plan.ended:
        return
    number, day = sent.number, books.calendar.day_of(plan.agreed.decided_at)
    why = (
        f"{number} over {sent.total} took the place of {old.invoice.number} over {old.invoice.total}, of which "
        f"instalments were agreed on {day}: they no longer come to what is owed"
    )
    question = (
        f"{why}. Agree to others: «relanced instalments {number} …»; call them off: «relanced instalments {number} "
        f"--off»; «{typed('resume', number)}» keeps them as they are."
    )
    new.holds.append(_asking(sent, why, question, Intent.PLAN_REQUEST))  # new parts answer it


def _asking(sent: InvoiceSent, why: str, question: str, intent: Intent | None = None) -> Hold:
    return Hold(
        kind=HoldKind.QUESTION,
        since=sent.source.at,
        until=None,
        why=why,
        source=sent.source,
        question=question,
        intent=intent,
    )
