"""The open door: nothing has left before it is passed; and one connection for the letters of a round."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from edge.smtp_makers import CLIENT, HASTY, LETTER, QUICK, SENDER, postman
from servers.scripted_smtp import DOT, GREETING, Fault, Says, ScriptedSmtp, in_turn, scripted_smtp
from servers.sink import running_sink

from relanced.edge import smtp
from relanced.edge.smtp import Patience
from relanced.edge.smtp_door import Door
from relanced.model.delivery import Accepted, Deferred, Delivery, Refused


async def knock(port: int, patience: Patience = QUICK) -> Door:
    door = await postman(port, patience).knock(LETTER, SENDER, CLIENT)
    assert isinstance(door, Door), door
    return door


async def test_at_the_door_the_server_waits_and_nothing_of_the_letter_has_left() -> None:
    async with scripted_smtp({}) as server:
        door = await knock(server.port)
        assert await door.shut() == ""
        assert (server.commands[-1], server.letters, door.has_begun) == ("DATA", [], False)
        assert await door.hand_over() == Accepted("250 2.0.0 taken")
    assert len(server.letters) == 1


async def test_who_leaves_the_door_leaves_nothing_behind() -> None:
    async with scripted_smtp({}) as server:
        door = await knock(server.port)
        door.leave()
        door.leave()  # once more does no harm
        assert "line was lost" in await door.shut()
        assert isinstance(await door.hand_over(), Deferred)
        await asyncio.sleep(0.01)
    assert server.letters == []
    assert server.commands[-1] == "DATA"


@contextlib.asynccontextmanager
async def tired_server(says: bytes) -> AsyncIterator[tuple[int, asyncio.Event, "asyncio.Future[bytes]"]]:
    """One that says `354`, and when told so something more, and hangs up; with what it got after that."""
    told, got = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        for answer in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            await reader.readline()
            writer.write(answer)
        await told.wait()
        writer.write(says)
        with contextlib.suppress(ConnectionError):
            writer.write_eof()
            got.set_result(await reader.read())
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], told, got


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (b"421 4.4.2 timeout, closing\r\n", "421 4.4.2"),
        (b"", "line was lost"),
        (b"250 what?\r\n", "250 what?"),
    ],
)
async def test_a_door_that_closed_while_we_looked_is_no_doubt(says: bytes, expected: str) -> None:
    async with tired_server(says) as (port, told, got):
        door = await knock(port)
        told.set()
        await asyncio.sleep(0.05)
        assert expected in await door.shut()
        delivery = await door.hand_over()
        assert isinstance(delivery, Deferred)
        assert expected in delivery.why
        assert await got == b""


async def test_a_server_that_says_anything_before_the_body_gets_none() -> None:
    """It may well wait for the body still; what it will say to that could be taken for anything."""
    async with tired_server(b"451 4.3.0 on second thoughts\r\n") as (port, told, got):
        door = await knock(port)
        told.set()
        await asyncio.sleep(0.05)
        assert isinstance(await door.hand_over(), Deferred)
        assert LETTER[:10] not in await got


@pytest.mark.parametrize("more", ["250 2.0.0 taken", "354 go on", "25"])
async def test_an_answer_in_the_packet_of_the_354_is_none_to_the_letter(more: str) -> None:
    """Its own answer, which says no, would come second and be read by nobody."""
    script: dict[str, Says] = {"DATA": f"354 go on\r\n{more}", DOT: "554 5.6.0 never"}
    async with scripted_smtp(script) as server:
        delivery = await postman(server.port).deliver(LETTER, SENDER, CLIENT)
        await asyncio.sleep(0.01)
    assert isinstance(delivery, Deferred)
    assert "not asked yet" in delivery.why
    assert server.letters == []


@pytest.mark.parametrize("at", ["220 ready\r\n250 ok", "250 ok\r\n250 ok", "250 ok\r\n354 go on"])
@pytest.mark.parametrize("point", [GREETING, "EHLO", "MAIL", "RCPT"])
async def test_a_server_that_answers_twice_takes_no_letter_that_it_refuses(point: str, at: str) -> None:
    """Whatever runs ahead: a client who is refused is never taken for one who was written to."""
    script: dict[str, Says] = {point: at, DOT: "554 5.6.0 never"}
    async with scripted_smtp(script) as server:
        delivery = await postman(server.port, HASTY).knock(LETTER, SENDER, CLIENT, copy_to=SENDER)
        if isinstance(delivery, Door):
            delivery = await delivery.hand_over()
    assert not isinstance(delivery, Accepted)


async def test_a_connection_on_which_more_was_said_than_asked_takes_no_second_letter() -> None:
    answers, server = await batch({DOT: in_turn("250 2.0.0 taken\r\n250 2.1.0 ok", "250 2.0.0 taken")}, 2)
    assert [type(answer) for answer in answers] == [Accepted] * 2
    assert (connections(server), len(server.letters)) == (2, 2)


@pytest.mark.parametrize("no", ["550 5.1.1 not to yourself", "452 4.5.3 too many recipients"])
async def test_a_copy_to_ourselves_that_is_refused_does_not_stop_the_letter(no: str) -> None:
    script: dict[str, Says] = {"RCPT": lambda command: no if SENDER in command else "250 2.1.5 ok"}
    async with scripted_smtp(script) as server:
        door = await postman(server.port).knock(LETTER, SENDER, CLIENT, copy_to=SENDER)
        assert isinstance(door, Door)
        assert isinstance(await door.hand_over(), Accepted)
    rcpt = [command for command in server.commands if command.startswith("RCPT")]
    assert rcpt == [f"RCPT TO:<{CLIENT}>", f"RCPT TO:<{SENDER}>"]


async def test_a_client_who_is_refused_is_not_outweighed_by_the_copy_to_ourselves() -> None:
    script: dict[str, Says] = {"RCPT": lambda command: "550 5.1.1 no" if CLIENT in command else "250 ok"}
    async with scripted_smtp(script) as server:
        assert isinstance(await postman(server.port).knock(LETTER, SENDER, CLIENT, copy_to=SENDER), Refused)
    assert server.letters == []


async def test_a_copy_to_ourselves_arrives_in_the_same_transaction() -> None:
    with running_sink() as sink:
        door = await postman(sink.port).knock(LETTER, SENDER, CLIENT, copy_to=SENDER)
        assert isinstance(door, Door)
        await door.hand_over()
    assert [got.recipients for got in sink.received] == [(CLIENT, SENDER)]


async def test_cancelled_at_the_door_nothing_left() -> None:
    async with scripted_smtp({}) as server:
        door = await knock(server.port)
        task = asyncio.create_task(door.hand_over())
        await asyncio.sleep(0)  # it asks whether the door is open still
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not door.has_begun
    assert server.letters == []


def connections(server: ScriptedSmtp) -> int:
    return sum(command.startswith("EHLO") for command in server.commands)


async def batch(script: dict[str, Says], count: int = 3) -> tuple[list[Delivery], ScriptedSmtp]:
    """Letters of one round, each another."""
    async with scripted_smtp(script) as server:
        courier = postman(server.port)
        with courier.on_one_line():
            answers = [
                await courier.deliver(b"Subject: %d\r\n\r\nx\r\n" % n, SENDER, CLIENT) for n in range(count)
            ]
        await asyncio.sleep(0.01)
    return answers, server


async def test_the_letters_of_a_round_go_over_one_connection() -> None:
    answers, server = await batch({})
    assert [type(answer) for answer in answers] == [Accepted] * 3
    assert (connections(server), len(server.letters)) == (1, 3)
    assert server.commands[-1] == "QUIT"


async def test_outside_of_a_round_each_letter_has_its_own_connection() -> None:
    async with scripted_smtp({}) as server:
        courier = postman(server.port)
        with courier.on_one_line():
            await courier.deliver(LETTER, SENDER, CLIENT)
        await courier.deliver(LETTER, SENDER, CLIENT)
    assert connections(server) == 2


@pytest.mark.parametrize(
    "no", ["421 4.7.0 too many messages", "451 4.7.1 slow down", "503 5.5.1 out of order", Fault.CUT], ids=str
)
async def test_a_connection_that_takes_no_second_letter_is_replaced(no: str | Fault) -> None:
    answers, server = await batch({"MAIL": in_turn("250 ok", no, "250 ok")})
    assert [type(answer) for answer in answers] == [Accepted] * 3
    assert connections(server) == 2
    assert sorted(letter[:10] for letter in server.letters) == [b"Subject: 0", b"Subject: 1", b"Subject: 2"]


async def test_a_kept_connection_that_refuses_the_recipient_is_believed() -> None:
    answers, server = await batch({"RCPT": in_turn("250 ok", "550 5.1.1 unknown", "250 ok")})
    assert [type(answer) for answer in answers] == [Accepted, Refused, Accepted]
    assert len(server.letters) == 2


@pytest.mark.parametrize("fault", [Fault.CUT, "451 4.3.0 later", "554 5.6.0 never"], ids=str)
async def test_a_letter_that_was_not_taken_ends_its_connection_and_is_not_tried_again(
    fault: str | Fault,
) -> None:
    answers, server = await batch({DOT: in_turn("250 ok", fault, "250 ok")})
    assert not isinstance(answers[1], Accepted)
    assert isinstance(answers[2], Accepted)
    assert (connections(server), len(server.letters)) == (2, 3)


async def test_a_connection_that_rested_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_IDLE_S", 0)
    answers, server = await batch({}, 2)
    assert [type(answer) for answer in answers] == [Accepted] * 2
    assert connections(server) == 2
