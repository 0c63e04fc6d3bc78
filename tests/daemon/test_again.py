"""What makes relanced read its unreadable mails once more."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from invoice_pdf import FIRM

from relanced.daemon import again
from relanced.daemon.again import read_by
from relanced.model.ladder import Ladder
from relanced.model.rules import CalendarRules, InvoiceFolder, InvoiceRule, Limits, Mode, Rules

RULES = Rules(
    mode=Mode.OBSERVE,
    firm=FIRM,
    start_on=date(2027, 1, 1),
    ladder=Ladder(()),
    calendar=CalendarRules(timezone=ZoneInfo("Europe/Paris"), country="FR"),
)


def test_whatever_decides_how_our_mails_are_read_makes_them_new_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = InvoiceFolder(folder="Copies", senders=("@firm.example",))
    before = read_by(RULES, ("mx.firm.example",))
    other = {
        read_by(replace(RULES, invoices=(InvoiceRule(name="a", kind="none"),)), ("mx.firm.example",)),
        read_by(replace(RULES, invoice_folders=(folder,)), ("mx.firm.example",)),
        read_by(replace(RULES, invoice_folders=(replace(folder, vouched=True),)), ("mx.firm.example",)),
        read_by(RULES, ("mx2.firm.example",)),
        before,
    }
    assert len(other) == 5
    assert read_by(replace(RULES, mode=Mode.SEND, limits=Limits(per_day=1)), ("mx.firm.example",)) == before
    monkeypatch.setattr(again, "__version__", "99.0")
    assert read_by(RULES, ("mx.firm.example",)) != before
