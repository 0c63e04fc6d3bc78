"""What a command does to the log of its process, and an end to it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def log_as_it_was() -> Iterator[None]:
    """What is set up for a process in here, as by `run --once` that hears errors alone, ends with it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        structlog.reset_defaults()
        root.handlers[:] = handlers
        root.setLevel(level)
