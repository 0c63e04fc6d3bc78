"""Labels are found as in a plain list of them, whatever was asked before."""

from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.invoice.labels import labels as module
from relanced.intake.invoice.labels.labels import Hit, Labels

_PHRASE = st.lists(st.sampled_from(["n", "total", "ttc", "a", "payer", "no"]), min_size=1, max_size=4).map(
    " ".join
)
_TEXT = st.lists(
    st.sampled_from(["n", "total", "ttc", "a", "payer", "no", "xy", "\n", " : ", "€", "." * 9, "° "]),
    max_size=14,
).map(" ".join)


def _plainly(lists: dict[int, list[str]], text: str) -> list[Hit[int]]:
    """The longest label at each place, each word asked in its turn."""
    kinds = {tuple(label.split()): kind for kind, labels in lists.items() for label in labels}
    words, _ = module._words_in(text)
    hits: list[Hit[int]] = []
    place = 0
    while place < len(words):
        sizes = [
            size
            for size in range(1, len(words) - place + 1)
            if tuple(word.text for word in words[place : place + size]) in kinds
            and all(word.joins for word in words[place + 1 : place + size])
        ]
        if sizes:
            size = max(sizes)
            kind = kinds[tuple(word.text for word in words[place : place + size])]
            hits.append(Hit(kind, words[place].start, words[place + size - 1].end))
            place += size - 1
        place += 1
    return hits


@given(
    st.fixed_dictionaries({kind: st.lists(_PHRASE, max_size=8) for kind in range(3)}),
    st.lists(_TEXT, min_size=1, max_size=4),
)
def test_the_longest_label_counts_and_of_two_lists_the_later(
    lists: dict[int, list[str]], texts: list[str]
) -> None:
    labels = Labels({kind: iter(found) for kind, found in lists.items()})  # each list is gone through once

    for text in [*texts, *texts]:
        assert labels.find(text) == _plainly(lists, text)
