"""Who paid, by his name as banks print it, his account, what he was called before; among many namesakes."""

import pytest
from casework.settle_makers import applied, credit, crowd, item

from relanced.casework.settle.names import Fit, fit, read_name
from relanced.casework.settle.payers import debtors_of, who_pays
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import Outcome

IBAN = "FR7612345678901234567890123"


@pytest.mark.parametrize(
    ("payer", "client"),
    [
        ("MUELLER BAU GMBH", "Müller Bau GmbH"),
        ("MULLER BAU", "Müller Bau GmbH"),
        ("SOERENSEN OG SOEN APS", "Sørensen & Søn ApS"),
        ("SORENSEN", "Sørensen ApS"),
        ("WEISS HANDEL", "Weiß Handel GmbH"),
        ("NUNEZ Y HIJOS SL", "Núñez e Hijos S.L."),
        ("HAAKANSSON AB", "Håkansson AB"),
        ("OESTERREICHER HOF KG", "Österreicher Hof KG"),
        ("M LLER UND PARTNER KG", "Müller und Partner KG"),  # lost in the bank's character set
        ("DUPONT JEAN", "Jean Dupont"),
        ("J. DUPONT", "Jean Dupont"),
        ("DUPONT J", "Jean Dupont"),
        ("DUBREUIL J-P", "Jean-Pierre Dubreuil"),
        ("M. OU MME JEAN DUPONT", "Jean Dupont"),
        ("SOCIETE D EXPLOITATION DES ", "Société d'exploitation des Carrières du Nord"),
        ("ETABLISSEMENTS GUILBAUD FRE", "Établissements Guilbaud Frères"),
        ("SOCIETE ELENA RO", "Elena Rossi"),
        ("S.A.R.L. LEBRUN", "Lebrun SARL"),
        ("BV DE VRIES INSTALLATIE", "De Vries Installatie B.V."),
        ("KOWALSKI SP Z O O", "Kowalski sp. z o.o."),
        ("TRANSP KERAVEL", "Transports Keravel"),
        ("IND MONTEIL", "Industries Monteil SA"),
        ("CLINIQUE ST VINCENT", "Clinique Saint-Vincent"),
        ("MAIRIE DE PLOUHA", "Commune de Plouha"),
        ("BATIROC (STE)", "Société Nouvelle Batiroc"),
        ("SCEA FONTBLANCHE", "Domaine de Fontblanche"),
        ("A2B TRANSPORTS SARL", "A2B Transports"),
        ("SARL GARAGE DU PONT - DAMIEN R", "Garage du Pont"),
        ("SDC LES TILLEULS C/O FONCIA", "Copropriété Les Tilleuls"),
        ("FONCIA P/C SDC LES TILLEULS", "Copropriété Les Tilleuls"),
    ],
)
def test_a_name_with_the_exact_amount_pays(payer: str, client: str) -> None:
    items = [item("F2026-0012", client, "1234.56"), item("F2026-0014", client, "99.00"), *crowd()]
    settlement = settle(credit("1234.56", payer), items)
    assert applied(settlement) == {"F2026-0012": "1234.56"}, settlement.because


@pytest.mark.parametrize(
    ("payer", "client"),
    [
        ("MARTIN CLAIRE", "Garage Martin Père"),
        ("DUPONT MARIE", "Jean Dupont"),
        ("P. DUPONT", "Jean Dupont"),
        ("HOLDING KERAVEL", "Transports Keravel"),
        ("KERAVEL IMMOBILIER", "Transports Keravel"),
        ("SCP NOTAIRES LEGRAND", "Villa Legrand SCI"),
        ("DURANDEAU", "Durand"),
        ("CABINET EXPERTISE COMPTABLE DURAND", "Durand Peinture"),
        ("", "Durand Peinture"),
    ],
)
def test_a_relative_or_another_firm_of_the_name_is_asked_about(payer: str, client: str) -> None:
    items = [item("F2026-0012", client, "1234.56"), *crowd()]
    settlement = settle(credit("1234.56", payer), items)
    assert settlement.outcome is Outcome.AMBIGUOUS, settlement.because
    assert "F2026-0012" in settlement.candidates


@pytest.mark.parametrize(
    ("one", "other", "want"),
    [
        ("Perrin Couverture", "ETS PERRIN", Fit.CORE),
        ("Perrin Couverture", "PERRIN PEINTURE", Fit.WORD),
        ("Perrin Couverture", "GARAGE DU PONT", Fit.NONE),
        ("Garage du Centre", "GARAGE CENTRE AUTO", Fit.NONE),  # nothing but words of a trade
        ("Garage du Centre", "GARAGE DU CENTRE", Fit.WHOLE),
        ("Lucas Martin", "MME MARTIN", Fit.CORE),
        ("Jean Martin", "MARTIN JEAN PIERRE", Fit.WHOLE),
    ],
)
def test_how_surely_two_names_are_one(one: str, other: str, want: Fit) -> None:
    assert fit(read_name(one), read_name(other)) is want


@pytest.mark.parametrize(
    ("payer", "clients", "paid"),
    [
        (
            "ASSOCIATION SYNDICALE LIBRE",
            ("Association Syndicale Libre du Parc", "Association Syndicale Libre des Étangs"),
            0,
        ),
        ("ETS PERRIN", ("Perrin Couverture", "Perrin Peinture"), 0),
        ("VALMONT DISTRIBUTION", ("Valmont Distribution Est", "Valmont Distribution Ouest"), 0),
        ("VALMONT DISTRIBUTION EST SAS", ("Valmont Distribution Est", "Valmont Distribution Ouest"), 1),
        ("MUELLER BAU GMBH", ("Müller Bau GmbH", "Möller Bau GmbH"), 1),
        ("M LLER BAU GMBH", ("Müller Bau GmbH", "Möller Bau GmbH"), 0),
        ("GARAGE DU PONT NEUF SARL", ("Garage du Pont Neuf", "Garage du Pont"), 1),
        ("MARTIN SAS", ("Martin SAS", "Martin SARL"), 1),
        ("MARTIN", ("Martin SAS", "Martin SARL"), 0),
    ],
)
def test_of_two_who_owe_the_same_only_a_name_that_tells_them_apart_pays(
    payer: str, clients: tuple[str, str], paid: int
) -> None:
    items = [item("F1", clients[0], "840.00"), item("F2", clients[1], "840.00")]
    assert list(applied(settle(credit("840.00", payer), items))) == ["F1"][:paid]
    # The amount tells them apart as well.
    apart = [items[0], item("F2", clients[1], "915.00")]
    assert list(applied(settle(credit("840.00", payer), apart))) == ["F1"]


def test_two_clients_of_one_name_are_told_apart_by_where_they_are_written_to() -> None:
    one = item("F1", "Jean Martin", "180.00", email="a@gmail.com")
    other = item("F2", "Jean Martin", "180.00", email="b@gmail.com")
    assert settle(credit("180.00", "JEAN MARTIN"), [one, other]).outcome is Outcome.AMBIGUOUS
    assert len(debtors_of([one, other])) == 2
    both = [
        item("F1", "Acme", "1.00", email="a@acme.example"),
        item("F2", "Acme", "2.00", email="b@acme.example"),
    ]
    assert len(debtors_of(both)) == 1
    assert len(debtors_of([item("F1", "Résidence A", "1.00"), item("F2", "Résidence B", "1.00")])) == 2


def test_the_address_may_tell_the_payer() -> None:
    items = [item("F1", "SG Conseil", "1680.00", email="sylvain.guerin@sgconseil.example"), *crowd()]
    assert applied(settle(credit("1680.00", "GUERIN SYLVAIN", "honoraires"), items)) == {"F1": "1680.00"}
    shop = [item("F1", "SARL Bellevue", "64.00", email="bonjour@boulangerie-lulu.example")]
    assert applied(settle(credit("64.00", "BOULANGERIE LULU"), shop)) == {"F1": "64.00"}


def test_the_reference_may_name_the_client() -> None:
    items = [item("F1", "Mme Odette Picard", "1134.50"), item("F2", "Odile Picard", "99.00")]
    notary = credit("1134.50", "SCP LEROY-BOUTIN NOTAIRES", "SUCCESSION PICARD ODETTE")
    assert applied(settle(notary, items)) == {"F1": "1134.50"}
    pupil = [item("F1", "Inès Delacroix", "240.00"), item("F2", "Hugo Delacroix", "240.00")]
    parent = credit("240.00", "M OU MME DELACROIX-BRUN JEAN", "cours Ines")
    assert applied(settle(parent, pupil)) == {"F1": "240.00"}


def test_who_paid_before_is_known_by_name_or_account() -> None:
    known = item("F1", "SARL Bellevue", "640.00", payers=("CHEZ LULU",), accounts=(IBAN,))
    other = item("F2", "Garage du Pont", "640.00")
    assert applied(settle(credit("640.00", "Chez Lulu"), [known, other])) == {"F1": "640.00"}
    assert applied(settle(credit("640.00", "XYZ", account=IBAN), [known, other])) == {"F1": "640.00"}
    # The account of one, the name of another: a person decides.
    paid = credit("640.00", "GARAGE DU PONT", account=IBAN)
    assert settle(paid, [known, other]).outcome is Outcome.AMBIGUOUS
    # An accountant's account pays for two.
    shared = item("F3", "Autre SARL", "640.00", accounts=(IBAN,))
    assert settle(credit("640.00", "XYZ", account=IBAN), [known, shared]).outcome is Outcome.AMBIGUOUS


def test_how_a_payer_is_known_is_told() -> None:
    debtors = debtors_of([item("F1", "SARL Bellevue", "640.00", payers=("CHEZ LULU",), accounts=(IBAN,))])
    assert "has paid before for SARL Bellevue" in who_pays(credit("1.00", "CHEZ LULU"), debtors).because
    assert "account" in who_pays(credit("1.00", "", account=IBAN), debtors).because
    assert who_pays(credit("1.00", "BELLEVUE"), debtors).because == "the payer is SARL Bellevue"
    assert who_pays(credit("1.00", "DURAND"), debtors).is_nobody
