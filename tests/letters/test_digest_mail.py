"""The digest as the owner reads it: whole in both forms, short, harmless, and its words are understood."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from digest_sample import eur, firm, numbers, sample
from selectolax.lexbor import LexborHTMLParser

from relanced.intake.command import read_commands
from relanced.intake.digest_mail import is_digest_mail, without_digest
from relanced.intake.message import Message, parse_message
from relanced.letters import digest_words_en, digest_words_fr
from relanced.letters.alert import Alert, Trouble, alert_page, alert_subject
from relanced.letters.digest_html import page_as_html
from relanced.letters.digest_mail import seal_page
from relanced.letters.digest_parts import (
    CameIn,
    Confirmed,
    Digest,
    Matter,
    NotUnderstood,
    Promised,
    WentOut,
    Wrote,
)
from relanced.letters.digest_text import page_as_text
from relanced.letters.digest_write import digest_page, digest_subject
from relanced.model.command_words import Command, shown
from relanced.model.decided import CommandUnclear, OwnerDecided, Verb
from relanced.model.intents import Intent
from relanced.model.mark import DIGEST_HEADER, digest_message_id
from relanced.model.names import Fingerprint, InvoiceNumber, StepName
from relanced.model.rules import Mode
from relanced.model.source import Source

KEY = b"a key of the tests, 32 bytes long"
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
OWN = digest_message_id("digest 2026-11-23", KEY, "firm.example")
EVIL = "\u202eElif <script>alert(1)</script>\r\nBcc: x@evil.example\u2028 =?utf-8?Q?=0ABcc?= " + "A" * 5_000
SOURCE = Source(
    account="a",
    folder="Sent",
    uidvalidity=1,
    uid=1,
    message_id=None,
    fingerprint=Fingerprint("0" * 32),
    at=NOW,
)


def sealed(digest: Digest, language: str = "fr") -> bytes:
    own = firm(language)
    return seal_page(digest_page(digest, own), digest_subject(digest, own), OWN, firm=own, key=KEY, now=NOW)


def html_of(digest: Digest, language: str = "fr") -> str:
    return page_as_html(digest_page(digest, firm(language)))


def text_of(digest: Digest, language: str = "fr") -> str:
    return page_as_text(digest_page(digest, firm(language)))


def hostile() -> Digest:
    number = InvoiceNumber(EVIL)
    return replace(
        sample(),
        matters=(
            Matter(
                kind="dispute",
                client=EVIL,
                invoices=(number,),
                quote=EVIL,
                told=EVIL,
                words=("paid",),
                typed=(EVIL,),
            ),
            Matter(kind="other", client="", invoices=(), told=EVIL),
            Matter(kind="bank_silent", client="", invoices=(), told=EVIL, words=("resume",), targets=(EVIL,)),
        ),
        came_in=(CameIn(on=date(2026, 11, 20), amount=eur(1), payer=EVIL, bank=EVIL, state="waits"),),
        went_out=(WentOut(on=None, client=EVIL, steps=(StepName(EVIL),), invoices=(number,)),),
        wrote=(Wrote(on=date(2026, 11, 20), client=EVIL, intent=Intent.QUERY, invoices=(number,)),),
        not_understood=(NotUnderstood(on=date(2026, 11, 20), words=EVIL, why=""),),
        promised=(Promised(on=date(2026, 11, 30), client=EVIL, invoices=(number,), amount=eur(1)),),
    )


def test_what_comes_from_mails_is_escaped_bounded_and_turns_no_reading_direction() -> None:
    html, raw = html_of(hostile()), sealed(hostile())
    message = parse_message(raw)
    assert "<script" not in html
    assert not {"\u202e", "\u2028"} & {*html, *message.text, *message.subject}
    assert max(len(run) for run in re.findall("A+", html)) <= 1_000
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"evil.example" not in head
    assert message.subject.split() == digest_subject(hostile(), firm()).split()


def test_two_thousand_clients_stay_well_under_a_hundred_kilobytes() -> None:
    one = sample()
    many = replace(
        one,
        matters=one.matters * 2_000,
        came_in=one.came_in * 2_000,
        went_out=one.went_out * 2_000,
        waiting=one.waiting * 2_000,
        would=one.went_out * 2_000,
        wrote=one.wrote * 2_000,
        confirmed=one.confirmed * 2_000,
        not_understood=one.not_understood * 2_000,
        promised=one.promised * 2_000,
    )
    raw = sealed(many)
    assert len(raw) < 100_000
    assert "et 5990 de plus : « relanced status »" in parse_message(raw).text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_text_says_all_that_the_page_says(language: str) -> None:
    digest = sample(language)
    page, text = LexborHTMLParser(html_of(digest, language)), " ".join(text_of(digest, language).split())
    assert page.body is not None
    for node in page.css(
        "style, title, thead, [style*='display:none']"
    ):  # the subject, heads of columns for ears
        node.decompose()
    seen = set(page.body.text(separator=" ").replace("\u200b", " ").split())
    said = {*text.split(), *text.casefold().split()}
    missing = {word for word in seen if word not in said and word.casefold() not in said}
    # A legend of colours is for eyes; commands stand in the text beside what they do, in brackets.
    assert not {word for word in missing if f"({word}" not in text and f"{word})" not in text} - {"■"}


def test_the_page_loads_nothing_and_can_be_read_aloud() -> None:
    html = html_of(sample())
    page = LexborHTMLParser(html)
    assert '<html lang="fr" dir="ltr">' in html
    assert len(page.css("h1")) == 1
    assert len(page.css("h2")) > 5
    assert not page.css("img, link, script, iframe, [src], [background]")
    assert "url(" not in html
    assert all(each.attributes["href"].startswith("mailto:") for each in page.css("a"))  # type: ignore[union-attr]
    for table in page.css("table:not([role=presentation])"):
        assert table.css_first("caption") is not None
        assert {each.attributes.get("scope") for each in table.css("th")} == {"row", "col"}
    pictures = page.css("td.bar table")
    assert pictures
    assert all(each.attributes.get("aria-hidden") == "true" for each in pictures)


def test_french_keeps_its_signs_on_the_line_and_its_money_and_days_right() -> None:
    text = text_of(sample()) + text_of(replace(sample(), mode=Mode.OBSERVE))
    assert not re.search(r"\w [:;!?»]|« ", text.replace("-- \n", "\n"))
    assert "13\u202f340,50\u00a0€" in text
    assert "lundi 23 novembre" in text
    assert "1er" in text_of(replace(sample(), on=date(2026, 12, 1)))


@pytest.mark.parametrize(
    "name", [name for name in vars(digest_words_fr) if name.isupper() and name != "AGES"]
)
def test_both_languages_have_the_same_words_with_the_same_values(name: str) -> None:
    french, english = getattr(digest_words_fr, name), getattr(digest_words_en, name)
    assert french.keys() == english.keys()
    for key, words in french.items():
        assert set(re.findall(r"{\w*}", words)) == set(re.findall(r"{\w*}", english[key])), key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_line_that_is_shown_is_understood_as_it_stands(language: str) -> None:
    page = digest_page(sample(language), firm(language))
    says = [say for section in page.sections for part in section.parts for say in getattr(part, "says", ())]
    assert {say.words.split(" ")[0] for say in says}
    for say in says:
        [told] = commanded(say.words, language)
        assert isinstance(told, OwnerDecided), say.words
        assert told.target.startswith("F2026-")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "command", [Command.PAID, Command.PAUSE, Command.DISPUTE, Command.RESUME, Command.IGNORE]
)
def test_a_client_can_be_named_where_no_invoice_is(command: Command, language: str) -> None:
    [told] = commanded(shown(command, language, "Hôtel du Port", ""), language)
    assert not isinstance(told, CommandUnclear) or command is Command.PAID  # that is said of an invoice only


def commanded(words: str, language: str) -> tuple[object, ...]:
    """What the tap on a line, sent from Sent, is read as."""
    raw = (
        "From: facturation@firm.example\r\nTo: facturation@firm.example\r\nSubject: relanced\r\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0100\r\nMessage-ID: <tap@firm.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    )
    return tuple(read_commands(parse_message(raw.encode()), SOURCE, firm(language)))


def test_a_tap_writes_the_mail_that_says_it() -> None:
    page = LexborHTMLParser(html_of(sample()))
    links = [each.attributes["href"] for each in page.css("a.say")]
    assert links[0] == "mailto:facturation@firm.example?subject=relanced&body=reprendre%20F2026-088"


def test_a_digest_is_known_by_who_writes_and_its_header_also_after_the_key_was_changed() -> None:
    raw = sealed(sample())
    message = parse_message(raw)
    assert is_digest_mail(message, firm(), KEY)
    assert is_digest_mail(message, firm(), b"another key of thirty-two bytes.")
    assert not is_digest_mail(message, firm(), None)
    for other in (
        raw.replace(b"<d1.", b"<d1.0"),
        raw.replace(b"From: facturation@firm.example", b"From: x@evil.example"),
        re.sub(rb"X-Relanced-Digest: [0-9a-f]+\r?\n", b"", raw),
    ):
        assert other != raw
        assert not is_digest_mail(parse_message(other), firm(), KEY)


def test_what_is_typed_above_a_forwarded_digest_counts_and_no_more() -> None:
    typed = "Bonjour, la facture F2026-099 de 120,00 EUR est en pièce jointe.\n\n"
    message = replace(parse_message(sealed(sample())), text=typed + text_of(sample()))
    assert without_digest(message).text == typed
    assert without_digest(message).html == ""
    plain: Message = replace(message, text=typed, html="")
    assert without_digest(plain) is plain


def test_an_alert_names_nobody_and_tells_the_end() -> None:
    since = datetime(2026, 11, 23, 5, tzinfo=UTC)
    alert = Alert(new=(Trouble(kind="disk", since=since),), over=(Trouble(kind="unreachable", since=since),))
    page = alert_page(alert, firm(), NOW, ZoneInfo("Europe/Paris"))
    assert alert_subject(alert, firm()) == "relanced a besoin de vous\u00a0: disque plein"
    assert "depuis le lundi 23 novembre à 06:00" in page_as_text(page)
    assert "Ce qui va de nouveau" in page_as_html(page)
    assert alert_subject(Alert(over=alert.over), firm("en")) == "relanced works again"
    mail = parse_message(
        seal_page(page, "x", OWN, firm=firm(), key=KEY, now=NOW, to="anne.perso@mail.example")
    )
    assert mail.to[0].email == "anne.perso@mail.example"
    assert mail.header(DIGEST_HEADER)


def test_nothing_owed_is_said_plainly() -> None:
    quiet = Digest(firm="Atelier", on=date(2026, 11, 23), since=NOW, mode=Mode.SEND)
    assert quiet.is_quiet
    assert digest_subject(quiet, firm()).endswith("rien n’est dû")
    assert "Rien de nouveau" in text_of(quiet)
    assert not replace(quiet, matters=(Matter(kind="other_all", client="", invoices=numbers(1)),)).is_quiet


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_decision_has_its_words(language: str) -> None:
    told = tuple(Confirmed(on=date(2026, 11, 20), verb=verb.value, target="F-12") for verb in Verb)
    for each in told:
        assert "20" in text_of(replace(sample(), confirmed=(each,)), language)
