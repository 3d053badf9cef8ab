"""Tools that no other test runs find what they import, from wherever they are started."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


class Tools(unittest.TestCase):

    def test_the_tls_scan_finds_its_modules(self) -> None:
        done = subprocess.run([sys.executable, "-c", "import runpy; runpy.run_path('tests/attacks/tls_scan.py', run_name='x')"],
                              cwd=TESTS.parent, env={"PYTHONPATH": str(TESTS / "attacks")}, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_large_call_is_one(self) -> None:
        done = subprocess.run([sys.executable, str(TESTS / "growth/large_call.py")], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(json.loads(done.stdout)["hook"], "order-sign")


if __name__ == "__main__":
    unittest.main()
