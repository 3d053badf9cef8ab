"""Requests in the shapes that real clients send: each gets the right status and a conformant body."""

import json
import unittest
from collections.abc import Iterator
from pathlib import Path

from service import SERVICE_ID, TESTS, Service

from conformance import check_error, check_response  # noqa: I001
from fhir_search_parameters import Json

FIXTURES = TESTS / "fixtures"
# Letrozole or not, what is required was not prefetched, and there is no FHIR access yet: R68. Where our drug is not
# ordered, no data are required: R92. Another hook, or no draft orders at all, is a malformed call: R191, R165.
# A chart is opened without the drugs that the patient takes: nobody can tell whether there is something to say.
NO_DATA, NO_CARDS, MALFORMED, KEPT = 412, 200, 400, 200
CLIENTS = {
    "cerner-shaped-patient-view": NO_DATA,
    "contained-medication-order-sign": NO_DATA,
    "crd-request-generator-shaped-order-sign": NO_DATA,
    "epic-shaped-feedback-overridden": KEPT,
    "epic-shaped-order-sign-medication-as-bundle-entry": NO_DATA,
    "epic-shaped-order-sign-reference-only": NO_DATA,
    "epic-shaped-prefetch-outcomes": NO_DATA,
    "epic-shaped-stripped-endpoint-mismatch": MALFORMED,
    "sandbox-order-sign-dstu2-default-server": NO_DATA,
    "sandbox-order-sign-no-medication-chosen": NO_CARDS,
    "sandbox-order-sign-r4": NO_DATA,
    "sandbox-order-sign-tab-reclick-no-draftOrders": MALFORMED,
    "sandbox-recorded-order-sign-r4": NO_DATA,
    "spec-feedback-accepted": KEPT,
    "spec-feedback-overridden-reason": KEPT,
}


def bodies(folder: str) -> Iterator[tuple[Path, Json]]:
    """Each request of a folder; some files hold several."""
    for path in sorted((FIXTURES / folder).glob("**/*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for body in content if isinstance(content, list) else [content]:
            yield path, body


class Fixtures(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())

        cls.services = {service["hook"]: service["id"] for service in cls.service.client.discovery().body["services"]}

    def post(self, body: Json, path: str = ""):
        """To the service of its hook, or of order-sign if there is none."""
        path = path or f"/cds-services/{self.services.get(body.get('hook'), SERVICE_ID)}"
        answer = self.service.client.send("POST", path, body)
        if answer.status == 200 and path.endswith("/feedback"):
            self.assertEqual(answer.body, {"status": "ok"})
        elif answer.status == 200:
            self.assertEqual(check_response(answer.body, body), [])
        else:
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertIn("application/fhir+json", answer.headers["content-type"])
        return answer

    def test_clients(self) -> None:
        seen = set()
        for path, body in bodies("clients"):
            with self.subTest(path.stem):
                seen.add(path.stem)
                ending = "/feedback" if "feedback" in body else ""
                answer = self.post(body, f"/cds-services/{SERVICE_ID}{ending}" if ending else "")
                self.assertEqual(answer.status, CLIENTS[path.stem], answer.text)
        self.assertEqual(seen, set(CLIENTS))

    def test_feedback_posted_as_a_service_call_is_malformed(self) -> None:
        for path, body in bodies("clients"):
            if "feedback" in body:
                with self.subTest(path.stem):
                    self.assertEqual(self.post(body).status, MALFORMED)

    def test_coverage_requests_are_about_other_orders(self) -> None:
        for path, body in bodies("crd"):
            with self.subTest(path.stem, hook=body["hook"]):
                answer = self.post(body)
                self.assertEqual(answer.status, NO_CARDS if body["hook"] in self.services else MALFORMED, answer.text)
                if answer.status == NO_CARDS:
                    self.assertEqual(answer.body, {"cards": []})

    def test_contexts_of_the_hook_library(self) -> None:
        for path, content in bodies("cds-hooks-library"):
            hook = next(hook for hook in ("order-sign", "order-select", "order-review", "patient-view",
                                          "medication-prescribe") if path.stem.startswith(hook))
            body = {"hook": hook, "hookInstance": "0b1f5a0e-6f0e-4d0a-9a52-6d6b3f7f1c15",
                    "context": content.get("context", content)}
            with self.subTest(path.stem):
                answer = self.post(body)
                expected = {"order-sign": NO_CARDS, "order-select": NO_CARDS, "patient-view": NO_DATA}
                self.assertEqual(answer.status, expected.get(hook, MALFORMED), answer.text)
                if answer.status == NO_CARDS:
                    self.assertEqual(answer.body, {"cards": []})

    def test_the_same_shapes_with_all_data_get_cards(self) -> None:
        """What the clients' orders look like must not stand in the way once the data are there."""
        order_sign = self.service.order_sign()
        for name, status in CLIENTS.items():
            if status != NO_DATA or "patient-view" in name:
                continue
            with self.subTest(name):
                body = json.loads((FIXTURES / f"clients/{name}.json").read_text(encoding="utf-8"))
                patient = {"resourceType": "Patient", "id": body["context"]["patientId"], "gender": "female",
                           "birthDate": "1960-02-03"}
                nothing = {"resourceType": "Bundle", "type": "searchset", "total": 0}
                body["prefetch"] = dict.fromkeys(order_sign["prefetch"], nothing) | {"patient": patient}
                answer = self.post(body)
                self.assertEqual(answer.status, 200, answer.text)
                self.assertNotEqual(answer.body["cards"], [])

    def test_a_chart_with_the_drugs_is_answered(self) -> None:
        body = json.loads((FIXTURES / "clients/cerner-shaped-patient-view.json").read_text(encoding="utf-8"))
        body["prefetch"] = {"medications": None}
        answer = self.post(body)
        self.assertEqual((answer.status, answer.body), (NO_CARDS, {"cards": []}))


if __name__ == "__main__":
    unittest.main()
