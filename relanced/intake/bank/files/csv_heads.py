"""The heading of a bank's table in, what each column holds out. Pure; French, English, German, Spanish, Italian, Dutch.

First the labels that banks print in their mails (vocabulary.py), then the words that only tables use.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from relanced.intake.amounts import currency_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy


class Column(StrEnum):
    """What a column of a table holds."""

    AMOUNT = "amount"  # signed, or with its sense in a column of its own
    CREDIT = "credit"
    DEBIT = "debit"
    NET = "net"
    FEE = "fee"
    CURRENCY = "currency"
    PAYER = "payer"
    ACCOUNT = "account"  # the other side's
    REFERENCE = "reference"  # the payer's words
    LABEL = "label"  # the bank's words; often with the payer's name in them
    NUMBER = "number"  # an invoice number or an order of the payer's
    VALUE_DAY = "value_day"
    DAY = "day"
    SENSE = "sense"  # credit or debit, in a word or letter
    KIND = "kind"  # the kind of operation
    STATE = "state"
    ID = "id"


_BY_ROLE = {
    Role.PAYER: Column.PAYER,
    Role.REFERENCE: Column.REFERENCE,
    Role.INVOICE: Column.NUMBER,
    Role.OWN_REFERENCE: Column.NUMBER,
    Role.CREDITED: Column.CREDIT,
    Role.AMOUNT: Column.AMOUNT,
    Role.NET: Column.NET,
    Role.FEE: Column.FEE,
    Role.DEBIT: Column.DEBIT,
    Role.CURRENCY: Column.CURRENCY,
    Role.VALUE_DAY: Column.VALUE_DAY,
    Role.DAY: Column.DAY,
    Role.STATE: Column.STATE,
    Role.DIRECTION: Column.KIND,
}
# Tried in this order on a heading's folded text; the first of which a word stands in it decides.
_WORDS: tuple[tuple[Column | None, str], ...] = (
    (None, "solde|balance|saldo|kontostand|running|total credits?"),
    (
        Column.SENSE,
        """af ?/? ?bij|bij ?/? ?af|debit ?/? ?credit|credit ?/? ?debit|soll ?/ ?haben|dare ?/ ?avere|cargo ?/ ?abono
        |debe ?/ ?haber|d ?/ ?[ck]|c ?/ ?d|cr ?/ ?dr|dr ?/ ?cr|s ?/ ?h|h ?/ ?s|sens|signe|sign|soll-haben-kennzeichen
        |credit debit indicator|cdtdbtind""",
    ),
    (Column.CURRENCY, "currency|devise|wahrung|waehrung|divisa|moneda|valuta code|munt|muntsoort|ccy"),
    (Column.NET, "net|netto?"),
    (Column.FEE, "fees?|commissions?|frais|gebuhr(?:en)?|gebuehr(?:en)?|comision(?:es)?|commissioni|kosten"),
    (
        Column.DEBIT,
        """debits?|debet|soll|uscite?|dare|cargos?|debe|salidas?|money out|paid out|withdrawals?|sorties?""",
    ),
    (
        Column.CREDIT,
        """credits?|haben|entrate|avere|abonos?|haber|entradas?|money in|paid in|deposits?|entrees?""",
    ),
    (
        Column.VALUE_DAY,
        """valeur|value date|valuta|wertstellung|valutadatum|fecha valor|data valuta|rentedatum""",
    ),
    (Column.DAY, "dates?|datum|fecha|data|day|jour|buchungstag|completed|created|posted"),
    (
        Column.ACCOUNT,
        """tegenrekening|gegenkonto|(?:counterparty|contrepartie|partner|payer|sender|debtor|emetteur|ordenante|ordinante
        |controparte|contraparte|zahlungsbeteiligter|auftraggeber|begunstigter).{1,30}(?:iban|account|compte|konto
        |kontonummer|rekening|cuenta|conto)|(?:iban|account|compte|kontonummer|rekening|cuenta|conto).{1,30}
        (?:counterparty|contrepartie|partner|payer|sender|debtor|emetteur|du tiers|ordenante|ordinante|controparte
        |tegenpartij|zahlungsbeteiligter|auftraggeber)""",
    ),
    (
        None,
        """iban|bic|swift|account|compte|konto|kontonummer|rekening|cuenta|conto|bank|banque|fx|rate|country|vat|tva
        |payout id|batch id""",
    ),
    (
        Column.ID,
        """id|identifiant|identifier|transaktionsnummer|transactienummer|numero d'operation|transaction number""",
    ),
    (Column.STATE, "status|statut|etat|state|estado|stato"),
    (
        Column.KIND,
        """type|kind|art|soort|tipo|nature|categorie|category|code|mutatiesoort|buchungstext|operation""",
    ),
    (
        Column.NUMBER,
        """merchant reference|invoice|facture|rechnung|factura|fattura|factuur|order|commande|end.to.end""",
    ),
    (
        Column.PAYER,
        """payer|payeur|sender|customer|client|debtor|debiteur|counterparty|contrepartie|shopper|buyer|remitter
        |auftraggeber|zahlungspflichtiger|zahlungsbeteiligter|ordenante|ordinante|controparte|contraparte|tegenpartij
        |opdrachtgever|tiers|emetteur|donneur|name|nom|naam|nombre|nome|kunde|empfanger|partner""",
    ),
    (
        Column.REFERENCE,
        """reference|ref|motif|communication|verwendungszweck|vwz|causale|concepto|remittance|mededeling(?:en)?
        |message|memo|purpose|zahlungsreferenz|kenmerk|note|details?|complement|informations?""",
    ),
    (
        Column.LABEL,
        """libelles?|description|descripcion|descrizione|omschrijving|narrative|text|beschreibung|operazione""",
    ),
    (
        Column.AMOUNT,
        """amounts?|montants?|betrag|umsatz|importe|importo|bedrag|gross|brut|brutto|sum|somme|valor|ammontare""",
    ),
)
_BY_WORDS = tuple(
    (column, lazy(rf"\b(?:{''.join(line.strip() for line in block.splitlines())})\b"))
    for column, block in _WORDS
)
# Of these labels the bank's own words are meant where they head a table.
_BANKS_WORDS = lazy(
    r"^(?:libelles?|libelle de l'operation|description|descripcion|descrizione|omschrijving|narrative|beschreibung"
    r"|transaction description|naam / omschrijving|details|details of transaction|buchungstext)$"
)
_KINDS = lazy(r"^(?:buchungstext|mutatiesoort|umsatzart|transaction type|code)$")
_WORDY = frozenset({Column.REFERENCE, Column.LABEL, Column.NUMBER})
_MONEY_COLUMNS = frozenset({Column.AMOUNT, Column.CREDIT})
_CURRENCY = lazy(r"\b(?:en |in )?(eur|euros?|usd|gbp|chf|cad|sek|nok|dkk|pln|czk)\b|([€£$])")


@dataclass(frozen=True, slots=True)
class Heads:
    """What the columns hold, in their order, and the currency that the heading names."""

    columns: tuple[Column | None, ...]
    currency: str  # "" where it names none


def heads_of(cells: Sequence[str], vocabulary: Vocabulary) -> Heads | None:
    """The columns of a heading; None where a row is none: it has no column of money, or no other that is known."""
    if any(len(cell) > 80 for cell in cells):
        return None
    columns = tuple(_column(cell, vocabulary) for cell in cells)
    known = {column for column in columns if column}
    if not known & _MONEY_COLUMNS:  # a table of net amounts alone
        columns = tuple(Column.AMOUNT if column is Column.NET else column for column in columns)
        known = {column for column in columns if column}
    if not known & _MONEY_COLUMNS or len(known) < 3 or any(_is_value(cell) for cell in cells):
        return None
    if columns.count(Column.KIND) > 1 and not known & _WORDY:  # «Umsatzart» and «Buchungstext»
        columns = tuple(
            Column.LABEL if _is_posting_text(cell) else c for cell, c in zip(cells, columns, strict=True)
        )
    names = {currency for cell in cells if (currency := _currency(cell))}
    return Heads(columns, names.pop() if len(names) == 1 else "")


def _column(cell: str, vocabulary: Vocabulary) -> Column | None:
    plain = " ".join(fold(cell.replace("_", " ")).replace("’", "'").split()).strip(" :.*#\"'")
    bare = " ".join(re.sub(r"\([^)]{0,20}\)|[€£$]", " ", _CURRENCY.sub(" ", plain)).split()) or plain
    if not bare:
        return None
    if _KINDS.match(bare):
        return Column.KIND
    if _BANKS_WORDS.match(bare):
        return Column.PAYER if bare.startswith("naam") else Column.LABEL
    role = vocabulary.role_of(bare)
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if role is Role.PAYEE:
        return None
    return next((column for column, pattern in _BY_WORDS if pattern.search(bare)), None)


def _is_posting_text(cell: str) -> bool:
    """«Buchungstext»: with some banks the kind of operation, with others the payer's words."""
    return fold(cell).strip(" :.*#\"'") == "buchungstext"


def _is_value(cell: str) -> bool:
    """A heading has words, no amounts and no dates."""
    return bool(re.search(r"\d[.,]\d{2}\b|\d{4}", cell))


def _currency(cell: str) -> str:
    match = _CURRENCY.search(fold(cell))
    return (currency_of(match[1] or match[2]) or "") if match else ""
