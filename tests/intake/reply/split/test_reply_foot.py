"""What a template adds below every mail is told by its words; who speaks for himself has typed it."""

import pytest

from relanced.intake.reply.split.foot import is_house_text, is_server_text
from relanced.intake.reply.split.signature import split_signature

CLOSED = {
    "fr": "Payé hier.\n\nCordialement,\nLise Morel",
    "en": "Paid yesterday.\n\nKind regards\nAnn Lee",
    "de": "Gestern bezahlt.\n\nMit freundlichen Grüßen\nUte Kern",
    "es": "Pagado ayer.\n\nUn saludo,\nLuz Gil",
    "it": "Pagato ieri.\n\nCordiali saluti\nUgo Neri",
    "nl": "Gisteren betaald.\n\nMet vriendelijke groet,\nJan de Wit",
}
HOUSE = {
    "fr": ["Tout différend relève du tribunal de commerce de Brest.", "SARL au capital de 8 000 €, RCS Brest 444",
           "Nos coordonnées bancaires ne changent jamais par e-mail.",
           "Pour toute question sur vos paiements, consultez notre portail fournisseurs."],
    "en": ["For invoice queries and disputes please use the portal", "Registered in England 0123456",
           "We will never change our bank details by email. Liability is not accepted.",
           "Authorised and regulated by the Bar of Brook"],
    "de": ["Gerichtsstand ist Ulm.", "Wir ändern unsere Bankverbindung niemals per E-Mail.",
           "Für Fragen zu Zahlungen nutzen Sie bitte das Portal."],
    "es": ["Las partes se someten a los juzgados de Lugo.", "Nunca comunicamos cambios de cuenta por correo."],
    "it": ["Foro competente: Lecco.", "Non cambiamo mai le coordinate bancarie via e-mail."],
    "nl": ["De rechtbank Zwolle is bevoegd.", "Wij wijzigen onze bankgegevens nooit per e-mail."],
}  # fmt: skip
SERVER = {
    "fr": ["Se désinscrire", "Répondez au-dessus de cette ligne"],
    "en": [
        "Unsubscribe",
        "##- Please type your reply above this line -##",
        "This is an email service from Brook Desk",
    ],
    "de": ["Newsletter abbestellen", "Bitte antworten Sie oberhalb dieser Zeile"],
    "es": ["Darse de baja", "Responda por encima de esta línea"],
    "it": ["Disiscriviti", "Rispondi sopra questa riga"],
    "nl": ["Uitschrijven", "Typ uw antwoord boven deze regel"],
}
_HOUSE = [(lang, foot) for lang, feet in HOUSE.items() for foot in feet]
_SERVER = [(lang, foot) for lang, feet in SERVER.items() for foot in feet]


@pytest.mark.parametrize(("lang", "foot"), [*_HOUSE, *_SERVER])
def test_what_stands_below_a_closing_is_dropped(lang: str, foot: str) -> None:
    assert split_signature([*CLOSED[lang].split("\n"), "", foot]) == (CLOSED[lang], foot)


@pytest.mark.parametrize(("lang", "foot"), _HOUSE)
def test_the_same_words_above_a_closing_or_without_one_stay(lang: str, foot: str) -> None:
    assert split_signature([foot, "", *CLOSED[lang].split("\n")])[0] == f"{foot}\n\n{CLOSED[lang]}"
    assert split_signature(["Non.", "", foot])[0] == f"Non.\n\n{foot}"


@pytest.mark.parametrize("lang", CLOSED)
def test_papers_of_the_house_a_block_and_a_programs_line_go_together(lang: str) -> None:
    below = [*HOUSE[lang], "Kern & Sohn\nUlm", *SERVER[lang]]
    assert split_signature("\n\n".join([CLOSED[lang], *below]).split("\n"))[0] == CLOSED[lang]


@pytest.mark.parametrize(
    "typed",
    ["En cas de litige je saisis le tribunal de Brest.", "PS : tout litige relève du tribunal.",
     "Pour toute question écrivez au portail compta@x.example", "I will never get new bank details from you"],
)  # fmt: skip
def test_who_speaks_for_himself_has_typed_it(typed: str) -> None:
    assert not is_house_text(typed)
    assert split_signature(["Cordialement,", "Lise", "", typed])[0].endswith(typed)


@pytest.mark.parametrize(
    "typed", ["Merci de me désinscrire", "Please unsubscribe us", "Ticket 55 is not solved"]
)
def test_a_wish_is_no_servers_text(typed: str) -> None:
    assert not is_server_text(typed)
