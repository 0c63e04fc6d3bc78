"""A small part of `make crash`: some two hundred kills at every step, with the store kept, restored and deleted.

What went wrong is told with the command that plays the same story again.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from commands import run_command
from crash.crash_mails import address_of
from crash.crash_sink import running_crash_sink
from crash.crash_story import Ground, ground, play
from crash.crash_world import World
from crash.matrix import in_words
from crash.scenario import FIRST, OPENS, ZONE, Mode, draw
from crash.verdict import judge
from crash.zygote import KILLED
from servers.dovecot import Dovecot

from relanced.edge.crash import VARIABLE, Point

pytestmark = pytest.mark.slow

STORIES = range(1, 21)


@pytest.fixture(scope="module")
def on(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(dovecot, tmp_path_factory.mktemp("crash")) as ready:
        yield ready


@pytest.mark.parametrize("seed", STORIES)
def test_nothing_leaves_twice_nor_past_a_reply_and_nothing_is_lost(on: Ground, seed: int) -> None:
    seen = play(draw(seed), on)

    faults = judge(seen)
    assert not faults, f"{faults}\nmake crash STORY={seed}\n{in_words(seen)}"
    assert any(life.killed for life in seen.lives)


def test_a_story_is_drawn_from_its_seed_alone() -> None:
    assert draw(7) == draw(7)
    drawn = [draw(seed) for seed in range(400)]
    assert {scenario.mode for scenario in drawn} == set(Mode)
    points = {plan.crash.partition(":")[0] for scenario in drawn for plan in scenario.lives}
    by_hand = {
        Point.GESTURE_NOTED,
        Point.GESTURE_UNDONE,
    }  # nobody moves mails here; daemon/test_gestures.py does
    assert points - {""} == {point.value for point in set(Point) - by_hand}


def test_a_process_of_its_own_dies_at_its_point_as_the_forked_ones_do(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    """The real command, its worker and all: killed with the claim committed, then asked about, never sent again."""
    with running_crash_sink() as sink:
        world = World(dovecot, sink, tmp_path / "firm", draw(1))
        world.begin()
        assert _relanced(world, crash=Point.CLAIMED.value) == KILLED
        assert _relanced(world) == 1  # the owner is asked
        asked = run_command(world.folder / "firm.toml", "status").stdout

    clients = {address_of(client) for client in world.scenario.clients}
    assert len(sink.taken) == len({letter.to for letter in sink.taken}) == len(clients) - 1
    assert "may or may not have left" in asked


def _relanced(world: World, crash: str = "") -> int:
    at = datetime.combine(FIRST, OPENS, ZONE).isoformat()
    config = str(world.folder / "firm.toml")
    command = [sys.executable, "-m", "relanced", "--config", config, "run", "--once", "--at", at]
    return subprocess.run(command, env=os.environ | {VARIABLE: crash}, check=False, timeout=120).returncode
