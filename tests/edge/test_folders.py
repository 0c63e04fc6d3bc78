"""Which folder is what, on servers and in languages of all kinds."""

import pytest
from servers.dovecot import Account

from relanced.edge.folders import Folder, Role, folder_lines, recognised, unread_sources
from relanced.edge.imap import ImapSession
from relanced.model.decided import Verb


def roles(*lines: bytes, prefix: str = "", sent: tuple[str, ...] | None = None) -> dict[str, Role | None]:
    return {f.name: f.role for f in recognised(folder_lines(lines), prefix=prefix, sent=sent)}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Envoyés", Role.SENT),
        ("Messages envoyés", Role.SENT),
        ("ÉLÉMENTS ENVOYÉS", Role.SENT),
        ("E\u0301le\u0301ments envoye\u0301s", Role.SENT),  # decomposed, as macOS writes
        ("Objets envoyés", Role.SENT),
        ("Courrier envoyé", Role.SENT),
        ("Gesendete Objekte", Role.SENT),
        ("Posta inviata", Role.SENT),
        ("Elementos enviados", Role.SENT),
        ("Verzonden items", Role.SENT),
        ("Brouillons", Role.DRAFTS),
        ("Courrier indésirable", Role.JUNK),
        ("Corbeille", Role.TRASH),
        ("Archives", Role.ARCHIVE),
        ("Relanced/Journal", Role.JOURNAL),
        ("Factures envoyées", None),
        ("Clients/Envoyés", None),
    ],
)
async def test_real_server_shows_a_localised_folder_with_its_role(
    account: Account, name: str, role: Role | None
) -> None:
    session = ImapSession.connect(account.settings(), account.password)
    session.ensure_folder(name)
    found = {folder.name: folder for folder in session.folders()}
    assert found[name].role is role
    assert session.examine(name).exists == 0
    session.close()


def test_every_sent_folder_counts_and_the_one_the_server_marks_comes_first() -> None:
    lines = folder_lines(
        [
            b'(\\HasNoChildren) "." INBOX.Envoy&AOk-s',
            b'(\\HasNoChildren) "." "INBOX.Sent Items"',
            b'(\\HasNoChildren \\Sent) "." INBOX.Quelconque',
        ]
    )
    sent = [f.name for f in recognised(lines, prefix="INBOX.") if f.role is Role.SENT]
    assert sent == ["INBOX.Quelconque", "INBOX.Envoyés", "INBOX.Sent Items"]


@pytest.mark.parametrize("prefix", ["", "INBOX."])
def test_a_prefix_is_no_part_of_a_name_whether_the_server_declares_it_or_not(prefix: str) -> None:
    lines = (b'() "." INBOX', b'() "." INBOX.Gesendet', b'() "." INBOX.Relanced.Journal')
    assert roles(*lines, prefix=prefix) == {
        "INBOX": Role.INBOX,
        "INBOX.Gesendet": Role.SENT,
        "INBOX.Relanced.Journal": Role.JOURNAL,
    }


def test_gmail_in_french_is_known_by_its_marks() -> None:
    lines = (
        b'(\\HasChildren \\Noselect) "/" "[Gmail]"',
        b'(\\All \\HasNoChildren) "/" "[Gmail]/Tous les messages"',
        b'(\\HasNoChildren \\Junk) "/" "[Gmail]/Spam"',
        b'(\\HasNoChildren) "/" "[Gmail]/Messages envoy&AOk-s"',
    )
    assert roles(*lines) == {
        "[Gmail]": None,
        "[Gmail]/Tous les messages": Role.ALL,
        "[Gmail]/Spam": Role.JUNK,
        "[Gmail]/Messages envoyés": Role.SENT,
    }
    assert not recognised(folder_lines(lines[:1]))[0].selectable


def test_the_owners_list_of_sent_folders_is_the_only_one_that_counts() -> None:
    lines = (b'(\\Sent) "/" Sent', b'() "/" "Factures/2026"', b'() "/" Envoy&AOk-s', b'() "/" Spam')
    assert roles(*lines, sent=("factures/2026",)) == {
        "Sent": None,
        "Factures/2026": Role.SENT,
        "Envoyés": None,
        "Spam": Role.JUNK,
    }


def test_a_malformed_name_hides_neither_itself_nor_the_others() -> None:
    lines = folder_lines(
        [
            b'() "/" "R&D"',
            b'() "/" 2026',
            b'() "/" NIL',
            b"() NIL Plat",
            (b'() "/" {9}', b'a "b" \\c\xe9'),
            b"",
            b"nonsense",
        ]
    )
    folders = {folder.name: folder for folder in recognised(lines)}
    assert set(folders) == {"R&D", "2026", "NIL", "Plat", 'a "b" \\cé'}
    assert [name for name, folder in folders.items() if not folder.selectable] == ['a "b" \\cé']


def test_the_path_is_the_same_on_every_server() -> None:
    slash = recognised(folder_lines([b'() "/" Relanced/Pause']))[0]
    dotted = recognised(folder_lines([b'() "." INBOX.Relanced.Pause']), prefix="INBOX.")[0]
    assert slash.path == dotted.path == ("Relanced", "Pause")


def with_sources(*lines: bytes, sources: tuple[str, ...], prefix: str = "") -> tuple[Folder, ...]:
    return recognised(folder_lines(lines), prefix=prefix, sources=sources)


@pytest.mark.parametrize("name", ["Copies envoyées", "COPIES  ENVOYEES", "INBOX.Copies envoyées"])
def test_the_folder_of_a_source_is_found_whatever_its_case_and_prefix(name: str) -> None:
    lines = (b'() "." INBOX', b'() "." "INBOX.Copies envoy&AOk-es"', b'() "." INBOX.Copies')
    found = with_sources(*lines, sources=(name,), prefix="INBOX.")
    assert [(f.name, f.source) for f in found if f.role is Role.INVOICES] == [("INBOX.Copies envoyées", name)]
    assert unread_sources(found, (name,)) == ()


def test_a_source_may_lie_in_a_folder_and_may_be_what_the_server_calls_an_archive_or_junk() -> None:
    lines = (b'() "/" "Clients/Copies"', b'(\\Archive) "/" Alt', b'(\\Junk) "/" Spam', b'() "/" Copies')
    found = with_sources(*lines, sources=("clients/copies", "Alt", "spam"))
    assert {f.name for f in found if f.role is Role.INVOICES} == {"Clients/Copies", "Alt", "Spam"}


@pytest.mark.parametrize("name", ["INBOX", "Envoyés", "Brouillons", "Corbeille", "Relanced/Journal"])
def test_a_folder_with_another_work_keeps_it_and_that_is_told(name: str) -> None:
    lines = tuple(
        b'() "/" "%s"' % each
        for each in (b"INBOX", b"Envoy&AOk-s", b"Brouillons", b"Corbeille", b"Relanced/Journal")
    )
    found = with_sources(*lines, sources=(name,))
    assert [f.role for f in found] == [f.role for f in with_sources(*lines, sources=())]
    [why] = unread_sources(found, (name,))
    assert f"[[source]] folder «{name}» is not read" in why


def test_a_source_that_the_server_does_not_have_or_cannot_open_is_told_with_what_there_is() -> None:
    lines = (b'() "/" INBOX', b'(\\Noselect) "/" Copies', b'() "/" "Copies de factures"')
    absent, closed = unread_sources(with_sources(*lines, sources=("Copie", "copies")), ("Copie", "copies"))
    assert "«INBOX», «Copies de factures»" in absent
    assert "can hold no mail" in closed
    many = tuple(b'() "/" F%d' % i for i in range(30))
    assert "and 10 more" in unread_sources(with_sources(*many, sources=("x",)), ("x",))[0]


async def test_real_server_gives_the_folder_of_a_source_its_role(account: Account) -> None:
    session = ImapSession.connect(account.settings(sources=("copies EMISES",)), account.password)
    session.ensure_folder("Copies émises")
    found = {folder.name: folder for folder in session.folders()}
    assert found["Copies émises"].role is Role.INVOICES
    session.close()


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        (b'() "/" Relanced/Pause', Verb.PAUSE),
        (b'() "/" "Relanced/Pay&AOk-"', Verb.PAID),
        (b'() "." INBOX.Relanced.Paid', Verb.PAID),
        (b'() "." "INBOX.relanced.Paye&AwE-"', Verb.PAID),  # macOS decomposes accents
        (b'() "/" Relanced/Dispute', Verb.DISPUTE),
        (b'() "/" Relanced/Ignorer', Verb.IGNORE),
        (b'() "/" Relanced/Ignore', Verb.IGNORE),
        (b'() "/" Clients/Pause', None),
        (b'() "/" Relanced/Pause/Dupont', None),
        (b'() "/" Pause', None),
    ],
)
def test_folders_of_the_panel_are_known_in_both_languages_wherever_they_lie(
    line: bytes, verb: Verb | None
) -> None:
    [folder] = recognised(folder_lines([line]), prefix="INBOX." if b"INBOX." in line else "")
    assert (folder.role, folder.verb) == (Role.PANEL if verb else None, verb)
