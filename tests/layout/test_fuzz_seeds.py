"""Every fuzz target has something to begin with."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"


class FuzzSeeds(unittest.TestCase):

    def test_every_target_has_some(self) -> None:
        targets = sorted(file.stem.removesuffix("_fuzz") for file in FUZZ.glob("*_fuzz.cpp"))
        self.assertNotEqual(targets, [])
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, FUZZ / "seeds.py", folder], check=True)
            self.assertEqual(sorted(target.name for target in Path(folder).iterdir() if any(target.iterdir())), targets)


if __name__ == "__main__":
    unittest.main()
