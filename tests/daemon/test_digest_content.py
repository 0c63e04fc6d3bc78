"""What a digest is made of: the plan's questions as matters, the news since the last one, each once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    at,
    bank_mail,
    bounce,
    credit,
    decided,
    invoice,
    ledger_of,
    notice,
    plan_of,
    quarantined,
    reminder,
    reply,
    unreadable,
)
from config_files import SMALLEST, settings_in

from relanced.daemon.digest_due import Told
from relanced.daemon.digest_matters import matters_of
from relanced.daemon.digest_news import LATE, Material, digest_of
from relanced.edge.settings import Settings
from relanced.letters.digest_parts import Digest, Matter
from relanced.letters.digest_words import words_of
from relanced.model.actions import AskOwner
from relanced.model.decided import CommandUnclear, Verb
from relanced.model.facts import Fact, ToldBy
from relanced.model.intents import Intent
from relanced.model.rules import Mode

TODAY = date(2026, 3, 16)  # two weeks after the invoices of the makers were due
NOW = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
THURSDAY, FRIDAY, SATURDAY = date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 14)


def matters(*facts: Fact, today: date = TODAY) -> tuple[Matter, ...]:
    actions = plan_of(*facts, today=today)
    return matters_of(ledger_of(*facts), actions, facts, RULES, today)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(settings_in(tmp_path, SMALLEST), rules=RULES)


def digest(settings: Settings, *facts: Fact, since: datetime, new: Sequence[Fact] | None = None) -> Digest:
    material = Material(
        settings=settings,
        facts=facts,
        new=new,
        ledger=ledger_of(*facts),
        actions=plan_of(*facts, today=TODAY),
    )
    return digest_of(material, Told(since.date(), since, 0), NOW)


@pytest.mark.parametrize("intent", [Intent.DISPUTE, Intent.QUERY, Intent.PLAN_REQUEST, Intent.NOT_SURE])
def test_what_a_client_wrote_is_asked_about_with_his_words_and_the_words_to_answer(intent: Intent) -> None:
    sent = invoice()
    told = reply(intent, on=THURSDAY, mentions=(sent.number,))
    [matter] = matters(sent, told)
    assert matter.kind == intent.value
    assert matter.quote == told.new_text
    assert matter.invoices == (sent.number,)
    assert [money.cents for money in matter.owed] == [sent.total.cents]
    assert "resume" in matter.words
    assert matter.until is None


def test_what_could_not_be_read_or_delivered_is_asked_about_in_both_languages() -> None:
    asked = matters(
        invoice(),
        unreadable(),
        bounce(ALPHA, on=THURSDAY, answers=("invoice F2026-001",)),
        invoice("F2026-002", to=BETA),
        quarantined(BETA, on=THURSDAY),
    )
    kinds = {matter.kind for matter in asked}
    assert {"unread_invoice", "unreadable"} <= kinds
    assert "other" not in kinds
    for language in ("fr", "en"):
        assert kinds <= words_of(replace(RULES.firm, language=language)).matters.keys()
    [unread] = [matter for matter in asked if matter.kind == "unread_invoice"]
    assert unread.told == f"{ALPHA}, Facture"
    assert unread.typed[0].startswith("relanced state ")


def test_a_silent_bank_is_named_with_the_words_that_end_it() -> None:
    heard = [bank_mail(date(2026, 1, day)) for day in range(5, 30)]
    asked = matters(*heard, invoice(), today=date(2026, 3, 16))
    [matter] = [each for each in asked if each.kind == "bank_silent"]
    assert matter.told == "Banque Rivage"
    assert (matter.words, matter.targets) == (("resume",), ("Banque Rivage",))


def test_a_question_that_is_not_known_is_passed_on_as_it_was_asked() -> None:
    question = "Something new. «relanced resume Alpha» goes on."
    asked = AskOwner(client=None, invoices=(), question=question, why="new")
    [matter] = matters_of(ledger_of(), [asked], (), RULES, TODAY)
    assert matter.kind == "other"
    assert matter.told.startswith("Something new.")
    assert (matter.words, matter.targets) == (("resume",), ("Alpha",))


def test_money_stands_in_one_digest_whoever_tells_of_it_again(settings: Settings) -> None:
    sent = invoice()
    paid = notice(credit("1200.00", sent.number, "ALPHA MENUISERIE"), on=FRIDAY)
    first = digest(settings, sent, paid, since=at(THURSDAY))
    assert [(each.state, each.invoices) for each in first.came_in] == [("paid", (sent.number,))]
    assert [money.cents for money in first.received] == [sent.total.cents]
    told_again = notice(
        credit("1200.00", sent.number, "ALPHA MENUISERIE"), on=SATURDAY, told_by=ToldBy.STATEMENT
    )
    for new in (None, (told_again,)):
        later = digest(settings, sent, paid, told_again, since=at(FRIDAY), new=new)
        assert later.came_in == ()
        assert later.received == ()


def test_what_is_found_late_is_news_and_what_is_old_is_not(settings: Settings) -> None:
    sent, since = invoice(), at(FRIDAY)
    early = notice(credit("1200.00", sent.number), on=THURSDAY)
    assert digest(settings, sent, early, since=since, new=(early,)).came_in
    old = notice(credit("1200.00", sent.number), on=(since - LATE - timedelta(days=1)).date())
    assert not digest(settings, sent, old, since=since, new=(old,)).came_in
    assert (
        digest(settings, sent, since=since, new=(sent,)).invoices_found == 0
    )  # a mailbox is read for the first time


def test_letters_answers_decisions_and_what_was_not_understood(settings: Settings) -> None:
    sent = invoice()
    left = reminder((sent.number, "rappel"), on=THURSDAY)
    answer = reply(Intent.PROMISE, on=FRIDAY, answers=(str(left.message_id),), promised_on=date(2026, 3, 27))
    paused = replace(decided(Verb.PAUSE, sent.number, on=FRIDAY), by="mail")
    place = replace(answer.source, at=at(SATURDAY), folder="Sent")
    unclear = CommandUnclear(source=place, words="Alpha ok", why="no_verb")
    found = digest(settings, sent, left, answer, paused, unclear, since=at(date(2026, 3, 11)))
    assert [(each.steps, each.how) for each in found.went_out] == [(("rappel",), "sent")]
    assert [(each.intent, each.promised_on) for each in found.wrote] == [(Intent.PROMISE, date(2026, 3, 27))]
    assert [(each.verb, each.target, each.by) for each in found.confirmed] == [("pause", sent.number, "mail")]
    assert [each.words for each in found.not_understood] == ["Alpha ok"]
    assert found.not_understood[0].why
    assert found.needs_owner


def test_a_command_that_means_nothing_known_is_not_confirmed_and_said_once_in_the_owners_language(
    settings: Settings,
) -> None:
    lost = replace(decided(Verb.DISPUTE, "bidule", on=SATURDAY), by="mail")
    unclear = CommandUnclear(source=replace(lost.source, folder="Sent"), words="Alpha ?", why="question")
    moved = replace(unclear, words="Samedi", why="unknown_mail", gesture="paid x 1")
    found = digest(settings, invoice(), lost, unclear, moved, since=at(FRIDAY))
    assert found.confirmed == ()
    assert sorted(each.words for each in found.not_understood) == ["Alpha ?", "Samedi", "litige bidule"]
    assert [each.words for each in found.not_understood if each.is_gesture] == ["Samedi"]
    assert found.matters == ()
    on_the_page = [(each.kind, each.told) for each in matters(invoice(), lost, unclear, moved)]
    assert sorted(on_the_page) == [("unclear", told) for told in ("Alpha ?", "Samedi", "dispute bidule")]


def test_in_observe_it_says_what_would_leave(settings: Settings) -> None:
    observing = replace(settings, rules=replace(RULES, mode=Mode.OBSERVE))
    sent = invoice()
    found = digest(observing, sent, since=at(FRIDAY))
    assert [each.invoices for each in found.would] == [(sent.number,)]
    assert digest(settings, sent, since=at(FRIDAY)).would == ()


def test_the_balance_is_that_of_the_overview(settings: Settings) -> None:
    sent = invoice()
    [aged] = digest(settings, sent, since=at(FRIDAY)).aged
    assert aged.total == aged.overdue == sent.total
    assert sum(part.cents for part in aged.parts) == sent.total.cents
