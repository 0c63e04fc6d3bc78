"""No way to forge a bank's notice makes relanced believe it."""

import pytest
from forged_notices import FORGERIES, GENUINE, Forgery
from trust_world import LATER, RULES, read, source_at

from relanced.intake.facts import facts_of
from relanced.intake.message import UnreadableMail
from relanced.intake.origin import Origin
from relanced.intake.read import read_mail
from relanced.model.facts import CreditNoticed


def test_the_notice_that_all_forge_is_believed_as_it_came() -> None:
    bank = read(GENUINE)
    assert bank is not None
    assert (bank.sender_trusted, [credit.reference for credit in bank.credits]) == (True, ["F-2027-031"])


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_a_forged_notice_is_not_believed(forgery: Forgery) -> None:
    try:
        message, reading = read_mail(forgery.raw, Origin.RECEIVED, source_at(LATER), RULES)
    except UnreadableMail:
        return  # quarantined: the owner is shown it
    facts = facts_of(reading, message, source_at(LATER))
    assert not any(getattr(fact, "trusted", False) for fact in facts)
    if forgery.asks:
        [notice] = (fact for fact in facts if isinstance(fact, CreditNoticed))
        assert [credit.amount.cents for credit in notice.credits] == [12_000]


def test_there_are_more_than_sixty_ways_and_no_two_are_one() -> None:
    assert len({forgery.raw for forgery in FORGERIES}) == len(FORGERIES) >= 60
