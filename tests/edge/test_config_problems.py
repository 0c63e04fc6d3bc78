"""Configuration files: all that can be wrong in them."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import tomli
from config_files import SMALLEST, load_in, problems_in, smallest_with
from hypothesis import given
from hypothesis import strategies as st

from relanced.edge.config import Problem, Problems, load_settings
from relanced.edge.config_problems import shown
from relanced.edge.config_tables import keys_by_table
from relanced.edge.settings import Settings
from relanced.edge.toml_file import MAX_BYTES, read_toml


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """
mode = "sned"
start_on = "2026-11-01"
timezone = "Europe/Pariis"
[firm]
name = 3
adresses = ["@firm.example"]
country = "UK"
iban = "FR76 3000 6000 0112 3456 7890 188"
[imap]
host = "imaps://imap.firm.example:993"
port = "993"
user = ""
password = { credential = "a/b" }
[smtp]
host = "smtp.firm.example"
security = "plain"
[[bank]]
name = "Rivage"
from = ["rivage.example"]
[[step]]
name = "Étape 1"
after_due_days = 7
template = "../../etc/passwd"
attach = ["invoice", "contract"]
[[step]]
name = "deux"
after_due_days = "two weeks"
template = "rappel"
cc = ["Le Chef <chef@firm.example>"]
channel = "fax"
[[step]]
name = "deux"
after_due_days = 7
template = "rappel"
[calendar]
country = "FR"
subdivision = "Bretagne"
hours = "12:00-09:00"
[limits]
min_interval_days = 0
[replies]
insolvency = "none"
disputes = "hold"
grace_days = true
[[client]]
match = []
name = "Mairie"
kind = "town"
language = "french"
[store]
url = "postgresql://relanced:tulip@db.firm.example/relanced"
"""
    found = problems_in(tmp_path, text)
    assert list(found) == [
        "mode",
        "start_on",
        "timezone",
        "firm.name",
        "firm.addresses",
        "firm.country",
        "firm.iban",
        "firm.adresses",
        "imap.host",
        "imap.port",
        "imap.user",
        "imap.password.credential",
        "smtp.security",
        "bank[1].from[1]",
        "step[1].name",
        "step[1].template",
        "step[1].attach[2]",
        "step[2].after_due_days",
        "step[2].channel",
        "step[2].cc[1]",
        "step[3].name",
        "step[3].after_due_days",
        "calendar.hours",
        "calendar.subdivision",
        "limits.min_interval_days",
        "replies.insolvency",
        "replies.grace_days",
        "replies.disputes",
        "client[1].match",
        "client[1].kind",
        "client[1].language",
        "store.url",
    ]
    assert found["mode"].expected == 'one of "observe", "draft", "send"'
    assert (found["mode"].found, found["mode"].hint) == ('"sned"', "did you mean send?")
    assert found["step[2].after_due_days"].expected == "a whole number, without quotes"
    assert found["step[2].after_due_days"].found == '"two weeks"'
    assert found["start_on"].expected == "a date such as 2026-11-01, without quotes"
    assert found["timezone"].hint == "did you mean Europe/Paris?"
    assert found["firm.adresses"].hint == "did you mean addresses?"
    assert found["firm.addresses"].found == "nothing"
    assert found["firm.country"].hint == "write GB"
    assert found["bank[1].from[1]"].hint == 'for every address of it, write "@rivage.example"'
    assert "tulip" not in str(found["store.url"])
    assert all(problem.file == tmp_path / "relanced.toml" for problem in found.values())


def test_a_problem_reads_as_one_line(tmp_path: Path) -> None:
    problem = Problem(Path("relanced.toml"), "step[2].name", "text between quotes", "3", "write it so")
    assert str(problem) == "relanced.toml: step[2].name: expected text between quotes; found 3 (write it so)"
    loaded = load_in(tmp_path, "start_on = 2026-11-01\n")
    assert len(str(loaded).splitlines()) == 3  # [firm], [imap] and [smtp] are missing


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("imap.password", 'password = "tulip77"'),
        ("imap.password", 'password = ["tulip77"]'),
        ("imap.password.secret", 'password = { credential = "imap", secret = "tulip77" }'),
        ("imap.password.credential", 'password = { credential = "tulip77 tulip77" }'),
        ("imap.password.command", 'password = { command = "echo \'tulip77" }'),
        ("imap.passwrd", 'password = { credential = "imap" }\npasswrd = "tulip77"'),
        ("imap.pasword", 'password = { credential = "imap" }\npasword = { command = "tulip77" }'),
    ],
)
def test_no_secret_is_ever_shown(tmp_path: Path, table: str, text: str) -> None:
    found = problems_in(tmp_path, smallest_with('password = { credential = "imap" }', text))
    assert list(found) == [table]
    assert "tulip77" not in repr(found)


def test_a_password_in_the_file_is_refused_with_the_way_to_do_it(tmp_path: Path) -> None:
    found = problems_in(tmp_path, smallest_with('{ credential = "imap" }', '"tulip77"'))["imap.password"]
    assert found.expected == '{ credential = "…" }, { file = "…" } or { command = "…" }'
    assert "chmod 600" in found.hint


@pytest.mark.parametrize("places", ['{ credential = "a", file = "b" }', "{ }"])
def test_a_secret_is_kept_in_exactly_one_place(tmp_path: Path, places: str) -> None:
    assert list(problems_in(tmp_path, smallest_with('{ credential = "imap" }', places))) == ["imap.password"]


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = hunter\n", 1, 5), ("\n\nmode observe", 3, 6), ("x=1\nx=2\n", 2, 4)]
)
def test_what_is_not_toml_is_told_with_line_and_column(
    tmp_path: Path, text: str, line: int, column: int
) -> None:
    found = problems_in(tmp_path, text)[""]
    assert found.expected == "TOML"
    assert found.found.startswith(f"at line {line}, column {column}: ")
    assert "hunter" not in str(found)


def test_lists_nested_without_end_are_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert problems_in(tmp_path, "a = " + "[" * 100_000)[""].expected == "TOML"


def test_a_pattern_between_the_wrong_quotes_is_told_how_to_stand(tmp_path: Path) -> None:
    rule = '[[invoice]]\nname = "a"\nnumber = "{}"\n'
    assert "single quotes" in problems_in(tmp_path, rule.format("FA-\\d+"))[""].hint
    swallowed = problems_in(tmp_path, SMALLEST + rule.format("\\bFA"))  # TOML makes a control character of it
    assert "single quotes" in swallowed["invoice[1].number"].hint


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("FA-(\\d+", "at character 8, after «FA-(\\d+»: missing )"),
        ("*", "at character 1, before «*»: nothing to repeat"),
        ("[a-", "at character 4, after «[a-»: unterminated character set"),
        ("(?P<1>x)", "at character 6, after «(?P<1»: bad character in group name"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_told_with_place_and_reason(
    tmp_path: Path, pattern: str, told: str
) -> None:
    found = problems_in(tmp_path, SMALLEST + f"[[invoice]]\nname = 'a'\ntotal = '{pattern}'\n")
    assert (found["invoice[1].total"].found, found["invoice[1].total"].hint) == (f'"{pattern}"', told)


@pytest.mark.parametrize(
    "pattern",
    ["", "  ", "a*", "(?:)", "x" * 501, "(?:(?:a{1000}){1000}){1000}", "((a{99}){99}){99}", "(" * 400],
)
def test_a_pattern_that_fits_nothing_or_everything_or_fills_the_memory_is_refused(
    tmp_path: Path, pattern: str
) -> None:
    for key in ("when", "number", "issued", "due", "terms", "total", "client"):
        text = SMALLEST + f"[[invoice]]\nname = 'a'\nkind = 'none'\n{key} = '{pattern}'\n"
        assert list(problems_in(tmp_path, text)) == [f"invoice[1].{key}"]


@pytest.mark.parametrize(
    ("key", "given"),
    [("kind", "facture"), ("currency", "EURO"), ("currency", "eur"), ("name", "")],
)
def test_a_word_that_a_rule_does_not_know_is_refused(tmp_path: Path, key: str, given: str) -> None:
    rule = {"name": "a", "kind": "none"} | {key: given}
    text = SMALLEST + "[[invoice]]\n" + "\n".join(f"{name} = '{value}'" for name, value in rule.items())
    assert list(problems_in(tmp_path, text)) == [f"invoice[1].{key}"]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    missing = load_settings(tmp_path / "none.toml")
    assert isinstance(missing, Problems)
    assert missing[0].hint == "config.example.toml is one to start from"
    (tmp_path / "latin.toml").write_bytes("name = 'Étoile'".encode("latin-1"))
    latin = load_settings(tmp_path / "latin.toml")
    assert isinstance(latin, Problems)
    assert latin[0].expected == "text in UTF-8"


def test_the_wrong_brackets_and_the_wrong_table_are_explained(tmp_path: Path) -> None:
    text = smallest_with("[imap]", "[[imap]]").replace(
        "[smtp]", "[smtp]\nmin_interval_days = 3\nmode = 'send'"
    )
    found = problems_in(tmp_path, text + '[step]\nname = "a"\nafter_due_days = 1\ntemplate = "a"\n')
    assert found["imap"].hint == "write [imap], once, with one bracket on each side"
    assert found["step"].hint == "write [[step]], with two brackets on each side"
    assert found["smtp.min_interval_days"].hint == "it belongs in [limits]"
    assert found["smtp.mode"].hint == "it belongs above the first [table] of the file"


@pytest.mark.parametrize("intent", ["dispute", "insolvency", "not_sure"])
@pytest.mark.parametrize("effect", ["breathe", "none", "promise", "await_money"])
def test_doubt_may_only_pause(tmp_path: Path, intent: str, effect: str) -> None:
    assert list(problems_in(tmp_path, SMALLEST + f'[replies]\n{intent} = "{effect}"\n')) == [
        f"replies.{intent}"
    ]


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("imap.sent", "'Sent'"),
        ("imap.sent", "[]"),
        ("imap.ca_file", "'/no/such/file.pem'"),
        ("imap.port", "0"),
        ("imap.host", "'a b'"),
        ("imap.host", "'-a.example'"),
        ("store.url", "'sqlite:///relanced.db'"),
        ("store.url", "'sqlite://'"),
        ("calendar.hours", "'9-12'"),
        ("calendar.hours", "'09:00-24:00'"),
        ("replies.grace_days", "-1"),
        ("limits.surprise", "2.5"),
        ("language", "'xx'"),
        ("timezone", "'Europe'"),
        ("timezone", "'../../etc/passwd'"),
        ("templates", "'/no/such/folder'"),
        ("client", "3"),
        ("firm.terms", "30"),
        ("firm.terms", "{}"),
        ("firm.terms.days", "366"),
        ("firm.terms.days", "-1"),
        ("firm.terms.months", "13"),
        ("firm.terms.on_day", "0"),
        ("firm.terms.on_day", "32"),
        ("firm.terms.end_of_month", "'days_first'"),
        ("firm.end_of_month", "true"),
        ("source", "{ folder = 'a' }"),
    ],
)
def test_a_value_out_of_its_range_is_refused(tmp_path: Path, key: str, given: str) -> None:
    raw = tomli.loads(SMALLEST)
    *tables, last = key.split(".")
    place = raw
    for table in tables:
        place = place.setdefault(table, {})
    place[last] = tomli.loads(f"x = {given}")["x"]
    assert list(problems_in(tmp_path, _toml(raw))) == [key]


def test_control_characters_in_a_value_do_not_reach_the_terminal(tmp_path: Path) -> None:
    found = problems_in(tmp_path, 'mode = "\\u001b[31mred\\n"\n' + SMALLEST)["mode"]
    assert found.found == '"[31mred"'


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(table=st.sampled_from(sorted(keys_by_table())), value=_VALUES, data=st.data())
def test_no_file_however_odd_makes_it_raise(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[str, ...], value: object, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(keys_by_table()[table]))
    raw = tomli.loads(SMALLEST)
    place = raw
    for part in table:
        inner = place.setdefault(part, {})
        place = inner if isinstance(inner, dict) else {}
    if value is not None:
        place[key] = value
    if table and table[0] in {"bank", "step", "client", "invoice", "source"}:
        raw[table[0]] = [raw[table[0]]]
    file = tmp_path_factory.getbasetemp() / "odd.toml"
    file.write_text(_toml(raw), "utf-8")
    assert isinstance(load_settings(file), Settings | Problems)


def _toml(raw: Mapping[str, object]) -> str:
    return "\n".join(f"{_quoted(key)} = {_inline(value)}" for key, value in raw.items())


def _inline(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{_quoted(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(_inline(inner) for inner in value if inner is not None) + "]"
        case str():
            return _quoted(value)
        case None:
            return "false"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text if not 0xD800 <= ord(c) <= 0xDFFF) + '"'


@pytest.mark.parametrize("text", ["[trust]\n[trust]\n", "[trust]\na = 1\na = 2\n", "a = 1\na = 2\n"])
def test_what_is_written_twice_is_told_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "twice.toml"
    path.write_text(text, encoding="utf-8")
    found = read_toml(path)
    assert isinstance(found, Problem)
    assert found.hint.startswith("it is written twice")


@pytest.mark.parametrize("digits", ["9" * 5_000, "0x" + "f" * 9_000, "9" * 30])
def test_a_number_of_thousands_of_digits_is_one_problem(tmp_path: Path, digits: str) -> None:
    [found] = problems_in(tmp_path, SMALLEST + f"[limits]\nper_day = {digits}\n").values()
    assert found.expected == "whole numbers that 64 bits hold"
    assert found.key == ("" if len(digits) == 5_000 else "limits.per_day")


def test_a_number_too_large_to_be_written_is_named_all_the_same() -> None:
    assert shown((), 10**6_000) == "a number far too large"


@pytest.mark.parametrize("key", ["laws", "templates", "bank_profiles"])
def test_a_folder_of_a_name_that_no_file_system_takes_is_not_there(tmp_path: Path, key: str) -> None:
    [found] = problems_in(tmp_path, f'{key} = "{"a" * 280}"\n{SMALLEST}').values()
    assert (found.key, found.expected) == (key, "a folder that is there")


def test_a_file_of_a_name_that_no_file_system_takes_is_not_there(tmp_path: Path) -> None:
    text = smallest_with('host = "smtp.firm.example"', f'host = "smtp.firm.example"\nca_file = "{"a" * 280}"')
    assert list(problems_in(tmp_path, text)) == ["smtp.ca_file"]


def test_what_is_no_file_to_read_to_its_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "expected a file; found a pipe" in str(load_settings(tmp_path / "pipe.toml"))
    assert "expected a file; found a folder" in str(load_settings(tmp_path))
    (tmp_path / "large.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert "expected at most" in str(load_settings(tmp_path / "large.toml"))


@pytest.mark.parametrize(
    "url", ["https://[::1", "https://", "https://:443/x", "https://h.example:99999/", "https://h:x/"]
)
def test_an_address_of_a_register_that_leads_nowhere_is_refused(tmp_path: Path, url: str) -> None:
    found = problems_in(tmp_path, SMALLEST + f'[registers]\nnotices = "{url}"\n')
    assert found["registers.notices"].expected.startswith("an address that begins with https://")
