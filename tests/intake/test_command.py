"""Mails to himself in which the owner tells relanced what to do: understood word for word, or said to be unclear."""

import random
from datetime import UTC, date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.command_line import SAFE, Told, read_line
from relanced.intake.message import parse_message
from relanced.intake.origin import Origin
from relanced.intake.read import ReadingRules, read_mail
from relanced.intake.readings import Reading, ReadsAs
from relanced.intake.reply.intent.lexicon import parse_lexicon
from relanced.model.command_words import COMMAND_WORDS, UNCLEAR, Command, shown, why_unclear
from relanced.model.decided import CommandUnclear, InstalmentsAgreed, OwnerDecided, ReplyJudged, Verb
from relanced.model.intents import Intent
from relanced.model.mark import digest_message_id
from relanced.model.money import Money
from relanced.model.names import Fingerprint, number_key
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import TASK_RULE

ON = date(2026, 11, 23)  # a Monday
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
US, CLIENT = "compta@firm.example", "v.pons@pons.example"
FIRM = Firm(name="Atelier Verrier", addresses=(US, "@firm.example"), sender=US, country="FR", language="fr")
KEY = b"a key of the tests, 32 bytes long"
DIGEST = digest_message_id("day 2026-11-23", KEY, "firm.example")
SOURCE = Source(
    account=US, folder="Sent", uidvalidity=1, uid=1, message_id=None, fingerprint=Fingerprint("f" * 32), at=AT
)
RULES = ReadingRules(
    firm=FIRM,
    banks=(),
    authserv_ids=(),
    lexicon=parse_lexicon({}),
    key=KEY,
    timezone=ZoneInfo("Europe/Paris"),
)


def raw(
    text: str,
    *,
    subject: str = "Re: Votre point du lundi",
    answers: str = DIGEST,
    to: str = US,
    sender: str = US,
    **more: str,
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = AT, "<word@firm.example>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = f"<{answers}>"
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def told(text: str, origin: Origin = Origin.SENT, **how: str) -> Reading:
    return read_mail(raw(text, **how), origin, SOURCE, RULES)[1]


def words(reading: Reading) -> list[str]:
    found = []
    for fact in reading.commands:
        match fact:
            case OwnerDecided():
                found.append(f"{fact.verb} {fact.target}".strip())
            case CommandUnclear():
                found.append(f"unclear: {fact.why}")
            case _:
                found.append(type(fact).__name__)
    return found


@pytest.mark.parametrize(
    ("line", "command", "targets"),
    [
        ("payé F2026-012", Command.PAID, ("F2026-012",)),
        ("Payée : F-12, F-13 et F 14.", Command.PAID, ("F-12", "F-13", "F 14")),
        ("la facture n° F2026-012 a été réglée hier par virement", Command.PAID, ("F2026-012",)),
        ("F2026-012 payée le 12/11", Command.PAID, ("F2026-012",)),
        ("« payé F2026-012 »", Command.PAID, ("F2026-012",)),
        ("- paid F2026-012 and F2026-013", Command.PAID, ("F2026-012", "F2026-013")),
        ("litige F-12 livraison incomplète", Command.DISPUTE, ("F-12",)),
        ("litige F-12 pas livré", Command.DISPUTE, ("F-12",)),
        ("c’est un avoir", Command.CREDIT_NOTE, ()),
        ("F12 est un avoir", Command.CREDIT_NOTE, ("F12",)),
        ("reprendre F12", Command.RESUME, ("F12",)),
        ("ne plus relancer F12", Command.IGNORE, ("F12",)),
        ("ignorer F12", Command.IGNORE, ("F12",)),
        ("passer en pertes F12", Command.WRITE_OFF, ("F12",)),
        ("write off F-12", Command.WRITE_OFF, ("F-12",)),
        ("reprendre Dupont SARL", Command.RESUME, ("Dupont SARL",)),
    ],
)
def test_a_line_tells_what_and_about_what(line: str, command: Command, targets: tuple[str, ...]) -> None:
    said = read_line(line, ON)
    assert isinstance(said, Told), said
    assert (said.command, said.targets) == (command, targets)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("pause Dupont 15 jours", date(2026, 12, 8)),
        ("Dupont : pause 15 jours", date(2026, 12, 8)),
        ("pause Dupont pendant deux semaines", date(2026, 12, 7)),
        ("hold Dupont for 2 weeks", date(2026, 12, 7)),
        ("PAUSE Dupont 1 MOIS", date(2026, 12, 23)),
        ("pause Dupont jusqu’au 15/12", date(2026, 12, 15)),
        ("pause Dupont until Dec 15", date(2026, 12, 15)),
        ("pause Dupont", None),
    ],
)
def test_a_pause_has_its_last_day(line: str, until: date | None) -> None:
    said = read_line(line, ON)
    assert isinstance(said, Told), said
    assert (said.command, said.targets, said.until) == (Command.PAUSE, ("Dupont",), until)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("pas payé F12", "negated"),
        ("F12 n’est pas payée", "negated"),
        ("not paid F12", "negated"),
        ("F12 isn't paid", "negated"),
        ("payé F12 mais pas F13", "negated"),
        ("pas de litige F12", "negated"),
        ("F12 payé ?", "question"),
        ("payé F12 400 €", "doubt"),
        ("payé F12 à moitié", "doubt"),
        ("payé sauf F12", "doubt"),
        ("F12 sera payé vendredi", "doubt"),
        ("payé F12 le 15/12", "doubt"),
        ("payé F12 par le notaire de Mme Roy", "doubt"),
        ("si F12 payé tant mieux", "doubt"),
        ("on devrait avoir payé F12", "two_verbs"),
        ("payé F12 reprendre F13", "two_verbs"),
        ("pause F12 jusqu’au 15/10/2026", "past_day"),
        ("pause F12 15/12", "no_day"),
        ("pause F12 jusqu’à la saint-glinglin", "no_day"),
        ("échéancier F12 3 x 400 €", "no_parts"),
        ("je verrai", "no_verb"),
        ("payé " + "F12 " * 100, "too_long"),
    ],
)
def test_what_denies_asks_or_leaves_a_doubt_is_no_command(line: str, why: str) -> None:
    assert read_line(line, ON) == why
    assert all(why in table for table in UNCLEAR.values())


COMMANDS = [Command.PAID, Command.DISPUTE, Command.RESUME, Command.IGNORE, Command.WRITE_OFF, Command.PAUSE]


@given(
    st.sampled_from(COMMANDS),
    st.sampled_from(sorted(COMMAND_WORDS)),
    st.sampled_from(["F2026-012", "FA 2026 012", "2026/012"]),
    st.integers(0, 2**32),
)
def test_a_command_is_one_in_any_case_accents_and_typography(
    command: Command, language: str, number: str, seed: int
) -> None:
    """Capitals, lost accents, curly apostrophes, no-break spaces, guillemets: what phones make of it."""
    dice = random.Random(seed)
    for word in COMMAND_WORDS[language][command]:
        text = f"{word} {number}"
        plain = dice.choice(
            [text, text.upper(), text.capitalize(), text.replace("é", "e"), text.replace("'", "’")]
        )
        spaced = dice.choice(
            [plain, plain.replace(" ", "\u00a0"), f"« {plain} »", f"  {plain}. ", f"• {plain} !"]
        )
        said = read_line(spaced, ON)
        assert isinstance(said, Told), (spaced, said)
        assert said.command is command
        assert [number_key(target) for target in said.targets] == [number_key(number)]


@given(st.text(max_size=120), st.sampled_from([Command.PAID, Command.IGNORE, Command.WRITE_OFF]))
def test_whatever_is_typed_closes_nothing_that_it_does_not_name(noise: str, command: Command) -> None:
    said = read_line(noise, ON)
    if isinstance(said, Told) and said.command is command:
        assert all(
            target in " ".join(noise.replace("’", "'").split()) or " " in target for target in said.targets
        )


def test_an_answer_to_the_digest_counts_in_sent_alone() -> None:
    """Anybody can send us a mail under our own address."""
    assert words(told("payé F2026-012")) == ["paid F2026-012"]
    assert told("payé F2026-012").reads_as is ReadsAs.OWNER_COMMAND
    received = told("payé F2026-012", Origin.RECEIVED)
    assert received.reads_as is ReadsAs.OTHER
    assert received.commands == ()
    assert received.reply is None


def test_a_client_who_writes_the_words_commands_nothing() -> None:
    for origin in (Origin.RECEIVED, Origin.SENT):
        mine = {"sender": CLIENT} if origin is Origin.RECEIVED else {"to": CLIENT}
        assert told("payé F2026-012", origin, subject="relanced: payé F2026-012", **mine).commands == ()


def test_several_lines_are_several_commands() -> None:
    text = (
        "Bonjour,\npayé F2026-012\npause Dupont 15 jours\nlitige F-13 : livraison incomplète\n\nJean Martin"
    )
    assert words(told(text)) == ["paid F2026-012", "pause Dupont", "dispute F-13"]


def test_beside_a_doubt_only_what_silences_counts() -> None:
    text = "payé F2026-012\npause Dupont\nF2026-013 payé ?"
    assert words(told(text)) == ["pause Dupont", "unclear: question", "unclear: doubt"]


def test_what_is_quoted_forwarded_or_signed_is_no_command() -> None:
    quote = "\n\nLe lun. 23 nov. 2026 à 08:00, <x@firm.example> a écrit :\n> payé F2026-099\n> ignorer F2026-098\n"
    below = f"\n\n{TASK_RULE} point du lundi\npayé F2026-099\n"
    forwarded = f"\n\n---------- Message transféré ---------\nDe : {CLIENT}\nObjet : Votre facture\n\npayé F2026-099\n"
    for behind in (quote, below, forwarded):
        assert words(told("pause F2026-012" + behind)) == ["pause F2026-012"]


def test_the_digest_s_own_proposals_come_back_without_their_marks_are_no_commands() -> None:
    text = "ok\npayé F2026-012\npause F2026-012 15 jours\nlitige F2026-012\nignorer F2026-012"
    said = words(told(text))
    assert not any(word.startswith(("paid", "ignore")) for word in said)


@pytest.mark.parametrize("subject", ["relanced", "Relanced : payé F2026-012", "[relanced] commande"])
def test_a_subject_that_begins_with_relanced_is_enough(subject: str) -> None:
    said = words(told("payé F2026-012", subject=subject, answers=""))
    assert set(said) == {"paid F2026-012"}


def test_a_mail_to_the_tagged_address_is_one_too_and_any_other_to_himself_is_not() -> None:
    assert words(told("payé F2026-012", subject="x", answers="", to="compta+relanced@firm.example")) == [
        "paid F2026-012"
    ]
    assert told("payé F2026-012", subject="x", answers="").commands == ()


def test_a_client_s_mail_answered_to_himself_is_what_a_word_without_a_number_is_about() -> None:
    [fact] = told("c'est un avoir", answers="q1@pons.example", subject="Re: facture").commands
    assert isinstance(fact, OwnerDecided)
    assert (fact.verb, fact.target, fact.answers) == (Verb.CREDIT_NOTE, "", ("q1@pons.example",))
    [judged] = told(
        "c'est une promesse pour le 12", answers="q1@pons.example", subject="Tr: facture"
    ).commands
    assert isinstance(judged, ReplyJudged)
    assert (judged.intent, judged.promised_on, judged.answers) == (
        Intent.PROMISE,
        date(2026, 12, 12),
        ("q1@pons.example",),
    )


def test_the_copy_in_inbox_of_what_he_wrote_to_himself_is_no_reply() -> None:
    """A mail to oneself lies in Sent and in INBOX: «reprendre F-12» must not silence the case as a reply does."""
    reading = told("reprendre F-12", Origin.RECEIVED, answers="q1@pons.example", subject="Re: facture")
    assert (reading.reads_as, reading.reply, reading.commands) == (ReadsAs.OTHER, None, ())
    form = told(
        "reprendre F-12", Origin.RECEIVED, answers="q1@pons.example", subject="Re: facture", Reply_To=CLIENT
    )
    assert form.reply is not None  # a contact form's: a client wrote it


def test_a_note_to_himself_or_to_a_colleague_beside_a_client_s_mail_is_no_command() -> None:
    for text, to in (("penser à rappeler", US), ("payé F2026-012", "marie@firm.example")):
        reading = told(text, answers="q1@pons.example", subject="Re: facture", to=to)
        assert reading.commands == ()


def test_instalments_are_agreed_by_number_amount_and_day() -> None:
    [agreed] = told("échéancier F2026-012 3 x 400 € le 5").commands
    assert isinstance(agreed, InstalmentsAgreed)
    days = (date(2026, 12, 5), date(2027, 1, 5), date(2027, 2, 5))
    assert agreed.invoices == ("F2026-012",)
    assert agreed.parts == tuple((day, Money(40_000, "EUR")) for day in days)


def test_the_day_is_the_firm_s() -> None:
    """Half past eleven at night in UTC is the next day in Paris."""
    source = SOURCE
    text = raw("pause F2026-012 1 jour").replace(b"10:00:00", b"23:30:00")
    [fact] = read_mail(text, Origin.SENT, source, RULES)[1].commands
    assert isinstance(fact, OwnerDecided)
    assert fact.until == date(2026, 11, 25)


def test_a_machine_s_answer_in_sent_is_no_command() -> None:
    assert told("payé F2026-012", Auto_Submitted="auto-replied").commands == ()


def test_too_much_is_said_to_be_too_much_and_an_empty_answer_to_hold_nothing() -> None:
    assert words(told("payé F2026-012\n" * 200)) == ["unclear: too_long"]
    assert words(told("bonjour")) == ["unclear: no_verb"]


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert UNCLEAR["fr"].keys() == UNCLEAR["en"].keys()
    assert shown(Command.PAUSE, "fr", "F2026-012", "15 jours") == "pause F2026-012 15 jours"
    assert why_unclear("question", "de") == UNCLEAR["en"]["question"]
    assert {command for table in COMMAND_WORDS.values() for command in table} == set(Command)
    assert frozenset({Command.PAUSE, Command.DISPUTE}) == SAFE
    folded = [word for table in COMMAND_WORDS.values() for command, forms in table.items() for word in forms]
    assert parse_message(raw(folded[0])).text.strip() == folded[0]
