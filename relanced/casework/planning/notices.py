"""The notices that a case had on paper, and its ladder, in; which stand, and which letters they spare, out. Pure."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from relanced.casework.ledger import Posted, StepDone
from relanced.casework.promises.steps import purpose_of
from relanced.model.actions import Purpose
from relanced.model.ladder import Channel, Ladder, Step


def standing(posted: Iterable[Posted], done: Iterable[StepDone], zone: ZoneInfo) -> tuple[Posted, ...]:
    """The notices that were not taken back: those posted after the day of the last withdrawal."""
    noticed = tuple(posted)
    if not noticed:
        return ()
    days = (each.at.astimezone(zone).date() for each in done if purpose_of(each.step) is Purpose.WITHDRAWAL)
    withdrawn_on = max(days, default=date.min)
    return tuple(notice for notice in noticed if notice.on > withdrawn_on)


def spared(
    ladder: Ladder, done: Collection[StepDone], notices: Iterable[Posted], fits: Callable[[Step], bool]
) -> frozenset[int]:
    """The places of the letters for which a notice was posted beside the ladder: one each, the lowest first.

    The client has that letter already: a second one would set him a second day.
    """
    letters = {step.name: index for index, step in enumerate(ladder.steps) if step.channel is Channel.LETTER}
    ahead = sum(letters.keys().isdisjoint(notice.steps) for notice in notices)
    names = {each.step for each in done}
    undone = (index for name, index in letters.items() if name not in names and fits(ladder.steps[index]))
    return frozenset(islice(undone, ahead))


def wants_notice(ladder: Ladder, index: int, fits: Callable[[Step], bool]) -> bool:
    """Whether the step at this place builds on a formal notice: it hands over, and such a letter comes before it."""
    if ladder.steps[index].channel is not Channel.HANDOVER:
        return False
    return any(step.channel is Channel.LETTER and fits(step) for step in ladder.steps[:index])
