"""Steps, ladders and who is on them: what the file says reaches the rules, and what does not fit is told."""

from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from config_files import SMALLEST, problems_in, settings_in, smallest_with, step_table

from relanced.edge.config_ladders import RESERVED
from relanced.edge.config_trade import late_rate_of
from relanced.model.client import ClientKind, People, Place
from relanced.model.ladder import Attach, Channel, Charges, Fits, Habit, Person, Sender, Standing
from relanced.model.law import LateRate, RateBase
from relanced.model.rules import Letters, Thanks
from relanced.model.tone import Tone

CLIENT = '[[client]]\nname = "Mairie"\nmatch = ["@mairie.example"]\n'


def rung(name: str, more: str, at: str = "step") -> str:
    return f'[[{at}]]\nname = "{name}"\n{more}\n'


def firm_with(keys: str) -> str:
    return smallest_with("[imap]", f"{keys}\n[imap]")


def test_every_key_of_a_step_reaches_the_ladder(tmp_path: Path) -> None:
    text = SMALLEST + rung(
        "relance",
        """after_due_days = 9
attach = ["stamped_invoice", "statement", "qr", "qr"]
to = "manager"
cc = ["sales", "chef@firm.example"]
bcc = ["archive@firm.example"]
sender = "compta@firm.example"
sender_name = "Service comptabilité"
tone = "firm"
charges = "claimed"
pay_within_days = 3
lapses_after_days = 0
for = { kinds=["public"], languages = ["en"], owed_from = 49.90, owed_below = 1e3, standing = "new", habit="late" }""",
    )
    [step] = settings_in(tmp_path, text).rules.ladder.steps

    assert step.attach == (Attach.STAMPED_INVOICE, Attach.STATEMENT, Attach.QR)
    assert (step.to, step.cc, step.bcc) == (
        Person.MANAGER,
        ("sales", "chef@firm.example"),
        ("archive@firm.example",),
    )
    assert step.sender == Sender(address="compta@firm.example", name="Service comptabilité")
    assert (step.tone, step.charges, step.pay_within_days) == (Tone.FIRM, Charges.CLAIMED, 3)
    assert (step.lapses_after_days, step.template, step.channel) == (None, "relance", Channel.MAIL)
    assert step.fits == Fits(
        owed_from=Decimal("49.9"),
        owed_below=Decimal(1000),
        kinds=(ClientKind.PUBLIC,),
        languages=("en",),
        standing=Standing.NEW,
        habit=Habit.LATE,
    )


def test_a_sender_who_is_only_a_name_writes_from_the_firm_s_address(tmp_path: Path) -> None:
    text = SMALLEST + rung("rappel", 'after_due_days = 5\nsender_name = "Claire"')
    [step] = settings_in(tmp_path, text).rules.ladder.steps

    assert step.sender == Sender(address="facturation@firm.example", name="Claire")


def test_a_client_s_ladder_place_and_people_reach_the_rules(tmp_path: Path) -> None:
    text = (
        SMALLEST
        + CLIENT
        + """ladder = "doux"
tone = "warm"
country = "DE"
subdivision = "BY"
timezone = "Europe/Berlin"
accounting = "compta@mairie.example"
manager = "dg@mairie.example"
phone = "+49 30 123456"
contact = "Mme Keller"
sales = "claire@firm.example"
postal = ["Mairie", "Marienplatz 1"]
late_rate = "ecb + 8"
siren = "732 829 320"
[[ladder]]
name = "doux"
kinds = ["public"]
tone = "warm"
"""
        + rung("rappel", "after_due_days = 12", "ladder.step")
        + rung("appel", 'after_previous_days = 9\nchannel = "call"', "ladder.step")
    )
    rules = settings_in(tmp_path, text).rules
    [client], [ladder] = rules.clients, rules.ladders

    assert (client.ladder, client.tone, client.siren) == ("doux", Tone.WARM, "732829320")
    assert client.place == Place(country="DE", subdivision="BY", timezone=ZoneInfo("Europe/Berlin"))
    assert client.people == People(
        accounting="compta@mairie.example",
        manager="dg@mairie.example",
        phone="+49 30 123456",
        contact="Mme Keller",
        sales="claire@firm.example",
        postal=("Mairie", "Marienplatz 1"),
    )
    assert client.late_rate == LateRate(base=RateBase.ECB, by=Decimal(8))
    assert (ladder.name, ladder.kinds, ladder.tone) == ("doux", (ClientKind.PUBLIC,), Tone.WARM)
    assert [(s.name, s.after_due_days, s.after_previous_days) for s in ladder.steps] == [
        ("rappel", 12, None),
        ("appel", None, 9),
    ]


def test_a_client_in_another_time_zone_alone_keeps_the_firm_s_holidays(tmp_path: Path) -> None:
    text = (
        SMALLEST + '[calendar]\nsubdivision = "Alsace-Moselle"\n' + CLIENT + 'timezone = "Indian/Reunion"\n'
    )
    rules = settings_in(tmp_path, text).rules

    assert rules.clients[0].place == Place(
        country="FR", subdivision=rules.calendar.subdivision, timezone=ZoneInfo("Indian/Reunion")
    )


def test_a_client_abroad_is_in_no_part_of_the_firm_s_country(tmp_path: Path) -> None:
    text = SMALLEST + '[calendar]\nsubdivision = "Alsace-Moselle"\n' + CLIENT + 'country = "BE"\n'

    assert settings_in(tmp_path, text).rules.clients[0].place == Place(country="BE")


def test_the_firm_s_letterhead_limits_and_letters_reach_the_rules(tmp_path: Path) -> None:
    text = firm_with(
        """bic = "AGRIFRPP"
sender_name = "Service comptabilité"
signatory = "Claire Verrier, gérante"
postal = ["12 rue des Ateliers", "35000 Rennes"]
phone = "02 99 00 00 00"
registration = "SIREN 732 829 320, RCS Rennes"
payment_link = "https://pay.firm.example/{number}?a={amount}&c={currency}"
late_rate = "legal x 3"
"""
    )
    text += "[limits]\nignore_below = 4.5\napprove_above = 20000\nmax_reminders = 4\n"
    text += '[letters]\nthanks = "always"\nwithdraw = false\nbroken_promise = false\n'
    rules = settings_in(tmp_path, text).rules
    firm, limits = rules.firm, rules.limits

    assert (firm.bic, firm.sender_name, firm.signatory) == (
        "AGRIFRPP",
        "Service comptabilité",
        "Claire Verrier, gérante",
    )
    assert firm.postal == ("12 rue des Ateliers", "35000 Rennes")
    assert (firm.phone, firm.registration) == ("02 99 00 00 00", "SIREN 732 829 320, RCS Rennes")
    assert firm.payment_link == "https://pay.firm.example/{number}?a={amount}&c={currency}"
    assert firm.late_rate == LateRate(base=RateBase.LEGAL, by=Decimal(3))
    assert (limits.ignore_below, limits.approve_above, limits.max_reminders) == (
        Decimal("4.5"),
        Decimal(20000),
        4,
    )
    assert rules.letters == Letters(thanks=Thanks.ALWAYS, withdraw=False, broken_promise=False)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("ecb + 10", LateRate(base=RateBase.ECB, by=Decimal(10))),
        ("ECB+7,5 points", LateRate(base=RateBase.ECB, by=Decimal("7.5"))),
        ("legal x 3", LateRate(base=RateBase.LEGAL, by=Decimal(3))),
        ("legal × 1.5", LateRate(base=RateBase.LEGAL, by=Decimal("1.5"))),
        ("12 %", LateRate(base=RateBase.FIXED, by=Decimal(12))),
        ("12", None),
        ("0 %", None),
        ("99 %", None),
        ("three times", None),
        ("ecb - 1", None),
    ],
)
def test_a_rate_of_late_interest_is_read_as_terms_of_sale_print_it(text: str, rate: LateRate | None) -> None:
    assert late_rate_of(text) == rate


@pytest.mark.parametrize(
    "link",
    [
        "http://pay.firm.example/{number}",
        "https://{number}.firm.example/",
        "https://pay.firm.example/{iban}",
        "https://pay.firm.example/{number",
        "https://user@pay.firm.example/{number}",
        "javascript:alert(1)",
        "https://",
    ],
)
def test_a_payment_link_leads_to_one_server_and_holds_only_what_is_known(tmp_path: Path, link: str) -> None:
    assert list(problems_in(tmp_path, firm_with(f'payment_link = "{link}"'))) == ["firm.payment_link"]


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ('bic = "AGRI"', "firm.bic"),
        ('phone = "call me"', "firm.phone"),
        ('late_rate = "a lot"', "firm.late_rate"),
        ('postal = "Rennes"', "firm.postal"),
    ],
)
def test_what_is_no_such_thing_is_refused(tmp_path: Path, keys: str, key: str) -> None:
    assert list(problems_in(tmp_path, firm_with(keys))) == [key]


@pytest.mark.parametrize("amount", ['"50"', "-1", "0.001", "true", "nan"])
def test_an_amount_is_a_number_of_cents_without_quotes(tmp_path: Path, amount: str) -> None:
    assert list(problems_in(tmp_path, SMALLEST + f"[limits]\nignore_below = {amount}\n")) == [
        "limits.ignore_below"
    ]


@pytest.mark.parametrize("more", ["", "after_due_days = 5\nafter_previous_days = 5"])
def test_a_step_counts_from_exactly_one_day(tmp_path: Path, more: str) -> None:
    text = SMALLEST + step_table("rappel", 2) + rung("relance", more)
    [problem] = problems_in(tmp_path, text).values()

    assert problem.key == "step[2]"
    assert "exactly one" in problem.expected


def test_the_first_step_has_none_before_it(tmp_path: Path) -> None:
    assert list(problems_in(tmp_path, SMALLEST + rung("relance", "after_previous_days = 5"))) == [
        "step[1].after_previous_days"
    ]


def test_days_rise_past_the_steps_that_count_from_the_one_before(tmp_path: Path) -> None:
    text = SMALLEST + step_table("a", 10) + rung("b", "after_previous_days = 5") + step_table("c", 10)

    assert list(problems_in(tmp_path, text)) == ["step[3].after_due_days"]


def test_two_ways_of_one_step_may_have_one_day_where_each_says_for_whom_it_is(tmp_path: Path) -> None:
    way = 'for = {{ habit = "{}" }}'
    both = step_table("a", 10, way.format("late")) + step_table("b", 10, way.format("prompt"))

    assert len(settings_in(tmp_path, SMALLEST + both).rules.ladder.steps) == 2
    one = step_table("a", 10) + step_table("b", 10, way.format("prompt"))
    assert list(problems_in(tmp_path, SMALLEST + one)) == ["step[2].after_due_days"]


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_the_names_of_letters_beside_the_ladder_are_no_steps(tmp_path: Path, name: str) -> None:
    assert list(problems_in(tmp_path, SMALLEST + step_table(name, 5))) == ["step[1].name"]


def test_nothing_follows_a_hand_over(tmp_path: Path) -> None:
    over = rung("remise", 'after_due_days = 60\nchannel = "handover"')

    assert list(problems_in(tmp_path, SMALLEST + over + step_table("a", 70))) == ["step[1].channel"]
    assert settings_in(tmp_path, SMALLEST + step_table("a", 7) + over)


def test_a_step_is_not_sent_from_an_address_that_is_not_the_firm_s(tmp_path: Path) -> None:
    text = SMALLEST + step_table("a", 5, 'sender = "compta@other.example"')

    assert list(problems_in(tmp_path, text)) == ["step[1].sender"]


def test_the_problems_of_each_ladder_are_told_with_their_place(tmp_path: Path) -> None:
    text = (
        SMALLEST
        + CLIENT
        + 'ladder = "dous"\n[[ladder]]\nname = "doux"\nkinds = ["public"]\n'
        + rung("a", "after_due_days = 9", "ladder.step")
        + rung("a", "after_due_days = 8", "ladder.step")
        + '[[ladder]]\nname = "doux"\nkinds = ["consumer", "public"]\n'
        + rung("retrait-2", "after_due_days = 9", "ladder.step")
    )
    found = problems_in(tmp_path, text)

    assert list(found) == [
        "client[1].ladder",
        "ladder[1].step[2].name",
        "ladder[1].step[2].after_due_days",
        "ladder[2].step[1].name",
        "ladder[2].name",
        "ladder[2].kinds[2]",
    ]
    assert found["client[1].ladder"].hint == "did you mean doux?"


def test_a_ladder_has_at_least_one_step(tmp_path: Path) -> None:
    assert list(problems_in(tmp_path, SMALLEST + '[[ladder]]\nname = "doux"\n')) == ["ladder[1].step"]


def test_a_client_whose_ladder_there_is_not_is_told_so(tmp_path: Path) -> None:
    [problem] = problems_in(tmp_path, SMALLEST + CLIENT + 'ladder = "doux"\n').values()

    assert (problem.key, problem.found) == ("client[1].ladder", '"doux"')


def test_whom_letters_go_to_must_be_heard_as_that_client(tmp_path: Path) -> None:
    people = (
        'accounting = "compta@cabinet.example"\nmanager = "dg@mairie.example"\nsales = "x@shop.example"\n'
    )

    assert list(problems_in(tmp_path, SMALLEST + CLIENT + people)) == [
        "client[1].accounting",
        "client[1].sales",
    ]


def test_a_client_s_holidays_must_be_known(tmp_path: Path) -> None:
    found = problems_in(tmp_path, SMALLEST + CLIENT + 'subdivision = "Bretagne"\n')

    assert list(found) == ["client[1].subdivision"]


def test_a_condition_that_no_amount_meets_is_refused(tmp_path: Path) -> None:
    text = SMALLEST + step_table("a", 5, "for = { owed_from = 100, owed_below = 100 }")

    assert list(problems_in(tmp_path, text)) == ["step[1].for"]


def test_rates_of_the_owner_that_are_wrong_are_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "mine.toml").write_text('table = "ecb"\n', "utf-8")
    settings = settings_in(tmp_path, 'laws = "laws"\n' + SMALLEST)

    assert len(settings.law_problems) >= 1
    assert settings.rules.laws.folder == str(tmp_path / "laws")
    assert settings.rules.laws == settings_in(tmp_path, 'laws = "laws"\n' + SMALLEST).rules.laws


def test_a_first_step_with_both_days_is_told_once(tmp_path: Path) -> None:
    text = SMALLEST + rung("relance", "after_due_days = 5\nafter_previous_days = 5")
    assert list(problems_in(tmp_path, text)) == ["step[1]"]


def test_a_kind_stands_once_in_its_ladder(tmp_path: Path) -> None:
    ladder = '[[ladder]]\nname = "a"\nkinds = ["business", "business"]\n' + rung(
        "x", "after_due_days = 5", "ladder.step"
    )
    assert list(problems_in(tmp_path, SMALLEST + ladder)) == ["ladder[1].kinds[2]"]
