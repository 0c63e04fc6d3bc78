"""Invoice XML in, the facts of its invoices out, or why it is refused: CII, UBL 2 and FatturaPA.

The XML comes from a mail: see `xml_tree` for its limits. What is no invoice gives nothing; an invoice
that cannot be read whole is refused and said, never an error.
"""

from relanced.intake.invoice.xml.cii import CII_ROOTS, read_cii
from relanced.intake.invoice.xml.fatturapa import FATTURAPA_ROOTS, read_fatturapa
from relanced.intake.invoice.xml.ubl import UBL_ROOTS, read_ubl
from relanced.intake.invoice.xml.xml_facts import Refused, Structured
from relanced.intake.invoice.xml.xml_tree import Element, at, head_of, local, parse

MAX_BODIES = 50
_ENVELOPE = "StandardBusinessDocument"  # of Peppol: the invoice lies right under it
_MARKS = (
    "CrossIndustryInvoice",
    "CrossIndustryDocument",
    "schema:xsd:Invoice-2",
    "schema:xsd:CreditNote-2",
    "FatturaElettronica",
)


def read_xml(data: bytes, *, is_named: bool = False) -> tuple[Structured, ...] | Refused:
    """Read an invoice XML; () for anything else, Refused for one that cannot be read whole.

    `is_named`: its file name says that it is an invoice, whatever its first bytes say.
    """
    looks = is_named or is_invoice_xml(data)
    root = parse(data)
    if isinstance(root, str):
        return Refused(why=root) if looks else ()
    if local(root) == _ENVELOPE:
        inner = (at(root, name) for name in sorted(UBL_ROOTS))
        root = next((each for each in inner if each is not None), root)
    try:
        read = _read(root)
    except (ValueError, OverflowError) as error:
        read = [Refused(why=f"holds what no invoice can: {error}")]
    refused = next((each for each in read if isinstance(each, Refused)), None)
    if refused:  # other programs have an element «Invoice» of their own
        return refused if looks else ()
    return tuple(each for each in read if isinstance(each, Structured))


def _read(root: Element) -> "list[Structured | Refused]":
    name = local(root)
    if name in CII_ROOTS or at(root, "HeaderExchangedDocument") is not None:  # drafts of ZUGFeRD 1: «Invoice»
        return [read_cii(root)]
    if name in UBL_ROOTS:
        return [read_ubl(root)]
    if name not in FATTURAPA_ROOTS:
        return []
    found = list(read_fatturapa(root))
    if len(found) > MAX_BODIES:
        return [Refused(why=f"holds more than {MAX_BODIES} invoices")]
    return found or [Refused(why="holds no invoice")]


def is_invoice_xml(data: bytes) -> bool:
    """Whether the first bytes name one of the invoice roots, readable or not."""
    head = head_of(data)
    return head.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n").startswith("<") and any(mark in head for mark in _MARKS)
