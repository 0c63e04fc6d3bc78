"""`check` finds out of the mailbox itself whose Authentication-Results count, and lets the owner write it down."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from daemon.daemon_makers import write_reading
from forged_notices import BANK, EVIL, FAILS, GENUINE, OURS, PASSES, SIGNED, mail
from servers.dovecot import PASSWORD, Account

from relanced.cli.check_trust import TrustSeen, look_at_trust
from relanced.cli.common import App
from relanced.cli.main import main
from relanced.cli.trust_history import Progress
from relanced.cli.trust_paste import Paste
from relanced.edge.config import load_settings
from relanced.edge.imap import ImapSession
from relanced.edge.settings import Settings

BANKS = f'[[bank]]\nname = "Banque Rivage"\nfrom = ["@{BANK}"]\n'


class Desk:
    """A mailbox, its configuration, and what `check` says of them."""

    def __init__(self, account: Account, folder: Path) -> None:
        self.account = account
        self.config = write_reading(account, folder, BANKS)
        self.count = 0

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        self.count += 1
        self.account.deliver(raw.replace(b"<n1@", f"<m{self.count}@".encode()), folder)

    def write(self, trust: str) -> None:
        write_reading(self.account, self.config.parent, BANKS + trust)

    def shown(self, trust: str = "") -> str:
        """What the command prints."""
        self.write(trust)
        runner = CliRunner(env={"COLUMNS": "200"})
        return runner.invoke(main, ["--config", str(self.config), "check"], obj=App()).stdout

    def seen(self, trust: str = "", progress: Progress = lambda *_: None) -> TrustSeen:
        self.write(trust)
        settings = load_settings(self.config)
        assert isinstance(settings, Settings), str(settings)
        session = ImapSession.connect(self.account.settings(), PASSWORD)
        try:
            return look_at_trust(settings, session, session.folders(), progress)
        finally:
            session.close()

    def found(self, trust: str = "") -> dict[str, tuple[bool, str]]:
        return {each.what: (each.ok, each.says) for each in self.seen(trust).findings}


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    return Desk(account, tmp_path)


def other(domain: str, server: str = OURS) -> bytes:
    return mail(f"{server}; dmarc=pass header.from={domain}", sender=f"From: info@{domain}", text="Bonjour")


ID = f'[trust]\nauthserv_ids = ["{OURS}"]\n'


def test_the_name_is_proposed_from_the_mailbox_and_taken_only_from_the_owner(desk: Desk) -> None:
    for raw in (GENUINE, GENUINE, mail(FAILS), other("a.example"), other("b.example")):
        desk.deliver(raw)
    desk.deliver(other("evil.example", "mx.evil.example"))

    shown = desk.shown()
    words = " ".join(shown.split())

    assert "authserv_ids is empty: no bank mail can close anything" in words
    assert f"«{OURS}», at the top of 5 of 6 mails" in words
    assert "would be believed: 2 of 3 of Banque Rivage" in words
    assert "would be believed: 0 of 3 of Banque Rivage" in words  # with the other name
    assert "At the end of the file:" in words
    assert shown.endswith(f"\n{ID}")  # what is to be copied stands last
    assert "authserv_ids" not in desk.config.read_text(encoding="utf-8")
    pasted = shown[shown.rindex("[trust]") :]
    assert desk.found(pasted)["trust"] == (True, f"{OURS} at the top of 5 of 6 mails")
    assert "Who writes" not in desk.shown(pasted)


def test_a_name_that_stands_nowhere_is_told_and_the_right_one_beside_those_that_do(desk: Desk) -> None:
    for raw in (GENUINE, other("a.example"), other("c.example"), other("b.example", "mx2.firm.example")):
        desk.deliver(raw)

    seen = desk.seen('[trust]\nauthserv_ids = ["mx.old.example", "mx2.firm.example"]\n')

    assert "«mx.old.example» stands at the top of none of the 4 newest mails" in seen.findings[0].says
    assert seen.paste is not None
    assert seen.paste.lines == f'authserv_ids = ["mx2.firm.example", "{OURS}"]'
    line = desk.config.read_text(encoding="utf-8").split("\n").index("[trust]") + 2
    assert seen.paste.where == f"In the place of line {line}, where authserv_ids stands already:"


def test_many_hosts_of_one_provider_are_proposed_as_one(desk: Desk) -> None:
    for number in range(1, 4):
        desk.deliver(other(f"a{number}.example", f"mx{number}.messaging.example"))
    assert desk.seen().paste == Paste(
        "At the end of the file:", '[trust]\nauthserv_ids = ["*.messaging.example"]'
    )
    found = desk.found('[trust]\nauthserv_ids = ["*.messaging.example"]\n')
    assert found["trust"] == (True, "*.messaging.example at the top of 3 of 3 mails")


def test_hosts_below_a_public_suffix_are_not_one_provider(desk: Desk) -> None:
    for name in ("mx.a.co.uk", "mx.b.co.uk", "mx.c.co.uk"):
        desk.deliver(other("a.example", name))
    assert desk.seen().paste is None


def test_a_server_that_writes_no_name_is_explained(desk: Desk) -> None:
    for domain in ("a.example", BANK):
        raw = mail(
            f"spf=pass smtp.mailfrom={domain};dmarc=pass header.from={domain}", sender=f"From: x@{domain}"
        )
        desk.deliver(raw)
    ok, says = desk.found()["trust"]
    assert not ok
    assert "without a name (Microsoft 365 and Outlook.com do)" in says
    assert "docs/trust.md" in says


def test_a_name_that_is_none_never_comes_into_the_lines_to_paste(desk: Desk) -> None:
    for domain in ("a.example", "b.example"):
        desk.deliver(other(domain, '"]mode="send"#'))
        desk.deliver(other(domain, 'x"]#'))
    seen = desk.seen()
    assert "none of the newest mails bears such a header" in seen.findings[0].says
    assert (seen.paste, seen.candidates) == (None, ())


def test_one_sender_alone_proves_no_server(desk: Desk) -> None:
    for _ in range(3):
        desk.deliver(other("news.example", "mx.news.example"))
    seen = desk.seen()
    assert "no name stands in most of them" in seen.findings[0].says
    assert seen.paste is None


def test_a_bank_that_is_believed_is_told_with_its_last_day(desk: Desk) -> None:
    desk.deliver(GENUINE)
    desk.deliver(GENUINE, "Banque")
    assert desk.found(ID)["bank Banque Rivage"] == (
        True,
        "2 of its 2 newest mails believed, the last of 2020-10-15, 0 in 90 days",
    )


def test_the_newest_mail_of_a_bank_is_the_latest_by_its_date_not_the_last_that_was_put_there(
    desk: Desk,
) -> None:
    desk.deliver(GENUINE)
    desk.deliver(GENUINE.replace(b"15 Oct 2020", b"12 Oct 2020"))
    assert "the last of 2020-10-15, " in desk.found(ID)["bank Banque Rivage"][1]


def test_a_bank_whose_newest_mail_is_not_believed_is_told_with_the_reason(desk: Desk) -> None:
    desk.deliver(GENUINE)
    desk.deliver(mail(SIGNED, to="To: gerant@autre.example"))
    ok, says = desk.found(ID)["bank Banque Rivage"]
    assert not ok
    assert "1 of its 2 newest mails believed" in says
    assert "not that of 2020-10-15 «Virement reçu sur votre compte»: it is addressed to gerant@autre" in says


def test_a_bank_that_was_taken_for_junk_is_found_there(desk: Desk) -> None:
    desk.deliver(GENUINE, "Junk")
    assert "which lies in «Junk»" in desk.found(ID)["bank Banque Rivage"][1]


def test_a_bank_that_never_wrote_is_told(desk: Desk) -> None:
    desk.deliver(other("a.example"))
    found = desk.found(ID)
    assert found["bank Banque Rivage"] == (
        True,
        f"no mail from @{BANK} among the newest",
    )  # enough to observe


@pytest.mark.parametrize(
    ("sender", "results", "how"),
    [
        (
            f"From: avis@notif.{BANK}",
            f"{OURS}; dmarc=pass header.from=notif.{BANK}",
            "proven to come from there",
        ),
        ("From: avis@banque-r1vage.example", FAILS, "not proven to come from there"),
        ("From: Banque Rivage <x@evil.example>", EVIL, "proven to come from there"),
    ],
)
def test_another_address_that_looks_like_the_bank_is_told(
    desk: Desk, sender: str, results: str, how: str
) -> None:
    desk.deliver(mail(results, sender=sender))
    ok, says = desk.found(ID)["bank Banque Rivage"]
    address = sender.removeprefix("From: ").rpartition("<")[2].rstrip(">")
    assert not ok
    assert f"{address} on 2020-10-15, {how}" in says
    assert "Add an address only if you know that it is the bank's" in says


def test_an_empty_mailbox_proves_nothing_and_accuses_nobody(desk: Desk) -> None:
    assert desk.found(ID)["trust"] == (True, f"{OURS}; no mail is there to try it on")


def test_it_says_how_far_it_is(desk: Desk) -> None:
    desk.deliver(mail(PASSES))
    told: list[tuple[str, int, int]] = []
    desk.seen(ID, lambda *step: told.append(step))
    assert told[:2] == [("INBOX", 1, 1), ("INBOX, headers", 0, 1)]


def test_as_json_the_findings_stand_among_the_others(desk: Desk) -> None:
    desk.deliver(GENUINE)
    desk.write(ID)
    said = CliRunner().invoke(main, ["--config", str(desk.config), "check", "--json"], obj=App())
    found = {each["what"]: each["ok"] for each in json.loads(said.stdout)}
    assert (found["mailbox login"], found["trust"], found["bank Banque Rivage"]) == (True, True, True)
