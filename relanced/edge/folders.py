"""LIST answers in, folders with their roles out.

Roles come from the server's own marks (RFC 6154), then from the names that mail programs give.
Every program makes its own Sent folder, so one mailbox may well have three; all of them count.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from imapclient import imap_utf7
from imapclient.response_parser import parse_response

from relanced.edge.fetched import answers
from relanced.edge.structure import Piece
from relanced.model.command_words import FOLDER_NAMES, PANEL
from relanced.model.decided import Verb

JOURNAL = "Relanced/Journal"
LEASE = "Relanced/Lease"
MAX_NAMED = 20  # folders that a message lists


class Role(StrEnum):
    """What a folder is for."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    JUNK = "junk"
    TRASH = "trash"
    ARCHIVE = "archive"
    ALL = "all"  # Gmail's «All Mail»: each message once more
    JOURNAL = "journal"  # where relanced writes its notes
    LEASE = "lease"  # where each relanced says that it works here
    PANEL = "panel"  # a mail that the owner moves there decides something
    INVOICES = "invoices"  # a [[source]] of the owner's: copies of our invoices arrive there


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of the mailbox."""

    name: str  # whole, as a person writes it; what examine() and append() take
    path: tuple[str, ...]  # its parts without «INBOX.» or «[Gmail]/»: ("Relanced", "Pause") on every server
    role: Role | None
    selectable: bool
    source: str | None = None  # as the [[source]] that means this folder names it
    verb: Verb | None = None  # of Role.PANEL: what a mail that is moved there decides


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLine:
    """One answer to LIST."""

    name: str  # decoded
    wire: str  # as the server wrote it: modified UTF-7, or whatever it takes for that
    separator: str | None
    marks: frozenset[str]  # lower case: \sent, \noselect


_MARKS = {
    "\\sent": Role.SENT,
    "\\drafts": Role.DRAFTS,
    "\\junk": Role.JUNK,
    "\\spam": Role.JUNK,  # XLIST, before RFC 6154
    "\\trash": Role.TRASH,
    "\\archive": Role.ARCHIVE,
    "\\all": Role.ALL,
    "\\allmail": Role.ALL,  # XLIST
}
# These keep their role whatever the owner calls them: relanced's own work hangs on each.
_KEPT = frozenset({Role.INBOX, Role.SENT, Role.DRAFTS, Role.TRASH, Role.JOURNAL, Role.LEASE, Role.PANEL})
_UNSELECTABLE = {"\\noselect", "\\nonexistent"}
_CONTAINERS = {"inbox", "[gmail]", "[google mail]"}

# As Outlook, Thunderbird, Apple Mail, Roundcube, Zimbra and the webmails of providers name them.
_NAMES = {
    Role.SENT: """
        Sent, Sent Items, Sent Mail, Sent Messages, Sent-Mail, Envoyés, Messages envoyés, Éléments envoyés,
        Objets envoyés, Courrier envoyé, Courriers envoyés, Mails envoyés, Courriels envoyés, Gesendet,
        Gesendete, Gesendete Objekte, Gesendete Elemente, Gesendete Nachrichten, Inviati, Inviata,
        Posta inviata, Messaggi inviati, Elementi inviati, Enviados, Enviadas, Elementos enviados,
        Mensajes enviados, Correo enviado, Itens enviados, Mensagens enviadas, Enviats, Verzonden,
        Verzonden items, Verzonden berichten, Verstuurd, Skickat, Skickade, Skickade objekt, Sendt,
        Sendte elementer, Sendt post, Lähetetyt, Wysłane, Elementy wysłane, Odeslané, Odeslaná pošta,
        Elküldött elemek, Trimise, Elemente trimise""",
    Role.DRAFTS: """
        Draft, Drafts, Brouillon, Brouillons, Entwurf, Entwürfe, Bozze, Borrador, Borradores, Rascunhos,
        Esborranys, Concepten, Utkast, Kladder, Luonnokset, Szkice, Kopie robocze, Koncepty""",
    Role.JUNK: """
        Junk, Junk Mail, Junk E-mail, Junk Email, Spam, Bulk Mail, Indésirables, Courrier indésirable,
        Courriers indésirables, Courriel indésirable, Messages indésirables, Pourriel, Pourriels,
        Quarantaine, Spamverdacht, Junk-E-Mail, Unerwünscht, Werbung, Posta indesiderata, Indesiderata,
        Correo no deseado, No deseado, Lixo eletrónico, Lixo eletrônico, Ongewenste e-mail, Ongewenst,
        Skräppost, Søppelpost, Uønsket e-mail, Roskaposti, Wiadomości-śmieci, Nevyžádaná pošta""",
    Role.TRASH: """
        Trash, Deleted, Deleted Items, Deleted Messages, Bin, Corbeille, Éléments supprimés,
        Messages supprimés, Objets supprimés, Courrier supprimé, Papierkorb, Gelöscht, Gelöschte Elemente,
        Gelöschte Objekte, Cestino, Posta eliminata, Elementi eliminati, Papelera, Elementos eliminados,
        Lixeira, Lixo, Itens excluídos, Paperera, Prullenbak, Verwijderde items, Papperskorgen, Borttaget,
        Papirkurv, Slettede elementer, Roskakori, Kosz, Elementy usunięte, Koš""",
    Role.ARCHIVE: """
        Archive, Archives, Archivé, Archivés, Archiv, Archivio, Archivo, Archivos, Arquivo, Arxiu,
        Archief, Arkiv, Arkisto, Archiwum""",
}


def folder_key(name: str) -> str:
    """Two names of folders with one key are one.

    Case, accents and apostrophes do not count, nor whether letters are composed (macOS decomposes).
    """
    folded = unicodedata.normalize("NFKD", name).casefold().replace("’", "'")
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


# In every language, whatever the owner's: he may have changed it, or made the folder himself.
_VERB_OF_NAME = {
    folder_key(f"{PANEL}/{name}"): verb for names in FOLDER_NAMES.values() for verb, name in names.items()
}
_ROLE_OF_NAME = {folder_key(name): role for role, names in _NAMES.items() for name in names.split(",")}


def folder_lines(data: Iterable[Piece | None]) -> tuple[FolderLine, ...]:
    """The answers to LIST. A name that is no modified UTF-7 (RFC 3501 section 5.1.3) stays as it came."""
    lines = []
    for pieces in answers(data):
        parts = parse_response([piece for piece in pieces if piece])
        if len(parts) < 3 or not isinstance(parts[0], tuple):
            continue
        marks, separator, name = parts[:3]
        # A folder called 2026 or NIL reads as a number or as nothing where the server does not quote it.
        raw = name if isinstance(name, bytes) else b"NIL" if name is None else str(name).encode()
        lines.append(
            FolderLine(
                name=_decoded(raw),
                wire=raw.decode("latin-1"),
                separator=separator.decode("latin-1") if isinstance(separator, bytes) else None,
                marks=frozenset(m.decode("latin-1").lower() for m in marks if isinstance(m, bytes)),
            )
        )
    return tuple(lines)


def _decoded(raw: bytes) -> str:
    try:
        name = str(imap_utf7.decode(raw))
    except ValueError:  # «R&D», written raw by servers that know no UTF-7
        return raw.decode("latin-1")
    return name


def recognised(
    lines: Iterable[FolderLine],
    *,
    prefix: str = "",
    sent: tuple[str, ...] | None = None,
    sources: tuple[str, ...] = (),
) -> tuple[Folder, ...]:
    """Folders with their roles; those that the server marked itself come first.

    `prefix` is where personal folders live («INBOX.»). `sent` names the Sent folders as the owner
    lists them: then these and no others are Sent, for a folder taken for Sent is believed.
    `sources` names the folders of [[source]] tables.
    """
    chosen = None if sent is None else {folder_key(name) for name in sent}
    wanted = {folder_key(name): name for name in sources}
    ranked = []
    for line in lines:
        path = _path(line, prefix)
        marked = next((_MARKS[mark] for mark in sorted(line.marks) if mark in _MARKS), None)
        role = marked or _named(path)
        called = {folder_key(line.name), folder_key("/".join(path))}
        if chosen is not None:
            role = Role.SENT if called & chosen else None if role is Role.SENT else role
        source = next((wanted[key] for key in sorted(called) if key in wanted), None)
        if source is not None and role not in _KEPT:
            role = Role.INVOICES
        selectable = not (line.marks & _UNSELECTABLE) and line.wire.isascii() and line.wire.isprintable()
        verb = _VERB_OF_NAME.get(folder_key("/".join(path))) if role is Role.PANEL else None
        folder = Folder(name=line.name, path=path, role=role, selectable=selectable, source=source, verb=verb)
        ranked.append((marked is None, folder))
    return tuple(folder for _, folder in sorted(ranked, key=lambda each: each[0]))


def unread_sources(folders: Iterable[Folder], sources: Iterable[str]) -> tuple[str, ...]:
    """Why folders of [[source]] tables cannot be read as such: a sentence each, with what to do."""
    found = tuple(folders)
    return tuple(why for name in sources if (why := _unread_source(found, name)))


def _unread_source(folders: tuple[Folder, ...], name: str) -> str:
    here = [folder for folder in folders if folder.source == name]
    if any(folder.role is Role.INVOICES and folder.selectable for folder in here):
        return ""
    start = f"[[source]] folder «{name}» is not read: "
    if not here:
        return (
            f"{start}the server has {_named_in(folders)}. Make the folder, or write its name as your mail"
            " program shows it, with «/» between a folder and the one in it"
        )
    if here[0].role in _KEPT:
        return (
            f"{start}«{here[0].name}» is the folder for {here[0].role}. Let the copies go to one of their own"
        )
    return f"{start}the server says that «{here[0].name}» can hold no mail"


def _named_in(folders: tuple[Folder, ...]) -> str:
    names = [f"«{'/'.join(folder.path)}»" for folder in folders if folder.selectable]
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more if names else "none at all"


def _path(line: FolderLine, prefix: str) -> tuple[str, ...]:
    name = line.name.removeprefix(prefix) or line.name
    parts = tuple(name.split(line.separator)) if line.separator else (name,)
    return parts[1:] if len(parts) > 1 and parts[0].casefold() in _CONTAINERS else parts


def _named(path: tuple[str, ...]) -> Role | None:
    """The role by name, for a folder at the top: «Clients/Envoyés» is the owner's own filing."""
    key = folder_key("/".join(path))
    own = {folder_key(JOURNAL): Role.JOURNAL, folder_key(LEASE): Role.LEASE}.get(key)
    if own is not None or key in _VERB_OF_NAME:
        return own or Role.PANEL
    if len(path) != 1:
        return None
    return Role.INBOX if path[0].casefold() == "inbox" else _ROLE_OF_NAME.get(folder_key(path[0]))
