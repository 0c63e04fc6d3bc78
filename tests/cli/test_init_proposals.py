"""What `relanced init` guesses from a mailbox before it asks: name, addresses, account, country, language, time."""

from collections import Counter
from datetime import date

import pytest
from init_firm import IBAN

from relanced.cli.init_answers import Answers
from relanced.cli.init_firm import own_addresses, propose
from relanced.cli.init_look import Seen
from relanced.daemon.first_look import FirstLook
from relanced.edge.providers import Server
from relanced.edge.settings import Security
from relanced.intake.readings import FileText

US = "lea@firm.example"
OTHER = "DE89370400440532013000"


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")


def proposed(
    address: str = US, *, senders: dict[tuple[str, str], int] | None = None, papers: tuple[str, ...] = ()
) -> Answers:
    server = Server("imap.firm.example", 993, Security.TLS)
    answers = Answers(address=address, imap=server, smtp=server, user=address, start_on=date(2026, 11, 23))
    look = FirstLook(
        senders=Counter(senders or {}),
        papers=tuple(FileText(name="f.pdf", pages=(words,), trouble="") for words in papers),
    )
    propose(answers, Seen(look=look, server=None, is_nameless=False))
    return answers


def test_the_name_is_that_which_stands_most_in_our_mails() -> None:
    senders = {("Verrier SARL", US): 5, ("Léa", US): 2, ("Somebody", "x@other.example"): 9, (US, US): 20}
    assert proposed(senders=senders).name == "Verrier SARL"
    assert proposed().name == ""
    assert proposed(senders={("Café\u00a0Verrier\t\x1b[1m", US): 1}).name == "Café Verrier [1m"
    assert len(proposed(senders={("x" * 900, US): 1}).name) == 100


def test_strangers_who_share_a_domain_are_not_us() -> None:
    assert own_addresses(US) == [US, "@firm.example"]
    assert own_addresses("lea@orange.fr") == ["lea@orange.fr"]


def test_other_addresses_of_ours_count_where_they_are_used() -> None:
    senders = {
        ("V", US): 40,
        ("V", "info@alias.example"): 4,
        ("V", "once@odd.example"): 1,
        ("V", "b@firm.example"): 9,
    }
    assert proposed(senders=senders).addresses == [US, "@firm.example", "info@alias.example"]


@pytest.mark.parametrize(
    "papers",
    [
        (f"IBAN {IBAN}",),
        ("IBAN : FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP",),
        ("IBAN FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",),
        (f"IBAN {IBAN}", f"IBAN {IBAN}", f"IBAN {OTHER}"),
    ],
)
def test_the_account_that_stands_in_our_invoices_is_proposed(papers: tuple[str, ...]) -> None:
    assert proposed(papers=papers).seen_iban == IBAN
    assert proposed(papers=papers).iban == ""


@pytest.mark.parametrize(
    "papers",
    [
        (),
        ("nothing",),
        ("IBAN FR76 3000 6000 0112 3456 7890 180",),
        (f"{IBAN} or {OTHER}",),
        (f"IBAN {IBAN}", "nothing", "nothing"),
    ],
)
def test_no_account_is_proposed_where_it_is_not_the_one(papers: tuple[str, ...]) -> None:
    assert proposed(papers=papers).seen_iban == ""


@pytest.mark.parametrize(
    ("address", "papers", "expected"),
    [
        ("lea@atelier.fr", (), ("FR", "fr", "Europe/Paris")),
        ("lea@atelier.co.uk", (), ("GB", "en", "Europe/London")),
        ("lea@atelier.de", (), ("DE", "en", "Europe/Berlin")),
        ("lea@atelier.com", (f"IBAN {OTHER}",), ("DE", "en", "Europe/Berlin")),
        ("lea@atelier.com", (), ("FR", "fr", "Europe/Paris")),
    ],
)
def test_country_language_and_time_go_together(
    address: str, papers: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    made = proposed(address, papers=papers)
    assert (made.country, made.language, made.timezone) == expected


def test_a_french_machine_in_belgium_speaks_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_BE.UTF-8")
    monkeypatch.setenv("TZ", "Indian/Reunion")
    made = proposed("lea@atelier.be")
    assert (made.language, made.timezone) == ("fr", "Indian/Reunion")
