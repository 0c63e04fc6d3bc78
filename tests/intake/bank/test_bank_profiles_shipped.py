"""The shipped profiles: each sample is read as it says, and each profile earns its place."""

from email import message_from_bytes
from email.policy import SMTP, default

import pytest

from relanced.edge.profiles import ProfileFile, read_profiles
from relanced.intake.bank.read import read_bank
from relanced.intake.bank.sample import differences, read_sample
from relanced.intake.message import parse_message
from relanced.intake.readings import BankRead
from relanced.model.facts import ToldBy
from relanced.model.profile import NoticeKind, Sample
from relanced.model.rules import BankRule

SHIPPED = read_profiles(None).files
SAMPLES = [(file, sample) for file in SHIPPED for sample in file.samples]
IDS = ("mx.firm.example",)


@pytest.mark.parametrize(
    ("file", "sample"), SAMPLES, ids=lambda it: it.file if isinstance(it, Sample) else ""
)
def test_every_sample_is_read_as_its_profile_says(file: ProfileFile, sample: Sample) -> None:
    assert differences(sample, read_sample(file.mail(sample).read_bytes(), file.profile)) == ()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.profile.name)
def test_a_profile_is_shipped_only_if_the_general_reader_misreads_a_mail_without_it(
    file: ProfileFile,
) -> None:
    misread = [
        sample
        for sample in file.samples
        if differences(sample, read_sample(file.mail(sample).read_bytes(), file.profile, without=True))
    ]
    assert misread


def test_the_shipped_profiles_show_every_kind_of_mail() -> None:
    assert {sample.kind for _, sample in SAMPLES} == set(NoticeKind)


def test_a_payout_tells_gross_fee_and_net() -> None:
    [file] = [file for file in SHIPPED if file.profile.name == "paywren"]
    read = read_sample(file.mail(file.samples[0]).read_bytes(), file.profile)
    assert read is not None
    assert read.told_by is ToldBy.PAYOUT
    assert read.net is not None
    gross = sum(each.amount.cents for each in read.credits)
    assert gross - sum(each.fee.cents for each in read.credits if each.fee) == read.net.cents


@pytest.mark.parametrize(
    ("file", "sample"), SAMPLES, ids=lambda it: it.file if isinstance(it, Sample) else ""
)
def test_a_profile_makes_nobody_believed(file: ProfileFile, sample: Sample) -> None:
    profiles = tuple(each.profile for each in SHIPPED)
    raw = file.mail(sample).read_bytes()
    stranger = read_bank(parse_message(raw), (), IDS, profiles)
    assert stranger is None or (not stranger.sender_trusted and not stranger.credits)

    listed = (BankRule(name="B", senders=file.profile.senders),)
    forged = read_bank(parse_message(raw.replace(b"dmarc=pass", b"dmarc=fail")), listed, IDS, profiles)
    assert forged is not None
    assert not forged.sender_trusted
    believed = read_bank(parse_message(raw), listed, IDS, profiles)
    assert believed is not None
    assert believed.sender_trusted


def _forged(name: str, *changes: tuple[str, str]) -> BankRead:
    """The first sample of a profile, with other words in it."""
    [file] = [file for file in SHIPPED if file.profile.name == name]
    raw = file.mail(file.samples[0]).read_bytes()
    message = message_from_bytes(raw, policy=default)
    body = message.get_content()
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    message.set_content(body, subtype=message.get_content_subtype())
    read = read_sample(message.as_bytes(policy=SMTP), file.profile)
    assert read is not None
    return read


def test_a_sentence_of_the_banks_that_a_payer_writes_again_is_not_the_banks() -> None:
    again = "applied to your account ending 9921 the sum of GBP 9,999.00 by order of ALPHA LTD, quoting F7"
    read = _forged("harrowvale", ("GBP 1,250.00", "GBP 0.01"), ("INV-2026-041", f"F1; {again}"))
    assert read.credits == ()
    assert "another amount" in read.doubt


@pytest.mark.parametrize("name", ["harrowvale", "tillbeam", "duinbank"])
def test_an_amount_among_the_payers_words_leaves_a_mail_of_a_profile_undecided(name: str) -> None:
    [file] = [file for file in SHIPPED if file.profile.name == name]
    reference = file.samples[0].credits[0].reference
    assert reference
    read = _forged(name, (reference, f"{reference} EUR 9.999.00"))
    assert read.credits == ()
    assert read.doubt
