"""What is damaged: real structures for every reader, each with the way in which it reaches its reader."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from bank_files import (
    PAYER,
    WORDS,
    camt,
    cfonb,
    client_coda,
    coda,
    complement,
    details,
    entry,
    move43,
    move_coda,
    movement,
    mt940,
    norma43,
    ofx,
    payer_coda,
    words43,
    zipped,
)
from invoice_pdf import INVOICE, pdf_of, with_file
from invoice_xml import cii, cii_terms, fattura, fattura_body, ubl
from mailer_forms import LANGUAGES, apple, gmail, outlook, outlook_web, yahoo

from relanced.intake.origin import Origin
from relanced.letters.note import (
    Assignment,
    Call,
    Decision,
    Instalments,
    Posting,
    Statement,
    write_assignment,
    write_call,
    write_instalments,
    write_intent,
    write_note,
    write_posting,
    write_statement,
)
from relanced.model.decided import Verb
from relanced.model.facts import InvoiceKind, SendIntended
from relanced.model.mark import NOTE_HEADER, TASK_HEADER, sign
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.tasks import CallOutcome

ROOT = Path(__file__).parents[2]
US = "compta@firm.example"
KEY = b"a key of the tests, 32 bytes long"
AT = datetime(2026, 10, 16, 9, 30, tzinfo=UTC)
TASK = MessageId(f"o1c.{'0a' * 12}@firm.example")
_SEAL = (
    b"Authentication-Results: mx.firm.example; dkim=pass header.d=banque-rivage.example;"
    b" dmarc=pass header.from=banque-rivage.example\n"
)


@dataclass(frozen=True)
class Reader:
    """One kind of structure. `mailed` makes the mail in which the damaged structure arrives."""

    seeds: Callable[[], tuple[bytes, ...]]
    origin: Origin | None  # None: no mail, read by `path` below
    mailed: Callable[[bytes], bytes] = lambda data: data


def _mails(*folders: str) -> tuple[bytes, ...]:
    found = (path for folder in folders for path in sorted((ROOT / "tests/fixtures" / folder).glob("*.eml")))
    return tuple(path.read_bytes() for path in found)


@cache
def _received() -> tuple[bytes, ...]:
    return (*_mails("replies", "bank"), *_bounces())


def _heads() -> tuple[bytes, ...]:
    return tuple(raw.replace(b"\r\n", b"\n").split(b"\n\n")[0] for raw in (*_received(), *_mails("invoices")))


def _bounces() -> tuple[bytes, ...]:
    head = (
        f"From: MAILER-DAEMON@mx.firm.example\nTo: {US}\nSubject: Undelivered Mail Returned to Sender\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    parts = (
        "--b\nContent-Type: text/plain\n\nThe mail system: 550 5.1.1 User unknown\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.firm.example\n\n"
        "Final-Recipient: rfc822; lise@client.example\nAction: failed\nStatus: 5.1.1\n\n--b\n"
        f"Content-Type: message/rfc822\n\nFrom: {US}\nMessage-ID: <r1.abc@firm.example>\n\nBonjour\n--b--\n"
    )
    return ((head + parts).encode(),)


def _pages() -> tuple[bytes, ...]:
    forms = [
        form(language, ["Bonjour,", "Nous payons F2026-012 le 15 juin."], ["Bonjour,", "Votre facture."])
        for form in (gmail, apple, outlook, outlook_web, yahoo)
        for language in LANGUAGES
    ]
    return tuple(form.html.encode() for form in forms if form.html)


def _in_page(page: bytes) -> bytes:
    head = b"From: Lise <lise@client.example>\nTo: compta@firm.example\nSubject: Re: F2026-012\nMIME-Version: 1.0\n"
    return head + b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + page


def _with(head: str, kind: str, name: str) -> Callable[[bytes], bytes]:
    """A mail of this head with a text and one file."""

    def mailed(data: bytes) -> bytes:
        body = (
            f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=b="\n\n--=b=\n'
            "Content-Type: text/plain; charset=utf-8\n\nBonjour, voir le fichier.\n--=b=\n"
            f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
            f'Content-Disposition: attachment; filename="{name}"\n\n'
        )
        lines = b64encode(data)
        wrapped = b"\n".join(lines[at : at + 76] for at in range(0, len(lines), 76))
        return body.encode() + wrapped + b"\n--=b=--\n"

    return mailed


_OURS = (
    f"From: Atelier <{US}>\nTo: Garage Lemaire <compta@lemaire.example>\nSubject: Facture F-2027-031\n"
    "Date: Tue, 04 May 2027 09:00:00 +0200\nMessage-ID: <m@firm.example>\n"
)
_BANKS = (
    f"{_SEAL.decode()}From: Banque <avis@banque-rivage.example>\nTo: {US}\nSubject: Votre relevé\n"
    "Date: Fri, 16 Oct 2026 09:00:00 +0200\nMessage-ID: <s@banque-rivage.example>\n"
)


def _pdfs() -> tuple[bytes, ...]:
    out = []
    for made in (
        pdf_of(INVOICE),
        pdf_of(INVOICE, INVOICE[:9]),
        with_file(pdf_of(INVOICE), "factur-x.xml", cii()),
    ):
        plain = BytesIO()
        with pikepdf.open(BytesIO(made)) as pdf:
            pdf.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        out.append(plain.getvalue())
    return tuple(out)


def _invoices() -> tuple[bytes, ...]:
    bodies = (fattura_body(), fattura_body(number="13", code="TD04"))
    return (cii(), cii(due=cii_terms("30 jours fin de mois")), ubl(), ubl("CreditNote"), fattura(*bodies))


def _camts() -> tuple[bytes, ...]:
    batch = entry(details('<Amt Ccy="EUR">60.00</Amt>' + PAYER, '<Amt Ccy="EUR">40.00</Amt>' + WORDS))
    notice = camt(entry(details(PAYER + WORDS)), kind="camt.054.001.08", report="Ntfctn")
    return (camt(entry(details(PAYER + WORDS)), batch), notice, zipped({"a.xml": camt(entry(PAYER + WORDS))}))


def _mt940s() -> tuple[bytes, ...]:
    move = ":61:2610151015C1210,00NTRFNONREF//1\n:86:"
    return (
        mt940(move + "166?00SEPA?20SVWZ+F2026-012?30BICXXX?32ACME?33SARL", closing="C261016EUR1310,00"),
        mt940(move + "/NAME/ACME SARL/REMI/F2026-012 AND MORE", move + "ORDENANTE: A CONCEPTO: F1"),
    )


def _csvs() -> tuple[bytes, ...]:
    return (
        b"Date;Contrepartie;Montant;Motif\n15/10/2026;ACME SARL;1 210,00;F2026-012\n16/10/2026;BETA;-3,00;frais\n",
        'Date,Description,"Money in",Balance\n2026-10-15,"ACME, LTD REF F1","1,210.00",9.00\n'.encode(
            "utf-16"
        ),
        b"1\tEUR\t20261015\t9,00\t10,00\t20261015\t1,00\tA: B\n2\tEUR\t20261016\t10,00\t12,00\t20261016\t2,00\tC\n",
    )


def _ofxs() -> tuple[bytes, ...]:
    moved = "<TRNTYPE>CREDIT<DTPOSTED>20261015<TRNAMT>120.00<FITID>1<NAME>ACME<MEMO>F2026-012"
    return (ofx(moved, moved.replace(">1<", ">2<")).encode(),)


def _records() -> tuple[bytes, ...]:
    return (
        cfonb(movement("VIR ACME", "1210{"), complement("LIB", "F2026-012")),
        norma43(move43(12_100), words43("TRANSFERENCIA DE ACME", "F2026-012")),
        coda(move_coda(12_100), payer_coda("ACME"), client_coda("F2026-012")),
    )


def _notes() -> tuple[bytes, ...]:
    """What the signed notes say, as their JSON: signed again after the damage, so that the words are read."""
    number, client = InvoiceNumber("F2026-012"), ClientKey("lise@client.example")
    euros = Money(12_000, "EUR")
    agreed = Instalments(invoices=(number,), parts=((date(2026, 12, 1), euros),), note="", decided_at=AT)
    stated = Statement(
        mail=MailRef("0123456789"),
        number=number,
        kind=InvoiceKind.INVOICE,
        issued_on=AT.date(),
        due_on=None,
        total=euros,
        decided_at=AT,
    )
    assigned = Assignment(mail=MailRef("0123456789"), line=1, to=((number, euros),), decided_at=AT)
    decision = Decision(
        verb=Verb.PAUSE, target=number, until=date(2026, 12, 1), note="x", address="", decided_at=AT
    )
    moved = Decision(
        verb=Verb.CONTACT, target=client, until=None, note="", address="a@client.example", decided_at=AT
    )
    called = Call(
        target=client, outcome=CallOutcome.PROMISED, pays_on=date(2026, 12, 1), note="", decided_at=AT
    )
    posted = Posting(target=number, tracking="1A2345678901", posted_on=AT.date(), decided_at=AT)
    intent = SendIntended(
        message_id=MessageId("r1.0123456789abcdef@firm.example"),
        client=client,
        lines=((number, StepName("rappel")),),
        at=AT,
    )
    mails = (
        write_note(decision, US, KEY),
        write_note(moved, US, KEY),
        write_call(called, US, KEY),
        write_posting(posted, US, KEY),
        write_instalments(agreed, US, KEY),
        write_statement(stated, US, KEY),
        write_assignment(assigned, US, KEY),
        write_intent(intent, US, KEY),
    )
    return tuple(raw.split(b"\r\n\r\n", 1)[1].split(b"\r\n", 1)[0] for raw in mails)


def _signed(said: bytes) -> bytes:
    """A note of ours with these words: whoever has the key, or a version with a mistake, may write anything."""
    text = " ".join(said.decode("utf-8", "replace").split())
    try:
        text = json.dumps(json.loads(text))
    except (ValueError, RecursionError):
        text = text.encode("ascii", "replace").decode()
    mark = f"n1.{sign(KEY, 'note-id', text)}@firm.example"
    seal = sign(KEY, "note", f"{mark}|{text}")
    head = f"From: {US}\nTo: {US}\nDate: Fri, 16 Oct 2026 09:00:00 +0000\nMessage-ID: <{mark}>\n{NOTE_HEADER}: {seal}\n"
    return (head + f"Content-Type: text/plain; charset=utf-8\n\n{text}\n\nWritten by relanced.\n").encode()


def _answers() -> tuple[bytes, ...]:
    said = (
        "promis le 12", "promised Friday", "litige livraison", "messagerie", "payé", "posté hier 1A 234 567 8901 2",
        "transmis à l'avocat le 3/11", "il paie 100 € le 12 et le reste fin décembre", "versprochen bis Freitag",
    )  # fmt: skip
    return tuple(
        f"{words}\n\nLe 16/10/2026, relanced a écrit :\n> Voici la fiche.\n".encode() for words in said
    )


def _answered(text: bytes) -> bytes:
    head = (
        f"From: {US}\nTo: {US}\nSubject: Re: relanced\nMessage-ID: <a@firm.example>\nIn-Reply-To: <{TASK}>\n"
    )
    more = f"{TASK_HEADER}: {sign(KEY, 'task', TASK)}\nDate: Fri, 16 Oct 2026 09:00:00 +0000\n"
    return (head + more + "Content-Type: text/plain; charset=utf-8\n\n").encode() + text


def _configurations() -> tuple[bytes, ...]:
    example = (ROOT / "config.example.toml").read_text("utf-8")
    bare = "\n".join(line for line in example.splitlines() if line and not line.startswith("# "))
    return (bare.encode(), bare.replace("\n#", "\n").encode())


def _profiles() -> tuple[bytes, ...]:
    return tuple(
        path.read_bytes() for path in sorted((ROOT / "relanced/intake/bank/profiles").glob("*.toml"))
    )


def _laws() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / "relanced/laws").glob("*.toml")))


def _file(
    seeds: Callable[[], tuple[bytes, ...]], name: str, kind: str = "application/octet-stream"
) -> Reader:
    return Reader(seeds, Origin.RECEIVED, _with(_BANKS, kind, name))


READERS: Mapping[str, Reader] = {
    "headers": Reader(_heads, None),
    "mails received": Reader(_received, Origin.RECEIVED),
    "mails sent": Reader(lambda: _mails("invoices", "end_to_end"), Origin.SENT),
    "copies in a [[source]]": Reader(lambda: _mails("invoices"), Origin.INVOICES),
    "html": Reader(_pages, Origin.RECEIVED, _in_page),
    "pdf": Reader(_pdfs, Origin.SENT, _with(_OURS, "application/pdf", "Facture F-2027-031.pdf")),
    "xml invoices": Reader(_invoices, Origin.SENT, _with(_OURS, "application/xml", "facture.xml")),
    "camt": _file(_camts, "camt.xml", "application/xml"),
    "mt940": _file(_mt940s, "releve.sta"),
    "ofx": _file(_ofxs, "releve.ofx"),
    "csv": _file(_csvs, "releve.csv", "text/csv"),
    "cfonb, norma 43, coda": _file(_records, "releve.txt", "text/plain"),
    "journal": Reader(_notes, Origin.JOURNAL, _signed),
    "answers to tasks": Reader(_answers, Origin.SENT, _answered),
    "configuration": Reader(_configurations, None),
    "profiles of banks": Reader(_profiles, None),
    "tables of rates": Reader(_laws, None),
}
