"""Configuration files: what is wrong between keys, each of which is right by itself."""

from pathlib import Path

import pytest
from config_files import SMALLEST, load_in, problems_in, settings_in, smallest_with, step_table
from holidays import country_holidays

from relanced.edge.config import Problems


@pytest.mark.parametrize("mode", ["draft", "send"])
def test_letters_need_a_signing_key(tmp_path: Path, mode: str) -> None:
    text = f'mode = "{mode}"\n' + SMALLEST
    assert list(problems_in(tmp_path, text)) == ["trust.key"]
    assert settings_in(tmp_path, text + '[trust]\nkey = { credential = "key" }').rules.mode == mode


@pytest.mark.parametrize("table", ["imap", "smtp"])
@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("localhost.firm.example", False),
    ],
)
def test_only_this_machine_is_spoken_to_in_clear(
    tmp_path: Path, table: str, host: str, *, allowed: bool
) -> None:
    loaded = load_in(tmp_path, smallest_with(f'"{table}.firm.example"', f'"{host}"\nsecurity = "plain"'))
    keys = [problem.key for problem in loaded] if isinstance(loaded, Problems) else []
    assert keys == ([] if allowed else [f"{table}.security"])


def test_the_sender_is_one_of_our_own_addresses(tmp_path: Path) -> None:
    other = smallest_with('name = "Atelier Verrier SARL"', 'name = "A"\nsender = "compta@gmail.example"')
    assert list(problems_in(tmp_path, other)) == ["firm.sender"]
    domain_only = smallest_with('["facturation@firm.example", "@firm.example"]', '["@firm.example"]')
    assert settings_in(tmp_path, domain_only).rules.firm.sender == "facturation@firm.example"  # imap.user
    foreign_user = domain_only.replace('user = "facturation@firm.example"', 'user = "m1234"')
    key = '[trust]\nkey = { credential = "key" }\n'
    assert list(problems_in(tmp_path, 'mode = "send"\n' + foreign_user + key)) == ["firm.sender"]


@pytest.mark.parametrize(("name", "key"), [("bank", "from"), ("client", "match")])
def test_one_address_is_in_one_table_only_and_none_is_ours(tmp_path: Path, name: str, key: str) -> None:
    table = f'[[{name}]]\nname = "%s"\n{key} = ["%s"]\n'
    twice = table % ("Un", "@a.example") + table % ("Deux", "@A.example") + table % ("UN", "@b.example")
    assert list(problems_in(tmp_path, SMALLEST + twice)) == [f"{name}[2].{key}[1]", f"{name}[3].name"]
    ours = table % ("Un", "@firm.example") + table % ("Deux", "compta@firm.example")
    assert list(problems_in(tmp_path, SMALLEST + ours)) == [f"{name}[1].{key}[1]", f"{name}[2].{key}[1]"]


def test_steps_rise_and_no_name_comes_twice(tmp_path: Path) -> None:
    text = (
        SMALLEST
        + step_table("a", -5)
        + step_table("b", 10)
        + step_table("c", 10)
        + step_table("d", 7)
        + step_table("a", 20)
    )
    assert list(problems_in(tmp_path, text)) == [
        "step[3].after_due_days",
        "step[4].after_due_days",
        "step[5].name",
    ]


@pytest.mark.parametrize("subdivision", ["Alsace-Moselle", "Alsace", "971", "La Réunion"])
def test_parts_of_a_country_with_holidays_of_their_own_are_known(tmp_path: Path, subdivision: str) -> None:
    text = SMALLEST + f'[calendar]\nsubdivision = "{subdivision}"\n'
    assert settings_in(tmp_path, text).rules.calendar.subdivision


def test_a_country_without_known_holidays_needs_a_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def knows_only_ethiopia(country: str) -> object:
        if country != "ET":
            raise NotImplementedError
        return country_holidays(country)

    monkeypatch.setattr("relanced.edge.config_relations.country_holidays", knows_only_ethiopia)
    text = smallest_with("[imap]", 'country = "ER"\n[imap]')
    assert list(problems_in(tmp_path, text)) == ["calendar.country"]
    assert settings_in(tmp_path, text + '[calendar]\ncountry = "ET"\n').rules.firm.country == "ER"


def test_a_rule_for_invoices_says_something_and_no_name_comes_twice(tmp_path: Path) -> None:
    rules = "[[invoice]]\nname = 'A'\nwhen = 'x'\n[[invoice]]\nname = 'a'\nkind = 'none'\n"
    found = problems_in(tmp_path, SMALLEST + rules)
    assert list(found) == ["invoice[1]", "invoice[2].name"]
    assert "number" in found["invoice[1]"].expected


BELIEVED = '[trust]\nauthserv_ids = ["mx.firm.example"]\n'
SOURCE = '[[source]]\nfolder = "{}"\n{}\n'


@pytest.mark.parametrize("folder", ["INBOX", "inbox", "Relanced/Journal", "ENVOYES", "e\u0301crits"])
def test_a_source_is_a_folder_of_its_own(tmp_path: Path, folder: str) -> None:
    sent = smallest_with("[smtp]", 'sent = ["Envoyés", "Écrits"]\n[smtp]') + BELIEVED
    assert list(problems_in(tmp_path, sent + SOURCE.format(folder, ""))) == ["source[1].folder"]
    twice = sent + SOURCE.format("Copiés", "") + SOURCE.format("COPIES", "vouched = true")
    found = problems_in(tmp_path, twice)
    assert list(found) == ["source[2].folder"]
    assert "[[source]] 1" in found["source[2].folder"].found
    assert settings_in(tmp_path, sent + SOURCE.format("Copies", "")).imap.sources == ("Copies",)


def test_a_source_in_which_nothing_could_ever_count_is_told(tmp_path: Path) -> None:
    several = SOURCE.format("a", "") + SOURCE.format("b", "vouched = true") + SOURCE.format("c", "")
    found = problems_in(tmp_path, SMALLEST + several)
    assert list(found) == ["source[1].vouched", "source[3].vouched"]
    assert "trust.authserv_ids" in found["source[1].vouched"].expected
    assert settings_in(tmp_path, SMALLEST + BELIEVED + several)


def test_whoever_writes_our_invoices_is_no_client_and_no_bank(tmp_path: Path) -> None:
    others = "[[client]]\nname = 'C'\nmatch = ['@c.example']\n[[bank]]\nname = 'B'\nfrom = ['a@b.example']\n"
    senders = "from = ['x@logiciel.example', 'moi@C.example', '@b.example']"
    found = problems_in(tmp_path, SMALLEST + BELIEVED + others + SOURCE.format("Copies", senders))
    assert list(found) == ["source[1].from[2]", "source[1].from[3]"]
