"""How CPU time grows with the size of bodies: a straight line, if nothing is done twice."""

import statistics
from collections import defaultdict
from contextlib import ExitStack

import servers
from bodies import LARGE_SIZES
from bodies import SIZES as USUAL_SIZES
from servers import bodies_file, load
from tables import fit, spread, table

SIZES = USUAL_SIZES + LARGE_SIZES
ROUNDS = 5
RUN = {"connections": 4, "warm_up": 0.3, "seconds": 1.0}


def mean_kilobytes(size: int) -> float:
    return statistics.mean(len(line) for line in bodies_file(size).read_bytes().splitlines()) / 1000


def measure() -> dict[tuple[str, int], list[float]]:
    costs = defaultdict(list)
    with ExitStack() as running:
        service = running.enter_context(servers.service())
        drains = {size: running.enter_context(servers.drain(size)) for size in SIZES}
        for _ in range(ROUNDS):
            for size in SIZES:
                for server in (service, drains[size]):
                    costs[server.name, size].append(load(server, size, **RUN)["cpu_us"])
    return costs


def main() -> None:
    costs = measure()
    x = [mean_kilobytes(size) for size in SIZES]
    rows, lines = [], []
    for name in ("service", "drain"):
        rows.append([f"{name}, us", *(spread(costs[name, size]) for size in SIZES)])
        for what, chosen in (("medians", statistics.median), ("the least", min)):
            slope, intercept, certainty = fit(x, [chosen(costs[name, size]) for size in SIZES])
            rows.append([f"{name}, on the line of {what}", *(f"{intercept + slope * size:.1f}" for size in x)])
            lines.append(f"- {name}, {what}: {intercept:.1f} us + {slope:.3f} us a kB, R^2 = {certainty:.4f}.")
    print("## Size of bodies\n")
    print(table(["", *(f"{size:.1f} kB" for size in x)], rows))
    print("\n".join(lines) + f"\n\nOne core, {RUN['connections']} connections; median of {ROUNDS} interleaved rounds "
          "(least-most). Noise only adds, and most of all to large bodies, which need the caches: so the least, too.\n")
