"""Answers in another colour inside the quoted letter are found; the letter's own colours are not."""

import pytest
from intake.reply.conftest import Mails

from relanced.intake.reply.split.quotes import split_reply

HEAD = (
    '<div id="appendonsend"></div><div id="divRplyFwdMsg">De : A &lt;a@brume.example&gt;<br>'
    "Envoyé : 9 juin 2031<br>Objet : x</div>"
)
BODY = (
    "<p>La facture 7 du mois de mars n'est toujours pas réglée à ce jour.</p>"
    "<p>Nous attendons deux virements de vous.</p>"
)


def _new(top: str, quoted: str, *letters: str) -> str:
    message = Mails().written(
        "x", html=f"<p>{top}</p>{HEAD}{BODY}{quoted}<p>Merci de faire vite pour cette somme.</p>"
    )
    return split_reply(message, letters, ("@brume.example",)).new_text


@pytest.mark.parametrize(
    "answer",
    [
        '<p><span style="color:red">payée depuis lundi</span></p>',
        '<p><font color="#0000FF">payée depuis lundi</font></p>',
        '<div><b><span style="color:rgb(192,0,0)">payée</span></b><span style="color:#c00"> depuis lundi</span>',
        '<p>Échéance : 9 mai <span style="background-color:yellow">payée depuis lundi</span></p>',
        '<table><tr><td>7<td>12 €<tr><td colspan=2><span style="color:#00B050">payée depuis lundi</span></table>',
    ],
)
@pytest.mark.parametrize("top", ["Bonjour", "Mes réponses en couleur ci-dessous"])
def test_a_sentence_in_another_colour_is_new(answer: str, top: str) -> None:
    assert _new(top, answer) == f"{top}\n\npayée depuis lundi"


@pytest.mark.parametrize(
    "own",
    [
        '<p><a href="https://x.example" style="color:red">Régler cette facture en ligne</a></p>',
        '<h2 style="color:red">Dernier rappel avant poursuites</h2>',
        '<table><tr><td style="color:#c00">Total restant à payer</td></tr></table>',
        '<p>Il reste <span style="color:red"><b>1 200,00 €</b></span> à payer.</p>',
        '<p>Cette <span style="color:red">dernière relance amiable</span> vous est adressée.</p>',
        '<p><span style="color:blue">Atelier Brume SARL</span></p>',
        '<p><span style="color:#333">Ceci est en gris foncé seulement.</span></p>',
        "<p><b>Attention, dernier délai avant poursuites.</b></p>",
    ],
)
def test_the_letters_own_colours_are_no_answer(own: str) -> None:
    assert _new("Bonjour", own) == "Bonjour"


@pytest.mark.parametrize(
    "top",
    ["Voir mes réponses en rouge", "See my comments below in red", "Meine Antworten in Rot", "Mis respuestas abajo",
     "Le mie risposte qui sotto", "Mijn antwoorden hieronder in het rood"],
)  # fmt: skip
def test_one_word_is_enough_where_the_writer_announces_it(top: str) -> None:
    assert _new(top, '<p>Facture 8 <span style="color:red">ok</span></p>') == f"{top}\n\nok"


def test_bold_counts_where_the_writer_says_so() -> None:
    assert (
        _new("Réponses en gras", "<p>Facture 8 : <b>déjà payée</b></p>") == "Réponses en gras\n\ndéjà payée"
    )


def test_with_our_letter_known_its_own_red_sentence_is_none_and_the_answer_is() -> None:
    letter = (
        "La facture 7 du mois de mars n'est toujours pas réglée à ce jour.\nNous attendons deux virements de vous.\n"
        "Nous saisirons notre avocat.\nMerci de faire vite pour cette somme."
    )
    red = '<p><span style="color:red">Nous saisirons notre avocat.</span></p>'
    quoted = f'{red}<p><span style="color:blue">Faites donc.</span></p>'
    assert _new("Bonjour", quoted, letter) == "Bonjour\n\nFaites donc."
