"""What was seen in a mailbox, and options, in; who the firm is and whom it believes out: proposed, then asked."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from stdnum import iban as stdnum_iban

from relanced.casework.public_hosts import is_shared_host
from relanced.cli.init_answers import Answers, Bank
from relanced.cli.init_ask import Asker
from relanced.cli.init_look import Seen
from relanced.daemon.first_look import BankSeen
from relanced.edge.config_values import is_address, is_country
from relanced.intake.message import clean
from relanced.model.names import domain_of

# Where a top-level domain or an account tells a country, and its time.
_ZONES = {
    "FR": "Europe/Paris",
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "LU": "Europe/Luxembourg",
    "DE": "Europe/Berlin",
    "AT": "Europe/Vienna",
    "ES": "Europe/Madrid",
    "IT": "Europe/Rome",
    "NL": "Europe/Amsterdam",
    "PT": "Europe/Lisbon",
    "IE": "Europe/Dublin",
    "GB": "Europe/London",
}
_COUNTRY_OF = {"uk": "GB"} | {country.lower(): country for country in _ZONES}
_IN_FRENCH = frozenset({"FR", "LU", "MC"})
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f.]?[0-9A-Z]){11,30}\b")
MOST_NAME = 100  # letters
MOST_TEXT = 20_000  # letters of a page in which an account is looked for
_AUTHSERV = re.compile(r"(?:\*\.)?[A-Za-z0-9][A-Za-z0-9._-]{0,252}")


def propose(answers: Answers, seen: Seen | None) -> None:
    """Fill in what can be guessed; nothing of it counts before it was asked."""
    domain = domain_of(answers.address)
    answers.addresses = own_addresses(answers.address)
    if seen is not None:
        answers.name = _name(answers, seen)
        answers.addresses += _aliases(answers, seen)
        answers.seen_iban = _account(seen)
        answers.seen_authserv_ids = [seen.server.name] if seen.server else []
    by_account = answers.seen_iban[:2]
    by_domain = _COUNTRY_OF.get(domain.rpartition(".")[2], "")
    answers.country = by_domain or (by_account if is_country(by_account) else "") or "FR"
    speaks = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    is_english = answers.country not in _IN_FRENCH and not speaks.startswith("fr")
    answers.language = "en" if is_english else "fr"
    answers.timezone = _zone(answers.country)


def own_addresses(address: str) -> list[str]:
    """The address, and all of its domain where no strangers share it."""
    domain = domain_of(address)
    return [address] if is_shared_host(domain) else [address, f"@{domain}"]


def _name(answers: Answers, seen: Seen) -> str:
    """The name that stands most in our own From."""
    names: Counter[str] = Counter()
    for (name, email), mails in seen.look.senders.items():
        if email == answers.address and name.strip() and not is_address(name):
            names[_shown(name)] += mails
    return names.most_common(1)[0][0] if names else ""


def _shown(name: str) -> str:
    """A name of a mail's as it may stand in a file: on one line, not endless."""
    return " ".join(clean(name).split())[:MOST_NAME].strip()


def _aliases(answers: Answers, seen: Seen) -> list[str]:
    """Other addresses that stand in our own From, in a twentieth of the mails or more."""
    mails: Counter[str] = Counter()
    for (_, email), count in seen.look.senders.items():
        mails[email] += count
    own = {answers.address, *(each for each in mails if f"@{domain_of(each)}" in answers.addresses)}
    enough = max(3, mails.total() / 20)
    return [
        email
        for email, count in mails.most_common(5)
        if email not in own and count >= enough and is_address(email)
    ]


def _account(seen: Seen) -> str:
    """The one IBAN that stands in most of our newest invoices; "" where there is none, or no single one."""
    found: Counter[str] = Counter()
    for paper in seen.look.papers:
        text = "\n".join(paper.pages).upper()[:MOST_TEXT]
        found.update({each for word in _IBAN.findall(text) if (each := _iban(word))})
    ranked = found.most_common(2)
    if (
        not ranked
        or 2 * ranked[0][1] < len(seen.look.papers)
        or (len(ranked) > 1 and ranked[1][1] == ranked[0][1])
    ):
        return ""
    return ranked[0][0]


def _iban(word: str) -> str:
    """The IBAN that begins a run of signs: what stands behind it on the line may look like more of it."""
    signs = re.sub(r"[^0-9A-Z]", "", word)
    lengths = (len(signs) - cut for cut in range(max(0, len(signs) - 14)))
    return next((signs[:n] for n in lengths if stdnum_iban.is_valid(signs[:n])), "")


def _zone(country: str) -> str:
    """This machine's time zone, unless it keeps UTC as servers do; else that of the country."""
    here = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        is_real = (
            bool(here) and "/" in here and not here.startswith(("Etc/", "posix/")) and bool(ZoneInfo(here))
        )
    except (ValueError, OSError, KeyError):
        is_real = False
    return here if is_real else _ZONES.get(country, "Europe/Paris")


def ask_firm(asker: Asker, answers: Answers, given: dict[str, str | None], addresses: Sequence[str]) -> None:
    """Name, addresses, country, language, time zone."""
    answers.name = asker.ask(
        "Name of your firm, as in your letters",
        "--name",
        given=given["name"],
        proposed=answers.name,
        check=lambda name: "" if name else "a name is needed",
    )
    wanted = list(addresses) if addresses else answers.addresses
    said = asker.ask(
        "Your own addresses (@domain: all of it)",
        "--own",
        given=", ".join(addresses) if addresses else None,
        proposed=", ".join(wanted),
        check=_addresses_problem,
    )
    answers.addresses = _split(said)
    answers.country = asker.ask(
        "Your country (two letters)",
        "--country",
        given=_upper(given["country"]),
        proposed=answers.country,
        check=lambda code: "" if is_country(code.upper()) else "two letters such as FR, BE, CH",
    ).upper()
    answers.language = asker.choose(
        "Your language", "--language", given=given["language"], words=("fr", "en"), proposed=answers.language
    )
    answers.timezone = asker.ask(
        "Your time zone",
        "--timezone",
        given=given["timezone"],
        proposed=answers.timezone,
        check=_zone_problem,
    )


def _upper(word: str | None) -> str | None:
    return None if word is None else word.upper()


def _split(words: str) -> list[str]:
    return [each for word in words.replace(";", ",").split(",") if (each := word.strip())]


def _addresses_problem(answer: str) -> str:
    wrong = [
        word
        for word in _split(answer)
        if not is_address(word) and not (word.startswith("@") and is_address(f"x{word}"))
    ]
    if wrong:
        return f"«{wrong[0]}» is neither an address nor @domain"
    return "" if _split(answer) else "at least one address is needed"


def _zone_problem(answer: str) -> str:
    try:
        ZoneInfo(answer)
    except (ValueError, OSError, KeyError):
        return "a name such as Europe/Paris"
    return ""


def ask_since(asker: Asker, answers: Answers, given: date | None) -> None:
    """From which day on invoices are chased."""
    if given is None:
        asker.explain(
            "Invoices from before this day are listed, never chased, until you accept them one by one."
        )
    said = asker.ask(
        "Chase invoices that are issued from",
        "--start-on",
        given=given.isoformat() if given else None,
        proposed=answers.start_on.isoformat(),
        check=_day_problem,
    )
    answers.start_on = date.fromisoformat(said)


def _day_problem(answer: str) -> str:
    try:
        date.fromisoformat(answer)
    except ValueError:
        return "a day such as 2026-11-01"
    return ""


def ask_digest(asker: Asker, answers: Answers, given: str | None) -> None:
    """How often the owner is written to; unattended, not unless an option says so."""
    if given is None:
        asker.explain(
            "A mail to yourself can say who owes what, what was done, and what waits for your word."
        )
    said = asker.choose(
        "How often",
        "--digest",
        given=given,
        words=("day", "week", "never"),
        proposed="never" if asker.unattended else "day",
    )
    answers.digest = said.replace("never", "")


def ask_account(asker: Asker, answers: Answers, given: str | None) -> None:
    """The account that letters print; never taken over unseen, for a forged invoice may bear another one."""
    if given is not None:
        answers.iban = asker.ask("IBAN", "--iban", given=given, check=iban_problem)
    elif answers.seen_iban and not asker.unattended:
        shown = stdnum_iban.format(answers.seen_iban)
        asker.say(f"\nYour newest invoices ask to be paid to {shown}.")
        asker.say("Letters print this account and no other: compare it with your bank's own document.", "dim")
        if asker.confirm("Is it your firm's?", default=False):
            answers.iban = answers.seen_iban


def iban_problem(answer: str) -> str:
    """What is wrong with an IBAN."""
    return "" if stdnum_iban.is_valid(answer) else "not an IBAN whose check digits are right"


def ask_trust(asker: Asker, answers: Answers, seen: Seen | None, given: Sequence[str]) -> None:
    """Who writes our Authentication-Results."""
    if given:
        for name in given:
            asker.ask("name", "--authserv-id", given=name, check=_authserv_problem)
        answers.authserv_ids = list(given)
        return
    if seen is None or asker.unattended:
        return
    if seen.is_nameless:
        asker.say(
            "Your mail server notes who really sent a mail, but without its own name (Microsoft does so): such notes"
            " cannot be believed, and money that comes in waits for your word. docs/trust.md tells more.",
            "yellow",
        )
    if seen.server is None:
        return
    asker.say(
        f"«{seen.server.name}» notes in {seen.server.mails} of your newest mails who really sent them. If that is"
        " your mail provider's own server, relanced can tell your bank from a forger by it."
    )
    if asker.confirm("Believe what it notes?", default=True):
        answers.authserv_ids = [seen.server.name]


def _authserv_problem(answer: str) -> str:
    return "" if _AUTHSERV.fullmatch(answer) else "a name such as mx.firm.example"


def ask_banks(asker: Asker, answers: Answers, seen: Seen | None, given: Sequence[str]) -> None:
    """Which of those that write as a bank does are banks of the owner's."""
    names: set[str] = set()
    for words in given:
        bank = _given_bank(asker, words)
        answers.banks.append(bank)
        names.add(bank.name)
    covered = {sender.rpartition("@")[2].lower() for bank in answers.banks for sender in bank.senders}
    for each in seen.look.banks if seen is not None else ():
        if each.domain in covered or not each.proven:
            continue
        named = _shown(each.name)
        shown = f"{each.domain} («{named}»)" if named else each.domain
        is_bank = not asker.unattended and asker.confirm(
            f"Is {shown} a bank or payment service of yours?", default=False
        )
        if is_bank or asker.unattended:
            name = _unused(named or each.domain, names)
            names.add(name)
            because = f"{each.mails} mails of it read like a bank's, {each.proven} proven to come from there"
            answers.banks.append(Bank(name, (f"@{each.domain}",), is_confirmed=is_bank, because=because))


def unproven(seen: Seen | None) -> list[BankSeen]:
    """Those that write as banks do and are not proven to be who they say."""
    return [each for each in seen.look.banks if not each.proven] if seen is not None else []


def _given_bank(asker: Asker, words: str) -> Bank:
    """«Banque Rivage=@banque-rivage.example»."""
    name, sign, senders = words.partition("=")
    asker.ask("bank", "--bank", given=words, check=lambda _: _bank_problem(name, sign, senders))
    return Bank(name.strip(), tuple(_split(senders)))


def _bank_problem(name: str, sign: str, senders: str) -> str:
    if not name.strip() or not sign:
        return "write --bank 'Banque Rivage=@banque-rivage.example'"
    return _addresses_problem(senders)


def _unused(name: str, names: set[str]) -> str:
    return next(each for n in range(1, 100) if (each := name if n == 1 else f"{name} {n}") not in names)
