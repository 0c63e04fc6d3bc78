"""How new the last look must be: the vital folders just now, every folder within the minute."""

import asyncio
from typing import cast

import pytest
from letters.letter_makers import reminder_of

from relanced.daemon import door
from relanced.daemon.door import FRESH_S, VITAL_S, LastLook
from relanced.daemon.office import Office
from relanced.daemon.sweep import FolderSwept, Swept
from relanced.edge.clock import seconds_passed
from relanced.edge.folders import Folder, Role
from relanced.model.actions import Action, SendReminder

REMINDER = reminder_of()
PLANNED: tuple[Action, ...] = (SendReminder(reminder=REMINDER, why="due"),)
OFFICE = cast("Office", None)  # asked for nothing here: the lease is held, the mailbox is played


def swept(age_s: float = 0.0, *, everything: bool = False, incomplete: str = "") -> Swept:
    inbox = Folder(name="INBOX", path=("INBOX",), role=Role.INBOX, selectable=True)
    folder = FolderSwept(folder=inbox, new=0, read=0, quarantined=0, incomplete=incomplete)
    return Swept(folders=(folder,), started=seconds_passed() - age_s, everything=everything)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def held(_office: Office) -> str:
        return ""

    monkeypatch.setattr(door, "keep_lease", held)


async def look(
    *looks: Swept, first_age_s: float = 0.0, actions: tuple[Action, ...] = PLANNED
) -> tuple[str, list[bool]]:
    """What the gate says after these looks, one after the other; and whether each was asked for every folder."""
    left, asked = list(looks), list[bool]()

    async def replan(everything: bool) -> tuple[Swept, tuple[Action, ...]]:
        asked.append(everything)
        return left.pop(0), actions

    gate = LastLook(OFFICE, swept(first_age_s, everything=True), replan)
    return await gate.why_shut(REMINDER, tired=lambda: None), asked


async def test_just_looked_at_and_still_planned_it_may_leave() -> None:
    assert await look(swept()) == ("", [False])


async def test_every_folder_is_read_again_before_its_last_reading_is_a_minute_old() -> None:
    assert await look(swept(everything=True), first_age_s=FRESH_S - VITAL_S + 1) == ("", [True])
    why, asked = await look(swept(), swept(), first_age_s=FRESH_S + 1)
    assert asked == [True, True]
    assert "longer than" in why


async def test_a_look_that_took_a_while_is_taken_once_more_and_then_the_law_s_minute_counts() -> None:
    assert await look(swept(VITAL_S + 1), swept()) == ("", [False, False])
    assert await look(swept(VITAL_S + 1), swept(VITAL_S + 1)) == ("", [False, False])
    why, _ = await look(swept(VITAL_S + 1), swept(FRESH_S + 1))
    assert "longer than" in why


@pytest.mark.parametrize(
    ("found", "actions", "says"),
    [
        (swept(incomplete="mails missing"), PLANNED, "INBOX: mails missing"),
        (swept(), (), "something came in"),
    ],
)
async def test_what_could_not_be_read_and_what_is_planned_no_more_stays(
    found: Swept, actions: tuple[Action, ...], says: str
) -> None:
    why, _ = await look(found, actions=actions)
    assert says in why


async def test_who_is_not_alone_on_the_mailbox_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def lost(_office: Office) -> str:
        return "another relanced works here"

    monkeypatch.setattr(door, "keep_lease", lost)
    assert await look(swept()) == ("another relanced works here", [])


async def test_a_server_is_not_kept_waiting_and_what_is_being_read_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "LOOK_S", 0.01)
    told: list[str] = []

    async def slow(_everything: bool) -> tuple[Swept, tuple[Action, ...]]:
        await asyncio.sleep(0.05)
        told.append("read")
        return swept(FRESH_S + 1), PLANNED

    def tired() -> None:
        told.append("tired")

    gate = LastLook(OFFICE, swept(everything=True), slow)
    assert "longer than" in await gate.why_shut(REMINDER, tired=tired)
    assert told == ["tired", "read"]
