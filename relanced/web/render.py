"""A page's name and its values in, HTML out: everything that a mail may have said is escaped on its way."""

from collections.abc import Callable, Mapping
from functools import cache
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from relanced.web.words import plain


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("relanced.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["plain"] = plain
    return made


def render(page: str, values: Mapping[str, object]) -> str:
    """One page."""
    return _environment().get_template(f"{page}.html").render(values)


def linker(firm: str) -> Callable[..., str]:
    """Makes the addresses of a firm's pages: link("invoice", number="F2026-012")."""

    def link(page: str = "", /, **asked: object) -> str:  # what is asked may be called «page» too
        query = urlencode({name: str(value) for name, value in asked.items() if value not in {None, ""}})
        return f"/firm/{quote(firm, safe='')}/{page}" + (f"?{query}" if query else "")

    return link
