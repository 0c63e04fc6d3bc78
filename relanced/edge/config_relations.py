"""The raw tables of a file in, the problems that only show between keys out.

Raw, so that these are told together with the problems of single keys: whatever is not as it should be
by itself is passed over here, since the tables tell of it.
"""

from collections.abc import Iterator
from pathlib import Path

from holidays import country_holidays

from relanced.edge.config_digest import alert_relations
from relanced.edge.config_ladders import ladder_relations
from relanced.edge.config_oauth import sign_in_relations
from relanced.edge.config_problems import Problem, shown
from relanced.edge.config_raw import Raw, table_in, tables_in, texts_in
from relanced.edge.config_values import is_address, is_country
from relanced.edge.folders import JOURNAL, folder_key
from relanced.edge.settings import is_loopback
from relanced.model.names import address_matches
from relanced.model.rules import Mode

_SAYS_SOMETHING = ("kind", "number", "issued", "due", "terms", "total", "currency", "client")


def relations(file: Path, raw: Raw) -> Iterator[Problem]:
    """Every problem between keys."""
    yield from _signing_key(file, raw)
    yield from _sender(file, raw)
    yield from _plain(file, raw)
    yield from sign_in_relations(file, raw)
    yield from ladder_relations(file, raw)
    yield from _holidays(file, raw)
    yield from _places(file, raw)
    yield from _people(file, raw)
    yield from _twice(file, raw, "bank", "from")
    yield from _twice(file, raw, "client", "match")
    yield from _idle_rules(file, raw)
    yield from _twice(file, raw, "invoice", "name")
    yield from _ourselves(file, raw)
    yield from _sources(file, raw)
    yield from _foreign_senders(file, raw)
    yield from alert_relations(file, raw)


def _writes(raw: Raw) -> bool:
    return (
        raw.get("mode") in {Mode.DRAFT.value, Mode.SEND.value} if isinstance(raw.get("mode"), str) else False
    )


def _signing_key(file: Path, raw: Raw) -> Iterator[Problem]:
    if _writes(raw) and "key" not in table_in(raw, "trust"):
        hint = (
            "«(umask 077; head -c 32 /dev/urandom | base64 > key)» makes one; without it relanced could not"
            " tell its own letters from forged ones"
        )
        yield Problem(file, "trust.key", f'a signing key in mode "{raw["mode"]}"', "nothing", hint)


def _sender(file: Path, raw: Raw) -> Iterator[Problem]:
    """A reminder from an address that is not among the firm's would be read as a client's mail."""
    firm = table_in(raw, "firm")
    ours = texts_in(firm, "addresses")
    given = firm.get("sender")
    if isinstance(given, str):
        if is_address(given) and not address_matches(given, tuple(ours)):
            expected = "an address that firm.addresses names or covers"
            yield Problem(file, "firm.sender", expected, shown(("firm",), given), "add it to firm.addresses")
    elif "sender" not in firm and _writes(raw) and not any(is_address(address) for address in ours):
        user = table_in(raw, "imap").get("user")
        if not (isinstance(user, str) and is_address(user) and address_matches(user, tuple(ours))):
            hint = "firm.addresses has only whole domains, and imap.user is none of their addresses"
            yield Problem(file, "firm.sender", "the address that reminders come from", "nothing", hint)


def _plain(file: Path, raw: Raw) -> Iterator[Problem]:
    """A password in clear on a network is a password given away."""
    for name in ("imap", "smtp"):
        table = table_in(raw, name)
        host = table.get("host")
        if table.get("security") == "plain" and isinstance(host, str) and not is_loopback(host):
            hint = 'the password would travel in clear; "plain" is for 127.0.0.1, ::1 and localhost'
            yield Problem(file, f"{name}.security", '"tls" or "starttls"', '"plain"', hint)


def _holidays(file: Path, raw: Raw) -> Iterator[Problem]:
    calendar = table_in(raw, "calendar")
    country = calendar.get("country", table_in(raw, "firm").get("country", "FR"))
    yield from _place(file, "calendar", country, calendar.get("subdivision"))


def _places(file: Path, raw: Raw) -> Iterator[Problem]:
    """A client's holidays; one that only names his part of the country is in the firm's."""
    firm = table_in(raw, "calendar").get("country", table_in(raw, "firm").get("country", "FR"))
    for i, client in tables_in(raw, "client"):
        if "country" in client or "subdivision" in client:
            place = client.get("country", firm), client.get("subdivision")
            yield from _place(file, f"client[{i}]", *place)


def _place(file: Path, at: str, country: object, subdivision: object) -> Iterator[Problem]:
    if not isinstance(country, str) or not is_country(country):
        return
    try:
        known = country_holidays(country)
    except NotImplementedError:
        hint = "name the neighbour whose banking days come nearest"
        expected = "a country whose holidays are known"
        yield Problem(file, f"{at}.country", expected, shown((), country), hint)
        return
    names = {*known.subdivisions, *known.subdivisions_aliases}
    if isinstance(subdivision, str) and holidays_name(subdivision) not in names:
        expected = (
            "one of " + ", ".join(sorted(names)) if names else f"no subdivision: {country} has one calendar"
        )
        yield Problem(file, f"{at}.subdivision", expected, shown((), subdivision))


def _people(file: Path, raw: Raw) -> Iterator[Problem]:
    """Whom a client's letters may go to must be heard as that client when he answers from his own program."""
    ours = tuple(texts_in(table_in(raw, "firm"), "addresses"))
    for i, client in tables_in(raw, "client"):
        patterns = tuple(texts_in(client, "match"))
        for key in ("accounting", "manager"):
            given = client.get(key)
            if isinstance(given, str) and is_address(given) and not address_matches(given, patterns):
                expected = "an address that match of this client names or covers"
                hint = "add it to match: else his mails would be a stranger's"
                yield Problem(file, f"client[{i}].{key}", expected, shown((), given), hint)
        sales = client.get("sales")
        if isinstance(sales, str) and is_address(sales) and not address_matches(sales, ours):
            expected = "an address that firm.addresses names or covers"
            yield Problem(file, f"client[{i}].sales", expected, shown((), sales), "a colleague of your own")


def holidays_name(subdivision: str) -> str:
    """What the holidays library calls a subdivision; it knows Alsace and Moselle, of one law, as two."""
    return "57" if subdivision == "Alsace-Moselle" else subdivision


def _twice(file: Path, raw: Raw, name: str, key: str) -> Iterator[Problem]:
    """The same address in two tables would leave open whose mail it is; so would two tables of one name."""
    owners: dict[str, int] = {}
    names: dict[str, int] = {}
    for i, table in tables_in(raw, name):
        for j, pattern in enumerate(texts_in(table, key), 1):
            first = owners.setdefault(pattern.lower(), i)
            if first != i:
                found = f"{shown((), pattern)}, which is in [[{name}]] {first} already"
                yield Problem(file, f"{name}[{i}].{key}[{j}]", "an address that no other table has", found)
        called = table.get("name")
        if isinstance(called, str) and (first := names.setdefault(called.casefold(), i)) != i:
            found = f"{shown((), called)}, which is [[{name}]] {first} already"
            yield Problem(file, f"{name}[{i}].name", "a name of its own", found)


def _ourselves(file: Path, raw: Raw) -> Iterator[Problem]:
    """A client or a bank that covers the firm's own addresses makes the firm its own debtor or bank."""
    ours = texts_in(table_in(raw, "firm"), "addresses")
    for name, key in (("bank", "from"), ("client", "match")):
        for i, table in tables_in(raw, name):
            for j, pattern in enumerate(texts_in(table, key), 1):
                if any(address_matches(a, (pattern,)) or address_matches(pattern, (a,)) for a in ours):
                    expected = "an address that is not the firm's own (firm.addresses)"
                    hint = "at a provider that many share, list whole addresses, never its domain"
                    yield Problem(file, f"{name}[{i}].{key}[{j}]", expected, shown((), pattern), hint)


def _idle_rules(file: Path, raw: Raw) -> Iterator[Problem]:
    """A rule that changes nothing is one that its writer has not finished."""
    for i, table in tables_in(raw, "invoice"):
        if not any(key in table for key in _SAYS_SOMETHING):
            expected = f"at least one of {', '.join(_SAYS_SOMETHING)}"
            yield Problem(file, f"invoice[{i}]", expected, "a rule that says nothing")


def _sources(file: Path, raw: Raw) -> Iterator[Problem]:
    """A folder is believed for one reason: it is Sent, or the server vouches for each mail in it."""
    sent = {folder_key(name) for name in texts_in(table_in(raw, "imap"), "sent")}
    believed = bool(texts_in(table_in(raw, "trust"), "authserv_ids"))
    places: dict[str, int] = {}
    for i, table in tables_in(raw, "source"):
        folder, vouched = table.get("folder"), table.get("vouched", False)
        if isinstance(folder, str):
            key, found = folder_key(folder), shown((), folder)
            if first := places.get(key):
                found += f", which is in [[source]] {first} already"
            elif key in sent:
                found += ", which imap.sent names as well"
            places.setdefault(key, i)
            if first or key in sent or key in {"inbox", folder_key(JOURNAL)}:
                hint = "let a rule of your mail server file the copies into a folder that has nothing else"
                yield Problem(file, f"source[{i}].folder", "a folder of its own", found, hint)
        if vouched is False and not believed:
            expected = "the name of your mail server in trust.authserv_ids"
            hint = (
                "without it no mail in this folder could ever count; vouched = true only where nobody but you"
                " and your invoicing software can put mail there"
            )
            yield Problem(file, f"source[{i}].vouched", expected, "nothing", hint)


def _foreign_senders(file: Path, raw: Raw) -> Iterator[Problem]:
    """Who writes our invoices is neither a client, whose words we wait for, nor a bank."""
    theirs = [
        pattern
        for name, key in (("client", "match"), ("bank", "from"))
        for _, table in tables_in(raw, name)
        for pattern in texts_in(table, key)
    ]
    for i, table in tables_in(raw, "source"):
        for j, pattern in enumerate(texts_in(table, "from"), 1):
            if any(address_matches(a, (pattern,)) or address_matches(pattern, (a,)) for a in theirs):
                expected = "an address that no [[client]] and no [[bank]] has"
                yield Problem(file, f"source[{i}].from[{j}]", expected, shown((), pattern))
