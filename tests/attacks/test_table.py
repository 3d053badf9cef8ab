"""The table of the rows in tests/README.md is that of the tests."""

import unittest
from pathlib import Path

from run import table


class Table(unittest.TestCase):

    def test_the_readme_has_it(self) -> None:
        readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
        self.assertIn("\n".join(table()), readme)


if __name__ == "__main__":
    unittest.main()
