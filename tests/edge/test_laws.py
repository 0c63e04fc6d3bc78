"""The tables of rates: the shipped ones are whole and sourced; an owner's file extends, overrides, or is refused."""

import os
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from relanced.edge.laws import read_laws
from relanced.model.law import RateTable

S2 = 'table = "ecb"\n[[period]]\nsince = 2026-07-01\nuntil = 2026-12-31\npercent = "2.00"\nsource = "seen"\n'


def table(name: str, folder: Path | None = None) -> RateTable:
    found = read_laws(folder)[0].table(name)
    assert found is not None
    return found


def problem(folder: Path, text: str) -> str:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    laws, problems = read_laws(folder)
    assert len(problems) == 1
    assert laws.tables == read_laws(None)[0].tables, "a file that is wrong changes nothing"
    return str(problems[0])


@pytest.mark.parametrize("name", ["ecb", "fr_legal"])
def test_every_half_year_of_a_shipped_table_is_there_and_has_a_source(name: str) -> None:
    periods = table(name).periods
    assert periods[0].since == date(2019, 1, 1)
    assert all(a.until.toordinal() + 1 == b.since.toordinal() for a, b in pairwise(periods))
    assert all("http" in period.source for period in periods)


def test_rates_as_they_were_published() -> None:
    ecb, legal = table("ecb"), table("fr_legal")
    seen = {day: ecb.on(day) for day in (date(2024, 8, 1), date(2025, 6, 30), date(2025, 7, 1))}
    assert [period and str(period.percent) for period in seen.values()] == ["4.25", "3.15", "2.15"]
    floor = legal.on(date(2026, 6, 30))
    assert floor is not None
    assert str(floor.percent) == "2.62"
    assert ecb.on(date(2018, 12, 31)) is None


def test_an_owner_s_file_adds_a_half_year(tmp_path: Path) -> None:
    (tmp_path / "ecb-2026-s2.toml").write_text(S2, encoding="utf-8")
    period = table("ecb", tmp_path).on(date(2026, 11, 22))
    assert period is not None
    assert (period.percent, period.source) == (Decimal("2.00"), "seen")
    assert read_laws(tmp_path)[0].folder == str(tmp_path)


def test_an_owner_s_file_goes_before_what_is_shipped(tmp_path: Path) -> None:
    text = S2.replace("2026-07-01", "2025-07-01").replace("2026-12-31", "2025-12-31")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    period = table("ecb", tmp_path).on(date(2025, 8, 1))
    assert period is not None
    assert str(period.percent) == "2.00"


def test_a_percent_may_be_a_number(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(S2.replace('"2.00"', "2.15"), encoding="utf-8")
    period = table("ecb", tmp_path).on(date(2026, 8, 1))
    assert period is not None
    assert period.percent == Decimal("2.15")


def test_a_gap_is_refused_with_the_day_that_is_missing(tmp_path: Path) -> None:
    text = S2.replace("2026-07-01", "2027-01-01").replace("2026-12-31", "2027-06-30")
    told = problem(tmp_path, text)
    assert "mine.toml: period: expected tables without a gap: a [[period]] since 2026-07-01" in told


def test_two_periods_over_the_same_days_are_refused(tmp_path: Path) -> None:
    told = problem(tmp_path, S2 + S2.partition("\n")[2])
    assert "period[2].since: expected each half-year once" in told


def test_a_period_that_is_no_half_year_is_refused(tmp_path: Path) -> None:
    assert "period[1].until: expected 2026-12-31" in problem(tmp_path, S2.replace("2026-12-31", "2027-06-30"))
    assert "period[1].since: expected 1 January or 1 July" in problem(
        tmp_path, S2.replace("2026-07-01", "2026-07-02")
    )


@pytest.mark.parametrize("written", ['"2,15"', '"-1"', '"NaN"', "true", '"1000"', '""'])
def test_what_is_no_rate_is_refused(tmp_path: Path, written: str) -> None:
    assert "period[1].percent: expected a rate in percent" in problem(tmp_path, S2.replace('"2.00"', written))


def test_a_period_without_its_source_is_refused(tmp_path: Path) -> None:
    assert "period[1].source" in problem(tmp_path, S2.replace('source = "seen"\n', ""))


def test_an_unknown_table_and_an_unknown_key_are_refused(tmp_path: Path) -> None:
    assert 'table: expected one of "ecb", "fr_legal"' in problem(tmp_path, S2.replace('"ecb"', '"bce"'))
    assert "rate" in problem(
        tmp_path, S2.replace("percent", "rate").replace("source", 'percent = "2"\nsource')
    )


def test_toml_that_is_broken_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    assert "at line 1" in problem(tmp_path, "table = ecb\n")
    assert "no such folder" in str(read_laws(tmp_path / "absent")[1])


def test_a_file_that_is_far_too_long_is_not_read(tmp_path: Path) -> None:
    assert "at most 200000 bytes" in problem(tmp_path, S2 + "#" * 200_000)


@pytest.mark.parametrize("written", ['"2_1"', '"1e-999999"', '"-0"', '"٢"', "9" * 5_000, "1e-9"])
def test_a_rate_is_digits_and_a_point(tmp_path: Path, written: str) -> None:
    told = problem(tmp_path, S2.replace('"2.00"', written))
    assert "expected a rate in percent" in told or "expected whole numbers" in told


@pytest.mark.parametrize("source", [" ", "seen\\u001b[31m", "seen\\nhere"])
def test_a_source_is_one_line_that_says_something(tmp_path: Path, source: str) -> None:
    assert "period[1].source" in problem(tmp_path, S2.replace("seen", source))


def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.toml")
    assert "found a pipe or a device" in str(read_laws(tmp_path)[1])
