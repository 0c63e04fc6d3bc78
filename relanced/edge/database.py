"""A store's URL in, a SQLite file out: locked, its schema brought up to date, its troubles explained.

One process writes; others may read beside it.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self, cast

from sqlalchemy import Connection, Dialect, Engine, QueuePool, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.util import LRUCache

from relanced.edge.crash import Point, crash_point
from relanced.edge.schema import HEAD, VERSION_TABLE, create_tables

BUSY_MS = 10_000
CACHE_KIB = 8_000  # SQLite's 2,000 and its checkpoint at 1,000 pages double the time of 100,000 mails
CHECKPOINT_PAGES = 4_000  # of 4 KiB: the -wal file's usual size
_WRITES = "relanced_writes"

_REBUILD = "move the file away; relanced builds it again from the mailbox"
# SQLite's primary result codes (sqlite.org/rescode.html): what is wrong, what the owner can do.
_TROUBLES = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space; relanced tries again by itself"),
    sqlite3.SQLITE_READONLY: ("the file may not be written", "give it to the user that relanced runs as"),
    sqlite3.SQLITE_PERM: ("the file may not be opened", "give it to the user that relanced runs as"),
    sqlite3.SQLITE_CANTOPEN: ("the file cannot be opened", "check the folder and its owner"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", _REBUILD),
    sqlite3.SQLITE_NOTADB: ("the file is no SQLite database", _REBUILD),
    sqlite3.SQLITE_IOERR: ("the disk gives errors", "look at the system's log; then " + _REBUILD),
    sqlite3.SQLITE_BUSY: ("another program holds the file", "end the other program; relanced tries again"),
}


class StoreLocked(Exception):  # noqa: N818 - the name says what it is, as the glossary does
    """Another relanced works on this store."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(
            f"{path}: another relanced{f' (process {holder})' if holder else ''} works on this store; "
            "nothing was done here; stop one of the two"
        )
        self.path = path


class StoreUnusable(Exception):  # noqa: N818 - the name says what it is, as the glossary does
    """The store cannot be read or written; the transaction in hand was not carried out."""

    def __init__(self, path: Path | str, why: str, what_to_do: str) -> None:
        super().__init__(f"{path}: {why}; {what_to_do}")
        self.path = path
        self.why = why
        self.what_to_do = what_to_do


class StoreAbsent(StoreUnusable):
    """No round was ever taken: there is nothing to look at yet."""


class StoreLock:
    """The lock of a store whose file may be damaged or gone: nobody begins to work on it until close()."""

    def __init__(self, url: str) -> None:
        """Raises StoreLocked and StoreUnusable."""
        path = path_of(url)
        try:
            self._lock: int | None = _take_lock(path)
        except OSError as error:
            raise StoreUnusable(path, str(error), "give relanced's user its own folder for it") from error

    def close(self) -> None:
        """Let it go. A second call does nothing."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class Database:
    """An open SQLite file. Use reading() and writing(); one transaction each."""

    def __init__(self, path: Path, lock: int | None) -> None:
        self.path = path
        self._lock = lock
        self._engine = _engine(path)
        self._inode = path.stat().st_ino

    @classmethod
    def open(cls, url: str, *, lock: bool) -> Self:
        """Open a store: with the lock, to work on it; without, to look at what another process writes.

        Only who holds the lock creates the file (0600, in a folder of 0700) or brings its schema up
        to date: a look by root must not leave a file that the service cannot write.
        Raises StoreLocked and StoreUnusable.
        """
        path = path_of(url)
        try:
            handle = _take_lock(path) if lock else None
            if lock:
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)
            elif not path.exists():
                raise StoreAbsent(path, "there is no store yet", "run «relanced run --once» first")
        except OSError as error:
            raise StoreUnusable(path, str(error), "give relanced's user its own folder for it") from error
        database = cls(path, handle)
        try:
            database._check_schema()
        except BaseException:
            database.close()
            raise
        return database

    def check_in_place(self) -> None:
        """Raise StoreUnusable where the file was moved or deleted since: what is written now would be lost."""
        try:
            in_place = self.path.stat().st_ino == self._inode
        except OSError:
            in_place = False
        if not in_place:
            why, what = "the file was moved away or replaced meanwhile", "relanced opens it anew by itself"
            raise StoreUnusable(self.path, why, what)

    def let_go(self) -> None:
        """Close every connection and keep the lock: the file may be moved, and nobody else begins to work on it."""
        self._engine.dispose()

    def close(self) -> None:
        """Close every connection, then let the lock go. A second call does nothing."""
        self.let_go()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, beside: bool = False) -> Iterator[Connection]:
        """A transaction that alone may write; all of it is on the disk afterwards, or nothing.

        Raises RuntimeError without the lock, unless the write may happen `beside` its holder.
        """
        if self._lock is None and not beside:
            raise RuntimeError(f"{self.path}: written without the lock")
        with self._explained(), self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection
            crash_point(Point.STORE_WRITTEN)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
            if code not in _TROUBLES:
                raise
            raise StoreUnusable(self.path, *_TROUBLES[code]) from error

    def _check_schema(self) -> None:
        with self.reading() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if self._lock is None:
            raise StoreUnusable(
                self.path, f"its schema is {found or 'none'}, not {HEAD}", "start the service of this version"
            )
        if found is None:
            with self.writing() as connection:
                create_tables(connection)
            return
        from relanced.edge.upgrade import known_revisions, upgrade  # noqa: PLC0415 - 10 MB that few starts need

        if found not in known_revisions():
            raise StoreUnusable(
                self.path, f"its schema is {found}: of a newer relanced, or of another program", _REBUILD
            )
        with self.writing() as connection:
            upgrade(connection)


def _revision(connection: Connection) -> str | None:
    """The schema's revision: None for an empty file, '?' for a file of somebody else's."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        return "?" if tables else None
    found: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608
    return found


def path_of(url: str) -> Path:
    """The file that a store's URL names. Raises StoreUnusable where it names none."""
    how = 'write [store] url = "sqlite:////var/lib/relanced/relanced.db"'
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnusable(url, "no URL of a store", how) from error
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise StoreUnusable(url, "relanced keeps its store in a SQLite file", how)
    return Path(str(parsed.database)).absolute()


def _take_lock(path: Path) -> int:
    """Lock the file beside the store until the handle is closed or the process ends, however it ends.

    A file of its own, because SQLite's locks on the database do not mix with flock on some systems.
    """
    for folder in reversed([each for each in path.parents if not each.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)  # mkdir's own `parents` would grant these to everybody
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 20).decode("ascii", "replace").strip()
        os.close(handle)
        raise StoreLocked(path, holder) from None
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    return handle


@cache
def _dialect() -> Dialect:
    """SQLite as SQLAlchemy speaks it, one for all stores: each statement is then compiled for all of them."""
    engine = create_engine("sqlite+pysqlite://")
    with engine.connect():  # it learns the library's version
        return engine.dialect


_COMPILED: LRUCache[Any, Any] = LRUCache(500)  # 150 KB, which each firm of a service would have for itself


def _engine(path: Path) -> Engine:
    def connect() -> DBAPIConnection:
        return cast("DBAPIConnection", sqlite3.connect(path, check_same_thread=False))

    pool = QueuePool(connect, dialect=_dialect())
    engine = Engine(pool, _dialect(), make_url(f"sqlite+pysqlite:///{path}"))
    engine.update_execution_options(compiled_cache=_COMPILED)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")  # stays in the file; readers never wait
        # With NORMAL a committed claim can vanish when the power fails: the letter would go twice.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # sqlite3 by itself begins at the first INSERT only
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
