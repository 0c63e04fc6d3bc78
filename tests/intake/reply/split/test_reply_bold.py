"""Answers in bold that nobody announced are found in the quoted letter; the letter's own bold words are not."""

import pytest
from intake.reply.conftest import Mails

from relanced.intake.reply.split.quotes import SplitReply, split_reply

HEAD = (
    '<div id="appendonsend"></div><div id="divRplyFwdMsg">De : A &lt;a@brume.example&gt;<br>'
    "Envoyé : 9 juin 2031<br>Objet : x</div><p>La facture du mois de mars n'est toujours pas réglée.</p>"
)


def _split(quoted: str, top: str = "Bonjour") -> SplitReply:
    html = f"<p>{top}</p>{HEAD}{quoted}<p>Merci de faire vite pour cette somme.</p>"
    return split_reply(Mails().written("x", html=html), (), ("@brume.example",))


def _table(*cells: str) -> str:
    rows = "".join(f"<tr><td>F{n}<td>{n}20,00 €<td>{cell}" for n, cell in enumerate(cells, 1))
    return f"<table><tr><th>Facture<th>Montant{rows}</table>"


@pytest.mark.parametrize(
    "answer",
    ["payée le 3 mars", "litige sur le prix", "paid", "nicht erhalten", "ya pagada", "mai ricevuta", "nee, betwist",
     "Semaine prochaine", "OK"],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["b", "em"])
def test_a_bold_answer_behind_the_cells_is_new_and_perhaps_ours(answer: str, tag: str) -> None:
    split = _split(_table(f"<{tag}>{answer}</{tag}>", ""))
    assert (split.new_text, split.confidence) == (f"Bonjour\n\n{answer}", 0.6)


@pytest.mark.parametrize(
    "answer", ["Payée le 3 mars par virement", "Pas d'accord, elle est fausse", "Never received, sorry"]
)
def test_a_bold_line_that_speaks_as_a_client_is_new(answer: str) -> None:
    assert _split(f"<p><b>{answer}</b></p>").new_text == f"Bonjour\n\n{answer}"


@pytest.mark.parametrize(
    "own",
    [
        _table("<b>30 jours de retard</b>", "<b>60 jours de retard</b>"),
        _table("<b>en cours chez nous</b>", "<b>en cours chez nous</b>"),
        _table("<b>12 mars 2026</b>"),
        _table("<b>120,00 € TTC</b>"),
        "<p><b>Attention, dernier délai avant poursuites.</b></p>",
        "<p><b>Nous n'avons toujours pas reçu le paiement de cette facture</b></p>",
        "<p><b>Si vous avez déjà payé, ne tenez pas compte de ce message.</b></p>",
        "<p>Il faut verser 12 € sous <b>huit jours ouvrés</b></p>",
        "<p>Échéance du 12 mars : <b>règlement attendu</b></p>",
    ],
)
def test_the_letters_own_bold_words_are_no_answer(own: str) -> None:
    split = _split(own)
    assert (split.new_text, split.confidence) == ("Bonjour", 0.9)


def test_whoever_writes_much_above_does_not_answer_in_bold_unannounced() -> None:
    top = "Bonjour, " + "voici une longue réponse écrite au-dessus " * 12
    assert "payée" not in _split(_table("<b>payée le 3</b>"), top).new_text
