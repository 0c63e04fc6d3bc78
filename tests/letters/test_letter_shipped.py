"""The shipped letters: what each must say, in every language and tone, in text and HTML."""

import re
from dataclasses import replace
from datetime import date

import pytest
from letters.letter_makers import (
    DAYS,
    FIRM,
    KEY,
    NOW,
    SHIPPED,
    TEMPLATES,
    letter_of,
    reminder_of,
    samples_of,
    step_of,
)

from relanced.intake.html import html_to_text
from relanced.intake.message import parse_message
from relanced.intake.reply.tokens import tokens_in
from relanced.letters.check import letters_in, tones_of
from relanced.letters.context import letter_context
from relanced.letters.envelope import message_id_of, seal
from relanced.letters.filters import LocalFilters, locale_of
from relanced.letters.render import LetterStopped
from relanced.letters.samples import FULL_FIRM, SAMPLE_REFERENCE, sample_letters, sample_reminders
from relanced.model.client import ClientKind
from relanced.model.ladder import Channel, Charges
from relanced.model.mark import reference_of
from relanced.model.money import Money
from relanced.model.tone import Tone

STEPS = list(DAYS)
FORMS = [
    (language, name, tone)
    for language, name in letters_in(SHIPPED)
    for tone in tones_of(SHIPPED, language, name)
]
THREE_TONES = {
    "avant_echeance", "rappel", "relance", "derniere_relance", "promesse_non_tenue",
    "echeancier", "echeancier_rompu", "remerciement", "retrait",
}  # fmt: skip
ONE_FORM = {"mise_en_demeure", "answer_copy", "answer_iban", "answer_plan"}
MAILS = {
    "avant_echeance",
    "rappel",
    "relance",
    "derniere_relance",
    "promesse_non_tenue",
    "remerciement",
    "retrait",
}
PAID = {"remerciement", "retrait"}
every_form = pytest.mark.parametrize(("language", "name", "tone"), FORMS)
both_languages = pytest.mark.parametrize("language", ["fr", "en"])
every_step = pytest.mark.parametrize("step", STEPS)
AMOUNT = re.compile(
    r"(?:US\$|\$|€|USD)[\u00a0 ]?\d[\d.,\u202f]*\d|\d[\d.,\u202f\u00a0]*\d[\u00a0 ](?:€|\$US|\$|US\$|USD)"
)


def words(text: str) -> str:
    return " ".join(text.split())


def amounts_in(text: str) -> set[str]:
    return {found.replace(" ", "\u00a0") for found in AMOUNT.findall(text)}


def test_the_letters_are_there_in_their_languages_and_tones() -> None:
    found = {
        (language, name): set(tones_of(SHIPPED, language, name)) for language, name in letters_in(SHIPPED)
    }

    for language in ("fr", "en"):
        assert {name for known, name in found if known == language} == THREE_TONES | ONE_FORM
        assert all(found[language, name] == set(Tone) for name in THREE_TONES)
        assert all(found[language, name] == {Tone.NEUTRAL} for name in ONE_FORM)
    for language in ("de", "es", "it", "nl"):
        assert {name for known, name in found if known == language} == MAILS | ONE_FORM - {"mise_en_demeure"}
    assert not [path for path in SHIPPED if path.endswith(".html.j2")]


@every_form
def test_a_letter_names_every_invoice_and_what_is_asked_and_text_and_html_agree(
    language: str, name: str, tone: Tone
) -> None:
    money = LocalFilters(locale_of(language, "FR")).money
    shown = samples_of(language, name, tone)
    assert len(shown) >= 3

    for context, letter in shown:
        page = html_to_text(letter.html)
        assert amounts_in(letter.text) == amounts_in(page)
        for line in context.chased:
            assert line.number in letter.text
            assert line.number in page
            assert line.number in letter.subject
            due = line.total if name in PAID else line.owed
            assert money(due) in letter.text
        for amount in () if name in PAID else context.net:
            assert money(amount) in letter.text
        for part in context.instalments if name not in {"answer_copy", "answer_iban"} else ():
            assert money(part.amount) in letter.text


@every_form
def test_a_letter_shows_no_gap_and_its_words_stand_in_the_html_too(
    language: str, name: str, tone: Tone
) -> None:
    for _, letter in samples_of(language, name, tone):
        shown = words(html_to_text(letter.html))
        for text in (letter.subject, letter.text):
            assert not re.search(
                r"None|Undefined|duration|\{[{%]|[%}]\}(?!.*Cie)|\(\)|\ue000|\[\]",
                text.replace("{{ 7 * 7 }}", ""),
            )
        for block in letter.text.rstrip().split("\n\n"):
            if "---" in block or block.startswith("- "):
                continue  # a table, read apart
            assert not re.search(r"[^\n ]  | [,.](?:\s|$)|\n\n\n", block), block
            for line in block.split("\n"):
                assert words(line.split("https:")[0]).rstrip(" :") in shown, line
        assert not re.search(r"[.!?;][A-ZÀ-Ý]", re.sub(r"\S*@\S*|https:\S*", "", letter.text))


@every_form
def test_a_letter_is_signed_dated_and_addressed_in_its_own_language(
    language: str, name: str, tone: Tone
) -> None:
    for context, letter in samples_of(language, name, tone):
        lines = letter.text.rstrip().split("\n")
        assert lines[-1].endswith(SAMPLE_REFERENCE)
        assert FIRM.name in letter.text
        assert f'<html lang="{language}">' in letter.html
        assert letter.language == language
        if context.sender != context.firm.name and name != "mise_en_demeure":
            assert context.sender in letter.text
            assert context.firm.phone in letter.text


@every_form
def test_the_account_is_the_configured_one_or_none(language: str, name: str, tone: Tone) -> None:
    asks = name not in PAID
    for context, letter in samples_of(language, name, tone):
        for text in (letter.text, html_to_text(letter.html)):
            assert ("IBAN" in text) is asks
            if asks:
                assert "FR76 3000 6000 0112 3456 7890 189" in text
                assert set(re.findall(r"\b[A-Z]{2}\d{2}(?: \w{4})+", text)) == {
                    "FR76 3000 6000 0112 3456 7890"
                }
        if context.firm.bic and asks:
            assert f"BIC{':' if language != 'fr' else chr(160) + ':'} {context.firm.bic}" in letter.text


@every_form
def test_html_is_whole_and_loads_nothing(language: str, name: str, tone: Tone) -> None:
    for _, letter in samples_of(language, name, tone):
        html = letter.html
        assert not re.search(r"<(img|script|link|style|iframe)\b|url\(", html)
        assert set(re.findall(r'(?:href|src)="(https?://[^/"]*)', html)) <= {
            "https://payer.atelier-verrier.example"
        }
        for tag in ("p", "table", "tr", "td", "th", "div", "strong", "span", "a"):
            assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


@every_form
def test_a_consumer_reads_of_no_charges(language: str, name: str, tone: Tone) -> None:
    for context, letter in samples_of(language, name, tone):
        if context.client.kind == ClientKind.CONSUMER:
            text = letter.text.replace("F2026", "").replace("400,00", "").replace("400.00", "")
            assert not re.search(
                r"\b40\b|441-10|2192|indemnit|recovery charge|Pauschale|indemniz|indennizz|vergoeding", text
            )
            assert context.charges is None


@every_form
def test_text_stays_within_the_width_of_its_tables(language: str, name: str, tone: Tone) -> None:
    for _, letter in samples_of(language, name, tone):
        for block in letter.text.split("\n\n"):
            if "---" in block:
                assert all(len(line) <= 76 for line in block.split("\n"))


@pytest.mark.parametrize(
    ("name", "tone"), [(name, tone) for language, name, tone in FORMS if language == "fr"]
)
def test_french_typography(name: str, tone: Tone) -> None:
    for _, letter in samples_of("fr", name, tone):
        for raw in (letter.subject, letter.text, html_to_text(letter.html)):
            text = re.sub(r"https:\S*|\{\{ 7 \* 7 \}\}", "", raw)
            assert not re.search(r"[^\u00a0\u202f][:;!?»]|«[^\u00a0\u202f]", text)
            assert not re.search(r"'|\.\.\.|\d €|\b[LD]\. \d|\d jour|article \d", text)


@every_step
def test_a_letter_of_the_ladder_says_how_late_and_until_when(step: str) -> None:
    letter = letter_of(reminder_of(step, several=True))

    assert f"{abs(DAYS[step])}\xa0jours" in letter.text
    if step in {"rappel", "relance", "derniere_relance"}:
        assert "26\xa0mai 2026" in letter.text  # eight days from the day of the amounts
        assert "18\xa0mai 2026" in letter.text


@both_languages
@every_step
def test_without_a_configured_account_none_is_printed(language: str, step: str) -> None:
    context = letter_context(reminder_of(step), replace(FIRM, iban=None))
    letter = TEMPLATES.render(language, step, context)

    assert "IBAN" not in letter.text + letter.html


@pytest.mark.parametrize("step", ["relance", "derniere_relance", "mise_en_demeure"])
@pytest.mark.parametrize(
    ("language", "reserved"),
    [("fr", "Nous nous réservons le droit de les réclamer."), ("en", "We reserve the right to claim them.")],
)
def test_business_and_public_buyers_read_of_their_own_law_as_a_reserved_right(
    language: str, reserved: str, step: str
) -> None:
    business = letter_of(reminder_of(step, ClientKind.BUSINESS), language).text
    public = letter_of(reminder_of(step, ClientKind.PUBLIC), language).text

    for text, articles, other in (
        (business, ("441-10", "441-5"), "2192"),
        (public, ("2192-13", "2192-35"), "441"),
    ):
        assert all(article in text for article in articles)
        assert other not in text
        assert "40\xa0€" in text or "€40" in text
        assert reserved in text


def test_the_law_of_france_is_quoted_for_firms_in_france_only() -> None:
    for language in ("fr", "en"):
        for step in STEPS:
            context = letter_context(reminder_of(step), replace(FIRM, country="BE"))
            text = TEMPLATES.render(language, step, context).text
            assert not re.search(r"441-10|1344|40\xa0€|€40|French", text)


def test_figures_of_charges_are_given_only_where_they_are_computed_and_claimed_only_where_the_step_does() -> (
    None
):
    [full] = [each for each in sample_reminders(step_of("derniere_relance")) if each.apart]
    claims = replace(full, step=replace(full.step, charges=Charges.CLAIMED))
    charged = claims.lines[0].charges
    assert charged is not None
    refused = replace(
        claims, lines=(replace(claims.lines[0], charges=replace(charged, refused="no rate")), claims.lines[1])
    )

    reserved, claimed, unknown = (letter_of(each).text for each in (full, claims, refused))

    assert "ces intérêts s’élèvent à 23,68\xa0€ et cette indemnité à 80,00\xa0€" in reserved
    assert "2\u202f053,68" not in reserved
    assert "Total réclamé" in claimed
    assert "2\u202f053,68\xa0€" in claimed
    assert "23,68" not in unknown
    assert "réservons le droit" in unknown


def test_the_formal_notice_is_sufficient() -> None:
    letter = letter_of(reminder_of("mise_en_demeure", several=True))

    for must in (
        "mise en demeure", "Le 18\xa0mai 2026", "au 18\xa0mai 2026",
        "Créancier\xa0: Atelier Verrier SARL", "Débiteur\xa0: Mairie de Villeneuve",
        "F2026-009", "du 28/02/2026", "30/03/2026", "a pour origine", "45\xa0jours de retard",
        "malgré nos rappels des 4 et 11\xa0mai 2026", "2\u202f150,00\xa0€ et 600,00\xa0$US en principal",
        "8\xa0jours à compter de la réception", "toute procédure utile", "l’article\xa01344 du code civil",
        "Si votre règlement nous est parvenu entre-temps", "sans être visée par la présente mise en demeure",
    ):  # fmt: skip
        assert must in letter.text, must
    assert letter.subject.startswith("MISE EN DEMEURE")
    assert "F2026-020" not in letter.text  # not due: no part of a formal notice
    assert "ne pas tenir compte" not in letter.text


def test_a_consumers_formal_notice_starts_the_legal_interest() -> None:
    text = letter_of(reminder_of("mise_en_demeure", ClientKind.CONSUMER)).text

    assert "intérêt au taux légal (articles\xa01231-6 et 1344-1 du code civil)" in text


@both_languages
def test_on_paper_the_formal_notice_has_neither_addresses_nor_signature_of_its_own(language: str) -> None:
    reminder = reminder_of("mise_en_demeure")
    posted = replace(reminder, step=replace(reminder.step, channel=Channel.LETTER))
    letter = TEMPLATES.render(
        language, "mise_en_demeure", letter_context(posted, FULL_FIRM, reference=SAMPLE_REFERENCE)
    )
    texts = [getattr(block, "text", "") for block in letter.body]

    assert texts[-1].startswith(("Veuillez agréer", "Yours faithfully"))
    assert texts[0] in {"Madame, Monsieur,", "Dear Sir or Madam,"}
    for line in (*FULL_FIRM.postal, FULL_FIRM.signatory, reminder.to):
        assert line not in letter.text
    mailed = TEMPLATES.render(language, "mise_en_demeure", letter_context(reminder, FULL_FIRM)).text
    for line in (*FULL_FIRM.postal, FULL_FIRM.signatory, reminder.to):
        assert line in mailed


@pytest.mark.parametrize("tone", list(Tone))
def test_every_letter_that_asks_for_money_tells_whoever_has_just_paid_to_disregard_it(tone: Tone) -> None:
    for step in {*STEPS, "promesse_non_tenue", "echeancier_rompu"} - {"mise_en_demeure"}:
        for _, letter in samples_of("fr", step, tone):
            assert "tenir compte de ce message" in letter.text or "ne tenez pas compte" in letter.text, step
        for _, letter in samples_of("en", step, tone):
            assert "please disregard this message" in letter.text


@both_languages
def test_an_attachment_is_spoken_of_only_when_there_is_one(language: str) -> None:
    word = "joignons" if language == "fr" else "Attached"
    for step in STEPS:
        assert word not in letter_of(reminder_of(step), language).text
        assert word in letter_of(reminder_of(step), language, attached=True).text


@every_form
def test_what_is_held_apart_is_named_with_its_reason_and_its_day(
    language: str, name: str, tone: Tone
) -> None:
    if name in PAID or name.startswith("answer"):
        return
    day = LocalFilters(locale_of(language, "FR")).day(date(2026, 5, 29))
    for context, letter in samples_of(language, name, tone):
        lines = [line for line in letter.text.split("\n") if line.startswith("- F2026-00")]
        assert len(lines) == len(context.apart)
        assert not context.apart or day in lines[1]


@both_languages
@every_step
def test_a_letter_refuses_an_invoice_that_it_would_speak_falsely_of(language: str, step: str) -> None:
    wrong_day = 3 if DAYS[step] < 0 else -3
    reminder = sample_reminders(step_of(step, after_due_days=wrong_day))[0]

    with pytest.raises(LetterStopped, match="F2026-012"):
        letter_of(reminder, language)


@pytest.mark.parametrize(("name", "lacks"), [
    ("promesse_non_tenue", {"promised_on": None}), ("echeancier", {"instalments": ()}),
    ("echeancier_rompu", {"instalments": ()}), ("retrait", {"notice_posted_on": None}),
    ("relance", {"asked": ()}),
])  # fmt: skip
def test_a_letter_without_what_it_is_about_stops(name: str, lacks: dict[str, object]) -> None:
    for language in ("fr", "en"):
        for tone in Tone:
            context = replace(next(c for _, c in sample_letters(name)), tone=tone, **lacks)  # type: ignore[arg-type]  # mypy cannot see the fields in a mapping
            with pytest.raises(LetterStopped):
                TEMPLATES.render(language, name, context)


def test_many_invoices_are_counted_in_the_subject_and_named_in_the_body() -> None:
    reminder = reminder_of("relance")
    lines = tuple(replace(reminder.lines[0], number=f"F-{i:03}") for i in range(40))  # type: ignore[arg-type]  # plain text will do

    letter = letter_of(replace(reminder, lines=lines))

    assert letter.subject == "Relance\xa0: factures F-000, F-001 et 38 autres – reste dû 48\u202f000,00\xa0€"
    assert all(f"F-{i:03}" in letter.text for i in range(40))


@both_languages
@every_step
def test_every_letter_prints_the_reference_by_which_its_answer_is_known(language: str, step: str) -> None:
    reminder = reminder_of(step)
    message_id = message_id_of(reminder, FIRM, KEY)
    context = letter_context(reminder, FIRM, reference=reference_of(message_id))
    letter = TEMPLATES.render(language, step, context)
    sent = parse_message(seal(letter, reminder, firm=FIRM, key=KEY, now=NOW).raw)

    assert sent.message_id == message_id
    assert reference_of(message_id) in html_to_text(letter.html)
    assert tokens_in(sent) == tokens_in(replace(sent, text="")) == (reference_of(message_id),)


@both_languages
def test_a_letter_without_a_reference_shows_no_gap(language: str) -> None:
    letter = letter_of(reminder_of(), language)

    assert letter.text.rstrip().endswith(FIRM.name)
    assert not re.search(r"Réf\.|Ref\.", letter.text + letter.html)


def test_payment_pages_are_linked_per_invoice_or_for_all_where_a_credit_note_is_deducted() -> None:
    several = reminder_of("relance", several=True)
    euros = replace(several, lines=tuple(line for line in several.lines if line.owed.currency == "EUR"))
    texts = [
        TEMPLATES.render("fr", "relance", letter_context(each, FULL_FIRM)).text
        for each in (euros, next(r for r in sample_reminders(step_of("relance")) if r.credit_notes))
    ]

    assert texts[0].count("https://payer.atelier-verrier.example/?facture=F2026-0") == 2
    assert "facture=F2026-009&montant=950.00&devise=EUR" in texts[0]
    assert texts[1].count("https:") == 1
    assert "montant=1950.00" in texts[1]


_PAID_HEADS = {
    "fr": ("Facture du", "Réglée le"),
    "en": ("Invoice of", "Paid on"),
    "de": ("Rechnung vom", "Bezahlt am"),
    "es": ("Factura del", "Pagada el"),
    "it": ("Fattura del", "Pagata il"),
    "nl": ("Factuur van", "Betaald op"),
}


@pytest.mark.parametrize(("language", "name", "tone"), [form for form in FORMS if form[1] in PAID])
def test_what_is_paid_has_the_day_of_the_invoice_and_where_it_is_known_of_the_payment(
    language: str, name: str, tone: Tone
) -> None:
    short = LocalFilters(locale_of(language, "FR")).short_day
    of, paid = _PAID_HEADS[language]
    for context, letter in samples_of(language, name, tone):
        for line in context.chased:
            assert short(line.issued_on) in letter.text
            assert short(line.paid[-1].on) in letter.text
        assert of in letter.text
        assert paid in letter.text
    context, _ = samples_of(language, name, tone)[0]
    unknown = replace(context, chased=tuple(replace(line, paid=()) for line in context.chased))

    text = TEMPLATES.render(language, name, unknown).text

    assert of in text
    assert paid not in text


_WAIVED = {
    "fr": "ne vous sont pas réclamés",
    "en": "are not claimed from you",
    "de": "fordern wir nicht",
    "es": "No le reclamamos",
    "it": "Non Vi chiediamo",
    "nl": "vorderen wij niet",
}
_RESERVED = {
    "fr": ("désormais sans objet à ce titre", "demeurent réservés", "plus rien à faire"),
    "en": ("no further purpose in that respect", "remain reserved", "nothing more for you"),
    "de": ("insoweit gegenstandslos", "bleiben vorbehalten", "nichts weiter"),
    "es": ("sin objeto a este respecto", "Nos reservamos", "nada más"),
    "it": ("priva di oggetto a tale titolo", "Restano riservati", "fare altro"),
    "nl": ("in zoverre vervallen", "blijven voorbehouden", "verder niets"),
}


@pytest.mark.parametrize(("language", "name", "tone"), [form for form in FORMS if form[1] == "retrait"])
def test_a_withdrawn_notice_claims_nothing_beside_the_invoices(language: str, name: str, tone: Tone) -> None:
    for context, letter in samples_of(language, name, tone):
        assert (_WAIVED[language] in letter.text) is (context.client.kind != ClientKind.CONSUMER)


@pytest.mark.parametrize(("language", "name", "tone"), [form for form in FORMS if form[1] == "remerciement"])
def test_thanks_after_a_notice_end_it_for_the_principal_and_keep_the_charges(
    language: str, name: str, tone: Tone
) -> None:
    ended, kept, nothing_left = _RESERVED[language]
    day = LocalFilters(locale_of(language, "FR")).day
    told = 0
    for context, letter in samples_of(language, name, tone):
        posted = context.notice_posted_on
        told += posted is not None
        assert (ended in letter.text) is (kept in letter.text) is (posted is not None)
        assert (nothing_left in letter.text) is (posted is None)
        assert posted is None or day(posted) in letter.text
    assert told


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it", "nl"])
def test_an_invoice_beside_the_chased_ones_tells_of_its_formal_notice(language: str) -> None:
    reminder = reminder_of("rappel", several=True)
    day = LocalFilters(locale_of(language, "FR")).day(date(2026, 5, 14))
    lines = tuple(replace(line, notice_posted_on=None) for line in reminder.lines)

    assert day in letter_of(reminder, language).text
    assert day not in letter_of(replace(reminder, lines=lines), language).text
    if language in {"fr", "en"}:
        assert letter_of(reminder_of("mise_en_demeure", several=True), language).text.count(day) == 1


@pytest.mark.parametrize("tone", list(Tone))
def test_a_broken_plan_shows_which_parts_came_and_speaks_of_no_agreement(tone: Tone) -> None:
    words = {"fr": ("réglé", "non réglé", "à venir"), "en": ("paid", "not paid", "to come")}
    for language, expected in words.items():
        for context, letter in samples_of(language, "echeancier_rompu", tone):
            table = letter.text.split("\n\n")[2].split("\n")
            assert [row.split("  ")[-1].strip() for row in table[2:]] == list(expected)
            assert not re.search(
                r"[Cc]onformément à notre accord|D’après notre accord|Under our", letter.text
            )
            first, *rest = context.instalments
            part = replace(first, paid=first.amount - Money(1_000, "EUR"))
            partly = TEMPLATES.render(
                language, "echeancier_rompu", replace(context, instalments=(part, *rest))
            )
            assert re.search(r"hauteur de 390,00|in part: €390.00", partly.text)
    agreed = samples_of("fr", "echeancier", tone)[0][1].text
    assert "à venir" not in agreed
