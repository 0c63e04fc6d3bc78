"""What the tests of letters share: the shipped templates and reminders of any shape."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from relanced.edge.templates import read_template_sources
from relanced.letters.context import LetterContext, letter_context
from relanced.letters.render import LetterStopped, Rendered, Templates
from relanced.letters.samples import SAMPLE_FIRM, sample_letters, sample_reminders
from relanced.model.actions import Reminder
from relanced.model.client import ClientKind
from relanced.model.ladder import Attach, Step
from relanced.model.names import ClientKey, StepName
from relanced.model.tone import Tone

SHIPPED = read_template_sources(None).sources
TEMPLATES = Templates(SHIPPED)  # compiled once for all tests
DAYS = {"avant_echeance": -5, "rappel": 7, "relance": 17, "derniere_relance": 30, "mise_en_demeure": 45}
KEY = b"a key for tests, of no other use"
NOW = datetime(2026, 5, 18, 9, 12, 30, tzinfo=UTC)
FIRM = SAMPLE_FIRM


def step_of(template: str, **changes: object) -> Step:
    step = Step(name=StepName(template), after_due_days=DAYS.get(template, 17), template=template)
    return replace(step, **changes)  # type: ignore[arg-type]  # mypy cannot see the field's type in a keyword


def reminder_of(
    template: str = "rappel", kind: ClientKind = ClientKind.BUSINESS, *, several: bool = False
) -> Reminder:
    """One of the invented reminders; `several`: part paid, two currencies, others beside them."""
    one, many, *_ = sample_reminders(step_of(template))
    found = many if several else one
    return replace(found, client=replace(found.client, kind=kind))


def named(reminder: Reminder, name: str, key: str = "k") -> Reminder:
    return replace(reminder, client=replace(reminder.client, name=name, key=ClientKey(key)))


def letter_of(reminder: Reminder, language: str = "fr", *, attached: bool = False) -> Rendered:
    context = letter_context(reminder, FIRM, attached=(Attach.INVOICE,) if attached else ())
    return TEMPLATES.render(language, reminder.step.template, context)


@cache
def samples_of(language: str, name: str, tone: Tone) -> tuple[tuple[LetterContext, Rendered], ...]:
    """A letter, in one language and tone, on every sample that it is meant for."""
    found: list[tuple[LetterContext, Rendered]] = []
    for _, sample in sample_letters(name):
        context = replace(sample, tone=tone)
        with suppress(LetterStopped):
            found.append((context, TEMPLATES.render(language, name, context)))
    return tuple(found)
