"""Old mails that were seen and not read in, the order in which they are read out: what we sent first, newest first.

Kept in memory alone: what waits is recorded nowhere, so a new process finds it as new (law 3).
While anything waits, nothing is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relanced.edge.folders import Folder, Role
from relanced.model.names import MessageId

BACKLOG_NOTE = "backlog"  # in the store, for who asks: how many mails wait
STEP = 100  # mails: after so many the service looks for what is new

OF_OURS = frozenset({Role.SENT, Role.INVOICES})


@dataclass(slots=True)
class Waiting:
    """The mails of one folder that wait."""

    folder: Folder
    uidvalidity: int
    uids: set[int] = field(default_factory=set)


class Backlog:
    """The mails that wait, by folder."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}
        self._letters: dict[MessageId, tuple[str, int]] = {}  # those of ours: folder, UID

    def __len__(self) -> int:
        return sum(len(each.uids) for each in self._waiting.values())

    @property
    def has_ours(self) -> bool:
        """Whether mails of ours wait: then nobody can say yet which of those that came in concern us."""
        return any(each.uids for each in self._waiting.values() if each.folder.role in OF_OURS)

    def of(self, folder: Folder, uidvalidity: int) -> set[int]:
        """What waits of this folder; nothing that waited under another UIDVALIDITY."""
        found = self._waiting.get(folder.name)
        if found is None or found.uidvalidity != uidvalidity:
            found = self._waiting[folder.name] = Waiting(folder, uidvalidity)
        return found.uids

    def keep_folders(self, folders: Iterable[Folder]) -> None:
        """Forget folders that are gone, or have another role now."""
        kept = {folder.name: folder for folder in folders}
        self._waiting = {
            name: each for name, each in self._waiting.items() if kept.get(name) == each.folder and each.uids
        }
        if not self._waiting:
            self._letters.clear()

    def add_letter(self, message_id: MessageId, folder: Folder, uid: int) -> None:
        """Remember where a mail of ours lies that waits, and that an answer may name."""
        self._letters[message_id] = folder.name, uid

    def letters(self, named: Iterable[MessageId]) -> list[tuple[Waiting, list[int]]]:
        """Take out the mails of ours that are named and wait, by folder."""
        found: dict[str, list[int]] = {}
        for message_id in named:
            name, uid = self._letters.pop(message_id, ("", 0))
            if name in self._waiting and uid in self._waiting[name].uids:
                self._waiting[name].uids.discard(uid)
                found.setdefault(name, []).append(uid)
        return [(self._waiting[name], uids) for name, uids in found.items()]

    def step(self) -> tuple[Waiting, Sequence[int]] | None:
        """Take out the mails to be read next; None where nothing waits."""
        waiting = [each for each in self._waiting.values() if each.uids]
        if not waiting:
            return None
        waiting.sort(key=lambda each: each.folder.role not in OF_OURS)
        uids = sorted(waiting[0].uids)[-STEP:]
        waiting[0].uids.difference_update(uids)
        return waiting[0], uids
