"""Fixtures that all tests share: one Dovecot for the whole run, a mailbox of its own for each test."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from compiled_once import compiled_once
from hypothesis import settings
from logs import log_as_it_was
from servers.dovecot import Account, Dovecot, find_dovecot
from servers.relay import Relay, Trigger
from servers.workers import Forked

from relanced.daemon import hand
from relanced.letters import render

settings.register_profile("any machine", deadline=None)  # speed is measured in benchmarks/, never here
settings.load_profile("any machine")
for name in ("COLUMNS", "LINES"):  # a test says itself how wide its terminal is; pytest-xdist sets both
    os.environ.pop(name, None)

# Hundreds of tests start a worker: theirs are forked from a server that has loaded all that it needs, in a
# tenth of a second. Tests that start relanced as a process have the workers that it has in service.
hand.launch = Forked
pytest.MonkeyPatch().setattr(render, "environment_of", compiled_once(render.environment_of))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first: at the end it would keep one core waiting for the other."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """No test hears by the log that another set up."""
    with log_as_it_was():
        yield


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    binary = find_dovecot()
    if binary is None:
        said = "Dovecot is not installed (Debian: apt install dovecot-imapd)"
        if os.environ.get("RELANCED_REQUIRE_SERVERS") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with Dovecot(binary) as server:
        yield server


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """A fresh mailbox on the real server."""
    return dovecot.account()


@pytest.fixture
def relay() -> Iterator[Callable[..., Relay]]:
    """Makes relays to a loopback port, each with its fault."""
    with ExitStack() as stack:

        def make(port: int, trigger: Trigger | None = None) -> Relay:
            return stack.enter_context(Relay(port, trigger))

        yield make
