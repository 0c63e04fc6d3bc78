"""A letter that left and the invoices of a file in, what it was to each of them out: chased, announced, named. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from relanced.casework.promises.steps import purpose_of
from relanced.model.actions import Purpose
from relanced.model.dossier import EventKind
from relanced.model.names import InvoiceNumber, StepName, number_key

Lines = Iterable[tuple[InvoiceNumber, StepName | None]]

_ASKS_NOTHING = {Purpose.THANKS, Purpose.WITHDRAWAL, Purpose.PLAN_AGREED}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTold:
    """What a letter was to the invoices of a file."""

    kind: EventKind  # REMINDER, ANNOUNCED, LETTER or MENTIONED
    about: tuple[InvoiceNumber, ...]
    beside: tuple[InvoiceNumber, ...]  # only named: nothing was asked of them
    steps: tuple[StepName, ...]


def chased_in(lines: Lines) -> dict[str, StepName | None]:
    """The invoices that a letter asks money for, by number_key, each with its step.

    Ours names the step of each that it chases, and lists others without one. The owner's own letter has
    no step at all: it chases all that it names. Thanks, a withdrawal and a plan agreed chase nothing.
    """
    named = {number_key(number): step for number, step in lines}
    if not any(named.values()):
        return named
    return {key: step for key, step in named.items() if step and purpose_of(step) not in _ASKS_NOTHING}


def letter_told(
    lines: Lines, due: Mapping[InvoiceNumber, date], on: date, else_about: tuple[InvoiceNumber, ...]
) -> LetterTold:
    """What a letter of the day `on` was to the invoices of a file, each with its due day.

    Until the due day it announced, from the day after it reminded. `else_about`: what it is about where
    it names none of them.
    """
    lines = tuple(lines)
    chased, named = chased_in(lines), {number_key(number): step for number, step in lines}
    theirs = tuple(number for number in due if number_key(number) in named)
    asked = [number for number in theirs if number_key(number) in chased]
    late = [number for number in asked if on > due[number]]
    marked = [number for number in theirs if named[number_key(number)]]
    if late or not theirs:
        kind, about = EventKind.REMINDER, late
    elif asked:
        kind, about = EventKind.ANNOUNCED, asked
    elif marked:
        kind, about = EventKind.LETTER, marked
    else:
        kind, about = EventKind.MENTIONED, list(theirs)
    steps = (named[number_key(number)] for number in about)
    return LetterTold(
        kind=kind,
        about=tuple(about) or else_about,
        beside=tuple(number for number in theirs if number not in about),
        steps=tuple(dict.fromkeys(step for step in steps if step)),
    )
