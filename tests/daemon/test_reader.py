"""Untrusted mail is read in a worker process: whatever becomes of it, the answer is a value."""

import multiprocessing
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from relanced.daemon.reader import Reader, lexicon
from relanced.intake.message import parse_headers
from relanced.intake.read import Origin, ReadingRules
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


@pytest.fixture(scope="module")
def rules() -> ReadingRules:
    firm = Firm(
        name="Atelier",
        addresses=("@firm.example",),
        sender="compta@firm.example",
        country="FR",
        language="fr",
    )
    return ReadingRules(firm=firm, banks=(), authserv_ids=(), lexicon=lexicon(), key=None)


@pytest.fixture
async def reader(rules: ReadingRules) -> AsyncIterator[Reader]:
    async with Reader(rules) as opened:
        yield opened


async def test_a_mail_is_read_into_facts(reader: Reader) -> None:
    result = await reader.read(REPLY, Origin.RECEIVED, SOURCE)

    assert result.reading.reads_as is ReadsAs.REPLY
    assert [type(fact) for fact in result.facts] == [ReplyReceived]
    assert not result.is_quarantined


async def test_what_is_no_mail_is_quarantined_under_the_name_that_its_header_gave(reader: Reader) -> None:
    header = parse_headers(REPLY)
    result = await reader.read(b"\x00\x01", Origin.RECEIVED, SOURCE, header)

    [fact] = result.facts
    assert isinstance(fact, MailQuarantined)
    assert fact.sender == "claire@client.example"
    assert "not a mail" in fact.why


async def test_a_reader_that_dies_costs_one_mail_and_not_the_service(reader: Reader) -> None:
    await reader.read(REPLY, Origin.RECEIVED, SOURCE)
    [worker] = multiprocessing.active_children()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)  # so that the next mail is certainly in its hands
    doomed = reader.read(REPLY, Origin.RECEIVED, SOURCE)
    os.kill(worker.pid, signal.SIGKILL)
    result = await doomed

    again = await reader.read(REPLY, Origin.RECEIVED, SOURCE)
    assert result.is_quarantined or result.facts  # lost with the worker, or read by the next one
    assert not again.is_quarantined


@pytest.mark.parametrize(("senders", "told"), [(("@client.example",), True), (("@firm.example",), False)])
async def test_a_mail_of_a_source_that_kills_the_reader_is_ours_only_if_its_header_says_so(
    reader: Reader, senders: tuple[str, ...], told: bool
) -> None:
    folder = InvoiceFolder(folder="Copies", senders=senders)

    result = await reader.read(b"\x00\x01", Origin.INVOICES, SOURCE, parse_headers(REPLY), folder)

    kinds = [type(fact) for fact in result.facts]
    assert kinds == [MailQuarantined, InvoiceUnreadable][: 1 + told]
