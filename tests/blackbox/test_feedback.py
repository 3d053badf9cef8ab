"""Feedback: kept before it is acknowledged, once, and respected: what a clinician has answered is not asked again."""

import json
import os
import sqlite3
import tempfile
import unittest
from pathlib import Path
from typing import Any

from service import SERVICE_ID, TESTS, Service, patient  # first: it makes the test tools importable

from conformance import check_error  # noqa: I001
from hook_request import Mode, hook_request
from waiting import eventually

FEEDBACK = f"/cds-services/{SERVICE_ID}/feedback"
REASONS = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
COMMENT = "canary-of-a-comment"
WITHHELD = "withheld"


def overridden(card: str, code: str, **more: Any) -> dict[str, Any]:
    return {"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-06-15T10:00:00Z",
            "overrideReason": {"reason": {"code": code, "system": REASONS}, "userComment": COMMENT}, **more}


def summaries(cards: list[dict[str, Any]]) -> list[str]:
    return [card["summary"] for card in cards]


class Feedback(unittest.TestCase):

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.database = self.folder / "feedback.db"
        self.start()

    def start(self, *options: str) -> None:
        self.service = self.another(*options)
        self.addCleanup(self.stop)

    def another(self, *options: str) -> Service:
        """A service on the same store."""
        return Service("aibl-2017", "--store", f"sqlite:{self.database}", *options)

    def stop(self) -> str:
        """What it has written."""
        if self.service is None:
            return ""
        output = self.service.output()
        service, self.service = self.service, None
        service.stop()
        return output

    def post(self, *items: dict[str, Any]) -> Any:
        return self.service.client.send("POST", FEEDBACK, {"feedback": list(items)})

    def cards(self, name: str, order_id: str = "order-1") -> list[dict[str, Any]]:
        request = hook_request(self.service.order_sign(), patient(name), mode=Mode.FULL)
        for entry in request["context"]["draftOrders"]["entry"]:
            entry["resource"]["id"] = order_id
        answer = self.service.client.call(SERVICE_ID, request)
        self.assertEqual(answer.status, 200)
        return answer.body["cards"]

    def rows(self, query: str = "SELECT count(*) FROM feedback") -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.database) as database:
            return database.execute(query).fetchall()

    def back_up_and_lose(self) -> None:
        """Makes a backup while the service runs, as RUNBOOK.md says, and leaves nothing else."""
        with sqlite3.connect(self.database) as running, sqlite3.connect(self.folder / "backup.db") as backup:
            running.backup(backup)
        self.stop()
        for file in self.folder.glob("feedback.db*"):
            if file.suffix != ".key":
                file.unlink()

    def restore(self) -> None:
        (self.folder / "backup.db").rename(self.database)
        self.database.chmod(0o600)

    def key(self) -> Path:
        return self.folder / "feedback.db.key"

    def basis(self, card: dict[str, Any]) -> dict[str, Any]:
        return card["extension"]["bone-health-cds.basis"]

    def test_is_kept_once_however_often_it_is_sent(self) -> None:
        item = overridden("c1", "patient-refuses")
        for batch in ([item], [item, item], [item, {"card": "c1", "outcome": "accepted"}]):
            answer = self.post(*batch)
            self.assertEqual((answer.status, answer.body), (200, {"status": "ok"}))
            self.assertIn("application/json", answer.headers["content-type"])
        self.assertEqual(self.rows(), [(2,)])

    def test_of_real_clients_is_taken(self) -> None:
        for file in sorted((TESTS / "fixtures/clients").glob("*feedback*.json")):
            with self.subTest(file.name):
                self.assertEqual(self.service.client.send("POST", FEEDBACK, file.read_text()).status, 200)
        self.assertEqual(self.rows(), [(3,)])

    def test_survives_a_restart(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        self.stop()
        self.start()
        self.assertNotIn(card["summary"], summaries(self.cards("V03")))

    def test_what_was_declined_is_quiet_at_every_service(self) -> None:
        """A card of a topic that was overridden while ordering is not shown when the chart is opened."""
        view = self.service.service_for("patient-view")
        record = patient("V03").at("patient-view")

        def on_the_chart() -> list[str]:
            answer = self.service.client.call(view["id"], hook_request(view, record, mode=Mode.FULL))
            return summaries(answer.body["cards"])

        self.assertNotEqual(on_the_chart(), [])
        card = next(card for card in self.cards("V03") if card["source"]["topic"]["code"] == "BONEAGENTINDICATED")
        answer = self.service.client.feedback(view["id"], {"feedback": [overridden(card["uuid"], "patient-refuses")]})
        self.assertEqual((answer.status, answer.body), (200, {"status": "ok"}))
        self.assertTrue(eventually(lambda: on_the_chart() == [], 5))

    def test_a_backup_brings_back_what_was_kept(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        self.back_up_and_lose()
        self.restore()
        self.start()
        self.assertEqual(self.rows(), [(1,)])
        self.assertNotIn(card["summary"], summaries(self.cards("V03")))

    def test_with_another_key_all_patients_are_others(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        self.stop()
        self.key().write_bytes(os.urandom(32))
        self.start()
        self.assertIn(card["summary"], summaries(self.cards("V03")))
        self.assertEqual(self.rows(), [(1,)], "what was kept is still there, for reports")

    def test_that_is_wrong_is_refused_whole_and_says_where(self) -> None:
        for body in ({}, {"feedback": []}, {"feedback": [{"card": "c"}]},
                     {"feedback": [{"card": "c", "outcome": "accepted"}, {"card": "d", "outcome": "ignored"}]},
                     {"feedback": [overridden("c", "x" * 1000)]}, "{"):
            answer = self.service.client.send("POST", FEEDBACK, body)
            self.assertIn(answer.status, (400, 413, 422))
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertNotIn(COMMENT, answer.text)
        self.assertEqual(self.rows(), [(0,)])

    def test_comments_are_kept_and_never_logged(self) -> None:
        self.post(overridden("c1", "patient-refuses"))
        self.assertEqual(self.rows("SELECT comment FROM feedback"), [(COMMENT,)])
        self.assertNotIn(COMMENT, self.stop())

    def test_comments_can_be_dropped(self) -> None:
        self.stop()
        self.start("--drop-comments")
        self.post(overridden("c1", "patient-refuses"))
        self.assertEqual(self.rows("SELECT comment FROM feedback"), [("",)])

    def test_what_the_patient_declined_is_not_asked_again(self) -> None:
        before = self.cards("V03")
        self.post(overridden(before[0]["uuid"], "patient-refuses"))
        after = self.cards("V03", order_id="order-2")
        self.assertEqual(summaries(after), summaries(before[1:]))
        for card in after:
            self.assertEqual(len(self.basis(card)[WITHHELD]), 1)
        other_patient = self.cards("V01")
        self.assertTrue(all(WITHHELD not in self.basis(card) for card in other_patient))

    def test_what_was_done_elsewhere_is_asked_again_with_the_next_order(self) -> None:
        before = self.cards("V03")
        self.post(overridden(before[0]["uuid"], "action-completed"))
        self.assertEqual(len(self.cards("V03")), len(before) - 1)
        self.assertEqual(len(self.cards("V03", order_id="order-2")), len(before))

    def test_other_reasons_change_nothing(self) -> None:
        before = self.cards("V03")
        for code in ("patient-contraindication", "made-up"):
            self.post(overridden(before[0]["uuid"], code))
        self.assertEqual(summaries(self.cards("V03")), summaries(before))

    def test_can_be_kept_from_changing_anything(self) -> None:
        self.stop()
        self.start("--quiet-days", "0")
        before = self.cards("V03")
        self.post(overridden(before[0]["uuid"], "patient-refuses"))
        self.assertEqual(summaries(self.cards("V03")), summaries(before))

    def test_names_no_patient_in_the_store(self) -> None:
        card = self.cards("V03")[0]
        self.post(overridden(card["uuid"], "patient-refuses"))
        self.stop()
        patient_id = patient("V03").patient_id
        for file in self.folder.iterdir():
            self.assertNotIn(patient_id.encode(), file.read_bytes(), file.name)
        self.assertEqual((self.folder / "feedback.db.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.database.stat().st_mode & 0o777, 0o600)

    def test_a_locked_database_is_said_and_hooks_go_on(self) -> None:
        with sqlite3.connect(self.database) as other:
            other.execute("BEGIN EXCLUSIVE")
            answer = self.post(overridden("c1", "patient-refuses"))
            self.assertEqual(answer.status, 503)
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertGreater(int(answer.headers["retry-after"]), 0)
            self.assertNotEqual(self.cards("V03"), [])
            other.rollback()
        self.assertTrue(eventually(lambda: self.post(overridden("c1", "patient-refuses")).status == 200, 10),
                        "it recovers without a restart")
        self.assertEqual(self.rows(), [(1,)])


class DamagedStore(unittest.TestCase):

    def test_hooks_go_on_and_feedback_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "feedback.db"
            database.write_bytes(b"this is no database" * 1000)
            service = Service("aibl-2017", "--store", f"sqlite:{database}")
            self.addCleanup(service.stop)
            answer = service.client.send("POST", FEEDBACK, {"feedback": [overridden("c1", "patient-refuses")]})
            self.assertEqual(answer.status, 503)
            request = hook_request(service.order_sign(), patient("V03"), mode=Mode.FULL)
            self.assertNotEqual(service.client.call(SERVICE_ID, json.dumps(request)).body["cards"], [])


if __name__ == "__main__":
    unittest.main()
