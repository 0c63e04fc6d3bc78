"""Letters as they went out: the bytes that were frozen, else the copy in Sent; files to keep; nobody else's mail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from cli_firm import open_firm
from cli_store import source
from servers.dovecot import Account
from web_site import firm_with, settings_in, shown
from web_world import EVIL, sent

from relanced.edge.outbox import Outbox, OutboxLetter
from relanced.edge.store import Store
from relanced.model.delivery import Accepted
from relanced.model.facts import Outcome, ReminderSent, SendIntended, SendOutcome
from relanced.model.mark import MARK_HEADER
from relanced.model.names import ClientKey, InvoiceNumber, MessageId, StepName

NUMBER, STEP = InvoiceNumber("F2026-012"), StepName("rappel")
ID = MessageId("r1.0123456789abcdef@firm.example")
PDF = b"%PDF-1.4\n\x00\xff of the tests\r\n"


def letter(message_id: str = ID, name: str = 'facture "été".pdf') -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "compta@firm.example", "compta@client.example"
    mail["Subject"] = f"Rappel : facture {NUMBER}"
    mail["Date"] = format_datetime(datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    mail["Message-ID"] = f"<{message_id}>"
    mail.set_content(f"Bonjour,\n\nla facture {NUMBER} reste due. {EVIL}\n")
    mail.add_alternative(f"<p onclick=alert(1)>Bonjour <b>en HTML</b> {EVIL}</p>", subtype="html")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=name)
    mail.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename="../../x.html")
    return mail.as_bytes()


def test_a_letter_is_shown_byte_for_byte_as_text_and_its_files_are_kept_not_shown(tmp_path: Path) -> None:
    settings = firm_with(tmp_path, [sent(NUMBER)])
    store = Store.open(settings.store_url, lock=True)
    outbox, at = Outbox(store), datetime.now(UTC)
    outbox.prepare(
        OutboxLetter(
            message_id=ID,
            client=ClientKey("client.example"),
            to="compta@client.example",
            cc=(),
            raw=letter(),
            lines=((NUMBER, STEP),),
            step=STEP,
            prepared_at=at,
        )
    )
    outbox.claim(ID, at)
    outbox.settle(ID, Accepted("250 ok"), at)
    store.close()
    with shown(settings) as site:
        client = site.client()
        assert ID.replace("@", "%40") in client.get("/firm/firm/letters").text
        page = client.get(f"/firm/firm/letter?id={ID}").text
        assert f"la facture {NUMBER} reste due. &lt;script&gt;" in page
        assert "en HTML" not in page
        assert "Octet pour octet" in page
        file = client.get(f"/firm/firm/letter?id={ID}&file=1")
        assert file.content == PDF
        assert file.headers["content-disposition"].startswith('attachment; filename="facture ')
        assert "sandbox" in file.headers["content-security-policy"]
        second = client.get(f"/firm/firm/letter?id={ID}&file=2")
        assert second.headers["content-type"] == "application/octet-stream"
        assert 'filename="x.html"' in second.headers["content-disposition"]
        assert second.headers["x-content-type-options"] == "nosniff"
        for number in ("3", "0", "-1", "x" * 9):
            assert client.get(f"/firm/firm/letter?id={ID}&file={number}").status_code in {200, 404}
        assert client.get(f"/firm/firm/letter?id={ID}&file=3").status_code == 404


def test_what_the_store_has_lost_is_read_from_the_copy_in_sent_and_no_other_mail(
    account: Account, tmp_path: Path
) -> None:
    firm = open_firm(account, tmp_path)
    account.deliver(letter(), "Sent")
    account.deliver(letter("private@firm.example"), "Sent")
    firm.read_mailbox()
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    at = datetime.now(UTC) - timedelta(days=1)
    place = replace(source(50), folder="Sent")
    gone = MessageId("r1.gone@firm.example")
    store.record(
        (),
        [
            sent(NUMBER),
            ReminderSent(
                source=place,
                message_id=ID,
                client_address="compta@client.example",
                lines=((NUMBER, STEP),),
                ours=True,
            ),
            SendIntended(message_id=gone, client=ClientKey("client.example"), lines=((NUMBER, STEP),), at=at),
            SendOutcome(message_id=gone, outcome=Outcome.UNKNOWN, answer="", at=at),
        ],
    )
    store.close()
    with shown(settings_in(firm.config)) as site:
        client = site.client()
        assert "copie qui se trouve dans vos envois" in client.get(f"/firm/firm/letter?id={ID}").text
        assert client.get(f"/firm/firm/letter?id={ID}&file=1").content == PDF
        assert client.get("/firm/firm/letter?id=private@firm.example").status_code == 404
        assert "plus dans la boîte mail" in client.get(f"/firm/firm/letter?id={gone}").text
        assert "sort inconnu" in client.get("/firm/firm/letters").text


def test_a_mailbox_that_is_away_is_told(tmp_path: Path) -> None:
    fact = ReminderSent(
        source=source(50),
        message_id=ID,
        client_address="a@client.example",
        lines=((NUMBER, STEP),),
        ours=True,
    )
    settings = firm_with(tmp_path, [sent(NUMBER), fact])
    with shown(settings) as site:
        page = site.client().get(f"/firm/firm/letter?id={ID}")
    assert page.status_code == 200
    assert MARK_HEADER not in page.text
    assert "plus dans la boîte mail" in page.text  # the store knows no place of it, so nobody is asked
