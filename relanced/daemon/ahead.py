"""Pieces of work in, their results in order out, the next piece always under way meanwhile."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


Job = Callable[[], Coroutine[Any, Any, T]]


async def ahead(jobs: Iterable[Job[T]] | AsyncIterable[Job[T]], *, by: int = 1) -> AsyncGenerator[T, None]:
    """Begin each piece while the result of the one before is used (`by` 0: after it was used). Use with `aclosing`.

    So the mailbox answers while the worker reads. Raises what a piece raises; the next one is cancelled then.
    """
    begun: list[asyncio.Task[T]] = []
    try:
        async for job in _each(jobs):
            begun.append(asyncio.create_task(job()))
            if len(begun) > by:
                result = await begun[0]
                begun.pop(0)
                yield result
        for task in tuple(begun):
            yield await task
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


async def _each(jobs: Iterable[Job[T]] | AsyncIterable[Job[T]]) -> AsyncIterator[Job[T]]:
    if isinstance(jobs, AsyncIterable):
        async for job in jobs:
            yield job
        return
    for job in jobs:
        yield job
