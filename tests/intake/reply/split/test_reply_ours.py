"""The difference with our own letter: what is ours is quoted without a mark, what was typed into it is new."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.reply.conftest import Mails
from mailer_forms import header

from relanced.intake.reply.split.ours import MAX_LETTER, letters_of
from relanced.intake.reply.split.quotes import split_reply

LETTER = """Bonjour,

Sauf oubli de notre part, la facture F2031-007 du 2 mars 2031 n'est toujours pas soldée.
Montant : 1 200,00 €
Échéance : 1er avril 2031

Merci de la régler sous dix jours. Si vous contestez cette somme, dites-le nous.

Bien à vous,
Atelier Brume
Réf. R-7K3Q-9DXA"""
FIRM = ("@brume.example",)


def _new(text: str, *letters: str) -> str:
    return split_reply(Mails().written(text), letters or (LETTER,), FIRM).new_text


def _outlook(letter: str) -> str:
    return "\n".join([*header("fr"), "", letter])


def test_our_letter_is_quoted_though_nothing_marks_it() -> None:
    assert _new(f"Je ne paie pas.\n\n{LETTER}") == "Je ne paie pas."
    assert _new(f"{LETTER}\n\nVirement fait hier.") == "Virement fait hier."
    assert _new(f"{_outlook(LETTER)}\n\nVirement fait hier.") == "Virement fait hier."


def test_our_letter_is_known_again_however_it_is_wrapped() -> None:
    text = LETTER.replace(" la facture", "\nla facture").replace(" sous dix", "\nsous dix")
    assert _new(f"Non.\n\n{text}") == "Non."


@pytest.mark.parametrize(
    ("ours", "typed", "found"),
    [
        ("1 200,00 €", "1 200,00 € -> FAUX, c'est 1 000", "FAUX, c'est 1 000"),
        ("2031\n\nMerci", "2031\nà ce jour nous n'avons rien reçu\n\nMerci", "à ce jour nous n'avons rien reçu"),
        ("dix jours.", "dix jours. Non, à la fin du chantier.", "Non, à la fin du chantier"),
        ("1er avril 2031", "1er avril 2031\nok", "ok"),
        ("dites-le nous.", "dites-le nous.\nOui, nous contestons.", "Oui, nous contestons."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["", "> "])
def test_what_was_typed_into_our_letter_is_new(ours: str, typed: str, found: str, sign: str) -> None:
    letter = "\n".join(f"{sign}{line}" for line in LETTER.replace(ours, typed).split("\n"))
    assert _new(f"Voir plus bas\n\n{_outlook(letter)}") == f"Voir plus bas\n\n{found}"


def test_an_answer_names_the_line_that_it_was_typed_into() -> None:
    letter = LETTER.replace("1 200,00 €", "1 200,00 € -> FAUX")
    (answer,) = split_reply(Mails().written(_outlook(letter)), (LETTER,), FIRM).answers
    assert (answer.to, answer.text) == ("Montant : 1 200,00 € -> FAUX", "FAUX")


def test_a_sentence_that_cites_us_stays_whole() -> None:
    text = "Vous dites « la facture F2031-007 du 2 mars 2031 n'est toujours pas soldée » : elle l'est depuis mai."
    assert _new(text) == text
    assert _new("Facture F2031-007 du 2 mars 2031\npayée") == "Facture F2031-007 du 2 mars 2031\npayée"


def test_a_letter_much_like_the_one_that_is_quoted_adds_nothing() -> None:
    other = LETTER.replace("007", "003").replace("1 200,00", "845,10").replace("2 mars", "9 mai")
    assert _new(f"Non.\n\n{_outlook(LETTER)}", other) == "Non."


def test_what_the_client_wrote_below_an_answer_of_ours_is_not_taken_for_ours() -> None:
    complaint = "Ces deux vitres sont arrivées rayées et nous ne les garderons pas."
    ours = f"Nous regardons cela.\n\nLe 5/5/2031 à 10:10, L <lise@client.example> a écrit :\n> {complaint}"
    assert complaint in _new(complaint, ours)


def test_letters_without_three_words_tell_nothing() -> None:
    assert letters_of(("", "Bonjour")) is None


def test_a_letter_is_read_up_to_its_cap() -> None:
    letters = letters_of(("mot " * MAX_LETTER + "avant un deux trois",))
    assert letters is not None
    assert "trois" not in letters.words


WORDS = ("vitre", "rayée", "payé", "hier", "non", "pas", "lundi", "camion", "toit", "refus", "avoir", "12/03")
TYPED = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=4)


@settings(max_examples=60)
@given(
    above=TYPED, between=TYPED, below=TYPED, place=st.integers(0, 9), sign=st.sampled_from(["", "> ", ">"])
)
def test_every_line_typed_around_and_into_our_letter_survives(
    above: list[str], between: list[str], below: list[str], place: int, sign: str
) -> None:
    lines = LETTER.split("\n")
    letter = [*lines[:place], *between, *lines[place:]]
    text = "\n".join(
        [*above, "", *header("fr"), "", *(f"{sign}{line}" for line in letter), *(f"{sign}{x}" for x in below)]
    )
    kept = _new(text).replace("\n", " ")
    assert all(line in kept for line in (*above, *between, *below))
