"""What a look-up of a client in the directory of companies brought in, a line and JSON out."""

from collections.abc import Iterator, Mapping

from relanced.cli.words import Text
from relanced.daemon.registers import Looked


def standing_lines(found: Mapping[str, Looked]) -> Iterator[Text]:
    """A line for each SIREN of the client that was looked up; a company that is closed stands out."""
    for siren, looked in found.items():
        standing = looked.standing
        where = f"SIREN {siren} in the directory of companies on {looked.on}"
        if standing is None:
            yield Text(f"{where}: not known there", style="yellow")
            continue
        created = f", created on {standing.created_on}" if standing.created_on else ""
        since = f" since {standing.closed_on}" if standing.closed_on else ""
        state = "active" if standing.is_active else f"closed{since}"
        yield Text(
            f"{where}: {standing.name}, {state}{created}", style="" if standing.is_active else "bold red"
        )


def standing_json(found: Mapping[str, Looked]) -> list[dict[str, object]]:
    """The same for other programs."""
    return [
        {
            "siren": siren,
            "looked_up_on": looked.on.isoformat(),
            "is_known": looked.standing is not None,
            "name": looked.standing.name if looked.standing else None,
            "is_active": looked.standing.is_active if looked.standing else None,
            "created_on": _iso(looked.standing.created_on) if looked.standing else None,
            "closed_on": _iso(looked.standing.closed_on) if looked.standing else None,
        }
        for siren, looked in found.items()
    ]


def _iso(day: object) -> str | None:
    return str(day) if day else None
