"""Waiting for what another thread will have done in a moment, and no longer than that; a busy machine may be slow."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


async def eventually(condition: Callable[[], object], *, within: float = 30) -> None:
    """Return once this holds; fail when it still does not after so many seconds."""
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until, f"does not hold after {within} s"
        await asyncio.sleep(0.01)


@contextmanager
def soon(*, within: float = 20) -> Iterator[None]:
    """Fail where it takes as long as what it must not wait for: a minute, or for ever."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    assert took < within, f"took {took:.1f} s"
