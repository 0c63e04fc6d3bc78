"""Facts in as they are recorded; the few of them that the daemon asks for by their kind, each time it plans, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from relanced.casework.answers import bears_on_answers
from relanced.casework.tasks.again import given_in
from relanced.model.decided import OwnerDecided, TaskGiven
from relanced.model.facts import Fact
from relanced.model.names import MessageId


@dataclass(slots=True)
class Kept:
    """Of years of mails: what was decided, given to the owner, or bears on answers."""

    decided: list[OwnerDecided] = field(default_factory=list)
    given: dict[MessageId, TaskGiven] = field(default_factory=dict)  # as `given_in`
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
            if bears_on_answers(fact):
                self.for_answers.append(fact)
        self._taken = len(facts)
