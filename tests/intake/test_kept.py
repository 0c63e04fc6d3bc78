"""What is kept of short texts is what was said of them; of long texts, and of many, nothing stays."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.days import fold
from relanced.intake.kept import MAX_KEPT, MAX_LENGTH, kept


def test_a_short_text_is_asked_for_once_and_each_further_argument_apart() -> None:
    asked: list[tuple[str, str]] = []

    @kept
    def joined(text: str, currency: str) -> str:
        asked.append((text, currency))
        return text + currency

    assert [joined("12 ", "EUR"), joined("12 ", "EUR"), joined("12 ", "CHF")] == [
        "12 EUR",
        "12 EUR",
        "12 CHF",
    ]
    assert asked == [("12 ", "EUR"), ("12 ", "CHF")]


def test_a_long_text_is_asked_for_each_time_and_the_oldest_text_gives_way() -> None:
    asked: list[str] = []

    @kept
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    long = "a" * (MAX_LENGTH + 1)
    assert size(long) == size(long) == MAX_LENGTH + 1
    assert asked == [long, long]

    asked.clear()
    for number in range(MAX_KEPT + 1):
        size(str(number))
    size("0")
    assert asked.count("0") == 2


@given(st.text())
def test_folding_a_text_is_folding_each_of_its_letters(text: str) -> None:
    def letter(char: str) -> str:
        plain = "".join(
            each for each in unicodedata.normalize("NFKD", char.lower()) if not unicodedata.combining(each)
        )
        return plain if len(plain) == 1 else char.lower()[:1]

    assert fold(text) == "".join(map(letter, text))
