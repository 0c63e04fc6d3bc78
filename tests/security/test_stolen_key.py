"""Who has the signing key, but not the mailbox, can decide nothing: a note counts where only the owner can put it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from trust_world import RULES, source_at

from relanced.intake.facts import facts_of
from relanced.intake.origin import Origin
from relanced.intake.read import read_mail
from relanced.letters.note import Decision, write_intent, write_note
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import SendIntended
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName

KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
DECISION = Decision(verb=Verb.PAID, target="F2026-012", until=None, note="", decided_at=AT)
INTENT = SendIntended(
    message_id=MessageId("r1.0123456789abcdef@firm.example"),
    client=ClientKey("client.example"),
    lines=((InvoiceNumber("F2026-012"), StepName("rappel")),),
    at=AT,
)
NOTES = {
    "decision": write_note(DECISION, "compta@firm.example", KEY),
    "intent": write_intent(INTENT, "compta@firm.example", KEY),
}


def facts(raw: bytes, origin: Origin) -> tuple[object, ...]:
    source = source_at(AT + timedelta(days=1))
    message, reading = read_mail(raw, origin, source, replace(RULES, key=KEY))
    return facts_of(reading, message, source)


@pytest.mark.parametrize("what", NOTES)
@pytest.mark.parametrize("origin", [Origin.RECEIVED, Origin.SENT])
def test_a_signed_note_counts_in_the_journal_alone(what: str, origin: Origin) -> None:
    decided = (OwnerDecided, SendIntended)
    assert any(isinstance(fact, decided) for fact in facts(NOTES[what], Origin.JOURNAL))
    assert not any(isinstance(fact, decided) for fact in facts(NOTES[what], origin))
