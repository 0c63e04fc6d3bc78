"""What a person typed is kept, what he quotes is not."""

import re
from collections import Counter
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailer_forms import FORMS, LANGUAGES

from relanced.intake.html import html_to_text
from relanced.intake.message import Message, parse_message
from relanced.intake.reply.split.quotes import SplitReply, split_reply
from relanced.intake.reply.split.structure import MAX_TEXT

if TYPE_CHECKING:
    from intake.reply.conftest import Mails


LETTER = [
    "Dear client,",
    "",
    "Invoice 7 is not paid yet.",
    "Zarbo kilim varenti, posmo lipra 12.",
    "Atelier Brume",
]


def split_text(text: str) -> SplitReply:
    return split_reply(_written(text))


def _written(text: str, html: str = "") -> Message:
    return replace(parse_message(b"From: Lise <lise@client.example>\n\n"), text=text, html=html)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def test_every_mailer_in_the_fixtures_is_split_as_a_person_would(labelled: list[dict[str, Any]]) -> None:
    for row in labelled:
        typed = split_reply(parse_message(row["raw"])).new_text
        wrong = (_words(typed) - _words(row["new_text"])) + (_words(row["new_text"]) - _words(typed))
        assert sum(wrong.values()) <= 0.1 * sum(_words(row["new_text"]).values()), (row["file"], typed)


@pytest.mark.parametrize(
    "attribution",
    [
        "Le mar. 17 févr. 2026 à 11:08, Atelier <a@firm.example> a écrit :",
        "Le mar. 17 févr. 2026 à 11:08, Atelier Verrier <compta@firm.example> a\nécrit\u00a0:",
        "Le 17/02/2026 à 11:08, Atelier a écrit\u202f:",
        "On Tue, 17 Feb 2026 at 11:08, Atelier <a@firm.example> wrote:",
        "On 17 Feb 2026, at 11:08, Atelier Verrier\n<a@firm.example>\nwrote:",
        "Am Di., 17. Feb. 2026 um 11:08 Uhr schrieb Atelier <a@firm.example>:",
        "El mar, 17 feb 2026 a las 11:08, Atelier (<a@firm.example>) escribió:",
        "Il giorno mar 17 feb 2026 alle ore 11:08 Atelier <a@firm.example> ha scritto:",
        "Op di 17 feb 2026 om 11:08 schreef Atelier <a@firm.example>:",
    ],
)
def test_an_attribution_goes_with_its_quote(attribution: str) -> None:
    split = split_text(f"C'est noté.\n\n{attribution}\n\n> Votre facture\n> reste due.\n")
    assert split.new_text == "C'est noté."
    assert "reste due" in split.quoted_text


@pytest.mark.parametrize(
    "history",
    [
        "De : Atelier\nEnvoyé : lundi 5\nÀ : Lise\nObjet : relance\n\nun litige ?",
        "*From:* Atelier\n*Sent:* Monday\n*To:* Lise\n*Subject:* reminder\n\nun litige ?",
        "________________________________\nVon: Atelier\nGesendet: Montag\nAn: Lise\nBetreff: Mahnung\n\nun litige ?",
        "-----Message d'origine-----\nun litige ?",
        "----- Original Message -----\nun litige ?",
        "> Message du 12/02/26 10:11\n> De : Atelier\n> un litige ?",
        "Message du 12/02/26 10:11\nDe : Atelier\nA : Lise\nObjet : x\n\nun litige ?",
    ],
)
def test_history_below_a_block_or_ruler_is_cut(history: str) -> None:
    assert split_text(f"Je paie demain.\n\n{history}\n").new_text == "Je paie demain."


def test_answers_between_quotes_are_kept_and_so_is_one_below() -> None:
    text = "Le 10/02/2026 à 12:08, A a écrit :\n> 18 heures\n\nNon, neuf.\n\n> à régler\n\nPas avant.\n"
    assert split_text(text).new_text == "Non, neuf.\n\nPas avant."


def test_an_answer_below_an_unmarked_quote_is_not_lost() -> None:
    text = "De : A\nEnvoyé : lundi\nÀ : L\nObjet : relance\n\nVous devez 10.\n\nJe conteste tout.\n"
    split = split_text(text)
    assert "Je conteste tout." in split.new_text
    assert split.confidence < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Le 12/03/2026 vous nous avez écrit :\nrien à payer.\nNous attendons.",
        "On 12/03/2026 you wrote:\nnothing to pay.\nWe wait.",
        "Am 12.03.2026 hat Ihr Kollege uns geschrieben:\nnichts zu zahlen.",
    ],
)
def test_a_dated_sentence_of_somebodys_stays(text: str) -> None:
    assert split_text(text).new_text == text


def test_a_sentence_that_only_sounds_like_an_attribution_stays() -> None:
    text = "Votre collègue a écrit :\nrien à payer.\nLe paragraphe deux le dit."
    assert split_text(text).new_text == text


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_attr">Le 5 a écrit :</div><blockquote class="gmail_quote">litige</blockquote>',
        '<blockquote type="cite">litige</blockquote>',
        '<div id="appendonsend"></div><hr><div>De : A litige</div>',
        '<div id="divRplyFwdMsg">De : A</div><p>litige</p>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt"><p>De : A</p></div><p>litige</p>',
        '<div class="yahoo_quoted">litige</div>',
        '<blockquote style="border-left:2px solid #1010FF">litige</blockquote>',
    ],
)
def test_html_shows_what_is_quoted(mails: "Mails", quote: str) -> None:
    message = mails.written("", html=f"<div>Viré <b>hier</b>.</div>{quote}")
    split = split_reply(message)
    assert split.new_text == "Viré hier."
    assert "litige" in split.quoted_text


def test_an_answer_between_two_html_quotes_is_kept(mails: "Mails") -> None:
    html = '<blockquote type="cite">18 h</blockquote><p>Non, neuf.</p><blockquote type="cite">dû</blockquote>'
    assert split_reply(mails.written("", html=html)).new_text == "Non, neuf."


def test_an_answer_typed_into_an_html_quote_is_read_from_the_plain_part(mails: "Mails") -> None:
    message = mails.written("Je conteste.\n", html='<blockquote type="cite">Je conteste.</blockquote>')
    assert split_reply(message).new_text == "Je conteste."


def test_a_thousand_quotes_are_taken_for_an_attack_and_the_text_is_read(mails: "Mails") -> None:
    message = mails.written("Je paie.", html="<p>x</p>" + "<blockquote type=cite>a</blockquote>" * 1_100)
    assert split_reply(message).new_text == "Je paie."


def test_what_lies_beyond_the_cap_is_not_read() -> None:
    assert len(split_text("mot " * MAX_TEXT).new_text) <= MAX_TEXT


@given(st.text())
def test_splitting_never_raises(text: str) -> None:
    split_text(text)


_MARKS = st.sampled_from(
    ["> x", "-- ", "-----", "De : a", "Objet : b", "Le 5/5/26 a écrit :", "Merci,", "", "mot mot"]
)


@given(st.lists(_MARKS, max_size=30))
def test_a_line_is_typed_quoted_or_signature_and_never_lost(lines: list[str]) -> None:
    split = split_text("\n".join(lines))
    together = Counter(f"{split.new_text}\n{split.quoted_text}\n{split.signature}".split())
    assert not Counter("\n".join(lines).split()) - together


# Each is said by somebody: figures alone, below a line of their own, are a telephone number.
_PLAIN_LINES = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Nd"]) | st.just(" "), max_size=60).map("nous {}".format),
    max_size=20,
)


@given(_PLAIN_LINES)
def test_a_mail_without_any_mark_keeps_every_line(lines: list[str]) -> None:
    kept = [line.strip() for line in split_text("\n".join(lines)).new_text.split("\n") if line.strip()]
    assert kept == [line.strip() for line in lines if line.strip()]


def test_a_quote_that_another_program_makes_of_an_answer_in_between_keeps_both_answers() -> None:
    text = "See my answers.\n-- \nLise\n\n> 18 hours\n\nNo, nine.\n\n> due\n\nNot before.\n"
    split = split_text(text)
    assert split.new_text == "See my answers.\n\nNo, nine.\n\nNot before."
    assert [(answer.to, answer.text) for answer in split.answers] == [
        ("18 hours", "No, nine."),
        ("due", "Not before."),
    ]


def test_a_line_in_a_signature_like_the_border_above_a_quote_cuts_nothing() -> None:
    html = '<p>Paid.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>Not all.</p></div><p>See you.</p>'
    marked = html + '<blockquote type="cite">due</blockquote>'
    assert "See you." in split_reply(_written("", marked)).new_text


SENTENCES = st.lists(
    st.sampled_from(
        [
            "We do not pay this.", "Votre collègue a écrit :", "two panes are broken, 14.03.2026", "Merci", "",
            "De toute façon nous avons payé le 12/03.", "A : rien.", "Your colleague wrote:", "Ihr Kollege schrieb:",
            "Date de virement : lundi", "On verra.", "Le 3 mars vous nous avez écrit :", "Sent by post on Monday",
            "Objet reçu cassé", "Von uns kommt nichts mehr.", "Op is op.", "F2031-007", "-> no", "1 200,00 €",
        ]
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=150)
@given(
    typed=SENTENCES,
    form=st.sampled_from(sorted(FORMS)),
    language=st.sampled_from(LANGUAGES),
    which=st.integers(0, 3),
    know=st.booleans(),
)
def test_every_typed_line_survives_in_every_mailer_and_language(
    *, typed: list[str], form: str, language: str, which: int, know: bool
) -> None:
    typed = ["Hello,", *typed, "So it is."]
    made = FORMS[form](language, typed, LETTER, which)
    for text, html in {(made.text or html_to_text(made.html), made.html), (made.text, "")}:
        split = split_reply(_written(text, html), ("\n".join(LETTER),) if know else (), ("@brume.example",))
        kept = [line.strip() for line in split.new_text.split("\n") if line.strip()]
        assert kept == [line for line in typed if line] or not text
        assert "posmo lipra" not in split.new_text
        assert "posmo lipra" in split.quoted_text or not text


_WRITTEN = st.lists(_MARKS | st.sampled_from(["a\u00a0écrit :", "On", "<a@b.example>", "12:30"]), max_size=30)


@given(lines=_WRITTEN, quoted=st.booleans())
def test_a_line_of_html_is_typed_quoted_or_signature_and_never_lost(
    lines: list[str], *, quoted: bool
) -> None:
    html = "".join(f"<div>{escape(line)}</div>" for line in lines)
    split = split_reply(
        _written("\n".join(lines), f"{html}<blockquote type=cite>x</blockquote>" if quoted else html)
    )
    together = Counter(f"{split.new_text}\n{split.quoted_text}\n{split.signature}".split())
    assert not Counter(" ".join(lines).replace("\u00a0", " ").split()) - together


@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        ">",
        "On \n",
        "Le ",
        "De : ",
        "De :\nA :\n\n",
        "-----\n",
        "On 1/1/26 wrote\n",
        "mot -> mot\n",
        "a@",
        "_\n",
    ],
)
def test_a_long_hostile_text_is_split(piece: str) -> None:
    text = piece * (MAX_TEXT // 4 // len(piece))
    split = split_reply(_written(text), (text, "Dear client, " * 9_999))
    assert len(split.new_text) <= MAX_TEXT


def test_hostile_html_of_twenty_thousand_elements_is_split() -> None:
    html = "<p><span style='color:red'>paid -> no" * 10_000
    assert len(split_reply(_written("x", html), ("paid no " * 9_000,)).new_text) <= 2 * MAX_TEXT
