"""The example and the reference: valid, complete, and true about the defaults."""

import re
from pathlib import Path
from typing import Any

import regex
import tomli
from config_files import IBAN, SMALLEST, problems_in, settings_in

from relanced.edge.config_tables import keys_by_table
from relanced.edge.settings import FromCredential

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
JUDGE = ("replies", "judge")  # tables in a table that have a heading of their own
NOTICE = ("bank", "notice")
INLINE = {("step", "for"): "`for`"}  # a table in braces, under a heading that begins so
AS_STEP = ("ladder", "step")  # its keys, and those of its `for`, are those of [[step]]


def _uncommented() -> str:
    text = re.sub(r"^#(?=[\[a-z])", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    text = text.replace("authserv_ids = []", 'authserv_ids = ["mx.firm.example"]')
    return text.replace("FR76 XXXX XXXX XXXX XXXX XXXX XXX", IBAN)


def test_the_example_is_valid_and_every_value_in_it_is_the_default(tmp_path: Path) -> None:
    example = settings_in(tmp_path, EXAMPLE.read_text("utf-8"))
    assert example == settings_in(tmp_path, SMALLEST)


def test_the_settings_that_the_example_has_switched_off_are_valid_too(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "banks").mkdir()
    (tmp_path / "laws").mkdir()
    (tmp_path / "ca.pem").touch()
    everything = settings_in(tmp_path, _uncommented().replace("/etc/relanced/", f"{tmp_path}/"))
    assert everything.rules.banks[0].notices
    assert everything.rules.clients
    assert everything.rules.invoices
    assert everything.rules.invoice_folders
    assert everything.rules.ladders
    assert everything.key == FromCredential("key")


def test_the_placeholder_for_the_iban_is_refused_if_it_is_left_standing(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace("#iban", "iban")
    assert list(problems_in(tmp_path, text)) == ["firm.iban"]


def test_the_example_shows_every_key_that_there_is() -> None:
    raw = tomli.loads(_uncommented())
    for table, keys in keys_by_table().items():
        if table in {
            ("imap", "password"),
            ("oauth", "client_secret"),
            ("smtp", "password"),
            ("trust", "key"),
            ("web", "token"),
            ("replies", "judge", "key"),
        }:
            assert all(f"{{ {key} =" in EXAMPLE.read_text("utf-8") for key in keys)
            continue
        if table[:2] == AS_STEP:
            assert keys == keys_by_table()[table[1:]]
            continue
        inner: list[Any] = [raw]
        for part in table:
            values = [one[part] for one in inner if part in one]
            inner = [each for one in values for each in (one if isinstance(one, list) else [one])]
        shown = {key for one in inner for key in one}
        assert shown == set(keys), table


def test_the_reference_has_every_key_under_the_heading_of_its_table() -> None:
    reference = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    sections = {
        part.partition("\n")[0]: part for part in re.split(r"^#{2,4} ", reference, flags=re.MULTILINE)
    }
    for table, keys in keys_by_table().items():
        if table[:2] == AS_STEP:
            continue
        starts = (
            (INLINE[table],)
            if table in INLINE
            else ("Terms" if table[1] == "terms" else "Secrets",)
            if len(table) > 1 and table not in {JUDGE, NOTICE}
            else (f"`[{'.'.join(table)}]`", f"`[[{'.'.join(table)}]]`")
            if table
            else ("At the top",)
        )
        [section] = (text for heading, text in sections.items() if heading.startswith(starts))
        for key in keys:
            if (table or (key,) not in keys_by_table()) and (*table, key) not in {JUDGE, NOTICE}:
                assert f"`{key}`" in section, (*table, key)


def test_the_rule_that_the_reference_shows_can_be_copied_and_finds_what_its_paper_says(
    tmp_path: Path,
) -> None:
    reference = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    _, told = reference.split("**A rule in a minute.**")
    paper, rule = re.findall(r"^```(?:toml)?\n(.*?)^```$", told, flags=re.DOTALL | re.MULTILINE)[:2]
    [found] = settings_in(tmp_path, SMALLEST + rule).rules.invoices
    total = re.search(r"`total = '(.+?)'`", told)
    values = [regex.search(pattern, paper) for pattern in (found.number or "", total[1] if total else "")]
    assert [value and value["value"].strip() for value in values] == ["2026/114", "1 234,50"]
    assert regex.search(found.when or "", paper)
