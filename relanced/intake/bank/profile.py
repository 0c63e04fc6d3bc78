"""A bank's mail and the patterns of its profile in, what they find out; None where none fits. Pure.

The patterns are the owner's (or shipped): trusted in what they mean, not in how long they take. The
payer is not trusted: he writes his name and his words into the bank's own mail, and may write them
as the bank writes an amount. So a text that offers a pattern more than it may take gives no credit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from relanced.intake.bank.contested import rival
from relanced.intake.bank.pattern_values import Places, Unfit, credit_at, money_at
from relanced.intake.html import html_to_text
from relanced.intake.message import Message
from relanced.intake.readings import BankKind
from relanced.model.facts import Credit, ToldBy
from relanced.model.money import Money
from relanced.model.profile import BankProfile, NoticeKind, NoticeRule
from relanced.model.rules import BankRule

if TYPE_CHECKING:
    import regex

MAX_TEXT = 120_000  # characters of a mail that are searched
MAX_SUBJECT = 1_000
MAX_PAYMENTS = 500  # of one mail
TIMEOUT = 0.2  # seconds for one pattern on one text
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": "  "})
_KINDS = {
    NoticeKind.CREDIT: BankKind.CREDIT,
    NoticeKind.PAYOUT: BankKind.CREDIT,
    NoticeKind.DEBIT: BankKind.DEBIT,
    NoticeKind.REVERSAL: BankKind.DEBIT,
    NoticeKind.OTHER: BankKind.OTHER,
}
Named = tuple[str, NoticeRule]  # what the pattern is called in messages, and it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a pattern says of a mail."""

    kind: BankKind
    because: str
    credits: tuple[Credit, ...] = ()
    reversals: tuple[Credit, ...] = ()
    told_by: ToldBy = ToldBy.NOTICE
    net: Money | None = None
    doubt: str = ""  # not "": it may tell of money that came in, and was not understood; why
    reads_on: bool = False  # the kind is all that is decided: the general reader reads the payments


def patterns_of(bank: BankRule, profile: BankProfile | None) -> tuple[Named, ...]:
    """The patterns for a bank's mails in the order in which they are tried: [[bank.notice]] first."""
    own = ((f"bank.notice[{place}] of {bank.name}", rule) for place, rule in enumerate(bank.notices, 1))
    notices = profile.notices if profile else ()
    said = profile.name if profile else ""
    theirs = ((f"notice[{place}] of the profile {said}", rule) for place, rule in enumerate(notices, 1))
    return (*own, *theirs)


def by_pattern(message: Message, rules: tuple[Named, ...]) -> Fit | None:
    """What the first pattern that fits makes of a mail; None: none is meant for it.

    A pattern with a subject says: these mails look so. Where the subject fits and the body fits
    nowhere (and no other pattern fits), the bank has changed its mails, and nothing is credited.
    """
    texts: tuple[str, ...] | None = None
    changed: tuple[str, NoticeRule] | None = None
    for name, rule in rules:
        try:
            if rule.subject and not _found(rule.subject, " ".join(message.subject.split())[:MAX_SUBJECT]):
                continue
            if rule.body is None:
                return _by_subject(name, rule)
            texts = pattern_texts(message) if texts is None else texts
            if fit := _by_body(name, rule, rule.body, texts, message):
                return fit
        except TimeoutError:
            return _doubtful(rule, name, "took too long on this mail")
        if rule.subject and rule.kind.needs_amount:
            changed = changed or (name, rule)
    if changed:
        return _doubtful(changed[1], changed[0], "fits the subject, and its body fits nowhere")
    return None


def pattern_texts(message: Message) -> tuple[str, ...]:
    """The texts that patterns are searched in, in order: the plain text, the text of the HTML.

    Every space is a plain one, a tab (between two cells of a table) two of them; lines have no
    space at their ends, and none is empty.
    """
    plain = _lines(message.text)
    page = _lines(html_to_text(message.html)) if message.html else plain
    return (plain,) if page == plain else (plain, page)


def _lines(text: str) -> str:
    lines = (line.translate(_SPACES).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def _found(pattern: str, text: str) -> bool:
    return _fit(pattern, text) is not None


def _fit(pattern: str, text: str) -> "regex.Match[str] | None":
    import regex  # noqa: PLC0415 - a library that only banks with patterns of their own need

    return regex.search(pattern, text, flags=regex.MULTILINE | regex.IGNORECASE, timeout=TIMEOUT)


def _fits(pattern: str, text: str, *, overlapped: bool = False) -> Iterator["regex.Match[str]"]:
    import regex  # noqa: PLC0415 - as above

    flags = regex.MULTILINE | regex.IGNORECASE
    yield from regex.finditer(pattern, text, flags=flags, overlapped=overlapped, timeout=TIMEOUT)


def _by_subject(name: str, rule: NoticeRule) -> Fit:
    told_by = ToldBy.PAYOUT if rule.kind is NoticeKind.PAYOUT else ToldBy.NOTICE
    return Fit(kind=_KINDS[rule.kind], because=f"by {name}", told_by=told_by, reads_on=rule.kind.needs_amount)


def _by_body(name: str, rule: NoticeRule, body: str, texts: tuple[str, ...], message: Message) -> Fit | None:
    """What the body's pattern finds in the first text that it fits."""
    for text in texts:
        hits = tuple(islice(_hits(body, text), MAX_PAYMENTS + 1))
        if not hits:
            continue
        if not rule.kind.needs_amount:
            return Fit(kind=_KINDS[rule.kind], because=f"by {name}")
        mailed_on = message.date.date() if message.date else None
        try:
            return _payments(name, rule, hits, text, mailed_on)
        except Unfit as unfit:
            return _doubtful(rule, name, str(unfit))
    return None


def _hits(body: str, text: str) -> Iterator[tuple[tuple[int, int], Places]]:
    """Where the pattern fits as a whole, and its groups."""
    for match in _fits(body, text):
        places = {group: match.span(group) for group in match.re.groupindex if match[group] is not None}
        yield match.span(), places


def _payments(
    name: str,
    rule: NoticeRule,
    hits: tuple[tuple[tuple[int, int], Places], ...],
    text: str,
    mailed_on: date | None,
) -> Fit:
    """The payments at the places that fit. Raises Unfit."""
    if len(text) == MAX_TEXT:
        raise Unfit(f"was tried on a mail of over {MAX_TEXT} characters, which may list more payments")
    if len(hits) > MAX_PAYMENTS:
        raise Unfit(f"fits in more than {MAX_PAYMENTS} places")
    found = tuple(credit_at(places, text, rule.currency, mailed_on) for _, places in hits)
    is_list = rule.several or rule.kind is NoticeKind.PAYOUT
    if not is_list:
        found = tuple(dict.fromkeys(found))  # one sentence told twice, such as above the letter and in it
        if len(found) > 1:
            raise Unfit("fits in several places (a list of payments needs several = true)")
    _uncontested(rule.body or "", text, tuple(places for _, places in hits))
    other = rival(text, hits, found, is_list=is_list)
    if other:
        raise Unfit(f"leaves another amount («{other[:40]}»), which may be the payment's")
    if rule.kind is NoticeKind.REVERSAL:
        return Fit(kind=BankKind.DEBIT, because=f"by {name}", reversals=found)
    is_payout = rule.kind is NoticeKind.PAYOUT
    return Fit(
        kind=BankKind.CREDIT,
        because=f"by {name}",
        credits=found,
        told_by=ToldBy.PAYOUT if is_payout else ToldBy.NOTICE,
        net=_net(rule, text) if is_payout else None,
    )


def _uncontested(body: str, text: str, hits: tuple[Places, ...]) -> None:
    """Raise Unfit where the pattern could also fit another amount, inside what it went over.

    «Amount: 9 000.00», written by the payer into his words, may stand before the bank's own.
    """
    taken = [places["amount"] for places in hits]
    for match in _fits(body, text, overlapped=True):
        start, end = match.span("amount")
        if start >= 0 and not any(first <= start and end <= last for first, last in taken):
            raise Unfit(f"could take another amount as well («{text[start:end][:40]}»)")


def _net(rule: NoticeRule, text: str) -> Money | None:
    """What the service transfers for all payments together; None where it is not told."""
    if rule.net is None:
        return None
    match = _fit(rule.net, text)
    if match is None or match["amount"] is None:
        return None
    return money_at(match.span("amount"), text, rule.currency)


def _doubtful(rule: NoticeRule, name: str, why: str) -> Fit:
    kind = BankKind.DEBIT if rule.kind is NoticeKind.REVERSAL else BankKind.CREDIT
    return Fit(kind=kind, because=f"by {name}", doubt=f"{name} {why}")
