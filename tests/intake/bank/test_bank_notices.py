"""Notices of banks nobody has, every kind in six languages: what came in is read, what did not gives nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from intake.bank.bank_notices import read, told

FIXTURE = Path(__file__).parents[2] / "fixtures" / "bank" / "notices.jsonl"
NOTICES = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice["name"])
def test_a_notice_is_read_as_an_accountant_would(notice: dict[str, Any]) -> None:
    found = read(notice["subject"], notice.get("text", ""), notice.get("html", ""))
    assert found.kind.value == notice["kind"], found.because
    assert [list(told(credit)) for credit in found.credits] == notice["credits"]


def test_all_languages_and_kinds_are_there() -> None:
    assert {notice["lang"] for notice in NOTICES} == {"fr", "en", "de", "es", "it", "nl"}
    assert {notice["kind"] for notice in NOTICES} == {"credit", "debit", "other"}
