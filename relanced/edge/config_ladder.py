"""The tables of steps and ladders: their keys, types, limits and defaults; the ladder where nothing is written."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from relanced.edge import config_trade as t
from relanced.edge import config_values as v
from relanced.edge.config_problems import wrong
from relanced.edge.config_table import Table
from relanced.model.client import ClientKind
from relanced.model.ladder import (
    Attach,
    Channel,
    Charges,
    Fits,
    Habit,
    Ladder,
    Person,
    Sender,
    Standing,
    Step,
)
from relanced.model.names import StepName
from relanced.model.tone import Tone

_WORD = Field(strict=False)  # TOML has text only, pydantic's strict mode wants the enum itself
_DEFAULTS = Step(name=StepName("any"), template="any")
_FORMAL = frozenset({"mise_en_demeure", "formal_notice"})


class ForTable(Table):
    """step.for: the cases that a step is for; all that is written must hold."""

    kinds: list[Annotated[ClientKind, _WORD]] = Field(default_factory=list)
    languages: list[v.Language] = Field(default_factory=list)
    owed_from: t.Amount | None = None
    owed_below: t.Amount | None = None
    standing: Annotated[Standing, _WORD] | None = None
    habit: Annotated[Habit, _WORD] | None = None

    @model_validator(mode="after")
    def _holds_for_some(self) -> Self:
        low, high = self.owed_from, self.owed_below
        if low is not None and high is not None and low >= high:
            raise wrong("owed_from less than owed_below", "no amount is both")
        return self


class StepTable(Table):
    """[[step]], [[ladder.step]]: one rung of a ladder."""

    name: v.Name
    after_due_days: Annotated[int, Field(ge=-90, le=730)] | None = None
    after_previous_days: Annotated[int, Field(ge=1, le=730)] | None = None
    template: v.TemplateName | None = None
    channel: Annotated[Channel, _WORD] = Channel.MAIL
    attach: list[Annotated[Attach, _WORD]] | None = None
    to: Annotated[Person, _WORD] = _DEFAULTS.to
    cc: list[t.CopyTo] = Field(default_factory=list)
    bcc: list[t.CopyTo] = Field(default_factory=list)
    sender: v.Address | None = None
    sender_name: v.Text | None = None
    tone: Annotated[Tone, _WORD] | None = None
    charges: Annotated[Charges, _WORD] = _DEFAULTS.charges
    pay_within_days: Annotated[int, Field(ge=1, le=90)] = _DEFAULTS.pay_within_days
    lapses_after_days: Annotated[int, Field(ge=0, le=90)] = _DEFAULTS.lapses_after_days or 0
    approve: bool | None = None
    fits: ForTable = Field(alias="for", default_factory=ForTable)

    @model_validator(mode="after")
    def _counts_from_one_day(self) -> Self:
        if (self.after_due_days is None) == (self.after_previous_days is None):
            raise wrong("exactly one of after_due_days and after_previous_days")
        return self


class LadderTable(Table):
    """[[ladder]]: the steps for a group of clients."""

    name: v.Name
    kinds: list[Annotated[ClientKind, _WORD]] = Field(default_factory=list)
    tone: Annotated[Tone, _WORD] = Tone.NEUTRAL
    step: list[StepTable] = Field(min_length=1)


def ladder_of(table: LadderTable, sender: str) -> Ladder:
    """A ladder for a group of clients; `sender` is the address where a step names only a person."""
    return Ladder(steps_of(table.step, sender), name=table.name, kinds=tuple(table.kinds), tone=table.tone)


def steps_of(steps: list[StepTable], sender: str) -> tuple[Step, ...]:
    """The steps as written."""
    return tuple(_step(step, sender) for step in steps)


def _step(step: StepTable, sender: str) -> Step:
    template = step.template or step.name
    formal = not _FORMAL.isdisjoint({step.name.replace("-", "_"), template.replace("-", "_")})
    usual = [Attach.INVOICE] if step.channel is Channel.MAIL else []
    given = step.attach if step.attach is not None else usual
    return Step(
        name=StepName(step.name),
        after_due_days=step.after_due_days,
        after_previous_days=step.after_previous_days,
        template=template,
        channel=step.channel,
        attach=tuple(dict.fromkeys(given)),
        to=step.to,
        cc=tuple(step.cc),
        bcc=tuple(step.bcc),
        sender=_sender(step, sender),
        tone=step.tone,
        charges=step.charges,
        pay_within_days=step.pay_within_days,
        lapses_after_days=step.lapses_after_days or None,
        approve=formal if step.approve is None else step.approve,
        fits=Fits(
            owed_from=step.fits.owed_from,
            owed_below=step.fits.owed_below,
            kinds=tuple(step.fits.kinds),
            languages=tuple(step.fits.languages),
            standing=step.fits.standing,
            habit=step.fits.habit,
        ),
    )


def _sender(step: StepTable, usual: str) -> Sender | None:
    if step.sender is None and step.sender_name is None:
        return None
    return Sender(address=step.sender or usual, name=step.sender_name or "")


# No formal notice, and nobody else's collecting, to a public buyer: he pays by rules and statuses of his own.
_PRIVATE = ForTable(kinds=[ClientKind.BUSINESS, ClientKind.CONSUMER])
_PAPERS = [Attach.STATEMENT, Attach.STAMPED_INVOICE]

USUAL_STEPS = [
    StepTable(name="avant_echeance", after_due_days=-5),
    StepTable(name="rappel", after_due_days=5),
    StepTable(name="relance", after_due_days=15, attach=_PAPERS, charges=Charges.RESERVED),
    StepTable(name="appel", after_due_days=22, channel=Channel.CALL),
    StepTable(
        name="derniere_relance",
        after_due_days=30,
        attach=_PAPERS,
        charges=Charges.RESERVED,
        to=Person.ACCOUNTING,
    ),
    StepTable.model_validate(
        {
            "name": "mise_en_demeure",
            "after_due_days": 45,
            "channel": Channel.LETTER,
            "charges": Charges.CLAIMED,
            "for": _PRIVATE,
        }
    ),
    StepTable.model_validate(
        {"name": "remise", "after_previous_days": 21, "channel": Channel.HANDOVER, "for": _PRIVATE}
    ),
]
"""What suits most firms: the ladder of an owner who writes no [[step]]."""
