#!/usr/bin/env python3
"""The median of hooks while feedback is kept all the time, against the median while as much feedback is sent and refused:
both senders take the same from a small machine, so that the ratio, of one run, is what the store costs.

    tests/soak/feedback_load.py [ROUNDS]   medians of so many rounds, 7 unless told otherwise
"""

import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from http.client import HTTPConnection
from typing import Any

from load import CALL, Service, call_body, post

CALLS = 2_000


def median_seconds(port: int, body: str) -> float:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    seconds = []
    for _ in range(CALLS):
        started = time.perf_counter()
        post(connection, CALL, body)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


KEPT, REFUSED = CALL + "/feedback", "/cds-services/nobody/feedback"


def send_feedback(port: int, path: str, count: Any, goes_on: Any) -> None:
    """A hundred items a second."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    number = 0
    while goes_on.value:
        items = [{"card": f"c{number}-{time.time_ns()}", "outcome": "overridden"}]
        response, _ = post(connection, path, json.dumps({"feedback": items}))
        assert response.status == (200 if path == KEPT else 404), response.status
        number += 1
        count.value = number
        time.sleep(0.01)


def median_beside(path: str, port: int, body: str) -> tuple[float, int]:
    """The median of hooks while feedback is sent to this path, and how much was."""
    count, goes_on = multiprocessing.Value("i", 0), multiprocessing.Value("b", 1)
    sender = multiprocessing.Process(target=send_feedback, args=(port, path, count, goes_on))
    sender.start()
    median = median_seconds(port, body)
    goes_on.value = 0
    sender.join()
    assert sender.exitcode == 0
    return median, count.value


def told(name: str, ratios: list[float]) -> str:
    return f"{name}: {statistics.median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f})"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    kept_to_refused, noise, refused_to_none = [], [], []
    items = 0
    with tempfile.TemporaryDirectory() as folder:
        service = Service("aibl-2017", "--store", f"sqlite:{folder}/feedback.db", "--log-level", "warning")
        body = call_body(service)
        median_seconds(service.port, body)
        for _ in range(rounds):
            none = median_seconds(service.port, body)
            before, _ = median_beside(REFUSED, service.port, body)
            kept, count = median_beside(KEPT, service.port, body)
            after, _ = median_beside(REFUSED, service.port, body)
            kept_to_refused.append(2 * kept / (before + after))
            noise.append(after / before)
            refused_to_none.append(before / none)
            items += count
        service.stop()
    print(told("kept / refused", kept_to_refused) + f"; {items} items kept meanwhile")
    print(told("refused / refused, the noise", noise))
    print(told("refused / nothing sent, what a sender beside it takes", refused_to_none))


if __name__ == "__main__":
    main()
