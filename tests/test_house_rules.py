"""The house rules, checked: who imports whom, what pure rooms may touch, how long things are."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "relanced"
MAY_IMPORT = {
    "model": set[str](),
    "intake": {"model"},
    "casework": {"model"},
    "letters": {"model"},
    "edge": {"model"},
    "daemon": {"model", "intake", "casework", "letters", "edge"},
    "demo": {"model", "intake", "casework", "letters", "edge", "daemon"},
    "web": {"model", "intake", "casework", "letters", "edge", "daemon"},
    "cli": {"model", "intake", "casework", "letters", "edge", "daemon", "demo", "web"},
}
PURE = {"model", "intake", "casework", "letters"}
WORLD = set(
    """aiosmtplib asyncio imapclient importlib logging os pathlib random secrets socket sqlalchemy sqlite3
    structlog subprocess tempfile threading time urllib.request uuid""".split(),  # noqa: SIM905 - reads better
)
CLOCKS = {"now", "today", "utcnow"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50  # lines
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE)


def imported(tree: ast.AST) -> set[str]:
    """Every dotted name that a file imports; a relative import counts as «.»."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {"."} if node.level else {str(node.module)}
    return names


def rooms_of(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("relanced.")}


def test_every_room_is_known() -> None:
    assert {p.relative_to(PACKAGE).parts[0] for p in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_flow_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    names = imported(ast.parse(path.read_text(encoding="utf-8")))

    assert "." not in names
    assert rooms_of(names) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p.relative_to(PACKAGE).parts[0] in PURE], ids=lambda p: p.name
)
def test_pure_rooms_touch_nothing_of_the_world(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = imported(tree)

    assert not {name for name in names if name in WORLD or name.split(".")[0] in WORLD}
    assert not {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CLOCKS
    assert not {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & {"open", "print", "input"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_and_functions_stay_short_and_say_what_they_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert ast.get_docstring(tree), "the first line says what comes in and what goes out"
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_the_model_needs_the_standard_library_only() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        foreign = {name.split(".")[0] for name in names} - {"relanced"}
        assert foreign <= {
            "collections", "dataclasses", "datetime", "decimal", "enum", "functools", "hashlib", "hmac", "re", "typing",
            "unicodedata", "urllib", "zoneinfo",
        }, path  # fmt: skip
