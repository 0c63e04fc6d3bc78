"""What the owner types of a payment: what each invoice gets, in words, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from cli_money import bill, books, eur, notice, paid, settlement, story
from cli_store import source
from store_samples import SAMPLES

from relanced.casework.ledger import CreditState, CreditStory
from relanced.casework.settle.settlement import Outcome
from relanced.daemon.desk.assigning import in_words, shares
from relanced.daemon.desk.incoming import incoming
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import CreditNoteSent
from relanced.model.money import Money
from relanced.model.names import MailRef

BILLS = [bill("F2026-012"), bill("F2026-013", 50_000, 2), bill("F2026-014", 90_000, 3, "rocher")]
NOTE = replace(next(fact for fact in SAMPLES if isinstance(fact, CreditNoteSent)), corrects=None)
WAITING = story(paid(160_000), CreditState.WAITING, settlement(Outcome.AMBIGUOUS, "F2026-012"))


def said(folder: Path, told: CreditStory, *words: str) -> str:
    """What the command would say."""
    ours = books(folder, [*BILLS, notice(told.credit)], told)
    [credit] = incoming(ours)
    found = shares(ours, credit, words) if words else ()
    return "\n".join(found if isinstance(found, list) else in_words(credit, found))


def test_each_invoice_gets_as_much_as_is_owed_in_the_order_given(tmp_path: Path) -> None:
    both = said(tmp_path, WAITING, "f2026 012", "F2026-013")
    assert "1600.00 EUR from MENUISERIE ELAN" in both
    assert "F2026-012 (Menuiserie Elan) is paid (1200.00 EUR)" in both
    assert "F2026-013 (Menuiserie Elan) is paid in part (400.00 EUR), 100.00 EUR stay owed" in both
    assert "left over" not in both
    turned = said(tmp_path, WAITING, "F2026-013", "F2026-012")
    assert "F2026-013 (Menuiserie Elan) is paid (500.00 EUR)" in turned
    assert "F2026-012 (Menuiserie Elan) is paid in part (1100.00 EUR), 100.00 EUR stay owed" in turned


def test_what_is_left_over_is_told(tmp_path: Path) -> None:
    assert "is paid (500.00 EUR), 1100.00 EUR are left over." in said(tmp_path, WAITING, "F2026-013")


@pytest.mark.parametrize("typed", ["500", "500,00", "500.00 €", "500,00 EUR"])
def test_an_amount_counts_as_it_is_written(tmp_path: Path, typed: str) -> None:
    told = said(tmp_path, WAITING, f"F2026-012={typed}", "F2026-014=900")
    assert "F2026-012 (Menuiserie Elan) is paid in part (500.00 EUR), 700.00 EUR stay owed" in told
    assert "F2026-014 (Menuiserie Rocher) is paid (900.00 EUR), 200.00 EUR are left over" in told


def test_none_of_ours_is_told(tmp_path: Path) -> None:
    assert "it pays none of your invoices" in said(tmp_path, WAITING)


def test_another_word_undoes_what_the_payment_had_paid(tmp_path: Path) -> None:
    settled = story(
        paid(50_000), CreditState.SETTLED, settlement(Outcome.PAID), paying=(("F2026-013", 50_000),)
    )
    again = said(tmp_path, settled, "F2026-014")
    assert "F2026-014 (Menuiserie Rocher) is paid in part (500.00 EUR), 400.00 EUR stay owed" in again
    assert "Until now it was for F2026-013: what it had paid there is owed again." in again
    same = replace(settled, paid=((BILLS[1].number, eur(10_000)),))
    # 500.00 are owed beside the 100.00 that it paid: without them 600.00.
    assert "is paid in part (500.00 EUR), 100.00 EUR stay owed" in said(tmp_path, same, "F2026-013")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("F2026-021",), "F2026-021: no invoice of this number is known. Did you mean «F2026-012»"),
        (("F2026-021=5",), "F2026-021: no invoice of this number is known."),
        (("zzz",), "zzz: no invoice of this number is known."),
        (("A2026-001",), "A2026-001: this is a credit note"),
        (("F2026-012", "F2026-012=3"), "F2026-012: stands there twice"),
        (("F2026-012=much",), "F2026-012=much: not an amount"),
        (("F2026-012=-5",), "F2026-012=-5: "),
        (("F2026-012=0",), "F2026-012=0: "),
        (("F2026-012=",), "say the amount behind the sign"),
        (("F2026-012=500 USD",), "the invoice is in EUR"),
        (("F2026-012=1600.01",), "only 1600.00 EUR of the payment are there for it"),
        (("F2026-013=500.01",), "only 500.00 EUR are owed of it"),
        (("F2026-012=1150", "F2026-014=450.01"), "only 450.00 EUR of the payment are there for it"),
        (("F2026-012", "F2026-014", "F2026-013"), "F2026-013: nothing of the payment is left for it"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    ours = books(tmp_path, [*BILLS, notice(WAITING.credit), NOTE], WAITING)
    [credit] = incoming(ours)

    found = shares(ours, credit, words)
    assert isinstance(found, list)
    assert any(told in line for line in found), found


def test_an_invoice_of_which_nothing_is_owed_takes_none(tmp_path: Path) -> None:
    other = replace(
        story(paid(), CreditState.SETTLED, paying=(("F2026-012", 120_000),)), mail=MailRef("feedbac0")
    )
    for stories, told in (((WAITING,), "any more."), ((WAITING, other), "any more: feedbac0 paid it")):
        ours = books(tmp_path, [bill("F2026-012", 0), notice(WAITING.credit)], *stories)
        credit, *_ = incoming(ours)
        for word in ("F2026-012", "F2026-012=5"):
            [refused] = shares(ours, credit, [word])
            assert told in str(refused)


def test_what_you_closed_as_paid_can_be_what_this_money_pays(tmp_path: Path) -> None:
    word = replace(
        next(fact for fact in SAMPLES if isinstance(fact, OwnerDecided)),
        source=source(55),
        verb=Verb.PAID,
        target="F2026-012",
        decided_at=source(55).at,
    )
    ours = books(tmp_path, [*BILLS, notice(WAITING.credit), word], WAITING)
    [credit] = incoming(ours)
    found = shares(ours, credit, ["F2026-012"])
    assert not isinstance(found, list)
    assert "F2026-012 (Menuiserie Elan) is paid (1200.00 EUR)" in "".join(in_words(credit, found))


def test_a_payment_in_another_currency_pays_what_was_sent(tmp_path: Path) -> None:
    dollars = replace(bill("US-1", at=4), total=Money(100_000, "USD"))
    for original, told in (
        (Money(100_000, "USD"), "US-1 (Menuiserie Elan) is paid (1000.00 USD)"),
        (None, "in USD"),
    ):
        credit = story(replace(paid(92_000), original=original), CreditState.WAITING)
        ours = books(tmp_path, [dollars, *BILLS, notice(credit.credit)], credit)
        [one] = incoming(ours)
        found = shares(ours, one, ["US-1"])
        assert told in "\n".join(found if isinstance(found, list) else in_words(one, found))
        mixed = shares(ours, one, ["US-1", "F2026-012"])
        assert isinstance(mixed, list)
        assert "One payment has one currency" in mixed[0]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (CreditState.UNTRUSTED, "not proven to be from Banque Rivage"),
        (CreditState.TRANSFER, "told of one by one"),
    ],
)
def test_what_to_look_out_for_is_told(tmp_path: Path, state: CreditState, told: str) -> None:
    assert told in said(tmp_path, story(paid(), state), "F2026-012")
