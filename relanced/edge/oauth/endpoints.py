"""A sign-in's settings in, whom to ask and what for out."""

from dataclasses import dataclass

from relanced.edge.settings import Provider, SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where a provider answers, and what relanced asks to be allowed."""

    device: str  # "": no sign-in by a code there
    authorize: str
    token: str
    scopes: tuple[str, ...]
    redirect_host: str  # of the page on this machine to which the browser is sent back


_MICROSOFT = "https://login.microsoftonline.com"
_OUTLOOK = "https://outlook.office.com"
_MICROSOFT_SCOPES = (f"{_OUTLOOK}/IMAP.AccessAsUser.All", f"{_OUTLOOK}/SMTP.Send", "offline_access")
_GOOGLE_SCOPES = ("https://mail.google.com/",)  # the only one that opens IMAP and SMTP


def endpoints(sign_in: SignIn) -> Endpoints:
    """Those of the provider, or of the test's server on this machine."""
    if sign_in.provider is Provider.MICROSOFT:
        base = sign_in.server or f"{_MICROSOFT}/{sign_in.tenant}/oauth2/v2.0"
        return Endpoints(
            device=f"{base}/devicecode",
            authorize=f"{base}/authorize",
            token=f"{base}/token",
            scopes=_MICROSOFT_SCOPES,
            redirect_host="localhost",  # Entra takes any port of http://localhost alone, not of 127.0.0.1
        )
    authorize, token = "https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token"
    if sign_in.server:
        authorize, token = f"{sign_in.server}/authorize", f"{sign_in.server}/token"
    # Google allows the device flow for few scopes, and never for mail.
    return Endpoints(
        device="", authorize=authorize, token=token, scopes=_GOOGLE_SCOPES, redirect_host="127.0.0.1"
    )


def lacking(asked: tuple[str, ...], granted: str) -> tuple[str, ...]:
    """The scopes that were asked for and not given; Google lets people untick them, Microsoft shortens names."""
    given = {_short(scope) for scope in granted.split()}
    wanted = (scope for scope in asked if scope != "offline_access")
    return tuple(scope for scope in wanted if given and _short(scope) not in given)


def _short(scope: str) -> str:
    return scope.rstrip("/").rpartition("/")[2].lower()
