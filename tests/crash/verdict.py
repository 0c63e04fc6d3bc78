"""What came of a story in; what must never be, and was, out. It looks from the recipients' side."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from crash.crash_mails import KEY
from crash.crash_seen import Seen
from crash.crash_sink import Taken
from crash.scenario import STEPS, Mode

from relanced.intake.message import Message, UnreadableMail, parse_message
from relanced.model.mark import DIGEST_HEADER, MARK_HEADER, TASK_HEADER, read_mark


class Wrong(Enum):
    """The ways in which a story may go wrong."""

    TWICE = "duplicates"
    PAST = "past a reply"
    LOST = "lost"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must never be."""

    wrong: Wrong
    life: int  # in which it came to pass
    words: str


@dataclass(frozen=True, slots=True)
class _Letter:
    taken: Taken
    mail: Message
    lines: frozenset[tuple[str, str]]  # invoice and step


def judge(seen: Seen) -> tuple[Fault, ...]:
    """Everything that is wrong with a story."""
    letters = [_letter(taken) for taken in seen.taken]
    faults = [Fault(Wrong.OTHER, _last(seen), words) for words in seen.trouble]
    faults += _twice(letters)
    faults += _past(seen, letters)
    faults += _copies(seen)
    faults += _lost(seen, letters) if seen.scenario.mode is Mode.SEND else _not_given(seen)
    return tuple(faults)


def _letter(taken: Taken) -> _Letter:
    mail = parse_message(taken.raw)
    assert mail.message_id is not None
    read = read_mark(mail.header(MARK_HEADER), mail.message_id, KEY.encode())
    assert read is not None
    assert read[1], "a letter that is not signed"
    return _Letter(taken, mail, frozenset((number, step) for number, step in read[0].lines if step))


def _read(raw: bytes) -> Message | None:
    try:
        return parse_message(raw)
    except UnreadableMail:  # the story's own
        return None


def _last(seen: Seen) -> int:
    return max((life.number for life in seen.lives), default=0)


def _twice(letters: list[_Letter]) -> Iterator[Fault]:
    """No invoice is chased twice with one step, and no client written to twice a day."""
    chased: set[tuple[str, str]] = set()
    days: set[tuple[str, str]] = set()
    for letter in letters:
        again = chased & letter.lines
        if again:
            yield Fault(Wrong.TWICE, letter.taken.life, f"{sorted(again)} reached {letter.taken.to} again")
        chased |= letter.lines
        day = (letter.taken.to, letter.mail.header("Date")[:16])
        if day in days and not again:
            yield Fault(Wrong.TWICE, letter.taken.life, f"{letter.taken.to} got two letters on {day[1]}")
        days.add(day)


def _past(seen: Seen, letters: list[_Letter]) -> Iterator[Fault]:
    """No letter leaves about what was silenced before the server asked for it."""
    for letter in letters:
        numbers = {number for number, _ in letter.lines}
        for each in seen.happened:
            silenced = {i.number for i in seen.scenario.invoices if each.event.silences(i)} & numbers
            if silenced and each.at < letter.taken.data_at:
                early = letter.taken.data_at - each.at
                words = f"{sorted(silenced)} chased {early:.3f} s after «{each.event.what.value}»"
                yield Fault(Wrong.PAST, letter.taken.life, words)


def _copies(seen: Seen) -> Iterator[Fault]:
    """One copy in Sent, one draft, one task mail, one digest a day, whatever died in between."""
    for folder, header in (
        ("Sent", MARK_HEADER),
        ("Drafts", MARK_HEADER),
        ("INBOX", TASK_HEADER),
        ("INBOX", DIGEST_HEADER),
    ):
        mails = [_read(raw) for raw in seen.folders.get(folder, ())]
        ids = Counter(str(mail.message_id) for mail in mails if mail is not None and mail.header(header))
        for message_id, count in ids.items():
            if count > 1:
                yield Fault(Wrong.TWICE, _last(seen), f"{count} mails {message_id} lie in {folder}")


def _lost(seen: Seen, letters: list[_Letter]) -> Iterator[Fault]:
    """What is due arrives, or its fate is not known, and the owner is asked."""
    days = sorted(seen.asked)
    scenario = seen.scenario
    for invoice in scenario.invoices:
        if any(each.event.silences(invoice) for each in seen.happened):
            continue
        bothered = any(
            each.event.is_human and each.event.invoice.client == invoice.client for each in seen.happened
        )
        got = {step for letter in letters for number, step in letter.lines if number == invoice.number}
        settled = [doubt for doubt in seen.doubts if doubt.number == invoice.number]
        if not bothered:
            first = seen.taken_by_day[days[0]]
            early = {line for letter in letters[:first] for line in letter.lines}
            if (invoice.number, STEPS[0]) not in early and invoice.number not in seen.asked[days[0]]:
                yield Fault(Wrong.LOST, _last(seen), f"{invoice.number}: no first letter, and nothing asked")
        wanted = 1 if bothered else 2
        if len(got | {f"in doubt on day {doubt.day}" for doubt in settled}) < wanted:
            words = f"{invoice.number}: at the end only {sorted(got)}, and {len(settled)} doubts settled"
            yield Fault(Wrong.LOST, _last(seen), words)
        # Of two letters in doubt about one invoice, the second is asked about once the first is settled.
        before = {doubt.message_id for doubt in settled if doubt.day < days[-1]}
        asked = seen.asked[days[-1]].get(invoice.number)
        if asked and (asked in before or not before):
            words = f"{invoice.number}: still in doubt, though evidence or the owner's word was given"
            yield Fault(Wrong.LOST, _last(seen), words)


def _not_given(seen: Seen) -> Iterator[Fault]:
    """Each invoice has its draft, or its task."""
    folder = "Drafts" if seen.scenario.mode is Mode.DRAFT else "INBOX"
    text = b"\n".join(seen.folders[folder])
    for invoice in seen.scenario.invoices:
        if invoice.number.encode() not in text:
            yield Fault(Wrong.LOST, _last(seen), f"{invoice.number}: nothing lies in {folder}")
    for letter in seen.taken:
        yield Fault(Wrong.OTHER, letter.life, f"a letter to {letter.to} in mode {seen.scenario.mode.value}")
