"""Fixtures of the faults: a reader for all of them, a mail server that takes everything."""

from collections.abc import Iterator

import pytest
from faults.fault_makers import KEY, Place
from servers.sink import Sink, running_sink

from relanced.daemon.reader import Reader
from relanced.daemon.set_up import set_up


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Starting one takes a second."""
    loaded = Place(folder=tmp_path_factory.mktemp("reader"), imap=1).settings()
    shared = Reader(set_up(loaded.rules, loaded.authserv_ids, KEY.encode()))
    yield shared
    shared.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as opened:
        yield opened
