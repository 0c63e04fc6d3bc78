"""Answers for the owner to send: what they say, how they stand in the thread, and that none passes for a reminder."""

from dataclasses import replace
from datetime import date

import pytest
from letters.letter_makers import FIRM, KEY, NOW, SHIPPED, TEMPLATES, reminder_of

from relanced.intake.html import html_to_text
from relanced.intake.message import parse_message
from relanced.intake.own import read_own_reminder
from relanced.letters.answers import ANSWERS, answer_context, template_of
from relanced.letters.check import check_template
from relanced.letters.envelope import HeaderMismatch, LetterAttachment, seal_answer
from relanced.letters.render import LetterStopped, Rendered
from relanced.model.actions import Answer, Instalment
from relanced.model.facts import ReminderSent
from relanced.model.intents import Ask
from relanced.model.mark import MARK_HEADER
from relanced.model.money import Money
from relanced.model.names import Fingerprint, MessageId

PDF = LetterAttachment(filename="f.pdf", content_type="application/pdf", data=b"%PDF-1.7")


def answer_of(*asks: Ask, subject: str = "Facture F2026-012") -> Answer:
    about = reminder_of(several=False)
    mail = replace(
        about.lines[0].mailed_as, message_id=MessageId("q1@client.example"), fingerprint=Fingerprint("1" * 32)
    )
    plan = tuple(
        Instalment(amount=Money(40_000, "EUR"), pays_on=date(2026, month, 25)) for month in (5, 6, 8)
    )
    return Answer(
        client=about.client,
        to="marie@menuiserie-lenoir.example",
        asks=asks,
        mail=mail,
        subject=subject,
        answers=(MessageId("r1.b@firm.example"), MessageId("a@firm.example")),
        lines=tuple(replace(line, step=None) for line in about.lines),
        instalments=plan if Ask.PLAN in asks else (),
        on=about.on,
    )


def rendered(answer: Answer, language: str = "fr") -> Rendered:
    context = answer_context(answer, FIRM, attached=Ask.COPY in answer.asks)
    return TEMPLATES.render(language, template_of(answer), context)


def sealed(answer: Answer) -> bytes:
    files = (PDF,) if Ask.COPY in answer.asks else ()
    return seal_answer(rendered(answer), answer, firm=FIRM, key=KEY, now=NOW, attachments=files)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("ask", list(Ask))
def test_each_answer_names_the_invoice_and_the_account_and_text_and_html_agree(
    ask: Ask, language: str
) -> None:
    letter = rendered(answer_of(ask), language)
    assert letter.html is not None
    for body in (letter.text, html_to_text(letter.html)):
        assert "F2026-012" in body
        assert "FR76 3000 6000 0112 3456 7890 189" in body


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_plan_names_each_part_and_its_day(language: str) -> None:
    text = rendered(answer_of(Ask.PLAN), language).text
    assert text.count("400,00\xa0€" if language == "fr" else "€400.00") == 3
    assert [
        text.count(month) for month in (("juin", "août") if language == "fr" else ("June", "August"))
    ] == [
        1,
        1,
    ]


def test_one_letter_answers_all_that_was_asked() -> None:
    names = [
        template_of(answer_of(*asks)) for asks in ((Ask.COPY, Ask.IBAN), (Ask.IBAN,), (Ask.COPY, Ask.PLAN))
    ]
    assert names == list(ANSWERS)
    assert "joignons à ce courriel la copie de cette facture" in rendered(answer_of(Ask.COPY, Ask.PLAN)).text


def test_an_account_that_is_not_configured_is_never_printed_as_a_gap() -> None:
    context = answer_context(answer_of(Ask.IBAN), replace(FIRM, iban=None), attached=False)
    with pytest.raises(LetterStopped, match="IBAN"):
        TEMPLATES.render("fr", "answer_iban", context)


def test_a_template_of_the_owners_is_checked_like_any_other() -> None:
    broken = {"fr/answer_plan.txt.j2": "Subject: x\n\n{{ instalments[0].pays_up }} {{ chased[0].number }}"}
    [problem] = check_template({**SHIPPED, **broken}, "fr/answer_plan.txt.j2")
    assert "pays_up" in problem.why


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Facture F2026-012", "Re: Facture F2026-012"),
        ("RE : Facture F2026-012", "RE : Facture F2026-012"),
        ("", "Copie : facture F2026-012"),
        ("=?utf-8?q?x?=\r\nBcc: a@b.example", "Re: = ?utf-8?q?x?= Bcc: a@b.example"),
    ],
)
def test_the_draft_stands_in_the_thread_of_the_clients_mail(theirs: str, ours: str) -> None:
    raw = sealed(answer_of(Ask.COPY, subject=theirs))
    draft = parse_message(raw)

    assert draft.subject == ours
    assert draft.references == ("a@firm.example", "r1.b@firm.example", "q1@client.example")
    assert draft.answers[0] == "q1@client.example"
    assert [each.email for each in draft.to] == ["marie@menuiserie-lenoir.example"]
    assert draft.cc == ()
    assert [file.data for file in draft.attachments] == [PDF.data]


def test_the_same_mail_gets_the_same_message_id_whatever_the_day() -> None:
    answer = answer_of(Ask.IBAN)
    later = seal_answer(rendered(answer), answer, firm=FIRM, key=KEY, now=NOW.replace(year=2027))
    other = replace(answer, mail=replace(answer.mail, fingerprint=Fingerprint("2" * 32)))

    ids = [parse_message(raw).message_id for raw in (sealed(answer), later, sealed(other))]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("ask", list(Ask))
def test_an_answer_found_in_sent_does_no_step(ask: Ask) -> None:
    answer = answer_of(ask, subject="Re: Rappel : facture F2026-012")
    draft = parse_message(sealed(answer))
    found = read_own_reminder(draft, answer.mail, KEY)

    assert not draft.header(MARK_HEADER)
    assert found is None or isinstance(found, ReminderSent)
    if found is not None:  # by the client's own subject it reads as a word of the owner's: a pause, no step
        assert not found.ours
        assert {step for _, step in found.lines} == {None}


def test_a_hostile_address_stops_the_draft() -> None:
    answer = replace(answer_of(Ask.IBAN), to="a@b.example>\r\nBcc: c@d.example")
    with pytest.raises(HeaderMismatch):
        sealed(answer)
