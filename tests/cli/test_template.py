"""`relanced template`: what clients would get, with and without a configuration."""

import json
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

    assert [each["name"] for each in shipped] == [
        "answer_copy", "answer_iban", "answer_plan",
        "avant_echeance", "derniere_relance", "mise_en_demeure", "rappel", "relance",
    ]  # fmt: skip
    assert own["amende"] == {"name": "amende", "languages": ["fr"], "html": False, "own": True, "steps": []}
    assert own["rappel"]["steps"] == ["doux"]
    assert own["relance"] == {
        "name": "relance",
        "languages": ["en", "fr"],
        "html": True,
        "own": False,
        "steps": [],
    }
    assert "your folder" in run("list", "--config", config).stdout


def test_a_preview_shows_the_letter_without_any_configuration() -> None:
    shown = run("preview", "mise_en_demeure")

    assert shown.exit_code == 0
    assert shown.stdout.startswith("Subject: MISE EN DEMEURE de payer")
    assert "441-10" in shown.stdout
    assert "441-10" not in run("preview", "mise_en_demeure", "--kind", "consumer").stdout
    assert "falls due shortly" in run("preview", "avant_echeance", "--language", "en").stdout
    assert run("preview", "rappel", "--html").stdout.startswith("<!DOCTYPE html>")


def test_the_drafts_of_answers_can_be_previewed_too() -> None:
    shown = {name: run("preview", name).stdout for name in ("answer_copy", "answer_iban", "answer_plan")}

    assert "ci-joint la copie" in shown["answer_copy"]
    assert "FR76 3000 6000 0112 3456 7890 189" in shown["answer_iban"]
    assert shown["answer_plan"].count("400,00") == 3


def test_a_preview_is_the_owners_template_for_the_owners_step(config: str) -> None:
    shown = json.loads(run("preview", "rappel", "--json", "--config", config).stdout)

    assert shown == {
        "language": "fr",
        "subject": "A nous F2026-012",
        "text": "Payez F2026-012 !\n",
        "html": None,
    }
    none = run("preview", "rappel", "--html", "--config", config)
    assert (none.exit_code, "no HTML" in none.stderr) == (2, True)


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
    assert "16 letters" in run("check").stdout
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
