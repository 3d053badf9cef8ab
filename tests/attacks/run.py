#!/usr/bin/env python3
"""Runs the attacks and prints, row by row, which the service stands.

    tests/attacks/run.py [-k PATTERN]...   all tests, or those whose name has this in it
    tests/attacks/run.py --table           the rows as the table in tests/README.md

SERVICE_PROGRAM names another build than build/release/bone-health-cds. The exit status is 0 if no test failed.
"""

import argparse
import re
import sys
import time
import unittest
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rows import ROWS, Row

HERE = Path(__file__).resolve().parent
_ROW = re.compile(r"test_row_(\d\d)_")


class RowResult(unittest.TextTestResult):
    """Also counts the tests of each row, and those of them that did not pass."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.tests: dict[int, int] = defaultdict(int)
        self.bad: dict[int, set[str]] = defaultdict(set)
        self.seconds: dict[int, float] = defaultdict(float)
        self._started = 0.0

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._started = time.monotonic()

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        row = row_of(test)
        self.tests[row] += 1
        self.seconds[row] += time.monotonic() - self._started

    def addFailure(self, test: unittest.TestCase, error: Any) -> None:
        super().addFailure(test, error)
        self.bad[row_of(test)].add(test.id())

    def addError(self, test: unittest.TestCase, error: Any) -> None:
        super().addError(test, error)
        self.bad[row_of(test)].add(test.id())

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, error: Any) -> None:
        super().addSubTest(test, subtest, error)
        if error:
            self.bad[row_of(test)].add(test.id())

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.bad[row_of(test)].add(test.id())


def row_of(test: unittest.TestCase) -> int:
    """0 for what is no test of a row, such as the start of a class that failed."""
    found = _ROW.search(test.id())
    return int(found[1]) if found else 0


def tests_in(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for item in suite:
        yield from tests_in(item) if isinstance(item, unittest.TestSuite) else [item]


def report(result: RowResult, chosen: Counter[int]) -> Iterator[str]:
    """chosen: how many tests of each row were to be run; those whose class did not start were not."""
    passed = 0
    for number, row in ROWS.items():
        tests = chosen[number]
        bad = len(result.bad[number]) + tests - result.tests[number]
        if bad:
            state = f"FAILED ({bad} of {tests} tests)"
        elif tests:
            state = f"passed ({tests} tests, {result.seconds[number]:.1f} s)"
            state += f"; left: {row.left}" if row.left else ""
            passed += not row.left
        else:
            state = f"left: {row.left}" if row.left else "not run"
        yield f"{number:2}  {row.what:<72}{state}"
    left = ", ".join(f"{number} ({row.left.partition(':')[0]})" for number, row in ROWS.items() if row.left)
    yield f"rows passed: {passed} of {len(ROWS)}; left: {left}"


def table() -> Iterator[str]:
    """Markdown."""
    yield "| row | what | tests | state |"
    yield "| --- | --- | --- | --- |"
    for number, row in ROWS.items():
        yield f"| {number} | {row.what} | {tests_of(number, row)} | {state_of(number, row)} |"


def state_of(number: int, row: Row) -> str:
    parts = (["tested"] if files_of(number) else []) + ([f"left: {row.left}"] if row.left else [])
    return "; ".join(parts)


def tests_of(number: int, row: Row) -> str:
    files = [f"`{file}` `test_row_{number:02}_*`" for file in files_of(number)]
    return ", ".join(files + ([f"more: `{row.also}`"] if row.also else [])) or "-"


def files_of(number: int) -> list[str]:
    return [file.name for file in sorted(HERE.glob("test_*.py"))
            if f"def test_row_{number:02}_" in file.read_text(encoding="utf-8")]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("-k", action="append", metavar="PATTERN")
    arguments.add_argument("--table", action="store_true")
    chosen = arguments.parse_args()
    if chosen.table:
        print("\n".join(table()))
        return 0
    loader = unittest.TestLoader()
    if chosen.k:
        loader.testNamePatterns = [pattern if "*" in pattern else f"*{pattern}*" for pattern in chosen.k]
    suite = loader.discover(str(HERE))
    of_rows = Counter(row_of(test) for test in tests_in(suite))
    result = unittest.TextTestRunner(resultclass=RowResult).run(suite)
    assert isinstance(result, RowResult)
    print("\n".join(report(result, of_rows)), flush=True)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
