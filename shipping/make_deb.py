"""A checkout in, dist/relanced_VERSION_ARCH.deb out, for the Debian whose python3 is the Python that runs this.

The libraries of requirements/deb.txt are unpacked into /usr/lib/relanced, compiled for this Python, and seen
by nothing else. Needs dpkg-deb, and a wheel for every library: nothing is compiled here.
"""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from make_man import page

from relanced import __version__

ROOT = Path(__file__).parents[1]
PARTS = ROOT / "shipping" / "deb"
LIBRARIES = Path("usr/lib/relanced")
SHELLS = {
    "bash": "usr/share/bash-completion/completions/relanced",
    "zsh": "usr/share/zsh/vendor-completions/_relanced",
    "fish": "usr/share/fish/vendor_completions.d/relanced.fish",
}
_USELESS = ("bin", "*.dist-info/RECORD", "*.dist-info/direct_url.json", "**/tests", "**/__pycache__")
# In the units of the package relanced is where Debian puts commands, and its user is one of the machine's, so that
# «sudo relanced status» reads the same database. They wait for a configuration.
_UNIT = {
    "/opt/relanced/bin/relanced": "/usr/bin/relanced",
    "DynamicUser=yes": "DynamicUser=no",
    "[Service]\n": "ConditionPathExists=/etc/relanced/config.toml\n\n[Service]\n",
}


def build() -> Path:
    """Build the package; gives where it lies."""
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    _libraries(tree / LIBRARIES)
    _files(tree)
    _control(tree)
    made = ROOT / "dist" / f"relanced_{__version__}_{_architecture()}.deb"
    made.parent.mkdir(exist_ok=True)
    _run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(made))
    return made


def _libraries(into: Path) -> None:
    """Unpack relanced and all that it stands on, compiled, without what only builders need."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--no-warn-script-location",
    ]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / "deb.txt")]
    _run(*pip, "--no-compile", "--no-deps", "--target", str(into), *locked)
    _run(*pip, "--no-compile", "--no-deps", "--no-build-isolation", "--target", str(into), str(ROOT))
    for pattern in _USELESS:
        for found in list(into.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink()
    # Valid whatever the time of the file: the service's user could not renew them.
    how = ["--invalidation-mode", "unchecked-hash", "-s", str(into), "-p", f"/{LIBRARIES}"]
    _run(sys.executable, "-m", "compileall", "-q", "-j0", *how, str(into))


def _files(tree: Path) -> None:
    """What lies outside of the libraries: command, units, manual, completions, an example to start from."""
    _put(tree / "usr/bin/relanced", (PARTS / "launcher").read_text("utf-8"), 0o755)
    _put(tree / "usr/lib/sysusers.d/relanced.conf", (PARTS / "sysusers.conf").read_text("utf-8"))
    for unit in sorted((*(ROOT / "systemd").glob("*.service"), *(ROOT / "systemd").glob("*.socket"))):
        _put(tree / "lib/systemd/system" / unit.name, _replaced(unit.read_text("utf-8"), _UNIT))
    _zipped(tree / "usr/share/man/man1/relanced.1.gz", page())
    for shell, place in SHELLS.items():
        _put(tree / place, completion(shell))
    _put(
        tree / "usr/lib/tmpfiles.d/relanced.conf",
        (ROOT / "systemd/relanced.tmpfiles.conf").read_text("utf-8"),
    )
    documents = tree / "usr/share/doc/relanced"
    _put(
        tree / "usr/share/relanced/relanced.schema.json",
        (ROOT / "docs/relanced.schema.json").read_text("utf-8"),
    )
    _put(documents / "copyright", (PARTS / "copyright").read_text("utf-8"))
    _put(documents / "examples/config.example.toml", (ROOT / "config.example.toml").read_text("utf-8"))
    _put(
        documents / "examples/relanced-alerts.yml", (ROOT / "systemd/relanced-alerts.yml").read_text("utf-8")
    )
    _zipped(documents / "changelog.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    for document in (*sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/fr").glob("*.md"))):
        _put(documents / document.relative_to(ROOT / "docs"), document.read_text("utf-8"))


def completion(shell: str) -> str:
    """The script that makes a shell complete relanced's commands and options."""
    asked = {**os.environ, "_RELANCED_COMPLETE": f"{shell}_source"}
    told = (
        "import sys; sys.argv[0] = 'relanced'; from relanced.cli.main import main; main(prog_name='relanced')"
    )
    done = subprocess.run([sys.executable, "-c", told], env=asked, check=True, capture_output=True, text=True)
    return done.stdout


def _control(tree: Path) -> None:
    size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file()) // 1024
    major, minor = sys.version_info[:2]
    told = (
        (PARTS / "control")
        .read_text("utf-8")
        .format(
            version=__version__,
            architecture=_architecture(),
            size=size,
            python=f"{major}.{minor}",
            next_python=f"{major}.{minor + 1}",
        )
    )
    _put(tree / "DEBIAN/control", told)
    for script in ("postinst", "prerm", "postrm"):
        _put(tree / "DEBIAN" / script, (PARTS / script).read_text("utf-8"), 0o755)


def _architecture() -> str:
    done = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True)  # noqa: S607 - Debian's own
    return done.stdout.strip()


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for before, after in words.items():
        text = text.replace(before, after)
    return text


def _put(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _zipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    path.chmod(0o644)


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


if __name__ == "__main__":
    os.umask(0o022)
    found = build()
    sys.stdout.write(f"{found.relative_to(ROOT)}: {found.stat().st_size / 1e6:.0f} MB\n")
