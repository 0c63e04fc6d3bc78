"""Notes about tasks: what is written is read back the same, and only with the key."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from relanced.intake.message import parse_message
from relanced.intake.owner import read_note
from relanced.letters.note import (
    Call,
    HandingOver,
    Posting,
    Task,
    write_call,
    write_handing_over,
    write_posting,
    write_task,
)
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskGiven
from relanced.model.mark import NOTE_HEADER
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome, TaskKind

US = "compta@firm.example"
KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 3, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
SOURCE = Source(
    account=US,
    folder="Relanced/Journal",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("f" * 32),
    at=AT,
)
LINES = (
    (InvoiceNumber("F2026-012"), StepName("appel")),
    (InvoiceNumber("F-«é» 13"), None),
)
TASK = Task(
    message_id=MessageId("o1c.0a@firm.example"),
    kind=TaskKind.CALL,
    client=ClientKey("alpha.example"),
    lines=LINES,
    given_at=AT,
)
CALL = Call(
    target="Café Zoé",
    outcome=CallOutcome.PROMISED,
    pays_on=date(2026, 4, 1),
    note="dit «oui»\nBcc: x",
    decided_at=AT,
)
POSTING = Posting(target="F2026-012", tracking="1A 123", posted_on=date(2026, 3, 20), decided_at=AT)
HANDING = HandingOver(target="F2026-012", to="Me Durand", decided_at=AT)
NOTES = {
    "task": (write_task(TASK, US, KEY), write_task(TASK, US, b"another key")),
    "call": (write_call(CALL, US, KEY), write_call(CALL, US, b"another key")),
    "posting": (write_posting(POSTING, US, KEY), write_posting(POSTING, US, b"another key")),
    "handing": (write_handing_over(HANDING, US, KEY), write_handing_over(HANDING, US, b"another key")),
}
FACTS = {
    "task": TaskGiven(
        source=SOURCE,
        message_id=TASK.message_id,
        kind=TASK.kind,
        client=TASK.client,
        lines=LINES,
        given_at=AT,
    ),
    "call": CallNoted(
        source=SOURCE,
        task=None,
        target=CALL.target,
        outcome=CALL.outcome,
        pays_on=CALL.pays_on,
        note=CALL.note,
        decided_at=AT,
    ),
    "posting": LetterPosted(
        source=SOURCE,
        task=None,
        target="F2026-012",
        tracking="1A 123",
        posted_on=POSTING.posted_on,
        decided_at=AT,
    ),
    "handing": HandedOver(source=SOURCE, task=None, target="F2026-012", to="Me Durand", decided_at=AT),
}


@pytest.mark.parametrize("name", list(NOTES))
def test_a_note_is_read_back_and_believed_only_with_the_key(name: str) -> None:
    mine, forged = NOTES[name]

    assert read_note(parse_message(mine), SOURCE, KEY) == FACTS[name]
    assert "not made with this installation's key" in str(read_note(parse_message(forged), SOURCE, KEY))
    unsigned = mine.replace(NOTE_HEADER.encode(), b"X-Other")
    assert read_note(parse_message(unsigned), SOURCE, KEY) == "no note of relanced's"
