"""One damaged structure in, what relanced made of it out: its facts must be kept, folded and planned with.

What a reader raises beyond its own kind of refusal is its mistake, and stops the test here;
in service it would cost that one mail a quarantine.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fuzz.fuzz_mutations import mutated
from fuzz.fuzz_seeds import AT, KEY, READERS, ROOT, US
from store_samples import invoice

from relanced.casework.fold import fold
from relanced.casework.planning.plan import plan
from relanced.daemon import reader, worker
from relanced.daemon.set_up import ReadMail, SetUp, ToRead, set_up
from relanced.edge.codec import decode_fact, encode_fact
from relanced.edge.config import Problems, load_settings
from relanced.edge.laws import read_laws
from relanced.edge.profiles import read_profile
from relanced.edge.settings import Settings
from relanced.intake.message import Message, UnreadableMail, parse_headers
from relanced.intake.origin import Origin
from relanced.model.facts import BankSpoke, InvoiceUnreadable, MailQuarantined
from relanced.model.names import Fingerprint, address_matches
from relanced.model.rules import InvoiceFolder, Rules
from relanced.model.source import Source

TODAY = date(2026, 12, 1)
_FOLDER = {
    Origin.RECEIVED: "INBOX",
    Origin.SENT: "Sent",
    Origin.JOURNAL: "Relanced/Journal",
    Origin.INVOICES: "F",
}
_CONFIG = f"""
start_on = 2026-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["{US}", "@firm.example"]
[imap]
host = "imap.firm.example"
user = "{US}"
password = {{ credential = "imap" }}
[smtp]
host = "smtp.firm.example"
[trust]
authserv_ids = ["mx.firm.example"]
[[bank]]
name = "Banque"
from = ["@banque-rivage.example", "@notif.banque-rivage.example", "@kwanta.example", "@creditduval.example"]
[[bank]]
name = "Nordis"
from = ["@nordispay.example", "@sab-pro.example"]
"""


@cache
def rules() -> Rules:
    """The rules of a small firm, with banks that it believes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firm.toml"
        path.write_text(_CONFIG, "utf-8")
        loaded = load_settings(path)
    assert isinstance(loaded, Settings), str(loaded)
    return loaded.rules


def firm() -> SetUp:
    """What a worker is told of that firm."""
    return set_up(rules(), ("mx.firm.example",), KEY)


def damaged(name: str, number: int) -> bytes:
    """The structure of this number: the same in every run."""
    kind, random = READERS[name], Random(f"{name} {number}")
    seeds = kind.seeds()
    return kind.mailed(mutated(random, seeds[number % len(seeds)], seeds))


def read(name: str, number: int) -> bool:
    """Read it as the service would; whether it was quarantined or refused. Raises for whatever is lost."""
    data, kind = damaged(name, number), READERS[name]
    if kind.origin is None:
        return _PLAIN[name](data)
    return _mail(data, kind.origin)


def _mail(raw: bytes, origin: Origin) -> bool:
    source = Source(
        account=US,
        folder=_FOLDER[origin],
        uidvalidity=1,
        uid=1,
        message_id=None,
        fingerprint=Fingerprint("f" * 32),
        at=AT,
    )
    folder = InvoiceFolder(folder="F", senders=(US,), vouched=True) if origin is Origin.INVOICES else None
    mail = ToRead(raw=raw, origin=origin, source=source, header=_header(raw), folder=folder)
    try:
        done: ReadMail | str = worker.read(mail)
    except UnreadableMail as error:
        done = str(error)
    made = reader._made_of(done, mail)
    _hold(made, origin)
    return any(
        isinstance(fact, MailQuarantined | InvoiceUnreadable) or (isinstance(fact, BankSpoke) and fact.doubt)
        for fact in made.facts
    )


def _header(raw: bytes) -> Message | None:
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        return parse_headers(head)
    except UnreadableMail:
        return None


def _hold(made: ReadMail, origin: Origin) -> None:
    """Whatever could not be read is said, whoever wrote to us was heard, and every fact can be lived with."""
    assert made.facts or not made.is_quarantined, "a quarantine that nobody hears of"
    is_ours = made.message is not None and any(
        address_matches(address.email, rules().firm.addresses) for address in made.message.senders
    )
    assert made.facts or origin is not Origin.RECEIVED or is_ours, "a mail that left nothing behind"
    for fact in made.facts:
        assert decode_fact(encode_fact(fact)) == fact
    ledger = fold((invoice(), *made.facts), rules())
    for day in (TODAY, TODAY + timedelta(days=60)):
        plan(ledger, rules(), day)


def _headers(data: bytes) -> bool:
    try:
        parse_headers(data)
    except UnreadableMail:
        return True
    return False


def _configuration(data: bytes) -> bool:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firm.toml"
        path.write_bytes(data)
        loaded = load_settings(path)
    assert isinstance(loaded, Settings) or str(loaded)
    return isinstance(loaded, Problems)


def _profile(data: bytes) -> bool:
    with TemporaryDirectory() as folder:
        (Path(folder) / "samples").symlink_to(ROOT / "relanced/intake/bank/profiles/samples")
        path = Path(folder) / "banque.toml"
        path.write_bytes(data)
        return isinstance(read_profile(path), Problems)


def _rates(data: bytes) -> bool:
    with TemporaryDirectory() as folder:
        (Path(folder) / "ecb.toml").write_bytes(data)
        return bool(read_laws(Path(folder))[1])


_PLAIN: Mapping[str, Callable[[bytes], bool]] = {
    "headers": _headers,
    "configuration": _configuration,
    "profiles of banks": _profile,
    "tables of rates": _rates,
}
