"""Our own letters beside an answer: what came back of them without any mark is not taken for the client's words."""

from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from servers.dovecot import Account
from servers.sink import running_sink

from relanced.daemon.sweep import sweep
from relanced.intake.message import parse_message
from relanced.model.facts import ReplyReceived, SendIntended
from relanced.model.intents import Intent

LETTER = """Bonjour,

Sauf erreur de notre part, la facture F2026-0507 reste impayée à ce jour.
En cas de litige sur cette facture, vous pouvez contester son montant par retour de courriel.
Sans nouvelles de votre part, nous transmettrons le dossier à notre avocat.

Sophie Garnier
"""
PROMISE = "Nous vous réglerons par virement vendredi."
ABOVE = f"{PROMISE}\n\n{LETTER}"
INSIDE = LETTER.replace("courriel.\n", f"courriel.\n{PROMISE}\n")


pytestmark = pytest.mark.slow


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    return Desk(account, tmp_path)


async def test_a_promise_among_our_own_words_of_dispute_is_a_promise(desk: Desk) -> None:
    """Whether the answer names our letter or not, above, inside or below it; and with the database gone."""
    desk.account.deliver(INVOICE, "Sent")
    chased = mail_of(
        "compta@firm.example", CLIENT, LETTER, name="c1@firm.example", subject="Facture F2026-0507"
    )
    desk.account.deliver(chased, "Sent")
    for number, text in enumerate((ABOVE, INSIDE, f"{LETTER}\n{PROMISE}\n")):
        for answers in ("c1@firm.example", ""):
            name = f"q{number}{bool(answers)}@x.example"
            desk.account.deliver(mail_of(CLIENT, "compta@firm.example", text, name=name, answers=answers))

    _, facts = await desk.round(mode="observe")
    desk.lose_the_store()
    _, again = await desk.round(mode="observe")

    replies = [*of_kind(facts, ReplyReceived), *of_kind(again, ReplyReceived)]
    assert len(replies) == 12
    for reply in replies:
        assert (reply.intent, reply.also) == (Intent.PROMISE, ())
        assert "litige" not in reply.new_text
        assert PROMISE in reply.new_text


async def test_a_letter_that_left_and_was_not_seen_in_sent_is_known_from_the_outbox(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    with running_sink() as sink:
        _, facts = await desk.round(mode="send", smtp=sink.port)
        [letter] = sink.received
    [intended] = of_kind(facts, SendIntended)
    words = parse_message(letter.raw).text
    line = max(words.splitlines(), key=len)
    named = mail_of(
        CLIENT, "compta@firm.example", words + PROMISE, name="q1@x.example", answers=intended.message_id
    )
    unnamed = mail_of(CLIENT, "compta@firm.example", words + PROMISE, name="q2@x.example")
    for mail in (named, unnamed):
        desk.account.deliver(mail)

    _, facts = await desk.round(mode="observe")

    replies = of_kind(facts, ReplyReceived)
    assert len(replies) == 2
    for reply in replies:
        assert PROMISE in reply.new_text
        assert line not in reply.new_text


async def test_only_mails_to_clients_are_kept(desk: Desk) -> None:
    desk.account.deliver(INVOICE, "Sent")
    desk.account.deliver(
        mail_of("compta@firm.example", "tante@family.example", "Bon anniversaire !", name="p1@firm.example"),
        "Sent",
    )
    desk.account.deliver(
        mail_of("compta@firm.example", "autre@pons-immobilier.example", "Bien reçu.", name="p2@firm.example"),
        "Sent",
    )
    async with desk.office(mode="observe") as office:
        await sweep(office, everything=False)
        texts = office.store.sent_texts
        assert texts.newest_to("tante@family.example", 5) == ()
        assert texts.newest_to("autre@pons-immobilier.example", 5) == ("Bien reçu.\n",)
        assert len(texts.newest_at("pons-immobilier.example", 5)) == 2
