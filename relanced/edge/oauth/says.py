"""What a provider answers to a request for tokens in, what it means and what the owner can do out."""

import re

from relanced.edge.hidden import hide
from relanced.edge.settings import Provider

LOGIN = "«relanced login»"
_CODE = re.compile(r"\bAADSTS(\d{4,8})\b")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_LONGEST = 300

# The refresh token is no good any more, and only a person can get another.
_OVER = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
# Said with a 400, though they pass (RFC 6749, section 4.1.2.1).
_PASSING = frozenset({"temporarily_unavailable", "server_error"})
_PASSING_CODES = frozenset(
    {"90033", "50196"}
)  # Microsoft: its directory is away; a program that asked in a loop

_AGAIN = f"run {LOGIN}"
_ADMIN = "ask whoever administers your Microsoft 365"
# learn.microsoft.com/entra/identity-platform/reference-error-codes
_MICROSOFT = {
    "50020": "the account belongs to another organisation: sign in with that of the mailbox, or set [oauth] tenant",
    "50034": "there is no such account in this tenant: check [oauth] tenant, and with whom you sign in",
    "50053": "the account is locked after too many sign-ins: wait, or " + _ADMIN,
    "50057": "the account is disabled: " + _ADMIN,
    "50059": 'write the "Directory (tenant) ID" into [oauth] tenant',
    "50074": _AGAIN,
    "50076": _AGAIN,
    "50078": _AGAIN,
    "50079": _AGAIN,
    "50105": f"your account may not use this application: {_ADMIN} to assign it to you",
    "50173": f"the password was changed: {_AGAIN}",
    "50194": 'the application is for one organisation: write its "Directory (tenant) ID" into [oauth] tenant',
    "53000": f"your organisation wants a managed device: {_ADMIN}",
    "53001": f"your organisation wants a managed device: {_ADMIN}",
    "53003": f"a rule of your organisation forbids it: try «relanced login --browser», or {_ADMIN}",
    "530035": f"a rule of your organisation forbids it: try «relanced login --browser», or {_ADMIN}",
    "65001": f"the application was not allowed to read and send mail: {_AGAIN} and accept, or {_ADMIN} to consent",
    "65004": f"you did not accept: {_AGAIN} and accept",
    "70000": _AGAIN,
    "700016": "there is no such application in this tenant: check [oauth] client_id and tenant",
    "70008": f"it was not used for too long: {_AGAIN}",
    "70011": "the application lacks a permission: add IMAP.AccessAsUser.All and SMTP.Send to it (docs/oauth.md)",
    "700025": "the application is a public client: take client_secret out of [oauth]",
    "700082": f"it was not used for too long: {_AGAIN}",
    "700084": f"it has run out: {_AGAIN}",
    "70043": f"your organisation wants you to sign in anew from time to time: {_AGAIN}",
    "7000215": "the client secret is wrong: Microsoft shows its «Value» once, and the «Secret ID» is not it",
    "7000218": "in Microsoft Entra, under Authentication, set «Allow public client flows» to Yes (docs/oauth.md)",
    "7000222": "the client secret has run out: make a new one, or set «Allow public client flows» to Yes",
    "90002": "there is no such tenant: check [oauth] tenant",
    "90094": f"an administrator must consent: {_ADMIN}",
    "90095": f"an administrator must consent: {_ADMIN}",
}
_GOOGLE = {
    "invalid_grant": (
        f"the sign-in has ended (a password changed, access withdrawn, or an application still in «Testing»,"
        f" where it lasts 7 days: publish it, docs/oauth.md): {_AGAIN}"
    ),
    "admin_policy_enforced": "ask whoever administers your Google Workspace to allow this application",
    "deleted_client": "the client was deleted in Google Cloud: make another, and write its ID into [oauth]",
    "org_internal": "the application is for your organisation alone: sign in with an account of it",
    "redirect_uri_mismatch": "the client must be of the type «Desktop app» (docs/oauth.md)",
}
_ANYWHERE = {
    "access_denied": f"you, or a rule of your organisation, said no: {_AGAIN} and accept",
    "expired_token": f"the code has run out: {_AGAIN}, and be quicker",
    "invalid_client": "check client_id and client_secret in [oauth]",
    "unauthorized_client": "the application may not do this: check how it is registered (docs/oauth.md)",
    "invalid_scope": "the application lacks a permission: check how it is registered (docs/oauth.md)",
}


class Refusal(Exception):  # noqa: N818 - a word of the trade
    """A no: OAuth's word for it, and what the provider said in words."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.description = description

    @property
    def is_over(self) -> bool:
        """Whether the refresh token will never be taken again."""
        return self.error in _OVER

    @property
    def passes(self) -> bool:
        """Whether it may be yes a little later."""
        return self.error in _PASSING or not _PASSING_CODES.isdisjoint(_CODE.findall(self.description))

    def in_words(self, provider: Provider) -> str:
        """One line for people: what was said, what to do."""
        said = plain(f"{self.error}: {self.description}" if self.description else self.error)
        todo = self._todo(provider)
        return f"{provider.value.title()} says «{said}»; {todo}"

    def _todo(self, provider: Provider) -> str:
        if provider is Provider.GOOGLE:
            known = _GOOGLE.get(self.error)
        else:
            codes = _CODE.findall(self.description)
            known = next((_MICROSOFT[code] for code in codes if code in _MICROSOFT), None)
        return known or _ANYWHERE.get(self.error) or f"{_AGAIN}; docs/oauth.md lists what goes wrong"


def plain(text: str) -> str:
    """A server's words on one line that steers no terminal, cut, without a secret."""
    line = " ".join(_CONTROLS.sub(" ", hide(text)).split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
