"""Libraries in, the same without the parts that relanced never uses out: a service that waits for years stays small.

`holidays` loads all 250 countries where one is asked for (8 MB), and `structlog` loads rich for a renderer of
tracebacks that we do not use (5 MB). Put in place by `relanced/__init__.py`, before anything else is loaded.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

# Packages of which only the modules below them are loaded, each when it is asked for.
_EMPTY = frozenset({"holidays.countries", "holidays.financial"})
# Modules that can do without a library, and what they do without.
_WITHOUT = {"structlog.dev": "rich"}


class Lean(MetaPathFinder):
    """Finds the modules named above; all others are left to Python."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the module is, with a loader of ours."""
        if fullname not in _EMPTY and fullname not in _WITHOUT:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Nothing() if fullname in _EMPTY else _Without(spec.loader, _WITHOUT[fullname])
        return spec


class _Nothing(Loader):
    """Runs nothing: a package that is a place for its modules, and no more."""

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module empty."""


class _Without(Loader):
    """Runs a module to which one library seems not to be installed."""

    def __init__(self, loader: Loader, library: str) -> None:
        self._loader = loader
        self._library = library

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the module's own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run it; who imports the library later finds it."""
        is_loaded = self._library in sys.modules
        if not is_loaded:
            sys.modules[self._library] = None  # type: ignore[assignment]  # how Python is told: not to be had
        try:
            self._loader.exec_module(module)
        finally:
            if not is_loaded:
                sys.modules.pop(self._library, None)


def stay_lean() -> None:
    """From now on load these libraries without those parts. A second call does nothing."""
    if not any(isinstance(finder, Lean) for finder in sys.meta_path):
        sys.meta_path.insert(0, Lean())
