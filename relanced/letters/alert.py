"""Troubles and the firm in; the mail that alerts the owner, and the same as plain text, out. Pure.

No name of a client and no amount: an alert leaves the mailbox, to a telephone perhaps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from relanced.letters.digest_page import Item, Note, Page, Section, Tone
from relanced.letters.digest_words import Words, words_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.rules import Firm
from relanced.model.tasks import TASK_RULE

_VALUE_CAP = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that keeps relanced from working."""

    kind: str  # a key of the words' `problems`
    since: datetime
    values: tuple[str, ...] = ()  # a bank's name, a count


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What the owner is to hear now. All empty: it is an alert to try the way."""

    new: tuple[Trouble, ...] = ()
    over: tuple[Trouble, ...] = ()
    still: tuple[Trouble, ...] = ()  # told of before, and not over


def alert_subject(alert: Alert, firm: Firm) -> str:
    """The subject: what is wrong, in three words."""
    words = words_of(firm)
    if not alert.new and not alert.over:
        return words.alerts["subject_test"]
    wrong = alert.new or alert.still
    if not wrong:
        return words.alerts["subject_over"]
    short = words.short.get(wrong[0].kind, "")
    what = short if len(wrong) == 1 else words.alerts["several"].format(count=len(wrong))
    return words.alerts["subject"].format(what=what)


def alert_page(alert: Alert, firm: Firm, now: datetime, zone: tzinfo) -> Page:
    """The whole mail; `now`: aware."""
    words = words_of(firm)
    new = (*alert.new, *alert.still)
    sections = (
        _section(words.alerts["new"], new, words, zone, Tone.LATE),
        _section(words.alerts["over"], alert.over, words, zone, Tone.GOOD),
        Section(
            head="",
            parts=(
                *((Note(words.alerts["safe"], Tone.QUIET),) if new else ()),
                Note(words.alerts["see"], Tone.QUIET),
            ),
        ),
    )
    subject = alert_subject(alert, firm)
    return Page(
        language=words.language,
        rule=f"{TASK_RULE} {words.alerts['head']}",
        firm=plain(firm.name, NAME_CAP),
        title=subject,
        subtitle=words.moment(now.astimezone(zone)),
        preview=subject,
        sections=tuple(section for section in sections if section.parts),
        foot=words.alerts["foot"],
    )


def _section(head: str, troubles: Iterable[Trouble], words: Words, zone: tzinfo, tone: Tone) -> Section:
    items = tuple(
        Item(
            lead=words.problems[each.kind].format(*(plain(value, _VALUE_CAP) for value in each.values)),
            below=_since(each, words, zone),
            tone=tone,
        )
        for each in troubles
    )
    return Section(head=head, parts=items, tone=tone)


def _since(trouble: Trouble, words: Words, zone: tzinfo) -> str:
    at = trouble.since.astimezone(zone)
    return words.alerts["since"].format(on=words.weekday(at.date()), at=f"{at:%H:%M}")
