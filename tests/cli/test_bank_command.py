"""`relanced bank`: how the mails of banks are read, whether it still works, and how to teach a new one."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cli_store import CONFIG, EVIL, source
from click.testing import CliRunner, Result
from config_files import SMALLEST, settings_in

from relanced.cli.bank import bank
from relanced.cli.check_config import profiles_found
from relanced.edge.profiles import ProfileFile, read_profile, read_profiles
from relanced.edge.store import Store
from relanced.model.facts import BankSpoke, Credit, CreditNoticed, Fact, MailQuarantined
from relanced.model.money import money_of

SHIPPED = {file.profile.name: file for file in read_profiles(None).files}
MAILS = SHIPPED["lac-argent"].path.parent / "samples"
BANKS = f"""
[[bank]]
name = "Lac"
from = ["@lac-argent.example"]
[[bank]]
name = "Ardoise"
from = ["alerte@ardoise.example"]
[[bank.notice]]
kind = "other"
body = 'prime'
[[bank]]
name = "{EVIL.encode("ascii", "ignore").decode().replace(chr(27), "")}"
from = ["@evil.example"]
profile = "duinbank"
[[bank]]
name = "Plain"
from = ["@plain.example"]
"""


def run(*arguments: str, code: int = 0) -> Result:
    said = CliRunner(env={"COLUMNS": "250"}).invoke(bank, arguments)
    assert said.exit_code == code, said.output
    return said


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


def config(folder: Path, more: str = "") -> str:
    file = folder / "firm.toml"
    file.write_text(more + CONFIG.replace("FOLDER", str(folder)) + BANKS, "utf-8")
    return str(file)


def remember(folder: Path, *facts: Fact) -> None:
    store = Store.open(f"sqlite:///{folder}/relanced.db", lock=True)
    store.record((), facts)
    store.close()


def spoke(number: int, name: str, *, trusted: bool = True, doubt: str = "") -> BankSpoke:
    return BankSpoke(source=source(number), bank=name, trusted=trusted, kind="other", because="", doubt=doubt)


def credit(number: int, name: str) -> CreditNoticed:
    one = Credit(amount=money_of("12.00", "EUR"), payer="Ann", reference="", value_on=None)
    return CreditNoticed(source=source(number), bank=name, trusted=True, credits=(one,), because="")


def quarantined(number: int) -> MailQuarantined:
    return MailQuarantined(source=source(number), sender="", subject="", answers=(), why="")


def test_the_list_tells_by_which_profile_each_bank_is_read(tmp_path: Path) -> None:
    found = json.loads(run("list", "--json", "--config", config(tmp_path)).stdout)
    assert [(each["profiles"], each["own_patterns"], each["mails"]) for each in found] == [
        (["lac-argent"], 0, 0),
        (["ardoise"], 1, 0),
        (["duinbank"], 0, 0),
        ([], 0, 0),
    ]
    said = run("list", "--config", config(tmp_path)).output
    assert "1 patterns of yours, ardoise" in said
    assert "general rules" in said
    assert "[red]Ann[/red]" in said
    assert "Profiles that there are:" in said


def test_the_list_counts_what_came_lately_and_what_of_it_was_understood(tmp_path: Path) -> None:
    old = replace(spoke(1, "Lac"), source=replace(source(2), at=source(-90).at))
    remember(
        tmp_path, old, credit(3, "Lac"), spoke(4, "Lac"), spoke(5, "Lac", trusted=False),
        spoke(6, "Lac", doubt="its layout changed"), credit(7, "Plain"), quarantined(7),
    )  # fmt: skip
    found = json.loads(run("list", "--json", "--config", config(tmp_path), code=1).stdout)
    lac, *_, plain = found
    assert (lac["mails"], lac["understood"], lac["not_believed"]) == (3, 2, 1)
    assert (plain["mails"], plain["understood"]) == (1, 0)
    assert lac["last_at"].startswith(f"{source(6).at:%Y-%m-%d}")


def test_a_mail_that_was_understood_on_reading_it_again_is_no_longer_in_doubt(tmp_path: Path) -> None:
    remember(tmp_path, spoke(6, "Lac", doubt="its layout changed"), quarantined(6), credit(6, "Lac"))
    lac, *_ = json.loads(run("list", "--json", "--config", config(tmp_path)).stdout)
    assert (lac["mails"], lac["understood"]) == (1, 1)


def own(folder: Path, text: str, name: str = "mine") -> Path:
    banks = folder / "banks"
    banks.mkdir(exist_ok=True)
    (banks / "one.eml").write_bytes((MAILS / "lac-argent-1.eml").read_bytes())
    (banks / f"{name}.toml").write_text(text, "utf-8")
    return banks


PROFILE = """
name = "Lac"
from = ["avis@lac-argent.example"]
[labels]
aside = ["Client"]
payer = ["Ordre de"]
[[sample]]
file = "one.eml"
credits = [{{ amount = "{amount}", payer = "CHARPENTES DUMOULIN SAS" }}]
"""


def checked(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Where each sample differs; the exit status says whether one does."""
    said = CliRunner().invoke(bank, ["check", "--json", str(folder)])
    found = {
        (each["profile"], each["sample"]): each["differs"] for each in json.loads(said.stdout)["samples"]
    }
    assert said.exit_code == any(found.values())
    return found


def test_check_reads_the_samples_of_the_folder_and_says_what_differs(tmp_path: Path) -> None:
    folder = own(tmp_path, PROFILE.format(amount="2340.00"))
    assert checked(folder)["mine", "one.eml"] == []

    own(tmp_path, PROFILE.format(amount="2340.01"))
    assert checked(folder)["mine", "one.eml"] == [
        "payment 1: amount is read as «2340.00 EUR», not «2340.01 EUR»"
    ]
    said = run("check", str(folder), code=1).output
    assert "payment 1: amount is read as «2340.00 EUR», not «2340.01 EUR»" in said


def test_check_takes_the_folder_of_the_configuration_and_tells_what_is_wrong_in_it(tmp_path: Path) -> None:
    own(tmp_path, "name = 3")
    said = run("check", "--config", config(tmp_path, 'bank_profiles = "banks"\n'), code=1).output
    assert "mine.toml: name: expected text between quotes" in said
    said = run("list", "--config", config(tmp_path, 'bank_profiles = "banks"\n'), code=1).output
    assert "mine.toml: name: expected text between quotes" in said


def test_the_check_of_everything_tells_of_a_wrong_profile_too(tmp_path: Path) -> None:
    own(tmp_path, PROFILE.format(amount="2340.00").replace("payer = [", "payeur = ["))
    [wrong] = profiles_found(settings_in(tmp_path, 'bank_profiles = "banks"\n' + SMALLEST))
    assert not wrong.ok
    assert "mine.toml: labels.payeur" in wrong.says
    own(tmp_path, PROFILE.format(amount="2340.00"))
    [right] = profiles_found(settings_in(tmp_path, 'bank_profiles = "banks"\n' + SMALLEST))
    assert right.ok
    assert profiles_found(settings_in(tmp_path, SMALLEST)) == []


def test_a_sample_of_somebody_else_or_that_is_no_mail_is_told(tmp_path: Path) -> None:
    other = PROFILE.format(amount="2340.00").replace("avis@", "else@")
    folder = own(tmp_path, other)
    assert "its sender is none" in checked(folder)["mine", "one.eml"][0]
    (folder / "one.eml").write_text("no mail")
    assert "no mail that can be read" in checked(folder)["mine", "one.eml"][0]


def test_new_begins_a_profile_that_says_what_is_read_today(tmp_path: Path) -> None:
    mails = [str(MAILS / f"banco-alameda-{place}.eml") for place in (1, 2)]
    said = run("new", "mine", *mails).output
    assert "mine.toml is written" in said
    found = read_profile(tmp_path / "mine.toml")
    assert isinstance(found, ProfileFile), str(found)
    assert [sample.kind.value for sample in found.samples] == ["credit", "other"]
    assert found.samples[0].credits[0].payer == "INVOICE F2026-0201"  # what the owner will correct
    text = (tmp_path / "mine.toml").read_text("utf-8")
    assert (tmp_path / "mine-2.eml").read_bytes() == Path(mails[1]).read_bytes()
    found_in = checked(tmp_path)
    assert found_in["mine", "mine-1.eml"] == []
    [why] = found_in["mine", "mine-2.eml"]
    assert why.removeprefix("not understood: ") in text  # neither word for money in nor for money out


def test_new_shows_the_labels_of_a_mail_as_it_prints_them(tmp_path: Path) -> None:
    run("new", "mine", str(MAILS / "lac-argent-1.eml"))
    assert "#   Ordre de  CHARPENTES DUMOULIN SAS" in (tmp_path / "mine.toml").read_text("utf-8")


def test_new_overwrites_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    mail = str(MAILS / "lac-argent-1.eml")
    (tmp_path / "mine-1.eml").write_text("mine")
    assert "there already" in run("new", "mine", mail, code=2).output
    assert (tmp_path / "mine-1.eml").read_text() == "mine"
    assert "small letters" in run("new", "Mine", mail, code=2).output
    (tmp_path / "x.eml").write_text("no mail")
    assert "no mail" in run("new", "other", str(tmp_path / "x.eml"), code=2).output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine-1.eml", "x.eml"]


def test_the_five_minutes_of_the_guide_can_be_copied(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "banks.md").read_text("utf-8")
    [example] = [found for found in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL) if "[labels]" in found]
    folder = own(tmp_path, example.replace("avis@mabanque.example", "avis@lac-argent.example"), "mabanque")
    (folder / "one.eml").rename(folder / "mabanque-1.eml")
    assert checked(folder)["mabanque", "mabanque-1.eml"] == [
        "payment 1: reference is read as «Solde facture F2026-0187», not «F2026-0187»"
    ]


def test_new_takes_the_mails_of_one_sender_only(tmp_path: Path) -> None:
    mine = tmp_path / "mine.eml"
    other = tmp_path / "other.eml"
    below = tmp_path / "below.eml"
    for path, sender in ((mine, "odet.example"), (other, "ilot.example"), (below, "mail.odet.example")):
        path.write_bytes(f"From: x@{sender}\r\nSubject: s\r\n\r\nBonjour\r\n".encode())
    said = run("new", "odet", str(mine), str(other), code=2).output
    told = " ".join(said.split())
    assert f"{mine} is from odet.example, and {other} from ilot.example" in told
    assert "nothing was written" in told
    assert not (tmp_path / "odet.toml").exists()
    assert "is written" in run("new", "odet", str(mine), str(below)).output


def test_check_counts_the_profiles_that_are_broken(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("name = ", "utf-8")
    said = run("check", str(tmp_path), code=1).output
    assert said.splitlines()[-1].endswith(" read otherwise, 1 profile is broken.")
