"""What the client's side wrote earlier is told apart from what we wrote."""

import pytest
from intake.reply.conftest import Mails
from mailer_forms import FORMS, LANGUAGES, header

from relanced.intake.html import html_to_text
from relanced.intake.reply.split.quotes import SplitReply, split_reply

COMPLAINT = ["Hello Lise,", "three of the five panes are scratched."]
LETTER = ["Dear client,", "invoice 7 of March is not paid to this day."]


def _split(text: str, *letters: str, html: str = "") -> SplitReply:
    return split_reply(Mails().written(text, html=html), letters, ("@brume.example",))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_colleagues_mail_is_history_and_ours_is_not(form: str, language: str) -> None:
    for who, wanted in (
        ("Paul <paul@client.example>", "\n".join(COMPLAINT)),
        ("Brume <compta@brume.example>", ""),
    ):
        made = FORMS[form](language, ["FYI"], COMPLAINT, 0, who)
        split = _split(made.text or html_to_text(made.html), html=made.html)
        assert split.new_text == "FYI"
        assert "\n".join(line for line in split.history.split("\n") if line) == wanted


def test_below_his_mail_ours_is_left_out_and_his_older_one_follows() -> None:
    mails = {
        "Paul <paul@client.example>": COMPLAINT,
        "B <compta@brume.example>": LETTER,
        "P <p@c.example>": ["Older."],
    }
    blocks = ["\n".join([*header("en", who), "", *lines]) for who, lines in mails.items()]
    split = _split("\n\n".join(["See below.", *blocks]))
    assert split.history == "\n".join(COMPLAINT) + "\n\nOlder."


def test_nested_quotes_are_taken_apart() -> None:
    text = (
        "See below.\n\nOn 9 Jun 2031 at 10:32, B <compta@brume.example> wrote:\n> We shall look.\n>\n"
        "> On 8 Jun 2031 at 9:10, Lise <lise@client.example> wrote:\n>> Three panes are scratched."
    )
    assert _split(text).history == "Three panes are scratched."


def test_a_mail_that_is_only_handed_on_has_no_new_text() -> None:
    text = "\n".join([*header("en", "Paul <paul@client.example>"), "", *COMPLAINT])
    split = _split(text)
    assert (split.new_text, split.history) == ("", "\n".join(COMPLAINT))


@pytest.mark.parametrize(
    ("name", "is_his"), [("Lise", True), ("Paul Martin", True), ("Atelier Brume", False)]
)
def test_without_an_address_names_and_words_tell(name: str, *, is_his: bool) -> None:
    lines = LETTER if name == "Atelier Brume" else COMPLAINT
    text = "\n".join(["See below.", "", *header("en", name), "", *lines])
    assert bool(_split(text, "\n".join(LETTER)).history) is is_his


def test_without_an_address_or_a_letter_of_ours_a_strange_name_stays_in_doubt() -> None:
    assert not _split("\n".join(["See below.", "", *header("en", "Paul Martin"), "", *COMPLAINT])).history
