"""An invoice's postings and the payments that came in, their evidence for a terminal and as JSON, out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from relanced.casework.ledger import Case, Posting, PostingKind
from relanced.cli.credit_view import beside, in_short
from relanced.cli.words import Text
from relanced.daemon.desk.incoming import Incoming, payer
from relanced.model.money import totals
from relanced.model.names import ClientKey, InvoiceNumber, mail_ref

_PAID = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})
SHOWN = 10  # payments that wait, in the story of one client


def by_invoice(known: Iterable[Incoming]) -> dict[InvoiceNumber, list[Incoming]]:
    """The payments that paid each invoice."""
    found: dict[InvoiceNumber, list[Incoming]] = {}
    for each in known:
        for number in dict.fromkeys(number for number, _ in each.story.paid):
            found.setdefault(number, []).append(each)
    return found


def postings(case: Case, paying: Sequence[Incoming]) -> Iterator[Text]:
    """What was paid of an invoice or fell away, and what came back, each with the payment behind it and why.

    `paying` are the payments that paid it.
    """
    for posting in case.postings:
        if posting.kind is PostingKind.REVERSED:
            yield Text(f"  {-posting.amount} are open again: {posting.because}", style="yellow")
            continue
        word = "paid" if posting.kind in _PAID else "fell away"
        yield Text(f"  {posting.amount} {word}: {posting.because}")
        paid = payment_of(posting, case.number, paying)
        if paid is not None:
            yield from (Text(f"    {line}", style="dim") for line in _evidence(paid, posting))


def _evidence(paid: Incoming, posting: Posting) -> Iterator[str]:
    """Which payment it was, and what was not taken; the reason itself stands in the posting."""
    mails = ", ".join((paid.story.mail, *paid.story.also_told_by))
    yield f"credit {paid.name} of {paid.day}; {paid.story.bank} told of it: mail {mails}"
    settled = paid.story.settlement
    if settled is not None:
        told = settled.assumed and settled.assumed in posting.because
        yield from beside(replace(settled, assumed="") if told else settled)


def payment_of(posting: Posting, number: InvoiceNumber, paying: Sequence[Incoming]) -> Incoming | None:
    """The payment behind a posting; None: there is none, or several of one mail may be meant."""
    if posting.kind is not PostingKind.PAYMENT:
        return None
    mine = [each for each in paying if (number, posting.amount) in each.story.paid]
    ref = mail_ref(posting.source.fingerprint)
    by_mail = [each for each in mine if ref in {each.story.mail, *each.story.also_told_by}] or mine
    return by_mail[0] if len(by_mail) == 1 else None


def waiting_for(known: Sequence[Incoming], client: ClientKey, number: InvoiceNumber | None) -> list[Incoming]:
    """The payments in doubt that may be this client's; `number`: those alone that may pay this invoice."""
    mine = [each for each in known if each.is_doubtful and client in {a.client.key for a in each.clients}]
    return [each for each in mine if number is None or not each.may_pay or number in each.may_pay]


def told_waiting(waiting: Sequence[Incoming]) -> Iterator[Text]:
    """The payments that wait for the owner's word, a line each."""
    if waiting:
        yield Text("\nMoney that waits for your word:", style="bold yellow")
    for each in waiting[:SHOWN]:
        credit = each.story.credit
        yield Text(f"  {each.name}  {credit.amount} of {each.day} from {payer(each)}: {in_short(each)}")
    if len(waiting) > SHOWN:
        yield Text(f"  and {len(waiting) - SHOWN} more; «relanced credits list» lists them.")
    if waiting:
        yield Text(f"  relanced credits assign {waiting[0].name} INVOICE", style="cyan")


def waiting_line(waiting: Sequence[Incoming]) -> Text:
    """All the payments that wait, in one line."""
    sums = " and ".join(map(str, totals(each.story.credit.amount for each in waiting)))
    many = f"{len(waiting)} payments, {sums}, wait" if len(waiting) > 1 else f"One payment, {sums}, waits"
    return Text(f"\n{many} for your word: «relanced credits list».", style="yellow")


def postings_json(case: Case, paying: Sequence[Incoming]) -> list[dict[str, object]]:
    """What fell away of an invoice and what came back (negative), for other programs."""
    rows: list[dict[str, object]] = []
    for posting in case.postings:
        paid = payment_of(posting, case.number, paying)
        rows.append(
            {
                "kind": posting.kind.value,
                "amount": posting.amount.plain,
                "currency": posting.amount.currency,
                "at": posting.at.isoformat(),
                "because": posting.because,
                "credit": paid.name if paid else None,
            }
        )
    return rows
