"""The name of a step in; the sudden end of this process out, where the environment asks for it.

For `make crash`: it proves that no letter leaves twice wherever a machine loses its power. Without
the variable, which nobody sets by chance, a point does nothing.
"""

import os
import signal
from enum import StrEnum

VARIABLE = "RELANCED_CRASH_AT"  # «claimed:2»: at the second time that this point is passed


class Point(StrEnum):
    """Where a process may end, in the order of a round."""

    LISTED = "listed"  # headers of a batch fetched, nothing recorded
    FETCHED = "fetched"  # a mail fetched, not read
    READ = "read"  # read, not recorded
    RECORDED = "recorded"  # the mail and its facts are in the store
    STORE_WRITTEN = "store_written"  # within any transaction, just before its commit
    PLANNED = "planned"
    COMPOSED = "composed"  # the letter exists in memory
    FROZEN = "frozen"  # its bytes are in the outbox
    DOOR_OPEN = "door_open"  # the mail server took MAIL, RCPT and DATA, no byte of the letter left
    LOOKED = "looked"  # the last look at the mailbox and the last plan are done
    INTENT_WRITTEN = "intent_written"  # the note lies in the journal
    CLAIMED = "claimed"  # the claim is committed, no byte has left
    HALF_SENT = "half_sent"  # half of the letter's bytes went to the socket
    DOT_SENT = "dot_sent"  # all bytes and the dot went to the socket
    ANSWERED = "answered"  # the server's answer is known, not committed
    SETTLED = "settled"  # the answer is committed
    COPY_DUE = "copy_due"  # about to file the copy in Sent
    COPY_APPENDED = "copy_appended"  # the copy lies in Sent, the store does not know
    COPY_FILED = "copy_filed"
    DRAFT_APPENDED = "draft_appended"  # the draft lies in Drafts, the store does not know
    TASK_NOTED = "task_noted"  # a task's note lies in the journal, its mail is not written
    TASK_MAILED = "task_mailed"
    DIGEST_APPENDED = "digest_appended"  # the digest lies in INBOX, the store does not know
    GESTURE_NOTED = "gesture_noted"  # the note of a moved mail lies in the journal, nothing is recorded
    GESTURE_UNDONE = "gesture_undone"
    LEASE_APPENDED = "lease_appended"  # our claim to be the only one lies in the mailbox, not yet checked


_passed: dict[str, int] = {}


def crash_point(point: Point) -> None:
    """End this process by SIGKILL, if the environment asks for it here."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name != point:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
