"""Configuration files: what they mean and where they are found."""

from datetime import date, time
from pathlib import Path

import pytest
from config_files import IBAN, SMALLEST, settings_in, smallest_with, step_table

from relanced.edge.config import find_config, firms, load_settings, shared_ground
from relanced.edge.settings import FromCommand, FromCredential, FromFile, Security, SentCopy, Settings
from relanced.model.client import ClientKind, ClientRule
from relanced.model.intents import DEFAULT_EFFECTS, Effect, Intent
from relanced.model.ladder import Attach, Channel, Charges, Person
from relanced.model.rules import BankRule, InvoiceFolder, InvoiceRule, Limits, Mode, ReplyRules
from relanced.model.terms import Agreed, Counting, EndOfMonth, Terms


def test_the_smallest_file_has_safe_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/relanced:/var/lib/other")
    found = settings_in(tmp_path, SMALLEST)
    rules = found.rules
    assert (rules.mode, rules.start_on, rules.firm.country, rules.firm.language) == (
        Mode.OBSERVE,
        date(2026, 11, 1),
        "FR",
        "fr",
    )
    assert rules.firm.sender == "facturation@firm.example"
    assert rules.firm.iban is None
    assert (found.imap.port, found.imap.security, found.imap.sent) == (993, Security.TLS, None)
    assert (found.smtp.port, found.smtp.security, found.smtp.save_sent) == (465, Security.TLS, SentCopy.AUTO)
    assert (found.smtp.user, found.smtp.password) == ("facturation@firm.example", FromCredential("imap"))
    assert found.smtp.login
    assert (found.authserv_ids, found.key, found.templates) == ((), None, None)
    assert found.store_url == "sqlite:////var/lib/relanced/relanced.db"
    assert (rules.calendar.country, rules.calendar.opens, rules.calendar.closes) == ("FR", time(9), time(12))
    assert rules.calendar.business_days
    assert str(rules.calendar.timezone) == "Europe/Paris"
    assert (rules.limits, rules.replies) == (Limits(), ReplyRules())
    assert rules.firm.agreed == Agreed()
    assert (rules.invoices, rules.invoice_folders, found.imap.sources) == ((), (), ())


def test_copies_of_invoices_are_from_ourselves_where_nobody_else_is_named(tmp_path: Path) -> None:
    text = SMALLEST + '[[source]]\nfolder = "Copies"\nvouched = true\n'
    [folder] = settings_in(tmp_path, text).rules.invoice_folders
    assert folder == InvoiceFolder(
        folder="Copies", senders=("facturation@firm.example", "@firm.example"), vouched=True
    )


def test_terms_of_zero_days_are_payment_on_receipt_and_not_the_default(tmp_path: Path) -> None:
    found = settings_in(tmp_path, smallest_with("[imap]", "terms = { days = 0 }\n[imap]"))
    assert found.rules.firm.agreed.terms == Terms()


def test_without_steps_there_are_seven_and_the_last_ones_are_a_person_s_work(tmp_path: Path) -> None:
    steps = settings_in(tmp_path, SMALLEST).rules.ladder.steps
    papers = (Attach.STATEMENT, Attach.STAMPED_INVOICE)
    private = (ClientKind.BUSINESS, ClientKind.CONSUMER)
    assert [(s.name, s.after_due_days, s.channel, s.attach, s.charges) for s in steps] == [
        ("avant_echeance", -5, Channel.MAIL, (Attach.INVOICE,), Charges.NONE),
        ("rappel", 5, Channel.MAIL, (Attach.INVOICE,), Charges.NONE),
        ("relance", 15, Channel.MAIL, papers, Charges.RESERVED),
        ("appel", 22, Channel.CALL, (), Charges.NONE),
        ("derniere_relance", 30, Channel.MAIL, papers, Charges.RESERVED),
        ("mise_en_demeure", 45, Channel.LETTER, (), Charges.CLAIMED),
        ("remise", None, Channel.HANDOVER, (), Charges.NONE),
    ]
    assert [step.template for step in steps] == [step.name for step in steps]
    assert [step.fits.kinds for step in steps] == [(), (), (), (), (), private, private]
    assert (steps[4].to, steps[3].lapses_after_days, steps[6].after_previous_days) == (
        Person.ACCOUNTING,
        7,
        21,
    )


def test_a_step_with_the_letter_of_a_formal_notice_is_approved_unless_the_owner_says_otherwise(
    tmp_path: Path,
) -> None:
    formal = '[[step]]\nname = "{}"\nafter_due_days = {}\ntemplate = "mise_en_demeure"\n{}\n'
    text = (
        SMALLEST
        + step_table("rappel", 5)
        + formal.format("dernier", 20, "")
        + formal.format("x", 30, "approve = false")
    )
    assert [step.approve for step in settings_in(tmp_path, text).rules.ladder.steps] == [False, True, False]


def test_every_key_reaches_the_settings(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "ca.pem").touch()
    text = f"""
mode = "send"
timezone = "Indian/Reunion"
language = "en"
start_on = 2025-02-03
templates = "letters"
[firm]
name = "Atelier"
addresses = ["@firm.example"]
sender = "compta@firm.example"
country = "BE"
iban = "{IBAN}"
terms = {{ months = 2, on_day = 15 }}
end_of_month = "month_first"
[imap]
host = "127.0.0.1"
port = 2143
security = "plain"
user = "u"
password = {{ file = "secret" }}
sent = ["Sent", "Envoyés"]
ca_file = "ca.pem"
[smtp]
host = "::1"
security = "starttls"
user = "v"
password = {{ command = "pass show 'a b'" }}
login = false
save_sent = "never"
ca_file = "ca.pem"
[trust]
authserv_ids = ["mx.firm.example"]
key = {{ file = "/etc/key" }}
[[bank]]
name = "Rivage"
from = ["@rivage.example", "avis@n.rivage.example"]
[[step]]
name = "un"
after_due_days = 3
template = "rappel"
attach = []
cc = ["chef@firm.example"]
approve = true
channel = "mail"
[calendar]
country = "FR"
subdivision = "Alsace-Moselle"
business_days = false
hours = "08:30-17:45"
[limits]
min_interval_days = 1
per_hour = 2
per_day = 3
surprise = 4
[replies]
ack = "hold"
breathing_days = 1
money_days = 3
promise_days = 7
grace_days = 0
[[client]]
match = ["@mairie.example"]
name = "Mairie"
kind = "public"
language = "fr"
terms = {{ days = 45, end_of_month = true, on_day = 10 }}
end_of_month = "days_first"
[[invoice]]
name = "Factur 3"
when = 'Factur 3'
kind = "credit_note"
number = 'Pièce (?P<value>\\d+)'
issued = 'du (.{{10}})'
due = 'au (.{{10}})'
terms = 'sous (.{{1,20}})'
total = 'Solde (.{{1,20}})'
currency = "CHF"
client = 'Doit (.{{1,20}})'
[[source]]
folder = "Copies"
from = ["@logiciel.example"]
[store]
url = "sqlite:////tmp/x.db"
"""
    found = settings_in(tmp_path, text)
    rules, imap, smtp = found.rules, found.imap, found.smtp
    assert (rules.mode, rules.start_on, found.templates) == (
        Mode.SEND,
        date(2025, 2, 3),
        tmp_path / "letters",
    )
    assert (rules.firm.sender, rules.firm.country, rules.firm.language) == ("compta@firm.example", "BE", "en")
    assert rules.firm.iban == IBAN.replace(" ", "")
    assert (imap.host, imap.port, imap.security, imap.user) == ("127.0.0.1", 2143, Security.PLAIN, "u")
    assert (imap.password, imap.sent) == (FromFile(tmp_path / "secret"), ("Sent", "Envoyés"))
    assert (smtp.port, smtp.security, smtp.user, smtp.login) == (587, Security.STARTTLS, "v", False)
    assert (smtp.password, smtp.save_sent) == (FromCommand("pass show 'a b'"), SentCopy.NEVER)
    assert imap.ca_file == smtp.ca_file == tmp_path / "ca.pem"
    assert (found.authserv_ids, found.key) == (("mx.firm.example",), FromFile(Path("/etc/key")))
    assert rules.banks == (BankRule(name="Rivage", senders=("@rivage.example", "avis@n.rivage.example")),)
    [step] = rules.ladder.steps
    assert (step.name, step.after_due_days, step.attach, step.cc, step.approve) == (
        "un",
        3,
        (),
        ("chef@firm.example",),
        True,
    )
    calendar = rules.calendar
    assert (calendar.country, calendar.subdivision, calendar.business_days) == ("FR", "57", False)
    assert (calendar.opens, calendar.closes, str(calendar.timezone)) == (
        time(8, 30),
        time(17, 45),
        "Indian/Reunion",
    )
    assert rules.limits == Limits(min_interval_days=1, per_hour=2, per_day=3, surprise=4)
    effects = {**DEFAULT_EFFECTS, Intent.ACK: Effect.HOLD}
    assert rules.replies == ReplyRules(
        effects=effects, breathing_days=1, money_days=3, promise_days=7, grace_days=0
    )
    assert rules.clients == (
        ClientRule(
            match=("@mairie.example",),
            name="Mairie",
            kind=ClientKind.PUBLIC,
            language="fr",
            terms=Terms(days=45, counting=Counting.EITHER, on_day=10),
            end_of_month=EndOfMonth.DAYS_FIRST,
        ),
    )
    terms = Terms(months=2, on_day=15)
    assert rules.firm.agreed == Agreed(terms=terms, end_of_month=EndOfMonth.MONTH_FIRST)
    [rule] = rules.invoices
    assert rule == InvoiceRule(
        name="Factur 3",
        when="Factur 3",
        kind="credit_note",
        number=r"Pièce (?P<value>\d+)",
        issued="du (.{10})",
        due="au (.{10})",
        terms="sous (.{1,20})",
        total="Solde (.{1,20})",
        currency="CHF",
        client="Doit (.{1,20})",
    )
    assert type(rule.kind) is str
    assert rules.invoice_folders == (InvoiceFolder(folder="Copies", senders=("@logiciel.example",)),)
    assert imap.sources == ("Copies",)
    assert found.store_url == "sqlite:////tmp/x.db"


def test_the_configuration_that_the_corpora_are_scored_with_is_read(tmp_path: Path) -> None:
    text = """
mode = "observe"
start_on = 2025-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["@firm.example"]
[imap]
host = "127.0.0.1"
user = "nobody"
password = { command = "true" }
[smtp]
host = "127.0.0.1"
[trust]
authserv_ids = ["mx.firm.example"]
[[bank]]
name = "banque-rivage 1"
from = ["@banque-rivage.example"]
[[bank]]
name = "notif 9"
from = ["@notif.banque-rivage.example"]
"""
    found = settings_in(tmp_path, text)
    assert found.imap.password == FromCommand("true")
    assert len(found.rules.banks) == 2


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "relanced.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert isinstance(load_settings(file), Settings)


def test_each_file_has_a_database_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("HOME", "/home/someone")
    urls = []
    for name in ("config.toml", "relanced.toml", "verrier.toml"):
        file = tmp_path / name
        file.write_text(SMALLEST)
        loaded = load_settings(file)
        assert isinstance(loaded, Settings)
        urls.append(loaded.store_url)
    state = "sqlite:////home/someone/.local/state/relanced"
    assert urls == [f"{state}/relanced.db", f"{state}/relanced.db", f"{state}/verrier.db"]


# ---- where files are found


def test_a_folder_means_every_firm_in_it_by_name(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", ".#a.toml", "notes.txt"):
        (tmp_path / name).touch()
    assert firms(tmp_path) == (tmp_path / "a.toml", tmp_path / "b.toml")
    assert firms(tmp_path / "a.toml") == (tmp_path / "a.toml",)


def test_the_nearest_configuration_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("relanced.edge.config._SYSTEM", tmp_path / "etc.toml")
    assert find_config() is None
    (tmp_path / "etc.toml").touch()
    assert find_config() == tmp_path / "etc.toml"
    own = tmp_path / ".config" / "relanced" / "config.toml"
    own.parent.mkdir(parents=True)
    own.touch()
    assert find_config() == own
    (tmp_path / "relanced.toml").touch()
    assert find_config() == Path("relanced.toml")


def test_two_firms_share_neither_mailbox_nor_database(tmp_path: Path) -> None:
    loaded = []
    for name, text in (("a", SMALLEST), ("b", SMALLEST), ("c", smallest_with('user = "f', 'user = "x.f'))):
        file = tmp_path / f"{name}.toml"
        file.write_text(text + '[store]\nurl = "sqlite:////tmp/same.db"\n' if name != "b" else text)
        settings = load_settings(file)
        assert isinstance(settings, Settings)
        loaded.append(settings)
    assert [(problem.file.name, problem.key) for problem in shared_ground(loaded)] == [
        ("b.toml", "imap.user"),
        ("c.toml", "store.url"),
    ]
