"""An answer for the owner to send and the firm in; the name of its template and what that may speak of out. Pure."""

from dataclasses import dataclass, fields, replace

from relanced.letters.context import LetterContext, letter_context
from relanced.model.actions import Answer, Instalment, Reminder
from relanced.model.intents import Ask
from relanced.model.ladder import Step
from relanced.model.names import StepName
from relanced.model.rules import Firm

COPY, IBAN, PLAN = ANSWERS = ("answer_copy", "answer_iban", "answer_plan")  # names of templates


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContext(LetterContext):
    """All that the template of an answer can print; what it is about is `chased`."""

    instalments: tuple[Instalment, ...]  # of answer_plan


def template_of(answer: Answer) -> str:
    """The one letter that answers all that was asked: each of them names the account, each can carry the copies."""
    if Ask.PLAN in answer.asks:
        return PLAN
    return COPY if Ask.COPY in answer.asks else IBAN


def answer_context(answer: Answer, firm: Firm, *, attached: bool) -> AnswerContext:
    """Lay out an answer for its template. `attached`: the files of its invoices are really in hand."""
    step = Step(name=StepName("answer"), after_due_days=0, template=template_of(answer))
    about = Reminder(
        client=answer.client,
        to=answer.to,
        step=step,
        lines=tuple(replace(line, step=step.name) for line in answer.lines),
        on=answer.on,
    )
    laid = letter_context(about, firm, attached=attached)
    return with_instalments(laid, answer.instalments)


def with_instalments(context: LetterContext, instalments: tuple[Instalment, ...]) -> AnswerContext:
    """The context of a letter, with a plan of instalments beside it."""
    known = {field.name: getattr(context, field.name) for field in fields(context)}
    return AnswerContext(**known, instalments=instalments)
