"""Configuration files for tests: the smallest one, and what relanced makes of a text."""

from pathlib import Path

from relanced.edge.config import Problem, Problems, load_settings
from relanced.edge.settings import Settings

IBAN = "FR76 3000 6000 0112 3456 7890 189"

SMALLEST = """
start_on = 2026-11-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["facturation@firm.example", "@firm.example"]
[imap]
host = "imap.firm.example"
user = "facturation@firm.example"
password = { credential = "imap" }
[smtp]
host = "smtp.firm.example"
"""


def load_in(folder: Path, text: str) -> Settings | Problems:
    file = folder / "relanced.toml"
    file.write_text(text, "utf-8")
    return load_settings(file)


def settings_in(folder: Path, text: str) -> Settings:
    loaded = load_in(folder, text)
    assert isinstance(loaded, Settings), str(loaded)
    return loaded


def problems_in(folder: Path, text: str) -> dict[str, Problem]:
    loaded = load_in(folder, text)
    assert isinstance(loaded, Problems)
    assert len({problem.key for problem in loaded}) == len(loaded), str(loaded)
    return {problem.key: problem for problem in loaded}


def smallest_with(old: str, new: str) -> str:
    assert SMALLEST.count(old) == 1
    return SMALLEST.replace(old, new)


def step_table(name: str, days: object, more: str = "") -> str:
    return f'[[step]]\nname = "{name}"\nafter_due_days = {days}\ntemplate = "rappel"\n{more}\n'
