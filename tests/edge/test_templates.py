"""Template folders: the owner's before the shipped one, what is wrong never reaches a letter."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import structlog

from relanced.edge.templates import MAX_BYTES, FileProblem, TemplateFolder, read_template_sources

GOOD = "Subject: a\n\nb\n"


def check(files: Mapping[str, str], path: str) -> tuple[FileProblem, ...]:
    """A stand-in for the letters' check: «bad» is wrong, «needs X» is right beside a file that says X."""
    text = files[path]
    if "bad" in text:
        return (FileProblem(path, 2, "it is bad"),)
    for line in text.splitlines():
        if line.startswith("needs ") and not any(
            line[6:] in other for p, other in files.items() if p != path
        ):
            return (FileProblem(path, 1, f"nobody says {line[6:]}"),)
    return ()


def write(folder: Path, name: str, text: str | bytes = GOOD) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_without_an_own_folder_there_are_the_shipped_templates() -> None:
    found = read_template_sources(None)

    assert found.sources["fr/rappel.txt.j2"].count("Subject:") == 1
    assert {path[:2] for path in found.sources} == {"fr", "en", "de", "es", "it", "nl"}
    assert (found.owned, found.problems) == (frozenset(), ())


def test_an_own_file_goes_before_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "fr/rappel.txt.j2", "\ufeff" + GOOD.replace("\n", "\r\n"))
    write(tmp_path, "de/rappel.txt.j2")

    found = read_template_sources(tmp_path)

    assert found.sources["fr/rappel.txt.j2"] == GOOD
    assert found.sources["de/rappel.txt.j2"] == GOOD
    assert "fr/relance.txt.j2" in found.sources
    assert found.owned == {"fr/rappel.txt.j2", "de/rappel.txt.j2"}


def test_an_own_letter_drops_the_shipped_words_for_other_tones(tmp_path: Path) -> None:
    write(tmp_path, "fr/rappel.txt.j2")
    write(tmp_path, "fr/relance.warm.txt.j2")
    found = read_template_sources(tmp_path).sources

    assert {path for path in found if path.startswith("fr/rappel.")} == {"fr/rappel.txt.j2"}
    assert found["fr/relance.warm.txt.j2"] == GOOD
    assert found["fr/relance.firm.txt.j2"] != GOOD  # an own tone replaces that tone alone
    assert "en/rappel.warm.txt.j2" in found


def test_an_own_part_drops_nothing(tmp_path: Path) -> None:
    write(tmp_path, "fr/_parts.txt.j2")

    assert "fr/rappel.warm.txt.j2" in read_template_sources(tmp_path).sources


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [(b"Subject: a\n\n\xe9t\xe9\n", 3, "not UTF-8"), (b"a" * (MAX_BYTES + 1), 0, "larger than")],
)
def test_what_cannot_be_read_is_told_and_not_replaced_by_the_shipped_words(
    tmp_path: Path, text: bytes, line: int, why: str
) -> None:
    write(tmp_path, "fr/rappel.txt.j2", text)

    found = read_template_sources(tmp_path)

    (problem,) = found.problems
    assert (problem.file, problem.line) == ("fr/rappel.txt.j2", line)
    assert why in problem.why
    assert "fr/rappel.txt.j2" not in found.sources
    assert "fr/rappel.html.j2" not in found.sources


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    own.mkdir()
    secret = write(tmp_path, "elsewhere/secret.txt.j2", "Subject: password\n\nx")
    inside = write(own, "fr/a.txt.j2")
    (own / "fr" / "b.txt.j2").symlink_to(inside)
    (own / "fr" / "c.txt.j2").symlink_to(secret)
    (own / "en").symlink_to(elsewhere, target_is_directory=True)
    (tmp_path / "link").symlink_to(own, target_is_directory=True)

    found = read_template_sources(tmp_path / "link")

    assert found.owned == {"fr/a.txt.j2", "fr/b.txt.j2"}
    assert [(each.file, "leads out" in each.why) for each in found.problems] == [
        ("en/secret.txt.j2", True),
        ("fr/c.txt.j2", True),
    ]


def test_only_templates_are_read_and_misnamed_ones_told(tmp_path: Path) -> None:
    for name in ("fr/README.md", "fr/.#rappel.txt.j2", "fr/rappel.txt.j2~", ".git/x.txt.j2", "notes.txt.j2"):
        write(tmp_path, name)
    write(tmp_path, "fr/Rappel.j2")
    os.mkfifo(tmp_path / "fr" / "pipe.txt.j2")

    found = read_template_sources(tmp_path)

    assert found.owned == frozenset()
    assert [(each.file, each.why[:8]) for each in found.problems] == [
        ("fr/Rappel.j2", "is named"),
        ("fr/pipe.txt.j2", "is no fi"),
    ]


def test_where_the_own_folder_is_gone_there_are_no_templates(tmp_path: Path) -> None:
    found = read_template_sources(tmp_path / "gone")

    assert found.sources == {}
    assert "cannot be read" in str(found.problems[0])


def test_a_dropped_file_is_live_at_the_next_round(tmp_path: Path) -> None:
    folder = TemplateFolder(tmp_path, check)
    shipped = folder.refresh()["fr/rappel.txt.j2"]

    path = write(tmp_path, "fr/rappel.txt.j2")
    assert folder.refresh()["fr/rappel.txt.j2"] == GOOD

    write(tmp_path, "fr/rappel.txt.j2", GOOD + "more")
    assert folder.refresh()["fr/rappel.txt.j2"] == GOOD + "more"

    path.unlink()
    assert folder.refresh()["fr/rappel.txt.j2"] == shipped
    assert folder.problems == ()


def test_the_last_good_version_stays_and_the_problem_is_told_once(tmp_path: Path) -> None:
    folder = TemplateFolder(tmp_path, check)
    write(tmp_path, "fr/rappel.txt.j2")
    folder.refresh()

    with structlog.testing.capture_logs() as logs:
        for text in ("bad", b"\xe9"):
            write(tmp_path, "fr/rappel.txt.j2", text)
            assert folder.refresh()["fr/rappel.txt.j2"] == GOOD
            assert folder.refresh()["fr/rappel.txt.j2"] == GOOD
            assert [each.file for each in folder.problems] == ["fr/rappel.txt.j2"]

    assert [(log["event"], log["what"]) for log in logs] == [
        ("template_refused", "its last good version stays")
    ] * 2

    write(tmp_path, "fr/rappel.txt.j2", GOOD + "again")
    assert folder.refresh()["fr/rappel.txt.j2"] == GOOD + "again"
    assert folder.problems == ()


def test_a_file_that_was_never_right_stops_its_letters(tmp_path: Path) -> None:
    write(tmp_path, "fr/rappel.txt.j2", 'bad "}}" \U0001f600')
    folder = TemplateFolder(tmp_path, check)

    files = folder.refresh()

    assert files["fr/rappel.txt.j2"] == '{{ stop("fr/rappel.txt.j2, line 2: it is bad") }}'
    assert "fr/rappel.html.j2" not in files
    assert "fr/relance.txt.j2" in files


def test_one_wrong_file_does_not_hold_back_the_others(tmp_path: Path) -> None:
    write(tmp_path, "fr/_part.txt.j2", "macro")
    write(tmp_path, "fr/letter.txt.j2", "needs macro")
    write(tmp_path, "fr/wrong.txt.j2", "bad")
    folder = TemplateFolder(tmp_path, check)

    files = folder.refresh()

    assert files["fr/letter.txt.j2"] == "needs macro"
    assert [each.file for each in folder.problems] == ["fr/wrong.txt.j2"]


def test_files_that_need_each_other_may_change_together(tmp_path: Path) -> None:
    write(tmp_path, "fr/a.txt.j2", "needs new\nsays old")
    write(tmp_path, "fr/b.txt.j2", "needs old\nsays new")

    folder = TemplateFolder(tmp_path, check)
    folder.refresh()

    assert folder.problems == ()


def test_a_folder_that_vanishes_leaves_the_last_good_templates(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    write(own, "fr/rappel.txt.j2")
    folder = TemplateFolder(own, check)
    folder.refresh()

    own.rename(tmp_path / "away")

    assert folder.refresh()["fr/rappel.txt.j2"] == GOOD
    assert [each.file for each in folder.problems] == [str(own)]
    assert TemplateFolder(own, check).refresh() == {}


def test_an_unchanged_folder_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "fr/rappel.txt.j2")
    calls: list[str] = []

    def counting(files: Mapping[str, str], path: str) -> tuple[FileProblem, ...]:
        calls.append(path)
        return check(files, path)

    folder = TemplateFolder(tmp_path, counting)
    assert folder.refresh() is folder.refresh()
    assert calls == ["fr/rappel.txt.j2"]


def test_a_file_that_the_check_falls_over_is_refused_and_no_other(tmp_path: Path) -> None:
    def falls_over(files: Mapping[str, str], path: str) -> tuple[FileProblem, ...]:
        if "deep" in files[path]:
            raise RecursionError
        return ()

    write(tmp_path, "fr/rappel.txt.j2", "deep")
    write(tmp_path, "fr/relance.txt.j2")
    folder = TemplateFolder(tmp_path, falls_over)
    files = folder.refresh()

    assert files["fr/relance.txt.j2"] == GOOD
    assert "stop(" in files["fr/rappel.txt.j2"]
    assert [str(each) for each in folder.problems] == ["fr/rappel.txt.j2: cannot be checked: RecursionError"]
