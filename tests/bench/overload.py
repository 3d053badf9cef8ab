"""What becomes of requests when ten times more come than can be answered."""

import statistics
from collections.abc import Iterable

import servers
from servers import Result, Server, load, real_time
from tables import spread, table

SIZES = (5, 20, 60)
ROUNDS = 5
TIMES = 10
CONNECTIONS = 64
PEAK = {"connections": CONNECTIONS, "warm_up": 0.3, "seconds": 1}
# Clients that wait for their answers before they ask again, ten times as many.
MANY_CLIENTS = {"connections": TIMES * CONNECTIONS, "warm_up": 1, "seconds": 2}
# Requests come ten times as fast, whatever is answered, on as many connections as that needs; one for which none is
# free for a second is not sent any more.
MANY_REQUESTS = {"connections": 4000, "warm_up": 1, "seconds": 3, "patience": 1}

Rounds = list[tuple[Result, Result]]  # at the peak, and under overload right after it


def measure(server: Server, size: int) -> tuple[Rounds, Rounds]:
    clients, requests = [], []
    for _ in range(ROUNDS):
        peak = load(server, size, before=real_time(), **PEAK)
        clients.append((peak, load(server, size, before=real_time(), failures_expected=True, **MANY_CLIENTS)))
        requests.append((peak, load(server, size, before=real_time(), failures_expected=True,
                                    rate=TIMES * peak["rps"], **MANY_REQUESTS)))
    return clients, requests


def row(name: str, rounds: Rounds) -> list[str]:
    def median(values: Iterable[float]) -> str:
        return f"{statistics.median(values):,.0f}"

    return [name, median(peak["rps"] for peak, _ in rounds),
            median(over["offered"] / over["seconds"] for _, over in rounds), median(over["rps"] for _, over in rounds),
            spread([over["rps"] / peak["rps"] for peak, over in rounds], 2),
            median(over["refused_rps"] for _, over in rounds),
            str(sum(over["failed"] for _, over in rounds)),
            f"{statistics.median(over['p50_us'] for _, over in rounds) / 1000:.0f}"]


def main() -> None:
    rows = []
    for size in SIZES:
        with servers.service(before=list(real_time())) as server:
            clients, requests = measure(server, size)
        rows += [row(f"{size} kB, {TIMES} x clients", clients), row(f"{size} kB, {TIMES} x requests", requests)]
    print("## Overload\n")
    print(table(["", "peak, 1/s", "offered, 1/s", "200, 1/s", "200 / peak", "503, 1/s", "failed, in all",
                 "p50 of 200, ms"], rows))
    print(f"The service on one core. The peak is that of {CONNECTIONS} clients in a closed loop. {TIMES} x clients: "
          f"{TIMES * CONNECTIONS} of them. {TIMES} x requests: an open loop at {TIMES} times the peak, on "
          f"{MANY_REQUESTS['connections']} connections; a request that finds no connection free for "
          f"{MANY_REQUESTS['patience']} s is not sent. Failed is everything but 503 and a "
          f"200 of the right length. Median of {ROUNDS} rounds.\n")
