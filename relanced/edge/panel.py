"""A session and the owner's language in; the folders that he moves mails to, as they are called there, out."""

from relanced.edge.folders import Role
from relanced.edge.imap import ImapSession
from relanced.model.command_words import FOLDER_NAMES, folder_of
from relanced.model.decided import Verb


def panel_folders(session: ImapSession) -> dict[Verb, str]:
    """The folders of the control panel that are there, by what a mail in them decides; in whatever language."""
    found = (folder for folder in session.folders() if folder.role is Role.PANEL and folder.selectable)
    return {folder.verb: folder.name for folder in found if folder.verb is not None}


def make_panel(session: ImapSession, language: str) -> tuple[str, ...]:
    """Make the folders that are missing, and subscribe to them: mail programs hide the others.

    Gives the names of those that were made, as the server has them. One that the owner has in another
    language is not made twice. Raises ConnectionLost, ServerRefused.
    """
    there = panel_folders(session)
    missing = [verb for verb in FOLDER_NAMES["en"] if verb not in there]
    return tuple(session.ensure_folder(folder_of(verb, language)) for verb in missing)
