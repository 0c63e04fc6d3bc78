"""`explain` of a client's mail: single invoices, needs, absence and doubt, for people and in JSON."""

from datetime import date

from relanced.cli.explain_reply import reply_parts
from relanced.cli.reply_json import reply as as_json
from relanced.intake.readings import Absence, ReplyRead
from relanced.model.facts import SaidOf
from relanced.model.intents import Ask, Intent


def read(intent: Intent, confidence: float = 0.9, absence: Absence | None = None) -> ReplyRead:
    said = SaidOf(
        mentions=("F-13",),
        intent=Intent.DISPUTE,
        also=(Intent.QUERY,),
        promised_on=date(2026, 12, 4),
        words="F-13 est \x1b[2Jfausse",
    )
    return ReplyRead(
        intent=intent,
        also=(Intent.QUERY,),
        stops_escalation=intent is not Intent.AUTO_REPLY,
        promised_on=None,
        redirect_to="b@other.example",
        asks=(Ask.COPY, Ask.PLAN),
        mentions=("F-12", "F-13"),
        said_of=(said,),
        tokens=("R-7K3Q-9DXA",),
        absence=absence,
        new_text="bonjour",
        confidence=confidence,
        because=("fausse",),
    )


def told(reply: ReplyRead) -> str:
    return "\n".join(part.plain for part in reply_parts(reply))


def test_all_that_was_read_is_told() -> None:
    said = told(read(Intent.PROMISE))

    for words in (
        "promise (90%): reminders stop",
        "also: query",
        "of F-13: dispute, query for 2026-12-04  «F-13 est [2Jfausse»",
        "names b@other.example",
        "needs: a copy of the invoice, instalments, or more time",
        "R-7K3Q-9DXA",
        "because: fausse",
    ):
        assert words in said
    assert "doubt" not in said


def test_doubt_is_said() -> None:
    assert "not_sure (30%): not sure, so it holds and asks you" in told(read(Intent.NOT_SURE, 0.3))
    assert "«relanced replies review» asks you" in told(read(Intent.PROMISE, 0.3))


def test_a_machine_s_answer_tells_when_its_writer_is_back_and_who_stands_in() -> None:
    away = Absence(back_on=date(2026, 12, 1), substitute="paul@client.example")
    said = told(read(Intent.AUTO_REPLY, absence=away))

    assert "auto_reply (90%): a machine's answer; reminders go on" in said
    assert "away: back on 2026-12-01, meanwhile paul@client.example" in said


def test_json_adds_to_the_contract_and_takes_nothing_away() -> None:
    found = as_json(read(Intent.AUTO_REPLY, absence=Absence(back_on=date(2026, 12, 1), substitute="")))

    assert {
        "intent", "also", "stops_escalation", "promised_on", "redirect_to", "new_text", "confidence", "because"
    } < set(found)  # fmt: skip
    assert (found["asks"], found["back_on"], found["substitute"]) == (["copy", "plan"], "2026-12-01", None)
    assert found["said_of"] == [
        {
            "mentions": ["F-13"],
            "intent": "dispute",
            "also": ["query"],
            "promised_on": "2026-12-04",
            "words": "F-13 est \x1b[2Jfausse",
        }
    ]
    assert as_json(read(Intent.PROMISE))["back_on"] is None
