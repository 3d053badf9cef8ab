"""The stages of a call and of a token, each by itself in a loop."""

import json
import subprocess

from servers import DATA, LOAD_CORE, PROGRAMS, ROOT
from tables import table

SIZES = (5, 20, 60)
REPETITIONS = 5
STAGES = {"copy": "copy of the body (a part of parse and call)", "parse": "JSON guard and parse",
          "request": "the call's shape", "record": "prefetch to record", "orders": "orders found",
          "facts": "record to facts", "decide": "facts to advice", "cards": "advice to JSON",
          "call": "the whole call without HTTP, its log lines included"}
RULES = (1, 10, 100, 1000)
TOKENS = ("ES384", "ES256", "RS384")


def measure() -> dict[str, tuple[float, float]]:
    """Median us and allocations by name: "parse/20"."""
    done = subprocess.run(
        ["taskset", "--cpu-list", str(LOAD_CORE), str(PROGRAMS / "stages_bench"), str(DATA),
         str(ROOT / "rules/guideline"), "--benchmark_format=json", f"--benchmark_repetitions={REPETITIONS}",
         "--benchmark_report_aggregates_only=true", "--benchmark_min_time=0.1",
         "--benchmark_enable_random_interleaving=true"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return {run["run_name"]: (run["cpu_time"] / 1000, run["allocations"])
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def cell(measured: tuple[float, float]) -> str:
    microseconds, allocations = measured
    return f"{microseconds:.1f} ({allocations:.0f})"


def main() -> None:
    results = measure()
    rows = [[text, *(cell(results[f"{name}/{size}"]) for size in SIZES)] for name, text in STAGES.items()]
    print("## Stages\n")
    print(table(["us (heap allocations)", *(f"{size} kB" for size in SIZES)], rows))
    print(table(["advice by a guideline of so many rules, us (heap allocations)", *map(str, RULES)],
                [["", *(cell(results[f"rules/{count}"]) for count in RULES)]]))
    print(table(["a token taken apart and verified, us (heap allocations)", *TOKENS],
                [["", *(cell(results[f"token/{name}"]) for name in TOKENS)]]))
    print(f"CPU time, median of {REPETITIONS} interleaved repetitions; all bodies in turn. In a loop: in the server "
          "the same costs up to half as much again.\n")
