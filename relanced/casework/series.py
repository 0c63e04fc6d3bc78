"""Facts in, the numbers that are missing in our series of invoices out: sent another way, or never sent. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import pairwise

from relanced.casework.claims import claims
from relanced.casework.numbering import LEAST, Member, learn
from relanced.casework.order import in_order
from relanced.casework.unsure import known_numbers
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.names import InvoiceNumber, number_key

RECENT = timedelta(days=731)  # before the newest document: what is older is settled one way or another
_LONG_RUN = 20  # more numbers in a row than this, and than a tenth of those known, were never given out


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers in a row that no mail of ours bears, between two that are known."""

    first: InvoiceNumber
    last: InvoiceNumber
    count: int
    before: InvoiceNumber  # the known number before them
    before_on: date
    after: InvoiceNumber
    after_on: date


def gaps(facts: Iterable[Fact]) -> tuple[Gap, ...]:
    """The gaps in the series of our numbers, newest first; none where numbers form no series.

    Only of series that grow by one and are mostly there, of the last two years, and between known
    numbers: what comes before the first of a year is not known to exist. A number that a doubtful
    invoice may bear is not missing.
    """
    counting = claims(in_order(facts), UTC).facts
    doubtful = [fact for fact in counting if isinstance(fact, InvoiceSent) and fact.rivals]
    maybe = {number_key(number) for fact in doubtful for number in (fact.number, *fact.rivals)}
    known = known_numbers(counting)
    since = max((each.on for each in known), default=date.max) - RECENT
    found = [
        gap
        for series in learn(known)
        for part in _parts(series.periods.values())
        for gap in _gaps(part, maybe)
        if gap.after_on >= since
    ]
    return tuple(sorted(found, key=lambda gap: (gap.after_on, gap.after), reverse=True))


def _parts(periods: Iterable[Sequence[Member]]) -> list[list[Member]]:
    """Numbers in order without long jumps, as far as the series is mostly there."""
    parts = [part for members in periods for part in _without_jumps(members)]
    known = sum(map(len, parts))
    missing = sum(part[-1].shape.counter - part[0].shape.counter + 1 - len(part) for part in parts)
    return parts if known >= LEAST and missing <= known else []


def _without_jumps(members: Sequence[Member]) -> list[list[Member]]:
    """One member a counter, in order; a new part after each jump that no gap explains."""
    once = {member.shape.counter: member for member in members}
    longest = max(_LONG_RUN, len(once) // 10)
    parts: list[list[Member]] = []
    for counter in sorted(once):
        if not parts or counter - parts[-1][-1].shape.counter - 1 > longest:
            parts.append([])
        parts[-1].append(once[counter])
    return [part for part in parts if len(part) > 1]


def _gaps(part: Sequence[Member], maybe: set[str]) -> Iterator[Gap]:
    for before, after in pairwise(part):
        run: list[InvoiceNumber] = []
        for counter in range(before.shape.counter + 1, after.shape.counter + 1):
            number = _number(before, counter)
            if counter < after.shape.counter and number_key(number) not in maybe:
                run.append(number)
            elif run:
                yield Gap(
                    first=run[0],
                    last=run[-1],
                    count=len(run),
                    before=before.known.number,
                    before_on=before.known.on,
                    after=after.known.number,
                    after_on=after.known.on,
                )
                run = []


def _number(like: Member, counter: int) -> InvoiceNumber:
    """The number of this counter, written like its neighbour."""
    whole, shape = like.known.number, like.shape
    return InvoiceNumber(f"{whole[: shape.start]}{counter:0{shape.end - shape.start}d}{whole[shape.end :]}")
