"""Paid items: by which a second payment shows."""

from datetime import timedelta

from casework.casework_makers import MONDAY, at, credit

from relanced.casework.paid import REMEMBER, PaidItems
from relanced.casework.settlement import OpenItem
from relanced.model.money import money_of
from relanced.model.names import InvoiceNumber

NOW = at(MONDAY)


def item(number: str, total: str = "10.00", client: str = "Alpha") -> OpenItem:
    money = money_of(total, "EUR")
    return OpenItem(
        number=InvoiceNumber(number), client=client, client_email="", owed=money, issued_on=None, due_on=None
    )


def found(*items: OpenItem, reference: str = "", amount: str = "1.00", days: int = 1) -> list[str]:
    paid = PaidItems()
    for one in items:
        paid.add(NOW, one)
    return sorted(i.number for i in paid.like(credit(amount, reference), NOW + timedelta(days=days)))


def test_an_item_is_found_by_its_amount() -> None:
    assert found(item("F1", "77.00"), item("F2"), amount="77.00") == ["F1", "F2"]
    assert found(item("F1", "77.00"), item("F2")) == ["F2"]  # the client's last, for his name


def test_an_item_is_found_by_the_end_of_its_number() -> None:
    items = (item("F2026-012"), item("F2026-113"), item("F9"))

    for reference in ("F2026-012", "FACT 2026012", "fa 12", "VIR 2026-01 2"):
        assert found(*items, reference=reference) == ["F2026-012", "F9"]


def test_every_client_is_kept_by_his_last_item() -> None:
    assert found(item("F1", client="A"), item("F2", client="A"), item("F3", client="B")) == ["F2", "F3"]


def test_what_was_paid_long_ago_is_forgotten() -> None:
    assert found(item("F1"), days=REMEMBER.days) == ["F1"]
    assert found(item("F1"), days=REMEMBER.days + 1) == []
