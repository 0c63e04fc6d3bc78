"""`relanced replies` and `contact` over a store: what is listed, asked and refused; a mail's words stay text."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cli_store import EVIL, Ask, asking, source
from store_samples import invoice

from relanced.cli.client_mail_view import MAX_LINES
from relanced.model.facts import AutoReplyReceived, Fact, InvoiceSent, ReplyReceived, SaidOf
from relanced.model.intents import Intent
from relanced.model.names import InvoiceNumber, mail_ref

CLIENT = "compta@client.example"


def bill(number: str = "F2026-012", at: int = 1) -> InvoiceSent:
    sent = replace(invoice("x", number), rivals=(), disagreements=(), client_address=CLIENT)
    return replace(sent, source=source(at), issued_on=source(at).at.date(), due_on=source(at + 20).at.date())


def mail(
    number: int, intent: Intent, confidence: float, text: str = "Bonjour, on regarde cela."
) -> ReplyReceived:
    return ReplyReceived(
        source=source(number),
        sender=CLIENT,
        subject="Re: Facture F2026-012",
        answers=(),
        intent=intent,
        also=(),
        promised_on=source(50).at.date() if intent is Intent.PROMISE else None,
        redirect_to=None,
        asks=(),
        mentions=("F2026-012",),
        said_of=(),
        tokens=(),
        new_text=text,
        confidence=confidence,
        because=("regarde",),
    )


SURE = mail(30, Intent.DISPUTE, 0.97, "Nous contestons cette facture.")
UNSURE = mail(40, Intent.NOT_SURE, 0.4)
MACHINE = AutoReplyReceived(
    source=source(45),
    sender=CLIENT,
    subject="Absence",
    answers=(),
    tokens=(),
    back_on=None,
    substitute="",
    because="Auto-Submitted",
)
FACTS: list[Fact] = [bill(), SURE, UNSURE, MACHINE]
REF = mail_ref(UNSURE.source.fingerprint)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return asking(tmp_path, FACTS)


def test_the_list_has_what_needs_a_look_and_with_all_every_mail(ask: Ask) -> None:
    said = ask("replies", "list")

    assert said.exit_code == 1
    assert REF in said.stdout
    assert "not_sure" in said.stdout
    assert "F2026-012" in said.stdout
    assert "40%" in said.stdout
    assert "«Bonjour, on regarde cela.»" in said.stdout
    assert mail_ref(SURE.source.fingerprint) not in said.stdout
    every = ask("replies", "list", "--all").stdout
    assert [each for each in (SURE, UNSURE, MACHINE) if mail_ref(each.source.fingerprint) in every] == [
        SURE,
        UNSURE,
        MACHINE,
    ]


def test_where_nothing_needs_a_look_it_says_so_and_asks_nothing(tmp_path: Path) -> None:
    ask = asking(tmp_path, [bill(), SURE])

    for words in (("replies", "list"), ("replies", "review")):
        said = ask(*words)
        assert said.exit_code == 0
        assert "No mail of a client needs a look" in said.stdout


def test_the_list_in_json_has_all_that_was_read(tmp_path: Path) -> None:
    said_of = SaidOf(
        mentions=("F2026-013",),
        intent=Intent.DISPUTE,
        also=(),
        promised_on=None,
        words="F2026-013 est fausse",
    )
    ask = asking(tmp_path, [bill(), replace(UNSURE, said_of=(said_of,), redirect_to="b@other.example")])

    for command in ("list", "review"):
        said = ask("replies", command, "--json")
        [row] = json.loads(said.stdout)
        assert said.exit_code == 1
        assert (row["mail"], row["intent"], row["needs_a_look"]) == (REF, "not_sure", True)
        assert row["invoices"] == ["F2026-012"]
        assert row["clients"] == ["client.example"]
        assert row["redirect_to"] == "b@other.example"
        assert row["said_of"] == [
            {
                "mentions": ["F2026-013"],
                "intent": "dispute",
                "also": [],
                "promised_on": None,
                "words": "F2026-013 est fausse",
            }
        ]


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_fits_and_a_mail_is_neither_markup_nor_a_command(tmp_path: Path, columns: int) -> None:
    hostile = replace(mail(41, Intent.NOT_SURE, 0.3, f"{EVIL}\u202e\n" * 900), sender=EVIL, subject=EVIL)
    numbers = [f"FACTURE-2026-{number:05}" for number in range(9)]
    many = [bill(number, at) for at, number in enumerate(numbers, 2)]
    named = replace(UNSURE, mentions=tuple(numbers))
    ask = asking(tmp_path, [bill(), *many, named, hostile], columns=columns)

    said = ask("replies", "list").stdout
    assert max(map(len, said.splitlines())) <= columns
    assert "\x1b[2J" not in said
    assert "[red]Ann[/red]" in said
    assert REF in said


def test_judge_says_what_cannot_be_meant_and_records_nothing(ask: Ask) -> None:
    for words, told in (
        ((REF, "dipsute"), "Did you mean «dispute»"),
        ((REF, "not_sure"), "no label"),
        ((REF, "dispute", "--pays-on", "2099-12-15"), "Only a promise has a day"),
        ((REF, "promise", "--pays-on", "2001-12-15"), "before the mail was written"),
        ((REF, "promise", "--pays-on", "bientôt"), "no day"),
        ((REF[:3], "dispute"), "4 digits"),
        (("ffffffff", "dispute"), "no mail with this ref"),
        ((REF, "dispute"), "[trust] key is not set"),
    ):
        said = ask("replies", "judge", *words)
        assert said.exit_code == 2, words
        assert told in said.stderr, words


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("compta at client", "not a mail address"),
        ("compta@localhost", "not a mail address"),
        ("a@b.example, c@d.example", "not a mail address"),
        (f"{'x' * 60}@{'y.' * 110}example", "not a mail address"),
        ("Compta@firm.example", "an address of yours"),
        (CLIENT.upper(), "already"),
        ("b@other.example", "[trust] key is not set"),
    ],
)
def test_contact_says_what_is_no_new_address(ask: Ask, address: str, told: str) -> None:
    for target in ("F2026-012", "client.example"):
        said = ask("contact", target, address)
        assert said.exit_code == 2
        assert told in said.stderr
    assert "F-NOPE" in ask("contact", "F-NOPE", "b@other.example").stderr


def test_a_client_s_mail_is_shown_by_its_ref(tmp_path: Path) -> None:
    text = f"{EVIL}\n" * 3 + "encore une ligne\n" * 100
    ask = asking(tmp_path, [bill(), replace(UNSURE, new_text=text)], columns=80)

    said = ask("show", REF[:6])
    assert said.exit_code == 1  # it needs a look
    assert said.stdout.count("encore une ligne") == MAX_LINES - 3
    assert "…" in said.stdout
    assert "\x1b" not in said.stdout
    assert "F2026-012  1200.00 EUR owed" in said.stdout
    assert "not sure, so it holds and asks you" in said.stdout
    assert json.loads(ask("show", REF, "--json").stdout)["mail"] == REF


def test_status_counts_the_mails_that_need_a_look(ask: Ask) -> None:
    assert "relanced replies review" in ask("status").stdout
    assert json.loads(ask("status", "--json").stdout)["replies_to_look_at"] == [REF]


def test_a_promise_that_was_long_ago_is_still_shown_with_its_day(tmp_path: Path) -> None:
    promise = mail(35, Intent.PROMISE, 0.35)
    assert promise.promised_on is not None
    ask = asking(tmp_path, [bill(), promise], columns=80)

    assert str(promise.promised_on) in ask("replies", "list").stdout
    assert promise.source.at - source(34).at >= timedelta(hours=23)


def test_a_number_of_nobody_s_is_no_mail(ask: Ask) -> None:
    assert "«relanced replies list --all»" in ask("replies", "judge", InvoiceNumber("F-1"), "dispute").stderr
