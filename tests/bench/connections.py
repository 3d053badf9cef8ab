"""What many connections cost: CPU time of a request, and memory of a connection that waits."""

import json
import subprocess
import time
from collections import defaultdict
from contextlib import ExitStack

import servers
from servers import Server, load, load_command
from tables import spread, table

SIZE = 20
SIZES = (SIZE,)
ROUNDS = 5
COUNTS = (1, 8, 64, 1_000, 10_000)
ACTIVE = 64
RUN = {"warm_up": 0.7, "seconds": 1.0}
IDLE = 10_000


def cost() -> str:
    costs = defaultdict(list)
    with ExitStack() as running:
        both = [running.enter_context(servers.drain(SIZE)), running.enter_context(servers.service())]
        for _ in range(ROUNDS):
            for count in COUNTS:
                for server in both:
                    costs[server.name, count].append(
                        load(server, SIZE, connections=count, active=min(count, ACTIVE), **RUN)["cpu_us"])
            for server in both:
                # With more the service would refuse some.
                costs[server.name, "all"].append(
                    load(server, SIZE, connections=1_000, active=1_000, **RUN)["cpu_us"])
    rows = [[f"{name}, us", *(spread(costs[name, count]) for count in COUNTS),
             spread(costs[name, "all"])] for name in ("service", "drain")]
    return table([f"{SIZE} kB", *(f"{count:,}" for count in COUNTS), "1,000, all asking"], rows)


def resident(server: Server, count: int) -> float:
    """Resident bytes of the server while so many connections wait that have all been answered once."""
    command = load_command(server, SIZE, connections=count, active=ACTIVE, warm_up=0, seconds=8, hold=60)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as generator:
        result = json.loads(generator.stdout.readline())
        if result["answered"] < count:
            raise RuntimeError(f"{result['answered']} requests for {count} connections")
        time.sleep(1)
        size = server.resident_bytes()
        generator.kill()
    return size


def memory() -> list[str]:
    rows = []
    for name, start in (("service", servers.service), ("drain", lambda: servers.drain(SIZE))):
        with start() as server:
            at_rest = server.resident_bytes()
            few = resident(server, ACTIVE)
            time.sleep(0.5)
            many = resident(server, IDLE)
        rows.append([name, f"{at_rest / 1e6:.1f}", f"{few / 1e6:.1f}", f"{many / 1e6:.1f}",
                     f"{(many - few) / (IDLE - ACTIVE):,.0f}"])
    return rows


def main() -> None:
    print("## Connections\n")
    print(cost())
    print(f"One core; at most {ACTIVE} requests at once, which take turns on all connections; median of {ROUNDS} "
          "interleaved rounds (least-most).\n")
    print(table(["MB resident", "at the start", f"{ACTIVE} connections", f"{IDLE:,} connections",
                 "bytes for each that waits"], memory()))
    print("Connections that wait, each after at least one answer. What the kernel keeps for a socket is not in it.\n")
