"""Row 37: what was acknowledged is there, whatever happens to the process, the disk and the database."""

import tempfile
import unittest

from attack import Attack  # first: it finds the tools

from killed_feedback import kill  # noqa: I001

ROUNDS = 8  # killed_feedback.py does it a thousand times


class Killed(unittest.TestCase):

    def test_row_37_killed_at_random_moments(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            acknowledged, _ = kill(ROUNDS, f"sqlite:{folder}/feedback.db")
            self.assertGreater(acknowledged, ROUNDS)


del Attack

if __name__ == "__main__":
    unittest.main()
