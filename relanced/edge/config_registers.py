"""The [registers] table of a configuration file: whether clients are looked up in the official open data."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from relanced.edge.config_judge import in_clear
from relanced.edge.config_problems import wrong
from relanced.edge.config_table import Table
from relanced.edge.settings import RegistersSettings

COMPANIES = "https://recherche-entreprises.api.gouv.fr/search"
NOTICES = (
    "https://bodacc-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/annonces-commerciales/records"
)

_EXPECTED = "an address that begins with https://, without ? and #"


def _address(given: str) -> str:
    """https, or plain http to this machine; nothing in it that a request adds."""
    is_plain = given.isascii() and given.isprintable() and not set(given) & set(' ?#@"')
    if not is_plain or not given.startswith(("https://", "http://")) or not _leads_somewhere(given):
        raise wrong(_EXPECTED)
    if in_clear(given):
        raise wrong(_EXPECTED)
    return given


def _leads_somewhere(given: str) -> bool:
    """Whether there is a host in it, and a port that there may be; a bracket left open is neither."""
    try:
        parts = urlsplit(given)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


_Url = Annotated[str, Field(max_length=300), AfterValidator(_address)]


class RegistersTable(Table):
    """[registers]: the daily look-up of clients by SIREN, off unless it is asked for."""

    enabled: bool = False
    companies: _Url = COMPANIES
    notices: _Url = NOTICES
    seconds: Annotated[int, Field(ge=1, le=60)] = 15  # for one question, all in all

    def settings(self) -> RegistersSettings | None:
        """None where it is off."""
        if not self.enabled:
            return None
        return RegistersSettings(companies_url=self.companies, notices_url=self.notices, seconds=self.seconds)
