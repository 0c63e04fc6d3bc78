"""What rebuild shows: much is cut, and no word of a mail steers the terminal."""

import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from casework.casework_makers import RULES, after, credit, invoice, notice
from cli_store import EVIL

from relanced.cli.rebuild_view import SHOWN, rebuilt_json, rebuilt_lines
from relanced.cli.words import PlainConsole, json_line
from relanced.daemon.rebuild import Rebuilt, compare
from relanced.edge.rebuilt import Carried
from relanced.model.facts import Fact

ZONE = ZoneInfo("Europe/Paris")


def shown(built: Rebuilt, columns: int) -> str:
    console = PlainConsole()
    console.width = columns
    with console.capture() as said:
        for line in rebuilt_lines(built, ZONE):
            console.print(line)
    return said.get()


def built(before: list[Fact], now: list[Fact]) -> Rebuilt:
    return Rebuilt(
        store=Path("relanced.db"),
        fresh=Path("relanced.db.new"),
        mails=2,
        facts=1,
        carried=Carried(letters=3, in_doubt=1, sendings=4, notes=2),
        differences=compare(before, now, RULES, after(40)),
    )


def test_much_is_cut_and_hostile_words_are_words() -> None:
    bills: list[Fact] = [
        replace(
            invoice(f"F{n}"),
            client_name=EVIL,
            subject=EVIL,
            source=replace(invoice(f"F{n}").source, folder=EVIL),
        )
        for n in range(SHOWN + 5)
    ]
    found = built([*bills, notice(credit("1.00", EVIL, EVIL), on=after(1))], [])

    for columns in (80, 120):
        said = shown(found, columns)
        assert f"{len(bills)} invoices would stand otherwise" in said
        assert "and 5 more; --json lists them all" in said
        assert "not known" in said
        assert "3 letters of the outbox (1 in doubt)" in " ".join(said.split())
        assert "\x1b[2J" not in said
        assert max(map(len, said.splitlines())) <= columns
    told = rebuilt_json(found)
    assert len(json.loads(json_line(told))["invoices_differ"]) == len(bills)
    assert "\x1b" not in json_line(told)


def test_where_nothing_differs_that_is_said() -> None:
    found = built([invoice("F1")], [invoice("F1")])

    assert "Nothing differs" in shown(found, 80)
    assert rebuilt_json(found)["same"] is True


def test_without_an_old_store_nothing_is_compared() -> None:
    found = replace(built([], []), carried=None, differences=None)

    assert "differ" not in shown(found, 80)
    assert rebuilt_json(found)["compared"] is False
    assert rebuilt_json(found)["same"] is False
