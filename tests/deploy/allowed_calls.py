#!/usr/bin/env python3
"""Whether a unit allows the system calls that were traced: allowed_calls.py UNIT FOLDER, with summaries of strace."""

import re
import subprocess
import sys
from pathlib import Path

# systemd allows these always, or they come before the program: exec by systemd itself.
ALWAYS = {"execve", "exit", "exit_group", "getrlimit", "rt_sigreturn", "sigreturn"}
# SQLite gives its files to whom the folder belongs, if it is root that runs it; the unit's user is not.
AS_ROOT = {"fchown"}
FEWEST = 40  # a program that serves makes more kinds of calls than this


def main() -> int:
    unit, folder = Path(sys.argv[1]), Path(sys.argv[2])
    made = set().union(*(calls_in(file) for file in folder.iterdir()))
    refused = made - allowed_by(unit) - ALWAYS - AS_ROOT
    print(f"{len(made)} kinds of system calls were made, {len(refused)} of them not allowed: {' '.join(sorted(refused))}")
    return int(bool(refused) or len(made) < FEWEST)


def calls_in(summary: Path) -> set[str]:
    """The last column of the table."""
    rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +\d+ +(?:\d+ +)?(\w+)$", summary.read_text(), re.MULTILINE)
    return set(rows) - {"total"}


def allowed_by(unit: Path) -> set[str]:
    """As systemd.exec(5) has SystemCallFilter=: each line adds to the list, or with ~ takes away."""
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit.read_text(), re.MULTILINE):
        named = set().union(*(group(name) for name in line.removeprefix("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


def group(name: str) -> set[str]:
    """The calls of a group, and of the groups in it."""
    if not name.startswith("@"):
        return {name}
    told = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", name], check=True, capture_output=True, text=True)
    lines = [line.strip() for line in told.stdout.splitlines()[1:]]
    names = [line for line in lines if line and not line.startswith("#")]
    return set().union(*(group(each) for each in names))


if __name__ == "__main__":
    sys.exit(main())
