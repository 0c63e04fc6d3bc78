"""The kind of a client, the printed rate and the tables in; the yearly rate of late interest on a day out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relanced.model.law import LateRate, Laws, RateBase, RatePeriod

ECB = "ecb"  # the tables, by name
LEGAL = "fr_legal"

BUSINESS_POINTS = Decimal(10)  # Code de commerce, L441-10 II
PUBLIC_POINTS = Decimal(8)  # Code de la commande publique, R2192-31
FLOOR_TIMES = 3  # Code de commerce, L441-10 II: no printed rate may be below this many times the legal rate


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate and the days on which it is known to hold."""

    since: date
    until: date  # inclusive
    percent: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """A day that a table does not know."""

    table: str
    day: date
    knows: tuple[date, date] | None  # the first and the last day that it knows; None: there is no such table


def business_rate(laws: Laws, printed: LateRate | None, day: date) -> Rate | Beyond:
    """Between firms: what their terms print, never below the floor; else ECB + 10 points.

    The floor binds a rate that is printed («sauf disposition contraire qui ne peut toutefois fixer un taux
    inférieur à trois fois le taux d'intérêt légal»), not the law's own: in the second half of 2024 three
    times the legal rate was above ECB + 10, and ECB + 10 it was that applied without terms.
    """
    if printed is None or (printed.base is RateBase.ECB and printed.by == BUSINESS_POINTS):
        period = _on(laws, ECB, day)
        return period if isinstance(period, Beyond) else _ecb(period, BUSINESS_POINTS, "L441-10 II")
    legal = _on(laws, LEGAL, day)
    if isinstance(legal, Beyond):
        return legal
    rate = _printed(laws, printed, legal, day)
    floor = FLOOR_TIMES * legal.percent
    if isinstance(rate, Beyond) or rate.percent >= floor:
        return rate
    source = (
        f"the floor: {FLOOR_TIMES} times the legal rate, {legal.percent} % ({legal.source}); {rate.source}"
    )
    return Rate(legal.since, legal.until, floor, source)


def public_rate(laws: Laws, began_on: date) -> Rate | Beyond:
    """Public buyers: ECB + 8 points as of the half-year in which the interest began, for as long as it runs.

    Nothing that terms print changes it (CAA Bordeaux, 28 June 2023, 22BX02150: «réputée non écrite»).
    """
    period = _on(laws, ECB, began_on)
    if isinstance(period, Beyond):
        return period
    rate = _ecb(period, PUBLIC_POINTS, "R2192-31, by the half-year in which it began")
    return Rate(began_on, date.max, rate.percent, rate.source)


def _printed(laws: Laws, printed: LateRate, legal: RatePeriod, day: date) -> Rate | Beyond:
    match printed.base:
        case RateBase.FIXED:
            return Rate(legal.since, legal.until, printed.by, f"{printed.by} % as the terms print it")
        case RateBase.LEGAL:
            source = f"{printed.by} times the legal rate as the terms print it: {legal.source}"
            return Rate(legal.since, legal.until, printed.by * legal.percent, source)
        case RateBase.ECB:
            period = _on(laws, ECB, day)
            return period if isinstance(period, Beyond) else _ecb(period, printed.by, "as the terms print it")


def _ecb(period: RatePeriod, points: Decimal, why: str) -> Rate:
    source = f"ECB {period.percent} % + {points} points ({why}): {period.source}"
    return Rate(period.since, period.until, period.percent + points, source)


def _on(laws: Laws, name: str, day: date) -> RatePeriod | Beyond:
    table = laws.table(name)
    period = table.on(day) if table is not None else None
    if period is not None:
        return period
    return Beyond(name, day, _known(table.periods if table is not None else ()))


def _known(periods: Sequence[RatePeriod]) -> tuple[date, date] | None:
    return (periods[0].since, periods[-1].until) if periods else None


def how_to_extend(beyond: Beyond, laws: Laws) -> str:
    """Why nothing is computed, and the lines that end that: where to write them, and what they are."""
    since, until = _half_year(beyond.day)
    half = f"{since.year}-s{1 if since.month == 1 else 2}"
    if beyond.knows is None:
        known = f"no table «{beyond.table}» is loaded"
    elif beyond.day < beyond.knows[0]:
        known = f"the table «{beyond.table}» begins on {beyond.knows[0]}"
    else:
        known = f"the table «{beyond.table}» ends on {beyond.knows[1]}"
    where = (
        laws.folder.rstrip("/")
        if laws.folder
        else 'a folder of yours (laws = "/etc/relanced/laws" in the configuration)'
    )
    place = f"{where}/{beyond.table}-{half}.toml" if laws.folder else f"{beyond.table}-{half}.toml in {where}"
    source = "where you read it"
    return (
        f"late interest is not computed: {known}, and the rate of {beyond.day} is needed. Write {place}, "
        f'with the rate that was published for each half-year that is missing:\ntable = "{beyond.table}"\n[[period]]\n'
        f'since = {since}\nuntil = {until}\npercent = "…"\nsource = "{source}"'
    )


def _half_year(day: date) -> tuple[date, date]:
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)
