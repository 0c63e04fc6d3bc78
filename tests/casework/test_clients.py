"""Clients: which client an address and a document are."""

from dataclasses import replace

import pytest
from casework.casework_makers import ALPHA, BETA, RULES, after, credit_note, invoice
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.casework.clients import Debtors, Document, client_of, group
from relanced.casework.order import in_order
from relanced.model.client import ClientKind, ClientRule
from relanced.model.facts import InvoiceSent
from relanced.model.names import ClientKey
from relanced.model.rules import Rules

TOWN = ClientRule(
    match=("@mairie-villeneuve.example", "maire@gmail.com"),
    name="Mairie de Villeneuve",
    kind=ClientKind.PUBLIC,
    language="de",
)
WITH_TOWN = replace(RULES, clients=(TOWN,))
ONE, TWO, THREE = "siren:732829320", "siren:552100554", "vat:DE136695976"
SYNDIC = "gestion@syndic.example"


def grouped(*documents: Document, rules: Rules = RULES) -> Debtors:
    ordered = [fact for fact in in_order(documents) if isinstance(fact, Document)]
    return group(ordered, rules)


def keys(*documents: Document, rules: Rules = RULES) -> list[str]:
    debtors = grouped(*documents, rules=rules)
    return [debtors.of(sent) for sent in documents]


def client_key(address: str, rules: Rules) -> str:
    """Who an address is by itself."""
    return next(iter(group([], rules).at(address)), "")


def sent(day: int, to: str, *ids: str, name: str = "X", number: str = "") -> InvoiceSent:
    number = number or f"F2026-{day:03}"
    return invoice(number, on=after(day), to=to, ids=ids, name=name, mail=f"{number} {day} {to} {ids} {name}")


# ---- one address -------------------------------------------------------------------------------


def test_a_configured_client_is_his_name() -> None:
    for address in ("Compta@Mairie-Villeneuve.example", "maire@gmail.com"):
        assert client_key(address, WITH_TOWN) == "Mairie de Villeneuve"

    client = client_of(ClientKey("Mairie de Villeneuve"), "as mails call him", WITH_TOWN)
    assert (client.name, client.kind, client.language) == ("Mairie de Villeneuve", ClientKind.PUBLIC, "de")


def test_an_exact_address_goes_before_a_domain() -> None:
    school = ClientRule(match=("ecole@mairie-villeneuve.example",), name="École")
    rules = replace(RULES, clients=(TOWN, school))

    assert client_key("ecole@mairie-villeneuve.example", rules) == "École"


def test_a_firm_is_its_domain_and_keeps_the_name_of_its_mails() -> None:
    key = ClientKey(client_key("Compta@Alpha.example", RULES))
    client = client_of(key, "Alpha Menuiserie", RULES)

    assert (client.key, client.name, client.language) == ("alpha.example", "Alpha Menuiserie", "fr")
    assert client_of(key, "", RULES).name == "alpha.example"


def test_at_a_public_provider_each_address_is_a_client() -> None:
    assert client_key("Jean@Gmail.com", RULES) == "jean@gmail.com"


def test_no_address_gives_no_key() -> None:
    assert client_key("", RULES) == ""


# ---- documents ---------------------------------------------------------------------------------


def test_one_registration_is_one_client_wherever_his_invoices_went() -> None:
    first, second = sent(0, "compta@x.example", ONE), sent(5, "jean@gmail.com", ONE)
    third = sent(9, "jean@gmail.com")

    assert keys(first, second, third) == ["x.example"] * 3


def test_numbers_of_two_registers_on_one_document_are_one_client() -> None:
    both, one, other = sent(3, ALPHA, ONE, THREE), sent(0, BETA, ONE), sent(9, "x@gmail.com", THREE)

    assert keys(both, one, other) == ["beta.example"] * 3


def test_documents_without_registration_are_the_only_client_s_at_their_domain() -> None:
    before, first, later = sent(0, ALPHA), sent(3, ALPHA, ONE), sent(9, "x@alpha.example")

    assert keys(before, first, later) == ["alpha.example"] * 3


def test_companies_behind_one_domain_are_clients_of_their_own() -> None:
    assert keys(sent(0, SYNDIC, ONE), sent(1, SYNDIC, TWO), sent(2, SYNDIC, THREE)) == [
        "syndic.example",
        "syndic.example#siren:552100554",
        "syndic.example#vat:DE136695976",
    ]


def test_at_a_public_provider_too() -> None:
    first, second = sent(0, "jean@gmail.com", ONE), sent(1, "jean@gmail.com", TWO)

    assert keys(first, second, sent(2, "eva@gmail.com")) == [
        "jean@gmail.com",
        "jean@gmail.com#siren:552100554",
        "eva@gmail.com",
    ]


def test_where_nothing_tells_which_a_document_is_a_client_of_its_own() -> None:
    one, two, nobody = sent(0, SYNDIC, ONE), sent(1, SYNDIC, TWO), sent(2, SYNDIC)

    assert keys(one, two, nobody)[2] == "syndic.example#other"


def test_and_bears_the_domain_s_key_where_it_is_free() -> None:
    """Both companies have been known elsewhere, before they came to the property manager."""
    elsewhere = [sent(0, ALPHA, ONE), sent(1, BETA, TWO)]
    here = [sent(2, SYNDIC, ONE), sent(3, SYNDIC, TWO), sent(4, SYNDIC)]

    assert keys(*elsewhere, *here)[2:] == ["alpha.example", "beta.example", "syndic.example"]


def test_the_printed_name_tells_if_one_client_alone_bears_it() -> None:
    lilas, roses = sent(0, SYNDIC, ONE, name="SCI Les Lilas"), sent(1, SYNDIC, TWO, name="SCI Les Roses")
    named = sent(2, SYNDIC, name="sci  les roses")
    namesake = sent(3, SYNDIC, THREE, name="SCI Les Roses")
    again = sent(4, SYNDIC, name="SCI Les Roses")

    assert keys(lilas, roses, named, namesake, again) == [
        "syndic.example",
        "syndic.example#siren:552100554",
        "syndic.example#siren:552100554",
        "syndic.example#vat:DE136695976",
        "syndic.example#other",
    ]


def test_no_name_tells_nothing() -> None:
    one, two = replace(sent(0, SYNDIC, ONE), client_name=""), sent(1, SYNDIC, TWO)

    assert keys(one, two, replace(sent(2, SYNDIC), client_name=""))[2] == "syndic.example#other"


def test_a_company_new_at_a_domain_where_another_is_does_not_bear_its_name_alone() -> None:
    elsewhere, here = sent(0, ALPHA, ONE), sent(1, SYNDIC, ONE)

    assert keys(elsewhere, here, sent(2, SYNDIC, TWO))[2] == "syndic.example#siren:552100554"


def test_so_does_the_invoice_that_a_document_names_or_repeats() -> None:
    one, two = sent(0, SYNDIC, ONE), sent(1, SYNDIC, TWO)
    note = credit_note(to=SYNDIC, on=after(2), corrects=two.number)
    replaced = replace(sent(3, SYNDIC), replaces=two.number)
    again = sent(4, SYNDIC, number=two.number)

    assert keys(one, two, note, replaced, again)[2:] == ["syndic.example#siren:552100554"] * 3


def test_a_client_known_elsewhere_does_not_take_over_who_was_at_a_domain_before() -> None:
    before, elsewhere = sent(0, SYNDIC), sent(1, ALPHA, ONE)
    here, later = sent(2, SYNDIC, ONE), sent(3, SYNDIC, name="Syndic")

    assert keys(before, elsewhere, here, later) == [
        "syndic.example",
        "alpha.example",
        "alpha.example",
        "syndic.example",
    ]


def test_what_bears_a_configured_client_s_registration_is_his() -> None:
    configured, elsewhere = sent(5, "compta@mairie-villeneuve.example", ONE), sent(0, ALPHA, ONE)
    later = sent(9, ALPHA)

    assert keys(configured, elsewhere, later, rules=WITH_TOWN) == ["Mairie de Villeneuve"] * 3


def test_a_registration_of_two_configured_clients_tells_neither() -> None:
    school = ClientRule(match=("@ecole.example",), name="École")
    rules = replace(RULES, clients=(TOWN, school))
    configured = [sent(0, "maire@gmail.com", ONE), sent(1, "x@ecole.example", ONE)]

    assert keys(*configured, sent(2, ALPHA, ONE), rules=rules) == [
        "Mairie de Villeneuve",
        "École",
        "alpha.example",
    ]


def test_a_copy_makes_nobody_a_client_at_its_address() -> None:
    """The accountant is a client too, even a configured one: what he has copies of is not his."""
    original = sent(0, ALPHA, ONE)
    copy = sent(1, "cabinet@comptable.example", ONE, number=original.number)
    his, next_one = sent(2, "cabinet@comptable.example"), sent(3, BETA, ONE)
    accountant = ClientRule(match=("@comptable.example",), name="Cabinet")
    debtors = grouped(original, copy, his, next_one)

    assert [debtors.is_copy(each) for each in (original, copy, his)] == [False, True, False]
    assert debtors.of(his) == "comptable.example"
    assert debtors.at("x@comptable.example") == {"comptable.example"}
    assert keys(original, copy, his, next_one, rules=replace(RULES, clients=(accountant,))) == [
        "alpha.example",
        "Cabinet",
        "Cabinet",
        "alpha.example",
    ]


def test_without_an_address_a_registration_a_later_mail_or_the_name_tells() -> None:
    lost, again = sent(0, "", number="F1", name="Alpha"), sent(1, ALPHA, number="F1")
    with_number = sent(2, "", ONE, name="Alpha")
    known = sent(3, BETA, ONE)
    nameless = sent(4, "", name="")
    by_name = sent(5, "", name="Gamma")

    assert keys(lost, again, with_number, known, by_name) == [
        "alpha.example",
        "alpha.example",
        "beta.example",
        "beta.example",
        "gamma",
    ]
    assert keys(replace(nameless, client_name="")) == ["?"]


def test_a_name_without_an_address_joins_nobody_who_has_one() -> None:
    assert keys(sent(0, ALPHA, ONE), sent(1, "", name="alpha.example")) == [
        "alpha.example",
        "alpha.example#other",
    ]
    assert keys(sent(0, "", ONE, name="Alpha"), sent(1, "", name="Alpha")) == [f"alpha#{ONE}", "alpha"]


def test_an_address_can_mean_all_whose_documents_went_to_its_domain() -> None:
    known = [sent(0, SYNDIC, ONE), sent(1, SYNDIC, TWO), sent(2, "maire@gmail.com")]
    debtors = grouped(*known, rules=WITH_TOWN)

    assert debtors.at("Chef@Syndic.example") == {"syndic.example", "syndic.example#siren:552100554"}
    assert debtors.at("x@mairie-villeneuve.example") == {"Mairie de Villeneuve"}
    assert debtors.at("x@gmail.com") == {"x@gmail.com"}
    assert debtors.at("") == frozenset()


def test_a_document_that_was_not_given_is_a_broken_promise() -> None:
    with pytest.raises(KeyError):
        grouped(sent(0, ALPHA)).of(sent(1, ALPHA))


# ---- laws --------------------------------------------------------------------------------------

ADDRESSES = (ALPHA, "x@alpha.example", BETA, SYNDIC, "jean@gmail.com", "eva@gmail.com", "maire@gmail.com")
documents = st.builds(
    lambda number, day, to, ids, name, note: (
        credit_note(
            f"A{number}",
            on=after(day),
            to=to,
            ids=tuple(ids),
            corrects=f"F{number}",
            mail=f"{day} {to} {ids}",
        )
        if note
        else sent(day, to, *ids, name=name, number=f"F{number}")
    ),
    st.integers(1, 9),
    st.integers(0, 30),
    st.sampled_from([*ADDRESSES, ""]),
    st.lists(st.sampled_from([ONE, TWO, THREE]), max_size=2, unique=True),
    st.sampled_from(["SCI Les Lilas", "SCI Les Roses", "Jean", "?"]),
    st.booleans(),
)
many = st.lists(documents, min_size=1, max_size=9)
laws = settings(max_examples=150, deadline=None)


def in_common(words: list[set[str]]) -> list[set[str]]:
    """Each set with all that it has in common with others, and they with others again."""
    for _ in words:
        words = [set().union(*(other for other in words if other & mine)) for mine in words]
    return words


@laws
@given(many, st.data(), st.sampled_from([RULES, WITH_TOWN]))
def test_every_document_has_a_client_whatever_the_order_of_arrival(
    facts: list[Document], data: st.DataObject, rules: Rules
) -> None:
    told = data.draw(st.permutations(facts + facts[:3]))
    first, second = grouped(*facts, rules=rules), grouped(*told, rules=rules)

    assert all(first.of(each) for each in facts)
    assert [first.of(each) for each in facts] == [second.of(each) for each in facts]


@laws
@given(many, documents)
def test_a_later_document_that_ties_nothing_moves_no_earlier_one(
    facts: list[Document], later: Document
) -> None:
    """It ties where it brings two registrations together, or an address to what had none."""
    earlier = [each for each in facts if each.client_address]
    ids = later.client_ids[:1]
    late = replace(later, client_ids=ids, source=invoice(on=after(60)).source)
    before, then = grouped(*earlier), grouped(*earlier, late)

    assert [before.of(each) for each in earlier] == [then.of(each) for each in earlier]


@laws
@given(many, st.sampled_from([RULES, WITH_TOWN]))
def test_without_a_registration_an_address_or_a_rule_in_common_two_are_never_one_client(
    facts: list[Document], rules: Rules
) -> None:
    debtors = grouped(*facts, rules=rules)
    tied = in_common([{*each.client_ids, client_key(each.client_address, rules) or "?"} for each in facts])
    pairs = [(each, words) for each, words in zip(facts, tied, strict=True) if each.client_address]

    for one, words in pairs:
        for other, others in pairs:
            assert words & others or debtors.of(one) != debtors.of(other)


@laws
@given(many, st.sampled_from([RULES, WITH_TOWN]))
def test_two_documents_with_registrations_are_one_client_only_by_these_or_by_configuration(
    facts: list[Document], rules: Rules
) -> None:
    debtors = grouped(*facts, rules=rules)
    bearers = [each for each in facts if each.client_ids]
    tied = in_common([set(each.client_ids) for each in bearers])
    clients: dict[str, set[str]] = {}
    for each, words in zip(bearers, tied, strict=True):
        if each.client_address and debtors.of(each) != TOWN.name and not debtors.is_copy(each):
            assert clients.setdefault(debtors.of(each), words) & words
