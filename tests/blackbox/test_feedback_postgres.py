"""Feedback kept in PostgreSQL: all that holds for a file, and what only holds for a server that several share."""

import os
import subprocess
import unittest
from pathlib import Path
from typing import Any

import test_feedback  # first: it makes the test tools importable
from service import Service, program
from test_feedback import overridden, summaries

from postgres_server import PostgresServer  # noqa: I001
from waiting import eventually

SECONDS = 20


class FeedbackInPostgres(test_feedback.Feedback):
    postgres: PostgresServer

    @classmethod
    def setUpClass(cls) -> None:
        cls.postgres = PostgresServer()
        cls.addClassCleanup(cls.postgres.close)

    def setUp(self) -> None:
        self.postgres.rows("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        super().setUp()

    def another(self, *options: str) -> Service:
        if not self.key().exists():
            self.key().write_bytes(os.urandom(32))
            self.key().chmod(0o600)
        service = Service("aibl-2017", "--store", self.postgres.url, "--pseudonym-key", str(self.key()), *options)
        # It waits for its tables half a second at most: on a busy machine they may be made later.
        self.assertTrue(eventually(lambda: self.postgres.rows("SELECT to_regclass('feedback')") != [("",)], SECONDS))
        return service

    def key(self) -> Path:
        return self.folder / "pseudonym.key"

    def back_up_and_lose(self) -> None:
        self.postgres.dump(self.folder / "dump")
        self.stop()
        self.postgres.rows("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def restore(self) -> None:
        self.postgres.restore(self.folder / "dump")

    def rows(self, query: str = "SELECT count(*) FROM feedback") -> list[tuple[Any, ...]]:
        return [tuple(int(value) if value.isdigit() else value for value in row) for row in self.postgres.rows(query)]

    def test_names_no_patient_in_the_store(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        self.stop()
        dump = self.folder / "dump"
        self.postgres.dump(dump)
        text = subprocess.run(["pg_restore", "--file=-", dump], check=True, capture_output=True).stdout
        self.assertIn(card["uuid"].encode(), text)
        self.assertNotIn(test_feedback.patient("V03").patient_id.encode(), text)

    def test_a_locked_database_is_said_and_hooks_go_on(self) -> None:
        """Nobody can lock a server whole; it can be away."""
        self.postgres.stop()
        answer = self.post(overridden("c1", "patient-refuses"))
        self.assertEqual(answer.status, 503)
        self.assertEqual(test_feedback.check_error(answer.status, answer.body), [])
        self.assertNotEqual(self.cards("V03"), [])
        self.postgres.start()
        self.assertTrue(eventually(lambda: self.post(overridden("c1", "patient-refuses")).status == 200, SECONDS),
                        "it recovers without a restart")
        self.assertEqual(self.rows(), [(1,)])

    def test_another_instance_knows_what_was_overridden(self) -> None:
        before = self.cards("V03")
        first, self.service = self.service, self.another()
        self.addCleanup(self.stop)
        try:
            first.client.send("POST", test_feedback.FEEDBACK,
                              {"feedback": [overridden(before[0]["uuid"], "patient-refuses")]})
            self.assertTrue(eventually(lambda: summaries(self.cards("V03")) == summaries(before[1:]), SECONDS))
            self.post(overridden(before[0]["uuid"], "patient-refuses"))
            self.assertEqual(self.rows(), [(1,)], "the same feedback counts once, wherever it comes")
        finally:
            first.stop()

    def test_a_report_is_made_from_it(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        told = subprocess.run([program(), "report", "--store", self.postgres.url, "--format", "csv"], check=True,
                              capture_output=True, text=True)
        self.assertIn("patient-refuses", told.stdout)


if __name__ == "__main__":
    unittest.main()
