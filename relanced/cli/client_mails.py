"""The books and a ref in, the client's mail that is meant out; or the command ended with what to type."""

from relanced.cli.common import App
from relanced.cli.names import unknown
from relanced.daemon.books import Books
from relanced.daemon.desk.client_mails import ClientMail, client_mails
from relanced.daemon.desk.mails import SHORTEST, mails_beginning


def one_mail(app: App, books: Books, ref: str) -> ClientMail:
    """The client's mail whose ref begins so; ends the command where none does, or several do."""
    found = mails_beginning(client_mails(books).values(), ref)
    if not found:
        short = f" A ref needs {SHORTEST} digits at least." if len(ref.strip()) < SHORTEST else ""
        app.fail(f"{unknown(books, ref)}{short}", "«relanced replies list --all» lists clients' mails.")
    if len(found) > 1:
        refs = ", ".join(mail.ref for mail in found)
        app.fail(f"{ref}: several mails begin so: {refs}. Type more of it; nothing was recorded.")
    return found[0]
