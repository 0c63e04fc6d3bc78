"""Signatures, footers and disclaimers go; a typed name and every sentence stay."""

import pytest
from intake.reply.conftest import Mails

from relanced.intake.reply.split.quotes import split_reply
from relanced.intake.reply.split.signature import split_signature


def _text(text: str) -> str:
    return split_signature(text.split("\n"))[0]


@pytest.mark.parametrize(
    "footer",
    ["Envoyé de mon iPhone", "Sent from my Galaxy", "Obtenir Outlook pour Android", "Von meinem iPhone gesendet",
     "Enviado desde mi iPad", "Inviato da iPhone", "Verzonden vanaf mijn telefoon"],
)  # fmt: skip
def test_a_phones_footer_is_dropped(footer: str) -> None:
    text, signature = split_signature(["Payé hier", "", footer])
    assert (text, signature) == ("Payé hier", footer)


def test_a_sentence_that_begins_like_a_footer_stays() -> None:
    assert (
        _text("Envoyé de la main à la main à votre livreur") == "Envoyé de la main à la main à votre livreur"
    )


def test_what_follows_two_dashes_is_signature() -> None:
    assert _text("Non.\n-- \nB. Oliveira") == "Non."


def test_name_and_function_below_a_closing_are_dropped_but_a_first_name_stays() -> None:
    assert _text("Payé.\n\nCordialement,\n\nStéphanie Colas\nMéridia Énergie") == "Payé.\n\nCordialement,"
    assert _text("Payé.\n\nCordialement,\n\nStéphanie") == "Payé.\n\nCordialement,\n\nStéphanie"


def test_sentences_below_a_closing_stay() -> None:
    text = "Cordialement,\n\nLise\nPS : je conteste aussi la seconde facture, elle est en double."
    assert _text(text) == text


def test_a_disclaimer_is_dropped_and_never_the_first_paragraph() -> None:
    disclaimer = (
        "Ce message est confidentiel et destiné à son seul destinataire. Toute divulgation est interdite. "
        "Merci de ne pas l'imprimer."
    )
    assert _text(f"Payé.\n\n{disclaimer}") == "Payé."
    assert _text(disclaimer) == disclaimer


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour\n\nTOUT EST PAYÉ", "Thanks,\n\nPaid Friday", "Merci\n\nFacture Payée",
        "Cordialement,\n\nDéjà payé hier",
        "Cordialement,\n\nNouvelle adresse : achats@client.example", "Merci.\n\nAppelez-moi au 06 12 34 56 78",
        "Cordialement\nPaul\n\n1 000 €", "Salut Paul\n\nNON PAS QUESTION",
        "Bonjour,\n\nFacture établie par erreur, voir pièce jointe à notre mail. Vous en êtes responsables.",
    ],
)  # fmt: skip
def test_what_was_typed_is_never_taken_for_a_signature(text: str) -> None:
    assert _text(text) == text


@pytest.mark.parametrize(
    ("typed", "block"),
    [
        ("Payé.\n\nCordialement,\nLise", "Lise Martin\nComptabilité fournisseurs\nTél. 01 02 03 04 05"),
        ("Paid.\n\nBest wishes\nAnn", "Ann Lee\nAccounts Payable\nLee & Sons Ltd\nann@lee.example"),
        ("Bezahlt.\n\nMit freundlichen Grüßen\nUte", "Ute Kern\nBuchhaltung\nKern GmbH, Hauptstraße 4"),
        ("Pagado.\n\nUn saludo,", "Luz Gil\nAdministración\nGil S.L."),
        ("Pagato.\n\nCordiali saluti", "Ugo Neri\nUfficio contabilità\nNeri S.r.l. - Via Roma 3"),
        ("Betaald.\n\nMet vriendelijke groet,", "Jan de Wit\nAdministratie\nDe Wit B.V."),
        ("Payé.", "Lise Martin\nMartin SARL - 3 rue du Port\nwww.martin.example"),
    ],
)
def test_the_block_of_a_firm_is_dropped_in_six_languages(typed: str, block: str) -> None:
    assert _text(f"{typed}\n\n{block}") == typed


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This e-mail is confidential and intended solely for the addressee. We accept no liability for viruses.",
        "Supplier notice: invoices that bear no purchase order will be disputed and returned to the supplier.",
        "Diese E-Mail ist vertraulich. Falls Sie nicht der Adressat sind, löschen Sie sie bitte. Keine Haftung.",
        "Este mensaje es confidencial y va dirigido a su destinatario. Si lo recibe por error, elimínelo.",
        "Questo messaggio è riservato ai soli destinatari. Se ricevuto per errore va eliminato, è vietata ogni copia.",
        "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde. Wij aanvaarden geen aansprakelijkheid.",
    ],
)
def test_a_disclaimer_is_dropped_in_six_languages(disclaimer: str) -> None:
    assert _text(f"Ok.\n\n{disclaimer}") == "Ok."


def test_a_servers_warning_above_the_text_is_dropped() -> None:
    warning = "CAUTION: This email comes from outside of the organization. Do not click links."
    assert _text(f"{warning}\n\nWe pay on Friday.") == "We pay on Friday."
    assert _text(warning) == warning


@pytest.mark.parametrize(
    "word", ["Oui", "Ok", "Non", "Payé", "Noted", "Erledigt", "Fatto", "Gezien", "Hecho"]
)
@pytest.mark.parametrize("head", ["", "Bonjour Madame\n\n", "Merci,\n\n"])
def test_an_answer_of_one_word_is_never_lost(word: str, head: str) -> None:
    block = "Damien Roux\nRoux SARL\n02 98 00 00 00"
    assert _text(f"{head}{word}") == f"{head}{word}"
    assert _text(f"{head}{word}\n\n{block}") == f"{head}{word}"
    assert _text(f"{head}{word}\n\nDamien\n\n{block}") == f"{head}{word}\n\nDamien"


@pytest.mark.parametrize(
    "block",
    ["Auberge de l'Orme, repas & banquets", "Étude Marchand, mandataires judiciaires", "Brook & Vale\nLeeds",
     "Centre de services partagés\nAcme Industrie", "P2P - Acme Distribution\nLeeds"],
)  # fmt: skip
def test_a_firm_alone_below_a_name_is_dropped(block: str) -> None:
    assert _text(f"Payé.\n\nCordialement,\nDamien\n\n{block}") == "Payé.\n\nCordialement,\nDamien"


@pytest.mark.parametrize(
    "typed", ["Avocat saisi", "Sarl En Liquidation", "Chantier Dupont, fuite persistante", "Moteur Cassé"]
)
def test_bad_news_below_a_closing_stays(typed: str) -> None:
    text = f"Bien à vous\n\n{typed}"
    assert _text(text) == text


@pytest.mark.parametrize("box", ['id="Signature"', 'class="gmail_signature"', 'class="moz-signature"'])
def test_a_mail_programs_signature_box_is_a_paragraph_of_its_own(box: str) -> None:
    block = "<div>Yann Roux</div><div>P2P - Roux Distribution</div>"
    html = f"<div>Payé.</div><div>Cdt,</div><div>Y. Roux</div><div {box}>{block}</div><div id=appendonsend></div>"
    message = Mails().written("Payé.", html=html)
    assert split_reply(message).new_text == "Payé.\nCdt,\nY. Roux"
