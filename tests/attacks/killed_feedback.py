#!/usr/bin/env python3
"""Kills the service in the middle of feedback, again and again, and counts what it had acknowledged.

    tests/attacks/killed_feedback.py ROUNDS [STORE]

STORE is that of `serve --store`; without it an SQLite file of its own. Every item that was acknowledged must be in the
store once, in every round; none may be there that was never sent. SERVICE_PROGRAM names another build.
"""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "blackbox"))

from service import SERVICE_ID  # noqa: E402, I001  first: it makes the test tools importable
from launched import LaunchedSandbox  # noqa: E402

FEEDBACK = f"/cds-services/{SERVICE_ID}/feedback"
SENDERS = 4
LONGEST_ROUND = 0.25  # seconds under load


class Sender(threading.Thread):
    """Sends one item after another until the service is gone."""

    def __init__(self, port: int, name: str):
        super().__init__()
        self.port, self.prefix = port, name
        self.sent: list[str] = []
        self.acknowledged: list[str] = []

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        while True:
            card = f"{self.prefix}-{len(self.sent)}"
            self.sent.append(card)
            body = json.dumps({"feedback": [{"card": card, "outcome": "accepted",
                                             "outcomeTimestamp": "2026-06-15T10:00:00Z"}]})
            try:
                connection.request("POST", FEEDBACK, body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                response.read()
            except (OSError, HTTPException):
                return
            if response.status == 200:
                self.acknowledged.append(card)


def kill_one(store: str, number: int) -> tuple[set[str], set[str]]:
    """What was sent, and what was acknowledged, until the service was killed at some moment."""
    service = LaunchedSandbox("--store", store)
    senders = [Sender(service.port, f"{number}-{sender}") for sender in range(SENDERS)]
    for sender in senders:
        sender.start()
    time.sleep(random.uniform(0.02, LONGEST_ROUND))
    service.process.send_signal(signal.SIGKILL)
    service.process.wait()
    for sender in senders:
        sender.join()
    return ({card for sender in senders for card in sender.sent},
            {card for sender in senders for card in sender.acknowledged})


def cards_in(store: str) -> list[str]:
    """The cards that the store has feedback about, one for each row."""
    query = "SELECT card FROM feedback"
    if store.startswith("sqlite:"):
        with sqlite3.connect(store.removeprefix("sqlite:")) as database:
            return [row[0] for row in database.execute(query)]
    done = subprocess.run(["psql", "--tuples-only", "--no-align", "--command", query, store], capture_output=True,
                          text=True, check=True)
    return done.stdout.split()


def kill(rounds: int, store: str) -> tuple[int, int]:
    """So many times; how many items were acknowledged, and how many are there. Raises AssertionError for a lost one."""
    sent: set[str] = set()
    acknowledged: set[str] = set()
    for number in range(rounds):
        more_sent, more_acknowledged = kill_one(store, number)
        sent |= more_sent
        acknowledged |= more_acknowledged
        kept = cards_in(store)
        assert len(kept) == len(set(kept)), "an item is there twice"
        assert acknowledged <= set(kept), f"lost in round {number}: {sorted(acknowledged - set(kept))[:5]}"
        assert set(kept) <= sent, "an item is there that nobody has sent"
    return len(acknowledged), len(cards_in(store))


def main() -> None:
    rounds = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        store = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:{folder}/feedback.db"
        started = time.monotonic()
        acknowledged, kept = kill(rounds, store)
        print(f"{rounds} rounds, {time.monotonic() - started:.0f} s: {acknowledged} acknowledged, all there once; "
              f"{kept} kept")


if __name__ == "__main__":
    main()
