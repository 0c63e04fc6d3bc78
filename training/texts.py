"""The labelled texts in this folder in, the same with what the rules hear in each out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from relanced.intake.reply.addresses import new_address
from relanced.intake.reply.intent.lexicon import Lexicon
from relanced.intake.reply.intent.understand import Listened, listen
from relanced.model.intents import Intent
from relanced.model.rules import Firm

HERE = Path(__file__).parent
_WORTH_OF_SEEN = 0.2
_SHARED = ("features", "model", "combine")  # what the model is made with and read with
_FIRM = Firm(name="Firm", addresses=("@firm.example",), sender="me@firm.example", country="FR", language="fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One text and what its author says that it wants."""

    text: str
    intent: Intent
    also: tuple[Intent, ...]
    stops: bool  # a careful person would hold back the next step
    written_on: date
    file: str
    lang: str

    @property
    def author(self) -> str:
        """Who wrote it, as far as files tell: those of «2», «3» and «4» have others than those without."""
        return self.file.removesuffix(".jsonl")

    @property
    def is_new(self) -> bool:
        """Whether no rule was written with sight of it."""
        return self.author.endswith(("3", "4"))

    @property
    def worth(self) -> float:
        """What it counts in the second layer: where rules were written with sight of a text, they hear too well."""
        return 1.0 if self.is_new else _WORTH_OF_SEEN


def read_texts() -> list[Labelled]:
    """All texts, in the order of the files' names."""
    return [
        _labelled(json.loads(line), path.name)
        for path in sorted(HERE.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def _labelled(row: Mapping[str, object], file: str) -> Labelled:
    also = row["also"]
    assert isinstance(also, list)
    return Labelled(
        text=str(row["text"]),
        intent=Intent(str(row["intent"])),
        also=tuple(Intent(each) for each in also),
        stops=bool(row["stops_escalation"]),
        written_on=date.fromisoformat(str(row["written_on"])),
        file=file,
        lang=str(row["lang"]),
    )


def listen_to(one: Labelled, lexicon: Lexicon) -> Listened:
    """What the rules hear in a text."""
    address = new_address(one.text, "", _FIRM)
    return listen(one.text, lexicon=lexicon, written_on=one.written_on, new_address=address)


def made_of(listened: Sequence[Listened]) -> dict[str, str]:
    """Hashes of all that the file of weights is made of: the texts, the code, what the rules heard."""
    code = [HERE / f"{name}.py" for name in ("linear", "softmax", "train", "texts")]
    code += [HERE.parent / "relanced" / "intake" / "reply" / "intent" / f"{name}.py" for name in _SHARED]
    heard = repr([(sorted(each.points.items()), each.signs) for each in listened])
    return {
        "texts": _digest(sorted(HERE.glob("*.jsonl"))),
        "code": _digest(code),
        "heard": hashlib.sha256(heard.encode()).hexdigest(),
    }


def _digest(paths: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
