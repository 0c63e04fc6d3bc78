"""A story and its verdict in; its kills by point and by the state of the store after them, with what followed, out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crash.crash_seen import Seen
from crash.scenario import Store
from crash.verdict import Fault, Wrong

Row = tuple[str, Store]


@dataclass(slots=True)
class Count:
    """What became of the kills of one row."""

    kills: int = 0
    letters: int = 0  # that left after the kill, up to the next one
    wrong: dict[Wrong, int] = field(default_factory=lambda: dict.fromkeys(Wrong, 0))

    def add(self, other: "Count") -> None:
        """Count another story's."""
        self.kills += other.kills
        self.letters += other.letters
        for wrong, count in other.wrong.items():
            self.wrong[wrong] += count


def tally(seen: Seen, faults: Iterable[Fault]) -> dict[Row, Count]:
    """A row for each way to die and each state of the store that the next life found.

    A letter, and what is wrong with it, belongs to the last kill before the life in which it left; what
    came before the first kill belongs to that one.
    """
    rows: dict[Row, Count] = {}
    kills: list[tuple[int, Row]] = []
    for life, following in zip(seen.lives, [*seen.lives[1:], None], strict=True):
        if life.killed and following is not None:
            row = life.how, following.store
            kills.append((life.number, row))
            rows.setdefault(row, Count()).kills += 1
    if not kills:
        return {}

    def of(life: int) -> Count:
        return rows[next((row for number, row in reversed(kills) if number < life), kills[0][1])]

    for letter in seen.taken:
        of(letter.life).letters += 1
    for fault in faults:
        of(fault.life).wrong[fault.wrong] += 1
    return rows
