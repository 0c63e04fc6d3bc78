"""Files that are written together: all of them, or none, each readable by its owner alone."""

from pathlib import Path

import pytest

from relanced.cli.init_places import places_of
from relanced.cli.init_write import READABLE, NewFile, NotWritable, make_folder, new_key, write_all
from relanced.edge.settings import FromCredential, FromFile


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_are_written_each_with_its_mode(tmp_path: Path) -> None:
    files = [NewFile(tmp_path / "key", "k\n"), NewFile(tmp_path / "config.toml", "x = 1\n", READABLE)]
    assert write_all(files, backup="old") == ()
    assert names(tmp_path) == ["config.toml", "key"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o644


def test_where_one_cannot_be_written_none_stays(tmp_path: Path) -> None:
    files = [NewFile(tmp_path / "key", "k\n"), NewFile(tmp_path / "nowhere" / "config.toml", "x = 1\n")]
    with pytest.raises(NotWritable, match="nowhere"):
        write_all(files, backup="old")
    assert names(tmp_path) == []


def test_where_the_last_place_is_taken_by_a_folder_none_stays(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(NotWritable):
        write_all([NewFile(tmp_path / "key", "k\n"), NewFile(tmp_path / "config.toml", "x\n")], backup="old")
    assert names(tmp_path) == ["config.toml"]


def test_broken_off_half_way_nothing_new_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def breaks_off(self: Path, target: Path) -> Path:
        if target.name == "config.toml":
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        write_all([NewFile(tmp_path / "key", "k\n"), NewFile(tmp_path / "config.toml", "x\n")], backup="old")
    assert names(tmp_path) == []


def test_what_stood_there_is_kept_beside(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("mine\n", encoding="utf-8")
    (kept,) = write_all([NewFile(config, "new\n")], backup="before-1")
    assert kept.read_text(encoding="utf-8") == "mine\n"
    assert config.read_text(encoding="utf-8") == "new\n"
    assert kept.suffix != ".toml"  # a folder of firms takes every *.toml for one


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotWritable, match="file"):
        make_folder(tmp_path / "file" / "below", 0o700)


def test_no_two_keys_are_alike() -> None:
    assert new_key() != new_key()
    assert len(new_key()) >= 43


def test_firms_of_one_folder_have_secrets_of_their_own(tmp_path: Path) -> None:
    usual, other = (places_of(tmp_path / name, is_system=False) for name in ("config.toml", "verrier.toml"))
    assert usual.secret("imap") == tmp_path / "imap-password"
    assert other.secret("imap") == tmp_path / "verrier.imap-password"
    assert other.ref("key") == FromFile(Path("verrier.key"))


def test_the_service_has_the_credentials_of_its_unit(tmp_path: Path) -> None:
    places = places_of(tmp_path / "config.toml", is_system=True)
    assert places.secret("imap") == tmp_path / "credentials" / "imap"
    assert places.ref("key") == FromCredential("key")
    assert str(places_of(None, is_system=True).config) == "/etc/relanced/config.toml"
