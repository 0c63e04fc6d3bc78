"""What a changed file changes: noticed by its size and time, taken over where nothing need be closed for it."""

import os
from pathlib import Path

import pytest
from faults.fault_makers import Place

from relanced.daemon.reload import (
    config_refused,
    note_problems,
    sight_of,
    sight_of_templates,
    take_over,
    unreadable_secrets,
)
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings

LIMITS = "[limits]\nmin_interval_days = 9\n"
CLIENT = '[[client]]\nmatch = ["@c.example"]\nname = "C"\n'


def _settings(place: Place, text: str) -> Settings:
    path = place.folder / "firm.toml"
    path.write_text(text, encoding="utf-8")
    loaded = load_settings(path)
    assert isinstance(loaded, Settings), str(loaded)
    return loaded


@pytest.mark.parametrize(
    ("old", "new", "stays_open"),
    [
        ("", LIMITS, True),
        ("", CLIENT, True),
        ("", '[[step]]\nname = "un"\nafter_due_days = 3\ntemplate = "rappel"\n', True),
        ('mode = "send"', 'mode = "observe"', False),
        ("[imap]", '[imap]\nsent = ["Sent"]', False),
        ("[smtp]", "[smtp]\nself_bcc = true", False),
        ("", '[[bank]]\nname = "Autre"\nfrom = ["@autre.example"]\n', False),
        ("", '[replies]\ndispute_words = ["pas content"]\n', False),
        ('mode = "send"', 'timezone = "Europe/Athens"\nmode = "send"', False),
    ],
)
async def test_only_what_connections_and_readers_were_made_of_closes_the_office(
    tmp_path: Path, old: str, new: str, *, stays_open: bool
) -> None:
    place = Place(folder=tmp_path, imap=1)
    text = place.write_config().read_text("utf-8")
    async with place.office() as office:
        office.settings = _settings(place, text)
        changed = _settings(place, text.replace(old, new, 1) if old else f"{text}\n{new}")
        assert changed != office.settings
        assert take_over(office, changed) is stays_open
        assert (office.settings == changed) is stays_open


async def test_new_templates_are_taken_over(tmp_path: Path) -> None:
    place = Place(folder=tmp_path, imap=1)
    text = place.write_config().read_text("utf-8")
    letter = tmp_path / "mine" / "fr" / "rappel.txt.j2"
    letter.parent.mkdir(parents=True)
    letter.write_text("Subject: {{ nothing", encoding="utf-8")
    async with place.office() as office:
        office.settings = _settings(place, text)
        assert take_over(office, _settings(place, f'templates = "mine"\n{text}'))
        office.templates.refresh()
        assert [problem.file for problem in office.templates.problems] == ["fr/rappel.txt.j2"]


def test_every_change_of_a_file_that_counts_is_seen_and_no_other(tmp_path: Path) -> None:
    place = Place(folder=tmp_path, imap=1)
    text = place.write_config().read_text("utf-8")
    banks, letters = tmp_path / "banks", tmp_path / "letters" / "fr"
    banks.mkdir()
    letters.mkdir(parents=True)
    settings = _settings(place, f'bank_profiles = "banks"\ntemplates = "letters"\n{text}')

    def look() -> tuple[object, object]:
        return sight_of(tmp_path, [settings.path], [settings]), sight_of_templates(settings)

    before = look()
    (tmp_path / "relanced.db-wal").write_text("x")
    assert look() == before
    (banks / "b.toml").write_text("x")
    assert look()[0] != before[0]
    before = look()
    (tmp_path / "other.toml").write_text("x")  # another firm
    assert look()[0] != before[0]
    before = look()
    draft = tmp_path / ".firm.toml.swp"
    draft.write_text(settings.path.read_text("utf-8"))
    os.utime(draft, ns=(settings.path.stat().st_atime_ns, settings.path.stat().st_mtime_ns))
    draft.replace(settings.path)  # as editors write: the same size and time, another inode
    assert look()[0] != before[0]
    before = look()
    (letters / "rappel.txt.j2").write_text("x")
    assert (look()[0] == before[0], look()[1] != before[1]) == (True, True)


def test_settings_whose_secret_cannot_be_had_are_refused_before_anything_is_closed(tmp_path: Path) -> None:
    place = Place(folder=tmp_path, imap=1)
    text = place.write_config().read_text("utf-8")
    old = _settings(place, text)
    new = _settings(place, text.replace(f"{tmp_path}/password", f"{tmp_path}/nowhere"))
    assert unreadable_secrets(old, old) == ()
    [why] = unreadable_secrets(new, old)
    assert "nowhere" in why


async def test_what_is_refused_is_kept_for_others_to_tell_until_it_is_right(tmp_path: Path) -> None:
    async with Place(folder=tmp_path, imap=1).office() as office:
        assert config_refused(office.store) == ()
        note_problems(office.store, ["firm.toml: mod: expected …", "fr/rappel.txt.j2, line 3: é"])
        assert config_refused(office.store) == ("firm.toml: mod: expected …", "fr/rappel.txt.j2, line 3: é")
        note_problems(office.store, [])
        assert config_refused(office.store) == ()
