"""What the reply tests share: the shipped words, a firm, and mails made of a text."""

import json
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relanced.intake.message import Address, Message
from relanced.intake.reply.intent.lexicon import Lexicon, parse_lexicon
from relanced.model.rules import Firm

ROOT = Path(__file__).parents[3]
REPLIES = ROOT / "tests" / "fixtures" / "replies"


@dataclass(frozen=True)
class Mails:
    """Makes messages."""

    sent_at: datetime = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)

    def written(self, text: str, *, html: str = "", subject: str = "", **headers: str) -> Message:
        return Message(
            headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
            message_id=None,
            answers=(),
            references=(),
            subject=subject,
            senders=(Address("Lise", "lise@client.example"),),
            to=(Address("", "compta@firm.example"),),
            cc=(),
            date=self.sent_at,
            text=text,
            html=html,
            attachments=(),
            problems=(),
        )


@pytest.fixture(scope="session")
def mails() -> Mails:
    return Mails()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    words = ROOT / "relanced" / "intake" / "reply" / "intent" / "words"
    return parse_lexicon({p.stem: tomllib.loads(p.read_text("utf-8")) for p in sorted(words.glob("*.toml"))})


@pytest.fixture(scope="session")
def firm() -> Firm:
    return Firm(
        name="Atelier Verrier SARL",
        addresses=("@firm.example",),
        sender="compta@firm.example",
        country="FR",
        language="fr",
    )


@pytest.fixture(scope="session")
def labelled() -> list[dict[str, object]]:
    lines = (REPLIES / "labels.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) | {"raw": (REPLIES / json.loads(line)["file"]).read_bytes()} for line in lines]
