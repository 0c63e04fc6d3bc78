"""A sign-in and its tokens in, whether they can still be of use out. Asks nobody, loads no library."""

from relanced.edge.credentials import SignInNeeded
from relanced.edge.oauth.says import LOGIN, plain
from relanced.edge.oauth.token_file import Tokens, TokensUnusable, read_tokens
from relanced.edge.settings import LoginWith, SignIn


def waits_for_login(login: LoginWith) -> str:
    """Why «relanced login» is needed, as far as the file tells; "": it is not, or a password opens the mailbox."""
    if not isinstance(login, SignIn):
        return ""
    try:
        standing(login, read_tokens(login.tokens))
    except (SignInNeeded, TokensUnusable) as error:
        return str(error)
    return ""


def standing(sign_in: SignIn, tokens: Tokens | None) -> Tokens:
    """The tokens, where they can still be of use. Raises SignInNeeded."""
    if tokens is None:
        raise SignInNeeded(needed(sign_in, "nobody has signed in yet"))
    if tokens.client_id != sign_in.client_id:
        raise SignInNeeded(needed(sign_in, "[oauth] client_id is another than at the last sign-in"))
    if tokens.refused:
        raise SignInNeeded(needed(sign_in, tokens.refused))
    return tokens


def needed(sign_in: SignIn, why: str) -> str:
    """The same for everybody who tells it: whose mailbox, why, and what to do."""
    return f"{sign_in.user}: {plain(why)}; until {LOGIN} was run, nothing is read or sent"
