#!/usr/bin/env python3
"""Measures what is built, beside other servers. `tests/bench/run` builds, and calls this with the same names.

    tests/bench/whole.py [PART...]
"""

import sys
from importlib import import_module

import workload
from tables import machine

# In this order. Each is a module that has SIZES, the kilobytes of the bodies it needs, and main(), which prints.
PARTS = ("cost", "latency", "overload", "sizes", "connections", "allocations", "instructions", "stages", "signatures",
         "fhir_access")


def main() -> int:
    names = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in names if name not in PARTS]:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    parts = [import_module(name) for name in names]
    print(f"# Benchmarks\n\n{machine()}\n", flush=True)
    sizes = sorted({size for part in parts for size in part.SIZES})
    if sizes:
        workload.prepare(sizes)
        print("\n".join(f"- {workload.description(size)}" for size in sizes) + "\n", flush=True)
    for part in parts:
        part.main()
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
