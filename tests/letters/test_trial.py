"""The test letter goes to ourselves, no machine answers it, and it is never read as anything, wherever it lies."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from invoice_pdf import FIRM

from relanced.intake.facts import facts_of
from relanced.intake.origin import Origin
from relanced.intake.own import has_chasing_words
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.reply.intent.lexicon import parse_lexicon
from relanced.letters.trial import TRIAL_HEADER, trial_letter
from relanced.model.facts import AutoReplyReceived, Fact
from relanced.model.mark import MARK_HEADER, is_digest_id, is_reminder_id
from relanced.model.names import Fingerprint
from relanced.model.source import Source

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEY = b"a key of the tests, 32 bytes long"


@pytest.mark.parametrize("language", ["fr", "en", "it"])
@pytest.mark.parametrize("key", [KEY, None])
def test_it_says_what_it_is_and_bears_no_mark_of_a_reminder(language: str, key: bytes | None) -> None:
    message_id, raw = trial_letter(replace(FIRM, language=language), "abc123", key, NOW)
    mail = message_from_bytes(raw, policy=default)
    assert mail["From"] == mail["To"] == FIRM.sender
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail[TRIAL_HEADER] == "abc123"
    assert mail[MARK_HEADER] is None
    assert mail["Message-ID"] == f"<{message_id}>"
    assert not is_reminder_id(message_id)
    assert is_digest_id(message_id) is (key is not None)
    text = mail.get_content()
    assert not any(char.isdigit() for char in f"{mail['Subject']}{text}")
    assert not has_chasing_words(f"{mail['Subject']}\n{text}")
    assert ("lettre d’essai" in text) is (language == "fr")


def test_each_has_a_name_of_its_own() -> None:
    assert trial_letter(FIRM, "a", KEY, NOW)[0] != trial_letter(FIRM, "b", KEY, NOW)[0]


def test_its_date_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        trial_letter(FIRM, "a", KEY, NOW.replace(tzinfo=None))


def facts(raw: bytes, origin: Origin, key: bytes | None) -> tuple[Fact, ...]:
    rules = ReadingRules(
        firm=FIRM, banks=(), authserv_ids=("mx.firm.example",), lexicon=parse_lexicon({}), key=key
    )
    source = Source(
        account=FIRM.sender,
        folder="x",
        uidvalidity=1,
        uid=1,
        message_id=None,
        fingerprint=Fingerprint("0" * 32),
        at=NOW,
    )
    message, reading = read_mail(raw, origin, source, rules)
    return facts_of(reading, message, source)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("origin", [Origin.SENT, Origin.RECEIVED])
@pytest.mark.parametrize("key", [KEY, None])
def test_it_tells_nothing_wherever_it_lies(language: str, origin: Origin, key: bytes | None) -> None:
    _, raw = trial_letter(replace(FIRM, language=language), "abc123", key, NOW)
    top = b"Authentication-Results: mx.firm.example; dmarc=pass header.from=firm.example\r\n"
    told = facts(top + raw, origin, key)
    if key is None and origin is Origin.RECEIVED:  # unsigned: a machine's word, which changes nothing
        [only] = told
        assert isinstance(only, AutoReplyReceived)
        assert (only.sender, only.answers, only.tokens) == (FIRM.sender, (), ())
    else:
        assert told == ()
