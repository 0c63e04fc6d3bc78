"""Where a rate comes from is told in French on French papers, whatever the law's room says of it in English."""

from datetime import date
from decimal import Decimal

import pytest

from relanced.casework.law.rates import Rate, business_rate, public_rate
from relanced.edge.laws import read_laws
from relanced.letters.papers.rate_words import cited, rate_source
from relanced.model.law import LateRate, RateBase

LAWS = read_laws(None)[0]
DAY = date(2026, 2, 1)
ENGLISH = (
    "ECB",
    "points (L",
    "floor",
    "times",
    "legal rate",
    "print",
    "half-year",
    "effect",
    "unchanged",
    "until",
    "key ",
)


def test_the_rate_of_the_law_is_told_with_its_article() -> None:
    rate = business_rate(LAWS, None, DAY)
    assert isinstance(rate, Rate)

    told = rate_source(rate.source, "fr")

    assert told.startswith(
        "BCE 2,15 % + 10 points (art. L. 441-10, II du code de commerce) : 2,15 %, inchangé le 18 déc"
    )
    assert "L. 441-10, II" in rate_source(rate.source, "en")


@pytest.mark.parametrize("day", [date(2019, 2, 1), date(2022, 3, 1), date(2023, 8, 1), date(2025, 8, 1), DAY])
def test_no_english_is_left_of_any_rate(day: date) -> None:
    printed = [None, *(LateRate(base=base, by=Decimal(by)) for base in RateBase for by in ("1", "12.5"))]
    rates = [*(business_rate(LAWS, each, day) for each in printed), public_rate(LAWS, day)]

    for rate in rates:
        assert isinstance(rate, Rate)
        told = rate_source(rate.source, "fr")
        words = " ".join(word for word in told.split() if not word.startswith("https://"))
        assert not [each for each in ENGLISH if each in words], told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Code de commerce, article L441-10 II", "Code de commerce, article L. 441-10, II"),
        ("article L. 441-10, II", "article L. 441-10, II"),
        (
            "Code de la commande publique, article D2192-35",
            "Code de la commande publique, article D. 2192-35",
        ),
    ],
)
def test_articles_are_cited_in_one_form(said: str, told: str) -> None:
    assert cited(said) == told
