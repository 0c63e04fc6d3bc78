"""What an attached bank file holds. Values only; the readers of this room make them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from relanced.intake.bank.files.exchange import plausible_original
from relanced.model.facts import Credit
from relanced.model.money import Money

MAX_FILE = 12 * 1024 * 1024  # bytes of one attached file that are read
MAX_ENTRIES = 20_000  # of one file
MAX_TOLD = 5  # of what could not be read, or was left out, so many are named


class UnreadableFile(ValueError):  # noqa: N818 - the name says what it is, as UnreadableMail does
    """An attached file that looks like a bank's and cannot be read; the message says why."""


class Sense(StrEnum):
    """What an entry of a statement does to us."""

    CREDIT = "credit"  # money came in
    DEBIT = "debit"  # money left
    BACK = "back"  # money of a client that had come in went back: a returned debit, a bounced cheque
    UNDONE = "undone"  # our own payment came back, or never left: nobody paid us


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One movement; of a batch, one payment in it."""

    sense: Sense
    credit: Credit  # its amount is positive in each sense
    account: str = ""  # ours, as the file names it: the same payment on two accounts is two payments
    report: str = ""  # the kind of report that it stands in, where a file holds several


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The credits of a file, what went back of them, and what of the file was not understood."""

    credits: tuple[Credit, ...]
    has_debits: bool  # whether it tells of money that left, too
    reversals: tuple[Credit, ...] = ()
    kind: str = ""  # «CAMT.053», «MT940», «OFX», «CFONB120», «CSV»
    problems: tuple[str, ...] = ()  # what may be money that came in, and could not be read; where and why
    notes: tuple[str, ...] = ()  # what was understood and left out on purpose
    net: Money | None = None  # of a payout: what the service transfers for all payments of the file


def statement_of(
    kind: str, entries: Iterable[Entry], problems: list[str], notes: Iterable[str] = ()
) -> Statement:
    """The statement that these entries make; the same payment told twice in one file counts once.

    What was sent in another currency is kept where it can have become what came in.
    """
    once = _once([_checked(each) for each in entries])
    return Statement(
        credits=tuple(each.credit for each in once if each.sense is Sense.CREDIT),
        has_debits=any(each.sense in {Sense.DEBIT, Sense.BACK} for each in once),
        reversals=tuple(each.credit for each in once if each.sense is Sense.BACK),
        kind=kind,
        problems=cut(problems),
        notes=cut(notes),
    )


def _checked(entry: Entry) -> Entry:
    original = plausible_original(entry.credit.original, entry.credit.amount)
    return (
        entry
        if original == entry.credit.original
        else replace(entry, credit=replace(entry.credit, original=original))
    )


def together(statements: Iterable[Statement]) -> Statement:
    """One statement out of the files of one mail; a payment that several of them tell counts once.

    Banks attach one day's movements in two formats. What only one of them tells is kept.
    """
    read = list(statements)
    kinds: dict[str, list[Statement]] = {}
    for each in read:
        kinds.setdefault(each.kind, []).append(each)
    return Statement(
        credits=_largest([_added(each.credits for each in same) for same in kinds.values()]),
        has_debits=any(each.has_debits for each in read),
        reversals=_largest([_added(each.reversals for each in same) for same in kinds.values()]),
        kind=", ".join(kind for kind in kinds if kind),
        problems=cut([problem for each in read for problem in each.problems]),
        notes=cut([note for each in read for note in each.notes]),
        net=read[0].net if len(read) == 1 else None,
    )


def cut(told: Iterable[str]) -> tuple[str, ...]:
    """The first few of many, and how many more there are."""
    all_told = list(told)
    more = len(all_told) - MAX_TOLD
    return (*all_told[:MAX_TOLD], *((f"and {more} more",) if more > 0 else ()))


def _once(entries: list[Entry]) -> list[Entry]:
    """Each payment once: by the bank's own name of it, else by being the same in two kinds of report.

    Two equal payments in one report are two; an intraday report and the statement of the same day
    tell of one.
    """
    named: set[tuple[str, Sense, str, Money]] = set()
    counts: dict[Entry, Counter[str]] = {}
    kept: list[Entry] = []
    for entry in entries:
        if entry.credit.entry_id:
            name = (entry.account, entry.sense, entry.credit.entry_id, entry.credit.amount)
            if name not in named:
                named.add(name)
                kept.append(entry)
            continue
        seen = counts.setdefault(replace(entry, report=""), Counter())
        most = max(seen.values(), default=0)
        seen[entry.report] += 1
        if seen[entry.report] > most:
            kept.append(entry)
    return kept


def _added(lists: Iterable[tuple[Credit, ...]]) -> tuple[Credit, ...]:
    """The payments of files of one kind; what the bank names alike is one payment."""
    named: dict[tuple[str, Money], Credit] = {}
    unnamed: list[Credit] = []
    for credit in (each for credits_told in lists for each in credits_told):
        if credit.entry_id:
            named.setdefault((credit.entry_id, credit.amount), credit)
        else:
            unnamed.append(credit)
    return (*named.values(), *unnamed)


def _largest(lists: list[tuple[Credit, ...]]) -> tuple[Credit, ...]:
    """What lists of several kinds tell together: of like payments as many as the list that tells most."""
    have: Counter[tuple[Money, object]] = Counter()
    kept: list[Credit] = []
    for credits_told in lists:
        here: Counter[tuple[Money, object]] = Counter()
        for credit in credits_told:
            like = (credit.amount, credit.value_on)
            here[like] += 1
            if here[like] > have[like]:
                kept.append(credit)
        have |= here
    return tuple(kept)
