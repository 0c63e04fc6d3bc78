"""Most credits name one invoice of their payer, to the cent: they settle as with everything, and cost little."""

from dataclasses import replace
from datetime import date

import pytest
from casework.test_shelf import ACCOUNTS, CLIENTS, LEARNED, NOW, PAYERS, PIECES, a_full_shelf, a_shelf, item
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from relanced.casework.settle.plain import settle_plainly
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.shelf import REMEMBER, Shelf
from relanced.model.facts import Credit
from relanced.model.money import Money

MEANT = item("F2026-900", "Boulangerie Lulu", 34_500)


@st.composite
def a_usual_credit(draw: st.DrawFn, shelf: Shelf) -> Credit:
    """Mostly: one number of ours between words, its amount, its client's name; and a little amiss with it."""
    meant = draw(st.sampled_from(shelf.all().open_items or (MEANT,)))
    words = draw(st.lists(st.sampled_from(PIECES), max_size=2))
    words.insert(draw(st.integers(0, len(words))), meant.number)
    names = (meant.client, meant.client.upper(), *meant.payers, draw(st.sampled_from(PAYERS)))
    return Credit(
        amount=Money(meant.owed.cents + draw(st.sampled_from((0, 0, 0, 0, 1))), meant.owed.currency),
        payer=draw(st.sampled_from(names)),
        reference=draw(st.sampled_from((" ", " ", " - ", ""))).join(words),
        value_on=date(2026, 1, 8),
        payer_account=draw(st.sampled_from(("", "", *(a for row in ACCOUNTS for a in row)))),
    )


@st.composite
def a_changed_shelf(draw: st.DrawFn) -> Shelf:
    """A shelf that was asked before it changed: what it keeps in mind must not outlive the change."""
    shelf = draw(a_shelf())
    for _ in range(draw(st.integers(0, 3))):
        shelf.plain(draw(a_usual_credit(shelf)), NOW)
        items = shelf.all().open_items
        if not items:
            break
        changed = draw(st.sampled_from(items))
        if draw(st.booleans()):
            shelf.close(changed.number, changed, NOW)
        else:
            others = {"client": draw(st.sampled_from(CLIENTS)), "payers": draw(st.sampled_from(LEARNED))}
            shelf.put(changed.number, replace(changed, **others))  # type: ignore[arg-type]  # two of its fields
    return shelf


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_plain_settles_as_with_everything(data: st.DataObject) -> None:
    shelf = data.draw(a_changed_shelf())
    for _ in range(4):
        credit = data.draw(a_usual_credit(shelf))
        plain = shelf.plain(credit, NOW)
        event("plain" if plain is not None else "more must be asked")
        if plain is not None:
            assert settle_plainly(credit, plain) == settle(credit, *shelf.all())


def paid(reference: str = "FACT F2026-900", payer: str = "BOULANGERIE LULU", cents: int = 34_500) -> Credit:
    return Credit(amount=Money(cents, "EUR"), payer=payer, reference=reference, value_on=date(2026, 1, 8))


@pytest.mark.parametrize("reference", ["F2026-900", "VIR FACTURE F 2026 900 MERCI", "f2026/900"])
def test_a_client_who_names_his_invoice_is_plain(reference: str) -> None:
    shelf = a_full_shelf(MEANT)

    plain = shelf.plain(paid(reference), NOW)

    assert plain is not None
    assert settle_plainly(paid(reference), plain) == settle(paid(reference), *shelf.all())
    assert plain.equal == (MEANT,)


@pytest.mark.parametrize(
    "credit",
    [
        paid("FACT F2026-900 ET F2025-0001"),
        paid("FACT F2026-900 12"),
        paid("FACT F2026-9OO"),
        paid("900"),
        paid(cents=34_501),
        paid(payer="QUIDAM"),
        paid(payer="ABRO BEL"),
        paid(payer="FONCIA P/C BOULANGERIE LULU"),
        replace(paid(), original=Money(40_000, "USD")),
    ],
    ids=lambda credit: f"{credit.payer} {credit.reference} {credit.amount}",
)
def test_of_all_else_more_must_be_asked(credit: Credit) -> None:
    assert a_full_shelf(MEANT).plain(credit, NOW) is None


@pytest.mark.parametrize(
    "beside",
    [
        item("F2026-901", "Boulangerie Lulu SAS"),
        item("F2026-901", "Autre", accounts=("FR761",)),
        item("F2026-901", "Autre", payers=("BOULANGERIE LULU",)),
        item("F 2026 900", "Autre"),
        item("F2026-901", "Autre", marks=("FACT-F2026",)),
    ],
    ids=["namesake", "account", "payer before", "same number", "mark"],
)
def test_where_another_may_be_meant_more_must_be_asked(beside: OpenItem) -> None:
    shelf = a_full_shelf(replace(MEANT, client="Boulangerie Lulu SARL"))
    credit = replace(paid(), payer_account="FR761")
    assert shelf.plain(credit, NOW) is not None
    shelf.put("beside", beside)
    assert shelf.plain(credit, NOW) is None


def test_who_else_owes_as_much_is_told() -> None:
    shelf = a_full_shelf(item("F2026-899", "Autre", 34_501), MEANT)

    plain = shelf.plain(paid(), NOW)

    assert plain is not None
    (rival,) = settle_plainly(paid(), plain).rivals
    assert rival.invoices == ("F2026-899",)
    assert settle_plainly(paid(), plain) == settle(paid(), *shelf.all())


def test_what_is_forgotten_stands_in_nobodys_way() -> None:
    shelf = a_full_shelf(MEANT)
    shelf.close("old", item("F2026/900", "Autre"), NOW)
    assert shelf.plain(paid(), NOW) is None
    assert shelf.plain(paid(), NOW + 2 * REMEMBER) is not None
