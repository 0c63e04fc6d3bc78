"""A profile's sample mail and what it must tell in, where the reading differs out. Pure."""

from collections.abc import Iterator

from relanced.intake.bank.read import read_bank
from relanced.intake.message import parse_message
from relanced.intake.readings import BankKind, BankRead
from relanced.model.facts import Credit, ToldBy
from relanced.model.profile import BankProfile, NoticeKind, Sample, SampleCredit
from relanced.model.rules import BankRule


def read_sample(raw: bytes, profile: BankProfile, *, without: bool = False) -> BankRead | None:
    """What is read in a mail of this bank by its profile, or without it; whether to believe it is no matter.

    None: it is not from one of the profile's senders. Raises UnreadableMail.
    """
    bank = BankRule(name=profile.shown, senders=profile.senders, profile=profile.name)
    read = read_bank(parse_message(raw), (bank,), (), () if without else (profile,))
    return read if read is not None and read.bank == bank.name else None


def kind_of(read: BankRead) -> NoticeKind | None:
    """The kind of a mail in the words of profiles; None: it only passes for the bank's."""
    if read.reversals:
        return NoticeKind.REVERSAL
    if read.kind is BankKind.CREDIT:
        return NoticeKind.PAYOUT if read.told_by is ToldBy.PAYOUT else NoticeKind.CREDIT
    return {BankKind.DEBIT: NoticeKind.DEBIT, BankKind.OTHER: NoticeKind.OTHER}.get(read.kind)


def differences(sample: Sample, read: BankRead | None) -> tuple[str, ...]:
    """Where a reading differs from what the sample says, in words; empty: nowhere."""
    if read is None:
        return ("its sender is none of the profile's (from = […])",)
    return tuple(_differences(sample, read))


def _differences(sample: Sample, read: BankRead) -> Iterator[str]:
    if read.doubt:
        yield f"not understood: {read.doubt}"
    kind = kind_of(read)
    if kind is not sample.kind and not _is_payout(sample, kind):
        yield f"is read as {kind.value if kind else 'a forgery'}, not {sample.kind.value}"
    yield from _payments("payment", sample.credits, read.credits)
    if sample.kind is not NoticeKind.REVERSAL or sample.reversals:
        yield from _payments("reversal", sample.reversals, read.reversals)


def _is_payout(sample: Sample, kind: NoticeKind | None) -> bool:
    """A payout that takes back a payment as well is both."""
    return bool(sample.reversals) and kind is NoticeKind.REVERSAL


def _payments(what: str, expected: tuple[SampleCredit, ...], found: tuple[Credit, ...]) -> Iterator[str]:
    if len(expected) != len(found):
        amounts = ", ".join(str(each.amount) for each in found) or "none"
        yield f"{len(expected)} {what}s expected, {len(found)} read ({amounts})"
        return
    for place, (wanted, read) in enumerate(zip(expected, found, strict=True), 1):
        pairs = (
            ("amount", wanted.amount, read.amount),
            ("payer", wanted.payer, read.payer),
            ("reference", wanted.reference, read.reference),
            ("value_date", wanted.value_on, read.value_on),
            ("account", wanted.account, read.payer_account),
            ("fee", wanted.fee, read.fee),
        )
        for key, want, got in pairs:
            if want is not None and want != got:
                yield f"{what} {place}: {key} is read as «{'' if got is None else got}», not «{want}»"
