"""The schema that editors complete a relanced.toml by: made of the code, and it says what relanced says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from make_schema import SCHEMA, text

ROOT = Path(__file__).parents[2]

MADE: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
VALID = jsonschema.Draft202012Validator(MADE)


def example() -> dict[str, Any]:
    written = tomli.loads((ROOT / "config.example.toml").read_text("utf-8"))
    found: dict[str, Any] = json.loads(json.dumps(written, default=date.isoformat))
    return found


def test_the_file_is_what_make_schema_writes() -> None:
    assert SCHEMA.read_text("utf-8") == text(), "«make schema» renews it"


def test_it_finds_nothing_wrong_with_the_example() -> None:
    assert list(VALID.iter_errors(example())) == []


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("imap", "prot", 993),
        ("imap", "port", "993"),
        ("imap", "security", "ssl"),
        ("limits", "per_day", -1),
        ("firm", "addresses", "facturation@firm.example"),
    ],
)
def test_it_underlines_what_relanced_refuses(table: str, key: str, value: object) -> None:
    wrong = example()
    wrong[table][key] = value

    assert list(VALID.iter_errors(wrong))


def test_it_says_what_a_key_means() -> None:
    described = MADE["$defs"]["SmtpTable"]["properties"]["self_bcc"]["description"]

    assert "the copy in your INBOX proves that it left" in described
