"""Short texts that only send the reader to older words are known; sentences of their own are not."""

import pytest

from relanced.intake.reply.split.pointing import Announced, announced_in, points_below


@pytest.mark.parametrize(
    "text",
    [
        "", "Voir ci-dessous", "Cf. mon mail du 12", "Bonjour,\nje vous renvoie à mon message précédent.\nCordialement",
        "Pour info", "Comme déjà dit", "See below.", "As per my last email", "FYI", "As already explained, thanks",
        "Siehe unten", "Wie bereits mitgeteilt", "z.K.", "siehe meine E-Mail vom Montag", "Ver más abajo",
        "Como ya le dije", "Vedi sotto", "Come già scritto", "Per conoscenza", "Zie hieronder",
        "Zoals eerder gemeld", "Ter info", "Ver abaixo",
    ],
)  # fmt: skip
def test_a_text_that_points(text: str) -> None:
    assert points_below(text)


@pytest.mark.parametrize(
    "text",
    ["Nous paierons vendredi.", "Merci pour votre mail", "We will pay on Friday", "Ok", "Wir zahlen am Freitag",
     "Voir ci-dessous " + "mot " * 60],
)  # fmt: skip
def test_a_text_that_speaks_for_itself(text: str) -> None:
    assert not points_below(text)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Voir mes réponses en rouge", Announced.BETWEEN), ("my comments below", Announced.BETWEEN),
        ("meine Anmerkungen im Text", Announced.BETWEEN), ("mis respuestas en azul", Announced.BETWEEN),
        ("le mie risposte sotto", Announced.BETWEEN), ("mijn antwoorden hieronder", Announced.BETWEEN),
        ("réponses en gras", Announced.BOLD), ("in het vet", Announced.BOLD), ("Nous sommes en litige", Announced.NO),
        ("la vitre est rouge", Announced.NO),
    ],
)  # fmt: skip
def test_answers_between_the_lines_are_announced(text: str, how: Announced) -> None:
    assert announced_in(text) is how
