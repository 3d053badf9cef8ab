"""Data that are missing, cut short, failed or somebody else's: 412, 400, or advice without false claims (R60-R69)."""

import copy
import unittest
from typing import Any

from hook_body import with_all_data  # first: it makes the test tools importable
from service import SERVICE_ID, Service

from conformance import check_error, check_response  # noqa: I001
from expectations import advice_of
from fhir_search_parameters import Json
from fhir_store import operation_outcome

REQUIRED = ("patient", "conditions", "medications", "boneDensity")
FAILED = operation_outcome("error", "forbidden", "canary")
NEXT = {"relation": "next", "url": "https://ehr.example.org/fhir/R4/Observation?page=2"}


def patient_of(resource: Json) -> str:
    return next((name for name in ("subject", "patient") if name in resource), "")


class Prefetch(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.order_sign = cls.service.order_sign()
        cls.optional = [key for key in cls.order_sign["prefetch"] if key not in REQUIRED]

    def setUp(self) -> None:
        self.body = with_all_data(self.order_sign)
        self.prefetch = self.body["prefetch"]

    def answer(self):
        answer = self.service.client.call(SERVICE_ID, self.body)
        if answer.status == 200:
            self.assertEqual(check_response(answer.body, self.body, ["canary"]), [])
        else:
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertNotIn("canary", answer.text)
        return answer

    def status_with(self, key: str, value: Any) -> int:
        self.prefetch[key] = value
        return self.answer().status

    def test_the_required_keys_are_offered(self) -> None:
        self.assertLessEqual(set(REQUIRED), set(self.order_sign["prefetch"]))

    def test_nothing_prefetched(self) -> None:
        for prefetch in ({}, None, {"another": {"resourceType": "Bundle"}}):
            with self.subTest(prefetch):
                self.body["prefetch"] = prefetch
                self.assertEqual(self.answer().status, 412)
        del self.body["prefetch"]
        self.assertEqual(self.answer().status, 412)

    def test_each_key_absent(self) -> None:
        for key in self.order_sign["prefetch"]:
            with self.subTest(key):
                self.setUp()
                del self.prefetch[key]
                self.assertEqual(self.answer().status, 412 if key in REQUIRED else 200)

    def test_each_key_failed(self) -> None:
        for key in self.order_sign["prefetch"]:
            for value in (FAILED, "canary", 7, [], {}, {"resourceType": "Basic"}):
                with self.subTest(key, value=value):
                    self.setUp()
                    self.assertEqual(self.status_with(key, value), 412 if key in REQUIRED else 200)

    def test_null_says_that_nothing_was_found_but_a_patient_there_must_be(self) -> None:
        self.assertEqual(self.status_with("patient", None), 412)
        for key in self.order_sign["prefetch"]:
            if key != "patient":
                with self.subTest(key):
                    self.setUp()
                    self.assertEqual(self.status_with(key, None), 200)

    def test_a_bundle_cut_short(self) -> None:
        for key in REQUIRED[1:]:
            for change in ({"link": [NEXT]}, {"total": 1000},
                           {"entry": [{"resource": FAILED, "search": {"mode": "outcome"}}]}):
                with self.subTest(key, change=list(change)):
                    self.setUp()
                    bundle = copy.deepcopy(self.prefetch[key])
                    extra = change.get("entry", [])
                    self.assertEqual(self.status_with(key, bundle | change | {
                        "entry": bundle.get("entry", []) + extra}), 412)

    def test_somebody_elses_data_are_refused(self) -> None:
        self.assertEqual(self.status_with("patient", self.prefetch["patient"] | {"id": "someone-else"}), 400)
        for key, bundle in with_all_data(self.order_sign)["prefetch"].items():
            entries = [] if key == "patient" or not bundle else bundle.get("entry", [])
            for index, entry in enumerate(entries):
                name = patient_of(entry["resource"])
                if name:
                    with self.subTest(key, entry=index):
                        self.setUp()
                        resource = self.prefetch[key]["entry"][index]["resource"]
                        resource[name] = {"reference": "Patient/someone-else"}
                        self.assertEqual(self.answer().status, 400)

    def test_a_patient_without_birth_date_or_gender(self) -> None:
        for member in ("birthDate", "gender"):
            with self.subTest(member):
                self.setUp()
                del self.prefetch["patient"][member]
                self.assertEqual(self.answer().status, 200)

    def test_a_patient_in_a_bundle_and_a_search_answered_by_one_resource(self) -> None:
        expected = self.answer().text
        patient = self.prefetch["patient"]
        self.prefetch["patient"] = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]}
        self.assertEqual(self.answer().text, expected)

    def test_what_could_not_be_looked_up_is_not_called_absent(self) -> None:
        self.body = with_all_data(self.order_sign, "V01")
        self.assertIn("dxa-baseline", advice_of(self.answer().body))
        for key in self.optional:
            del self.body["prefetch"][key]
        answer = self.answer()
        self.assertEqual(answer.status, 200)
        self.assertNotEqual(answer.body["cards"], [])
        self.assertNotIn("dxa-baseline", advice_of(answer.body))
        for card in answer.body["cards"]:
            self.assertNotIn("no dxa", (card["summary"] + card["detail"]).lower())

    def test_free_text_does_not_come_back(self) -> None:
        def poison(value: Any) -> None:
            for item in value.values() if isinstance(value, dict) else value:
                if isinstance(item, (dict, list)):
                    poison(item)
            if isinstance(value, dict):
                for name in ("display", "text", "comment", "note", "family", "description", "title"):
                    if isinstance(value.get(name), str):
                        value[name] = "canary <script>canary</script> [canary](javascript:canary)"
        poison(self.prefetch)
        poison(self.body["context"])
        self.assertEqual(self.answer().status, 200)
        self.assertNotIn("canary", self.service.output())


if __name__ == "__main__":
    unittest.main()
