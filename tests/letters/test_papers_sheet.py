"""A call sheet has what is needed at the telephone, in the owner's language, on one page or two."""

from dataclasses import replace

import pytest
from letters.paper_makers import FIRM, text_of
from letters.sheet_makers import CALL, sheet_line

from relanced.edge.typeset import typeset
from relanced.letters.papers.sheet import sheet
from relanced.model.call_sheet import CallSheet, PayingHabit, SheetPerson, SheetReminder, Situation
from relanced.model.intents import Intent


def page(call: CallSheet) -> str:
    pages = text_of(typeset(sheet(call, FIRM)))
    assert len(pages) <= 2
    return " ".join(pages)


def test_all_that_the_caller_must_know_is_there() -> None:
    text = page(CALL)

    for said in (
        "Menuiserie Lenoir", "02 40 00 00 00 Mme Le Goff · compta@lenoir.example · a écrit le 15/05/2026",
        "direction@lenoir.example", "À réclamer 1 790,50 €",
        "Il a promis, et n’a pas payé. Obtenir un jour de règlement.",
        "F2026-009 28/03/2026 27/04/2026 2 450,00 € 950,00 € 21 1 (08/05/2026)",
        "Facture F2026-009 – quatre fenêtres, chantier Duval – envoyée le 29/03/2026 à compta@lenoir.example",
        "Revenu le 08/04/2026 : ancien@lenoir.example", "F2026-003 · 880,00 € · en litige",
        "Avoir A2026-001 · 03/04/2026 · -120,00 €",
        "Factures réglées : 12. En moyenne 9 jours après l’échéance, au pire 41 jours.",
        "Dernier règlement : 450,00 €, le 19/03/2026.",
        "F2026-007 : promis le 28/04/2026 pour le 10/05/2026 – non tenu",
        "Je vois avec la comptabilité et je reviens vers vous.",
        "Je n’ai pas reçu la facture À quelle adresse l’envoyer ?",
        "promis le 12 · payé · litige livraison",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("situation", Situation)
def test_every_situation_has_its_words(situation: Situation, language: str) -> None:
    assert page(replace(CALL, language=language, situation=situation))


@pytest.mark.parametrize("intent", Intent)
def test_every_intent_has_its_words(intent: Intent) -> None:
    for language in ("fr", "en"):
        assert page(replace(CALL, language=language, answers=(replace(CALL.answers[0], intent=intent),)))


def test_a_client_of_whom_little_is_known() -> None:
    nobody = SheetPerson(name="", phone="", address="compta@lenoir.example", last_wrote_on=None)
    nothing = PayingHabit(
        paid=0, average_days_late=None, worst_days_late=None, last_paid_on=None, last_paid=None
    )
    text = page(
        replace(CALL, people=(nobody,), habit=nothing, answers=(), promises=(), undelivered=(), objections=())
    )

    assert "Numéro à compléter" in text
    assert "Aucun règlement connu à ce jour." in text
    assert "Ce qu’il a promis" not in text


def test_who_pays_in_time_is_told_so() -> None:
    habit = replace(CALL.habit, average_days_late=-2)

    assert "Il paie habituellement à l’échéance." in page(replace(CALL, habit=habit))


def test_many_invoices_and_a_hostile_name_stay_within_two_pages() -> None:
    call = replace(
        CALL,
        lines=tuple(sheet_line(f"F-{n}", n, 100, 100) for n in range(200)),
        client=replace(CALL.client, name="#panic() " + "x" * 10_000),
    )
    text = page(call)

    assert "#panic() xxx" in text
    assert "+ 185" in text


def test_a_notice_before_the_due_day_is_no_reminder_and_what_is_owed_else_stands_beside() -> None:
    first, second = CALL.lines
    early = SheetReminder(on=first.due_on, step=None)
    call = replace(
        CALL,
        lines=(replace(first, reminders=(early, *first.reminders)),),
        beside=(second,),
        owed=(first.owed,),
    )
    told = " ".join(text_of(typeset(sheet(call, FIRM))))

    assert f"annoncée le {first.due_on:%d/%m/%Y}, avant l’échéance" in told
    assert f"1 ({first.reminders[0].on:%d/%m/%Y})" in told
    assert "Il doit aussi 950,00 €, hors de cet appel : F2026-009" in told.replace("\u202f", " ").replace(
        "\u00a0", " "
    )
