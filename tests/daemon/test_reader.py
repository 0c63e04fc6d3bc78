"""Untrusted mail is read in a worker process: whatever becomes of it, the answer is a value."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import connection

import pytest

from relanced.daemon.reader import Reader
from relanced.daemon.set_up import SetUp, ToRead
from relanced.intake.message import parse_headers
from relanced.intake.origin import Origin
from relanced.intake.readings import ReadsAs
from relanced.model.facts import InvoiceUnreadable, MailQuarantined, ReplyReceived
from relanced.model.names import Fingerprint
from relanced.model.rules import Firm, InvoiceFolder
from relanced.model.source import Source

REPLY = b"""From: Claire <claire@client.example>
To: compta@firm.example
Subject: Re: Facture F2026-012
Date: Tue, 6 Oct 2026 09:30:00 +0200
Message-ID: <r@client.example>

Bonjour, nous contestons cette facture, la marchandise est arrivee cassee.
"""
SOURCE = Source(
    account="a",
    folder="INBOX",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0" * 32),
    at=datetime(2026, 10, 6, tzinfo=UTC),
)
MAIL = ToRead(raw=REPLY, origin=Origin.RECEIVED, source=SOURCE, header=None)


@pytest.fixture(scope="module")
def rules() -> SetUp:
    firm = Firm(
        name="Atelier",
        addresses=("@firm.example",),
        sender="compta@firm.example",
        country="FR",
        language="fr",
    )
    return SetUp(firm=firm)


@pytest.fixture
async def reader(rules: SetUp) -> AsyncIterator[Reader]:
    async with Reader(rules) as opened:
        yield opened


async def test_a_mail_is_read_into_facts(reader: Reader) -> None:
    result = await reader.read(MAIL)

    assert result.reading.reads_as is ReadsAs.REPLY
    assert [type(fact) for fact in result.facts] == [ReplyReceived]
    assert not result.is_quarantined


async def test_what_is_no_mail_is_quarantined_under_the_name_that_its_header_gave(reader: Reader) -> None:
    header = parse_headers(REPLY)
    result = await reader.read(replace(MAIL, raw=b"\x00\x01", header=header))

    [fact] = result.facts
    assert isinstance(fact, MailQuarantined)
    assert fact.sender == "claire@client.example"
    assert "not a mail" in fact.why


async def test_a_reader_that_dies_costs_one_mail_and_not_the_service(reader: Reader) -> None:
    await reader.read(MAIL)
    [worker] = multiprocessing.active_children()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)  # so that the next mail is certainly in its hands
    doomed = reader.read(MAIL)
    os.kill(worker.pid, signal.SIGKILL)
    result = await doomed

    again = await reader.read(MAIL)
    assert result.is_quarantined or result.facts  # lost with the worker, or read by the next one
    assert not again.is_quarantined


async def test_of_many_read_in_one_hop_one_that_is_no_mail_costs_itself_alone(reader: Reader) -> None:
    results = await reader.read_all([MAIL, replace(MAIL, raw=b"\x00\x01"), MAIL])

    assert [result.is_quarantined for result in results] == [False, True, False]
    assert "not a mail" in results[1].reading.unreadable


async def test_an_idle_worker_ends_and_the_next_mail_is_read(rules: SetUp) -> None:
    async with Reader(rules, idle_s=0.2) as reader:
        await reader.read(MAIL)
        [worker] = multiprocessing.active_children()
        assert await asyncio.to_thread(connection.wait, [worker.sentinel], 20)  # it has ended
        result = await reader.read(MAIL)
        assert [type(fact) for fact in result.facts] == [ReplyReceived]
        assert [child.pid for child in multiprocessing.active_children()] != [worker.pid]


async def test_a_worker_with_work_is_not_idle(rules: SetUp) -> None:
    async with Reader(rules, idle_s=0.5) as reader:
        await reader.read(MAIL)
        [worker] = multiprocessing.active_children()
        until = asyncio.get_running_loop().time() + 1.5
        while asyncio.get_running_loop().time() < until:
            await reader.read(MAIL)
        assert worker.is_alive()


@pytest.mark.parametrize("kills", [True, False])
async def test_many_that_were_lost_with_the_worker_are_read_one_by_one(rules: SetUp, *, kills: bool) -> None:
    async with Reader(rules, seconds=2) as reader:
        await reader.read(MAIL)
        [worker] = multiprocessing.active_children()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)  # it stalls with all of them in its hands
        reading = asyncio.ensure_future(reader.read_all([MAIL, MAIL]))
        await asyncio.sleep(0.1)
        if kills:
            os.kill(worker.pid, signal.SIGKILL)
        results = await reading

    assert [type(fact) for result in results for fact in result.facts] == [ReplyReceived, ReplyReceived]


@pytest.mark.parametrize(("senders", "told"), [(("@client.example",), True), (("@firm.example",), False)])
async def test_a_mail_of_a_source_that_kills_the_reader_is_ours_only_if_its_header_says_so(
    reader: Reader, senders: tuple[str, ...], told: bool
) -> None:
    folder = InvoiceFolder(folder="Copies", senders=senders)

    mail = ToRead(
        raw=b"\x00\x01", origin=Origin.INVOICES, source=SOURCE, header=parse_headers(REPLY), folder=folder
    )
    result = await reader.read(mail)

    kinds = [type(fact) for fact in result.facts]
    assert kinds == [MailQuarantined, InvoiceUnreadable][: 1 + told]
