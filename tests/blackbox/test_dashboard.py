"""What those who operate the service see at the admin port."""

import time
import unittest

from hook_body import amoxicillin, with_all_data  # first: it makes the test tools importable
from service import GUIDELINES, SERVICE_ID, Service

from cds_client import CdsClient  # noqa: I001
from fhir_search_parameters import Json
from free_port import free_port

SECONDS_TO_KEEP = 10  # cards are written some time after they were answered


class Dashboard(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        port = free_port()
        cls.service = Service(GUIDELINES[0], "--admin-listen", f"127.0.0.1:{port}")
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.admin = CdsClient(f"http://127.0.0.1:{port}")

    def data(self) -> Json:
        answer = self.admin.send("GET", "/dashboard/data")
        self.assertEqual(answer.status, 200, answer.text)
        return answer.body

    def data_when(self, is_there: object) -> Json:
        end = time.monotonic() + SECONDS_TO_KEEP
        while not is_there(data := self.data()) and time.monotonic() < end:
            time.sleep(0.05)
        return data

    def test_tells_what_became_of_cards(self) -> None:
        cards = self.service.client.call(SERVICE_ID, with_all_data(self.service.order_sign())).body["cards"]
        feedback = {"feedback": [
            {"card": cards[0]["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-06-15T10:00:00Z",
             "overrideReason": {"reason": {"code": cards[0]["overrideReasons"][0]["code"]}}},
            {"card": cards[1]["uuid"], "outcome": "accepted", "outcomeTimestamp": "2026-06-15T10:00:00Z",
             "acceptedSuggestions": [{"id": cards[1]["suggestions"][0]["uuid"]}]}]}
        self.assertEqual(self.service.client.feedback(SERVICE_ID, feedback).status, 200)
        self.service.client.call(SERVICE_ID, amoxicillin())
        data = self.data_when(lambda seen: len(seen["outcomes"]) >= len(cards))
        self.assertEqual(sum(line["shown"] for line in data["outcomes"]), len(cards))
        self.assertEqual(sum(line["accepted"] for line in data["outcomes"]), 1)
        overridden = [line for line in data["outcomes"] if line["overridden"]]
        self.assertEqual([sum(line["reasons"].values()) for line in overridden], [1])
        self.assertEqual({line["guideline"] for line in data["outcomes"]}, {"aibl-2017 1.0.0"})
        self.assertIn({"service": SERVICE_ID, "reason": "not-an-ai-order", "count": 1}, data["silent"])
        self.assertIn("parental_hip_fracture", [fact["fact"] for fact in data["unknownFacts"]])

    def test_the_page(self) -> None:
        page = self.admin.send("GET", "/")
        self.assertEqual(page.status, 200)
        self.assertIn("default-src 'none'", page.headers["content-security-policy"])
        self.assertEqual(self.admin.send("GET", "/web/dashboard.js").status, 200)


if __name__ == "__main__":
    unittest.main()
