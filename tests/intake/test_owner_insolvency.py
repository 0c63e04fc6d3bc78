"""The note of an insolvency that a register showed: it says what was seen, and nobody else can write one."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from relanced.intake.message import parse_message
from relanced.intake.owner import read_note
from relanced.letters.note import _as_mail, write_insolvency
from relanced.model.facts import InsolvencyFound
from relanced.model.names import Fingerprint, MessageId
from relanced.model.registers import Notice
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
ADDRESS = "compta@firm.example"
SEEN = datetime(2026, 3, 6, 9, tzinfo=UTC)
SOURCE = Source(
    account=ADDRESS,
    folder="Relanced/Journal",
    uidvalidity=1,
    uid=1,
    message_id=MessageId("n@firm.example"),
    fingerprint=Fingerprint("0" * 32),
    at=SEEN,
)
NOTICE = Notice(
    notice_id="B202600421234",
    siren="732829320",
    name="PONS «IMMOBILIER»",
    kind="Jugement d'ouverture de liquidation judiciaire",
    court="Rennes",
    published_on=date(2026, 3, 4),
    is_annulled=False,
)


def read(raw: bytes, key: bytes = KEY) -> object:
    return read_note(parse_message(raw), SOURCE, key)


def test_what_is_written_is_read_again() -> None:
    assert read(write_insolvency(NOTICE, SEEN, ADDRESS, KEY)) == InsolvencyFound(
        source=SOURCE,
        siren=NOTICE.siren,
        name=NOTICE.name,
        kind=NOTICE.kind,
        court=NOTICE.court,
        published_on=NOTICE.published_on,
        notice_id=NOTICE.notice_id,
        decided_at=SEEN,
    )


def test_a_note_signed_with_another_key_says_nothing() -> None:
    assert isinstance(read(write_insolvency(NOTICE, SEEN, ADDRESS, b"another key")), str)


@pytest.mark.parametrize("siren", ["", "73282932", "٧٣٢٨٢٩٣٢٠", "732829320 "])
def test_what_is_no_siren_is_not_read(siren: str) -> None:
    raw = write_insolvency(replace(NOTICE, siren=siren), SEEN, ADDRESS, KEY)
    assert "no SIREN" in str(read(raw))


def test_words_without_end_are_cut() -> None:
    said = {
        "insolvent": "732829320",
        "name": "X" * 5_000,
        "kind": "",
        "court": "",
        "published_on": "2026-03-04",
        "notice": "B1",
        "seen_at": SEEN.isoformat(),
    }
    found = read(_as_mail(json.loads(json.dumps(said)), "insolvency", SEEN, ADDRESS, KEY))
    assert isinstance(found, InsolvencyFound)
    assert len(found.name) == 500
