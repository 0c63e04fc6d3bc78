"""An Italian FatturaPA XML in, the facts of each of its bodies out (FatturaElettronica 1.2, Agenzia delle Entrate)."""

from collections.abc import Iterator

from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.xml.xml_facts import (
    Refused,
    Structured,
    amount_of,
    currency_of,
    day_of,
    days_of,
    lacking,
    number_of,
    numbers_of,
    registrations,
)
from relanced.intake.invoice.xml.xml_tree import Element, at, every, first, line, text, texts
from relanced.model.money import Money

FATTURAPA_ROOTS = frozenset({"FatturaElettronica"})
_KINDS = {
    "TD01": Kind.INVOICE,
    "TD02": Kind.DEPOSIT,
    "TD03": Kind.DEPOSIT,
    "TD04": Kind.CREDIT_NOTE,
    "TD05": Kind.INVOICE,  # a debit note
    "TD06": Kind.INVOICE,
    "TD24": Kind.INVOICE,
    "TD25": Kind.INVOICE,
    "TD26": Kind.INVOICE,
}


def read_fatturapa(root: Element) -> Iterator[Structured | Refused]:
    """Read each body as an invoice. Raises ValueError."""
    header = at(root, "FatturaElettronicaHeader")
    for body in every(root, "FatturaElettronicaBody"):
        yield _read(header, body)


def _read(header: Element | None, body: Element) -> Structured | Refused:
    document = at(body, "DatiGenerali", "DatiGeneraliDocumento")
    currency = currency_of(text(document, "Divisa"))
    number, issued, code = (
        number_of(line(document, "Numero")),
        text(document, "Data"),
        text(document, "TipoDocumento"),
    )
    gross = _gross(document, body, currency) if len(currency) == 3 else None
    if not (number and issued and gross):
        return lacking(number, day_of(issued) if issued else None, gross)
    buyer = at(header, "CessionarioCommittente", "DatiAnagrafici")
    tax = at(buyer, "IdFiscaleIVA")
    return Structured(
        # All other types book a purchase of the sender's own (reverse charge): nobody owes them.
        kind=_KINDS.get(code, Kind.RECEIPT),
        code=code,
        number=number,
        issued_on=day_of(issued),
        due_days=days_of(texts(body, "DatiPagamento", "DettaglioPagamento", "DataScadenzaPagamento")),
        terms=_terms(body, issued),
        total=_to_pay(document, body, gross),
        gross=gross,
        seller=_name(at(header, "CedentePrestatore", "DatiAnagrafici", "Anagrafica")),
        buyer=_name(at(buyer, "Anagrafica")),
        buyer_ids=registrations((), [text(tax, "IdPaese") + text(tax, "IdCodice")], ""),
        older=numbers_of(texts(body, "DatiGenerali", "DatiFattureCollegate", "IdDocumento")),
        corrects=False,
    )


def _gross(document: Element | None, body: Element, currency: str) -> Money | None:
    """The document's total; it is optional, and then the sum of its VAT rates."""
    whole = text(document, "ImportoTotaleDocumento")
    if whole:
        return amount_of(whole, currency)
    rates = list(every(body, "DatiBeniServizi", "DatiRiepilogo"))
    parts = [
        part for rate in rates for part in (text(rate, "ImponibileImporto"), text(rate, "Imposta")) if part
    ]
    return _sum(parts, currency) if parts else None


def _to_pay(document: Element | None, body: Element, gross: Money) -> Money:
    """What is to be paid: the payments asked for, else the total less what the buyer withholds."""
    asked = [
        part for way in every(body, "DatiPagamento") for part in _asked(way, gross.currency) if part.cents
    ]
    if asked:
        return Money(sum(part.cents for part in asked), gross.currency)
    withheld = _sum(
        [text(each, "ImportoRitenuta") for each in every(document, "DatiRitenuta")], gross.currency
    )
    split = _sum(
        [
            text(rate, "Imposta")
            for rate in every(body, "DatiBeniServizi", "DatiRiepilogo")
            if text(rate, "EsigibilitaIVA") == "S"  # the public buyer pays the VAT to the state himself
        ],
        gross.currency,
    )
    return gross - withheld - split


def _asked(way: Element, currency: str) -> list[Money]:
    """The payments of one way to pay: all instalments (TP01); else one, told for each bank account."""
    parts = [amount_of(plain, currency) for plain in _amounts(way)]
    return parts if text(way, "CondizioniPagamento") == "TP01" else parts[:1]


def _amounts(way: Element) -> Iterator[str]:
    for each in every(way, "DettaglioPagamento"):
        yield first(text(each, "ImportoPagamento"), "0")


def _sum(plain: list[str], currency: str) -> Money:
    return Money(sum(amount_of(each, currency).cents for each in plain if each), currency)


def _terms(body: Element, issued: str) -> str:
    """The days of payment in words, where they count from the day of issue."""
    for each in every(body, "DatiPagamento", "DettaglioPagamento"):
        days = text(each, "GiorniTerminiPagamento")
        if days.isdigit() and text(each, "DataRiferimentoTerminiPagamento") in {"", issued}:
            return f"{int(days)} giorni"
    return ""


def _name(party: Element | None) -> str:
    return first(text(party, "Denominazione"), f"{text(party, 'Nome')} {text(party, 'Cognome')}".strip())
