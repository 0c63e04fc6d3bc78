"""The day that a client promises."""

import json
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.reply.when.days import promised_day

_PROMISES = Path(__file__).parents[3] / "fixtures" / "replies" / "promises.jsonl"
TUESDAY = date(2026, 10, 6)


@pytest.mark.parametrize("row", [json.loads(line) for line in _PROMISES.read_text("utf-8").splitlines()])
def test_a_promise_of_the_corpus_gives_its_day(row: dict[str, str]) -> None:
    found = promised_day(row["text"], date.fromisoformat(row["written_on"]))
    assert (found.isoformat() if found else None) == row["promised_on"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wir überweisen am 29. Oktober.", date(2026, 10, 29)),
        ("Zahlung bis Ende der Woche", date(2026, 10, 9)),
        ("innerhalb von 5 Werktagen", date(2026, 10, 13)),
        ("Guten Morgen, wir zahlen am Freitag", date(2026, 10, 9)),
        ("pagaremos el día 20", date(2026, 10, 20)),
        ("lo pago mañana", date(2026, 10, 7)),
        ("paghiamo a fine mese", date(2026, 10, 31)),
        ("wordt binnen 14 dagen voldaan", date(2026, 10, 20)),
        ("uiterlijk 18\noktober overgemaakt", date(2026, 10, 18)),
        ("on the 14th of this month", date(2026, 10, 14)),
        ("Votre facture du 2 novembre sera payée le 12 novembre", date(2026, 11, 12)),
    ],
)
def test_a_day_is_read_in_every_language(text: str, day: date) -> None:
    assert promised_day(text, TUESDAY) == day


@pytest.mark.parametrize(
    "text", ["le 31 février", "il en reste 5 %", "nous avons payé le 5", "16 heures", ""]
)
def test_no_day_is_made_up(text: str) -> None:
    assert promised_day(text, TUESDAY) is None


GENERAL = {
    "vendredi": "2026-10-09",
    "fin de semaine prochaine": "2026-10-16",
    "sous huitaine": "2026-10-14",
    "sous quinzaine": "2026-10-21",
    "sous 48h": "2026-10-08",
    "avant le 15": "2026-10-15",
    "dans les 10 jours": "2026-10-16",
    "fin du mois": "2026-10-31",
    "début décembre": "2026-12-10",
    "mi-janvier": "2027-01-15",
    "d'ici vendredi en huit": "2026-10-16",
    "lundi en quinze": "2026-10-26",
    "à la fin de la semaine prochaine": "2026-10-16",
    "by EOM": "2026-10-31",
    "by EOD Friday": "2026-10-09",
    "COB Friday": "2026-10-09",
    "Payment by COB 14 October": "2026-10-14",
    "w/c 12 October": "2026-10-18",
    "week commencing 12 October": "2026-10-18",
    "next pay run on the 20th": "2026-10-20",
    "end of next week": "2026-10-16",
    "within 5 working days": "2026-10-13",
    "a week on Friday": "2026-10-16",
    "Friday week": "2026-10-16",
    "nächste Woche": "2026-10-18",
    "Ende nächster Woche": "2026-10-16",
    "bis Monatsende": "2026-10-31",
    "Mitte Dezember": "2026-12-15",
    "kommenden Montag": "2026-10-12",
    "übermorgen": "2026-10-08",
    "in 14 Tagen": "2026-10-20",
    "la semana que viene": "2026-10-18",
    "a finales de mes": "2026-10-31",
    "el próximo viernes": "2026-10-09",
    "pasado mañana": "2026-10-08",
    "entro fine mese": "2026-10-31",
    "la settimana prossima": "2026-10-18",
    "venerdì prossimo": "2026-10-09",
    "fra 10 giorni": "2026-10-16",
    "volgende week": "2026-10-18",
    "eind van de maand": "2026-10-31",
    "uiterlijk 15 december": "2026-12-15",
    "overmorgen": "2026-10-08",
    "le quinze novembre": "2026-11-15",
    "le premier novembre": "2026-11-01",
    "le vingt-cinq": "2026-10-25",
    "le trente et un octobre": "2026-10-31",
    "on the fifteenth": "2026-10-15",
    "the first of November": "2026-11-01",
    "November the third": "2026-11-03",
    "am fünfzehnten": "2026-10-15",
    "am ersten November": "2026-11-01",
    "el quince de noviembre": "2026-11-15",
    "el primero de noviembre": "2026-11-01",
    "il quindici novembre": "2026-11-15",
    "il primo novembre": "2026-11-01",
    "op vijftien november": "2026-11-15",
    "le 12/11/26": "2026-11-12",
    "am 12.11.26": "2026-11-12",
    "15-11-2026": "2026-11-15",
    "op 12-11 betaald wordt het": "2026-11-12",
    "votre facture du 12 novembre sera réglée fin novembre": "2026-11-30",
    "suite à votre relance du 12, paiement le 20": "2026-10-20",
    "en retard depuis le 3 mars, je paie vendredi": "2026-10-09",
    "le mandatement est prévu le 12, paiement sous 30 jours": "2026-11-05",
    "50 % le 1er, le solde le 15": "2026-11-15",
    "our meeting is on Friday, payment on Monday": "2026-10-12",
    "the invoice dated 1 October will be paid on 15 October": "2026-10-15",
    "due on 15 October but we will pay on 20 October": "2026-10-20",
    "Zahlung erfolgt zum Monatsultimo": "2026-10-31",
    "you get paid the 1st": "2026-11-01",
    "give us seven days": "2026-10-13",
    "tomorow first thing": "2026-10-07",
    "Mon": "2026-10-12",
    "fourteen days from today": "2026-10-20",
    "en el plazo de diez días naturales": "2026-10-16",
    "remesa de fin de mes": "2026-10-31",
    "a fin de mes": "2026-10-31",
    "esta semana que viene": "2026-10-18",
    "à soir": "2026-10-06",
    "on la passe au paiement de fin de mois": "2026-10-31",
    "avant la fin de la semaine": "2026-10-09",
    "virement semaine 43": "2026-10-25",
    "vendredi de la semaine prochaine": "2026-10-16",
    "endéans les dix jours": "2026-10-16",
    "2 jours": "2026-10-08",
    "avant dimanche": "2026-10-11",
    "betaalrun van 22-10": "2026-10-22",
    "eind deze mnd": "2026-10-31",
    "in KW 43": "2026-10-25",
    "week 43": "2026-10-25",
    "in week 43": "2026-10-25",
    "semana 43": "2026-10-25",
    "je sais que j'avais dit le 10, mais le 29 vous avez votre dû": "2026-10-29",
    "Un client me paie le 27. Le 29 vous avez votre dû": "2026-10-29",
    "à la mi-novembre": "2026-11-15",
    "dans la première semaine de novembre": "2026-11-07",
    "first week of November": "2026-11-07",
    "la première semaine de novembre": "2026-11-07",
    "dans le courant du mois": "2026-10-31",
    "en fin de mois": "2026-10-31",
    "début de mois prochain": "2026-11-10",
    "début du mois prochain": "2026-11-10",
    "early next month": "2026-11-10",
    "Anfang nächsten Monats": "2026-11-10",
    "mid next month": "2026-11-15",
    "mi-mois": "2026-10-15",
    "mid-month": "2026-10-15",
    "Mitte des Monats": "2026-10-15",
    "a mediados de mes": "2026-10-15",
    "a metà mese": "2026-10-15",
    "half november": "2026-11-15",
    "begin november": "2026-11-10",
    "a principios de noviembre": "2026-11-10",
    "all'inizio di novembre": "2026-11-10",
    "ai primi di novembre": "2026-11-10",
    "Freitag in einer Woche": "2026-10-16",
    "in acht Tagen": "2026-10-14",
    "heute noch": "2026-10-06",
    "bis spätestens 15.11.": "2026-11-15",
    "zum 15.": "2026-10-15",
    "zum Monatsende": "2026-10-31",
    "Ende des Monats": "2026-10-31",
    "nächsten Mittwoch": "2026-10-07",
    "diesen Freitag": "2026-10-09",
    "antes del viernes": "2026-10-09",
    "el 15 de este mes": "2026-10-15",
    "en 15 días": "2026-10-21",
    "dentro de una semana": "2026-10-13",
    "el viernes de la semana que viene": "2026-10-16",
    "a final de la semana": "2026-10-09",
    "el mes que viene": "2026-11-30",
    "entro venerdì": "2026-10-09",
    "tra due settimane": "2026-10-20",
    "entro il 15 c.m.": "2026-10-15",
    "per fine ottobre": "2026-10-31",
    "lunedì prossimo": "2026-10-12",
    "entro la settimana": "2026-10-11",
    "aan het einde van de week": "2026-10-09",
    "deze vrijdag": "2026-10-09",
    "binnen twee weken": "2026-10-20",
    "volgende maand": "2026-11-30",
    "vrijdag over een week": "2026-10-16",
    "voor het einde van de maand": "2026-10-31",
    "a.s. vrijdag": "2026-10-09",
    "aanstaande vrijdag": "2026-10-09",
    "by Fri": "2026-10-09",
    "by Weds": "2026-10-07",
    "this coming Monday": "2026-10-12",
    "Monday next": "2026-10-12",
    "a fortnight on Friday": "2026-10-23",
    "by the weekend": "2026-10-11",
    "over the weekend": "2026-10-11",
    "in a week": "2026-10-13",
    "in ten days' time": "2026-10-16",
    "by mid next week": "2026-10-14",
    "midweek next week": "2026-10-14",
    "milieu de semaine prochaine": "2026-10-14",
    "Mitte nächster Woche": "2026-10-14",
    "by the 5th of next month": "2026-11-05",
    "last day of the month": "2026-10-31",
    "dernier jour du mois": "2026-10-31",
    "before year end": "2026-12-31",
    "by the end of Q4": "2026-12-31",
    "fin T4": "2026-12-31",
    "before the end of the quarter": "2026-12-31",
    "d'ici la fin du trimestre": "2026-12-31",
    "tomorrow morning": "2026-10-07",
    "dans 8 jours": "2026-10-14",
    "dans la journée": "2026-10-06",
    "le 20 ou le 21": "2026-10-21",
    "entre le 20 et le 25": "2026-10-25",
    "between 20 and 25 October": "2026-10-25",
    "du 20 au 25 octobre": "2026-10-25",
    "18h au plus tard vendredi": "2026-10-09",
    "lundi 12": "2026-10-12",
    "lundi 12 octobre à 10h": "2026-10-12",
    "le lundi 12/10": "2026-10-12",
    "le règlement interviendra à échéance, le 30 novembre": "2026-11-30",
    "sous un délai de 30 jours": "2026-11-05",
    "d'ici une dizaine de jours": "2026-10-16",
    "sous dizaine": "2026-10-16",
    "une petite semaine": "2026-10-13",
    "d'ici une semaine": "2026-10-13",
    "d'ici 2 à 3 jours": "2026-10-09",
    "within 2-3 days": "2026-10-09",
    "in 2 bis 3 Tagen": "2026-10-09",
    "dans 2/3 jours": "2026-10-09",
    "dans la quinzaine": "2026-10-21",
    "je suis absent jusqu'au 12, je paie à mon retour": "2026-10-12",
    "The grant arrives on 1 December. We will pay you that day.": "2026-12-01",
    "Er kommt am 18. zurück. Wir überweisen tags darauf.": "2026-10-19",
    "Paiement vendredi. Si vous ne voyez rien lundi, appelez-moi.": "2026-10-09",
    "Dès réception de notre subvention, au plus tard le 30, nous vous payons.": "2026-10-30",
    "Virement le 20. Nous sommes fermés jusqu'au 30.": "2026-10-20",
}


@pytest.mark.parametrize("text", GENERAL)
def test_a_day_is_read_as_people_name_it(text: str) -> None:
    assert str(promised_day(text, TUESDAY)) == GENERAL[text]


@pytest.mark.parametrize(
    "text",
    [
        "au prochain train de virements",
        "dès réception de votre RIB",
        "dès réception de la facture corrigée, paiement sous 8 jours",
        "as soon as we receive the corrected invoice we will pay within 5 days",
        "once you send the PO, payment within 10 days",
        "Sobald die Gutschrift da ist, zahlen wir innerhalb von 3 Tagen",
        "Si vous m'envoyez le RIB, je paie demain",
        "if you send me the IBAN I will pay tomorrow",
        "livraison prévue le 12 novembre",
        "Réunion le 14 avec le directeur, je vous tiens au courant",
        "the goods were delivered on 12 November",
        "in den nächsten Tagen",
        "dans les prochains jours",
        "in the next few days",
        "in the coming weeks",
        "le 10 au plus tôt",
        "pas avant le 20",
        "not before 20 October",
        "frühestens am 20. Oktober",
        "nicht vor dem 20.",
        "no earlier than the 20th",
        "am Monatsanfang",
        "mid-week",
        "Reçu le 3 octobre, je vais voir",
        "nous réglons à 45 jours fin de mois",
        "our terms are 30 days",
        "Zahlungsziel 30 Tage",
        "60 days from invoice",
    ],
)
def test_what_names_no_day_of_payment_gives_none(text: str) -> None:
    assert promised_day(text, TUESDAY) is None


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_promise_never_lies_before_the_mail(text: str, written_on: date) -> None:
    found = promised_day(text, written_on)
    assert found is None or found >= written_on


_PIECES = st.lists(
    st.sampled_from(
        [
            "le lendemain ",
            "vendredi ",
            "le 15 ",
            "12/11 ",
            "si vous ",
            "w/c ",
            "dans ",
            "3 ",
            "a ",
            "fin de ",
            "(",
        ]
    ),
    max_size=400,
)


@settings(deadline=None, max_examples=30)
@given(_PIECES)
def test_a_hostile_text_takes_no_longer_than_its_length(pieces: list[str]) -> None:
    text = "".join(pieces) * 20
    before = process_time()
    promised_day(text, TUESDAY)
    assert process_time() - before < 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vrijdag komt mijn loon binnen, dan betaal ik meteen", "2026-10-09"),
        ("Donderdag komt mijn loon. Dan betaal ik meteen.", "2026-10-08"),
        ("Donnerstag bekomme ich mein Gehalt, dann überweise ich sofort", "2026-10-08"),
        ("on Thursday I get paid and will transfer it straight away", "2026-10-08"),
        ("jeudi, immédiatement après mon salaire", "2026-10-08"),
        ("Je paie jeudi. Merci de me répondre immédiatement.", "2026-10-08"),
        ("Je paie immédiatement", "2026-10-06"),
        ("el lunes cobro y le pago hoy mismo", "2026-10-06"),
        ("la semana q viene se lo pago", "2026-10-18"),
        ("je paie ds la semaine", "2026-10-11"),
        ("paiement s.44", "2026-11-01"),
        ("KW 44", "2026-11-01"),
        ("semaine n°44", "2026-11-01"),
        ("Le solde fin novembre. L'autre, c'était le virement du 12, la semaine dernière.", "2026-11-30"),
        ("Payé la semaine dernière, le reste vendredi", "2026-10-09"),
        ("fin décembre dernier délai", "2026-12-31"),
        ("Virement du 2 prévu", "2026-11-02"),
    ],
)
def test_the_day_meant_wins_over_those_beside_it(text: str, day: str) -> None:
    assert promised_day(text, TUESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["virement du 2, la semaine dernière", "virement du 2", "Überweisung vom 2.", "vendredi dernier", "last Friday",
     "el viernes pasado", "venerdì scorso", "afgelopen vrijdag", "dopo Pasqua", "pagherò lunedì dopo Pasqua",
     "je paie lundi, après Pâques", "na Pasen"],
)  # fmt: skip
def test_a_day_gone_or_told_by_a_feast_is_none(text: str) -> None:
    assert promised_day(text, TUESDAY) is None


def test_the_end_of_a_month_wins_over_a_transfer_of_last_week() -> None:
    text = "Nous paierons fin juillet. Le virement du 2, la semaine dernière, était pour une autre."
    assert promised_day(text, date(2026, 6, 9)) == date(2026, 7, 31)


@given(
    st.sampled_from(["meteen", "sofort", "straight away", "immédiatement", "subito", "tout de suite"]),
    st.integers(1, 6),
)
def test_at_once_beside_a_weekday_is_that_day(word: str, later: int) -> None:
    names = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    day = TUESDAY + timedelta(days=later)
    name = names[day.weekday()]
    assert promised_day(f"{name} je paie {word}", TUESDAY) == day
    assert promised_day(f"je paie {word} {name}", TUESDAY) == day


@given(
    st.integers(1, 30) | st.integers(41, 52),
    st.sampled_from(["semaine {}", "KW {}", "KW{}", "week {}", "sem. {}", "settimana {}"]),
)
def test_a_numbered_week_is_its_sunday(number: int, form: str) -> None:
    found = promised_day(form.format(number), TUESDAY)
    assert found is not None
    assert (found.isocalendar().week, found.isocalendar().weekday) == (number, 7)
