"""CPU time of the server for each request, beside that of the other servers."""

from collections import defaultdict
from contextlib import ExitStack

import servers
from servers import load
from tables import spread, table

SIZES = (5, 20, 60)
ROUNDS = 7
CONNECTIONS = 64
SECONDS = {"warm_up": 0.3, "seconds": 1.0}
NAMES = ("drain", "service", "naive", "go", "node")


def measure() -> dict[tuple[str, int], list[servers.Result]]:
    """By server and kilobytes of a body, a result for each round. Within a round all come after one another."""
    results = defaultdict(list)
    with ExitStack() as running:
        drains = {size: running.enter_context(servers.drain(size)) for size in SIZES}
        others = [running.enter_context(start())
                  for start in (servers.service, servers.naive, servers.go, servers.node)]
        for _ in range(ROUNDS):
            for size in SIZES:
                for server in (drains[size], *others):
                    results[server.name, size].append(load(server, size, connections=CONNECTIONS, **SECONDS))
    return results


def report(results: dict[tuple[str, int], list[servers.Result]]) -> str:
    def cost(name: str, size: int) -> list[float]:
        return [result["cpu_us"] for result in results[name, size]]

    def ratio(name: str, other: str, size: int) -> str:
        return spread([a / b for a, b in zip(cost(name, size), cost(other, size), strict=True)], 2)

    head = ["", *(f"{size} kB" for size in SIZES)]
    rows = [[f"{name}, us", *(spread(cost(name, size)) for size in SIZES)] for name in NAMES]
    rows += [[f"{name} / {other}", *(ratio(name, other, size) for size in SIZES)]
             for name, other in (("service", "drain"), ("service", "naive"), ("go", "service"), ("node", "service"))]
    return table(head, rows)


def main() -> None:
    results = measure()
    print("## CPU time of the server for each request\n")
    print(report(results))
    print(f"One core, {CONNECTIONS} connections, closed loop; median of {ROUNDS} interleaved rounds of "
          f"{SECONDS['seconds']:.0f} s (least-most). Throughput per core is 1,000,000 / us; so `go / service` is how "
          "many times more the service does on a core than Go.\n")
