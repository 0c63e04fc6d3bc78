"""A ledger, a plan, facts and the last digest's end in; all that the next digest says, as values, out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from relanced.casework.ledger import CreditState, CreditStory, Ledger
from relanced.casework.overview.figures import Figures
from relanced.casework.overview.overview import overview
from relanced.casework.tasks.again import waiting_tasks
from relanced.daemon.digest_due import Told
from relanced.daemon.digest_matters import matters_of
from relanced.daemon.digest_said import confirmed_of, unclear_of
from relanced.edge.settings import Settings
from relanced.letters.digest_parts import (
    Aged,
    CameIn,
    Digest,
    Problem,
    Promised,
    Week,
    WentOut,
    Wrote,
)
from relanced.model.actions import Action, DraftReminder, GiveTask, Reminder, SendReminder
from relanced.model.facts import (
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceSent,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    happened_at,
)
from relanced.model.money import totals
from relanced.model.names import MailRef, mail_ref
from relanced.model.rules import Mode

LATE = timedelta(days=3)  # by which a mail may be found later than it came, and is still news
WEEKS = 6  # that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a digest is made of."""

    settings: Settings
    facts: Sequence[Fact]
    new: (
        Sequence[Fact] | None
    )  # those that were recorded since the last digest; None: told by their time alone
    ledger: Ledger
    actions: tuple[Action, ...]
    lying: frozenset[str] = frozenset()  # `lies_key` of the planned drafts that were put into Drafts
    problems: tuple[Problem, ...] = ()


def digest_of(material: Material, told: Told, now: datetime) -> Digest:
    """What a digest of this moment says; `told`: where the last one ended."""
    rules, ledger = material.settings.rules, material.ledger
    zone = rules.calendar.timezone
    today, since = now.astimezone(zone).date(), told.at.astimezone(zone)
    news = tuple(_news(material, since, now))
    came_in = tuple(_came_in(ledger, news, since, now, zone=zone))
    invoices = [fact for fact in news if isinstance(fact, InvoiceSent)]
    figures = overview(ledger, material.actions, material.facts, rules, today).figures
    return Digest(
        firm=rules.firm.name,
        on=today,
        since=since,
        mode=rules.mode,
        aged=tuple(_aged(each) for each in figures if each.buckets.total.cents),
        came_in=came_in,
        received=totals(each.amount for each in came_in if each.state in {"paid", "part"}),
        invoiced=totals(fact.total for fact in invoices),
        invoices_found=len(invoices),
        went_out=tuple(_went_out(ledger, news, zone=zone)),
        waiting=tuple(_waiting(material, today)),
        would=tuple(_would(material)) if rules.mode is Mode.OBSERVE else (),
        matters=tuple(
            each
            for each in matters_of(ledger, material.actions, material.facts, rules, today)
            if each.kind
            not in {"task", "unclear"}  # they stand under what waits, and what was not understood
        ),
        wrote=tuple(_wrote(ledger, news, zone=zone)),
        confirmed=tuple(confirmed_of(ledger, news, zone)),
        not_understood=tuple(unclear_of(ledger, news, zone, rules.firm.language)),
        promised=tuple(_promised(figures)),
        weeks=_weeks(figures),
        problems=(*material.problems, *_quarantined(news)),
    )


def _news(material: Material, since: datetime, now: datetime) -> Iterator[Fact]:
    """What was learned since, without what is old: reading ten years of mail makes no news."""
    if material.new is None:
        yield from (fact for fact in material.facts if since < happened_at(fact) <= now)
    else:
        yield from (fact for fact in material.new if happened_at(fact) > since - LATE)


def _came_in(
    ledger: Ledger, news: Iterable[Fact], since: datetime, now: datetime, *, zone: ZoneInfo
) -> Iterator[CameIn]:
    """Each payment once: one that a later mail tells of again was told before."""
    refs = {mail_ref(f.source.fingerprint) for f in news if isinstance(f, CreditNoticed | CreditReversed)}
    cases = {case.number: case for account in ledger.accounts.values() for case in account.cases}
    names = {
        case.number: account.client.name for account in ledger.accounts.values() for case in account.cases
    }
    for story in ledger.credits:
        if story.state is CreditState.TRANSFER or not _is_new(story, refs, since, now):
            continue
        paid = [number for number, _ in story.paid]
        is_whole = bool(paid) and all(number in cases and not cases[number].is_open for number in paid)
        yield CameIn(
            on=story.at.astimezone(zone).date(),
            amount=story.credit.amount,
            payer=story.credit.payer,
            bank=story.bank,
            state=_state(story, is_whole=is_whole),
            clients=tuple(dict.fromkeys(names[number] for number in paid if number in names)),
            invoices=tuple(paid),
        )


def _is_new(story: CreditStory, refs: set[MailRef], since: datetime, now: datetime) -> bool:
    told_by = {story.mail, *story.also_told_by}
    return since < story.at <= now or told_by <= refs  # found late: no mail about it was known before


def _state(story: CreditStory, *, is_whole: bool) -> str:
    match story.state:
        case CreditState.SETTLED | CreditState.ASSIGNED if story.paid:
            return "paid" if is_whole else "part"
        case CreditState.WAITING:
            return "waits"
        case CreditState.UNTRUSTED:
            return "untrusted"
        case CreditState.REVERSED:
            return "back"
        case _:
            return "unknown"


def _went_out(ledger: Ledger, news: Iterable[Fact], *, zone: ZoneInfo) -> Iterator[WentOut]:
    for fact in news:
        if not isinstance(fact, ReminderSent) or not (fact.ours or fact.lines):
            continue
        steps = dict.fromkeys(step for _, step in fact.lines if step is not None)
        link = ledger.links.get(fact.source.fingerprint)
        clients = (
            [ledger.accounts[key].client.name for key in link.clients if key in ledger.accounts]
            if link
            else []
        )
        if not fact.ours and not clients:
            continue
        yield WentOut(
            on=fact.source.at.astimezone(zone).date(),
            client=", ".join(sorted(clients)) or fact.client_address,
            steps=tuple(steps),
            invoices=tuple(number for number, _ in fact.lines),
            how="sent" if fact.ours else "own",
        )


def _waiting(material: Material, today: date) -> Iterator[WentOut]:
    """What lies in Drafts, and the tasks that only he can do."""
    for action in material.actions:
        if isinstance(action, DraftReminder) and lies_key(action.reminder) in material.lying:
            yield _planned(action.reminder, "draft")
    for waiting in waiting_tasks(material.ledger, material.settings.rules, today):
        yield WentOut(
            on=None,
            client=waiting.account.client.name,
            steps=(waiting.task.step,),
            invoices=tuple(case.number for case in waiting.cases),
            owed=totals(case.owed for case in waiting.cases),
            how=f"task_{waiting.task.kind.value}",
        )


def _would(material: Material) -> Iterator[WentOut]:
    for action in material.actions:
        match action:
            case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder):
                yield _planned(reminder, "would")
            case GiveTask(kind=kind, reminder=reminder):
                yield _planned(reminder, f"task_{kind.value}")
            case _:
                pass


def lies_key(reminder: Reminder) -> str:
    """What makes a planned letter that one letter."""
    steps = sorted((line.number, line.step or "") for line in reminder.lines if line.step is not None)
    return f"{reminder.client.key} {steps}"


def _planned(reminder: Reminder, how: str) -> WentOut:
    return WentOut(
        on=None,
        client=reminder.client.name,
        steps=(reminder.step.name,),
        invoices=tuple(line.number for line in reminder.lines if line.step is not None),
        owed=totals(line.owed for line in reminder.lines),
        how=how,
    )


def _wrote(ledger: Ledger, news: Iterable[Fact], *, zone: ZoneInfo) -> Iterator[Wrote]:
    """The answers of clients that are known; a stranger's mail is nobody's business here."""
    for fact in news:
        link = ledger.links.get(fact.source.fingerprint) if isinstance(fact, ReplyReceived) else None
        if not isinstance(fact, ReplyReceived) or link is None or not link.clients:
            continue
        names = sorted(ledger.accounts[key].client.name for key in link.clients if key in ledger.accounts)
        yield Wrote(
            on=fact.source.at.astimezone(zone).date(),
            client=", ".join(names[:3]) or fact.sender,
            intent=fact.intent,
            invoices=tuple(sorted(link.invoices)),
            promised_on=fact.promised_on,
        )


def _aged(figures: Figures) -> Aged:
    held, buckets = figures.buckets.held, figures.buckets
    return Aged(
        parts=(
            buckets.not_due,
            buckets.days_1_30,
            buckets.days_31_60,
            buckets.days_61_90,
            buckets.over_90,
        ),
        total=buckets.total,
        overdue=buckets.overdue,
        held=held,
        dso=figures.dso,
    )


def _promised(figures: Iterable[Figures]) -> Iterator[Promised]:
    for each in sorted((each for one in figures for each in one.promised), key=lambda each: each.on):
        yield Promised(
            on=each.on,
            client=each.client.name,
            invoices=each.invoices,
            amount=each.amount,
            is_instalment=each.is_instalment,
        )


def _weeks(figures: Sequence[Figures]) -> tuple[Week, ...]:
    """The next weeks in the firm's first currency: sums of two cannot be one bar."""
    if not figures:
        return ()
    return tuple(
        Week(start=week.start, promised=week.promised + week.planned, habit=week.habit)
        for week in figures[0].expected[:WEEKS]
    )


def _quarantined(news: Iterable[Fact]) -> Iterator[Problem]:
    count = sum(isinstance(fact, MailQuarantined) for fact in news)
    if count:
        yield Problem(kind="quarantined", values=(str(count),))
