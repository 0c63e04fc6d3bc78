"""Postman: what each end of a hand-over means, against a real server and a scripted one."""

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest
import trustme
from edge.smtp_makers import CLIENT, HASTY, HASTY_AT_THE_END, LETTER, QUICK, SENDER, postman, smtp_settings
from servers.scripted_smtp import BODY, DOT, GREETING, Fault, Says, ScriptedSmtp, scripted_smtp
from servers.sink import running_sink

from relanced.edge.settings import Security, SmtpSettings
from relanced.edge.smtp import Patience, Postman, SmtpLoginRefused
from relanced.model.delivery import Accepted, Deferred, Delivery, InDoubt, Refused


async def deliver_to(
    script: dict[str, Says], *, login: bool = False, patience: Patience = QUICK
) -> tuple[Delivery, ScriptedSmtp]:
    async with scripted_smtp(script) as server:
        return await postman(server.port, patience, login=login).deliver(LETTER, SENDER, CLIENT), server


async def test_a_letter_arrives_as_it_was_written_for_one_recipient() -> None:
    with running_sink() as sink:
        answer = await postman(sink.port).deliver(LETTER, SENDER, CLIENT)
    assert answer == Accepted("250 2.0.0 taken as 1")
    assert [(got.sender, got.recipients, got.raw) for got in sink.received] == [(SENDER, (CLIENT,), LETTER)]
    assert sink.received[0].helo == "[127.0.0.1]"


async def test_bare_line_ends_cannot_end_the_letter_early() -> None:
    smuggled = b"Subject: x\n\nhello\n.\nMAIL FROM:<evil@x.example>\r.\rend"
    with running_sink() as sink:
        await postman(sink.port).deliver(smuggled, SENDER, CLIENT)
    assert [got.raw for got in sink.received] == [
        b"Subject: x\r\n\r\nhello\r\n.\r\nMAIL FROM:<evil@x.example>\r\n.\r\nend\r\n"
    ]


async def test_it_logs_in_with_the_password_asked_for_at_that_moment() -> None:
    passwords = iter(["old", "new"])
    with running_sink(login=("facturation", "new")) as sink:
        courier = Postman(smtp_settings(sink.port, login=True), lambda: next(passwords), QUICK)
        with pytest.raises(SmtpLoginRefused, match="535"):
            await courier.deliver(LETTER, SENDER, CLIENT)
        assert isinstance(await courier.deliver(LETTER, SENDER, CLIENT), Accepted)
    assert sink.logins == [("facturation", "old"), ("facturation", "new")]  # one attempt each
    assert sink.received[0].user == "facturation"


async def test_a_server_that_wants_a_login_refuses_us_and_not_the_letter() -> None:
    with running_sink(login=("facturation", "new")) as sink, pytest.raises(SmtpLoginRefused, match="530"):
        await postman(sink.port).deliver(LETTER, SENDER, CLIENT)
    assert sink.received == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1 and the file of who issued it."""
    issuer = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issuer.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path_factory.mktemp("ca") / "ca.pem"
    issuer.cert_pem.write_to_path(str(ca_file))
    return context, ca_file


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_tls_is_verified_against_the_configured_authority(
    authority: tuple[ssl.SSLContext, Path], security: Security
) -> None:
    context, ca_file = authority
    implicit, explicit = (context, None) if security is Security.TLS else (None, context)
    with running_sink(tls=implicit, starttls=explicit) as sink:
        known = Postman(smtp_settings(sink.port, security=security, ca_file=ca_file), lambda: "", QUICK)
        unknown = Postman(smtp_settings(sink.port, security=security), lambda: "", QUICK)
        assert isinstance(await known.deliver(LETTER, SENDER, CLIENT), Accepted)
        refused = await unknown.deliver(LETTER, SENDER, CLIENT)
        problem = await unknown.check()
    assert isinstance(refused, Deferred)
    assert "CERTIFICATE_VERIFY_FAILED" in refused.why
    assert problem is not None
    assert "CERTIFICATE_VERIFY_FAILED" in problem
    assert [got.over_tls for got in sink.received] == [True]


async def test_starttls_that_is_not_offered_sends_nothing_in_the_clear() -> None:
    async with scripted_smtp({}) as server:
        courier = Postman(
            smtp_settings(server.port, security=Security.STARTTLS, login=True), lambda: "", QUICK
        )
        answer = await courier.deliver(LETTER, SENDER, CLIENT)
    assert isinstance(answer, Deferred)
    assert "STARTTLS" in answer.why
    assert [command.split()[0] for command in server.commands] == ["EHLO"]


@pytest.mark.parametrize("host", ["smtp.firm.example", "192.0.2.1", "localhost.firm.example"])
def test_without_tls_only_to_this_machine(host: str) -> None:
    settings = smtp_settings(25)
    far = SmtpSettings(**{name: getattr(settings, name) for name in settings.__slots__} | {"host": host})
    with pytest.raises(ValueError, match="without TLS"):
        Postman(far, lambda: "")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({GREETING: "421 4.3.2 too busy"}, Deferred),
        ({GREETING: "554 5.7.1 your address is on a list"}, Deferred),  # says nothing of the letter
        ({GREETING: Fault.CUT}, Deferred),
        ({"EHLO": "what is this"}, Deferred),
        ({"EHLO": "502 5.5.1 no"}, Deferred),
        ({"MAIL": "451 4.3.0 later"}, Deferred),
        ({"MAIL": "552 5.3.4 too large"}, Refused),
        ({"RCPT": "450 4.2.0 greylisted"}, Deferred),
        ({"RCPT": "550 5.1.1 unknown"}, Refused),
        ({"RCPT": "550 5.4.5 Daily sending quota exceeded"}, Deferred),
        ({"RCPT": "554 5.7.1 relaying denied"}, Refused),
        ({"RCPT": Fault.CUT}, Deferred),
        ({"DATA": "451 4.3.0 no room"}, Deferred),
        ({"DATA": "554 5.5.1 no valid recipients"}, Refused),
        ({"DATA": "250 strange"}, Deferred),
        ({"DATA": Fault.CUT}, Deferred),
    ],
    ids=str,
)
async def test_before_the_body_nothing_is_in_doubt(script: dict[str, Says], expected: type) -> None:
    answer, server = await deliver_to(script)
    assert isinstance(answer, expected)
    assert server.letters == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({BODY: Fault.CUT}, InDoubt),
        ({BODY: "421 4.3.2 shutting down"}, Deferred),
        ({DOT: Fault.CUT}, InDoubt),
        ({DOT: "yes"}, InDoubt),
        ({DOT: "354 more"}, InDoubt),
        ({DOT: "451 4.3.0 try later"}, Deferred),
        ({DOT: "554 5.6.0 not this one"}, Refused),
        ({DOT: "530 5.7.0 log in"}, Refused),
        ({DOT: "250-2.0.0 taken\r\n250 thank you"}, Accepted),
    ],
    ids=str,
)
async def test_after_the_body_only_an_answer_is_certain(script: dict[str, Says], expected: type) -> None:
    answer, _ = await deliver_to(script)
    assert isinstance(answer, expected)


@pytest.mark.parametrize("goodbye", [Fault.CUT, Fault.SILENCE, "500 what?"], ids=str)
async def test_what_comes_after_the_250_does_not_matter(goodbye: Says) -> None:
    answer, server = await deliver_to({"QUIT": goodbye})
    assert answer == Accepted("250 2.0.0 taken")
    assert len(server.letters) == 1


async def test_silence_after_the_dot_is_doubt() -> None:
    answer, server = await deliver_to({DOT: Fault.SILENCE}, patience=HASTY_AT_THE_END)
    assert isinstance(answer, InDoubt)
    assert len(server.letters) == 1


async def test_a_letter_in_doubt_is_not_written_any_further() -> None:
    letter = LETTER + b"x" * 15_000_000
    told, got = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def read_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        for answer in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            await reader.readline()
            writer.write(answer)
        await told.wait()
        with contextlib.suppress(ConnectionError):
            got.set_result(len(await reader.read()))
        writer.close()

    async with await asyncio.start_server(read_late, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert isinstance(await postman(port, HASTY_AT_THE_END).deliver(letter, SENDER, CLIENT), InDoubt)
        told.set()
        done, _ = await asyncio.wait([got], timeout=2)
    assert not done or got.result() < len(letter)


async def test_the_server_is_told_the_size_first() -> None:
    _, server = await deliver_to({})
    assert f"MAIL FROM:<{SENDER}> SIZE={len(LETTER)}" in server.commands


@pytest.mark.parametrize("point", [GREETING, "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
async def test_silence_before_the_body_is_no_doubt(point: str) -> None:
    answer, _ = await deliver_to({point: Fault.SILENCE}, login=True, patience=HASTY)
    assert isinstance(answer, Deferred)


@pytest.mark.parametrize(
    "script",
    [
        {"AUTH": "535 5.7.8 wrong password"},
        {"AUTH": "534 5.7.9 use an application password"},
        {"MAIL": "530 5.7.0 log in first"},
        {"MAIL": "553 5.7.1 not your address"},
        {"RCPT": "530 5.7.57 not authenticated"},
    ],
    ids=str,
)
async def test_a_no_to_the_account_is_no_answer_about_the_letter(script: dict[str, Says]) -> None:
    async with scripted_smtp(script) as server:
        with pytest.raises(SmtpLoginRefused, match=str(next(iter(script.values())))[:3]):
            await postman(server.port, login=True).deliver(LETTER, SENDER, CLIENT)
    assert server.letters == []
    assert len([command for command in server.commands if command.startswith("AUTH")]) == 1


async def test_a_login_that_fails_for_now_is_tried_again_later() -> None:
    answer, _ = await deliver_to({"AUTH": "454 4.7.0 try later"}, login=True)
    assert isinstance(answer, Deferred)


async def test_cancelled_after_the_body_it_says_doubt_and_then_stops() -> None:
    answers: list[Delivery] = []

    async def carry_out(port: int) -> None:
        answers.append(await postman(port).deliver(LETTER, SENDER, CLIENT))
        await asyncio.sleep(5)
        raise AssertionError("the cancellation was lost")

    async with scripted_smtp({DOT: Fault.SILENCE}) as server:
        task = asyncio.create_task(carry_out(server.port))
        await server.reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [type(answer) for answer in answers] == [InDoubt]


async def test_cancelled_before_the_body_nothing_left() -> None:
    async with scripted_smtp({"RCPT": Fault.SILENCE}) as server:
        task = asyncio.create_task(postman(server.port).deliver(LETTER, SENDER, CLIENT))
        await server.reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert server.letters == []


async def test_nobody_there_is_no_doubt() -> None:
    async with scripted_smtp({}) as server:
        pass
    assert isinstance(await postman(server.port).deliver(LETTER, SENDER, CLIENT), Deferred)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example>\r\nRCPT TO:<evil@x.example",
        "a@b.example> SIZE=1",
        "hélène@client.example",
        "a@b.example, c@d.example",
        "Compta <a@b.example>",
        "compta",
        "",
    ],
)
async def test_what_is_no_plain_address_never_reaches_the_server(address: str) -> None:
    async with scripted_smtp({}) as server:
        assert isinstance(await postman(server.port).deliver(LETTER, SENDER, address), Refused)
        assert isinstance(await postman(server.port).deliver(LETTER, address, CLIENT), Refused)
    assert server.commands == []


async def test_a_letter_over_the_servers_limit_is_refused_before_its_body() -> None:
    with running_sink(size_limit=20) as sink:
        answer = await postman(sink.port).deliver(LETTER, SENDER, CLIENT)
    assert isinstance(answer, Refused)
    assert sink.received == []


async def test_an_8_bit_letter_goes_only_where_it_is_welcome() -> None:
    letter = "Subject: x\r\n\r\nété\r\n".encode()
    with running_sink() as sink:
        assert isinstance(await postman(sink.port).deliver(letter, SENDER, CLIENT), Accepted)
    assert sink.received[0].raw == letter
    async with scripted_smtp({}) as server:  # offers no 8BITMIME
        assert isinstance(await postman(server.port).deliver(letter, SENDER, CLIENT), Refused)


async def test_check_finds_nothing_wrong_with_a_good_account_and_sends_nothing() -> None:
    async with scripted_smtp({}) as server:
        assert await postman(server.port, login=True).check() is None
        await asyncio.sleep(0.01)
    assert [command.split()[0] for command in server.commands] == ["EHLO", "AUTH", "QUIT"]


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ({"AUTH": "535 5.7.8 wrong"}, "535"),
        ({GREETING: "421 busy"}, "421"),
        ({"EHLO": Fault.SILENCE}, "time"),
    ],
    ids=str,
)
async def test_check_says_what_is_wrong(script: dict[str, Says], says: str) -> None:
    async with scripted_smtp(script) as server:
        problem = await postman(server.port, HASTY, login=True).check()
    assert problem is not None
    assert says in problem
    assert f"127.0.0.1:{server.port}" in problem
