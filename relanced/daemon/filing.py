"""A folder's role or name, or a mail's bytes, in; the folder found, the mail appended out."""

from datetime import datetime

from relanced.daemon.office import Office
from relanced.edge.folders import Role
from relanced.edge.imap import ImapSession

APPEND_S = 120


async def folder_of(office: Office, role: Role, otherwise: str) -> str:
    """The folder of this role; made where the mailbox has none."""
    found = await folders_of(office, role)
    if found:
        return found[0]
    return await office.mailbox.run(lambda session: session.ensure_folder(otherwise), APPEND_S)


async def folders_of(office: Office, role: Role) -> tuple[str, ...]:
    """The names of all folders of this role."""
    folders = await office.mailbox.run(ImapSession.folders, APPEND_S)
    return tuple(folder.name for folder in folders if folder.role is role and folder.selectable)


async def append(office: Office, folder: str, raw: bytes, flag: str, at: datetime) -> None:
    """Put a mail into a folder, with one flag and its own time."""
    await office.mailbox.run(lambda session: session.append(folder, raw, (flag,), at), APPEND_S)
