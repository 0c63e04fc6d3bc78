"""Whom a browser is known as: links for once, cookies that cannot be made, proofs that belong to one session."""

import pytest

from relanced.web.session import LASTS_S, TRIES, WINDOW_S, Doorkeeper, WeakToken

TOKEN = "a token of the tests, long enough"


def test_a_link_lets_one_browser_in_and_no_second_one() -> None:
    keeper = Doorkeeper()
    link = keeper.new_link()
    assert not keeper.is_link("x" + link[1:])
    assert keeper.is_link(link)
    assert not keeper.is_link(link)
    assert not keeper.is_link("")


def test_a_new_link_makes_the_one_before_it_void() -> None:
    keeper = Doorkeeper()
    before = keeper.new_link()
    keeper.new_link()
    assert not keeper.is_link(before)


def test_a_cookie_counts_for_its_time_and_for_its_process_alone() -> None:
    keeper = Doorkeeper()
    cookie = keeper.cookie(1000.0)
    assert keeper.session(cookie, 1000.0)
    assert keeper.session(cookie, 1000.0 + LASTS_S + 1) is None
    assert Doorkeeper().session(cookie, 1000.0) is None


@pytest.mark.parametrize("forged", ["", ".", "..", "9999999999.x.", "9999999999.x." + "0" * 64, "é.ü.ö"])
def test_a_cookie_that_was_made_by_somebody_else_is_nobody_s(forged: str) -> None:
    assert Doorkeeper(TOKEN).session(forged, 0.0) is None


def test_the_owner_s_token_outlives_the_process_and_another_one_makes_all_cookies_void() -> None:
    cookie = Doorkeeper(TOKEN).cookie(1000.0)
    assert Doorkeeper(TOKEN).session(cookie, 1000.0)
    assert Doorkeeper(TOKEN + "!").session(cookie, 1000.0) is None
    assert Doorkeeper(TOKEN).is_token(TOKEN)
    assert not Doorkeeper(TOKEN).is_token(TOKEN[:-1])
    assert not Doorkeeper().is_token("")


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(WeakToken):
        Doorkeeper("0123456789abcde")


def test_a_form_s_proof_belongs_to_one_session() -> None:
    keeper = Doorkeeper(TOKEN)
    proof = keeper.form_proof("one")
    assert keeper.is_proof(proof, "one")
    assert not keeper.is_proof(proof, "two")
    assert not keeper.is_proof("", "one")


def test_after_many_wrong_tokens_nobody_is_let_in_for_a_while() -> None:
    keeper = Doorkeeper(TOKEN)
    for second in range(TRIES):
        assert not keeper.is_closed(float(second))
        keeper.was_wrong(float(second))
    assert keeper.is_closed(float(TRIES))
    assert not keeper.is_closed(WINDOW_S)


def test_nothing_that_is_printed_of_it_shows_a_secret() -> None:
    keeper = Doorkeeper(TOKEN)
    link = keeper.new_link()
    assert TOKEN not in repr(keeper)
    assert link not in repr(keeper)
