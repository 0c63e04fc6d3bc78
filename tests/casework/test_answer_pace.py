"""The pace of ready answers: one a day for a client, to his newest mail; three in thirty days; and why not."""

from datetime import date, datetime, timedelta

import pytest
from casework.casework_makers import MONDAY, after, at, source

from relanced.casework.answer_pace import DAYS, MOST, Past, paced
from relanced.model.actions import Answer, DraftAnswer
from relanced.model.client import Client, ClientKind
from relanced.model.intents import Ask
from relanced.model.names import ClientKey, Fingerprint


def draft(name: str, *, client: str = "alpha.example", on: date = MONDAY, lacks: str = "") -> DraftAnswer:
    answer = Answer(
        client=Client(key=ClientKey(client), name=client, kind=ClientKind.BUSINESS, language="fr"),
        to=f"compta@{client}",
        asks=(Ask.COPY,),
        mail=source(at(on), name),
        subject="",
        answers=(),
        lines=(),
        instalments=(),
        on=on,
    )
    return DraftAnswer(answer=answer, lacks=lacks, questions=(), why=name)


def mark(name: str) -> Fingerprint:
    return source(at(MONDAY), name).fingerprint


def lacking(
    *drafts: DraftAnswer,
    written: dict[str, date] | None = None,
    failed: tuple[str, ...] = (),
    today: date = MONDAY,
) -> dict[str, str]:
    """What each lacks, by its name."""
    past = Past(
        answered=lambda _: False,
        written=lambda _: {mark(name): on for name, on in (written or {}).items()},
        failed=lambda _: dict.fromkeys(map(mark, failed), "too large"),
    )
    return {each.why: each.lacks for each in paced(drafts, past, today, datetime.date)}


def test_the_newest_mail_gets_the_draft_and_the_others_are_told_so() -> None:
    found = lacking(draft("old"), draft("new", on=after(2)), draft("middle", on=after(1)), today=after(3))

    assert found["new"] == ""
    assert f"his newer mail of {after(2)} comes first" in found["old"]
    assert found["old"] == found["middle"]


def test_the_day_after_the_next_one_comes_and_what_was_written_stays() -> None:
    both = draft("old"), draft("new", on=after(1))

    assert "today's is written" in lacking(*both, written={"new": after(1)}, today=after(1))["old"]
    assert lacking(*both, written={"new": after(1)}, today=after(2)) == {"old": "", "new": ""}


def test_after_three_in_thirty_days_no_more_are_written() -> None:
    written = {f"w{n}": after(n) for n in range(MOST)}

    told = lacking(draft("more"), written=written, today=after(10))["more"]
    assert told == f"{MOST} were written for this client within {DAYS} days, and no more are"
    assert lacking(draft("more"), written=written, today=MONDAY + timedelta(days=DAYS)) == {"more": ""}


def test_one_that_cannot_be_written_leaves_the_day_to_the_next() -> None:
    both = draft("old"), draft("new", on=after(1))

    assert lacking(*both, failed=("new",)) == {"old": "", "new": "too large"}
    assert lacking(draft("old"), draft("new", on=after(1), lacks="firm.iban")) == {
        "old": "",
        "new": "firm.iban",
    }


@pytest.mark.parametrize("count", [1, 30])
def test_each_client_has_a_pace_of_his_own(count: int) -> None:
    many = [draft(f"a{n}") for n in range(count)]
    found = lacking(*many, draft("b", client="beta.example"))

    assert found["b"] == ""
    assert sum(not lacks for lacks in found.values()) == 2
