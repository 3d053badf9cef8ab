"""A PostgreSQL server of the tests' own: in a folder that is gone afterwards, reached by a socket in it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SECONDS_TO_START = 30


class PostgresServer:
    """Started at once; `url` is that of its database, `close` ends it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="bone-health-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self._data = self._folder / "data"
        self._run("initdb", "--pgdata", self._data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8",
                  "--locale", "C.UTF-8", "--no-sync")
        self.url = f"postgresql://postgres@/postgres?host={self._folder}"
        self.start()

    def start(self) -> None:
        """Goes on with what it held."""
        self._process = subprocess.Popen(
            self._as_its_user("postgres", "-D", self._data, "-k", self._folder, "-c", "listen_addresses=", "-c",
                              "fsync=off", "-c", "log_min_messages=panic"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        give_up = time.monotonic() + SECONDS_TO_START
        while subprocess.run([PROGRAMS / "pg_isready", "--quiet", "-h", self._folder]).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError("PostgreSQL does not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends every connection."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(SECONDS_TO_START)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """What a query answers, as text."""
        found = subprocess.run([PROGRAMS / "psql", "--no-psqlrc", "-At", "-F", "\t", self.url, "-c", query], check=True,
                               capture_output=True, text=True)
        return [tuple(line.split("\t")) for line in found.stdout.split("\n")[:-1]]

    def dump(self, file: Path) -> None:
        """A backup, as RUNBOOK.md makes it."""
        with file.open("wb") as output:
            subprocess.run([PROGRAMS / "pg_dump", "--format=custom", self.url], check=True, stdout=output)

    def restore(self, file: Path) -> None:
        subprocess.run([PROGRAMS / "pg_restore", "--clean", "--if-exists", "--dbname", self.url, file], check=True)

    def close(self) -> None:
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self._folder)

    def _run(self, *words: Any) -> None:
        subprocess.run(self._as_its_user(*words), check=True, stdout=subprocess.DEVNULL)

    # PostgreSQL refuses to be run by root. It ends when the tests do, however they end.
    def _as_its_user(self, program: str, *words: Any) -> Sequence[str]:
        user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return ["/usr/bin/setpriv", "--pdeathsig", "QUIT", *user, str(PROGRAMS / program), *map(str, words)]
