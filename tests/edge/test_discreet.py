"""What a log may hold for years: references that stay, instead of addresses and names."""

import time
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.discreet import discreet, keep_private, reference, where_it_failed

ADDRESS = "jean.petit@mairie.example"


def test_an_address_reads_as_the_same_reference_wherever_it_stands() -> None:
    short = reference(ADDRESS)
    assert len(short) == len("~1f3a9c2b")
    for text in (f"<{ADDRESS}>", f"to {ADDRESS}.", f"«{ADDRESS.upper()}»: unknown", f"mailto:{ADDRESS}"):
        assert short in discreet(text)
        assert "petit" not in discreet(text).lower()


def test_each_firm_s_names_are_kept_apart_and_its_own_addresses_stay() -> None:
    keep_private("a", ["Mairie de Villeneuve", "mairie.example"], ("@firm.example",))
    keep_private("b", ["Pons Immobilier"], ("@other.example",))
    try:
        said = discreet(
            "MAIRIE de Villeneuve (mairie.example), Pons Immobilier, x@firm.example, y@other.example"
        )
        assert said.endswith(", x@firm.example, y@other.example")
        assert said.count("~") == 3
        keep_private("a", [], ())
        assert "Mairie" in discreet("Mairie de Villeneuve")
    finally:
        keep_private("a", [], ())
        keep_private("b", [], ())


def test_an_error_tells_where_it_arose_and_what_it_came_from_not_what_it_says() -> None:
    try:
        _fails()
    except LookupError as error:
        told = where_it_failed(error)
    assert ADDRESS not in told
    assert "ValueError" in told
    assert "LookupError" in told
    assert __file__ in told


def _fails() -> None:
    try:
        datetime.fromisoformat(ADDRESS)
    except ValueError as cause:
        raise LookupError(f"no fact: {ADDRESS}") from cause


@given(st.text(), st.sampled_from(["a@b.example", "«a@b.example»", "(a@b.example)"]))
def test_no_text_around_an_address_lets_it_through(text: str, address: str) -> None:
    assert "a@b.example" not in discreet(f"{text} {address} {text}")


def test_a_line_full_of_halves_of_addresses_costs_nothing() -> None:
    began = time.process_time()
    discreet("a" * 100_000 + "@" + "b" * 100_000 + "@" * 50_000)
    assert time.process_time() - began < 5
