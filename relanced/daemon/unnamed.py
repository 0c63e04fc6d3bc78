"""An office in, its clients' names kept out of every log from now on."""

from relanced.daemon.office import Office
from relanced.edge.discreet import keep_private


def leave_unnamed(office: Office) -> None:
    """Have no log name the clients that the last plan knows; costs something only where there were new facts."""
    if office.folded is None or office.unnamed_through == office.folded[0]:
        return
    office.unnamed_through, ledger = office.folded
    names: set[str] = set()
    for account in ledger.accounts.values():
        names |= {account.client.name, account.client.key.partition("#")[0], account.address}
    keep_private(str(office.settings.path), names, (*office.rules.firm.addresses, office.account))
