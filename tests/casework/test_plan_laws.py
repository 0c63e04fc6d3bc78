"""Laws: what no history, in whatever order it is told, may break."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    after,
    as_sent,
    assigned,
    auto_reply,
    bank_mail,
    bounce,
    credit,
    credit_note,
    decided,
    intended,
    invoice,
    judged,
    notice,
    outcome,
    quarantined,
    ref_of,
    reminder,
    reminders_in,
    reply,
    said,
    stated,
    step,
    unreadable,
    went_back,
)
from casework.planning_makers import (
    CALL,
    HANDOVER,
    LETTER,
    agreed,
    as_given,
    given_steps,
    handed_over,
    rung,
    tasks_in,
)
from casework.planning_makers import given as task_given
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, HoldKind, Ledger, PostingKind
from relanced.casework.planning.forecast import forecast
from relanced.casework.planning.plan import plan
from relanced.casework.planning.tasks import waiting_task
from relanced.casework.promises.steps import BESIDE
from relanced.model.actions import Action, DraftReminder, Purpose, Reminder, SendReminder, Wait
from relanced.model.decided import OwnerDecided, Verb
from relanced.model.facts import Fact, InvoiceSent, InvoiceStated, InvoiceUnreadable, Outcome, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.ladder import Ladder
from relanced.model.mark import reference_of
from relanced.model.names import MessageId
from relanced.model.tasks import TaskKind

LADDER = Ladder(
    (
        step("avant", -4),
        step("rappel", 7),
        rung("appel", 13, channel=CALL),
        step("relance", 20),
        step("ferme", 35, approve=True),
        rung("lettre", 42, channel=LETTER),
        rung("remise", after_previous_days=9, channel=HANDOVER),
    )
)
OURS = replace(RULES, ladder=LADDER)
NUMBERS = ("F2026-001", "F2026-002", "F2026-003", "F2026-004")
KEY_OF = dict(zip(NUMBERS, ("alpha.example", "alpha.example", "beta.example", "jean@gmail.com"), strict=True))
CLIENT_OF = dict(zip(NUMBERS, (ALPHA, ALPHA, BETA, "jean@gmail.com"), strict=True))
STEPS = [s.name for s in LADDER.steps]

numbers = st.sampled_from(NUMBERS)
days = st.integers(0, 60).map(after)
senders = st.sampled_from([ALPHA, "patron@alpha.example", BETA, "jean@gmail.com", "x@shop.example", ""])
messages = st.sampled_from(["r1@firm.example", "r2@firm.example", "r3@firm.example", "no@x.example"])
amounts = st.sampled_from(["1200.00", "77.00", "300.00", "1277.00"])
steps = st.sampled_from([*STEPS, None, "autrefois"])

invoices = st.builds(
    lambda number, on, wait, total, rivals, disagreements: invoice(
        number,
        to=CLIENT_OF[number],
        on=on,
        due=on + timedelta(days=wait),
        total=total,
        rivals=rivals,
        disagreements=disagreements,
    ),
    numbers,
    st.integers(-40, 20).map(after),
    st.integers(-5, 30),
    st.sampled_from(["1200.00", "77.00"]),
    st.sampled_from([(), (), ("BC-77",), ("F2026-003", "BC-77")]),
    st.sampled_from([(), (), ("amount: 77 in the XML, 1200 on the page",)]),
)
scans = st.builds(
    lambda mail, to, on, files: unreadable(mail, to=to, on=on, files=files),
    st.sampled_from(["one", "two"]),
    st.just(ALPHA),
    st.just(MONDAY),
    st.sampled_from([("a.pdf",), ("a.pdf", "b.pdf"), ()]),
)
pieces = st.builds(
    lambda intent, number, promised: said(intent, number, promised_on=promised),
    st.sampled_from(list(Intent)),
    st.sampled_from([*NUMBERS, "2", "F2026-777"]),
    st.none() | days,
)
replies = st.builds(
    lambda intent, on, sender, answers, mentions, promised, told, tokens, redirect: reply(
        intent,
        on=on,
        sender=sender,
        answers=tuple(answers),
        mentions=tuple(mentions),
        promised_on=promised,
        said_of=tuple(told),
        tokens=tuple(tokens),
        redirect_to=redirect,
    ),
    st.sampled_from(list(Intent)),
    days,
    senders,
    st.lists(messages, max_size=2),
    st.lists(numbers, max_size=2, unique=True),
    st.none() | days,
    st.lists(pieces, max_size=2),
    st.lists(messages.map(lambda message_id: reference_of(MessageId(message_id))), max_size=1),
    st.sampled_from([None, "finances@alpha.example", "cabinet@comptable.example"]),
)
# A few mails that the owner may judge, before or after they are known.
JUDGED = (
    reply(Intent.NOT_SURE, on=after(3)),
    reply(Intent.PROMISE, on=after(12), sender=BETA, promised_on=after(15)),
    auto_reply(on=after(9)),
)
judgements = st.sampled_from(JUDGED) | st.builds(
    lambda mail, intent, on, promised: judged(mail, intent, on=on, promised_on=promised),
    st.sampled_from(JUDGED),
    st.sampled_from(list(Intent)),
    days,
    st.none() | days,
)
reminders = st.builds(
    lambda number, name, on, message_id, ours: reminder(
        (number, name), on=on, to=CLIENT_OF[number], message_id=message_id, ours=ours
    ),
    numbers,
    steps,
    days,
    messages,
    st.booleans(),
)
sendings = st.builds(
    lambda number, name, on, m: intended((number, name), on=on, client=CLIENT_OF[number], message_id=m),
    numbers,
    steps,
    days,
    messages,
) | st.builds(
    lambda kind, on, m: outcome(kind, on=on, message_id=m), st.sampled_from(list(Outcome)), days, messages
)
money = (
    st.builds(
        lambda amount, number, payer, on, trusted: notice(
            credit(amount, number, payer), on=on, trusted=trusted
        ),
        amounts,
        st.sampled_from([*NUMBERS, "", "VIREMENT"]),
        st.sampled_from(["ALPHA MENUISERIE", "BETA MENUISERIE", ""]),
        days,
        st.booleans(),
    )
    | st.builds(bank_mail, days)
    | st.builds(
        lambda amount, number, on, trusted: went_back(
            credit(amount, number, "ALPHA MENUISERIE"), on=on, trusted=trusted
        ),
        amounts,
        st.sampled_from([*NUMBERS, ""]),
        days,
        st.booleans(),
    )
)
UNCLEAR = notice(credit("1200.00", "VIREMENT"), on=after(5))
assignments = st.just(UNCLEAR) | st.builds(
    lambda to, on: assigned(UNCLEAR, *to, on=on), st.lists(numbers, max_size=2), days
)
statements = st.builds(
    lambda mail, number, total, on: stated(ref_of(unreadable(mail)), number, total=total, on=on),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from([*NUMBERS, "F2026-005"]),
    amounts,
    days,
)
decisions = st.builds(
    lambda verb, target, on, until, address: decided(verb, target, on=on, until=until, address=address),
    st.sampled_from(list(Verb)),
    st.sampled_from(
        [*NUMBERS, "alpha.example", "Beta Menuiserie", "Banque Rivage", "nobody", ref_of(unreadable("one"))]
    ),
    days,
    st.none() | days,
    st.sampled_from(["", "finances@alpha.example", "cabinet@comptable.example"]),
)
notes = st.builds(
    lambda number, corrects, total, on: credit_note(number, corrects=corrects, total=total, on=on),
    st.sampled_from(["A1", "A2"]),
    st.none() | numbers,
    amounts,
    days,
)
troubles = st.builds(
    lambda sender, on, subject: quarantined(sender, on=on, subject=subject),
    st.sampled_from([ALPHA, BETA, "avis@banque-rivage.example", ""]),
    days,
    st.sampled_from(["", "Re: F2026-003"]),
) | st.builds(
    lambda to, on: bounce(to, on=on), st.sampled_from([ALPHA, BETA, "finances@alpha.example", ""]), days
)

_KINDS = {"appel": TaskKind.CALL, "lettre": TaskKind.LETTER, "remise": TaskKind.HANDOVER}
tasks = (
    st.builds(
        lambda number, name, on: task_given(_KINDS[name], (number, name), on=on, client=KEY_OF[number]),
        numbers,
        st.sampled_from(sorted(_KINDS)),
        days,
    )
    | st.builds(lambda number, on: handed_over(number, on=on), numbers, days)
    | st.builds(
        lambda number, on, wait: agreed("77.00", pays_on=on + timedelta(days=wait), on=on, number=number),
        numbers,
        days,
        st.integers(0, 40),
    )
)

# A number that the series, or the owner, takes from an invoice later: «F2026-044» is «F2026-004» then.
SERIES = tuple(
    invoice(f"S-00{n}", to="x@series.example", on=after(2 * n - 1), due=after(300)) for n in (1, 2, 3, 5)
)
DOUBTFUL = invoice("S-044", to=ALPHA, rivals=("S-044", "S-004"), on=after(6), mail="doubtful")
MISREAD = invoice("X-1", to=ALPHA, on=after(6), mail="misread")
former_names = st.sampled_from(
    [(DOUBTFUL, "S-044", "S-004", SERIES), (MISREAD, "X-1", "Y-2", (stated(MISREAD, "Y-2", on=after(12)),))]
)

happenings = st.one_of(
    replies,
    reminders,
    sendings,
    money,
    decisions,
    notes,
    troubles,
    scans,
    statements,
    judgements,
    assignments,
    tasks,
)
histories: st.SearchStrategy[list[Fact]] = st.builds(
    lambda first, rest: [*first, *rest],
    st.lists(invoices, min_size=1, max_size=5),
    st.lists(happenings, max_size=7),
)
todays = st.integers(0, 80).map(after)
quick = settings(max_examples=60, deadline=None)


def open_cases(ledger: Ledger) -> list[Case]:
    return [case for account in ledger.accounts.values() for case in account.cases if case.is_open]


ASKING = {Purpose.CHASE, Purpose.PROMISE_BROKEN}  # thanks and the papers of a plan do not chase


def chasing(actions: tuple[Action, ...]) -> list[Reminder]:
    return [r for r in reminders_in(actions) if r.purpose in ASKING]


def stepped_by_mail(actions: tuple[Action, ...]) -> list[str]:
    return [line.number for r in chasing(actions) for line in r.lines if line.step is not None]


def stepped(actions: tuple[Action, ...]) -> list[str]:
    mails = [line.number for r in chasing(actions) for line in r.lines if line.step is not None]
    return [*mails, *(line.number for t in tasks_in(actions) for line in t.reminder.lines if line.step)]


@quick
@given(histories, st.data())
def test_any_order_of_arrival_and_any_repetition_folds_to_the_same_ledger(
    facts: list[Fact], data: st.DataObject
) -> None:
    told = data.draw(st.permutations(facts + facts[: len(facts) // 2]))

    assert fold(told, OURS) == fold(facts, OURS)


@quick
@given(histories, todays)
def test_every_open_case_has_a_step_in_one_reminder_or_one_task_or_one_wait_with_its_why(
    facts: list[Fact], today: date
) -> None:
    ledger = fold(facts, OURS)
    actions = plan(ledger, OURS, today)
    answered = stepped(actions) + [a.invoice for a in actions if isinstance(a, Wait)]

    assert Counter(answered) == Counter(case.number for case in open_cases(ledger))
    assert all(action.why for action in actions)


@quick
@given(histories, todays)
def test_what_is_silenced_is_never_in_a_reminder(facts: list[Fact], today: date) -> None:
    ledger = fold(facts, OURS)
    actions = plan(ledger, OURS, today)
    asked = [*chasing(actions), *(task.reminder for task in tasks_in(actions))]
    mentioned = {line.number for r in asked for line in r.lines}

    for account in ledger.accounts.values():
        for case in account.cases:
            if case.number in mentioned:
                assert case.is_open
                assert case.accepted
                assert case.in_flight is None
                assert case.silenced_by(today) == ()
                assert not any(h.kind is HoldKind.INSOLVENCY for h in account.holds)


@quick
@given(histories, todays)
def test_a_client_has_one_mail_a_day_and_none_after_the_day_s_plan_was_carried_out(
    facts: list[Fact], today: date
) -> None:
    actions = plan(fold(facts, OURS), OURS, today)
    clients = Counter(r.client.key for r in reminders_in(actions))
    tasks = Counter((task.reminder.client.key, task.kind) for task in tasks_in(actions))
    done = [as_sent(a) for a in actions if isinstance(a, SendReminder | DraftReminder)]
    noted = [as_given(task) for task in tasks_in(actions)]
    then = plan(fold([*facts, *done, *noted], OURS), OURS, today)

    assert all(count == 1 for count in [*clients.values(), *tasks.values()])
    assert chasing(then) == []
    assert tasks_in(then) == []


@quick
@given(histories, todays)
def test_a_task_that_was_given_takes_no_mail_from_anybody(facts: list[Fact], today: date) -> None:
    """Giving one reaches no client: the mails of that day are the same, whichever is carried out first."""
    actions = plan(fold(facts, OURS), OURS, today)
    noted = [as_given(task) for task in tasks_in(actions)]
    sent = [as_sent(a) for a in actions if isinstance(a, SendReminder | DraftReminder)]

    assert stepped_by_mail(plan(fold([*facts, *noted], OURS), OURS, today)) == stepped_by_mail(actions)
    assert given_steps(plan(fold([*facts, *sent], OURS), OURS, today)) == given_steps(actions)


@quick
@given(histories, todays)
def test_a_client_has_one_task_of_a_kind_at_a_time(facts: list[Fact], today: date) -> None:
    ledger = fold(facts, OURS)
    zone = OURS.calendar.timezone

    for task in tasks_in(plan(ledger, OURS, today)):
        account = ledger.accounts[task.reminder.client.key]
        open_cases = [case for case in account.cases if case.is_open and not case.silenced_by(today)]
        waiting = [waiting_task(case, LADDER, today, zone) for case in open_cases]
        assert task.kind not in {one.kind for one in waiting if one is not None}


@quick
@given(histories, todays)
def test_no_step_is_skipped_and_none_done_twice(facts: list[Fact], today: date) -> None:
    ledger = fold(facts, OURS)
    cases = {case.number: case for case in open_cases(ledger)}

    actions = plan(ledger, OURS, today)
    for found in [*chasing(actions), *(task.reminder for task in tasks_in(actions))]:
        for line in found.lines:
            if line.step is None or line.step in BESIDE:
                continue
            done = [STEPS.index(s.step) for s in cases[line.number].steps if s.step in STEPS]
            mine = STEPS.index(line.step)
            done += [STEPS.index(task.step) for task in cases[line.number].tasks]  # calls that lapsed
            missed = STEPS[max(done, default=-1) + 1 : mine]
            assert mine > max(done, default=-1)
            assert missed in ([], ["avant"])  # only the step before the due day may lapse


@quick
@given(histories, todays, replies)
def test_one_more_reply_never_makes_relanced_write_more(
    facts: list[Fact], today: date, more: ReplyReceived
) -> None:
    before = plan(fold(facts, OURS), OURS, today)
    then = plan(fold([*facts, more], OURS), OURS, today)

    assert set(stepped(then)) <= set(stepped(before))
    assert len([a for a in then if isinstance(a, SendReminder)]) <= len(
        [a for a in before if isinstance(a, SendReminder | DraftReminder)]
    )


@quick
@given(histories, todays, replies, st.sampled_from([Intent.DISPUTE, Intent.NOT_SURE, Intent.INSOLVENCY]))
def test_what_the_owner_says_is_grave_silences_the_mail_s_own_cases(
    facts: list[Fact], today: date, mail: ReplyReceived, intent: Intent
) -> None:
    told = [fact for fact in facts if not isinstance(fact, OwnerDecided)]
    note = judged(mail, intent, on=after(61))
    ledger = fold([*told, mail, note], OURS)
    link = ledger.links.get(mail.source.fingerprint)

    chased = set(stepped(plan(ledger, OURS, today)))
    assert not chased & (link.invoices if link is not None else set())


@settings(max_examples=15, deadline=None)
@given(histories)
def test_over_months_the_interval_is_kept_and_only_open_days_are_used(facts: list[Fact]) -> None:
    sent: dict[str, list[date]] = {}
    for day, action in forecast(facts, OURS, MONDAY, after(100)):
        if isinstance(action, SendReminder | DraftReminder) and action.reminder.purpose in ASKING:
            sent.setdefault(action.reminder.client.key, []).append(day)

    for written in sent.values():
        gaps = [(later - earlier).days for earlier, later in pairwise(written)]
        assert all(gap >= OURS.limits.min_interval_days for gap in gaps)
        assert all(day.weekday() < 5 for day in written)


@quick
@given(histories, todays)
def test_nothing_unsure_unread_or_ignored_is_ever_in_a_reminder(facts: list[Fact], today: date) -> None:
    ledger = fold(facts, OURS)
    mentioned = {line.number for r in reminders_in(plan(ledger, OURS, today)) for line in r.lines}
    by_mail = {unread.source.fingerprint for unread in ledger.unreadable}

    for account in ledger.accounts.values():
        for case in account.cases:
            if case.number in mentioned:
                assert not any(hold.kind is HoldKind.NUMBER_UNSURE for hold in case.holds)
                assert not any(posting.kind is PostingKind.IGNORED for posting in case.postings)
                assert case.invoice.read_from == "owner" or case.invoice.source.fingerprint not in by_mail


@quick
@given(histories, todays, st.sampled_from(NUMBERS))
def test_once_ignored_an_invoice_is_in_no_reminder_until_it_is_resumed(
    facts: list[Fact], today: date, number: str
) -> None:
    last = decided(Verb.IGNORE, number, on=after(61))
    then = decided(Verb.RESUME, "alpha.example", on=after(62))

    assert number not in stepped(plan(fold([*facts, last, then], OURS), OURS, today))


@quick
@given(histories, todays, scans)
def test_one_more_unreadable_mail_of_ours_changes_no_reminder(
    facts: list[Fact], today: date, scan: Fact
) -> None:
    told = [fact for fact in facts if not isinstance(fact, InvoiceStated | InvoiceUnreadable)]
    before = plan(fold(told, OURS), OURS, today)

    assert reminders_in(plan(fold([*told, scan], OURS), OURS, today)) == reminders_in(before)


@quick
@given(histories, todays, former_names, st.sampled_from([Verb.PAUSE, Verb.DISPUTE, Verb.PAID, Verb.IGNORE]))
def test_a_decision_by_a_former_number_silences_the_invoice_by_its_new_one(
    facts: list[Fact], today: date, renamed: tuple[Fact, str, str, tuple[Fact, ...]], verb: Verb
) -> None:
    paper, former, now, since = renamed
    told = [fact for fact in facts if not isinstance(fact, InvoiceSent)]
    said = decided(verb, former, on=after(10))
    client = [fact for fact in told if not (isinstance(fact, OwnerDecided) and fact.verb is Verb.RESUME)]

    assert now not in stepped(plan(fold([*client, paper, *since, said], OURS), OURS, today))


@quick
@given(histories, todays, former_names, steps)
def test_a_step_done_by_a_former_number_is_never_done_again(
    facts: list[Fact], today: date, renamed: tuple[Fact, str, str, tuple[Fact, ...]], step: str | None
) -> None:
    paper, former, now, since = renamed
    sent = reminder((former, step), on=after(11), message_id="former@firm.example")
    ledger = fold([*facts, paper, *since, sent], OURS)
    lines = [line for r in reminders_in(plan(ledger, OURS, today)) for line in r.lines]

    assert now in {case.number for account in ledger.accounts.values() for case in account.cases}
    assert step is None or (now, step) not in [(line.number, line.step) for line in lines]
