"""Debtors: clients who share a mail domain, or one client at several, through the whole fold."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import (
    ALPHA,
    BETA,
    RULES,
    account_of,
    after,
    as_sent,
    bounce,
    case_of,
    credit_note,
    decided,
    intended,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    reminder,
    reminders_in,
    reply,
    steps_in,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.planning.plan import plan
from relanced.casework.target import is_known
from relanced.model.actions import DraftReminder, SendReminder
from relanced.model.client import ClientKind, ClientRule
from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.intents import Intent
from relanced.model.rules import Rules

SYNDIC = "gestion@syndic.example"
LILAS_ID, ROSES_ID, GAMMA_ID = "siren:732829320", "siren:552100554", "vat:DE136695976"
LILAS = invoice("L1", to=SYNDIC, ids=(LILAS_ID,), name="SCI Les Lilas")
ROSES = invoice("R1", to=SYNDIC, on=after(1), due=after(0), ids=(ROSES_ID,), name="SCI Les Roses")
LILAS_KEY, ROSES_KEY = "syndic.example", "syndic.example#siren:552100554"
BOTH: tuple[Fact, ...] = (LILAS, ROSES)
TODAY = after(14)


def held(*facts: Fact, today: date = TODAY, rules: Rules = RULES) -> set[str]:
    """The open invoices that no reminder of the day is for."""
    ledger = fold(facts, rules)
    numbers: set[str] = {c.number for a in ledger.accounts.values() for c in a.cases if c.is_open}
    return numbers - set(steps_in(plan(ledger, rules, today)))


def test_companies_behind_one_domain_never_stand_in_one_reminder() -> None:
    found = reminders_in(plan_of(*BOTH, today=TODAY))

    assert [(r.client.key, r.client.name, [line.number for line in r.lines]) for r in found] == [
        (LILAS_KEY, "SCI Les Lilas", ["L1"]),
        (ROSES_KEY, "SCI Les Roses", ["R1"]),
    ]


@pytest.mark.parametrize(
    "told",
    [
        reply(Intent.DISPUTE, on=after(5), sender=SYNDIC, mentions=("R1",)),
        reply(Intent.DISPUTE, on=after(5), sender=SYNDIC, answers=(ROSES.source.message_id or "",)),
        decided(Verb.DISPUTE, ROSES_KEY, on=after(5)),
        decided(Verb.PAUSE, "SCI Les Roses", on=after(5)),
        decided(Verb.PAID, ROSES_KEY, on=after(5)),
    ],
)
def test_what_one_says_or_is_decided_about_him_does_not_hold_the_other(told: Fact) -> None:
    assert "R1" not in steps_in(plan_of(*BOTH, told, today=TODAY))
    assert "L1" in steps_in(plan_of(*BOTH, told, today=TODAY))


def test_a_reminder_to_one_does_not_put_the_other_s_off() -> None:
    ours = reminder(("L1", "rappel"), on=after(13), to=SYNDIC)

    assert held(*BOTH, ours) == {"L1"}


def test_the_owner_s_own_mail_that_names_no_invoice_counts_for_all() -> None:
    assert held(*BOTH, reminder(on=after(13), to=SYNDIC, ours=False)) == {"L1", "R1"}


def test_a_mail_of_somebody_unknown_at_the_domain_holds_all() -> None:
    told = reply(Intent.DISPUTE, on=after(5), sender="direction@syndic.example")

    assert held(*BOTH, told) == {"L1", "R1"}
    assert held(*BOTH, bounce("direction@syndic.example", on=after(5))) == {"L1", "R1"}


def test_a_mail_of_one_company_s_own_address_holds_that_one_only() -> None:
    roses = replace(ROSES, client_address="roses@syndic.example")
    copied = replace(ROSES, client_address="autre@syndic.example", cc=("roses@syndic.example",))
    told = reply(Intent.DISPUTE, on=after(5), sender="roses@syndic.example")

    assert held(LILAS, roses, told) == {"R1"}
    assert held(LILAS, copied, told) == {"R1"}


def test_a_mail_of_somebody_unknown_holds_configured_clients_at_his_domain() -> None:
    rules = replace(RULES, clients=(ClientRule(match=(SYNDIC,), name="Lilas"),))
    told = reply(Intent.DISPUTE, on=after(5), sender="direction@syndic.example")

    assert held(LILAS, told, rules=rules) == {"L1"}


def test_a_pause_that_names_the_domain_is_for_all_and_a_resume_ends_it_for_all() -> None:
    pause = decided(Verb.PAUSE, "Syndic.example", on=after(5))
    own = decided(Verb.DISPUTE, "R1", on=after(6))
    resume = decided(Verb.RESUME, "syndic.example", on=after(7))

    assert held(*BOTH, pause) == {"L1", "R1"}
    assert held(*BOTH, pause, resume) == set()
    assert held(*BOTH, pause, own, resume) == {"R1"}  # what holds one alone is not ended beside


def test_the_owner_s_word_about_a_mail_that_held_all_ends_it_for_all() -> None:
    told = reply(Intent.DISPUTE, on=after(5), sender="direction@syndic.example")

    assert held(*BOTH, told, decided(Verb.RESUME, "syndic.example", on=after(6))) == set()
    assert held(*BOTH, told, decided(Verb.RESUME, ROSES_KEY, on=after(6))) == {"L1"}


def test_paid_of_a_domain_that_two_clients_share_closes_nothing_holds_both_and_asks() -> None:
    paid = decided(Verb.PAID, "syndic.example", on=after(5))
    ledger = ledger_of(*BOTH, paid)

    assert case_of(ledger, "L1").is_open
    assert case_of(ledger, "R1").is_open
    assert held(*BOTH, paid) == {"L1", "R1"}
    assert ledger.unmatched == (paid,)
    own = decided(Verb.PAID, ROSES_KEY, on=after(5))
    assert case_of(ledger_of(*BOTH, own), "L1").is_open
    assert not case_of(ledger_of(*BOTH, own), "R1").is_open


# Two clients behind one domain; an older mail, found later, gives the domain's own key to the other.
GROUP_A = invoice("F-1", to="a@group.example", ids=("siren:111111111",), name="Alpha")
GROUP_B = invoice("F-2", to="b@group.example", ids=("siren:222222222",), on=after(1), name="Beta")
GROUP_OTHER = invoice("F-3", to="c@group.example", on=after(1), name="Gamma")
OLDER_B = invoice(
    "F-0",
    to="b@group.example",
    ids=("siren:222222222",),
    on=after(-3),
    due=after(300),
    name="Beta & Fils",
)
WITH_TABLE = replace(RULES, clients=(ClientRule(match=("b@group.example",), name="Beta SAS"),))


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.DISPUTE, Verb.PAID])
def test_a_decision_by_a_key_of_former_days_still_counts(verb: Verb) -> None:
    said = decided(verb, "group.example#siren:222222222", on=after(3))

    for facts in ((GROUP_A, GROUP_B), (GROUP_A, GROUP_B, OLDER_B)):
        for rules in (RULES, WITH_TABLE):
            assert set(steps_in(plan_of(*facts, said, today=after(14), rules=rules))) == {"F-1"}


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.DISPUTE, Verb.PAID])
def test_a_decision_by_a_key_that_nobody_has_any_more_silences_all_behind_its_domain(verb: Verb) -> None:
    facts = (GROUP_A, GROUP_B, GROUP_OTHER, decided(verb, "group.example#other", on=after(3)))

    assert set(steps_in(plan_of(*facts, today=after(14)))) == {"F-1", "F-2"}
    assert steps_in(plan_of(*facts, today=after(14), rules=WITH_TABLE)) == {}
    if verb is Verb.PAID:
        assert all(case_of(ledger_of(*facts, rules=WITH_TABLE), n).is_open for n in ("F-1", "F-2", "F-3"))


def test_a_pause_by_a_name_that_an_older_mail_changed_still_counts() -> None:
    facts = (GROUP_A, GROUP_B, OLDER_B, decided(Verb.PAUSE, "Beta", on=after(3)))

    assert set(steps_in(plan_of(*facts, today=after(14)))) == {"F-1"}


def test_a_registration_that_stands_beside_two_sirens_joins_nobody() -> None:
    shared = "vat:FR99"
    one = invoice("F-1", to="a@one.example", ids=("siren:1", shared))
    two = invoice("F-2", to="b@two.example", ids=("siren:2", shared), on=after(1))

    for facts in ((one, two), (two, one)):
        assert set(ledger_of(*facts).accounts) == {"one.example", "two.example"}
    third = invoice("F-3", to="c@three.example", ids=(shared,), on=after(2))
    assert "three.example" in ledger_of(one, two, third).accounts


def test_registrations_that_would_join_two_sirens_by_a_chain_join_nobody() -> None:
    chain = (("siren:1", "vat:X"), ("vat:X", "vat:Y"), ("siren:2", "vat:Y"))
    facts = [invoice(f"F-{i}", to=f"x@c{i}.example", ids=ids, on=after(i)) for i, ids in enumerate(chain)]

    assert set(ledger_of(*facts).accounts) == {"c0.example", "c1.example", "c2.example"}


def test_a_domain_of_configured_clients_alone_can_be_paused_and_resumed() -> None:
    names = (("Lilas", SYNDIC), ("Roses", "roses@syndic.example"))
    rules = replace(RULES, clients=tuple(ClientRule(match=(to,), name=name) for name, to in names))
    facts = (LILAS, replace(ROSES, client_address="roses@syndic.example"))
    pause = decided(Verb.PAUSE, "syndic.example", on=after(5))
    own = decided(Verb.DISPUTE, "R1", on=after(5))
    resume = decided(Verb.RESUME, "syndic.example", on=after(6))
    paid = decided(Verb.PAID, "syndic.example", on=after(5))

    assert held(*facts, pause, rules=rules) == {"L1", "R1"}
    assert held(*facts, pause, resume, rules=rules) == set()
    assert held(*facts, pause, own, resume, rules=rules) == {"R1"}
    assert ledger_of(*facts, paid, rules=rules).unmatched == (paid,)
    assert is_known(ledger_of(*facts, rules=rules), (), "syndic.example")
    assert not is_known(ledger_of(*facts, rules=rules), (), "strange.example")


def test_a_namesake_who_came_later_takes_nothing_from_what_was_decided() -> None:
    namesake = invoice("G1", to=SYNDIC, on=after(8), ids=(GAMMA_ID,), name="SCI Les Roses")

    assert held(*BOTH, decided(Verb.PAUSE, "SCI Les Roses", on=after(5)), namesake) == {"R1", "G1"}
    ledger = ledger_of(*BOTH, decided(Verb.PAID, "SCI Les Roses", on=after(5)), namesake)
    assert not case_of(ledger, "R1").is_open


def test_a_client_at_two_domains_has_one_reminder_at_his_latest_address() -> None:
    first = invoice("F1", to="compta@x.example", ids=(LILAS_ID,))
    second = invoice("F2", to="jean@gmail.com", on=after(1), due=after(0), ids=(LILAS_ID,))
    (found,) = reminders_in(plan_of(first, second, today=TODAY))

    assert (found.client.key, found.to) == ("x.example", "jean@gmail.com")
    assert [line.number for line in found.lines] == ["F1", "F2"]
    assert held(first, second, reply(Intent.DISPUTE, on=after(5), sender="jean@gmail.com")) == {"F1", "F2"}


def test_a_configured_client_s_name_kind_and_language_hold_for_what_went_elsewhere() -> None:
    town = ClientRule(match=("@town.example",), name="Town", kind=ClientKind.PUBLIC, language="de")
    rules = replace(RULES, clients=(town,))
    facts = (
        invoice("F1", to="jean@gmail.com", ids=(LILAS_ID,)),
        invoice("F2", to="x@town.example", on=after(1), ids=(LILAS_ID,)),
    )
    client = account_of(ledger_of(*facts, rules=rules), "Town").client

    assert (client.name, client.kind, client.language) == ("Town", ClientKind.PUBLIC, "de")


def test_an_accountant_s_copy_with_the_client_s_registration_moves_nothing() -> None:
    cabinet = "cabinet@comptable.example"
    facts = [invoice(ids=(LILAS_ID,)), invoice("F2026-002", to=BETA, ids=(ROSES_ID,))]
    facts += [invoice(to=cabinet, ids=(LILAS_ID,), mail="copy")]
    facts += [invoice("F2026-002", to=cabinet, ids=(ROSES_ID,), mail="copy 2")]
    ledger = ledger_of(*facts)

    assert {key: account.address for key, account in ledger.accounts.items()} == {
        "alpha.example": ALPHA,
        "beta.example": BETA,
    }
    assert case_of(ledger).invoice.client_address == ALPHA
    assert held(*facts, reply(Intent.DISPUTE, on=after(5), sender=cabinet)) == set()
    one = [*facts[:2], facts[2]]  # who has copies of one client's invoices alone may write for him
    assert held(*one, reply(Intent.DISPUTE, on=after(5), sender=cabinet)) == {"F2026-001"}


def test_a_credit_note_s_copy_is_no_way_to_the_client() -> None:
    note = credit_note(corrects="F2026-001", total="200.00", ids=(LILAS_ID,))
    cabinet = "cabinet@comptable.example"
    copies: list[Fact] = [
        replace(note, client_address=cabinet, source=credit_note(on=after(1)).source),
        invoice("F2026-002", to=BETA, cc=(cabinet,)),
    ]
    told = reply(Intent.DISPUTE, on=after(5), sender=cabinet)

    assert held(invoice(ids=(LILAS_ID,)), note, *copies, told) == set()  # copied for two: our accountant


def test_accounting_in_copy_is_known_and_the_letter_goes_to_whom_the_invoice_went() -> None:
    sent = invoice(to="jean@alpha.example", cc=("compta@groupe.example",))
    (found,) = reminders_in(plan_of(sent, today=TODAY))

    assert found.to == "jean@alpha.example"
    assert held(sent, reply(Intent.DISPUTE, on=after(5), sender="compta@groupe.example")) == {"F2026-001"}


def test_an_invoice_that_was_mailed_to_no_readable_address_is_chased_once_mailed_again() -> None:
    lost = invoice(to="", name="Alpha")
    again = invoice(to=ALPHA, on=after(1), due=after(0), mail="again")

    assert "no address" in questions_in(plan_of(lost, today=TODAY))[0].question
    (found,) = reminders_in(plan_of(lost, again, today=TODAY))
    assert (found.client.key, found.to) == ("alpha.example", ALPHA)


def test_what_went_to_nobody_readable_is_never_mailed_to_somebody_of_that_name() -> None:
    lost = invoice("F1", to="", name="Alpha")
    known = invoice("F2", to=ALPHA, ids=(LILAS_ID,), name="Alpha")

    assert steps_in(plan_of(lost, known, today=TODAY)) == {"F2": "rappel"}


# ---- whatever grouping comes, nothing is sent again ----------------------------------------------

NUMBERS = ("F1", "F2", "F3", "F4", "F5")
ADDRESSES = (ALPHA, BETA, SYNDIC, "roses@syndic.example", "jean@gmail.com", "")
IDS = (LILAS_ID, ROSES_ID, GAMMA_ID)
sents = st.builds(
    lambda number, on, to, ids: invoice(number, on=after(on), due=after(on), to=to, ids=tuple(ids)),
    st.sampled_from(NUMBERS),
    st.integers(-9, 5),
    st.sampled_from(ADDRESSES),
    st.lists(st.sampled_from(IDS), max_size=1),
)
tables = st.lists(
    st.lists(st.sampled_from([*ADDRESSES[:-1], "@syndic.example", "@alpha.example"]), min_size=1, max_size=2),
    max_size=3,
).map(
    lambda each: tuple(
        ClientRule(match=tuple(match), name=f"Client {index}") for index, match in enumerate(each)
    )
)


@settings(max_examples=120, deadline=None)
@given(st.lists(sents, min_size=1, max_size=6), tables, tables, st.lists(sents, max_size=2), st.data())
def test_no_step_is_done_again_whatever_new_configuration_registrations_and_older_mails_make_of_clients(
    facts: list[InvoiceSent],
    before: tuple[ClientRule, ...],
    then: tuple[ClientRule, ...],
    older: list[InvoiceSent],
    data: st.DataObject,
) -> None:
    """The letters of a day are in Sent, or only meant to leave; then the clients become others."""
    actions = plan(fold(facts, replace(RULES, clients=before)), replace(RULES, clients=before), TODAY)
    written = [a for a in actions if isinstance(a, SendReminder | DraftReminder)]
    letters: list[Fact] = []
    for n, action in enumerate(written):
        r = action.reminder
        steps = [(line.number, line.step) for line in r.lines]
        doubtful = intended(*steps, on=r.on, client=r.client.key, message_id=f"r1.{n}@firm.example")
        letters.append(doubtful if data.draw(st.booleans()) else as_sent(action))
    done = {(line.number, line.step) for a in written for line in a.reminder.lines if line.step}
    read_again = [
        replace(each, client_ids=tuple(data.draw(st.lists(st.sampled_from(IDS), max_size=2, unique=True))))
        for each in facts
    ]
    rules = replace(RULES, clients=then)
    ledger = fold([*read_again, *older, *letters], rules)

    for day in (0, 1, 7, 30):
        new = {
            (line.number, line.step)
            for r in reminders_in(plan(ledger, rules, after(14 + day)))
            for line in r.lines
            if line.step
        }
        assert not new & done
    written_today = {number for number, _ in done}
    again = {line.number for r in reminders_in(plan(ledger, rules, TODAY)) for line in r.lines}
    assert not again & written_today
