"""Which folder is what, on servers and in languages of all kinds."""

import pytest
from servers.dovecot import Account

from relanced.edge.folders import Role, folder_lines, recognised
from relanced.edge.imap import ImapSession


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
