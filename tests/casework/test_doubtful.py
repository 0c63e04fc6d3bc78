"""Doubtful: the mails that the owner should look at."""

import pytest
from casework.casework_makers import BETA, after, decided, invoice, judged, ledger_of, reply, said

from relanced.casework.doubtful import Doubtful, doubtful
from relanced.model.decided import Verb
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.names import mail_ref


def found(*facts: Fact) -> tuple[Doubtful, ...]:
    return doubtful(ledger_of(invoice(), *facts), (invoice(), *facts))


def test_unsure_and_faint_readings_come_newest_first_with_whom_they_concern() -> None:
    old = reply(Intent.NOT_SURE, on=after(3))
    faint = reply(Intent.ACK, on=after(5), confidence=0.4)
    sure = reply(Intent.ACK, on=after(6))
    newest, oldest = found(old, sure, faint)

    assert (newest.reply, oldest.reply) == (faint, old)
    assert newest.mail == mail_ref(faint.source.fingerprint)
    assert (newest.clients, newest.invoices) == (("alpha.example",), ("F2026-001",))


def test_a_piece_that_is_not_sure_is_doubtful() -> None:
    mail = reply(Intent.ACK, on=after(5), said_of=(said(Intent.NOT_SURE, "F2026-001"),))

    assert [one.reply for one in found(mail)] == [mail]
    order = reply(Intent.ACK, on=after(5), said_of=(said(Intent.NOT_SURE, "PO-4455"),))
    assert found(order) == ()


def test_what_was_judged_is_settled() -> None:
    mail = reply(Intent.NOT_SURE, on=after(3))

    assert found(mail, judged(mail, Intent.NOT_SURE, on=after(4))) == ()


def test_a_stranger_s_mail_is_not_the_owner_s_to_judge() -> None:
    assert found(reply(Intent.NOT_SURE, on=after(3), sender="x@shop.example")) == ()


def test_the_threshold_is_the_caller_s() -> None:
    mail = reply(Intent.ACK, on=after(3), confidence=0.7)
    facts = (invoice(), mail)

    assert [one.reply for one in doubtful(ledger_of(*facts), facts, below=0.8)] == [mail]


@pytest.mark.parametrize("verb", [Verb.RESUME, Verb.PAID, Verb.DISPUTE, Verb.IGNORE])
def test_what_the_owner_has_decided_since_needs_no_look(verb: Verb) -> None:
    mail = reply(Intent.NOT_SURE, on=after(3))

    assert found(mail, decided(verb, "F2026-001", on=after(4))) == ()
    assert len(found(mail, decided(verb, "F2026-001", on=after(2)))) == 1


def test_a_word_on_the_client_is_one_on_all_his_invoices_and_a_pause_is_none() -> None:
    mail = reply(Intent.NOT_SURE, on=after(3))

    assert found(mail, decided(Verb.RESUME, "alpha.example", on=after(4))) == ()
    assert len(found(mail, decided(Verb.PAUSE, "alpha.example", on=after(4)))) == 1


def test_a_mail_of_which_an_invoice_is_left_undecided_still_needs_a_look() -> None:
    mail = reply(Intent.NOT_SURE, on=after(3))
    two = (invoice("F2026-002"), invoice("F2026-009", to=BETA))

    assert len(found(*two, mail, decided(Verb.RESUME, "F2026-001", on=after(4)))) == 1
    both = [decided(Verb.RESUME, number, on=after(4)) for number in ("F2026-001", "F2026-002")]
    assert found(*two, mail, *both) == ()
