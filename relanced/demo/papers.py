"""An invoice's figures in, its PDF out, as a small firm's program would print it (typst)."""

import json
from dataclasses import asdict, dataclass
from datetime import date

import typst

# Values come in as one JSON string and are placed as text: nothing of theirs is read as markup.
_PAGE = """
#let it = json(bytes(sys.inputs.at("it")))
#set page(paper: "a4", margin: 2.2cm)
#set text(size: 10.5pt)
#grid(columns: (1fr, 1fr),
  [*#it.firm* \\ #it.street \\ #it.town \\ SIRET #it.siret],
  align(right)[#text(size: 20pt)[*#it.title*] \\
    #it.number_label : *#it.number* \\ #it.date_label : #it.issued])
#v(1.2cm)
#align(right, box(width: 7.5cm,
  align(left)[#it.to_label \\ *#it.client* \\ #it.client_street \\ #it.client_town]))
#v(1.2cm)
#table(columns: (1fr, 3cm), align: (left, right), inset: 8pt, stroke: 0.5pt + gray,
  [*#it.work_label*], [*#it.net_label*], [#it.work], [#it.net])
#align(right, table(columns: (4cm, 3cm), align: (left, right), inset: 6pt, stroke: none,
  [#it.net_label], [#it.net], [#it.vat_label], [#it.vat], [*#it.total_label*], [*#it.total*]))
#v(0.8cm)
#it.due_label : *#it.due* \\ #it.terms
"""

_LABELS = {
    "fr": {
        "title": "FACTURE",
        "number_label": "Facture n°",
        "date_label": "Date",
        "to_label": "Adressée à",
        "work_label": "Désignation",
        "net_label": "Total HT",
        "vat_label": "TVA 20 %",
        "total_label": "Net à payer",
        "due_label": "Date d'échéance",
        "terms": "Règlement par virement. Pénalités de retard : trois fois le taux légal ; indemnité"
        " forfaitaire pour frais de recouvrement : 40 €.",
    },
    "en": {
        "title": "INVOICE",
        "number_label": "Invoice no.",
        "date_label": "Date",
        "to_label": "Bill to",
        "work_label": "Description",
        "net_label": "Net",
        "vat_label": "VAT 20%",
        "total_label": "Amount due",
        "due_label": "Due date",
        "terms": "Payment by bank transfer.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on one invoice."""

    number: str
    issued_on: date
    due_on: date
    client: str
    client_street: str
    client_town: str
    work: str
    total_cents: int  # with VAT at 20 %
    language: str = "fr"
    firm: str = "Menuiserie Lacombe SARL"
    street: str = "14 rue des Tanneurs"
    town: str = "56000 Vannes"


def invoice_pdf(paper: Paper) -> bytes:
    """Print one invoice."""
    net = round(paper.total_cents / 1.2)
    values = {
        **asdict(paper),
        **_LABELS[paper.language],
        "siret": "000 000 000 00018",
        "issued": _day(paper.issued_on, paper.language),
        "due": _day(paper.due_on, paper.language),
        "net": _amount(net, paper.language),
        "vat": _amount(paper.total_cents - net, paper.language),
        "total": _amount(paper.total_cents, paper.language),
        "issued_on": "",
        "due_on": "",
    }
    return typst.compile(_PAGE.encode(), ignore_system_fonts=True, sys_inputs={"it": json.dumps(values)})


def _day(day: date, language: str) -> str:
    return f"{day:%d/%m/%Y}" if language == "fr" else f"{day.day} {day:%B %Y}"


def _amount(cents: int, language: str) -> str:
    text = f"{cents / 100:,.2f}"
    return text.replace(",", "\u202f").replace(".", ",") + " €" if language == "fr" else f"EUR {text}"
