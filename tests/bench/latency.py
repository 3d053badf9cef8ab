"""How long answers take at half of what each server can do, and at a load that is the same for the service and Go."""

import statistics
from collections import defaultdict
from contextlib import ExitStack
from typing import Any

import servers
from servers import TRIES, Result, Server, load, real_time
from tables import spread, table

SIZES = (5, 20, 60)
ROUNDS = 7
ROUNDS_AT_PEAK = 3
# Milliseconds for which a core may have stood still: shorter than one request in a hundred of a run takes to come.
STALL_MS = 2.5
CONNECTIONS = 64
SATURATION = {"warm_up": 0.2, "seconds": 0.8}
POISSON = {"warm_up": 0.3, "seconds": 1.5, "stall_ms": STALL_MS}


def capacity(results: list[Result]) -> float:
    """Requests a second on one core: by CPU time, for the generator is slower than the leanest server."""
    return 1e6 / statistics.median(result["cpu_us"] for result in results)


def measure(size: int) -> tuple[dict[str, float], dict[str, list[Result]], dict[str, list[Result]]]:
    """Capacities, and results for each round at half of it, and at half of the lower one of the service and Go."""
    before = real_time()
    peaks, halves, equals = defaultdict(list), defaultdict(list), defaultdict(list)
    with ExitStack() as running:
        all_servers: list[Server] = [running.enter_context(start(before=list(before))) for start in
                                     (lambda **options: servers.drain(size, **options), servers.service, servers.go,
                                      servers.node)]

        def add_to(results: dict[str, list[Result]], server: Server, **options: Any) -> None:
            with server.alone(all_servers):
                results[server.name].append(load(server, size, before=before, connections=CONNECTIONS, **options))

        for _ in range(ROUNDS_AT_PEAK):
            for server in all_servers:
                add_to(peaks, server, **SATURATION)
        capacities = {name: capacity(results) for name, results in peaks.items()}
        equal = min(capacities["service"], capacities["go"]) / 2
        for _ in range(ROUNDS):
            for server in all_servers:
                add_to(halves, server, rate=capacities[server.name] / 2, **POISSON)
                if server.name in ("service", "go"):
                    add_to(equals, server, rate=equal, **POISSON)
    return capacities, halves, equals


def ratio(one: list[Result], other: list[Result], what: str = "p99_us") -> str:
    return spread([a[what] / b[what] for a, b in zip(one, other, strict=True)], 2)


def main() -> None:
    print("## Latency\n")
    for size in SIZES:
        capacities, halves, equals = measure(size)
        rows = [[name, f"{capacities[name]:,.0f}", *(spread([result[what] for result in halves[name]], 0)
                                                     for what in ("p50_us", "p99_us", "p999_us", "stall_ms"))]
                for name in halves]
        print(f"{size} kB, each at half of its own capacity:\n")
        print(table(["", "capacity, 1/s", "p50, us", "p99, us", "p99.9, us", "core stood still, ms"], rows))
        print(f"p99 of the service / drain {ratio(halves['service'], halves['drain'])}, "
              f"/ node {ratio(halves['service'], halves['node'])}, / go {ratio(halves['service'], halves['go'])}.\n")
        rate = equals["go"][0]["offered"] / equals["go"][0]["seconds"]
        p99 = {name: spread([result["p99_us"] for result in results], 0) for name, results in equals.items()}
        print(f"At {rate:,.0f} requests a second: service p99 {p99['service']} us, go {p99['go']} us; service / go "
              f"{ratio(equals['service'], equals['go'])}.\n")
    print(f"One core, {CONNECTIONS} connections, open loop: requests come at random times, and latency counts from "
          f"those. Capacity is 1,000,000 / CPU us. Median of {ROUNDS} interleaved rounds (least-most); a round in "
          f"which a core stood still for more than {STALL_MS} ms is tried again, up to {TRIES} times. "
          + ("Server and generator run in real time (SCHED_RR)." if real_time() else
             "Without real-time priority: what else the machine does is in these figures.") + "\n")
