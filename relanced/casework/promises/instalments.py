"""The owner's agreement to instalments in, the cases that wait for it while it is kept out. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, Instalments
from relanced.casework.promises.plan_draft import PlanDraft
from relanced.casework.promises.schedule import next_part, paid_of, parts_of
from relanced.casework.promises.steps import pseudo_step
from relanced.casework.replaced import heirs_of
from relanced.casework.typed import typed
from relanced.model.actions import Purpose
from relanced.model.decided import InstalmentsAgreed, OwnerDecided
from relanced.model.intents import Intent
from relanced.model.names import number_key


def fold_instalments(books: Books, agreed: InstalmentsAgreed) -> None:
    """Let the last word on instalments count; one without parts calls the plan off.

    A plan that shares an invoice with a later one ends with it: its parts add up no more. What the
    client had asked for, and what he had promised before, is answered by it. Invoices that were only
    perhaps meant are silenced until the owner says which.
    """
    found = [books.named(number, agreed.decided_at) for number in agreed.invoices]
    cases = list({id(case): case for case, _ in found if case is not None}.values())
    maybe = [case for _, others in found for case in others if case not in cases]
    maybe += [heir for heir in heirs_of(books, cases) if heir not in cases]
    books.link(agreed.source.fingerprint, [], [*cases, *maybe])
    if len(cases) < len(found):
        books.unmatched.append(agreed)
    for case in maybe:
        case.holds.append(_which(books, agreed, case))
    before = [case.plan for case in cases if case.plan is not None]
    _end(books, agreed, before)
    if agreed.parts and cases:
        keys = tuple(number_key(case.invoice.number) for case in cases)
        plan = PlanDraft(
            agreed=agreed, keys=keys, ordinal=1 + max((old.ordinal for old in before), default=0)
        )
        for case in cases:
            case.plan = plan
            case.holds = [hold for hold in case.holds if not _is_answered(hold)]
    for case in cases:
        books.refresh_item(case, agreed.decided_at)


def _end(books: Books, agreed: InstalmentsAgreed, plans: Iterable[PlanDraft]) -> None:
    day = books.calendar.day_of(agreed.decided_at)
    for old in plans:
        if not old.is_off:
            old.is_off = True
            old.ended = old.ended or f"you {'made another' if agreed.parts else 'called it off'} on {day}"
        for key in old.keys:
            books.refresh_item(books.cases[key], agreed.decided_at)


def _is_answered(hold: Hold) -> bool:
    asked = hold.kind is HoldKind.QUESTION and hold.intent is Intent.PLAN_REQUEST
    return asked or hold.kind is HoldKind.PROMISE


def _which(books: Books, agreed: InstalmentsAgreed, case: CaseDraft) -> Hold:
    why = f"the instalments of {books.calendar.day_of(agreed.decided_at)} may have meant this invoice, or another"
    return Hold(
        kind=HoldKind.NUMBER_UNSURE,
        since=agreed.decided_at,
        until=None,
        why=why,
        source=agreed.source,
        question=f"{why}. «{typed('resume', case.invoice.number)}» goes on without; or agree to them again.",
    )


def let_go(books: Books, decided: OwnerDecided, cases: Sequence[CaseDraft]) -> None:
    """«resume»: a plan that is broken by then is over; one that is kept stays agreed."""
    day = books.calendar.day_of(decided.decided_at)
    for case in cases:
        plan = plan_of(books, case)
        if case.plan is not None and plan is not None and not plan.ended and _is_over(plan, day):
            case.plan.ended = f"you let its reminders go on, on {day}"


def _is_over(plan: Instalments, day: date) -> bool:
    return plan.ends_on is not None and day > plan.ends_on


def plan_of(books: Books, case: CaseDraft) -> Instalments | None:
    """The last plan agreed for a case, with what was paid of it so far."""
    draft = case.plan
    if draft is None:
        return None
    agreed = draft.agreed
    paid = paid_of(draft, books.cases)
    coming = next((part for part in parts_of(agreed.parts, paid) if part.left.cents > 0), None)
    grace = books.rules.replies.grace_days
    return Instalments(
        agreed_at=agreed.decided_at,
        invoices=tuple(books.cases[key].invoice.number for key in draft.keys),
        parts=tuple(sorted(agreed.parts, key=lambda part: part[0])),
        paid=paid,
        source=agreed.source,
        note=agreed.note,
        ordinal=draft.ordinal,
        ends_on=books.calendar.add_banking_days(coming.on, grace) if coming is not None else None,
        ended=draft.ended or _ended_by_letter(books, draft),
    )


def _ended_by_letter(books: Books, draft: PlanDraft) -> str:
    name = pseudo_step(Purpose.PLAN_BROKEN, draft.ordinal).name
    sent = [done.at for key in draft.keys if (done := books.cases[key].steps.get(name)) is not None]
    return f"a letter of {books.calendar.day_of(min(sent))} ended it" if sent else ""


def plan_holds(books: Books, plan: Instalments | None) -> tuple[Hold, ...]:
    """Silence while a plan is kept; once a part is missing, until it has ended by a letter or the owner's word."""
    coming = next_part(plan) if plan is not None else None
    if plan is None or coming is None or plan.ended or plan.ends_on is None:
        return ()
    day = books.calendar.day_of(plan.agreed_at)
    why = f"instalments agreed on {day}: {coming.left} due on {coming.on}"
    first = plan.invoices[0]
    question = (
        f"{why} was missed, it had not come by {plan.ends_on}. Send the letter that ends them (in Drafts), or "
        f"agree to others: «relanced instalments {first} …»; «{typed('resume', first)}» lets the reminders go on at "
        "once."
    )
    hold = Hold(
        kind=HoldKind.PLAN,
        since=plan.agreed_at,
        until=None,
        why=why,
        source=plan.source,
        question=question,
        ask_on=_after(plan.ends_on),
    )
    return (hold,)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
