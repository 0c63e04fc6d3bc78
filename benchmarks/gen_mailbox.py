"""A number and a seed in, the Maildir of a small French firm out: the same arguments, the same mails.

15 % are in Sent (half of them invoices with a PDF of 60 to 120 KB), the rest in INBOX: newsletters of
30 to 80 KB, discussions with quotes, files of a megabyte, replies of clients, bounces, notices of banks.
Everybody in it is invented; texts are words in a random order.
"""

import base64
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from random import Random

NOW = 1_751_270_400  # 2025-06-30 08:00 UTC: the newest mail
DAYS = 730
US, SERVER = "camille@atelier-brunel.example", "mx1.atelier-brunel.example"
BANKS = ("avis@cm-rhone.example", "notification@bp-alpine.example", "no-reply@virements.example")
WORDS = [
    "devis",
    "livraison",
    "client",
    "atelier",
    "semaine",
    "dossier",
    "commande",
    "budget",
    "délai",
    "version",
    "document",
    "point",
    "suite",
    "proposition",
    "validation",
    "chantier",
    "fournisseur",
    "contrat",
    "offre",
    "calendrier",
    "confirmer",
    "recevoir",
    "modifier",
    "note",
]
SAID = (
    "Le règlement partira la semaine prochaine.",
    "Nous payons le 15 du mois, sans faute.",
    "Le virement a été effectué hier, merci de vérifier.",
    "Le montant ne correspond pas au devis signé, pouvez-vous corriger ?",
    "Pouvez-vous renvoyer le RIB et le numéro de commande ?",
)


@dataclass(frozen=True, slots=True)
class Sale:
    """An invoice: whom it went to, how much, and when."""

    number: str
    message_id: str
    client: int
    cents: int
    at: int
    due: int

    @property
    def host(self) -> str:
        """The client's mail domain."""
        return f"client-{self.client}.example"

    @property
    def amount(self) -> str:
        """«1 200,00 €»."""
        return f"{self.cents // 100:,}".replace(",", " ") + f",{self.cents % 100:02d} €"


class World:
    """The firm: each mail is made of the seed and its own number alone."""

    def __init__(self, messages: int, seed: int) -> None:
        self.seed = seed
        self.sent = max(2, messages * 15 // 100)
        self.invoices = self.sent // 2
        self.inbox = messages - self.sent
        self.clients = max(8, min(400, self.invoices // 6))
        self._talk = [self._words(_rng(f"{seed} talk {n}"), 200, 2_500) for n in range(200)]
        self._pages = [self._newsletter(_rng(f"{seed} page {n}")) for n in range(60)]
        self._images = [_rng(f"{seed} image {n}").randbytes(60_000 + 10_000 * n) for n in range(6)]
        self._big = [_base64(_rng(f"{seed} big {n}").randbytes(900_000)) for n in range(4)]

    def sale(self, number: int) -> Sale:
        """The invoice of this number; they are spread evenly over the days."""
        rng = _rng(f"{self.seed} sale {number}")
        at = NOW - DAYS * 86_400 + int(DAYS * 86_400 * (number + rng.random()) / self.invoices)
        return Sale(
            number=f"F{1970 + at // 31_557_600}-{number + 1:05d}",
            message_id=f"<{rng.getrandbits(96):024x}@atelier-brunel.example>",
            client=rng.randrange(self.clients),
            cents=rng.randint(8_000, 1_500_000),
            at=at,
            due=at + 30 * 86_400,
        )

    def sent_mail(self, number: int) -> tuple[int, bytes]:
        """When, and what: an invoice, or an ordinary mail."""
        rng = _rng(f"{self.seed} sent {number}")
        if number < self.invoices:
            sale = self.sale(number)
            text = (
                f"Bonjour,\n\nVeuillez trouver ci-joint la facture {sale.number} d'un montant de {sale.amount},\n"
                f"à régler avant le {_day(sale.due)}.\n\nBien cordialement,\nCamille Brunel\n"
            )
            pdf = _pdf(sale, self._images[number % len(self._images)])
            parts = [_text(text), _file("application/pdf", f"Facture_{sale.number}.pdf", _base64(pdf))]
            to, subject = f"compta@{sale.host}", f"Facture {sale.number}"
            return sale.at, _mail(US, to, subject, sale.at, sale.message_id, parts)
        at = self._any_time(rng)
        to = f"compta@client-{rng.randrange(self.clients)}.example"
        name = f"<{rng.getrandbits(96):x}@atelier-brunel.example>"
        return at, _mail(US, to, " ".join(rng.choices(WORDS, k=5)), at, name, [_text(rng.choice(self._talk))])

    def inbox_mail(self, number: int) -> tuple[int, bytes]:
        """When, and what came in."""
        rng = _rng(f"{self.seed} in {number}")
        kinds: tuple[tuple[float, Callable[[Random], tuple[int, bytes]]], ...] = (
            (0.60, self._news),
            (0.70, self._machine),
            (0.88, self._discussion),
            (0.90, self._large),
            (0.96, self._reply),
            (1.00, self._bank),
        )
        chance = rng.random()
        return next(make for below, make in kinds if chance < below)(rng)

    def _any_time(self, rng: Random) -> int:
        return NOW - int(DAYS * 86_400 * rng.random())

    @staticmethod
    def _words(rng: Random, least: int, most: int) -> str:
        size = rng.randint(least, most)
        text = ""
        while len(text) < size:
            text += " ".join(rng.choices(WORDS, k=rng.randint(6, 16))).capitalize() + ".\n"
        return text

    def _newsletter(self, rng: Random) -> str:
        size = rng.randint(30_000, 80_000)
        rows = "<html><body>"
        while len(rows) < size:
            link = f"https://clic.example/{rng.getrandbits(160):040x}"
            rows += f'<table width="600"><tr><td style="padding:8px"><a href="{link}">'
            rows += f"{' '.join(rng.choices(WORDS, k=40))}</a></td></tr></table>\n"
        return rows + "</body></html>"

    def _news(self, rng: Random) -> tuple[int, bytes]:
        at, host = self._any_time(rng), f"lettre-{rng.randrange(10)}.example"
        name = f"<{rng.getrandbits(128):x}@{host}>"
        extra = f"List-Id: <{host}>\nList-Unsubscribe: <https://{host}/{rng.getrandbits(128):x}>\n"
        parts = [_text(rng.choice(self._talk)), _text(rng.choice(self._pages), "html")]
        subject = "Actus " + " ".join(rng.choices(WORDS, k=5))
        return at, _received(rng, host, extra) + _mail(f"news@{host}", US, subject, at, name, parts)

    def _machine(self, rng: Random) -> tuple[int, bytes]:
        at, host = self._any_time(rng), f"service-{rng.randrange(6)}.example"
        name = f"<{rng.getrandbits(128):x}@{host}>"
        trace = _received(rng, host, "Auto-Submitted: auto-generated\n")
        subject = f"[{host}] {rng.choice(WORDS)}"
        return at, trace + _mail(f"no-reply@{host}", US, subject, at, name, [_text(rng.choice(self._talk))])

    def _discussion(self, rng: Random) -> tuple[int, bytes]:
        at, host = self._any_time(rng), f"client-{rng.randrange(self.clients)}.example"
        text = rng.choice(self._talk)
        for depth in range(1, rng.randint(2, 6)):
            quoted = "\n".join(f"{'>' * depth} {line}" for line in rng.choice(self._talk).splitlines())
            text += f"\nLe {formatdate(at - 86_400 * depth)}, Léa Martin a écrit :\n{quoted}"
        answers = f"In-Reply-To: <{rng.getrandbits(96):x}@{host}>\n"
        name = f"<{rng.getrandbits(96):x}@{host}>"
        subject = "Re: " + " ".join(rng.choices(WORDS, k=4))
        return at, _received(rng, host, answers) + _mail(f"lea@{host}", US, subject, at, name, [_text(text)])

    def _large(self, rng: Random) -> tuple[int, bytes]:
        at, host = self._any_time(rng), f"client-{rng.randrange(self.clients)}.example"
        parts = [_text(rng.choice(self._talk)), _file("image/jpeg", "plan.jpg", rng.choice(self._big))]
        name = f"<{rng.getrandbits(96):x}@{host}>"
        return at, _received(rng, host, "") + _mail(f"lea@{host}", US, "Plan", at, name, parts)

    def _reply(self, rng: Random) -> tuple[int, bytes]:
        sale = self.sale(rng.randrange(self.invoices))
        said_at = sale.at + int(rng.expovariate(1 / (12 * 86_400))) + 600
        at = said_at if said_at < NOW else self._any_time(rng)
        name = f"<{rng.getrandbits(96):x}@{sale.host}>"
        if rng.random() < 0.1:  # one in ten could not be delivered
            trace = _received(rng, sale.host, "Auto-Submitted: auto-replied\n")
            return at, trace + _bounce(sale, at, name)
        text = (
            f"Bonjour,\n\n{rng.choice(SAID)}\n\nCordialement,\nLéa Martin\n\n"
            f"Le {formatdate(sale.at)}, Camille Brunel a écrit :\n> Veuillez trouver ci-joint {sale.number}\n"
        )
        answers = f"In-Reply-To: {sale.message_id}\n" if rng.random() < 0.8 else ""  # the others write anew
        subject = f"Re: Facture {sale.number}"
        mail = _mail(f"compta@{sale.host}", US, subject, at, name, [_text(text), _text(text, "html")])
        return at, _received(rng, sale.host, answers) + mail

    def _bank(self, rng: Random) -> tuple[int, bytes]:
        sale, sender = self.sale(rng.randrange(self.invoices)), rng.choice(BANKS)
        paid_at = sale.due + int(rng.gauss(0, 12) * 86_400)
        at = paid_at if paid_at < NOW else self._any_time(rng)
        text = f"Bonjour,\n\nVous avez reçu un virement de {sale.amount}\nÉmetteur : CLIENT {sale.client}\n"
        text += f"Référence : {sale.number}\n"
        host = sender.partition("@")[2]
        name = f"<{rng.getrandbits(96):x}@{host}>"
        subject = f"Virement reçu : {sale.amount}"
        return at, _received(rng, host, "") + _mail(sender, US, subject, at, name, [_text(text)])


def _rng(key: str) -> Random:
    return Random(key)  # noqa: S311 - to be the same each time is what it is for


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%d/%m/%Y}"


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data)


def _text(text: str, kind: str = "plain") -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return head.encode() + text.encode()


def _file(kind: str, name: str, data: bytes) -> bytes:
    head = (
        f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n'
    )
    return head.encode() + data


def _mail(sender: str, to: str, subject: str, at: int, name: str, parts: list[bytes]) -> bytes:
    coded = f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?=" if not subject.isascii() else subject
    head = f"From: <{sender}>\nTo: <{to}>\nSubject: {coded}\nDate: {formatdate(at)}\nMessage-ID: {name}\n"
    head += "MIME-Version: 1.0\n"
    if len(parts) == 1:
        return head.encode() + parts[0]
    kind = "alternative" if parts[1].startswith(b"Content-Type: text/html") else "mixed"
    body = b"".join(b"--=_relanced\n" + part + b"\n" for part in parts)
    return (
        (head + f'Content-Type: multipart/{kind}; boundary="=_relanced"\n\n').encode()
        + body
        + b"--=_relanced--\n"
    )


def _received(rng: Random, host: str, extra: str) -> bytes:
    """What a mail that came in carries on top: hops, signatures, verdicts; 1.5 to 2 KB of it."""
    signature = base64.b64encode(rng.randbytes(256)).decode()
    lines = [f"Return-Path: <bounce-{rng.getrandbits(48):x}@{host}>"]
    lines += [
        f"Received: from mta{hop}.{host} (mta{hop}.{host} [198.51.100.{hop}])\n\tby {SERVER} (Postfix) with ESMTPS"
        for hop in range(1, rng.randint(3, 5))
    ]
    lines.append(
        f"DKIM-Signature: v=1; a=rsa-sha256; d={host}; s=s1; h=From:To:Subject:Date;\n\tb={signature}"
    )
    lines.append(
        f"Authentication-Results: {SERVER};\n\tdkim=pass header.d={host};\n\tdmarc=pass header.from={host}"
    )
    lines.append(f"ARC-Seal: i=1; a=rsa-sha256; cv=none; d={host}; s=arc1;\n\tb={signature}")
    return ("\n".join(lines) + "\n" + extra).encode()


def _bounce(sale: Sale, at: int, name: str) -> bytes:
    status = (
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.{sale.host}\n\n"
        f"Final-Recipient: rfc822; compta@{sale.host}\nAction: failed\nStatus: 5.1.1\n"
    )
    about = f"Content-Type: text/rfc822-headers\n\nFrom: {US}\nMessage-ID: {sale.message_id}\n"
    parts = [_text("The mail could not be delivered."), status.encode(), about.encode()]
    mail = _mail(f"MAILER-DAEMON@{sale.host}", US, "Undelivered Mail Returned to Sender", at, name, parts)
    return mail.replace(b"multipart/mixed;", b"multipart/report; report-type=delivery-status;", 1)


def _pdf(sale: Sale, image: bytes) -> bytes:
    """A page with a text layer and an image that makes it large."""
    lines = [
        f"FACTURE {sale.number}",
        "Atelier Brunel SARL - SIRET 812 345 678 00019",
        f"Client : Client {sale.client}",
        f"Date : {_day(sale.at)}",
        f"Echeance : {_day(sale.due)}",
        *(f"Article {row} prestation du mois" for row in range(18)),
        f"Total TTC a payer : {sale.amount}",
    ]
    shown = "".join(f"BT /F1 10 Tf 60 {780 - 18 * row} Td ({line}) Tj ET\n" for row, line in enumerate(lines))
    packed = zlib.compress(image, 1)
    size = b"/Width 300/Height %d" % (len(image) // 300)
    streams = (
        (b"", shown.encode("cp1252")),
        (
            b"/Type/XObject/Subtype/Image%b/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
            % size,
            packed,
        ),
    )
    resources = b"<</Font<</F1 4 0 R>>/XObject<</Im0 6 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources %b>>" % resources,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *(b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data) for head, data in streams),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (len(objects) + 1, table, end)


def write_mailbox(root: Path, messages: int, *, owner: tuple[int, int], seed: int = 1) -> int:
    """Write INBOX and Sent as Maildir++; gives the bytes written."""
    world = World(messages, seed)
    total = 0
    for folder, mails in (
        (root, (world.inbox_mail(number) for number in range(world.inbox))),
        (root / ".Sent", (world.sent_mail(number) for number in range(world.sent))),
    ):
        for path in (folder, *(folder / name for name in ("cur", "new", "tmp"))):
            path.mkdir(parents=True, exist_ok=True)
            os.chown(path, *owner)
        total += sum(_written(folder / "cur", mails, owner))
    return total


def _written(folder: Path, mails: Iterator[tuple[int, bytes]], owner: tuple[int, int]) -> Iterator[int]:
    for number, (at, raw) in enumerate(mails):
        size, lines = len(raw), raw.count(b"\n")
        path = folder / f"{at}.M{number:06d}.bench,S={size},W={size + lines}:2,S"
        path.write_bytes(raw)
        os.utime(path, (at, at))
        os.chown(path, *owner)
        yield size
