"""Instructions of a call, from body to answer, without HTTP: counted by callgrind, so the same in every run."""

import re
import subprocess
from pathlib import Path

from servers import AS_OF, BUILD, DATA, ROOT, bodies_file
from tables import table

SIZES = (5, 20, 60)
CALLS = 64


def bodies(size: int) -> list[str]:
    """Files with a body each."""
    folder = DATA / f"single-{size}"
    folder.mkdir(exist_ok=True)
    files = []
    for number, body in enumerate(bodies_file(size).read_text(encoding="utf-8").splitlines()[:CALLS]):
        files.append(str(folder / f"{number}.json"))
        Path(files[-1]).write_text(body, encoding="utf-8")
    return files


def count(files: list[str]) -> int:
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(BUILD / "bone-health-cds"), "evaluate",
         "--guideline-dir", str(ROOT / "rules/guideline"), "--as-of", AS_OF, *files],
        capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main() -> None:
    row = []
    for size in SIZES:
        files = bodies(size)
        # The second half of the files is the first again: what the start costs cancels out, and so do first times.
        row.append(f"{(count(files * 2) - count(files)) / len(files) / 1000:,.0f}")
    print("## Instructions of a call\n")
    print(table(["", *(f"{size} kB" for size in SIZES)], [["thousands", *row]]))
    print(f"From body to answer, without HTTP (`bone-health-cds evaluate`), mean of {CALLS} calls.\n")
