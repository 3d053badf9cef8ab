"""What a signature costs to verify in each library that Debian has, and the hashes that every answer needs."""

import json
import subprocess

from servers import LOAD_CORE, PROGRAMS
from tables import package_versions, spread, table

SIZES = ()
REPETITIONS = 5
LIBRARIES = {"OpenSSL": "libssl-dev", "nettle": "nettle-dev", "Botan": "libbotan-2-dev", "wolfSSL": "libwolfssl-dev",
             "libgcrypt": "libgcrypt20-dev"}
MEASURED = {"ES384": "ES384", "RS384": "RS384, 2048 bits", "SHA-1": "SHA-1 of 100 bytes",
            "HMAC-SHA-256": "HMAC-SHA-256 of 60 bytes"}


def measure() -> dict[tuple[str, str], list[float]]:
    """Microseconds of each repetition by what is measured and library. One that does not verify ends the benchmark."""
    done = subprocess.run(
        ["taskset", "--cpu-list", str(LOAD_CORE), str(PROGRAMS / "signatures_bench"), "--benchmark_format=json",
         f"--benchmark_repetitions={REPETITIONS}", "--benchmark_min_time=0.1",
         "--benchmark_enable_random_interleaving=true"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    found: dict[tuple[str, str], list[float]] = {}
    for run in json.loads(done.stdout)["benchmarks"]:
        if "error_message" in run:
            raise RuntimeError(f"{run['name']}: {run['error_message']}")
        if run["run_type"] == "iteration":
            what, library = run["run_name"].split("/")
            found.setdefault((what, library), []).append(run["cpu_time"] / 1000)
    return found


def main() -> None:
    times = measure()
    rows = [[text, *(spread(times[what, library], 2) if (what, library) in times else "" for library in LIBRARIES)]
            for what, text in MEASURED.items()]
    print("## Signatures\n")
    print(table(["us", *LIBRARIES], rows))
    print(f"{package_versions(*LIBRARIES.values())}. CPU time, median of {REPETITIONS} interleaved repetitions, the least "
          "and the most of them. Keys are kept; the hash is part of each.\n")
