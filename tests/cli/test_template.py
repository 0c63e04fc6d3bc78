"""`relanced template`: what clients would get, with and without a configuration."""

import json
from email import message_from_bytes
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from config_files import SMALLEST, step_table

from relanced.cli.template import template
from relanced.intake.message import parse_message
from relanced.model.mark import read_mark

OWN = "Subject: A nous {{ chased | numbers }}\n\nPayez {{ chased | numbers }} !\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(template, arguments)


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def config(tmp_path: Path) -> str:
    """A configuration whose own templates replace «rappel» and add «amende»."""
    for name in ("rappel", "amende"):
        path = tmp_path / "own" / "fr" / f"{name}.txt.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OWN, "utf-8")
    steps = step_table("doux", 8)
    file = tmp_path / "firm.toml"
    file.write_text('templates = "own"\n' + SMALLEST + steps, "utf-8")
    return str(file)


def test_the_list_tells_languages_origin_and_steps(config: str) -> None:
    shipped = json.loads(run("list", "--json").stdout)
    own = {each["name"]: each for each in json.loads(run("list", "--json", "--config", config).stdout)}

    assert sorted(each["name"] for each in shipped) == sorted([
        "answer_copy", "answer_iban", "answer_plan",
        "avant_echeance", "derniere_relance", "promesse_non_tenue", "rappel", "relance", "remerciement", "retrait",
        "echeancier", "echeancier_rompu", "mise_en_demeure",
    ])  # fmt: skip
    assert own["amende"] == {
        "name": "amende",
        "languages": ["fr"],
        "tones": ["neutral"],
        "html": False,
        "own": True,
        "steps": [],
    }
    assert own["rappel"]["steps"] == ["doux"]
    assert own["relance"] == {
        "name": "relance",
        "languages": ["de", "en", "es", "fr", "it", "nl"],
        "tones": ["warm", "neutral", "firm"],
        "html": False,
        "own": False,
        "steps": [],
    }
    assert "your folder" in run("list", "--config", config).stdout


def test_a_preview_shows_the_letter_without_any_configuration() -> None:
    shown = run("preview", "mise_en_demeure")

    assert shown.exit_code == 0
    assert "\nSubject: MISE EN DEMEURE de payer" in shown.stdout
    assert "441-10" in shown.stdout
    assert "441-10" not in run("preview", "mise_en_demeure", "--kind", "consumer").stdout
    assert "falls due shortly" in run("preview", "avant_echeance", "--language", "en").stdout
    assert run("preview", "rappel", "--html", "-").stdout.startswith("<!DOCTYPE html>")


def test_the_drafts_of_answers_can_be_previewed_too() -> None:
    shown = {name: run("preview", name).stdout for name in ("answer_copy", "answer_iban", "answer_plan")}

    assert "ci-joint la copie" in shown["answer_copy"]
    assert "FR76 3000 6000 0112 3456 7890 189" in shown["answer_iban"]
    assert shown["answer_plan"].count("400,00") == 3


def test_a_preview_is_the_owners_template_for_the_owners_step(config: str) -> None:
    shown = json.loads(run("preview", "rappel", "--json", "--config", config).stdout)

    assert "<p>Payez F2026-012 !</p>" in shown.pop("html")
    assert shown == {
        "language": "fr",
        "tone": "neutral",
        "subject": "A nous F2026-012",
        "text": "Payez F2026-012 !\n",
        "step": "doux",
        "to": "compta@menuiserie-lenoir.example",
        "cc": [],
        "attached": ["invoice"],
        "notes": [
            "an invented invoice at the step «doux» of the ladder",
            "to compta@menuiserie-lenoir.example; attached: invoice",
        ],
    }


STEP = """
[[step]]
name = "ferme"
template = "relance"
after_previous_days = 9
to = "manager"
cc = ["sales"]
tone = "firm"
charges = "claimed"
pay_within_days = 3
attach = ["statement", "stamped_invoice", "qr"]
"""


def test_a_preview_is_the_letter_of_the_step_that_uses_it(config: str, tmp_path: Path) -> None:
    Path(config).write_text(Path(config).read_text("utf-8") + STEP, "utf-8")
    eml = tmp_path / "x.eml"
    shown = run("preview", "relance", "--json", "--config", config, "--eml", str(eml))
    told = json.loads(shown.stdout)

    assert (told["step"], told["to"]) == ("ferme", "direction@menuiserie-lenoir.example")
    assert told["cc"] == ["commercial@atelier-verrier.example"]
    assert told["tone"] == "firm"
    assert "17\xa0jours de retard" in told["text"]  # eight days, and nine after that step
    assert "Malgré notre rappel du 9\xa0mai 2026" in told["text"]
    assert "sans délai, et au plus tard le 21\xa0mai 2026" in told["text"]
    assert "Total réclamé" in told["text"]
    assert told["attached"] == ["statement", "stamped_invoice"]  # no account, no code
    assert "le relevé de votre compte" in told["text"]
    assert "QR" not in told["text"]
    files = [part for part in message_from_bytes(eml.read_bytes()).walk() if part.get_filename()]
    assert [str(part.get_filename()).split("-")[0] for part in files] == ["releve", "F2026"]
    assert all(bytes(part.get_payload(decode=True)).startswith(b"%PDF") for part in files)


def test_without_a_step_of_its_own_a_letter_is_previewed_as_the_usual_ladder_sends_it(
    config: str, tmp_path: Path
) -> None:
    eml = tmp_path / "x.eml"
    relance = json.loads(run("preview", "relance", "--json", "--config", config).stdout)
    last = json.loads(run("preview", "derniere_relance", "--json").stdout)
    notice = json.loads(run("preview", "mise_en_demeure", "--json").stdout)
    mailed = json.loads(run("preview", "mise_en_demeure", "--json", "--eml", str(eml)).stdout)

    assert (relance["step"], relance["attached"]) == ("relance", ["statement", "stamped_invoice"])
    assert last["to"] == "service-comptable@menuiserie-lenoir.example"
    assert "Total réclamé" in notice["text"]
    assert "de cette lettre" in notice["text"]  # on paper
    assert "ce courriel" in mailed["text"]
    assert "on paper" in mailed["notes"][1]
    copy = run("preview", "answer_copy", "--eml", str(eml))
    assert (copy.exit_code, "F2026-012.pdf" in eml.read_text("ascii")) == (0, True)


def test_the_list_cuts_no_name_at_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("list").stdout

    assert "…" not in shown
    for name in ("promesse_non_tenue", "derniere_relance", "mise_en_demeure"):
        assert name in shown
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())


def test_a_tone_and_a_language_are_taken_or_their_lack_is_said(config: str) -> None:
    warm = run("preview", "relance", "--tone", "warm").stdout
    plain = run("preview", "relance", "--tone", "firm", "--language", "de")
    unknown = run("preview", "relance", "--language", "pt")

    assert "où en est son règlement" in warm
    assert "no form of its own for the tone «firm»" in plain.stdout
    assert "Sehr geehrte Damen und Herren" in plain.stdout
    assert (unknown.exit_code, "its languages are: de, en, es, fr, it, nl" in unknown.stderr) == (2, True)
    own = run("preview", "rappel", "--tone", "warm", "--config", config).stdout
    assert "Payez F2026-012" in own  # his own words, not the shipped warm ones


def test_html_can_be_written_to_a_file(tmp_path: Path) -> None:
    assert run("preview", "rappel", "--html", str(tmp_path / "x.html")).exit_code == 0
    assert "F2026-012" in (tmp_path / "x.html").read_text("utf-8")
    assert run("preview", "rappel", "--step", "rappel").exit_code == 2  # a step of which case?


def test_a_preview_can_be_written_as_the_whole_mail_and_is_never_taken_for_a_sent_one(tmp_path: Path) -> None:
    file = tmp_path / "x.eml"

    assert run("preview", "rappel", "--eml", str(file)).exit_code == 0

    mail = parse_message(file.read_bytes())
    assert mail.message_id is not None
    assert "F2026-012" in mail.subject
    mark = read_mark(mail.header("x-relanced"), mail.message_id, b"the owner's key")
    assert mark is not None
    assert mark[1] is False
    assert run("preview", "rappel", "--eml", str(tmp_path / "no" / "x.eml")).exit_code == 2


def test_a_template_that_does_not_exist_is_wrong_use() -> None:
    shown = run("preview", "rapel")

    assert shown.exit_code == 2
    assert "there are: answer_copy" in shown.stderr


def test_check_is_quiet_about_what_is_right() -> None:
    assert run("check").exit_code == 0
    assert "66 letters" in run("check").stdout
    assert json.loads(run("check", "--json").stdout) == []


def test_check_names_file_line_and_reason(config: str, tmp_path: Path) -> None:
    (tmp_path / "own" / "fr" / "rappel.txt.j2").write_text(OWN + "{{ clien.name }}", "utf-8")
    (tmp_path / "own" / "fr" / "amende.txt.j2").write_bytes(b"\xe9")

    shown = run("check", "--config", config)
    found = json.loads(run("check", "--json", "--config", config).stdout)

    assert shown.exit_code == 1
    assert "fr/rappel.txt.j2, line 4: 'clien' is undefined" in " ".join(shown.stderr.split())
    assert [(each["file"], each["line"]) for each in found] == [
        ("fr/amende.txt.j2", 1),
        ("fr/rappel.txt.j2", 4),
    ]
    broken = run("preview", "rappel", "--config", config)
    assert (broken.exit_code, "'clien' is undefined" in broken.stderr) == (1, True)


def test_check_misses_the_template_of_a_step(config: str, tmp_path: Path) -> None:
    text = Path(config).read_text("utf-8").replace('template = "rappel"', 'template = "douceur"')
    Path(config).write_text(text, "utf-8")

    found = json.loads(run("check", "--json", "--config", config).stdout)

    assert [each["file"] for each in found] == ["douceur.txt.j2"]
    assert (tmp_path / "own").is_dir()


def test_one_thing_is_printed(tmp_path: Path) -> None:
    for words in (("--html", "-", "--json"), ("--html", "-", "--eml", "-"), ("--eml", "-", "--json")):
        said = run("preview", "rappel", *words)
        assert (said.exit_code, said.stdout) == (2, "")
        assert "one thing is printed" in said.stderr
    said = run("preview", "rappel", "--html", "x", "--eml", "x")
    assert "name one file" in said.stderr
    assert not list(tmp_path.glob("*"))


def test_the_whole_mail_can_be_printed(tmp_path: Path) -> None:
    said = run("preview", "rappel", "--eml", "-")
    assert message_from_bytes(said.stdout_bytes)["Subject"]
    assert not (tmp_path / "-").exists()
