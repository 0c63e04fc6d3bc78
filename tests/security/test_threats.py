"""docs/security.md: each line of its tables names a test, and every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py::test_\w+)`", PAGE)))
ATTACKS = PAGE.partition("\n## A client")[2].partition("\n## Secrets")[0]
ROWS = [row for row in ATTACKS.splitlines() if row.startswith("| ") and not row.endswith("| test |")]


@cache
def _tests_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_the_page_names_exists(name: str) -> None:
    path, _, test = name.partition("::")
    assert (ROOT / path).is_file()
    assert test in _tests_in(path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:60])
def test_each_line_about_an_attacker_names_its_test(row: str) -> None:
    assert re.search(r"`tests/[\w/]+\.py::test_\w+` ?\|$|`tests/[\w/]+\.py::test_\w+`(?:, `[^`]+`)* \|$", row)


def test_the_page_speaks_of_all_eight_attackers() -> None:
    assert PAGE.count("\n## ") >= 8
    assert len(ROWS) >= 40
