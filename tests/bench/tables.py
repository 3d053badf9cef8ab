"""Markdown, medians and fits."""

import platform
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def spread(values: Sequence[float], digits: int = 1) -> str:
    """The median, and between which values it lies."""
    return (f"{statistics.median(values):.{digits}f} "
            f"({min(values):.{digits}f}-{max(values):.{digits}f})")


def fit(x: Sequence[float], y: Sequence[float]) -> tuple[float, float, float]:
    """Slope, intercept and R^2 of the straight line nearest to the points."""
    slope, intercept = statistics.linear_regression(x, y)
    return slope, intercept, statistics.correlation(x, y) ** 2


def machine() -> str:
    """Where and of what the figures are."""
    cpu = next(line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines()
               if line.startswith("model name"))
    versions = package_versions("libboost1.81-dev", "rapidjson-dev", "libssl-dev")
    cores = len([line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")])
    return (f"{cpu}, {cores} cores, Linux {platform.release()}; {_said('g++', '--version').splitlines()[0]}; "
            f"{versions}; {_said('go', 'version')}; node {_said('node', '--version')}; "
            f"commit {_said('git', 'rev-parse', '--short', 'HEAD')}{_changes()}; "
            f"load average {Path('/proc/loadavg').read_text().split()[0]} at the beginning")


def package_versions(*names: str) -> str:
    return ", ".join(f"{name} {_said('dpkg-query', '--show', '--showformat=${Version}', name)}" for name in names)


def _changes() -> str:
    return " with changes" if _said("git", "status", "--porcelain", "fhir", "rules", "server") else ""


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True,
                              cwd=Path(__file__).parent).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
