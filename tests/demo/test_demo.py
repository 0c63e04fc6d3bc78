"""The demonstration tells a true story: the letters that leave are those that the rules want."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pymap")

from relanced.demo import papers, play

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """The screen, and the names of the letters."""
    letters = tmp_path_factory.mktemp("demo") / "letters"
    done = subprocess.run(
        [sys.executable, "-m", "relanced", "demo", "--letters", str(letters)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, sorted(path.stem for path in letters.glob("[0-9]*.eml"))


def letters_to(letters: list[str], client: str) -> list[str]:
    return [name[3:13] for name in letters if name.endswith(client)]


def test_a_disputed_invoice_falls_silent(told: tuple[str, list[str]]) -> None:
    assert letters_to(told[1], "sci-tilleuls")
    assert max(letters_to(told[1], "sci-tilleuls")) < "2026-03-20"


def test_a_promise_is_waited_for_and_money_closes_the_case(told: tuple[str, list[str]]) -> None:
    *chased, thanks = letters_to(told[1], "cabinet-garnier")
    said = " ".join(told[0].split())
    assert max(chased) < "2026-03-26"
    assert thanks == "2026-04-07"
    assert "«remerciement» to Cabinet Garnier: F2026-033" in said
    assert "F2026-033 is closed" in said


def test_the_owner_is_given_a_call_and_his_answer_of_one_word_counts(told: tuple[str, list[str]]) -> None:
    said = " ".join(told[0].split())
    assert "given to the owner, a mail in his INBOX: a call about F2026-035" in said
    assert "read: the call ended: voicemail" in said
    assert "«derniere_relance» to Boulangerie Martin" in said


def test_a_forged_notice_and_an_absence_stop_nothing_for_good(told: tuple[str, list[str]]) -> None:
    assert max(letters_to(told[1], "boulangerie-martin")) > "2026-04-08"


def test_an_insolvent_client_is_never_written_to_again(told: tuple[str, list[str]]) -> None:
    assert letters_to(told[1], "transports-roux")
    assert max(letters_to(told[1], "transports-roux")) < "2026-04-14"


def test_who_says_that_he_has_paid_is_left_alone_and_the_owner_asked(told: tuple[str, list[str]]) -> None:
    assert max(letters_to(told[1], "belmont")) < "2026-03-31"
    assert "cafe@belmont.example says" in " ".join(told[0].split())


def test_nobody_is_written_to_twice_on_a_day(told: tuple[str, list[str]]) -> None:
    assert len({name[3:] for name in told[1]}) == len(told[1])


def test_the_clients_have_the_names_that_stand_on_their_invoices(told: tuple[str, list[str]]) -> None:
    balance = told[0].partition("After sixty days")[2].splitlines()
    for name in ("Boulangerie", "SCI Les Tilleu", "Hôtel du Port", "Transports Rou"):
        assert any(line.startswith(name) and "00" in line for line in balance), name


def test_the_letters_reckon_with_the_rate_that_the_invoices_print() -> None:
    invoices, rules = (
        Path(papers.__file__).read_text(encoding="utf-8"),
        Path(play.__file__).read_text("utf-8"),
    )
    assert ("trois fois le taux légal" in invoices) == ('late_rate = "legal x 3"' in rules)
