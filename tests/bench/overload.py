"""What becomes of requests when ten times more come than can be answered."""

import statistics

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
    def each_second(*names: str) -> str:
        return f"{statistics.median(sum(over[name] for name in names) / over['seconds'] for _, over in rounds):,.0f}"

    return [name, f"{statistics.median(peak['rps'] for peak, _ in rounds):,.0f}", each_second("offered"),
            each_second("answered", "refused", "failed"), each_second("answered"),
            spread([over["rps"] / peak["rps"] for peak, over in rounds], 2), each_second("refused"),
            str(sum(over["failed"] for _, over in rounds)),
            f"{statistics.median(over['p50_us'] for _, over in rounds) / 1000:.0f}"]


def main() -> None:
    rows = []
    for size in SIZES:
        with servers.service(before=list(real_time())) as server:
            clients, requests = measure(server, size)
        rows += [row(f"{size} kB, {TIMES} x clients", clients), row(f"{size} kB, {TIMES} x requests", requests)]
    print("## Overload\n")
    print(table(["", "peak, 1/s", "offered, 1/s", "sent, 1/s", "200, 1/s", "200 / peak", "503, 1/s", "failed, in all",
                 "p50 of 200, ms"], rows))
    print(f"The service on one core. The peak is that of {CONNECTIONS} clients in a closed loop. {TIMES} x clients: "
          f"{TIMES * CONNECTIONS} of them. {TIMES} x requests: an open loop at {TIMES} times the peak, on "
          f"{MANY_REQUESTS['connections']} connections; sent is what the generator could send, for a request that "
          f"finds no connection free for {MANY_REQUESTS['patience']} s is not sent. Failed is everything but 503 and a "
          f"200 of the right length. Median of {ROUNDS} rounds.\n")
