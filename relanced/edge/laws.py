"""Folders of law tables (TOML) in, Laws and every problem out: the shipped periods, and the owner's over them.

A period is a half-year of the calendar. An owner's file adds half-years, or says another rate of one that is
shipped. A file that is wrong, or that would leave a gap, changes nothing: the table stays as it is without it.
"""

import importlib.resources
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from relanced.edge.config_problems import Problem, Problems, did_you_mean, explained, shown, wrong
from relanced.edge.config_table import Table, keys_of
from relanced.edge.place import is_folder
from relanced.edge.toml_file import read_toml
from relanced.model.law import Laws, RatePeriod, RateTable

MAX_FILES = 50
MAX_BYTES = 200_000
MAX_PERCENT = 100
_ONE_DAY = timedelta(days=1)
_PLAIN = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", re.ASCII)  # Decimal would take «2_1» and «1e-9» too


def _percent(given: object) -> Decimal:
    """A rate in percent, written as text («"2.15"») or as a number."""
    expected = 'a rate in percent between 0 and 100, such as "2.15"'
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise wrong(expected)
    written = given.strip() if isinstance(given, str) else shown((), given)
    if not _PLAIN.fullmatch(written):
        raise wrong(expected, "write a point, and no %")
    found = Decimal(written)
    if found > MAX_PERCENT:
        raise wrong(expected)
    return found


def _source(given: str) -> str:
    """Where a rate was published: it is shown beside every amount that rests on it."""
    if not given.strip() or not given.isprintable():
        raise wrong("where the rate was published, on one line")
    return given.strip()


class PeriodTable(Table):
    """A [[period]]: one half-year."""

    since: date
    until: date
    percent: Annotated[Decimal, BeforeValidator(_percent)]
    source: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_source)]


class LawTable(Table):
    """A file."""

    table: str
    period: list[PeriodTable] = Field(min_length=1, max_length=400)


@dataclass(frozen=True, slots=True)
class _LawFile:
    path: Path
    name: str
    periods: tuple[RatePeriod, ...]


def read_laws(folder: Path | None) -> tuple[Laws, Problems]:
    """The tables in use, and every problem of the owner's files; `folder` None: only the shipped tables."""
    problems: list[Problem] = []
    tables = dict(_shipped())
    for path in _files(folder, problems):
        read = _read(path)
        if not isinstance(read, _LawFile):
            problems += read
            continue
        if problem := _unknown_table(read, tables):
            problems.append(problem)
            continue
        merged = _merged(tables[read.name].periods, read.periods)
        if problem := _broken(read, merged):
            problems.append(problem)
        else:
            tables[read.name] = RateTable(name=read.name, periods=merged)
    laws = Laws(tables=tuple(tables.values()), folder="" if folder is None else str(folder))
    return laws, Problems(problems)


@cache
def _shipped() -> Mapping[str, RateTable]:
    found: dict[str, RateTable] = {}
    for path in sorted((Path(str(importlib.resources.files("relanced"))) / "laws").glob("*.toml")):
        read = _read(path)
        assert isinstance(read, _LawFile), f"shipped broken: {read}"
        assert _broken(read, read.periods) is None, f"shipped broken: {path}"
        found[read.name] = RateTable(name=read.name, periods=read.periods)
    return found


def _files(folder: Path | None, problems: list[Problem]) -> list[Path]:
    """The *.toml of the owner's folder by name; editors' unfinished copies («.#x.toml») are none of them."""
    if folder is None:
        return []
    if not is_folder(folder):
        problems.append(Problem(folder, "", "a folder with tables of rates", "no such folder"))
        return []
    found = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    if len(found) > MAX_FILES:
        problems.append(Problem(folder, "", f"at most {MAX_FILES} files", f"{len(found)}"))
    return found[:MAX_FILES]


def _read(path: Path) -> _LawFile | Problems:
    if (problem := _too_long(path)) is not None:
        return Problems([problem])
    raw = read_toml(path)
    if isinstance(raw, Problem):
        return Problems([raw])
    try:
        table = LawTable.model_validate(raw)
    except ValidationError as error:
        keys = keys_of(LawTable)
        return Problems(explained(path, each, keys) for each in error.errors(include_url=False))
    if wrong_days := Problems(_no_half_years(path, table)):
        return wrong_days
    periods = sorted((RatePeriod(**dict(each)) for each in table.period), key=lambda each: each.since)
    return _LawFile(path, table.table, tuple(periods))


def _too_long(path: Path) -> Problem | None:
    try:
        size = path.stat().st_size
    except OSError:
        return None  # reading it tells more
    return Problem(path, "", f"at most {MAX_BYTES} bytes", str(size)) if size > MAX_BYTES else None


def _no_half_years(path: Path, table: LawTable) -> Iterator[Problem]:
    """Each period that is no half-year of the calendar, and each that stands twice in the file."""
    seen: set[date] = set()
    for place, each in enumerate(table.period, 1):
        key = f"period[{place}]"
        if (each.since.month, each.since.day) not in {(1, 1), (7, 1)}:
            yield Problem(path, f"{key}.since", "1 January or 1 July", shown((), each.since))
        elif each.until != _half_ends(each.since):
            expected = f"{_half_ends(each.since)}: rates hold for a half-year"
            yield Problem(path, f"{key}.until", expected, shown((), each.until))
        elif each.since in seen:
            yield Problem(path, f"{key}.since", "each half-year once", f"{each.since} again")
        seen.add(each.since)


def _half_ends(since: date) -> date:
    return date(since.year, 6, 30) if since.month == 1 else date(since.year, 12, 31)


def _unknown_table(read: _LawFile, tables: Mapping[str, RateTable]) -> Problem | None:
    if read.name in tables:
        return None
    expected = "one of " + ", ".join(f'"{name}"' for name in tables)
    return Problem(read.path, "table", expected, shown((), read.name), did_you_mean(read.name, tables))


def _merged(under: tuple[RatePeriod, ...], over: tuple[RatePeriod, ...]) -> tuple[RatePeriod, ...]:
    by_day = {each.since: each for each in under} | {each.since: each for each in over}
    return tuple(by_day[since] for since in sorted(by_day))


def _broken(read: _LawFile, periods: tuple[RatePeriod, ...]) -> Problem | None:
    """The first day that the table would not know between two that it knows."""
    for before, after in pairwise(periods):
        day = before.until + _ONE_DAY
        if after.since != day:
            expected = f"tables without a gap: a [[period]] since {day}"
            return Problem(read.path, "period", expected, f"the next one begins on {after.since}")
    return None
