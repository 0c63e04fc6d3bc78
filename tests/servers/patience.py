"""Waiting for what another thread will have done in a moment."""

import asyncio
from collections.abc import Callable


async def eventually(condition: Callable[[], object], *, within: float = 5) -> None:
    """Return once this holds; fail when it still does not after so many seconds."""
    for _ in range(int(within / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"does not hold after {within} s")
