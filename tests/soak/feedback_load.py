#!/usr/bin/env python3
"""The median of hooks while feedback comes in all the time, against the median without it: a ratio in one run.

    tests/soak/feedback_load.py [PAIRS]   medians of so many pairs of runs, 7 unless told otherwise
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


def send_feedback(port: int, count: Any, goes_on: Any) -> None:
    """A hundred items a second, each kept on disk before it is acknowledged."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    number = 0
    while goes_on.value:
        items = [{"card": f"c{number}-{time.time_ns()}", "outcome": "overridden"}]
        response, _ = post(connection, CALL + "/feedback", json.dumps({"feedback": items}))
        assert response.status == 200
        number += 1
        count.value = number
        time.sleep(0.01)


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        service = Service("aibl-2017", "--store", f"sqlite:{folder}/feedback.db", "--log-level", "warning")
        body = call_body(service)
        median_seconds(service.port, body)
        ratios = []
        kept = 0
        for _ in range(pairs):
            without = median_seconds(service.port, body)
            count, goes_on = multiprocessing.Value("i", 0), multiprocessing.Value("b", 1)
            sender = multiprocessing.Process(target=send_feedback, args=(service.port, count, goes_on))
            sender.start()
            ratios.append(median_seconds(service.port, body) / without)
            goes_on.value = 0
            sender.join()
            kept += count.value
        service.stop()
    print(f"with feedback / without: {statistics.median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f}); "
          f"{kept} items kept meanwhile")


if __name__ == "__main__":
    main()
