"""Numbers as people write them, among a hundred and fifty open invoices of the same series."""

from collections.abc import Sequence

import pytest
from casework.settle_makers import applied, credit, crowd, item
from casework.settle_world import SERIES

from relanced.casework.settle.mentions import Mention, Mentions
from relanced.casework.settle.numbers import near
from relanced.casework.settle.references import read_mentions
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import Outcome
from relanced.casework.settle.structured import structured_in


def named(mentions: Mentions) -> list[str]:
    return [i.number for m in mentions.found for i in m.items]


@pytest.mark.parametrize(
    "reference",
    [
        "F2026-0012",
        "F 2026 12",
        "fact 2026/12",
        "FACT202612",
        "Rechnung F20260012",
        "RE-Nr. F2026-0012",
        "fattura n. 12/2026",
        "Fra. 2026-12",
        "factuur 2026-0012",
        "INV F2026 0012",
        "F2O26-OO12",
        "RF04F20260012",
        "VIR INST FACTURE N°F2026-12 DU 15/04/2026",
        "FACTURE 0012",
        "n° 12",
        "/INV/F2026-0012/RFB/NOTPROVIDED",
        "EREF+F20260012 MREF+X",
        "E2E-F20260012-20260622",
        "F2026-0012;merci",
        "IBAN FR7630004028379876543210943 FACT 12",
        "DOSSIER F2026-0012",
        "F2026-0021",  # two digits swapped
        "F2026-012",
        "F2026-0013",  # one wrong
        "F206-0012",  # one lost
        "F2026-00122",
    ],
)
def test_a_number_in_every_dress_finds_its_invoice_in_the_crowd(reference: str) -> None:
    items = [
        item("F2026-0012", "Oliveira Paysage", "1452.00"),
        item("F2026-0112", "Léa Fontanel", "318.00"),
        item("F2026-0120", "Garage du Pont", "1452.00"),
        *crowd(),
    ]
    settlement = settle(credit("1452.00", "OLIVEIRA PAYSAGE", reference), items)
    assert applied(settlement) == {"F2026-0012": "1452.00"}, settlement.because


@pytest.mark.parametrize(
    ("series", "number", "references"),
    [
        ("INV-00417", 17, ["INV-00017", "INV17", "inv-0017", "00017", "INV-OOO17", "INV00017 thanks"]),
        ("20260034", 34, ["20260034", "2026 0034", "2026-34", "facture 34", "Facture n° 0034"]),
        (
            "RE-2026-1187",
            187,
            ["RE2026187", "Rg. 2026-0187", "RE 187", "Rechnungsnr. RE-2026-187", "RE 26-0187"],
        ),
        ("FA-ACME-012", 12, ["FA ACME 12", "ACME-012", "FAACME012", "facture 012"]),
        ("20417", 17, ["20017", "FACTURE 20017", "fact. n 20017", "Fact20017"]),
        ("F26/118", 18, ["F26/18", "F26-18", "F 26 18", "facture 18", "F2618", "F2026/18"]),
        ("2026/03/0012", 12, ["2026/01/0012", "20260112", "fact 12", "2026 01 0012"]),
        ("118/2026", 118, ["118/2026", "fattura 118/26", "ft 118", "Fatt. n.118 del 12/03/2026"]),
        ("FC2026.118", 118, ["FC 2026 118", "FC2026118", "fact 118", "FC-118"]),
        ("26-058", 58, ["26-058", "26058", "fact 58", "26/058", "2026-058"]),
    ],
)
def test_series_of_every_shape(series: str, number: int, references: Sequence[str]) -> None:
    ours, next_one = SERIES[series](number), SERIES[series](number + 1)
    items = [item(ours, "Brest Menuiserie", "777.60"), item(next_one, "Brest Menuiserie", "120.00")]
    for reference in references:
        settlement = settle(credit("777.60", "BREST MENUISERIE", reference), [*items, *crowd(series)])
        assert applied(settlement) == {ours: "777.60"}, (reference, settlement.because)


ZELLE = [item(f"F2026-010{i}", "Zelle Verlag", f"{i}11.00") for i in range(1, 7)]


@pytest.mark.parametrize(
    ("reference", "runs"),
    [
        ("F2026-0101 F2026-0103", (1, 3)),
        ("F2026-0101, 103 et 105", (1, 3, 5)),
        ("F2026-0101/0103", (1, 3)),
        ("fact. 101+102", (1, 2)),
        ("Rechnungen 101, 102 u. 104", (1, 2, 4)),
        ("facturas 101 y 102", (1, 2)),
        ("fatture n. 101 e 102", (1, 2)),
        ("facturen 101 en 102", (1, 2)),
        ("factures 0101 à 0103", (1, 2, 3)),
        ("factures du n° 101 au n° 103", (1, 2, 3)),
        ("F2026-0101 bis 0103", (1, 2, 3)),
        ("facturas 101 al 103", (1, 2, 3)),
        ("facturen 101 t/m 103", (1, 2, 3)),
        ("invoices F2026-0101 through F2026-0103", (1, 2, 3)),
        ("F2026-0101 A 0103 SAUF 0103", (1, 2)),
        ("F2026-0101 111,00 F2026-0102 211,00", (1, 2)),
        ("REGLEMENT FACTURES F2026-0101 F2026", (1, 2)),  # cut by the bank
        ("F2026-0101 et suivante", (1, 2)),
    ],
)
def test_lists_and_ranges_in_six_languages(reference: str, runs: Sequence[int]) -> None:
    want = {f"F2026-010{run}": f"{run}11.00" for run in runs}
    cents = sum(run * 100 + 11 for run in runs)
    settlement = settle(credit(f"{cents}.00", "ZELLE VERLAG", reference), [*ZELLE, *crowd()])
    assert applied(settlement) == want, settlement.because


def test_a_range_takes_the_clients_own_numbers_where_others_lie_between() -> None:
    items = [ZELLE[0], item("F2026-0102", "Autre", "77.00"), ZELLE[3]]
    settlement = settle(credit("522.00", "ZELLE VERLAG", "factures 101 à 104"), items)
    assert applied(settlement) == {"F2026-0101": "111.00", "F2026-0104": "411.00"}


@pytest.mark.parametrize(
    ("written", "carries"),
    [
        ("RF18 5390 0754 7034 MERCI", "539007547034"),
        ("RF55F20260003", "F20260003"),
        ("+++090/9337/55493+++", "0909337554"),
        ("***002/0260/41727***", "0020260417"),
        ("00 10004 02170 00000 00000 61882", "00100040217000000000006188"),
    ],
)
def test_structured_references_are_read_where_their_check_digits_are_right(
    written: str, carries: str
) -> None:
    assert [found.carries for found in structured_in(written)] == [carries]
    wrong = (
        written[:4].replace("8", "9") + written[4:-4] + ("7" if written[-4] != "7" else "8") + written[-3:]
    )
    assert not [found for found in structured_in(wrong) if found.carries == carries]


@pytest.mark.parametrize(
    ("reference", "number", "twin"),
    [
        ("+++002/0260/41727+++", "20260417", "20260418"),
        ("RF0820260512", "20260512", "20260488"),
        ("001000402170000000000061882", "R06188", "R06240"),
    ],
)
def test_a_structured_reference_names_its_invoice_for_whoever_pays(
    reference: str, number: str, twin: str
) -> None:
    items = [item(twin, "Van Hecke", "950.00"), item(number, "Van Hecke", "950.00")]
    assert applied(settle(credit("950.00", "X", reference), items)) == {number: "950.00"}


@pytest.mark.parametrize(
    "reference",
    [
        "CLIENT 40213 VOTRE FACTURE",
        "Kunde Nr. 40213",
        "DOSSIER N° 40213",
        "CDE 40213",
        "contrat 40213",
        "SINISTRE 40213 ASSURE X",
        "POLIZZA 40213",
        "klantnummer 40213",
    ],
)
def test_what_is_called_another_number_is_no_invoice(reference: str) -> None:
    items = [
        item("40188", "Paysages Morvan", "1098.50"),
        item("40213", "Autre", "33.00"),
        *crowd("20417"),
    ]
    settlement = settle(credit("1098.50", "PAYSAGES MORVAN", reference), items)
    assert applied(settlement) == {"40188": "1098.50"}, settlement.because


@pytest.mark.parametrize("reference", ["VIR DU 20260312 FACT 377", "VIR 20260312", "DATE 20260312"])
def test_a_day_is_no_invoice_of_another_client(reference: str) -> None:
    items = [item("20260377", "Éditions du Ponant", "1188.00"), item("20260312", "Autre", "55.00")]
    paid = credit("1188.00", "EDITIONS DU PONANT", reference, on="2026-03-13")
    settlement = settle(paid, [*items, *crowd("20260034")])
    assert applied(settlement) == {"20260377": "1188.00"}, settlement.because


def test_few_digits_without_a_word_prove_little_of_an_unknown_payer() -> None:
    items = [item("20055", "Zed", "240.00"), item("20059", "Wim", "240.00")]
    assert settle(credit("240.00", "HOLDING ZENITH", "20055"), items).outcome is Outcome.AMBIGUOUS
    assert applied(settle(credit("240.00", "HOLDING ZENITH", "FACTURE 20055"), items)) == {"20055": "240.00"}


def test_a_short_text_is_not_cut() -> None:
    items = [item("20908", "Esperluette", "150.00"), item("20890", "Esperluette", "150.00")]
    settlement = settle(credit("150.00", "ESPERLUETTE", "2090"), items)
    assert settlement.outcome is Outcome.AMBIGUOUS, settlement.because


def test_numbers_that_are_none_of_ours_are_told() -> None:
    items = [item("F2026-0012", "A", "1.00"), item("FA-ACME-117", "B", "2.00")]
    assert read_mentions("F2026-0777", items).strangers == ("F20260777",)
    assert read_mentions("FA-ACME-217", items).strangers == ("FAACME217",)
    assert read_mentions("regl 4412", items).unread == ("4412",)
    assert not read_mentions("TEL 06 12 34 56 78 le 12/03/2026 40,00 EUR 2%", items).unread


def test_letters_of_the_number_may_be_written_in_parts() -> None:
    items = [item("2026-C-0012", "A", "1.00"), item("2026-D-0012", "B", "2.00")]
    assert read_mentions("fact 2026 C 0012", items).found == (
        Mention("2026 C 0012", (items[0],), sure=True, labelled=True),
    )
    assert named(read_mentions("2026-D-0012", items)) == ["2026-D-0012"]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("F2026-0418", "F2026-0481", True),
        ("F2026-0418", "F2026-048", True),
        ("F2026-0418", "F2026-0419", True),
        ("F2026-0418", "F2026-0418", False),
        ("F2026-0418", "F2026-0523", False),
        ("12", "13", False),
    ],
)
def test_one_slip_apart(one: str, other: str, *, is_near: bool) -> None:
    assert near(one, other) is is_near
    assert near(other, one) is is_near
