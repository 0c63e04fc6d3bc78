"""Pieces of work one after the other, the next one always under way."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing
from functools import partial
from typing import Any

import pytest

from relanced.daemon.ahead import ahead


class Work:
    """Notes when each piece begins and when its result is used."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    async def piece(self, number: int) -> int:
        self.notes.append(f"begins {number}")
        await asyncio.sleep(0)
        return number

    def jobs(self, count: int) -> list[Callable[[], Coroutine[Any, Any, int]]]:
        return [partial(self.piece, number) for number in range(count)]

    async def use(self, result: int) -> None:
        await asyncio.sleep(0.01)
        self.notes.append(f"used {result}")


async def test_the_next_piece_begins_before_the_result_of_the_one_before_is_used() -> None:
    work = Work()
    async with aclosing(ahead(work.jobs(3))) as results:
        async for result in results:
            await work.use(result)
    assert work.notes == ["begins 0", "begins 1", "used 0", "begins 2", "used 1", "used 2"]


async def test_or_after_it_where_one_piece_builds_on_the_other() -> None:
    work = Work()
    async with aclosing(ahead(work.jobs(2), by=0)) as results:
        async for result in results:
            await work.use(result)
    assert work.notes == ["begins 0", "used 0", "begins 1", "used 1"]


async def test_pieces_may_come_one_by_one_from_another_row_of_pieces() -> None:
    work = Work()

    async def double(number: int) -> int:
        return 2 * number

    async def made_of(results: AsyncIterator[int]) -> AsyncIterator[Callable[[], Coroutine[Any, Any, int]]]:
        async for each in results:
            yield partial(double, each)

    async with aclosing(ahead(work.jobs(4))) as first, aclosing(ahead(made_of(first))) as second:
        assert [result async for result in second] == [0, 2, 4, 6]


async def test_where_a_piece_fails_the_next_one_is_called_off() -> None:
    ended: list[str] = []

    async def fails() -> int:
        raise LookupError

    async def waits() -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("called off")
            raise
        return 1

    async with aclosing(ahead([fails, waits])) as results:
        with pytest.raises(LookupError):
            await anext(results)
    assert ended == ["called off"]
