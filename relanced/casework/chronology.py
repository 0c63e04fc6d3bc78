"""Facts, the ledger and a name in, the file of a client or an invoice out: events, evidence, amounts. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.chronology_claims import claim_of, totals_of
from relanced.casework.chronology_days import instalments, payments, promises
from relanced.casework.chronology_events import Scene, Told, concerns, people_of, told
from relanced.casework.claims import claims
from relanced.casework.commanded import as_commanded
from relanced.casework.judged import judge
from relanced.casework.law.balance import fell_on
from relanced.casework.law.charges import charges_of
from relanced.casework.law.limitation import limitation_of
from relanced.casework.ledger import Account, Case, Ledger, Posting
from relanced.casework.order import in_order
from relanced.casework.target import find_account, find_case
from relanced.model.decided import TaskGiven
from relanced.model.dossier import Acceptance, Dossier, Event, EventKind, Exhibit, PostedNotice
from relanced.model.facts import CreditNoticed, CreditReversed, Fact, ReminderSent, SendIntended, SendOutcome
from relanced.model.names import Fingerprint, MessageId, mail_ref, number_key
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind

# Of one day, what was written first stands first; what a passed day alone tells stands last.
_LAST = {
    EventKind.PROMISE_KEPT,
    EventKind.PROMISE_BROKEN,
    EventKind.INSTALMENT_PAID,
    EventKind.INSTALMENT_MISSED,
}


def dossier_of(ledger: Ledger, facts: Iterable[Fact], rules: Rules, target: str, on: date) -> Dossier | None:
    """The file of an invoice number, or of a client's open invoices; None where nobody bears that name.

    `facts` are those from which the ledger was folded. Events and amounts are those of the end of the
    day `on`: what came later is left out, but what the owner said since of earlier payments counts.
    A client who owes nothing on that day has a file without claims.
    """
    found = find_case(ledger, target)
    account = found[0] if found else find_account(ledger, target)
    if account is None:
        return None
    book = _Book(ledger, facts, rules, account, on)
    return book.dossier((found[1],) if found else None)


class _Book:
    """One client's facts, made ready to be told."""

    def __init__(
        self, ledger: Ledger, facts: Iterable[Fact], rules: Rules, account: Account, on: date
    ) -> None:
        self._ledger, self._rules, self._account, self._on = ledger, rules, account, on
        self._calendar = Calendar(rules.calendar)
        self._facts = judge(claims(as_commanded(in_order(facts)), rules.calendar.timezone).facts).facts
        sourced = [fact.source for fact in self._facts if not isinstance(fact, SendIntended | SendOutcome)]
        self._mails = {mail_ref(source.fingerprint): source for source in reversed(sourced)}

    def dossier(self, chosen: tuple[Case, ...] | None) -> Dossier:
        """The file of these cases; None: of all that are open on the day."""
        mailed = [case for case in self._account.cases if case.mailed_on <= self._on]
        cases = tuple(mailed if chosen is None else chosen)
        if chosen is None:
            cases = tuple(case for case in cases if self._is_open(case))
        scene = self._scene(cases)
        stories = self._told(scene) if cases else []
        exhibits, events = _numbered(stories)
        client, rules = self._account.client, self._rules
        claimed = tuple(
            claim_of(
                case,
                self._on,
                day_of=self._day_of,
                charges_of=lambda case: charges_of(case, client, rules, self._on),
                limitation_of=lambda case: limitation_of(case, client, rules.firm, self._calendar.day_of),
                events=events,
            )
            for case in cases
        )
        return Dossier(
            client=client,
            address=self._account.address,
            addresses=people_of(scene, iter(events)),
            ids=tuple(dict.fromkeys(each for case in cases for each in case.invoice.client_ids)),
            on=self._on,
            claims=claimed,
            events=tuple(events),
            exhibits=tuple(
                replace(each, others=_others(each, self._facts, self._ledger, cases)) for each in exhibits
            ),
            totals=totals_of(claimed),
            acceptances=self._acceptances(scene),
            notices=tuple(self._notices(scene, events)),
        )

    def _notices(self, scene: Scene, events: Iterable[Event]) -> Iterator[PostedNotice]:
        """The posted notices; which letter it was the owner's answer tells, else the last one that he was given."""
        given = [
            (self._calendar.day_of(fact.given_at), fact.message_id)
            for fact in self._facts
            if isinstance(fact, TaskGiven)
            and fact.kind is TaskKind.LETTER
            and any(number_key(number) in scene.numbers for number, _ in fact.lines)
        ]
        for event in events:
            if event.kind is EventKind.NOTICE_POSTED:
                before = [message_id for day, message_id in given if day <= event.on]
                letter = MessageId(event.what[0]) if event.what else next(reversed(before), None)
                yield PostedNotice(on=event.on, tracking=event.words, exhibits=event.exhibits, letter=letter)

    def _is_open(self, case: Case) -> bool:
        later = [p for p in case.postings if self._day_of(p) > self._on]
        return case.owed.cents + sum(posting.amount.cents for posting in later) > 0

    def _day_of(self, posting: Posting) -> date:
        """The day on which an amount came off, as interest counts it."""
        return fell_on(posting, self._calendar.day_of)

    def _scene(self, cases: tuple[Case, ...]) -> Scene:
        outcomes = [fact for fact in self._facts if isinstance(fact, SendOutcome)]
        return Scene(
            ledger=self._ledger,
            account=self._account,
            cases=cases,
            outcomes={fact.message_id: fact for fact in outcomes if self._is_past(fact)},
            sent={fact.message_id for fact in self._facts if isinstance(fact, ReminderSent)},
            meant_for={fact.message_id: fact.lines for fact in self._facts if isinstance(fact, SendIntended)},
            zone=self._rules.calendar.timezone,
        )

    def _is_past(self, fact: SendOutcome) -> bool:
        return self._calendar.day_of(fact.at) <= self._on

    def _told(self, scene: Scene) -> list[Told]:
        """Every event until the day, in order."""
        since = min(case.mailed_on for case in scene.cases)
        mine = [fact for fact in self._facts if concerns(scene, fact, since)]
        grace, calendar = self._rules.replies.grace_days, self._calendar
        shown = [each for each in (told(scene, fact) for fact in mine) if each is not None]
        days = [
            *payments(self._ledger, scene.cases, self._mails, self._day_of),
            *promises(scene.cases, calendar, grace, self._day_of, self._on),
            *instalments(scene.cases, calendar, grace, self._day_of, self._on),
        ]
        ordered = [replace(each, order=place) for place, each in enumerate([*shown, *days])]
        past = [each for each in ordered if each.event.on <= self._on]
        return sorted(past, key=lambda each: (each.event.on, each.event.kind in _LAST, each.order))

    def _acceptances(self, scene: Scene) -> tuple[Acceptance, ...]:
        """What the mail server said of the letters about these cases, oldest first."""
        since = min((case.mailed_on for case in scene.cases), default=self._on)
        return tuple(
            Acceptance(message_id=fact.message_id, at=fact.at, outcome=fact.outcome, answer=fact.answer)
            for fact in scene.outcomes.values()
            if concerns(scene, fact, since)
        )


def _numbered(stories: Sequence[Told]) -> tuple[list[Exhibit], list[Event]]:
    """Number the mails in the order in which the events need them; a mail that shows several is one exhibit."""
    exhibits: dict[Fingerprint, Exhibit] = {}
    events = []
    for each in stories:
        event = each.event
        for source in each.sources:
            known = exhibits.get(source.fingerprint) or Exhibit(
                number=len(exhibits) + 1, source=source, on=event.on, kind=event.kind, invoices=()
            )
            papers = event.invoices if event.kind is EventKind.INVOICE else ()
            exhibits[source.fingerprint] = replace(
                known, invoices=tuple(dict.fromkeys((*known.invoices, *papers)))
            )
        numbers = tuple(exhibits[source.fingerprint].number for source in each.sources)
        events.append(replace(event, exhibits=tuple(sorted(set(numbers)))))
    return list(exhibits.values()), events


def _others(exhibit: Exhibit, facts: Iterable[Fact], ledger: Ledger, cases: Iterable[Case]) -> int:
    """How many payments that pay nothing of the file this mail tells of."""
    mark = exhibit.source.fingerprint
    told_of = sum(
        len(fact.credits)
        for fact in facts
        if isinstance(fact, CreditNoticed | CreditReversed) and fact.source.fingerprint == mark
    )
    numbers = {case.number for case in cases}
    ours = sum(
        mail_ref(mark) in {story.mail, *story.also_told_by}
        and bool(numbers & {paid for paid, _ in story.paid})
        for story in ledger.credits
    )
    return max(0, told_of - max(ours, 1))
