"""Pieces of work in, their results in order out, the next piece always under way meanwhile."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def ahead(jobs: Iterable[Callable[[], Coroutine[Any, Any, T]]]) -> AsyncGenerator[T, None]:
    """Begin each piece while the result of the one before is used. Use with `aclosing`.

    So the mailbox answers while the worker reads. Raises what a piece raises; the next one is cancelled then.
    """
    begun: list[asyncio.Task[T]] = []
    try:
        for job in jobs:
            begun.append(asyncio.create_task(job()))
            if len(begun) > 1:
                result = await begun[0]
                begun.pop(0)
                yield result
        for task in tuple(begun):
            yield await task
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
