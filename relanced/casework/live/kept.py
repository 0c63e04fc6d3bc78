"""Facts in as they are recorded; the few of them that the daemon asks for by their kind, each time it plans, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from relanced.casework.answers import bears_on_answers
from relanced.casework.tasks.again import given_in
from relanced.model.decided import CommandUnclear, GestureUndone, OwnerDecided, TaskGiven
from relanced.model.facts import Fact, ReminderSent, SendIntended
from relanced.model.mark import reference_of
from relanced.model.names import MessageId


@dataclass(slots=True)
class Kept:
    """Of years of mails: what was decided, given to the owner, or bears on answers."""

    decided: list[OwnerDecided] = field(default_factory=list)
    given: dict[MessageId, TaskGiven] = field(default_factory=dict)  # as `given_in`
    gestures: set[str] = field(default_factory=set)  # mails moved into folders of ours: every one noted
    undone: dict[str, datetime] = field(default_factory=dict)  # those taken out again, and when
    unmarked: dict[str, ReminderSent] = field(default_factory=dict)  # by the reference that their text bears
    references: set[str] = field(default_factory=set)  # of letters that are known
    for_answers: list[Fact] = field(default_factory=list)  # all that `answers_due` looks at
    _taken: int = 0

    def take(self, facts: Sequence[Fact]) -> None:
        """Keep what stands in this growing list behind the end of the last time."""
        for at in range(self._taken, len(facts)):
            fact = facts[at]
            if isinstance(fact, OwnerDecided):
                self.decided.append(fact)
            if isinstance(fact, TaskGiven):
                self.given |= given_in([fact])
            if isinstance(fact, OwnerDecided | CommandUnclear) and fact.gesture:
                self.gestures.add(fact.gesture)
            if isinstance(fact, GestureUndone):
                self.undone[fact.gesture] = fact.decided_at
            if isinstance(fact, ReminderSent):
                self.unmarked |= dict.fromkeys(fact.tokens, fact)
            if isinstance(fact, ReminderSent | SendIntended):
                self.references.add(reference_of(fact.message_id))
            if bears_on_answers(fact):
                self.for_answers.append(fact)
        self._taken = len(facts)
