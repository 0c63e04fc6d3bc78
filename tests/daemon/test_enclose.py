"""What goes with a letter, with real bytes from a real mailbox: each kind whole or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import pytest_asyncio
import zxingcpp
from daemon.daemon_makers import CLIENT, INVOICE, Desk, of_kind
from letters.paper_makers import text_of
from letters.stamp_files import invoice, with_file
from PIL import Image
from servers.dovecot import Dovecot

from relanced.daemon import enclose as module
from relanced.daemon.compose import ComposeError, compose
from relanced.daemon.office import Office
from relanced.daemon.rounds import take_round
from relanced.intake.message import Attachment, Message, parse_message
from relanced.letters.envelope import Letter
from relanced.model.actions import Purpose, Reminder, ReminderLine
from relanced.model.client import Client, ClientKind
from relanced.model.facts import InvoiceSent
from relanced.model.ladder import Attach, Step
from relanced.model.names import ClientKey, Fingerprint, StepName
from relanced.model.paper import Paper

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

NUMBER = "F2026-0507"
[ORIGINAL] = [each.data for each in parse_message(INVOICE).attachments if each.data.startswith(b"%PDF")]
DUE, ON = date(2026, 10, 31), date(2026, 11, 20)
EVERYTHING = (Attach.INVOICE, Attach.STAMPED_INVOICE, Attach.STATEMENT, Attach.QR)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """One office for all: a reader's worker takes seconds to start."""
    account = dovecot.account()
    account.deliver(INVOICE, "Sent")
    async with Desk(account, tmp_path_factory.mktemp("desk")).office(mode="observe") as opened:
        await take_round(opened)
        yield opened


def reminder(office: Office, *attach: Attach, language: str = "fr") -> Reminder:
    """A reminder of the invoice that lies in Sent."""
    [sent] = of_kind(tuple(office.facts), InvoiceSent)
    step = Step(name=StepName("relance"), after_due_days=17, template="relance", attach=attach)
    line = ReminderLine(
        number=sent.number,
        issued_on=sent.issued_on,
        due_on=DUE,
        total=sent.total,
        owed=sent.total,
        days_late=20,
        step=step.name,
        mailed_as=sent.source,
        subject="Facture",
        references=(),
    )
    client = Client(
        key=ClientKey("pons"), name="Pons Immobilier", kind=ClientKind.BUSINESS, language=language
    )
    return Reminder(client=client, to=CLIENT, step=step, lines=(line,), on=ON)


async def letter_of(office: Office, about: Reminder) -> tuple[Letter, Message]:
    letter = await compose(office, about)
    assert isinstance(letter, Letter), letter
    return letter, parse_message(letter.raw)


def named(mail: Message) -> dict[str, Attachment]:
    return {str(file.filename): file for file in mail.attachments}


async def test_all_that_a_step_wants_is_in_the_letter_what_is_owed_first(office: Office) -> None:
    about = reminder(office, *EVERYTHING)
    letter, mail = await letter_of(office, about)
    again, _ = await letter_of(office, about)
    statement, code, original, stamped = mail.attachments

    assert statement.filename == f"releve-de-compte-{about.on}.pdf"
    assert code.filename == "paiement.png"
    assert stamped.filename is not None
    assert stamped.filename.endswith("A_PAYER.pdf")
    assert original.data == ORIGINAL  # untouched
    assert stamped.data != ORIGINAL
    assert NUMBER in text_of(statement.data)[0]
    assert NUMBER in text_of(stamped.data)[0]
    [read] = zxingcpp.read_barcodes(Image.open(BytesIO(code.data)))
    payload = str(read.text).split("\n")
    assert payload[6] == "FR7630006000011234567890189"
    assert payload[7] == f"EUR{float(about.lines[0].owed.plain):g}"
    assert payload[10] == NUMBER
    assert [each.data for each in mail.attachments] == [
        each.data for each in parse_message(again.raw).attachments
    ]
    assert letter.message_id == again.message_id


async def test_a_letter_in_another_language_has_its_papers_in_it(office: Office) -> None:
    _, mail = await letter_of(
        office, reminder(office, Attach.STATEMENT, Attach.STAMPED_INVOICE, language="en")
    )
    statement, stamped = mail.attachments

    assert str(statement.filename).startswith("statement-of-account")
    assert "Statement of account" in text_of(statement.data)[0]
    assert "PAYMENT_DUE" in str(stamped.filename)


async def test_what_is_too_large_goes_first_and_the_letter_does_not_speak_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[Attach, ...]] = []

    def spied(*args: object, **kwargs: object) -> module.Enclosed:
        found = fitting(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        said.append(found.kinds)
        return found

    fitting = module.fitting
    monkeypatch.setattr(module, "fitting", spied)
    about = reminder(office, *EVERYTHING)
    _, mail = await letter_of(office, about)
    sizes = {str(file.filename): len(file.data) for file in mail.attachments}
    whole = sum(sizes.values())
    small = sum(list(sizes.values())[:2])
    for room, kinds in (
        (whole, (Attach.STATEMENT, Attach.QR, Attach.INVOICE, Attach.STAMPED_INVOICE)),
        (whole - 1, (Attach.STATEMENT, Attach.QR, Attach.INVOICE)),
        (small, (Attach.STATEMENT, Attach.QR)),
        (small - 1, (Attach.STATEMENT,)),
        (10, ()),
    ):
        monkeypatch.setattr(module, "MAX_ATTACHED", room)
        _, mail = await letter_of(office, about)
        assert said[-1] == kinds
        assert len(mail.attachments) == len(kinds)


async def test_a_copy_that_cannot_be_stamped_is_the_original(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def refused(_pdf: bytes, _words: str) -> str:
        return "it needs a password to be read"

    monkeypatch.setattr(office.reader, "stamped", refused)
    _, alone = await letter_of(office, reminder(office, Attach.STAMPED_INVOICE))
    _, both = await letter_of(office, reminder(office, Attach.STAMPED_INVOICE, Attach.INVOICE))

    assert [each.data for each in alone.attachments] == [ORIGINAL]
    assert [each.data for each in both.attachments] == [ORIGINAL]


async def test_without_an_account_there_is_no_code_and_the_letter_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = replace(office.rules, firm=replace(office.rules.firm, iban=None))
    monkeypatch.setattr(office, "settings", replace(office.settings, rules=rules))
    _, mail = await letter_of(office, reminder(office, Attach.QR))

    assert mail.attachments == ()


async def test_an_invoice_that_is_gone_stops_the_letter(office: Office) -> None:
    def gone(*attach: Attach) -> Reminder:
        about = reminder(office, *attach)
        [line] = about.lines
        source = replace(line.mailed_as, fingerprint=Fingerprint("f" * 32))
        return replace(about, lines=(replace(line, mailed_as=source),))

    for attach in (Attach.INVOICE, Attach.STAMPED_INVOICE):
        made = await compose(office, gone(attach))
        assert isinstance(made, ComposeError)
        assert f"{NUMBER}: the mail that carried it is no longer" in made.why
    assert isinstance(await compose(office, gone(Attach.STATEMENT)), Letter)


async def test_a_statement_that_cannot_be_made_stops_the_letter_with_the_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Paper(name="absent", language="fr", title="", on=date(2026, 10, 1), data={})
    monkeypatch.setattr(module, "statement", lambda *_, **__: absent)
    made = await compose(office, reminder(office, Attach.STATEMENT))

    assert isinstance(made, ComposeError)
    assert "absent" in made.why


async def test_letters_beside_the_ladder_go_the_same_way(office: Office) -> None:
    about = reminder(office, Attach.STATEMENT)
    step = replace(about.step, name=StepName("promesse_non_tenue"))
    lines = tuple(replace(line, step=step.name) for line in about.lines)
    about = replace(about, step=step, lines=lines, purpose=Purpose.PROMISE_BROKEN, promised_on=about.on)
    letter, mail = await letter_of(office, about)

    assert mail.answers[0] == about.lines[0].mailed_as.message_id
    assert letter.mark.lines == ((about.lines[0].number, "promesse_non_tenue"),)
    assert len(mail.attachments) == 1


async def test_the_worker_stamps_and_says_why_it_cannot(office: Office) -> None:
    made = await office.reader.stamped(invoice(change=with_file), "À PAYER")
    broken = await office.reader.stamped(b"%PDF-1.4 nothing", "À PAYER")

    assert isinstance(made, bytes)
    assert b"factur-x" not in made
    assert isinstance(broken, str)
    assert "cannot be written again" in broken
