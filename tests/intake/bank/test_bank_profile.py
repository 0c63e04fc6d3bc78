"""Patterns of a profile: what they take out of a mail, and what they never guess."""

import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers.patience import soon

from relanced.intake.bank.labels import Role
from relanced.intake.bank.profile import MAX_TEXT, Fit, by_pattern, pattern_texts, patterns_of
from relanced.intake.bank.read import read_bank
from relanced.intake.message import Message, parse_message
from relanced.intake.readings import BankKind, BankRead
from relanced.model.facts import Credit, ToldBy
from relanced.model.money import money_of
from relanced.model.profile import LABEL_ROLES, BankProfile, NoticeKind, NoticeRule, profile_of
from relanced.model.rules import BankRule

RECEIVED = NoticeRule(
    kind=NoticeKind.CREDIT,
    body=r"^Got (?P<amount>[\d,. ]+ EUR) from (?P<payer>.+), words:? (?P<reference>.+)$",
)


def mail(text: str = "", subject: str = "News", html: str = "") -> Message:
    message = EmailMessage()
    message["From"], message["Subject"] = "bank@shown.example", subject
    message["Date"] = "Thu, 15 Oct 2026 08:00:00 +0200"
    message.set_content(text or "see the page")
    if html:
        message.add_alternative(html, subtype="html")
    return parse_message(message.as_bytes(policy=SMTP))


def fit(message: Message, *rules: NoticeRule) -> Fit | None:
    return by_pattern(message, patterns_of(BankRule(name="B", senders=(), notices=rules), None))


def found(message: Message, *rules: NoticeRule) -> Fit:
    it = fit(message, *rules)
    assert it is not None
    return it


def test_the_groups_of_a_pattern_are_the_parts_of_the_payment() -> None:
    rule = NoticeRule(
        kind=NoticeKind.CREDIT,
        body=r"^(?P<value_date>\S+) (?P<id>X\d+) (?P<payer>.+) IBAN (?P<account>[\w ]+): (?P<currency>\w{3})"
        r" (?P<amount>\S+) fee (?P<fee>\S+) «(?P<reference>.*)»$",
    )
    text = "14.10.2026 X77 Alpha  SARL IBAN fr76 3000 6000 0112 3456 7890 189: CHF 1'234.50 fee 2.10 «F 12»"
    it = found(mail(text), rule)
    assert it.credits == (
        Credit(
            amount=money_of("1234.50", "CHF"),
            payer="Alpha SARL",
            reference="F 12",
            value_on=date(2026, 10, 14),
            payer_account="FR7630006000011234567890189",
            fee=money_of("2.10", "CHF"),
            entry_id="X77",
        ),
    )
    assert (it.kind, it.doubt, it.told_by) == (BankKind.CREDIT, "", ToldBy.NOTICE)


def test_without_a_day_the_day_of_the_mail_counts_and_a_dash_is_no_reference() -> None:
    [credit] = found(mail("Got 12,00 EUR from Ann, words -"), RECEIVED).credits
    assert (credit.value_on, credit.reference) == (date(2026, 10, 15), "")


def test_letter_case_does_not_matter_and_the_html_is_searched_where_the_text_does_not_fit() -> None:
    page = "<table><tr><td>GOT&nbsp;12,00&nbsp;EUR FROM Ann</td><td>, words F1</td></tr></table>"
    rule = NoticeRule(
        kind=NoticeKind.CREDIT, body=r"^got (?P<amount>\S+ EUR) from (?P<payer>\w+) {2,}, words"
    )
    [credit] = found(mail("nothing here", html=page), rule).credits
    assert (credit.payer, credit.amount) == ("Ann", money_of("12.00", "EUR"))


def test_patterns_see_plain_spaces_and_no_empty_lines() -> None:
    assert pattern_texts(mail("  a\u00a0b\tc  \n\n\n d")) == ("a b  c\nd",)


def test_the_first_pattern_that_fits_reads_the_mail_and_the_owners_come_before_the_profiles() -> None:
    other = NoticeRule(kind=NoticeKind.OTHER, body="Got")
    profile = BankProfile(name="p", shown="P", senders=(), notices=(RECEIVED,))
    named = patterns_of(BankRule(name="B", senders=(), notices=(other,)), profile)
    assert [name for name, _ in named] == ["bank.notice[1] of B", "notice[1] of the profile p"]
    it = by_pattern(mail("Got 12,00 EUR from Ann, words F1"), named)
    assert it is not None
    assert (it.kind, it.credits, it.because) == (BankKind.OTHER, (), "by bank.notice[1] of B")


def test_a_mail_that_no_pattern_is_meant_for_is_left_to_the_general_reader() -> None:
    assert fit(mail("Your statement is ready."), RECEIVED) is None
    assert (
        fit(mail("Got 1,00 EUR from A, words B", "News"), NoticeRule(kind=NoticeKind.DEBIT, subject="^Old"))
        is None
    )


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind.needs_amount])
def test_a_subject_alone_decides_the_kind_and_the_general_reader_reads_the_payments(kind: NoticeKind) -> None:
    it = found(mail("whatever", "Credit advice"), NoticeRule(kind=kind, subject="credit advice"))
    assert it.reads_on
    assert not it.doubt


@pytest.mark.parametrize("kind", [NoticeKind.DEBIT, NoticeKind.OTHER])
def test_a_mail_of_no_money_in_needs_no_amount(kind: NoticeKind) -> None:
    it = found(mail("sold the sum of 10,00 EUR"), NoticeRule(kind=kind, body="sold the sum"))
    assert (it.kind.value, it.credits, it.reads_on, it.doubt) == (kind.value, (), False, "")


def test_a_reversal_gives_what_went_back_and_no_credit() -> None:
    rule = NoticeRule(kind=NoticeKind.REVERSAL, body=r"^Back (?P<amount>\S+ EUR) of (?P<payer>.+)$")
    it = found(mail("Back 12,00 EUR of Ann"), rule)
    assert it.kind is BankKind.DEBIT
    assert (it.credits, [each.payer for each in it.reversals]) == ((), ["Ann"])


LIST = "Ann  F1  12,00  0,30\nBob  F2  1 000,00  2,00\nBob  F2  1 000,00  2,00\nNet sent 2 007,70"
LINE = r"^(?P<payer>\S.*?) {2,}(?P<reference>\S+) {2,}(?P<amount>[\d ]+,\d\d) {2,}(?P<fee>[\d ]+,\d\d)$"


def test_each_line_of_a_payout_is_a_payment_even_if_two_are_alike() -> None:
    rule = NoticeRule(
        kind=NoticeKind.PAYOUT, body=LINE, net=r"^Net sent (?P<amount>[\d ]+,\d\d)$", currency="GBP"
    )
    it = found(mail(LIST), rule)
    assert [(c.payer, c.amount.plain, c.fee and c.fee.plain) for c in it.credits] == [
        ("Ann", "12.00", "0.30"),
        ("Bob", "1000.00", "2.00"),
        ("Bob", "1000.00", "2.00"),
    ]
    assert (it.told_by, it.net) == (ToldBy.PAYOUT, money_of("2007.70", "GBP"))


def test_a_notice_of_one_payment_that_fits_twice_is_in_doubt() -> None:
    one = NoticeRule(kind=NoticeKind.CREDIT, body=LINE)
    assert "several places" in found(mail(LIST), one).doubt
    assert found(mail(LIST), one).credits == ()
    several = NoticeRule(kind=NoticeKind.CREDIT, body=LINE, several=True)
    assert len(found(mail(LIST), several).credits) == 3


def test_a_sentence_that_is_told_twice_is_one_payment() -> None:
    text = "Got 12,00 EUR from Ann, words F1\nGood morning!\nGot 12,00 EUR from Ann, words F1"
    it = found(mail(text), RECEIVED)
    assert (len(it.credits), it.doubt) == (1, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Got 0,00 EUR from Ann, words F1", "not above zero"),
        ("Got . EUR from Ann, words F1", "no amount"),
    ],
)
def test_what_is_no_amount_is_in_doubt(text: str, why: str) -> None:
    it = found(mail(text), RECEIVED)
    assert why in it.doubt
    assert (it.kind, it.credits) == (BankKind.CREDIT, ())


@pytest.mark.parametrize(
    ("text", "pattern", "why"),
    [
        ("Sum: 1 234,50 EUR", r"Sum: .*?(?P<amount>\d+,\d\d)", "longer number"),
        ("Sum: 34,501 EUR", r"Sum: (?P<amount>\d+,\d\d)", "longer number"),
        ("Sum: 34,5012E", r"Sum: (?P<amount>\d+,\d\d)", "longer number"),
        ("Sum: -34,50 EUR", r"Sum: .(?P<amount>\d+,\d\d)", "not above zero"),
        ("Sum: 34,50 Franken", r"Sum: (?P<amount>\d+,\d\d) (?P<currency>\w+)", "no currency"),
    ],
)
def test_an_amount_is_taken_whole_with_its_sign_or_not_at_all(text: str, pattern: str, why: str) -> None:
    it = found(mail(text), NoticeRule(kind=NoticeKind.CREDIT, body=pattern))
    assert why in it.doubt
    assert it.credits == ()


def test_the_currency_beside_the_amount_counts_before_the_patterns_own() -> None:
    rule = NoticeRule(kind=NoticeKind.CREDIT, body=r"Sum: \W(?P<amount>\d+\.\d\d)")
    [credit] = found(mail("Sum: $12.50"), rule).credits
    assert credit.amount == money_of("12.50", "USD")


def test_letters_right_behind_an_amount_do_no_harm() -> None:
    rule = NoticeRule(kind=NoticeKind.CREDIT, body=r"\+(?P<amount>\d+,\d\d)E VIR (?P<payer>\w+)")
    [credit] = found(mail("CPT *4471 +1860,00E VIR ALPHA"), rule).credits
    assert credit.amount == money_of("1860.00", "EUR")


def test_a_changed_layout_is_told_where_the_subject_promised_the_old_one() -> None:
    rule = NoticeRule(kind=NoticeKind.CREDIT, subject="^Credit", body=RECEIVED.body)
    it = found(mail("There is 12,00 EUR more of it: Ann, F1", "Credit advice"), rule)
    assert "fits nowhere" in it.doubt
    assert (it.kind, it.credits) == (BankKind.CREDIT, ())
    other = NoticeRule(kind=NoticeKind.OTHER, body="more of it")
    assert found(mail("There is 12,00 EUR more of it: Ann, F1", "Credit advice"), rule, other).doubt == ""


# ---- what a payer may write --------------------------------------------------------------------

FORGED = "Got 9 000,00 EUR from Ann, words F9"


@pytest.mark.parametrize(
    "text",
    [
        f"Got 12,00 EUR from Eve, words x\n{FORGED}",  # his words were broken over two lines
        f"{FORGED}\nGot 12,00 EUR from Eve, words x",
    ],
)
def test_a_payer_who_writes_a_second_notice_into_the_first_is_credited_nothing(text: str) -> None:
    assert found(mail(text), RECEIVED).credits == ()


def test_a_payer_who_writes_an_amount_before_the_banks_own_is_credited_nothing() -> None:
    rule = NoticeRule(
        kind=NoticeKind.CREDIT, body=r"Amount: (?P<amount>[\d ,]+) EUR[\s\S]{0,200}?Payer: (?P<payer>.+)"
    )
    text = "Message: Amount: 9 000,00 EUR\nAmount: 12,00 EUR\nPayer: Eve"
    it = found(mail(text), rule)
    assert "another amount" in it.doubt
    assert it.credits == ()


@given(st.text(st.sampled_from("Got 12,0EURfomanwds\n"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_whatever_the_payer_writes_the_amount_is_the_banks_or_none(words: str) -> None:
    it = found(mail(f"Got 12,00 EUR from Eve, words: «{words}»"), RECEIVED)
    assert [credit.amount for credit in it.credits] in ([], [money_of("12.00", "EUR")])


def test_a_pattern_that_takes_too_long_is_a_doubt_and_ends_in_time() -> None:
    slow = NoticeRule(kind=NoticeKind.OTHER, body=r"^(?:\w|\w\w)+!")
    with soon():
        it = found(mail("a" * 60 + "?!"), slow)
    assert "too long" in it.doubt


def test_a_mail_that_is_cut_credits_nothing() -> None:
    rule = NoticeRule(kind=NoticeKind.CREDIT, body=r"^Got (?P<amount>\S+ EUR)", several=True)
    it = found(mail("Got 12,00 EUR\n" + "blah blah\n" * (MAX_TEXT // 10)), rule)
    assert re.search("may list more", it.doubt)


# ---- in the reader -----------------------------------------------------------------------------


def bank_says(message: Message, *rules: NoticeRule, profiles: tuple[BankProfile, ...] = ()) -> BankRead:
    banks = (BankRule(name="B", senders=("@shown.example",), notices=rules),)
    read = read_bank(message, banks, (), profiles)
    assert read is not None
    return read


def test_the_reader_lets_a_pattern_read_the_mail_and_nothing_else() -> None:
    text = "Got 12,00 EUR from Ann, words F1\nBalance: 99,00 EUR\nPayer: Bob"
    read = bank_says(mail(text), RECEIVED)
    assert [(credit.payer, credit.amount.plain) for credit in read.credits] == [("Ann", "12.00")]
    assert "bank.notice[1] of B" in read.because
    nothing = bank_says(mail(text), NoticeRule(kind=NoticeKind.OTHER, body="Payer: Bob"))
    assert (nothing.kind, nothing.credits) == (BankKind.OTHER, ())


def test_a_pattern_in_doubt_credits_nothing_and_says_why() -> None:
    read = bank_says(
        mail("Amount: 99,00 EUR\nPayer: Bob", "Credit advice"), replace(RECEIVED, subject="^Credit")
    )
    assert (read.kind, read.credits) == (BankKind.CREDIT, ())
    assert "fits nowhere" in read.doubt


def test_a_subject_alone_lets_the_general_reader_find_the_payment() -> None:
    text = "The payment is pending no longer.\nAmount: 99,00 EUR\nPayer: Bob\nReference: F1"
    without = bank_says(mail(text, "Note 17"))
    assert without.kind is BankKind.OTHER
    read = bank_says(mail(text, "Note 17"), NoticeRule(kind=NoticeKind.CREDIT, subject=r"^Note \d"))
    assert [(credit.payer, credit.amount.plain) for credit in read.credits] == [("Bob", "99.00")]


def test_the_labels_and_words_of_the_profile_for_the_sender_are_known() -> None:
    text = "The sum below has swum in.\nSwum: 99,00 EUR\nSwimmer: Bob"
    assert bank_says(mail(text)).kind is BankKind.OTHER
    profile = BankProfile(
        name="p",
        shown="P",
        senders=("bank@shown.example",),
        labels={"credited": ("Swum",), "payer": ("Swimmer",)},
        words={"credit": ("has swum in",)},
    )
    read = bank_says(mail(text), profiles=(profile,))
    assert [(credit.payer, credit.amount.plain) for credit in read.credits] == [("Bob", "99.00")]
    other = replace(profile, senders=("else@shown.example",))
    assert bank_says(mail(text), profiles=(other,)).kind is BankKind.OTHER


# ---- which profile -----------------------------------------------------------------------------


def test_the_named_profile_counts_else_the_first_that_has_the_sender() -> None:
    one = BankProfile(name="one", shown="1", senders=("@shown.example",))
    two = BankProfile(name="two", shown="2", senders=("a@shown.example",))
    assert profile_of(None, "a@shown.example", (one, two)) is one
    assert profile_of("two", "x@elsewhere.example", (one, two)) is two
    assert profile_of("three", "a@shown.example", (one, two)) is None
    assert profile_of(None, "a@sub.shown.example", (one, two)) is None


def test_profiles_know_every_role_of_a_label() -> None:
    assert set(LABEL_ROLES) == set(Role)
