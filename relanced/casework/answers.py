"""A ledger and the clients' mails in; which of them a ready answer may be drafted for, and what it says, out. Pure.

A draft only: the owner looks it over and sends it. relanced answers no client by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relanced.casework.answer_pace import Past, paced
from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Account, Case, Hold, HoldKind, Ledger
from relanced.casework.planning.reminders import line_of
from relanced.casework.promises.divide import equal_parts
from relanced.casework.public_hosts import is_shared_host
from relanced.casework.words import short
from relanced.model.actions import Answer, DraftAnswer, Instalment, ReminderLine
from relanced.model.decided import InstalmentsAgreed, OwnerDecided, ReplyJudged
from relanced.model.facts import Fact, InvoiceSent, ReplyReceived
from relanced.model.intents import Ask, Intent
from relanced.model.money import Money
from relanced.model.names import ClientKey, Fingerprint, MailRef, domain_of, mail_ref
from relanced.model.rules import Mode, Rules

MAX_AGE_DAYS = 30  # to an older mail there is no ready answer
PARTS = 3  # of a proposed plan, a month apart
FIRST_AFTER_DAYS = 7  # the day of its first part: the client must have time to say yes

# What the owner may say of such a mail without taking back that something is asked in it.
_STILL_ASKS = frozenset({Intent.QUERY, Intent.PLAN_REQUEST, Intent.PROMISE, Intent.REDIRECT})
_NO_ANSWER = frozenset({HoldKind.INSOLVENCY, HoldKind.STORM})
_IN_WORDS = {
    Ask.COPY: "a copy of the invoice",
    Ask.IBAN: "the account to pay to",
    Ask.PLAN: "instalments",
}


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is the same for every client."""

    rules: Rules
    on: date  # the day of the plan
    ledger: Ledger
    calendar: Calendar
    replies: Mapping[Fingerprint, ReplyReceived]
    decided: tuple[OwnerDecided | InstalmentsAgreed, ...]


def bears_on_answers(fact: Fact) -> bool:
    """Whether `answers_due` looks at it; all others may be left out."""
    match fact:
        case ReplyReceived(asks=asks):
            return bool(asks)
        case InvoiceSent(references=named):
            return bool(named)
        case _:
            return isinstance(fact, OwnerDecided | InstalmentsAgreed | ReplyJudged)


def answers_due(
    ledger: Ledger,
    facts: Iterable[Fact],
    rules: Rules,
    today: date,
    past: Past,
    among: Iterable[ClientKey] | None = None,
) -> tuple[DraftAnswer, ...]:
    """The answers to all mails that ask for something and still hold a case.

    Those without `lacks` lie ready, or should; at most one of a client's is new (answer_pace.py). To an
    old mail none is written any more: it is named for the question alone, as one may lie there since.
    `facts` are those of the ledger. `among`: where it is known, the clients of whom a hold silences an
    open case, in order; nobody else has an answer.
    None in mode «observe», for a client who is insolvent or of whom far too many mails came at once, for a
    disputed invoice, and where the owner has decided since.
    """
    if rules.mode is Mode.OBSERVE:
        return ()
    known = tuple(facts)
    scene = _Scene(
        rules=rules,
        on=today,
        ledger=ledger,
        calendar=Calendar(rules.calendar),
        replies=_asking(known, past),
        decided=tuple(fact for fact in known if isinstance(fact, OwnerDecided | InstalmentsAgreed)),
    )
    if not scene.replies:
        return ()
    accounts = ledger.accounts.values() if among is None else (ledger.accounts[key] for key in among)
    drafts = (draft for account in accounts for draft in _of_account(scene, account))
    return paced(drafts, past, today, scene.calendar.day_of)


def _asking(facts: tuple[Fact, ...], past: Past) -> dict[Fingerprint, ReplyReceived]:
    """The mails that ask for something and have no answer yet, as far as Sent tells."""
    judged: dict[MailRef, Intent] = {f.mail: f.intent for f in facts if isinstance(f, ReplyJudged)}
    named = {each for f in facts if isinstance(f, InvoiceSent) for each in f.references}
    found: dict[Fingerprint, ReplyReceived] = {}
    for fact in facts:
        if not isinstance(fact, ReplyReceived) or not fact.asks:
            continue
        mark, message_id = fact.source.fingerprint, fact.source.message_id
        said = judged.get(mail_ref(mark))
        is_answered = message_id is not None and (message_id in named or past.answered(message_id))
        if not is_answered and (said is None or said in _STILL_ASKS):
            found[mark] = fact
    return found


def _of_account(scene: _Scene, account: Account) -> Iterable[DraftAnswer]:
    if any(hold.kind in _NO_ANSWER and hold.is_active(scene.on) for hold in account.holds):
        return
    held: dict[Fingerprint, list[tuple[Case, Hold]]] = {}
    for case in account.cases:
        for hold in case.silenced_by(scene.on) if case.is_open else ():
            if hold.source is not None and hold.source.fingerprint in scene.replies:
                held.setdefault(hold.source.fingerprint, []).append((case, hold))
    for mark, pairs in held.items():
        reply = scene.replies[mark]
        cases = tuple(case for case in _meant(scene, mark, pairs) if not _is_disputed(case, scene.on))
        questions = tuple(dict.fromkeys(hold.question for _, hold in pairs if hold.question))
        is_told = bool(questions) or not _is_old(scene, reply.source.at)
        if cases and is_told and not _has_decided(scene, account, cases, reply):
            yield _draft(scene, account, cases, reply, questions)


def _is_old(scene: _Scene, at: datetime) -> bool:
    return (scene.on - scene.calendar.day_of(at)).days > MAX_AGE_DAYS


def _is_disputed(case: Case, on: date) -> bool:
    """Whether somebody disputes it, the client or the owner: a copy or a plan would speak as if nobody did."""
    return any(hold.kind is HoldKind.DISPUTE for hold in case.silenced_by(on))


def _meant(scene: _Scene, mark: Fingerprint, pairs: list[tuple[Case, Hold]]) -> tuple[Case, ...]:
    """The cases that a mail speaks of: those that it holds; of a bare breathing space, those that it names."""
    held = [case for case, hold in pairs if hold.kind is not HoldKind.BREATHING]
    link = scene.ledger.links.get(mark)
    named = [case for case, _ in pairs if link is not None and case.number in link.invoices]
    found = held or named or [case for case, _ in pairs]
    return tuple({case.number: case for case in found}.values())


def _has_decided(scene: _Scene, account: Account, cases: tuple[Case, ...], reply: ReplyReceived) -> bool:
    """Whether the owner has said anything of this client or these invoices since the mail came."""
    numbers = {case.number for case in cases}
    for decided in scene.decided:
        link = scene.ledger.links.get(decided.source.fingerprint)
        if link is None or account.client.key not in link.clients or decided.decided_at <= reply.source.at:
            continue
        if not link.invoices or numbers & link.invoices:
            return True
    return False


def _draft(
    scene: _Scene, account: Account, cases: tuple[Case, ...], reply: ReplyReceived, questions: tuple[str, ...]
) -> DraftAnswer:
    zone = scene.rules.calendar.timezone
    lines = tuple(line_of(case, None, scene.on, zone) for case in cases)
    is_known = _is_known(scene.rules, account, reply.sender)
    answer = Answer(
        client=account.client,
        to=reply.sender if is_known else account.address,
        asks=reply.asks,
        mail=reply.source,
        subject=reply.subject,
        answers=reply.answers,
        lines=lines,
        instalments=_instalments(scene, lines) if Ask.PLAN in reply.asks else (),
        on=scene.on,
    )
    asked = " and ".join(_IN_WORDS[ask] for ask in reply.asks)
    day = scene.calendar.day_of(reply.source.at)
    why = f"{short(reply.sender) or 'somebody without an address'} asks on {day} for {asked}"
    return DraftAnswer(answer=answer, lacks=_lacks(answer, scene), questions=questions, why=why)


def _lacks(answer: Answer, scene: _Scene) -> str:
    """What is missing for an answer that would be of use; "" where nothing is."""
    if not answer.to:
        return f"no address of {answer.client.name} is known"
    if answer.mail.message_id is None:
        return "the mail has no Message-ID that an answer could name"
    if answer.asks == (Ask.IBAN,) and not scene.rules.firm.iban:
        return "firm.iban is not configured"
    if Ask.PLAN in answer.asks and not answer.instalments:
        return "the invoices are in several currencies"
    if _is_old(scene, answer.mail.at):
        return f"the mail is older than {MAX_AGE_DAYS} days"
    return ""


def _is_known(rules: Rules, account: Account, sender: str) -> bool:
    """Whether an address is the client's: of his [[client]], one that we wrote to, or at such a one's own domain."""
    if not sender:
        return False
    rule = rules.client_rule(sender)
    if rule is not None:
        return rule.name == account.client.key
    invoices = [case.invoice for case in account.cases]
    mailed = {account.address, *(each.client_address for each in invoices)}
    copied = {address for each in invoices for address in each.cc}
    if sender.lower() in {address.lower() for address in mailed | copied}:
        return True
    host = domain_of(sender)
    return not is_shared_host(host) and host in {domain_of(address) for address in mailed if address}


def _instalments(scene: _Scene, lines: tuple[ReminderLine, ...]) -> tuple[Instalment, ...]:
    """Three equal parts, the first in a week, then one a month, each on a banking day; () for two currencies."""
    if len({line.owed.currency for line in lines}) != 1:
        return ()
    total = Money(sum(line.owed.cents for line in lines), lines[0].owed.currency)
    first = scene.on + timedelta(days=FIRST_AFTER_DAYS)
    parts = equal_parts(total, min(PARTS, total.cents), first, scene.calendar)
    assert not isinstance(parts, str), "every cent of an open case can be a part"
    return tuple(Instalment(amount=amount, pays_on=day) for day, amount in parts)
