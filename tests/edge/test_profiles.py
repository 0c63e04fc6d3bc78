"""Folders of profiles: what a profile may say, all that can be wrong in one, and which one counts."""

import shutil
from pathlib import Path

import pytest
from config_files import SMALLEST, load_in, problems_in, settings_in

from relanced.edge.config import Problems, load_settings
from relanced.edge.profiles import ProfileFile, read_profile, read_profiles
from relanced.edge.settings import Settings
from relanced.model.money import money_of
from relanced.model.profile import NoticeKind, NoticeRule, SampleCredit, TableRule

GOOD = """
name = "My Bank"
from = ["news@mybank.example"]
[labels]
payer = ["Ordre de"]
[words]
credit = ["est venu alimenter"]
[[notice]]
subject = '^Avis'
body = '^(?P<payer>.+) {2,}(?P<amount>[\\d ]+,\\d\\d)$'
several = true
[table]
columns = { value_date = 2, credit = "Crédit" }
encoding = "windows-1252"
[[sample]]
file = "one.eml"
credits = [{ amount = "12.50", payer = "Ann", fee = "0.50" }]
"""


def put(folder: Path, text: str, name: str = "mine.toml") -> Path:
    (folder / "one.eml").touch()
    (folder / name).write_text(text, "utf-8")
    return folder / name


def wrong_in(folder: Path, text: str) -> dict[str, str]:
    found = read_profile(put(folder, text))
    assert isinstance(found, Problems)
    return {problem.key: str(problem) for problem in found}


def test_a_profile_holds_what_its_file_says(tmp_path: Path) -> None:
    found = read_profile(put(tmp_path, GOOD))
    assert isinstance(found, ProfileFile), str(found)
    profile, [sample] = found.profile, found.samples
    assert (profile.name, profile.shown, profile.senders) == ("mine", "My Bank", ("news@mybank.example",))
    assert profile.labels == {"payer": ("Ordre de",)}
    assert profile.words == {"credit": ("est venu alimenter",)}
    body = r"^(?P<payer>.+) {2,}(?P<amount>[\d ]+,\d\d)$"
    assert profile.notices == (NoticeRule(kind=NoticeKind.CREDIT, subject="^Avis", body=body, several=True),)
    assert profile.table == TableRule(columns={"value_date": "2", "credit": "Crédit"}, encoding="cp1252")
    assert sample.credits == (
        SampleCredit(amount=money_of("12.50", "EUR"), payer="Ann", fee=money_of("0.50", "EUR")),
    )
    assert found.mail(sample) == tmp_path / "one.eml"


def test_a_day_that_is_written_twice_in_a_form_is_said(tmp_path: Path) -> None:
    text = GOOD.replace("[table]\n", '[table]\ndays = "%d %d %m %Y"\n')
    assert list(wrong_in(tmp_path, text)) == ["table.days"]


def test_all_problems_of_a_profile_are_told_at_once_with_file_and_key(tmp_path: Path) -> None:
    text = """
name = 3
form = ["news@mybank.example"]
[labels]
payeur = ["Ordre de"]
payer = ["…"]
[words]
credit = "est venu"
[[notice]]
kind = "crédit"
body = '(?P<amount>\\d+'
[[notice]]
body = '(?P<payer>.+) (\\w+ ?)+'
[table]
columns = { payer = 1, amnt = 2 }
separator = ";;"
encoding = "klingon"
days = "%d %Y"
[[sample]]
file = "../one.eml"
"""
    found = wrong_in(tmp_path, text)
    assert list(found) == [
        "name", "from", "labels.payer[1]", "labels.payeur", "words.credit", "notice[1].kind", "notice[1].body",
        "notice[2].body", "table.columns.amnt", "table.separator", "table.encoding", "table.days",
        "sample[1].file", "form",
    ]  # fmt: skip
    assert found["labels.payeur"].startswith(
        f"{tmp_path / 'mine.toml'}: labels.payeur: expected one of payer"
    )
    assert "did you mean payer?" in found["labels.payeur"]
    assert "at character" in found["notice[1].body"]
    assert "take for ever" in found["notice[2].body"]


@pytest.mark.parametrize(
    ("lines", "key", "expected"),
    [
        ("body = '(?P<amout>1) (?P<amount>1)'", "notice[1]", "did you mean amount?"),
        ("body = '(?P<payer>.+) paid'", "notice[1]", "(?P<amount>"),
        ("kind = 'debit'", "notice[1]", "subject, body"),
        ("several = true\nbody = '(?P<amount>1)'", "notice[1]", "begins with ^"),
        ("body = '(?P<amount>1)(?R)?'", "notice[1].body", "call itself"),
        ("net = '(?P<amount>1)'\nbody = '(?P<amount>1)'", "notice[1]", "payout"),
        ("kind = 'payout'\nnet = '1'\nbody = '(?P<amount>1)'", "notice[1]", "one group"),
    ],
)
def test_a_pattern_that_cannot_do_its_work_is_refused(
    tmp_path: Path, lines: str, key: str, expected: str
) -> None:
    found = wrong_in(tmp_path, f'name = "B"\nfrom = ["@b.example"]\n[[notice]]\n{lines}')
    assert list(found) == [key]
    assert expected in found[key]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ('[labels]\npayer = ["Nom"]\npayee = ["NOM"]', "labels"),
        ("[table]\ncolumns = { payer = 1 }", "table"),
        ('[table]\nheaded = false\ncolumns = { amount = "Montant" }', "table"),
        ("[table]\ncolumns = { amount = 0 }", "table.columns.amount"),
        ('[[sample]]\nfile = "one.eml"', "sample[1]"),
        ('[[sample]]\nfile = "one.eml"\nkind = "debit"\ncredits = [{ amount = "1" }]', "sample[1]"),
        ('[[sample]]\nfile = "lost.eml"\nkind = "debit"', "sample[1].file"),
        ('[[sample]]\nfile = "one.eml"\ncredits = [{ amount = "1,50" }]', "sample[1].credits[1].amount"),
        (
            '[[sample]]\nfile = "one.eml"\ncredits = [{ amount = "1.50", currency = "JPY" }]',
            "sample[1].credits[1]",
        ),
        ("", ""),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, lines: str, key: str) -> None:
    assert list(wrong_in(tmp_path, f'name = "B"\nfrom = ["@b.example"]\n{lines}')) == [key]


@pytest.mark.parametrize("name", ["Über.toml", "Mine.toml", "x y.toml", f"{'x' * 31}.toml"])
def test_a_file_name_that_nobody_could_write_as_profile_is_refused(tmp_path: Path, name: str) -> None:
    found = read_profile(put(tmp_path, GOOD, name))
    assert isinstance(found, Problems)
    assert "file name" in str(found)


def test_a_file_that_is_no_toml_or_far_too_large_is_a_problem_not_an_error(tmp_path: Path) -> None:
    assert "line 1" in str(read_profile(put(tmp_path, "name = ")))
    assert "bytes" in str(read_profile(put(tmp_path, "#" * 300_000)))


def test_the_owners_profiles_go_before_the_shipped_ones_and_replace_those_of_the_same_name(
    tmp_path: Path,
) -> None:
    shipped = read_profiles(None)
    put(tmp_path, GOOD)
    put(tmp_path, GOOD, f"{shipped.files[0].profile.name}.toml")
    put(tmp_path, GOOD, ".#unsaved.toml")
    both = read_profiles(tmp_path)
    assert [file.is_own for file in both.files[:3]] == [True, True, False]
    assert len(both.in_use) == len(shipped.in_use) + 1 == len(both.files)
    assert [profile.shown for profile in both.in_use[:2]] == ["My Bank", "My Bank"]
    assert not both.problems


def test_an_invalid_profile_of_the_owners_replaces_no_good_one(tmp_path: Path) -> None:
    shipped = read_profiles(None)
    name = shipped.files[0].profile.name
    put(tmp_path, "name = 3", f"{name}.toml")
    found = read_profiles(tmp_path)
    assert found.problems
    assert shipped.files[0].profile in found.in_use
    assert len(found.in_use) == len(shipped.in_use)


def with_bank(folder: Path, lines: str) -> str:
    top = f'bank_profiles = "{folder}"\n'
    return f'{top}{SMALLEST}\n[[bank]]\nname = "B"\nfrom = ["@b.example"]\n{lines}\n'


def test_the_last_good_version_of_a_profile_stays_while_the_service_runs(tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    put(tmp_path / "banks", GOOD)
    before = settings_in(tmp_path, with_bank(tmp_path / "banks", 'profile = "mine"'))
    put(tmp_path / "banks", "name = 3")
    after = load_settings(before.path, before)
    assert isinstance(after, Settings)
    assert after.profile_problems
    assert after.rules.profiles[0] == before.rules.profiles[0]

    started_anew = load_settings(before.path)
    assert isinstance(started_anew, Problems)
    assert [problem.key for problem in started_anew] == ["bank[1].profile"]
    assert "not valid" in str(started_anew)


def test_a_bank_names_a_profile_that_there_is(tmp_path: Path) -> None:
    shipped = read_profiles(None).files[0].profile.name
    settings = settings_in(tmp_path, with_bank(tmp_path, f'profile = "{shipped}"'))
    assert settings.rules.banks[0].profile == shipped
    found = problems_in(tmp_path, with_bank(tmp_path, f'profile = "{shipped}e"'))
    assert list(found) == ["bank[1].profile"]
    assert f"did you mean {shipped}?" in str(found["bank[1].profile"])
    assert list(problems_in(tmp_path, with_bank(tmp_path, 'profile = "Mine.toml"'))) == ["bank[1].profile"]


def test_the_patterns_of_a_bank_stand_in_the_configuration_too(tmp_path: Path) -> None:
    lines = "[[bank.notice]]\nkind = 'reversal'\nbody = 'Back (?P<amount>.+)'\ncurrency = 'CHF'"
    settings = settings_in(tmp_path, with_bank(tmp_path, lines))
    [rule] = settings.rules.banks[0].notices
    assert rule == NoticeRule(kind=NoticeKind.REVERSAL, body="Back (?P<amount>.+)", currency="CHF")
    found = problems_in(tmp_path, with_bank(tmp_path, "[[bank.notice]]\nbody = '(?P<amount>.+'\nbodi = 'x'"))
    assert list(found) == ["bank[1].notice[1].body", "bank[1].notice[1].bodi"]
    assert "one of kind, subject, body" in str(found["bank[1].notice[1].bodi"])


def test_a_folder_of_profiles_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert list(problems_in(tmp_path, 'bank_profiles = "nowhere"\n' + SMALLEST)) == ["bank_profiles"]
    assert isinstance(load_in(tmp_path, 'bank_profiles = "."\n' + SMALLEST), Settings)


def test_the_shipped_profiles_are_valid_and_travel_with_the_package(tmp_path: Path) -> None:
    shipped = read_profiles(None).files
    assert len(shipped) == 12
    for file in shipped:
        assert file.samples, file.path
        copied = tmp_path / file.path.name
        shutil.copy(file.path, copied)  # without its mails
        assert isinstance(read_profile(copied), Problems)
