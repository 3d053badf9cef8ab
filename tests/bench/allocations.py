"""Heap allocations of a request, in the steady state, counted by a library that is put before the C library's."""

import struct
from pathlib import Path

import servers
from servers import DATA, PROGRAMS, load
from tables import table

SIZES = (5, 20, 60)
CONNECTIONS = 8
RUN = {"warm_up": 0, "seconds": 2}


def count(file: Path) -> tuple[int, int]:
    """Allocations and their bytes since the server's start."""
    return struct.unpack("QQ", file.read_bytes())


def measure(start: str, size: int) -> tuple[float, float]:
    """Allocations of a request, and their bytes. A few are those of new connections."""
    file = DATA / "allocation-counts"
    preload = {"LD_PRELOAD": str(PROGRAMS / "libcount_allocations.so"), "ALLOCATION_COUNTS": str(file)}
    with (getattr(servers, start)(environment=preload) if start != "drain"
          else servers.drain(size, environment=preload)) as server:
        load(server, size, connections=CONNECTIONS, **RUN)  # fills buffers and caches that stay
        before = count(file)
        result = load(server, size, connections=CONNECTIONS, **RUN)
        after = count(file)
    return tuple((late - early) / result["answered"] for early, late in zip(before, after, strict=True))


def main() -> None:
    rows = []
    for name in ("service", "drain", "naive"):
        counts = [measure(name, size) for size in SIZES]
        rows.append([name, *(f"{number:.1f} ({size / 1000:.1f} kB)" for number, size in counts)])
    print("## Heap allocations of a request\n")
    print(table(["", *(f"{size} kB" for size in SIZES)], rows))
    print("In the steady state, all prefetched; in brackets the bytes of them together.\n")
