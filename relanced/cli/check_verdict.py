"""The test letter's header in, what the mail server that took it in says of our domain out."""

from relanced.cli.finding import Finding, note
from relanced.edge.dns_records import read_signature
from relanced.edge.providers import is_host
from relanced.edge.settings import Settings
from relanced.intake.message import Message
from relanced.intake.results import Results, read_results
from relanced.intake.trust import authenticate, authserv_id, is_configured
from relanced.model.names import domain_of

_ELSEWHERE = (
    "to see it with a stranger's eyes, send a mail to a mailbox of yours at another provider, and look at its"
    " Authentication-Results"
)
_NOBODY = "nobody.invalid"  # for a server that writes no name: its findings are shown, and believed by nobody
_METHODS = ("spf", "dkim", "dmarc")


def verdict_of(settings: Settings, header: Message) -> list[Finding]:
    """SPF, DKIM and DMARC as found by our own provider, and under which name it says so."""
    top = authserv_id(header)
    if top is None:
        domain = domain_of(settings.rules.firm.sender)
        signed = any(found is not None for found in map(read_signature, header.all("dkim-signature")))
        told = "it bears a DKIM signature" if signed else f"and nobody signed it for {domain}"
        says = f"your provider writes no findings on what stays in its own house; {told}"
        return [note("letter judged", says, _ELSEWHERE)]
    return [_judged(settings, header, top), _named(settings, top)]


def _judged(settings: Settings, header: Message, top: str) -> Finding:
    results = _results(header, top)
    told = ", ".join(f"{each.method}={each.result}" for each in results.found if each.method in _METHODS)
    domain = domain_of(settings.rules.firm.sender)
    says = f"{told or 'nothing'} for {domain}"
    if not top:
        failed = any(each.result in {"fail", "softfail", "permerror"} for each in results.found)
        return Finding("letter judged", ok=not failed, says=says, do=_mend(domain) if failed else "")
    trust = authenticate(header, (top,))
    if trust.passed:
        return Finding("letter judged", ok=True, says=f"{says}: it is known to be from you")
    if not told:
        return note(
            "letter judged", f"{top} looked at neither SPF nor DKIM: it stayed in its own house", _ELSEWHERE
        )
    return Finding("letter judged", ok=False, says=trust.because, do=_mend(domain))


def _mend(domain: str) -> str:
    return f"switch on DKIM for {domain} with your mail provider, and see the lines under «our own domain»"


def _results(header: Message, top: str) -> Results:
    """The results of the header that counts."""
    named = (value if top else f"{_NOBODY}; {value}" for value in header.all("authentication-results"))
    found = (read_results(value) for value in named)
    return next(
        (each for each in found if each.server == (top or _NOBODY) and not each.is_beside),
        Results(top, (), ""),
    )


def _named(settings: Settings, top: str) -> Finding:
    """The authserv-id, and whether [trust] has it."""
    if not top:
        return note("authserv-id", "your mail server writes its findings without a name: see docs/trust.md")
    if is_configured(top, settings.authserv_ids):
        return Finding("authserv-id", ok=True, says=f"{top}, as in [trust]")
    says = f"{top} wrote them, which [trust] authserv_ids does not name"
    if not is_host(top):  # nothing else goes into a line to paste
        return note("authserv-id", says)
    return note("authserv-id", says, f'if that is your provider\'s own server: authserv_ids = ["{top}"]')
