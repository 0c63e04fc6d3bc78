"""An answer for the owner to send and the firm in; the name of its template and what that may speak of out. Pure."""

from dataclasses import replace

from relanced.letters.context import LetterContext, letter_context
from relanced.model.actions import Answer, Reminder
from relanced.model.intents import Ask
from relanced.model.ladder import Attach, Step
from relanced.model.names import StepName
from relanced.model.rules import Firm

COPY, IBAN, PLAN = ANSWERS = ("answer_copy", "answer_iban", "answer_plan")  # names of templates


def template_of(answer: Answer) -> str:
    """The one letter that answers all that was asked: each of them names the account, each can carry the copies."""
    if Ask.PLAN in answer.asks:
        return PLAN
    return COPY if Ask.COPY in answer.asks else IBAN


def answer_context(answer: Answer, firm: Firm, *, attached: bool) -> LetterContext:
    """Lay out an answer for its template. `attached`: the files of its invoices are really in hand."""
    step = Step(name=StepName("answer"), after_due_days=0, template=template_of(answer))
    about = Reminder(
        client=answer.client,
        to=answer.to,
        step=step,
        lines=tuple(replace(line, step=step.name) for line in answer.lines),
        on=answer.on,
        instalments=answer.instalments,
    )
    return letter_context(about, firm, attached=(Attach.INVOICE,) if attached else ())
