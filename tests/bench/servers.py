"""The servers that are measured, each a process of its own on one core, and the load put on them from another."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))

from free_port import free_port  # noqa: E402

BUILD = Path(os.environ.get("BENCH_BUILD", ROOT / "build/bench"))
PROGRAMS = BUILD / "tests/bench"
DATA = BUILD / "bench-data"
SERVICE_ID = "aromatase-inhibitor-bone-health"
PATH = f"/cds-services/{SERVICE_ID}"
AS_OF = "2026-06-15"  # the day of signing in all patient files
SECONDS_TO_START = 60
# Two cores are enough: one is the server's, the other that of whoever asks.
SERVER_CORE, LOAD_CORE = 0, 1
# Which servers send what the files of answers hold.
ANSWER_LIKE_THE_SERVICE = ("service", "drain")

# The longest time, in milliseconds, for which a core may have stood still in a run that counts; and how often a run is
# tried. A host that gives its cores to others does so for milliseconds and for seconds.
STALL_MS = 20
TRIES = 6

Result = dict[str, Any]


@dataclass
class Server:
    """A running server; stopped at the end of a `with`."""

    name: str
    command: list[str]
    port: int
    core: str = str(SERVER_CORE)
    environment: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)  # a program that runs the server, with its options

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(
            ["taskset", "--cpu-list", self.core, *self.before, *self.command], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=os.environ | self.environment, cwd=ROOT)
        give_up = time.monotonic() + SECONDS_TO_START
        while not _listens(self.port):
            if time.monotonic() > give_up or self.process.poll() is not None:
                self.process.kill()
                raise RuntimeError(f"{self.name} does not listen; try: {' '.join(self.command)}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    @property
    def pid(self) -> int:
        return self.process.pid

    @contextmanager
    def alone(self, all_servers: list["Server"]) -> Iterator[None]:
        """Stops the others meanwhile: one that tidies up after its own load would be in the way."""
        others = [other for other in all_servers if other is not self]
        for other in others:
            other.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                other.process.send_signal(signal.SIGCONT)

    def resident_bytes(self) -> int:
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def service(*options: str, program: Path = BUILD / "bone-health-cds", **kwargs: Any) -> Server:
    """The service as it is, with every check, in sandbox mode; what it logs goes to /dev/null."""
    port = free_port()
    return Server("service", [str(program), "serve", "--sandbox", "--port", str(port), "--as-of", AS_OF,
                              "--guideline-dir", str(ROOT / "rules/guideline"), *options], port, **kwargs)


def drain(kilobytes: int, **kwargs: Any) -> Server:
    port = free_port()
    return Server("drain", [str(PROGRAMS / "drain_server"), str(port), str(answers_file(kilobytes))], port, **kwargs)


def naive(**kwargs: Any) -> Server:
    port = free_port()
    return Server("naive", [str(PROGRAMS / "naive_server"), str(port)], port, **kwargs)


def go(**kwargs: Any) -> Server:
    port = free_port()
    return Server("go", [str(PROGRAMS / "go_server"), str(port)], port, **kwargs)


def node(**kwargs: Any) -> Server:
    port = free_port()
    program = shutil.which("node") or "node"
    return Server("node", [program, str(ROOT / "tests/bench/node/server.mjs"), str(port)], port, **kwargs)


def bodies_file(kilobytes: int) -> Path:
    return DATA / f"bodies-{kilobytes}.jsonl"


def answers_file(kilobytes: int) -> Path:
    return DATA / f"answers-{kilobytes}.jsonl"


def load_command(server: Server, kilobytes: int, *, before: tuple[str, ...] = (), **options: Any) -> list[str]:
    command = ["taskset", "--cpu-list", str(LOAD_CORE), *before, str(PROGRAMS / "load"), "--port", str(server.port),
               "--path", PATH, "--bodies", str(bodies_file(kilobytes)), "--server", str(server.pid),
               "--server-core", server.core]
    if server.name in ANSWER_LIKE_THE_SERVICE:
        command += ["--answers", str(answers_file(kilobytes))]
    for name, value in options.items():
        command += ["--" + name.replace("_", "-"), str(value)]
    return command


def load(server: Server, kilobytes: int, *, stall_ms: float = STALL_MS, failures_expected: bool = False,
         **options: Any) -> Result:
    """What the generator has measured; its options by name. A run in which the machine stood still for longer than
    `stall_ms` is tried again; of some that all were so, the least disturbed one counts. Raises if a request failed
    unexpectedly."""
    results = []
    while len(results) < TRIES:
        done = subprocess.run(load_command(server, kilobytes, **options), capture_output=True, text=True, check=True)
        result = json.loads(done.stdout)
        # A generator that was asked to measure for a second and took two has stood still itself.
        result["stall_ms"] = max(result["stall_ms"], 1000 * (result["seconds"] - options["seconds"]))
        results.append(result)
        if result["stall_ms"] <= stall_ms:
            break
    best = min(results, key=lambda result: result["stall_ms"])
    if not failures_expected and (best["answered"] == 0 or best["failed"]):
        raise RuntimeError(f"{server.name}, {kilobytes} kB: {best}")
    return best


@cache
def real_time() -> tuple[str, ...]:
    """The command that runs another one in real time, so that nothing else delays it; () if we may not."""
    command = ("chrt", "--rr", "10")
    return command if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else ()
