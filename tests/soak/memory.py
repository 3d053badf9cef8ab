#!/usr/bin/env python3
"""So many calls in one run: resident memory stays flat, and no descriptor is left open.

    tests/soak/memory.py [CALLS]   1000000 unless told otherwise
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import CALL, Service, call_body

CONNECTIONS = 16
MOST_GROWTH = 1.05
SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local file = io.open("{body}", "rb")
wrk.body = file:read("*a")
file:close()
"""


def resident_bytes(pid: int) -> int:
    return int(re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1]) * 1024


def open_descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def send(service: Service, script: Path, seconds: int) -> tuple[int, int]:
    """How many calls were answered in so many seconds, and how many of them not with 200."""
    done = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), "--timeout", "10s",
                           service.base_url + CALL], capture_output=True, text=True, check=True)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    return (int(re.search(r"(\d+) requests in", done.stdout)[1]),
            (int(bad[1]) if bad else 0) + (sum(map(int, lost.groups())) if lost else 0))


def main() -> int:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    service = Service("aibl-2017", "--log-level", "warning")
    with tempfile.TemporaryDirectory() as folder:
        body, script = Path(folder) / "body.json", Path(folder) / "post.lua"
        body.write_text(call_body(service))
        script.write_text(SCRIPT.format(body=body))
        before = open_descriptors(service.pid)
        answered = failed = 0
        warm = 0
        print(f"{'calls':>10} {'failed':>7} {'resident MB':>12} {'descriptors':>12}")
        while answered < calls:
            more, bad = send(service, script, 10)
            answered, failed = answered + more, failed + bad
            time.sleep(1)  # connections that ended are closed
            resident = resident_bytes(service.pid)
            if answered >= calls / 10 and not warm:
                warm = resident
            print(f"{answered:>10} {failed:>7} {resident / 1e6:>12.1f} {open_descriptors(service.pid):>12}", flush=True)
        growth, left = resident_bytes(service.pid) / warm, open_descriptors(service.pid) - before
    service.stop()
    print(f"after the warm-up: {growth:.3f} times the memory; {left} descriptors more; {failed} calls failed")
    return 0 if growth <= MOST_GROWTH and left <= 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
