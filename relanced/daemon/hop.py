"""A name and arguments in, what the worker's function of that name gives out: the way into the worker.

The service itself never loads `worker.py`: a function that is handed over as such would load it.
"""

from importlib import import_module
from typing import Any


def call(name: str, *args: object) -> Any:  # noqa: ANN401 - whatever the function gives
    """Call this function of the worker, in the worker."""
    return getattr(import_module("relanced.daemon.worker"), name)(*args)
