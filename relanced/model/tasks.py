"""Tasks: what only a person can do, and how it ended."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What the owner is asked to do himself."""

    CALL = "call"
    LETTER = "letter"  # post a formal notice
    HANDOVER = "handover"  # give the file to somebody who collects


class CallOutcome(StrEnum):
    """How a call ended."""

    PROMISED = "promised"
    PAID = "paid"  # «it is on its way»
    DISPUTED = "disputed"
    PLAN_ASKED = "plan_asked"  # he asks for instalments
    NOT_RECEIVED = "not_received"  # the invoice
    IN_APPROVAL = "in_approval"  # it goes its way through his firm
    WRONG_PERSON = "wrong_person"
    VOICEMAIL = "voicemail"
    UNREACHABLE = "unreachable"
    REACHED = "reached"  # spoken to, nothing agreed


# Begins the first line of every mail that gives a task: what stands below it in an answer is ours, however
# the mail program quotes.
TASK_RULE = "· relanced ·"
NOBODY_SPOKEN_TO = frozenset({CallOutcome.VOICEMAIL, CallOutcome.UNREACHABLE})
