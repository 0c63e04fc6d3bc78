"""A mapping in pages: always as a dict with its keys in order, and what did not change is shared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.live.pages import Pages

entries = st.dictionaries(st.text("abcdef", max_size=4), st.integers(), max_size=300)


def _summary(some: object) -> str:
    return repr(some)


@given(entries, st.lists(entries, max_size=3))
def test_it_is_a_dict_in_order_of_its_keys(first: dict[str, int], changes: list[dict[str, int]]) -> None:
    pages, plain = Pages(first, _summary), dict(first)
    for change in changes:
        before, stood = pages, dict(plain)
        pages = pages.changed(change)
        plain |= change
        assert before == stood
    assert list(pages.items()) == sorted(plain.items())
    assert list(pages.values()) == [plain[key] for key in sorted(plain)]
    assert len(pages) == len(plain)
    assert all(key in pages for key in plain)
    assert "z" not in pages


def test_of_a_page_that_changes_alone_a_summary_is_made_anew() -> None:
    made: list[object] = []
    names = [f"{n:04}" for n in range(1000)]
    pages = Pages(dict.fromkeys(names, 0), made.append)
    count = len(made)
    assert count > 5
    changed = pages.changed({"0500": 1, "0501": 1})
    assert len(made) == count + 1
    assert changed["0500"] == 1
    assert pages["0500"] == 0


def test_pages_that_grow_are_parted() -> None:
    pages = Pages({"b": 0}, len)
    for n in range(2000):
        pages = pages.changed({f"{n:04}": n})
    assert list(pages) == [*(f"{n:04}" for n in range(2000)), "b"]
    assert max(pages.summaries) < 500


def test_who_is_not_there_is_a_key_error() -> None:
    for pages in (Pages[str, int, str]({}, _summary), Pages({"b": 1}, _summary)):
        with pytest.raises(KeyError):
            pages["a"]
