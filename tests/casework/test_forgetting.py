"""Words may be forgotten: what is owed, to whom, and what silences him stays the same, whatever the history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from casework.casework_makers import RULES, after, decided, invoice, reply
from casework.test_plan_laws import histories, quick
from hypothesis import given

from relanced.casework.fold import fold
from relanced.casework.forgetting import (
    ended_before,
    erased,
    erasures,
    mark_of,
    outdated,
    person_of,
    standing,
    without_words,
)
from relanced.model.decided import Verb
from relanced.model.facts import Fact, ReplyReceived

FAR = datetime(2999, 1, 1, tzinfo=UTC)


def _after(facts: list[Fact], changed: dict[int, Fact]) -> list[Fact]:
    return [changed.get(at, fact) for at, fact in enumerate(facts)]


@quick
@given(histories)
def test_whoever_is_erased_owes_what_he_owed(facts: list[Fact]) -> None:
    changed = dict(erased(facts, lambda _address: FAR))
    assert standing(fold(_after(facts, changed), RULES)) == standing(fold(facts, RULES))


@quick
@given(histories)
def test_what_is_outdated_changes_nothing_that_is_owed(facts: list[Fact]) -> None:
    ledger = fold(facts, RULES)
    changed = dict(outdated(facts, ledger, FAR.date(), FAR.date()))
    assert standing(fold(_after(facts, changed), RULES)) == standing(ledger)
    for at in changed:
        link = ledger.links.get(facts[at].source.fingerprint)  # type: ignore[union-attr]  # those with a person have one
        assert all(ended_before(ledger.accounts[key], FAR.date()) for key in (link.clients if link else ()))


def test_only_who_was_erased_and_only_until_then_loses_his_words() -> None:
    mine = reply(on=after(3))
    facts: list[Fact] = [invoice(), mine]
    assert isinstance(mine, ReplyReceived)
    person, at = person_of(mine), mine.source.at
    assert dict(erased(facts, lambda address: at if address == person else None)) == {1: without_words(mine)}
    assert not dict(erased(facts, lambda address: at - timedelta(seconds=1) if address == person else None))
    assert not dict(erased(facts, lambda address: at if address == "x@other.example" else None))


def test_the_owners_remarks_about_him_go_too() -> None:
    sent = invoice()
    remark = replace(decided(Verb.PAUSE, str(sent.number), on=after(1)), note="he is ill")
    other = replace(decided(Verb.PAUSE, "F1999-1", on=after(1)), note="another one")
    changed = dict(erased([sent, remark, other], lambda _address: FAR))
    assert 1 in changed
    assert "ill" not in str(changed[1])
    assert 2 not in changed


def test_the_decision_itself_concerns_nobody_s_invoice() -> None:
    facts: list[Fact] = [invoice()]
    mark = decided(Verb.ERASE, mark_of("0123456789abcdef01234567"), on=after(1))
    assert standing(fold([*facts, mark], RULES)) == standing(fold(facts, RULES))
    assert fold([*facts, mark], RULES).unmatched == ()
    assert list(erasures([*facts, mark])) == ["0123456789abcdef01234567"]
