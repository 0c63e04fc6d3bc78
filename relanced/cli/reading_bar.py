"""The reading of a mailbox in, a bar for each folder on the standard error out."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from relanced.cli.common import App
from relanced.cli.words import Text
from relanced.daemon.sweep import Progress as Told


def folder_bar(app: App) -> Progress:
    """The bars as such; a folder's name is no markup there."""
    return Progress(
        TextColumn("reading {task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=app.errors,
        transient=True,
    )


@contextmanager
def reading_bar(app: App) -> Iterator[Told]:
    """Give what a sweep tells its progress to; the bars go when it ends."""
    bar = folder_bar(app)
    tasks: dict[str, int] = {}

    def progress(folder: str, done: int, total: int) -> None:
        if total and folder not in tasks:
            tasks[folder] = int(bar.add_task(Text(folder).plain, total=total))
        if folder in tasks:
            bar.update(bar.task_ids[list(tasks).index(folder)], completed=done)

    with bar:
        yield progress
