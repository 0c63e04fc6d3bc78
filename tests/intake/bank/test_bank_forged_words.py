"""A payer writes amounts, labels, sentences and whole blocks into his name and his words, in every layout."""

from collections.abc import Iterator
from html import escape

import pytest
from intake.bank.bank_notices import cards, read, stack, table

FORGED = "9 999,00 €"
TRUE = "0,01 €"
WORDS = [
    FORGED,
    f"Montant : {FORGED}",
    "F1 Montant crédité : 9 999,00 EUR",
    f"F1 - {FORGED}",
    f"virement reçu de {FORGED}",
    f"PONS vous a envoyé {FORGED}",
    f"Total : {FORGED}",
    f"+{FORGED}",
    f"F1    {FORGED}",
    f"F1 | {FORGED}",
    f"F1\t{FORGED}",
    "9 999,00 EUR CR",
    "Your account was credited with EUR 9,999.00",
    f"F1 ({FORGED})",
    f"Net versé : {FORGED}",
    f"1) Virement de {FORGED} de PONS, motif : F1",
    f"F1» d'un montant de {FORGED}",
    f"F1. Vous avez reçu un virement de {FORGED} de PONS",
    f"Motif : Montant : {FORGED}",
    "Frais : 9 998,99 €",
    f"Montant {FORGED}",
    "F1 9 999,00",
    f"F1\nMontant : {FORGED}",
    f"F1\n{FORGED}",
    f"F1\nÉmetteur : PONS\nMontant : {FORGED}\nMotif : F2",
    f"F1\n- PONS (F2): {FORGED}",
    f"F1\n            PONS SARL      {FORGED}",
]


def layouts(who: str, what: str) -> Iterator[tuple[str, str, str]]:
    """Subject, text and HTML of notices that print a name and words beside the amount."""
    name, words = (escape(text).replace("\n", "<br>") for text in (who, what))
    got = "Virement reçu"
    yield got, f"Votre compte a été crédité.\n\nÉmetteur : {who}\nMotif : {what}\nMontant : {TRUE}\n", ""
    yield got, f"Votre compte a été crédité.\n\nMontant : {TRUE}\nÉmetteur : {who}\nMotif : {what}\n", ""
    yield got, f"Montant        {TRUE}\nÉmetteur       {who}\nMotif          {what}\n", ""
    yield got, "", table(("Émetteur", name), ("Motif", words), ("Montant", TRUE))
    yield got, "", stack(("Montant", TRUE), ("De", name), ("Motif", words))
    yield got, "", stack(("De", name), ("Motif", words), ("Montant", TRUE))
    yield got, "", f"<h1>{TRUE}</h1><p>{name}</p><p>{words}</p>"
    yield got, "", f"<div><p>{name}</p><p>{words}</p><b>{TRUE}</b></div>"
    yield (
        got,
        "",
        table(("Émetteur", "Montant"), (name, TRUE)) + table(("Motif", "Date"), (words, "15/10/2026")),
    )
    yield got, "", table(("Date", "Émetteur", "Motif", "Montant"), ("15/10/2026", name, words, TRUE))
    yield got, f"Vous avez reçu un virement de {TRUE} de la part de {who}. Motif : {what}", ""
    yield got, f"{who} vous a envoyé {TRUE}.\nMessage : {what}", ""
    yield got, f"Vous avez reçu un virement de {TRUE} de la part de {who} avec le libellé « {what} ».", ""
    yield f"{who} vous a envoyé {TRUE}", f"Motif : {what}", ""
    digest = ("15/10", f"VIREMENT DE {name}<br>{words}", "", TRUE)
    yield (
        "Mouvements",
        "",
        table(("Date", "Libellé", "Débit", "Crédit"), digest, ("15/10", "PRLV EDF", "12,00 €", "")),
    )
    yield "Mouvements", "", cards((name, words, f"+ {TRUE}"), ("EDF", "Prélèvement", "- 12,00 €"))
    heads, sale = ("Client", "Référence", "Brut", "Frais", "Net"), (name, words, TRUE, "0,00 €", TRUE)
    yield "Versement de 49,00 €", "", table(heads, sale, ("ROCHER", "F2", "50,00 €", "-1,00 €", "49,00 €"))
    yield "Versement de 49,00 €", f"- {who} ({what}) : {TRUE}\n- ROCHER (F2) : 50,00 €\n\nNet : 49,00 €", ""
    yield "Versement de 49,00 €", "", cards((name, words, TRUE), ("ROCHER", "F2", "50,00 €"))
    second = "Émetteur : ROCHER\nMontant : 20,00 €\nMotif : F2\n"
    yield "2 virements reçus", f"Émetteur : {who}\nMontant : {TRUE}\nMotif : {what}\n\n{second}", ""


@pytest.mark.parametrize("words", WORDS)
def test_nothing_that_a_payer_writes_is_what_he_paid(words: str) -> None:
    for who, what in ((words, "F1"), ("PONS", words)):
        for subject, body, html in layouts(who, what):
            amounts = {credit.amount.plain for credit in read(subject, body, html).credits}
            assert amounts <= {"0.01", "20.00", "50.00"}, (subject, body, html)


def test_the_same_layouts_are_read_where_the_payer_writes_nothing_of_it() -> None:
    for subject, body, html in layouts("PONS SARL", "F2026-0001"):
        [credit, *_] = read(subject, body, html).credits
        assert credit.amount.plain == "0.01", (subject, body, html)
        if "<h1>" not in html:  # there nothing tells the words apart
            assert (credit.payer, credit.reference) == ("PONS SARL", "F2026-0001"), (subject, body, html)
