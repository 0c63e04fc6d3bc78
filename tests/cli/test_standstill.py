"""What holds the whole mailbox, who passes for a bank, and one mail of a bank's, as the owner is shown them."""

import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli_money import bill, notice, paid
from cli_store import EVIL, Ask, asking, source
from click.testing import CliRunner, Result
from letters.letter_makers import named, reminder_of

from relanced.cli.bank_mails import Told
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.cli.strangers import UNNAMED_HINT, stranger_json, stranger_lines, strangers
from relanced.daemon.held import note_held
from relanced.daemon.unread import note_lost
from relanced.edge.store import Store
from relanced.model.actions import Reminder
from relanced.model.facts import BankSpoke, Credit, CreditReversed, MailQuarantined
from relanced.model.names import mail_ref
from relanced.model.rules import BankRule
from relanced.model.source import Source

ODET = "Banque de l'Odet"


def spoke(number: int, bank: str = ODET, doubt: str = "no payer was found", **other: object) -> BankSpoke:
    mail = BankSpoke(
        source=source(number), bank=bank, trusted=True, kind="other", because="words", doubt=doubt
    )
    return replace(mail, **other)  # type: ignore[arg-type]  # keys of the dataclass, by name


def like_a_bank(number: int, bank: str = "odet.example") -> BankSpoke:
    return spoke(number, bank, "", trusted=False, kind="phishing", because=f"speaks as a bank {EVIL}")


def ref(source_: Source) -> str:
    return mail_ref(source_.fingerprint)


def one_line(said: Result) -> str:
    return " ".join(said.stdout.split())


def test_while_the_mailbox_is_held_plan_status_and_show_say_so_first(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill("F2026-012"), spoke(50)])
    for words in (["plan"], ["status"], ["show", "F2026-012"]):
        said = one_line(ask(*words))
        assert f"No reminder leaves, to anybody, until you have looked: the mail {ref(source(50))}" in said
        assert "no payer was found" in said
    assert ask("plan").stdout.startswith("No reminder leaves")
    told = one_line(ask("status"))
    assert '«relanced resume "Banque de l\'Odet"»' in told
    assert "in INBOX, mail 50" in told
    for words in (["status"], ["show", "F2026-012"]):
        [why] = json.loads(ask(*words, "--json").stdout)["no_reminder_leaves"]
        assert "no payer was found" in why


def test_a_folder_that_was_not_read_to_its_end_is_told_until_it_was(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill("F2026-012")])
    why = "the server lists mails [7] and does not give them"

    def looked(whys: dict[str, str], *, everything: bool = True) -> None:
        store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
        note_lost(store, whys, everything=everything)
        store.close()

    looked({"INBOX": why, "Sent": "", EVIL: "refused"})
    for words in (["plan"], ["status"], ["show", "F2026-012"]):
        said = ask(*words).stdout
        assert f"Not read to the end: INBOX: {why}; " in one_line(ask(*words))
        assert "no reminder leaves until it is read" in one_line(ask(*words))
        assert "\x1b" not in said
        assert "until you have looked" not in said
    [told] = json.loads(ask("status", "--json").stdout)["no_reminder_leaves"]
    assert f"INBOX: {why}" in told
    looked({"INBOX": "", "Sent": ""}, everything=False)  # the other folder was not looked at
    [told] = json.loads(ask("status", "--json").stdout)["no_reminder_leaves"]
    assert "refused" in told
    assert why not in told
    looked({"INBOX": "", "Sent": ""})
    assert json.loads(ask("status", "--json").stdout)["no_reminder_leaves"] == []


def test_a_letter_that_stayed_in_the_last_round_is_told_with_its_reason(tmp_path: Path) -> None:
    """Law 8: the service has no terminal of its own."""
    ask = asking(tmp_path, [bill("F2026-012")])
    stays = named(reminder_of(), f"Alpha {EVIL}")
    numbers = [line.number for line in stays.lines if line.step]

    def round_of(*stayed: tuple[Reminder, str]) -> None:
        store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
        note_held(store, stayed)
        store.close()

    round_of((stays, "another draft lies in Drafts"))
    for word in ("plan", "status"):
        said = ask(word)
        assert f"{', '.join(numbers)}: another draft lies in Drafts" in one_line(said)
        assert "\x1b" not in said.stdout
    [told] = json.loads(ask("status", "--json").stdout)["stayed"]
    assert (told["invoices"], told["why"]) == (numbers, "another draft lies in Drafts")
    round_of()
    assert "Stayed in the last round" not in ask("plan").stdout
    assert json.loads(ask("status", "--json").stdout)["stayed"] == []


def test_where_nothing_holds_the_mailbox_nothing_is_said_of_it(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill("F2026-012"), spoke(50, doubt="")])
    for words in (["plan"], ["status"], ["show", "F2026-012"]):
        assert "No reminder leaves, to anybody" not in ask(*words).stdout
    assert json.loads(ask("status", "--json").stdout)["no_reminder_leaves"] == []


def test_who_writes_like_a_bank_is_told_with_what_to_do(tmp_path: Path) -> None:
    ask = asking(
        tmp_path, [bill("F2026-012"), like_a_bank(49), like_a_bank(50), like_a_bank(5, "old.example")]
    )
    said = one_line(ask("status"))
    assert f"odet.example: 2 mails, the last of {source(50).at:%Y-%m-%d} ({ref(source(50))})" in said
    assert UNNAMED_HINT in said
    assert "old.example" not in said
    assert "\x1b[2J" not in said
    [told] = json.loads(ask("status", "--json").stdout)["like_a_bank"]
    assert (told["sender"], told["mails"], told["last_mail"]) == ("odet.example", 2, ref(source(50)))


def test_check_tells_of_them_too(tmp_path: Path) -> None:
    asking(tmp_path, [like_a_bank(50)])
    runner = CliRunner(env={"COLUMNS": "200"})
    words = ["--config", str(tmp_path / "firm.toml"), "check", "--json"]
    found = {each["what"]: each for each in json.loads(runner.invoke(main, words, obj=App()).stdout)}
    assert found["like a bank"]["ok"]
    assert UNNAMED_HINT in found["like a bank"]["says"]


def test_a_bank_that_was_added_since_or_whose_mail_was_read_again_is_no_stranger() -> None:
    odet = BankRule(name=ODET, senders=("@odet.example",))
    assert strangers([like_a_bank(50)], [odet]) == []
    assert strangers([like_a_bank(50), spoke(50)], []) == []
    assert strangers([spoke(50, "odet.example", kind="phishing")], []) == []  # believed: none


def test_a_forged_mail_in_the_name_of_a_bank_of_yours_has_a_hint_of_its_own() -> None:
    [found] = strangers([like_a_bank(50, ODET)], [BankRule(name=ODET, senders=("@odet.example",))])
    assert found.is_named
    assert stranger_json(found)["is_configured"]
    said = [line.plain for line in stranger_lines([found])]
    assert "relanced check" in said[-1]
    assert UNNAMED_HINT not in said[-1]


def test_many_strangers_are_counted() -> None:
    found = strangers([like_a_bank(40 + n, f"b{n}.example") for n in range(7)], [])
    assert any("and 2 more senders" in line.plain for line in stranger_lines(found))
    assert list(stranger_lines([])) == []


CREDITED = notice(paid(120_000, "MENUISERIE ELAN", "F2026-012"), paid(777, "DGFIP", "TVA"))
BACK = CreditReversed(
    source=source(51), bank=ODET, trusted=True, credits=(paid(),), because="a direct debit was returned"
)
LOST = MailQuarantined(source=source(52), sender="x@y.example", subject=EVIL, answers=(), why="no body")


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return asking(tmp_path, [bill("F2026-012"), CREDITED, BACK, LOST, spoke(53), spoke(54), _read_again()])


def _read_again() -> Told:
    return notice(paid(5_000, "KERLANN", "x"), number=54)


def test_a_banks_mail_is_shown_by_its_ref_with_its_place_and_its_payments(ask: Ask) -> None:
    said = ask("show", ref(source(50)))
    assert said.exit_code == 1  # the second payment waits for a word
    told = one_line(said)
    assert f"mail {ref(source(50))} of " in told
    assert "from Banque Rivage in INBOX, mail 50 Message-ID 50@client.example" in told
    assert "read as: money that came in, 2 payments, told by a notice; believed" in told
    assert f"credit {ref(source(50))}.1: 1200.00 EUR from MENUISERIE ELAN «F2026-012»" in told
    assert ask("show", f"{ref(source(50))}.2").stdout == said.stdout
    found = json.loads(ask("show", ref(source(50)), "--json").stdout)
    assert (found["folder"], found["uid"], len(found["credits"])) == ("INBOX", 50, 2)


def test_a_mail_that_was_not_understood_tells_its_doubt_and_what_to_type(ask: Ask) -> None:
    said = ask("show", ref(source(53)))
    assert said.exit_code == 1
    assert "may tell of money, and was not understood: no payer was found" in one_line(said)
    assert '«relanced resume "Banque de l\'Odet"»' in one_line(said)
    assert (
        json.loads(ask("show", ref(source(53)), "--json").stdout)["read"][0]["doubt"] == "no payer was found"
    )


def test_of_a_mail_that_was_read_again_only_the_last_reading_is_shown(ask: Ask) -> None:
    said = one_line(ask("show", ref(source(54))))
    assert "not understood" not in said
    assert "50.00 EUR from KERLANN" in said


def test_money_that_went_back_and_a_mail_that_could_not_be_read_are_shown(ask: Ask) -> None:
    assert "1200.00 EUR of MENUISERIE ELAN went back" in one_line(ask("show", ref(source(51))))
    lost = ask("show", ref(source(52))).stdout
    assert "could not be read: no body" in lost
    assert "\x1b[2J" not in lost
    assert json.loads(ask("show", ref(source(52)), "--json").stdout)["read"][0]["kind"] == "unreadable"


def test_explain_says_where_a_ref_belongs(ask: Ask) -> None:
    said = ask("explain", "0a1b2c3d")
    assert said.exit_code == 2
    assert "«relanced show 0a1b2c3d»" in " ".join(said.stderr.split())
    assert "does not exist" in ask("explain", "absent.eml").stderr


def test_the_day_on_the_statement_is_shown_beside_that_of_the_mail(ask: Ask) -> None:
    said = ask("credits", "list", "--all").stdout
    assert "value day" in said
    assert "2026-11-03" in said
    assert f"told {source(50).at.astimezone(ZoneInfo('Europe/Paris')):%m-%d}" in said


def test_a_payment_that_may_be_the_one_told_already_is_called_so(tmp_path: Path) -> None:
    again = notice(_alike(paid(777, "DGFIP", "TVA")), number=52)
    said = one_line(asking(tmp_path, [bill("F2026-012"), CREDITED, again])("credits", "list"))
    assert "no other invoice of yours fits: it may be the payment that was told already on" in said


def _alike(credit: Credit) -> Credit:
    return replace(credit, reference="")


def test_the_end_of_a_number_is_known_for_the_whole(ask: Ask) -> None:
    said = ask("credits", "assign", f"{ref(source(50))}.2", "012")
    assert said.exit_code == 2
    assert "Did you mean «F2026-012»?" in one_line_err(said)


def one_line_err(said: Result) -> str:
    return " ".join(said.stderr.split())
