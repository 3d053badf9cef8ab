#!/usr/bin/env python3
"""Two instances, one after another told to end and begun again, and both to read their rules anew: under load.

    tests/soak/signals.py [CALLS]   100000 unless told otherwise

The clients do what a load balancer does: whoever is not ready gets no new connection, and a connection that cannot be
made is made to the other. Every call that was sent must be answered with 200, by one version of the rules.
"""

import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from load import CALL, Service, call_body, post

from free_port import free_port  # noqa: I001
from service import AS_OF, ROOT, program
import subprocess

CLIENTS = 4
NOTICE = 1  # second


class Instance:

    def __init__(self, folder: Path):
        self.port, self.admin = free_port(), free_port()
        self.folder = folder
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [program(), "serve", "--sandbox", "--port", str(self.port), "--admin-listen", f"127.0.0.1:{self.admin}",
             "--as-of", AS_OF, "--guideline-dir", str(self.folder), "--end-notice", str(NOTICE), "--log-level", "error"])
        while not is_ready(self.admin):
            time.sleep(0.02)


def is_ready(admin: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", admin, timeout=2)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def open_connection(instances: list[tuple[int, int]], number: int) -> tuple[HTTPConnection, int]:
    """To one that is ready."""
    while True:
        for place in range(len(instances)):
            port, admin = instances[(number + place) % len(instances)]
            if not is_ready(admin):
                continue
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                connection.connect()
                return connection, port
            except OSError:
                continue
        time.sleep(0.01)


def call_on(instances: list[tuple[int, int]], body: str, calls: int, number: int, results: Any) -> None:
    failed: list[str] = []
    versions: set[str] = set()
    connection, _ = open_connection(instances, number)
    for count in range(calls):
        try:
            response, text = post(connection, CALL, body)
            seen = {card["extension"]["bone-health-cds.basis"]["version"] for card in json.loads(text).get("cards", [])}
            versions |= seen
            if response.status != 200 or len(seen) != 1:
                failed.append(f"{response.status} {sorted(seen)}")
            ends = response.will_close
        except (OSError, HTTPException) as error:
            failed.append(repr(error))
            ends = True
        if ends:
            connection.close()
            connection, _ = open_connection(instances, number + count)
    results.put((failed, versions))


def set_version(folder: Path, good: str, version: int) -> None:
    profile = folder / "aibl-2017/profile.json"
    new = profile.with_suffix(".new")
    new.write_text(good.replace('"version": "1.0.0"', f'"version": "{version}.0.0"', 1))
    new.rename(profile)


def main() -> int:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    example = Service()
    body = call_body(example)
    example.stop()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "guideline"
        shutil.copytree(ROOT / "rules/guideline", folder)
        good = (folder / "aibl-2017/profile.json").read_text()
        instances = [Instance(folder), Instance(folder)]
        results: Any = multiprocessing.Queue()
        ports = [(one.port, one.admin) for one in instances]
        clients = [multiprocessing.Process(target=call_on, args=(ports, body, calls // CLIENTS, number, results))
                   for number in range(CLIENTS)]
        for client in clients:
            client.start()
        ends = reloads = 0
        while any(client.is_alive() for client in clients) and results.qsize() < CLIENTS:
            reloads += 1
            set_version(folder, good, reloads + 1)
            for one in instances:
                os.kill(one.process.pid, signal.SIGHUP)
            time.sleep(0.3)
            ending = instances[reloads % 2]
            ending.process.send_signal(signal.SIGTERM)
            status = ending.process.wait(20)
            assert status == 0, status
            ending.start()
            ends += 1
        outcomes = [results.get() for _ in clients]
        for one in instances:
            one.process.send_signal(signal.SIGTERM)
        for one in instances:
            one.process.wait(20)
    failed = [what for outcome in outcomes for what in outcome[0]]
    versions = set().union(*(outcome[1] for outcome in outcomes))
    print(f"{calls} calls, {ends} ends, {reloads} reloads of both, {len(versions)} versions seen: {len(failed)} failed")
    print(*failed[:10], sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
