"""Facts in, the letters of which nobody knew whether they left, and what proves that they did, out. Pure.

The Message-ID of a reminder is computed with a secret key, so nobody can name it who has not had the
letter, or an answer to it, before his eyes: a copy of ours, a mail server that gave it back, a client
who answers. All that follows from taking a letter as sent is that it is not sent again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from relanced.casework.words import short
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    Fact,
    Outcome,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.mark import is_reminder_id, reference_of
from relanced.model.names import MessageId

_NOT_SURE = frozenset({Outcome.UNKNOWN, Outcome.DEFERRED})
_Naming = ReminderSent | BounceReceived | ReplyReceived | AutoReplyReceived
Timed = TypeVar("Timed", SendIntended, SendOutcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a letter left."""

    message_id: MessageId
    at: datetime  # not before the letter was to leave
    why: str


@dataclass(slots=True)
class Evidence:
    """What is known so far of letters that were to leave, and of the mails that name them."""

    _intended: dict[MessageId, SendIntended] = field(default_factory=dict)  # the last attempt of each
    _outcomes: dict[MessageId, SendOutcome] = field(default_factory=dict)  # the last of each
    _named: dict[str, list[_Naming]] = field(default_factory=dict)  # by Message-ID or printed reference

    def take(self, facts: Iterable[Fact]) -> None:
        """Take in facts, in any order."""
        for fact in facts:
            match fact:
                case SendIntended():
                    _keep_last(self._intended, fact)
                case SendOutcome():
                    _keep_last(self._outcomes, fact)
                case ReminderSent():
                    self._names([fact.message_id], fact)
                case BounceReceived() | ReplyReceived() | AutoReplyReceived():
                    self._names([*filter(is_reminder_id, fact.answers), *fact.tokens], fact)
                case _:
                    pass

    def proofs(self) -> tuple[Proof, ...]:
        """The letters in doubt that left all the same, each with its best proof."""
        if not self._intended:
            return ()
        found = (self._proof(intended) for intended in self._intended.values() if self._is_in_doubt(intended))
        return tuple(proof for proof in found if proof is not None)

    def _names(self, names: Sequence[str], fact: _Naming) -> None:
        for name in names:
            self._named.setdefault(name, []).append(fact)

    def _is_in_doubt(self, intended: SendIntended) -> bool:
        """An outcome that is older than the last attempt says nothing of it; a server may put off what it took."""
        outcome = self._outcomes.get(intended.message_id)
        return outcome is None or outcome.at < intended.at or outcome.outcome in _NOT_SURE

    def _proof(self, intended: SendIntended) -> Proof | None:
        message_id = intended.message_id
        naming = [*self._named.get(message_id, ()), *self._named.get(reference_of(message_id), ())]
        if not naming:
            return None
        best = min(naming, key=lambda fact: (not isinstance(fact, ReminderSent), fact.source.at))
        return Proof(message_id=message_id, at=max(best.source.at, intended.at), why=_in_words(best))


def _keep_last(known: dict[MessageId, Timed], fact: Timed) -> None:
    before = known.get(fact.message_id)
    if before is None or before.at <= fact.at:
        known[fact.message_id] = fact


def _in_words(fact: _Naming) -> str:
    day, folder = fact.source.at.date(), short(fact.source.folder)
    match fact:
        case ReminderSent():
            return f"seen in {folder}, mail {fact.source.uid} of {day}"
        case BounceReceived():
            return f"a mail server gave it back on {day} ({folder}, mail {fact.source.uid})"
        case ReplyReceived():
            return f"the mail of {short(fact.sender)} of {day} answers it ({folder}, mail {fact.source.uid})"
        case AutoReplyReceived():
            return (
                f"a machine of {short(fact.sender)} answered it on {day} ({folder}, mail {fact.source.uid})"
            )
