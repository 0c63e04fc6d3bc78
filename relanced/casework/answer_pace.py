"""All answers that could lie ready in; which one of each client's is drafted, and why the others are not, out. Pure.

Anybody can write many mails in a client's name: they must fill nobody's Drafts, and keep no other client waiting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from relanced.model.actions import DraftAnswer
from relanced.model.names import ClientKey, Fingerprint, MessageId

MOST = 3  # drafts for one client in DAYS
DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What became of earlier answers; a mail is named by its fingerprint."""

    answered: Callable[[MessageId], bool]  # whether a mail of ours in Sent answers this one
    written: Callable[[ClientKey], Mapping[Fingerprint, date]]  # the drafts of the last DAYS, and their days
    failed: Callable[
        [ClientKey], Mapping[Fingerprint, str]
    ]  # those that could not be written just now, and why


def paced(
    drafts: Iterable[DraftAnswer], past: Past, today: date, day_of: Callable[[datetime], date]
) -> tuple[DraftAnswer, ...]:
    """The same drafts; where one must not be written now, `lacks` says why.

    For each client one a day, to his newest mail, and at most MOST in DAYS. What was written stays as it is.
    """
    found = tuple(drafts)
    by_client: dict[ClientKey, list[DraftAnswer]] = {}
    for draft in found:
        by_client.setdefault(draft.answer.client.key, []).append(draft)
    why: dict[tuple[ClientKey, Fingerprint], str] = {}
    for client, mine in by_client.items():
        written, failed = past.written(client), past.failed(client)
        free = [d for d in mine if not d.lacks and _mark(d) not in written]
        why |= {(client, _mark(d)): failed[_mark(d)] for d in free if _mark(d) in failed}
        waiting = [d for d in free if _mark(d) not in failed]
        why |= {(client, mark): said for mark, said in _apart(waiting, written, today, day_of)}
    return tuple(replace(d, lacks=d.lacks or why.get((d.answer.client.key, _mark(d)), "")) for d in found)


def _apart(
    waiting: list[DraftAnswer],
    written: Mapping[Fingerprint, date],
    today: date,
    day_of: Callable[[datetime], date],
) -> Iterable[tuple[Fingerprint, str]]:
    """One client's drafts that must not be written today, and why."""
    count = sum((today - on).days < DAYS for on in written.values())
    if not waiting:
        return
    if count >= MOST:
        why = f"{count} were written for this client within {DAYS} days, and no more are"
    elif any(on >= today for on in written.values()):
        why = "one a day is written for a client, and today's is written"
    else:
        newest = max(waiting, key=lambda each: (each.answer.mail.at, _mark(each)))
        waiting = [each for each in waiting if each is not newest]
        day = day_of(newest.answer.mail.at)
        why = f"one a day is written for a client, and his newer mail of {day} comes first"
    for each in waiting:
        yield _mark(each), why


def _mark(draft: DraftAnswer) -> Fingerprint:
    return draft.answer.mail.fingerprint
