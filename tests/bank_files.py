"""Bank files as banks write them, made up: what the tests of the attached files need in common."""

import io
import zipfile

from relanced.intake.bank.files.statement import Statement
from relanced.intake.message import Attachment
from relanced.model.facts import Credit


def told(statement: Statement) -> list[tuple[str, str, str, str]]:
    """Amount, payer, reference and value day of each credit."""
    return lines(statement.credits)


def lines(credits_told: tuple[Credit, ...]) -> list[tuple[str, str, str, str]]:
    return [(c.amount.plain, c.payer, c.reference, str(c.value_on)) for c in credits_told]


def attached(name: str, data: bytes, content_type: str = "application/octet-stream") -> Attachment:
    return Attachment(content_type=content_type, filename=name, data=data)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# ---- ISO 20022 ---------------------------------------------------------------------------------

PAYER = "<RltdPties><Dbtr><Nm>ACME SARL</Nm></Dbtr></RltdPties>"
WORDS = "<RmtInf><Ustrd>F1-01</Ustrd></RmtInf>"


def entry(
    body: str = "",
    *,
    mark: str = "CRDT",
    status: str = "<Sts>BOOK</Sts>",
    amount: str = "100.00",
    more: str = "",
) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{more}{status}'
        f"<BookgDt><Dt>2026-10-14</Dt></BookgDt><ValDt><Dt>2026-10-15</Dt></ValDt>{body}</Ntry>"
    )


def details(*parts: str) -> str:
    return "<NtryDtls>" + "".join(f"<TxDtls>{part}</TxDtls>" for part in parts) + "</NtryDtls>"


def code(family: str, sub_family: str) -> str:
    fmly = f"<Fmly><Cd>{family}</Cd><SubFmlyCd>{sub_family}</SubFmlyCd></Fmly>"
    return f"<BkTxCd><Domn><Cd>PMNT</Cd>{fmly}</Domn></BkTxCd>"


def camt(*entries: str, kind: str = "camt.053.001.08", head: str = "", report: str = "Stmt") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}"><BkToCstmrStmt>'
        f"<{report}><Acct><Id><IBAN>FR7630001007941234567890185</IBAN></Id></Acct>{''.join(entries)}</{report}>"
        f"</BkToCstmrStmt></Document>"
    ).encode()


# ---- SWIFT -------------------------------------------------------------------------------------


def mt940(*movements: str, opening: str = "C261014EUR100,00", closing: str = "") -> bytes:
    """A statement; a movement is «:61:…» with its «:86:…» behind it."""
    tail = [f":62F:{closing}", "-"] if closing else ["-"]
    return "\n".join(
        [":20:START", ":25:123/456", ":28C:1/1", f":60F:{opening}", *movements, *tail, ""]
    ).encode()


# ---- CFONB -------------------------------------------------------------------------------------


def balance(record: str, amount: str) -> str:
    return f"{record}30004    00012EUR2 00012345678  141026{'':50}{amount:>14}{'':16}"


def movement(
    label: str,
    amount: str,
    *,
    operation: str = "05",
    reason: str = "",
    reference: str = "",
    day: str = "151026",
) -> str:
    head = f"0430004012300012EUR2 00012345678{operation}141026{reason:2}{day}"
    return f"{head}{label:31}  0000001  {amount:>14}{reference:16}"


def complement(qualifier: str, said: str) -> str:
    return f"0530004012300012EUR2 0001234567805141026     {qualifier}{said:70}  "


def cfonb(*records: str) -> bytes:
    return "\r\n".join(records).encode("latin-1")


# ---- OFX ---------------------------------------------------------------------------------------

OFX_HEAD = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

"""


def ofx(*transactions: str, account: str = "00012345678", currency: str = "EUR", head: str = OFX_HEAD) -> str:
    """One account's statement; a transaction is what stands between its marks."""
    body = "\n".join(f"<STMTTRN>{each}</STMTTRN>" for each in transactions)
    return (
        f"{head}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>30004<ACCTID>{account}"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>{body}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


# ---- Norma 43 ----------------------------------------------------------------------------------


def cents43(amount: int) -> str:
    """The side and fourteen figures of an amount in cents, below zero for a debit."""
    return f"{2 if amount >= 0 else 1}{abs(amount):014}"


def head43(amount: int, currency: str = "978") -> str:
    return f"11008102450001234567261015261015{cents43(amount)}{currency}3{'TALLER SA':26}   "


def move43(amount: int, concept: str = "04", day: str = "261016", reference: str = "") -> str:
    return f"22    0245261015{day}{concept}000{cents43(amount)}{'0' * 10}{reference:12}{'0' * 16}"


def words43(first: str, second: str = "", number: str = "01") -> str:
    return f"23{number}{first:38}{second:38}"


def tail43(amount: int) -> str:
    side = cents43(amount)
    return f"33008102450001234567{'0' * 38}{side}978    "


def norma43(*movements: str, opening: int = 10_000, closing: int | None = None) -> bytes:
    """One account; without a new balance where none is given."""
    ends = [] if closing is None else [tail43(closing)]
    return "\r\n".join([head43(opening), *movements, *ends, f"88{'9' * 18}{'000006':60}"]).encode("latin-1")


# ---- CODA --------------------------------------------------------------------------------------


def mills(cents: int) -> str:
    """The sign and fifteen figures of an amount in cents, below zero for a debit."""
    return f"{0 if cents >= 0 else 1}{abs(cents) * 10:015}"


def move_coda(
    cents: int,
    said: str = "",
    *,
    number: int = 1,
    detail: int = 0,
    code: str = "00150000",
    name: str = "REF",
    structured: bool = False,
) -> str:
    head = f"21{number:04}{detail:04}{name:21}{mills(cents)}161026{code}{int(structured)}{said[:53]:53}151026"
    return f"{head}00101 0"


def client_coda(said: str = "", reference: str = "", returned: str = "", number: int = 1) -> str:
    return f"22{number:04}0000{said:53}{reference:35}{'KREDBEBB':11}   {returned:1}{'':12}0 0"


def payer_coda(payer: str, account: str = "BE71096123456769", said: str = "", number: int = 1) -> str:
    return f"23{number:04}0000{account:34}EUR{payer:35}{said:43}0 0"


def information_coda(said: str, *, structured: bool = False) -> str:
    return f"3100010001{'REF':21}00150000{int(structured)}{said:73}{'':12}0 0"


def coda(
    *records: str, opening: int = 10_000, closing: int | None = None, application: str = "00000"
) -> bytes:
    """One account; without a new balance where none is given."""
    head = f"0000015102630005{'':18}{'TALLER NV':26}KREDBEBB   00400000000 {application:5}{'':39}2"
    first = f"12001{'BE68539007547034':34}EUR{mills(opening)}141026{'TALLER NV':26}{'':35}001"
    last = [f"8001{'BE68539007547034':34}EUR{mills(closing)}151026{'':64}0"] if closing is not None else []
    end = f"9{'':15}000008{'0' * 30}{'':75}2"
    return "\r\n".join([head, first, *records, *last, end]).encode("latin-1")
