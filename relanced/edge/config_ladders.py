"""The raw ladders of a file in, the problems between their steps, and with those who are on them, out."""

import re
from collections.abc import Iterator
from pathlib import Path

from relanced.edge.config_problems import Problem, did_you_mean, shown
from relanced.edge.config_raw import Raw, table_in, tables_in, texts_in
from relanced.edge.config_values import is_address
from relanced.model.actions import Purpose
from relanced.model.ladder import Channel
from relanced.model.names import address_matches

_ORDINAL = re.compile(r"-[0-9]+$", re.ASCII)  # a second plan's letters are «echeancier-2»
RESERVED = frozenset(purpose.value for purpose in Purpose if purpose is not Purpose.CHASE)


def ladder_relations(file: Path, raw: Raw) -> Iterator[Problem]:
    """Every problem of the default ladder, of the others, and between ladders and clients."""
    ours = tuple(texts_in(table_in(raw, "firm"), "addresses"))
    yield from _rungs(file, "step", list(tables_in(raw, "step")), ours)
    names: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for i, ladder in tables_in(raw, "ladder"):
        yield from _rungs(file, f"ladder[{i}].step", list(tables_in(ladder, "step")), ours)
        name = ladder.get("name")
        if isinstance(name, str) and (first := names.setdefault(name, i)) != i:
            found = f"{shown((), name)}, which is [[ladder]] {first} already"
            yield Problem(file, f"ladder[{i}].name", "a name of its own", found)
        for j, kind in enumerate(texts_in(ladder, "kinds"), 1):
            where = f"ladder[{i}].kinds[{j}]"
            if kind in texts_in(ladder, "kinds")[: j - 1]:
                yield Problem(file, where, "each kind once", f"{shown((), kind)} again")
            elif (first := kinds.setdefault(kind, i)) != i:
                found = f"{shown((), kind)}, whose ladder is [[ladder]] {first} already"
                yield Problem(file, where, "a kind that no other ladder has", found)
    yield from _unknown(file, raw, list(names))


def _unknown(file: Path, raw: Raw, names: list[str]) -> Iterator[Problem]:
    for i, client in tables_in(raw, "client"):
        named = client.get("ladder")
        if isinstance(named, str) and named not in names:
            expected = f"one of {', '.join(names)}" if names else "the name of a [[ladder]]; there is none"
            hint = did_you_mean(named, names)
            yield Problem(file, f"client[{i}].ladder", expected, shown((), named), hint)


def _rungs(file: Path, at: str, steps: list[tuple[int, Raw]], ours: tuple[str, ...]) -> Iterator[Problem]:
    """The problems of one ladder, step by step."""
    last = steps[-1][0] if steps else 0
    places: dict[str, int] = {}
    before: list[Raw] = []
    for i, step in steps:
        where = f"{at}[{i}]"
        yield from _name(file, where, step, i, places)
        yield from _day(file, where, step, before)
        if step.get("channel") == Channel.HANDOVER.value and i != last:
            hint = "after it somebody else collects: nothing of yours may follow"
            found = f"step {i} of {last}"
            yield Problem(file, f"{where}.channel", "the last step of its ladder", found, hint)
        sender = step.get("sender")
        if isinstance(sender, str) and is_address(sender) and not address_matches(sender, ours):
            expected = "an address that firm.addresses names or covers"
            hint = "a letter from any other would be read as a client's mail"
            yield Problem(file, f"{where}.sender", expected, shown((), sender), hint)
        before.append(step)


def _name(file: Path, where: str, step: Raw, i: int, places: dict[str, int]) -> Iterator[Problem]:
    """A name is a step's identity in the history."""
    name = step.get("name")
    if not isinstance(name, str):
        return
    first = places.setdefault(name, i)
    if _ORDINAL.sub("", name) in RESERVED:
        expected, hint = "a name that relanced does not use itself", "a letter beside the ladder has it"
        yield Problem(file, f"{where}.name", expected, shown((), name), hint)
    elif first != i:
        found = f"{shown(('step',), name)}, which is step {first} already"
        yield Problem(file, f"{where}.name", "a name of its own", found)


def _day(file: Path, where: str, step: Raw, before: list[Raw]) -> Iterator[Problem]:
    """Days that do not rise would climb two steps at once; the first step has none before it.

    Two steps of one day may be the two ways of one step, each for other cases.
    """
    if not before and "after_previous_days" in step and "after_due_days" not in step:  # both: told as that
        hint = "no step comes before the first: count it from the due day, with after_due_days"
        found = "the first step of a ladder"
        yield Problem(file, f"{where}.after_previous_days", "a step before this one", found, hint)
    days = step.get("after_due_days")
    earlier = [each for each in before if _is_whole(each.get("after_due_days"))]
    if not _is_whole(days) or not earlier:
        return
    latest = max(each["after_due_days"] for each in earlier)
    is_other_way = days == latest and "for" in step and "for" in earlier[-1]
    if days <= latest and not is_other_way:
        hint = "write the steps in the order in which they come"
        expected = f"more than {latest}, the step before"
        yield Problem(file, f"{where}.after_due_days", expected, str(days), hint)


def _is_whole(days: object) -> bool:
    return isinstance(days, int) and not isinstance(days, bool)
