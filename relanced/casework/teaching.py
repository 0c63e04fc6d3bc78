"""Facts in as they are recorded, in any order; the owner's lessons that count for a mail that arrived then, out.

What a mail is read as must follow from the mailbox alone (law 7): so only what was decided, and what
had arrived, before the mail counts, however late either of them was read.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relanced.casework.lessons import HEARD_WITHIN, lessons
from relanced.casework.order import possible
from relanced.model.decided import OwnerDecided, ReplyJudged, Verb
from relanced.model.facts import (
    AutoReplyReceived,
    Fact,
    InvoiceSent,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    happened_at,
)
from relanced.model.lesson import Lesson
from relanced.model.names import MailRef, mail_ref, number_key

# A note is signed before it is appended, and the owner's clock is not the server's: a mail that arrives
# in these minutes may be read before the note is, and is judged without it always.
ON_ITS_WAY = timedelta(minutes=5)

_Mail = ReplyReceived | AutoReplyReceived
_Ours = InvoiceSent | ReminderSent | SendIntended
_Note = ReplyJudged | OwnerDecided


@dataclass(slots=True)
class Teaching:
    """What may teach. As long as the owner judged nothing, no fact is kept and nothing computed."""

    _taken: int = 0
    _moments: list[datetime] = field(default_factory=list)  # of the notes, rising
    _notes: list[_Note] = field(default_factory=list)
    _judged: set[MailRef] = field(default_factory=set)
    _disputed: set[str] = field(default_factory=set)  # number_key
    _disputes: list[datetime] = field(default_factory=list)  # rising
    _mails: list[tuple[MailRef, _Mail]] = field(default_factory=list)
    _ours: list[tuple[frozenset[str], _Ours]] = field(default_factory=list)
    _known: dict[datetime, tuple[Lesson, ...]] = field(default_factory=dict)  # by the last note that counts

    @property
    def notes(self) -> int:
        """How many notes of the owner's may teach something."""
        return len(self._moments)

    def take(self, facts: Sequence[Fact]) -> None:
        """Learn what stands in this growing list behind the end of the last time."""
        first = self._taken
        if not self._moments:
            is_new = any(_teaches(facts[at]) for at in range(first, len(facts)))
            first = 0 if is_new else len(facts)
        for at in range(first, len(facts)):
            self._take(facts[at])
        self._taken = len(facts)

    def notes_before(self, arrived_at: datetime) -> int:
        """How many notes count for a mail that arrived then: of two mails with one number neither teaches the other.

        Every mail that the lessons of one number are about has a smaller number.
        """
        return bisect_left(self._moments, arrived_at - ON_ITS_WAY)

    def lessons_before(self, arrived_at: datetime) -> tuple[Lesson, ...]:
        """The lessons that count for a mail that arrived then, oldest first."""
        notes = self.notes_before(arrived_at)
        if not notes:
            return ()
        through = self._moments[notes - 1]
        if through not in self._known:
            self._known[through] = lessons(self._until(through))
        return self._known[through]

    def _take(self, told: Fact) -> None:
        if not isinstance(told, _Mail | _Ours | _Note):
            return
        fact = possible(told)
        match fact:
            case ReplyReceived() | AutoReplyReceived():
                self._mails.append((mail_ref(fact.source.fingerprint), fact))
            case InvoiceSent():
                self._ours.append((frozenset({number_key(fact.number)}), fact))
            case ReminderSent() | SendIntended():
                self._ours.append((frozenset(number_key(number) for number, _ in fact.lines), fact))
            case ReplyJudged() | OwnerDecided() if _teaches(fact):
                self._note(fact)
            case _:
                return
        at = happened_at(fact)
        self._known = {through: known for through, known in self._known.items() if through < at}

    def _note(self, note: _Note) -> None:
        self._notes.append(note)
        insort(self._moments, note.decided_at)
        if isinstance(note, ReplyJudged):
            self._judged.add(MailRef(note.mail.strip().lower()))
        else:
            self._disputed.add(number_key(note.target))
            insort(self._disputes, note.decided_at)

    def _until(self, through: datetime) -> list[Fact]:
        """The facts of this moment and before on which lessons hang."""
        found: list[Fact] = [note for note in self._notes if note.decided_at <= through]
        found += [fact for keys, fact in self._ours if keys & self._disputed and happened_at(fact) <= through]
        found += [
            mail for ref, mail in self._mails if mail.source.at <= through and self._is_meant(ref, mail)
        ]
        return found

    def _is_meant(self, ref: MailRef, mail: _Mail) -> bool:
        if ref in self._judged:
            return True
        after = bisect_left(self._disputes, mail.source.at)
        return after < len(self._disputes) and self._disputes[after] - mail.source.at <= HEARD_WITHIN


def _teaches(fact: Fact) -> bool:
    return isinstance(fact, ReplyJudged) or (isinstance(fact, OwnerDecided) and fact.verb is Verb.DISPUTE)
