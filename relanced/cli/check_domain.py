"""Our sending domain in, what its SPF, DKIM and DMARC records say of our letters out. Asks the DNS alone.

A letter from a domain without them lands in the junk folder, or is refused (Gmail and Yahoo since 2024).
"""

from collections.abc import Callable, Sequence

from relanced.cli.check_own import OwnMail
from relanced.cli.finding import Finding, note
from relanced.edge.dns_ask import Dns, DnsSilent, SpfSeen, covers, dkim_key_of, dmarc_of, include_for, spf_of
from relanced.edge.dns_records import MOST_LOOKUPS, Signature, is_for_examples
from relanced.edge.providers import by_domain
from relanced.edge.settings import Settings
from relanced.model.names import domain_of
from relanced.model.rules import Mode

_PANEL = "where your domain is managed (DNS zone, TXT record)"
_LETTER = "«relanced check --letter» sends you a test letter: its headers tell"
_NO_TELLING = "asked again next time; it says nothing against the domain"


def look_at_domain(settings: Settings, own: Sequence[OwnMail], names: Dns | None = None) -> list[Finding]:
    """SPF, DKIM and DMARC of the address that letters come from. `names`: the DNS to ask, else the machine's."""
    domain = domain_of(settings.rules.firm.sender)
    if not domain:
        return [note("SPF, DKIM, DMARC", "which address letters come from is not known yet: [firm] sender")]
    if names is None and is_for_examples(domain):
        return [note("SPF, DKIM, DMARC", f"{domain} is a name for examples: nobody was asked")]
    if (provider := by_domain(domain)) is not None:
        says = f"@{domain} is {provider.name}'s own domain: its records are kept there"
        return [Finding("SPF, DKIM, DMARC", ok=True, says=says)]
    asked = names or Dns()
    return [
        _guarded("SPF", lambda: _spf(settings, domain, asked)),
        _guarded("DKIM", lambda: _dkim(domain, own, asked)),
        _guarded("DMARC", lambda: _dmarc(domain, asked)),
    ]


def _guarded(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except DnsSilent as error:
        return note(what, f"not known: {error}", _NO_TELLING)


def _wrong(settings: Settings, what: str, says: str, do: str) -> Finding:
    """A fault that keeps letters from arriving: one to mend, where letters leave; before that a note."""
    if settings.rules.mode is Mode.OBSERVE:
        return note(what, says, do, before_send=True)
    return Finding(what, ok=False, says=says, do=do)


def _spf(settings: Settings, domain: str, names: Dns) -> Finding:
    host = settings.smtp.host
    seen = spf_of(domain, names)
    if not seen.records:
        include = include_for(host)
        record = f"«v=spf1 include:{include} ~all»" if include else "the record that your mail provider gives"
        says = f"{domain} has no SPF record: nobody knows which servers may send for it"
        return _wrong(settings, "SPF", says, f"publish {record} {_PANEL}")
    if len(seen.records) > 1:
        says = f"{domain} has {len(seen.records)} SPF records: with more than one, none counts"
        return _wrong(
            settings, "SPF", says, "make one of them: «v=spf1», all that each names, and one «~all»"
        )
    wrong = _spf_fault(domain, seen)
    if wrong is not None:
        return _wrong(settings, "SPF", *wrong)
    return _spf_cover(settings, domain, seen, names)


def _spf_fault(domain: str, seen: SpfSeen) -> tuple[str, str] | None:
    """What makes a single record worthless, and what to do."""
    if seen.everybody == "+":
        return f"{domain} lets everybody send for it («+all»)", "write «~all» or «-all» in its place"
    if seen.faults:
        told = ", ".join(seen.faults[:3])
        return (
            f"{domain}: receivers stumble over {told}: the record counts for nothing",
            "mend or remove that word",
        )
    if seen.lookups > MOST_LOOKUPS:
        says = (
            f"{domain}: {seen.lookups} look-ups, and {MOST_LOOKUPS} are allowed: receivers take it for broken"
        )
        return says, "remove what is not used any more (include:, a, mx), or name addresses (ip4:)"
    return None


def _spf_cover(settings: Settings, domain: str, seen: SpfSeen, names: Dns) -> Finding:
    host = settings.smtp.host
    covered = covers(seen, host, names)
    says = f"one record, {seen.lookups} of {MOST_LOOKUPS} look-ups"
    if covered:
        return Finding("SPF", ok=True, says=f"{says}, names the provider of {host}")
    if covered is None:
        return note(
            "SPF", f"{says}; whether it names the servers of {host} cannot be told from here", _LETTER
        )
    says = f"{domain}: the record does not name the provider of {host}, so its letters fail SPF"
    return _wrong(settings, "SPF", says, f"add «include:{include_for(host)}» to the record, before «all»")


def _dkim(domain: str, own: Sequence[OwnMail], names: Dns) -> Finding:
    """The key by which our newest signed mail was signed."""
    signatures = [signature for mail in own for signature in mail.signatures]
    ours = next((each for each in signatures if _is_aligned(domain, each.domain)), None)
    if ours is None and not signatures:
        return note("DKIM", "not known: no mail of yours with a signature lies in INBOX or Sent", _LETTER)
    if ours is None:
        says = f"your mails are signed by {signatures[0].domain}, not by {domain}: that proves nothing of your domain"
        return note("DKIM", says, f"switch on DKIM for {domain} with your mail provider", before_send=True)
    return _key(ours, names)


def _key(signature: Signature, names: Dns) -> Finding:
    where = f"{signature.selector}._domainkey.{signature.domain}"
    key = dkim_key_of(signature, names)
    if key is None or key.is_revoked:
        how = "is not published" if key is None else "was taken back"
        return Finding(
            "DKIM",
            ok=False,
            says=f"the key of your mails, {where}, {how}",
            do=f"have your mail provider show the DKIM record, and publish it {_PANEL}",
        )
    if key.is_weak or key.is_for_tests:
        why = "is shorter than 1,024 bits" if key.is_weak else "says that it is for tests (t=y)"
        return note("DKIM", f"{where} {why}: receivers may pass it over", "have your provider make a new key")
    return Finding(
        "DKIM", ok=True, says=f"signed by {signature.domain}, key «{signature.selector}» is published"
    )


def _dmarc(domain: str, names: Dns) -> Finding:
    found = dmarc_of(domain, names)
    if found is None:
        says = f"no policy for {domain}: receivers decide by themselves whom they believe"
        do = f"publish «v=DMARC1; p=none; rua=mailto:you@{domain}» at _dmarc.{domain}, and read a week of reports"
        return note("DMARC", says, do)
    where, policy = found
    word = policy.policy if where == domain else policy.below
    strict = [
        name
        for name, is_strict in (("DKIM", policy.is_strict_dkim), ("SPF", policy.is_strict_spf))
        if is_strict
    ]
    says = f"«{word}» at _dmarc.{where}, {' and '.join(strict) + ' strict' if strict else 'aligned as usual'}"
    if word == "none":
        return note("DMARC", f"{says}: mails that are not from you are told of, and not kept out")
    return Finding("DMARC", ok=True, says=says)


def _is_aligned(domain: str, signer: str) -> bool:
    """The same domain, or one above or below it (relaxed alignment, RFC 7489, 3.1.1, as near as can be told)."""
    return domain == signer or domain.endswith(f".{signer}") or signer.endswith(f".{domain}")
