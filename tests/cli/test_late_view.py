"""`relanced show`: what lateness adds, figure by figure, or why there is nothing; and what the registers said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from casework.law_makers import client, late, paid, rules
from cli_store import asking, source
from store_samples import invoice

from relanced.casework.ledger import Case
from relanced.cli.late_view import late_json, late_lines
from relanced.cli.standing_view import standing_json, standing_lines
from relanced.daemon.registers import Looked
from relanced.model.client import ClientKind
from relanced.model.registers import Standing

DUE, DAY = date(2024, 12, 15), date(2025, 1, 31)


def told(case: Case, kind: ClientKind = ClientKind.BUSINESS, day: date = DAY) -> str:
    return "\n".join(str(line) for line in late_lines(case, client(kind), rules(), day))


def test_every_span_is_told_with_its_rate_its_source_and_its_part() -> None:
    found = told(late("10000.00", DUE))
    for words in (
        "interest 174.15 EUR, fixed compensation 40.00 EUR",
        "2024-12-16 to 2024-12-31: 16 days on 10000.00 EUR at 14.25 % a year = 62.47 EUR",
        "2025-01-01 to 2025-01-31: 31 days on 10000.00 EUR at 13.15 % a year = 111.68 EUR",
        "ECB 3.15 % + 10 points (L441-10 II)",
        "365 days a year",
        "D441-5",
        "claimed until 2029-12-15: 5 years",
    ):
        assert words in found


def test_nothing_is_told_before_the_due_day_is_over() -> None:
    assert told(late("10000.00", DUE), day=DUE) == ""
    assert late_json(late("10000.00", DUE), client(), rules(), DUE) is None


def test_why_there_is_nothing() -> None:
    assert "he is a consumer" in told(late("10.00", DUE), ClientKind.CONSUMER)
    assert "the law sets the sum in EUR" in told(late("10.00", DUE, currency="CHF"))
    assert "insolvency" in told(late("10.00", DUE, insolvent_on=DAY))
    assert "nothing of it was late" in told(late("10.00", DUE, paid("10.00", DUE)))


def test_beyond_the_table_the_way_to_extend_it_is_told() -> None:
    found = told(late("10.00", date(2026, 6, 1)), day=date(2026, 11, 22))
    assert "interest not computed, fixed compensation 40.00 EUR" in found
    assert "since = 2026-07-01" in found


def test_the_same_for_other_programs() -> None:
    case = late("10000.00", DUE, paid("4000.00", date(2025, 1, 10)))
    found = late_json(case, client(), rules(), DAY)
    assert found is not None
    text = json.loads(json.dumps(found))
    assert [span["principal"] for span in text["spans"]] == ["10000.00", "10000.00", "6000.00"]
    assert text["spans"][0] | {"source": ""} == {
        "from": "2024-12-16",
        "to": "2024-12-31",
        "days": 16,
        "principal": "10000.00",
        "percent": "14.25",
        "interest": "62.47",
        "source": "",
    }
    assert (text["indemnity"], text["refused"], text["year_days"]) == ("40.00", None, 365)
    assert (text["barred_after"], text["barred_after_if_acknowledged"]) == ("2029-12-15", "2030-01-10")


def test_show_prints_it_for_an_invoice_that_is_late(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    bill = replace(
        invoice(),
        source=source(1),
        rivals=(),
        disagreements=(),
        issued_on=today - timedelta(days=50),
        due_on=today - timedelta(days=20),
    )
    ask = asking(tmp_path, [bill])
    assert "lateness adds, up to" in ask("show", bill.number).stdout
    said = json.loads(ask("show", bill.number, "--json").stdout)
    assert said["lateness"][bill.number]["basis"][0].endswith("L441-10 II")
    assert said["registers"] == []


def test_what_the_registers_said_of_a_client() -> None:
    active = Standing(
        siren="732829320", name="PONS", is_active=True, created_on=date(2015, 3, 2), closed_on=None
    )
    closed = replace(active, siren="552100554", is_active=False, closed_on=date(2025, 12, 31))
    found = {each.siren: Looked(on=DAY, standing=each) for each in (active, closed)} | {
        "111111118": Looked(on=DAY, standing=None)
    }
    words = [str(line) for line in standing_lines(found)]
    assert words[0].endswith("PONS, active, created on 2015-03-02")
    assert "closed since 2025-12-31" in words[1]
    assert "not known there" in words[2]
    assert [each["is_active"] for each in standing_json(found)] == [True, False, None]
