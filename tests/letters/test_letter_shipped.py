"""The shipped letters: what each must say, in both languages, in text and HTML."""

import re
from dataclasses import replace

import pytest
from letters.letter_makers import DAYS, FIRM, KEY, NOW, SHIPPED, TEMPLATES, letter_of, reminder_of, step_of

from relanced.intake.html import html_to_text
from relanced.intake.message import parse_message
from relanced.intake.reply.tokens import tokens_in
from relanced.letters.context import letter_context
from relanced.letters.envelope import message_id_of, seal
from relanced.letters.render import LetterStopped, Rendered
from relanced.letters.samples import sample_reminders
from relanced.model.client import ClientKind
from relanced.model.mark import reference_of

STEPS = list(DAYS)
LANGUAGES = ["fr", "en"]
every_letter = pytest.mark.parametrize("language", LANGUAGES)
every_step = pytest.mark.parametrize("step", STEPS)


def words(text: str) -> str:
    return " ".join(text.split())


def test_both_languages_have_the_same_files() -> None:
    french, english = ({p[3:] for p in SHIPPED if p.startswith(each)} for each in LANGUAGES)

    assert french == english
    assert {f"{step}.{form}.j2" for step in STEPS for form in ("txt", "html")} <= french


@every_letter
@every_step
def test_subject_and_body_carry_numbers_amounts_days_and_the_account(language: str, step: str) -> None:
    letter = letter_of(reminder_of(step, several=True), language)
    assert letter.html is not None
    amounts = ("950,00\xa0€", "600,00\xa0$US") if language == "fr" else ("€950.00", "US$600.00")
    days = f"{abs(DAYS[step])}\xa0jours" if language == "fr" else f"{abs(DAYS[step])} days"

    for number in ("F2026-009", "F2026-012", "F2026-013"):
        assert number in letter.subject
    for body in (letter.text, html_to_text(letter.html)):
        for must in (
            "F2026-009",
            "F2026-012",
            "F2026-013",
            "FR76 3000 6000 0112 3456 7890 189",
            days,
            *amounts,
        ):
            assert must in body, must
        assert FIRM.name in body.split("IBAN")[1]  # signed below the account


@every_letter
@every_step
def test_text_and_html_say_the_same(language: str, step: str) -> None:
    letter = letter_of(reminder_of(step, several=True), language, attached=True)
    assert letter.html is not None
    shown = words(html_to_text(letter.html))

    listing = re.compile(r"^(- |  |Total)")  # in the HTML a table tells this
    for line in letter.text.splitlines():
        if line and not listing.match(line):
            assert words(line) in shown, line


@every_letter
@every_step
def test_html_is_whole_and_loads_nothing(language: str, step: str) -> None:
    html = letter_of(reminder_of(step, several=True), language).html
    assert html is not None

    assert f'<html lang="{language}">' in html
    assert not re.search(r"<(img|script|link|style|iframe|a)\b|url\(|https?:", html)
    for tag in ("p", "table", "tr", "td", "th", "div", "strong", "span"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


@every_letter
@every_step
def test_without_a_configured_account_none_is_printed(language: str, step: str) -> None:
    context = letter_context(reminder_of(step), replace(FIRM, iban=None))
    letter = TEMPLATES.render(language, step, context)

    assert "IBAN" not in letter.text
    assert "IBAN" not in (letter.html or "")


@every_letter
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", list(ClientKind))
def test_paragraphs_stand_apart_and_no_space_is_lost(language: str, step: str, kind: ClientKind) -> None:
    for several in (False, True):
        text = letter_of(reminder_of(step, kind, several=several), language, attached=True).text
        for block in text.rstrip().split("\n\n"):
            lines = block.split("\n")
            assert len(lines) == 1 or lines[1].startswith("  ") or "@" in lines[1], block
        assert not re.search(r"[^\n ]  |\n\n\n", text)
        assert not re.search(r"[.!?;][A-ZÀ-Ý]", re.sub(r"\S*@\S*", "", text))


@every_step
def test_french_typography(step: str) -> None:
    for kind in ClientKind:
        for several in (False, True):
            letter = letter_of(reminder_of(step, kind, several=several), attached=True)
            for text in (letter.subject, letter.text, html_to_text(letter.html or "")):
                assert not re.search(r"[^\u00a0\u202f][:;!?»]|«[^\u00a0]", text)
                assert "'" not in text
                assert "..." not in text
                assert not re.search(r"\d €|\bL\. \d|\d jour", text)  # held together by a non-breaking space


def test_a_consumer_reads_of_no_interest_and_no_indemnity() -> None:
    for language in LANGUAGES:
        for step in STEPS:
            text = letter_of(reminder_of(step, ClientKind.CONSUMER), language).text
            assert not re.search(
                r"40|441-10|2192|pénalité|intérêt|indemnité|interest|charge", text.replace("F2026", "")
            )


@pytest.mark.parametrize("step", ["derniere_relance", "mise_en_demeure"])
@every_letter
def test_business_and_public_buyers_read_of_their_own_law_as_a_reserved_right(
    language: str, step: str
) -> None:
    business = letter_of(reminder_of(step, ClientKind.BUSINESS), language).text
    public = letter_of(reminder_of(step, ClientKind.PUBLIC), language).text
    reserved = (
        "Nous nous réservons le droit de les réclamer."
        if language == "fr"
        else "We reserve the right to claim them."
    )

    for text, article, other in ((business, "441-10", "2192-13"), (public, "2192-13", "441-10")):
        assert article in text
        assert other not in text
        assert "40\xa0€" in text or "€40" in text
        assert reserved in text


def test_the_law_of_france_is_quoted_for_firms_in_france_only() -> None:
    for language in LANGUAGES:
        for step in STEPS:
            context = letter_context(reminder_of(step), replace(FIRM, country="BE"))
            text = TEMPLATES.render(language, step, context).text
            assert not re.search(r"441-10|1344|40\xa0€|€40|French", text)


def test_the_formal_notice_is_sufficient() -> None:
    letter = letter_of(reminder_of("mise_en_demeure", several=True))

    for must in (
        "mise en demeure", "Le 18\xa0mai 2026",
        "Créancier\xa0: Atelier Verrier SARL", "Débiteur\xa0: Mairie de Villeneuve",
        "Facture F2026-009 du 28\xa0février 2026", "Échéance\xa0: 30\xa0mars 2026", "a pour origine",
        "malgré nos rappels des 4\xa0mai 2026 et 11\xa0mai 2026", "2\u202f150,00\xa0€ et 600,00\xa0$US en principal",
        "huit jours à compter de la réception", "toute procédure utile", "l’article 1344 du code civil",
        "Si votre règlement nous est parvenu entre-temps", "sans être visée par la présente mise en demeure",
    ):  # fmt: skip
        assert must in letter.text, must
    assert letter.subject.startswith("MISE EN DEMEURE")
    assert "F2026-020" not in letter.text  # not due: no part of a formal notice
    assert "ne pas tenir compte" not in letter.text


def test_every_other_letter_tells_whoever_has_just_paid_to_disregard_it() -> None:
    for step in STEPS[:-1]:
        assert "merci de ne pas tenir compte de ce message" in letter_of(reminder_of(step)).text
        assert "please disregard this message" in letter_of(reminder_of(step), "en").text


@every_letter
def test_an_attachment_is_spoken_of_only_when_there_is_one(language: str) -> None:
    word = "joint" if language == "fr" else "attached"
    for step in STEPS:
        assert word not in letter_of(reminder_of(step), language).text
        assert word in letter_of(reminder_of(step), language, attached=True).text


@every_letter
@every_step
def test_a_letter_refuses_an_invoice_that_it_would_speak_falsely_of(language: str, step: str) -> None:
    wrong_day = 3 if DAYS[step] < 0 else -3
    reminder = sample_reminders(step_of(step, after_due_days=wrong_day))[0]

    with pytest.raises(LetterStopped, match="F2026-012"):
        letter_of(reminder, language)


def test_many_invoices_are_counted_in_the_subject_and_named_in_the_body() -> None:
    reminder = reminder_of("relance")
    lines = tuple(replace(reminder.lines[0], number=f"F-{i:03}") for i in range(40))  # type: ignore[arg-type]  # plain text will do

    letter: Rendered = letter_of(replace(reminder, lines=lines))

    assert letter.subject == "Relance\xa0: factures F-000, F-001 et 38 autres – reste dû 48\u202f000,00\xa0€"
    assert all(f"F-{i:03}" in letter.text for i in range(40))


@every_letter
@every_step
def test_every_letter_prints_the_reference_by_which_its_answer_is_known(language: str, step: str) -> None:
    reminder = reminder_of(step)
    message_id = message_id_of(reminder, FIRM, KEY)
    context = letter_context(reminder, FIRM, reference=reference_of(message_id))
    letter = TEMPLATES.render(language, step, context)
    assert letter.html is not None
    sent = parse_message(seal(letter, reminder, firm=FIRM, key=KEY, now=NOW).raw)

    assert sent.message_id == message_id
    assert tokens_in(sent) == tokens_in(replace(sent, text="")) == (reference_of(message_id),)


@every_letter
def test_a_letter_without_a_reference_shows_no_gap(language: str) -> None:
    letter = letter_of(reminder_of(), language)

    assert letter.text.rstrip().endswith(FIRM.name)
    assert "Réf." not in letter.text + (letter.html or "")
