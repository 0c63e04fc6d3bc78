"""Old mails that were seen and not read in, the order in which they are read out: what we sent first, newest first.

Kept in memory alone: what waits is recorded nowhere, so a new process finds it as new (law 3).
While anything waits, nothing is sent.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relanced.edge.folders import Folder, Role
from relanced.model.names import MessageId

BACKLOG_NOTE = "backlog"  # in the store, for who asks: how many mails wait
STEP = 100  # mails: after so many the service looks for what is new

OF_OURS = frozenset({Role.SENT, Role.INVOICES})


@dataclass(slots=True)
class Waiting:
    """The mails of one folder that wait, and by which names answers may call for them."""

    folder: Folder
    uidvalidity: int
    uids: "array[int]" = field(default_factory=lambda: array("Q"))  # rising; a set is ten times as large
    letters: dict[int, int] = field(default_factory=dict)  # of ours: the hash of a Message-ID, its UID

    def add(self, uids: Iterable[int]) -> None:
        """Let these wait as well."""
        more = sorted(uid for uid in set(uids) if uid not in self)
        is_behind = not self.uids or not more or self.uids[-1] < more[0]
        self.uids = self.uids + array("Q", more) if is_behind else array("Q", sorted((*self.uids, *more)))

    def drop(self, uids: Iterable[int]) -> None:
        """These wait no more."""
        gone = frozenset(uids)
        self.uids = array("Q", (uid for uid in self.uids if uid not in gone))

    def keep(self, present: Sequence[int]) -> None:
        """All that are not among these, which rise, are gone."""
        kept, at = array("Q"), 0
        for uid in self.uids:
            at = bisect_left(present, uid, at)
            if at < len(present) and present[at] == uid:
                kept.append(uid)
        self.uids = kept

    def __contains__(self, uid: int) -> bool:
        at = bisect_left(self.uids, uid)
        return at < len(self.uids) and self.uids[at] == uid

    def take_newest(self, count: int) -> list[int]:
        """Take out those that came last, rising."""
        taken = self.uids[-count:].tolist()
        del self.uids[-count:]
        return taken

    def add_letter(self, message_id: MessageId, uid: int) -> None:
        """Remember the name of a mail of ours that waits: an answer may quote it, and is then read after it."""
        self.letters[hash(message_id)] = uid


class Backlog:
    """The mails that wait, by folder."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}

    def __len__(self) -> int:
        return sum(len(each.uids) for each in self._waiting.values())

    @property
    def has_ours(self) -> bool:
        """Whether mails of ours wait: then nobody can say yet which of those that came in concern us."""
        return any(each.uids for each in self._waiting.values() if each.folder.role in OF_OURS)

    def of(self, folder: Folder, uidvalidity: int) -> Waiting:
        """What waits of this folder; nothing that waited under another UIDVALIDITY."""
        found = self._waiting.get(folder.name)
        if found is None or found.uidvalidity != uidvalidity:
            found = self._waiting[folder.name] = Waiting(folder, uidvalidity)
        return found

    def keep_folders(self, folders: Iterable[Folder]) -> None:
        """Forget folders that are gone, or have another role now."""
        kept = {folder.name: folder for folder in folders}
        self._waiting = {
            name: each for name, each in self._waiting.items() if kept.get(name) == each.folder and each.uids
        }

    def has_letter(self, named: Iterable[MessageId]) -> bool:
        """Whether one of these is the name of a mail of ours that waits."""
        wanted = [hash(message_id) for message_id in named]
        return any(each in waiting.letters for waiting in self._waiting.values() for each in wanted)

    def letters(self, named: Iterable[MessageId]) -> list[tuple[Waiting, list[int]]]:
        """Take out the mails of ours that are named and wait, by folder."""
        wanted = {hash(message_id) for message_id in named}
        found: list[tuple[Waiting, list[int]]] = []
        for waiting in self._waiting.values():
            uids = [waiting.letters.pop(each) for each in wanted if each in waiting.letters]
            uids = [uid for uid in uids if uid in waiting]
            if uids:
                waiting.drop(uids)
                found.append((waiting, uids))
        return found

    def step(self) -> tuple[Waiting, Sequence[int]] | None:
        """Take out the mails to be read next; None where nothing waits."""
        waiting = [each for each in self._waiting.values() if each.uids]
        if not waiting:
            return None
        waiting.sort(key=lambda each: each.folder.role not in OF_OURS)
        return waiting[0], waiting[0].take_newest(STEP)
