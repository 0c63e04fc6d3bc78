"""A path in, what stands there out; a path that no file system takes (too long, a NUL in it) leads nowhere."""

from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether there is a folder that can be looked at; Path.is_dir raises for a name of 300 characters."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_regular(path: Path) -> bool:
    """Whether there is a file to read to its end: no folder, and no pipe or device, which may have none."""
    try:
        return path.is_file()
    except OSError:
        return False
