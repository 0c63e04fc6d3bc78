"""Ways to forge a bank's notice, each a whole mail as it would lie in the mailbox, and the genuine one.

The firm's server is mx.firm.example; its configured bank is Banque Rivage, @banque-rivage.example.
The genuine notice tells of 120,00 € for F-2027-031 from Garage Lemaire, and every forgery says the same.
"""

from dataclasses import dataclass

BANK = "banque-rivage.example"
OURS = "mx.firm.example"
MADE = f"dkim=pass header.d={BANK} header.s=k1"
PASSES = f"{OURS}; {MADE}; spf=pass smtp.mailfrom=b@{BANK}; dmarc=pass header.from={BANK}"
SIGNED = f"{OURS}; {MADE}; spf=softfail smtp.mailfrom=x@evil.example; dmarc=pass header.from={BANK}"
FAILS = f"{OURS}; dkim=none; spf=fail smtp.mailfrom=x@evil.example; dmarc=fail (p=REJECT) header.from={BANK}"
NO_POLICY = f"{OURS}; dkim=none; spf=fail smtp.mailfrom=x@evil.example"  # a bank without DMARC
EVIL = f"{OURS}; dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example"

HOP = (
    f"Received: from out.{BANK} (out.{BANK} [203.0.113.7])\r\n\tby {OURS} (Postfix) with ESMTPS id 4C"
    " for <compta@firm.example>;\r\n\tThu, 15 Oct 2020 08:00:03 +0200"
)
FROM = f"From: Banque Rivage <avis@{BANK}>"
TO = "To: compta@firm.example"
SUBJECT = "Subject: =?utf-8?q?Virement_re=C3=A7u_sur_votre_compte?="
DATE = "Date: Thu, 15 Oct 2020 08:00:00 +0200"
TEXT = """Bonjour,

Votre compte a été crédité d'un virement.

Montant : 120,00 €
Émetteur : GARAGE LEMAIRE
Motif : F-2027-031
Date de valeur : 15/10/2020
"""
PLAIN = 'Content-Type: text/plain; charset="utf-8"'


def mail(
    results: str | None = PASSES,
    *more: str,
    top: tuple[str, ...] = ("Return-Path: <b@banque-rivage.example>", HOP),
    sender: str | None = FROM,
    to: str | None = TO,
    subject: str = SUBJECT,
    date: str | None = DATE,
    message_id: str | None = "Message-ID: <n1@banque-rivage.example>",
    kind: str | None = PLAIN,
    text: str = TEXT,
) -> bytes:
    """A mail with our server's `results` below the topmost headers, then `more`, then the sender's own."""
    ours = () if results is None else (f"Authentication-Results: {results}",)
    own = (sender, to, subject, date, message_id, "MIME-Version: 1.0", kind)
    lines = [*top, *ours, *more, *(line for line in own if line is not None), "", *text.splitlines()]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "surrogateescape")


def results(text: str) -> str:
    """A header of the sender's own making."""
    return f"Authentication-Results: {text}"


def inside(outer: str, first: str, inner: bytes, how: str) -> bytes:
    """A mail of somebody else's that carries the genuine one."""
    text = f"--b\r\n{PLAIN}\r\n\r\n{first}\r\n--b\r\n{how}\r\n\r\n"
    body = text + inner.decode("utf-8").replace("\r\n", "\n") + "\n--b--"
    return mail(
        outer,
        sender="From: Eve <eve@evil.example>",
        kind="Content-Type: multipart/mixed; boundary=b",
        text=body,
    )


GENUINE = mail()


def _as(sender: str, verdict: str = EVIL) -> bytes:
    return mail(verdict, sender=sender)


def _own(domain: str) -> bytes:
    """From a domain that passes for itself."""
    return mail(f"{OURS}; dmarc=pass header.from={domain}", sender=f"From: Banque Rivage <avis@{domain}>")


def _ours(rest: str) -> bytes:
    """What our own server may write of a forged mail, with words of the sender in it."""
    return mail(f"{OURS}; {rest}")


def _replayed(**changed: str | None) -> bytes:
    return mail(SIGNED, **changed)  # type: ignore[arg-type]  # mypy cannot see which keyword is which


@dataclass(frozen=True)
class Forgery:
    """One way, and whether the plausible client's reminders must wait for the owner."""

    name: str
    raw: bytes
    asks: bool = False


_HEADERS = {  # who wrote the header that says «pass»
    "none at all": mail(None),
    "below ours": mail(FAILS, results(PASSES)),
    "below ours, and again": mail(FAILS, results(PASSES), results(PASSES)),
    "below ours, of a bank without a policy": mail(NO_POLICY, results(PASSES)),
    "below ours, folded after its name": mail(FAILS, f"Authentication-Results:\r\n {PASSES}"),
    "below ours, in another case": mail(FAILS, f"AUTHENTICATION-RESULTS: {PASSES.upper()}"),
    "above, under the bank's own name": mail(
        FAILS, top=(results(f"mx.{BANK}; dmarc=pass header.from={BANK}"), HOP)
    ),
    "under another name alone": mail(f"mx.evil.example; dmarc=pass header.from={BANK}"),
    "under no name": mail(f"; dmarc=pass header.from={BANK}"),
    "under no name, as Outlook writes": mail(
        f"spf=pass smtp.mailfrom={BANK}; dkim=pass header.d={BANK};dmarc=pass header.from={BANK};compauth=pass"
    ),
    "our name as a prefix": mail(f"{OURS}.evil.example; dmarc=pass header.from={BANK}"),
    "our name as a suffix": mail(f"x{OURS}; dmarc=pass header.from={BANK}"),
    "our name below another host": mail(f"evil.{OURS}; dmarc=pass header.from={BANK}"),
    "our name with a dot at its end": mail(f"{OURS}.; dmarc=pass header.from={BANK}"),
    "our name in a comment": mail(f"({OURS}) evil.example ({OURS}); dmarc=pass header.from={BANK}"),
    "our name in an encoded word": mail(f"=?utf-8?q?{OURS}?=; dmarc=pass header.from={BANK}"),
    "our name behind another": mail(f"evil.example {OURS}; dmarc=pass header.from={BANK}"),
    "our name as a version": mail(f"evil.example 1 {OURS}; dmarc=pass header.from={BANK}"),
    "our name with look-alike letters": mail(f"mx.fіrm.example; dmarc=pass header.from={BANK}"),
    "below a hop of the sender's": mail(
        None,
        "Received: from a.example (a.example [203.0.113.9]) by b.example; Thu, 15 Oct 2020 07:59:59 +0200",
        results(PASSES),
    ),
    "below a hop that says it is ours": mail(
        None,
        f"Received: from x.{BANK} (x.{BANK} [203.0.113.9]) by {OURS}; Thu, 15 Oct 2020 07:59:59 +0200",
        results(PASSES),
        top=(HOP.replace(f"from out.{BANK} (out.{BANK}", f"from {OURS} (unknown"),),
    ),
    "below the sender's own headers": mail(None, FROM, results(PASSES), sender=None),
    "an ARC set": mail(FAILS, f"ARC-Authentication-Results: i=1; {PASSES}", "ARC-Seal: i=1; cv=pass"),
    "an ARC set alone": mail(None, f"ARC-Authentication-Results: i=1; {PASSES}"),
    "the header under older names": mail(
        None, f"X-Original-Authentication-Results: {PASSES}", f"Authentication-Results-Original: {PASSES}"
    ),
    "the header with a space before its colon": mail(FAILS, f"Authentication-Results : {PASSES}"),
    "the header in the text": mail(FAILS, text=f"Authentication-Results: {PASSES}\n{FROM}\n\n{TEXT}"),
    "a header of over 16 KB": mail(
        f"{OURS}; spf=fail ({'x' * 17_000}) smtp.mailfrom=evil.example; dmarc=pass header.from={BANK}"
    ),
    "a verdict that is cut off": mail(
        f"{OURS}; dkim=pass header.d={BANK}; {' ' * 17_000}; dmarc=fail header.from={BANK}"
    ),
    "600 headers above": mail(None, *(f"X-{n}: x" for n in range(600)), results(PASSES)),
    "600 headers and a second sender": mail(
        PASSES, *(f"X-{n}: x" for n in range(600)), "From: eve@evil.example"
    ),
    "a result for ARC above a forged one": mail(
        f"{OURS}; arc=pass; dmarc=fail header.from={BANK}", results(PASSES)
    ),
}
_VERDICTS = {  # what our server writes of a forged mail, and what of it is the sender's
    "SPF alone": _ours(f"spf=pass smtp.mailfrom=b@{BANK}"),
    "DMARC for another domain": _ours("dmarc=pass header.from=evil.example"),
    "DMARC for a sub-domain": _ours(f"dmarc=pass header.from=evil.{BANK}"),
    "DMARC for the parent": _ours("dmarc=pass header.from=example"),
    "DMARC for nobody": _ours("dmarc=pass"),
    "DMARC for two": _ours(f"dmarc=pass header.from={BANK} header.from=evil.example"),
    "DMARC that guesses": _ours(f"dmarc=bestguesspass header.from={BANK}"),
    "DMARC that passes on": _ours(f"dmarc=pass-through header.from={BANK}"),
    "DMARC in a comment": _ours(f"dmarc=fail (dmarc=pass header.from={BANK}) header.from={BANK}"),
    "DMARC in nested comments": _ours(f"dmarc=fail (p=none (dmarc=pass) \\); dmarc=pass) header.from={BANK}"),
    "DMARC in a reason": _ours(
        f'spf=fail reason="; dmarc=pass header.from={BANK}"; dmarc=fail header.from={BANK}'
    ),
    "DMARC in a policy": _ours(f"dmarc=fail policy.dmarc=pass header.from={BANK}"),
    "both verdicts": _ours(f"dmarc=pass header.from={BANK}; dmarc=fail header.from={BANK}"),
    "a comment that hides the rest": _ours(f"dkim=pass header.d={BANK} (; dmarc=fail header.from={BANK}"),
    "a quotation that hides the rest": _ours(
        f'dkim=pass header.d={BANK}; x="; dmarc=fail header.from={BANK}'
    ),
    "a signature of a mass mailer": _ours(
        f"dkim=pass header.d=mailer.example; dmarc=none header.from={BANK}"
    ),
    "a signature of a sub-domain": _ours(f"dkim=pass header.d=evil.{BANK}; dmarc=none header.from={BANK}"),
    "a signature of a top-level name": _ours("dkim=pass header.d=example"),
    "an identity beyond its domain": _ours(f"dkim=pass header.d=evil.example header.i=@{BANK}"),
    "an identity with a quoted address": _ours(f'dkim=pass header.i="@{BANK}"@evil.example'),
    "an identity that brings a domain": _ours(
        f'dkim=pass header.i="x header.d={BANK} "@evil.example header.d=evil.example'
    ),
    "an identity without its quotes": _ours(
        f"dkim=pass header.i=x header.d={BANK} @evil.example header.d=evil.example"
    ),
    "a submission": _ours(f"auth=pass smtp.auth=eve smtp.mailfrom=eve@{BANK}"),
    "a reverse name": _ours(f"iprev=pass policy.iprev=203.0.113.9; auth=pass smtp.mailfrom={BANK}"),
    "an envelope with results": _ours(
        f'spf=fail smtp.mailfrom="x; dmarc=pass header.from={BANK}; y"@evil.example'
    ),
    "an envelope without its quotes": _ours(
        f"spf=fail smtp.mailfrom=x; dmarc=pass header.from={BANK}; y@evil.example"
    ),
    "an envelope that ends its comment": _ours(
        f"spf=pass (domain of x);dmarc=pass()header.from={BANK}(y@evil.example allows) smtp.mailfrom=evil.example"
    ),
    "an envelope that ends its comment in quotes": _ours(
        f'spf=pass (domain of "x); dmarc=pass header.from={BANK} (y"@evil.example allows) smtp.mailfrom=evil.example'
    ),
    "an envelope in an encoded word": _ours(
        f"spf=pass smtp.mailfrom==?utf-8?q?a=3Bdmarc=3Dpass_header=2Efrom=3D{BANK}=3B?=@evil.example"
    ),
    "a HELO with results": _ours(
        f"spf=fail smtp.helo=x; dmarc=pass header.from={BANK}; y smtp.mailfrom=evil.example"
    ),
    "a signature over a part": mail(
        SIGNED, f"DKIM-Signature: v=1; a=rsa-sha256; d={BANK}; s=k1; l=40;\r\n\th=from:to:subject:date; b=x"
    ),
}
_SENDERS = {  # who it is from
    "a display name with the bank's address": _as(f'From: "avis@{BANK}" <x@evil.example>'),
    "a display name without quotes": _as(f"From: avis@{BANK} <x@evil.example>"),
    "an encoded display name": _as(
        "From: =?utf-8?q?avis=40banque-rivage=2Eexample_=3Cavis=40banque-rivage=2Eexample=3E?= <x@evil.example>"
    ),
    "an encoded address": _as("From: =?utf-8?q?avis=40banque-rivage=2Eexample?="),
    "two From headers": mail(EVIL, "From: x@evil.example"),
    "two From headers, the other way": mail(EVIL, FROM, sender="From: x@evil.example"),
    "two addresses": _as(f"From: avis@{BANK}, x@evil.example", PASSES),
    "two addresses in brackets": _as(f"From: <avis@{BANK}> <x@evil.example>", PASSES),
    "a group": _as(f"From: Banque Rivage: avis@{BANK};", PASSES),
    "a quoted local part": _as(f'From: "avis@{BANK}"@evil.example'),
    "a quoted local part at the bank": _as(f'From: "x@evil.example>"@{BANK}', PASSES),
    "a source route": _as(f"From: <@evil.example:avis@{BANK}>", PASSES),
    "a comment in the address": _as(f"From: avis@{BANK}(@evil.example)", EVIL),
    "a comment for an address": _as(f"From: (avis@{BANK}) x@evil.example"),
    "a comment before the domain": _as(f"From: x@(comment)evil.example (avis@{BANK})"),
    "a space before the colon": mail(EVIL, f"From : avis@{BANK}", sender="From: x@evil.example"),
    "a NUL in the address": _as(f"From: avis@{BANK}\x00@evil.example"),
    "a NUL in the name": mail(EVIL, "Fr\x00om: x@evil.example"),
    "an invisible letter": _as("From: avis@banque\u200b-rivage.example", EVIL),
    "a bare CR": _as(f"From: avis@{BANK}\r <x@evil.example>", EVIL),
    "a bare LF": _as(f"From: avis@{BANK}\nX-Rest: <x@evil.example>", EVIL),
    "a From of over 16 KB": _as(f"From: avis@{BANK}{' ' * 17_000}, x@evil.example", PASSES),
    "a look-alike: rn for m": _own("banque-rlvage.example"),
    "a look-alike: another hyphen": _own("banquerivage.example"),
    "a look-alike: digits": _own("banque-r1vage.example"),
    "a look-alike: another ending": _own("banque-rivage.example.evil.example"),
    "a look-alike: punycode": _own("xn--banque-rvage-3ui.example"),
    "a look-alike: UTF-8": _as("From: Banque Rivage <avis@banque-rіvage.example>", PASSES),
    "a sub-domain": _own(f"evil.{BANK}"),
    "a parent domain": _own("rivage.example"),
    "the bank as Sender and Reply-To": mail(
        EVIL, f"Sender: avis@{BANK}", f"Reply-To: avis@{BANK}", sender="From: x@evil.example"
    ),
    "the bank as Resent-From": mail(
        EVIL, f"Resent-From: avis@{BANK}", f"Resent-Sender: avis@{BANK}", sender="From: x@evil.example"
    ),
    "the bank as X-Original-From": mail(
        EVIL, f"X-Original-From: avis@{BANK}", sender="From: compta@firm.example"
    ),
}
_INSIDE = {  # a genuine notice within a mail of somebody else's
    "attached whole": inside(EVIL, "Voir ci-joint.", GENUINE, "Content-Type: message/rfc822"),
    "attached as a file": inside(
        EVIL,
        "Voir ci-joint.",
        GENUINE,
        'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="avis.eml"',
    ),
    "as the second part": inside(EVIL, "Bonjour", TEXT.encode(), PLAIN),
    "forwarded in line": mail(
        EVIL,
        sender="From: Luc Lemaire <compta@lemaire.example>",
        subject="Subject: Tr: Virement",
        text=f"-------- Message transféré --------\nDe : Banque Rivage <avis@{BANK}>\n\n{TEXT}",
    ),
    "said to be the second part of a mail of the bank": mail(
        FAILS, kind="Content-Type: multipart/mixed; boundary=b", text=f"--b\n{FROM}\n\n{TEXT}\n--b--"
    ),
}
_REPLAYS = {  # genuine mails, sent by somebody else: the owner is asked
    "an old one": _replayed(date="Date: Mon, 14 Sep 2020 08:00:00 +0200"),
    "eight days old": _replayed(date="Date: Wed, 07 Oct 2020 07:00:00 +0200"),
    "from the day after tomorrow": _replayed(date="Date: Sat, 17 Oct 2020 08:00:00 +0200"),
    "without a date": _replayed(date=None),
    "with a date that is none": _replayed(date="Date: yesterday"),
    "an old one, with a second date": mail(SIGNED, DATE, date="Date: Mon, 14 Sep 2020 08:00:00 +0200"),
    "an old one, of a year beyond": _replayed(date="Date: Mon, 14 Sep 9999 08:00:00 +0200"),
    "to another firm": _replayed(to="To: Luc Lemaire <luc@lemaire.example>"),
    "to another firm, with our address for a name": _replayed(
        to='To: "compta@firm.example" <luc@lemaire.example>'
    ),
    "to another firm, with a second To": mail(SIGNED, TO, to="To: luc@lemaire.example"),
    "to another firm, in Cc": _replayed(to="Cc: luc@lemaire.example"),
    "with a second subject": mail(SIGNED, "Subject: Virement de 120,00 EUR"),
    "with a second type": mail(SIGNED, "Content-Type: text/plain; charset=latin-1"),
    "changed by a relay": mail(
        f"{OURS}; dkim=fail header.d={BANK}; spf=neutral smtp.mailfrom=x@{BANK}; dmarc=fail header.from={BANK}"
    ),
    "changed by another mailbox of ours": mail(
        f"{OURS}; dkim=fail header.d={BANK}; spf=pass smtp.mailfrom=srs0=x@firm.example; dmarc=fail header.from={BANK}"
    ),
    "a sub-domain that is not listed": _own(f"other.{BANK}"),
}

FORGERIES = (
    *(Forgery(f"header: {name}", raw) for name, raw in _HEADERS.items()),
    *(Forgery(f"verdict: {name}", raw) for name, raw in _VERDICTS.items()),
    *(Forgery(f"sender: {name}", raw) for name, raw in _SENDERS.items()),
    *(Forgery(f"inside: {name}", raw) for name, raw in _INSIDE.items()),
    *(Forgery(f"replay: {name}", raw, asks=True) for name, raw in _REPLAYS.items()),
)
