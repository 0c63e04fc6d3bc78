"""Days are read as people write them in six languages, and written days come back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.days import MAX_AHEAD, MONTH_OF, find_days, find_yearless, fold

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905


@given(
    days,
    st.sampled_from(
        ["{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0:%d-%m-%Y}", "{0.day}/{0.month}/{0.year}"]
    ),
)
def test_a_day_in_figures_is_read_back(day: date, form: str) -> None:
    text = f"le {form.format(day)}, merci"
    (found,) = find_days(text)

    assert found.day == day
    assert text[found.start : found.end] == form.format(day)


@given(days)
def test_a_day_in_words_is_read_back(day: date) -> None:
    french = f"payable le {day.day} {FRENCH[day.month - 1]} {day.year}"
    english = f"due {ENGLISH[day.month - 1]} {day.day}, {day.year}"

    assert [found.day for found in find_days(french)] == [day]
    assert [found.day for found in find_days(english)] == [day]


@given(days)
def test_american_papers_put_the_month_first(day: date) -> None:
    assert [found.day for found in find_days(f"{day:%m/%d/%Y}", month_first=True)] == [day]


@given(st.text(max_size=200))
def test_any_text_is_read_without_trouble_and_folding_keeps_places(text: str) -> None:
    starts = [found.start for found in find_days(text)]

    assert starts == sorted(starts)
    assert len(fold(text)) == len(text)


@given(st.text(st.one_of(st.sampled_from("aÉéçÆΑ𝚨𝐀İı™ªЖж\ud800 Z"), st.characters()), max_size=120))
def test_a_text_is_folded_letter_by_letter(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er octobre 2026", date(2026, 10, 1)),
        ("3rd of October 2026", date(2026, 10, 3)),
        ("5. März 2026", date(2026, 3, 5)),
        ("5. Jänner 2026", date(2026, 1, 5)),
        ("15 de septiembre de 2026", date(2026, 9, 15)),
        ("1° ottobre 2026", date(2026, 10, 1)),
        ("17 oktober 2026", date(2026, 10, 17)),
        ("05.06.26", date(2026, 6, 5)),
        ("02-Oct-26", date(2026, 10, 2)),
        ("30 Oct '26", date(2026, 10, 30)),
        ("Oct. 30,2026", date(2026, 10, 30)),
        ("vendredi 30 octobre 2026", date(2026, 10, 30)),
    ],
)
def test_each_language_has_its_way(text: str, day: date) -> None:
    assert [found.day for found in find_days(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "2026-13-01",
        "12/2026",
        "1.234,50",
        "192.168.10.12",
        "le 5 mai",
        "le 5 mai 10 h 30",
        "15 July - 20",
    ],
)
def test_what_no_calendar_has_is_left_out(text: str) -> None:
    assert list(find_days(text)) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le vendredi 30 octobre", "2026-10-30"),
        ("by Friday, October 30th", "2026-10-30"),
        ("bis Freitag, den 30. Oktober", "2026-10-30"),
        ("antes del 31 de julio", "2026-07-31"),
        ("entro il 1° agosto", "2026-08-01"),
        ("avant le 5 janvier", "2027-01-05"),
        ("le lundi 30 octobre", "None"),  # a Friday
        ("le 31 juin", "None"),
        ("le 10 juin", "None"),  # a year ahead, nearly
    ],
)
def test_a_day_without_its_year_is_the_next_one_that_its_weekday_allows(text: str, day: str) -> None:
    (found,) = find_yearless(text)

    assert str(found.after(date(2026, 7, 10))) == day


@pytest.mark.parametrize("text", ["5 mai 2026", "10 out of 12", "mars 10", "3 mois", "le 5 mai 26"])
def test_what_has_its_year_or_is_no_day_is_not_without_year(text: str) -> None:
    assert list(find_yearless(text)) == []


@given(days)
def test_a_day_without_its_year_is_never_far_off(day: date) -> None:
    for found in find_yearless("à régler le 15 mai"):
        next_one = found.after(day)

        assert next_one is None or 0 <= (next_one - day).days <= MAX_AHEAD


def test_every_month_has_its_names() -> None:
    assert set(MONTH_OF.values()) == set(range(1, 13))
