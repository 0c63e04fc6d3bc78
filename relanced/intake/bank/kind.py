"""The layout of a bank's mail in, what kind of news it is out. Pure.

The subject and the sentences around the money decide; what stands below the last amount is a
foot and decides nothing. Where words of credit and other words meet, the other words win.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from relanced.intake.bank.entries import credit_line, debit_line, marks_debits_only, plain
from relanced.intake.bank.figures import is_money, money_in, sign_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout
from relanced.intake.bank.owners import without_name, without_quotes
from relanced.intake.bank.phrases import (
    ABOUT_ELSE,
    DEBITED,
    PAYOUT,
    REFUNDED_TO_US,
    WE_PAID,
)
from relanced.intake.bank.sentences import payer_in
from relanced.intake.bank.spoken import introduced
from relanced.intake.bank.states import (
    cardholder_of,
    given_back,
    is_settled,
    is_unticked,
    paid_in,
    told_states,
)
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.readings import BankKind

FEE = lazy(r"\b(?:frais|commissions?|fees?|charges?|gebuhr\w*|entgelt\w*|comision\w*|gastos|spese|kosten)\b")
_EITHER = frozenset(  # such a party may have paid, or been paid
    """tiers contrepartie counterparty gegenpartei contraparte controparte tegenpartij name nom naam nome nombre
    client customer kunde cliente klant zahlungspartner""".split()  # noqa: SIM905 - a list of words reads worse
)
_TO_OWN_ACCOUNT = lazy(  # a service pays on what it has already got
    r"\b(?:sul (?:tuo|suo|vostro)|sur votre|to your|into your|auf (?:ihr|dein)|en (?:su|tu)|(?:op|naar) (?:uw|je))"
    r" (?:iban|bank(?: account|konto|rekening)?|compte bancaire|banque|conto (?:corrente )?bancario"
    r"|cuenta bancaria|banco|banca)\b"
)
MAX_PROSE = 12  # sentences of the body that are weighed


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is about and the words that say so."""

    kind: BankKind
    is_payout: bool
    words: str
    is_understood: bool = True  # False: it speaks of something for which there is no word here
    minus_only: bool = False  # its list marks what left, and nothing else
    doubt: str = ""  # not "": the words that decide may be the payer's own
    is_mixed: bool = False  # a list of all movements: only lines with a plus or a word of credit came in


def news_of(layout: Layout, subject: str, *, is_bulk: bool) -> News:
    """Tell credit from debit from everything else."""
    title, body = plain(subject), _weighed(layout)
    heads = [pair.label for pair in layout.pairs] + [fold(row.cells[0]) for row in layout.rows]
    is_payout = any(PAYOUT.search(line) for line in (title, *body, *heads))
    is_payout = is_payout or _has_fee_column(layout)
    lists = (layout.rows, *layout.tables)
    itemised = is_payout and (
        bool(layout.records) or any(money_in(" ".join(row.cells)) for rows in lists for row in rows)
    )
    kind, said = _other_news(layout, title, body, itemised=itemised, is_bulk=is_bulk)
    if kind is not None:
        doubt = _whose_return(layout, subject) if kind is BankKind.DEBIT else ""
        return News(kind, is_payout, said, doubt=doubt)
    words = layout.vocabulary
    credit = words.credit.search(title) or _first(words.credit, body)
    if not credit and not itemised and (state := _unsettled(layout)):
        return News(BankKind.OTHER, is_payout, state)
    if credit or _has_incoming_labels(layout) or _is_collected(layout) or itemised:
        said = credit[0] if credit else "the labels of a credit"
        is_mixed = not itemised and bool(debit_line(layout))
        return News(BankKind.CREDIT, is_payout, said, is_mixed=is_mixed, minus_only=marks_debits_only(layout))
    if who := _by_plus(layout, subject) or cardholder_of(layout):
        return News(BankKind.CREDIT, is_payout, who)
    if line := credit_line(layout):
        return News(BankKind.CREDIT, is_payout, line, is_mixed=True, minus_only=marks_debits_only(layout))
    if line := debit_line(layout) or _debit_label(layout):
        is_open = is_unticked((line,)) or words.not_yet.search(plain(line))
        return News(BankKind.OTHER if is_open else BankKind.DEBIT, is_payout, line)
    return News(BankKind.OTHER, is_payout, "no word of money that came in", is_understood=False)


def _other_news(
    layout: Layout, title: str, body: list[str], *, itemised: bool, is_bulk: bool
) -> tuple[BankKind | None, str]:
    """What speaks against a credit; a payout's list of payments outweighs all but a return."""
    texts, words = [title, *body, *told_states(layout)], layout.vocabulary
    came_in = words.credit.search(title) or _first(words.credit, body)
    quoted = [] if came_in else _weighed(layout, with_quotes=True)  # what a client wrote of a return
    found = _first(words.returned, [*texts, *quoted])
    if found and not _first(REFUNDED_TO_US, texts):
        return BankKind.DEBIT, found[0]
    if said := given_back(layout):
        return BankKind.DEBIT, said
    if itemised:
        found = ABOUT_ELSE.search(title)  # «your invoice of May»: a service's own, not a payout
        return (BankKind.OTHER, found[0]) if found and not PAYOUT.search(title) else (None, "")
    if found := _first(DEBITED, [line for line in texts if money_in(line) and not FEE.search(line)]):
        return BankKind.DEBIT, found[0]
    if found := _first(words.not_yet, _but_payouts(layout, texts)):
        return BankKind.OTHER, found[0]
    if not (debit_line(layout) and credit_line(layout)):  # else a list of all movements, told as both
        kind, said = _leaves(layout, title, texts)
        if kind is not None:
            return kind, said
    speaks_of_credit = words.credit.search(title) or _first(words.credit, body)
    if found := _first(ABOUT_ELSE, texts if is_bulk or not speaks_of_credit else [title]):
        return BankKind.OTHER, found[0]
    if is_bulk and not layout.pairs:
        return BankKind.OTHER, "a mailing to many"
    return None, ""


def _whose_return(layout: Layout, subject: str) -> str:
    """Why the word for a return may be the payer's, who calls himself «chargeback of 1,200.00 EUR»; "": it is not."""
    words = layout.vocabulary
    if words.returned.search(plain(without_name(subject))) and not words.credit.search(plain(subject)):
        return ""
    sentences = [plain(without_quotes(line)) for _, line in layout.prose]
    if not _first(words.returned, [plain(subject), *sentences]):
        return ""
    own = [plain(without_name(line)) for line in (subject, *(line for _, line in layout.prose))]
    told = [line for line in own[1:] if words.returned.search(line)]
    title = plain(subject)
    if words.credit.search(title) and not words.returned.search(own[0]):
        said = title
    elif not words.returned.search(own[0]) and (not told or any(map(_credits_before(words), told))):
        said = next((line for line in sentences if words.returned.search(line)), title)
    else:
        return ""
    return f"speaks of money that came in and of a return, whose words are they? («{said[:80]}»)"


def _credits_before(words: Vocabulary) -> Callable[[str], bool]:
    """Whether a sentence tells of a credit before it speaks of a return."""

    def tells(line: str) -> bool:
        credit, back = words.credit.search(line), words.returned.search(line)
        return bool(credit and back and credit.start() < back.start())

    return tells


def _but_payouts(layout: Layout, texts: list[str]) -> list[str]:
    """Without what a service will pay on to the firm's bank, where it tells who has paid."""
    told = [sentence for text in texts for sentence in re.split(r"(?<=[\w-]\w[.!?])\s+", text)]
    if not any(map(_TO_OWN_ACCOUNT.search, told)) or not paid_in(layout, told[1:]):
        return texts
    return [text for text in told if not _TO_OWN_ACCOUNT.search(text)]


def _leaves(layout: Layout, title: str, texts: list[str]) -> tuple[BankKind | None, str]:
    """Words, or labels, that say that the one payment went out."""
    if found := _first(WE_PAID, texts):
        return BankKind.DEBIT, found[0]
    says_credit = layout.vocabulary.credit.search(title)
    if (found := _first(layout.vocabulary.leaves, texts)) and not says_credit and not _is_collected(layout):
        return BankKind.DEBIT, found[0]
    if label := _goes_to_somebody(layout, title):
        return BankKind.DEBIT, label
    return None, ""


def _weighed(layout: Layout, *, with_quotes: bool = False) -> list[str]:
    """The folded sentences down to the last one with money or a labelled value; quoted words are the payer's."""
    last = max(
        [pair.line for pair in layout.pairs]
        + [row.line for row in layout.rows]
        + [
            place
            for place, line in layout.prose
            if money_in(line) and not re.search(r"\bcapital\b", fold(line))
        ],
        default=-1,
    )
    told = [line for place, line in layout.prose if place <= last or last < 0]
    prose = [plain(line if with_quotes else without_quotes(line)) for line in told]
    return prose[:MAX_PROSE]


def _first(pattern: re.Pattern[str], lines: list[str]) -> re.Match[str] | None:
    return next((found for line in lines if (found := pattern.search(line))), None)


def _goes_to_somebody(layout: Layout, title: str) -> str:
    """A payee is named, no payer, and no word of credit in the subject; or the one amount is negative."""
    roles = {pair.role for pair in layout.pairs}
    has_money = bool(roles & {Role.AMOUNT, Role.CREDITED, Role.SENT, Role.TOTAL, Role.DEBIT}) or any(
        is_money(line) for _, line in layout.prose
    )
    if cardholder_of(layout):
        return ""
    if (
        has_money
        and Role.PAYEE in roles
        and Role.PAYER not in roles
        and not layout.vocabulary.credit.search(title)
    ):
        return next(pair.label for pair in layout.pairs if pair.role is Role.PAYEE)
    amounts = [p.value for p in layout.pairs if p.role in {Role.AMOUNT, Role.CREDITED}]
    amounts += _alone(layout, title)
    if amounts and all(sign_of(amount) < 0 for amount in amounts):
        return "a negative amount"
    return ""


def _alone(layout: Layout, title: str) -> list[str]:
    """The amounts that stand alone on their line, or at the head of the subject."""
    found = money_in(title)
    heads = [title[: found[0].end]] if found and not re.search(r"[^\W\d_]", title[: found[0].start]) else []
    return heads + [line for _, line in layout.prose if is_money(line)]


def _by_plus(layout: Layout, subject: str) -> str:
    """No verb, but a plus before the one amount, and somebody from whom it came."""
    amounts = _alone(layout, subject) + ([layout.lone.amount] if layout.lone else [])
    amounts += [pair.value for pair in layout.pairs if pair.role in {Role.AMOUNT, Role.CREDITED}]
    if not amounts or any(sign_of(amount) < 0 for amount in amounts) or not any(map(_has_plus, amounts)):
        return ""
    texts = (subject, *(line for _, line in layout.prose))
    named = next((pair.value for pair in layout.pairs if pair.role is Role.PAYER), "")
    beside = layout.lone is not None and any(re.search(r"[^\W\d]{3}", word) for word in layout.lone.words)
    words = next((pair.value for pair in layout.pairs if pair.role is Role.REFERENCE), "")
    told = named or words or next((who for text in texts if (who := payer_in(text) or introduced(text))), "")
    return f"a plus and «{told}»" if told else "a plus and a name" if beside else ""


def _has_plus(amount: str) -> bool:
    return sign_of(amount) > 0


def _unsettled(layout: Layout) -> str:
    """The state of the one payment, where no state says that its money is there."""
    states = [pair.value for pair in layout.pairs if pair.role is Role.STATE]
    return fold(states[0]) if states and not any(map(is_settled, states)) else ""


def _debit_label(layout: Layout) -> str:
    """An amount with the label of one that left, and none with another."""
    roles = {pair.role for pair in layout.pairs if money_in(pair.value)}
    if Role.DEBIT not in roles or roles & {Role.AMOUNT, Role.CREDITED, Role.SENT}:
        return ""
    return next(pair.label for pair in layout.pairs if pair.role is Role.DEBIT)


def _has_fee_column(layout: Layout) -> bool:
    """A table of payments with what was kept of each: only a payment service prints that."""
    gross, kept = {Role.AMOUNT, Role.CREDITED, Role.SENT}, {Role.FEE, Role.NET}
    return any(
        set(row.roles) & gross and set(row.roles) & kept and (len(table) > 1 or Role.PAYER in row.roles)
        for table in layout.tables
        for row in table
    )


def _is_collected(layout: Layout) -> bool:
    """An amount with its fee and what is left of it: a client's payment, through a service."""
    return {Role.AMOUNT, Role.FEE, Role.NET} <= {pair.role for pair in layout.pairs}


def _has_incoming_labels(layout: Layout) -> bool:
    sets: list[set[tuple[Role | None, str]]] = [{(pair.role, pair.label) for pair in layout.pairs}]
    sets += [set(zip(row.roles, row.heads, strict=True)) for table in layout.tables for row in table[:1]]
    return any(map(_are_incoming, sets))


def _are_incoming(labels: set[tuple[Role | None, str]]) -> bool:
    roles = {role for role, _ in labels}
    named = any(role is Role.PAYER and label not in _EITHER for role, label in labels)
    return named and bool(roles & {Role.AMOUNT, Role.CREDITED}) and not roles & {Role.PAYEE, Role.DEBIT}
