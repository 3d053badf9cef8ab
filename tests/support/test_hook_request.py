"""Tests of the hook requests that the small EHR sends."""

import unittest
from typing import Any

from example_record import RECORD, SERVICE
from fhir_search_parameters import Json
from hook_request import FhirAccess, Mode, PrefetchError, hook_request, resolve


class Request(unittest.TestCase):

    def prefetch(self, mode: Mode, *keys: str, **options: Any) -> Json:
        return hook_request(SERVICE, RECORD, mode=mode, keys=keys, **options)["prefetch"]

    def test_context(self) -> None:
        request = hook_request(SERVICE, RECORD)
        self.assertEqual(request["context"]["userId"], "Practitioner/d1")
        self.assertEqual(request["context"]["patientId"], "p1")
        self.assertNotIn("encounterId", request["context"])
        self.assertNotIn("fhirServer", request)

    def test_context_of_other_hooks(self) -> None:
        context = hook_request(SERVICE | {"hook": "order-select"}, RECORD)["context"]
        self.assertEqual(context["selections"], ["MedicationRequest/m1"])
        record = RECORD.at("patient-view")
        request = hook_request(SERVICE | {"hook": "patient-view"}, record)
        self.assertEqual(set(request["context"]), {"userId", "patientId"})
        self.assertEqual(record.resources[-1]["status"], "active")
        self.assertEqual(record.resources[-1]["medicationCodeableConcept"], {"text": "letrozole"})
        self.assertEqual(RECORD.orders[0]["status"], "draft")

    def test_full(self) -> None:
        prefetch = self.prefetch(Mode.FULL)
        self.assertEqual(set(prefetch), {"patient", "user", "scores", "reports"})
        self.assertEqual(prefetch["user"]["id"], "d1")
        self.assertEqual(prefetch["scores"]["total"], 2)
        self.assertEqual(prefetch["reports"]["total"], 0)
        self.assertNotIn("entry", prefetch["reports"])

    def test_nothing_found(self) -> None:
        self.assertIsNone(self.prefetch(Mode.NULL)["reports"])
        self.assertEqual(self.prefetch(Mode.EMPTY)["reports"]["entry"], [])
        outcome = self.prefetch(Mode.EPIC)["reports"]["entry"][0]["resource"]
        self.assertEqual(outcome["issue"][0]["severity"], "warning")

    def test_chosen_keys(self) -> None:
        self.assertEqual(set(self.prefetch(Mode.MISSING, "scores")), {"patient", "user", "reports"})
        self.assertEqual(self.prefetch(Mode.MISSING), {})
        prefetch = self.prefetch(Mode.ERROR, "scores")
        self.assertEqual(prefetch["scores"]["issue"][0]["severity"], "error")
        self.assertEqual(prefetch["patient"]["resourceType"], "Patient")

    def test_pages(self) -> None:
        access = FhirAccess("http://127.0.0.1:1/fhir/R4", "secret")
        scores = self.prefetch(Mode.PAGED, fhir_access=access)["scores"]
        self.assertEqual((scores["total"], len(scores["entry"])), (2, 1))
        self.assertTrue(scores["link"][1]["url"].startswith("http://127.0.0.1:1/fhir/R4/"))

    def test_fhir_access(self) -> None:
        access = FhirAccess("http://127.0.0.1:1/fhir/R4", "secret")
        request = hook_request(SERVICE, RECORD, mode=Mode.FHIR, fhir_access=access)
        self.assertNotIn("prefetch", request)
        self.assertEqual(request["fhirAuthorization"]["access_token"], "secret")
        self.assertEqual(request["fhirAuthorization"]["patient"], "p1")
        request = hook_request(SERVICE, RECORD, mode=Mode.NONE, fhir_access=access)
        self.assertEqual(set(request), {"hook", "hookInstance", "context"})
        with self.assertRaises(ValueError):
            hook_request(SERVICE, RECORD, mode=Mode.FHIR)

    def test_tokens(self) -> None:
        context = {"userId": "Practitioner/d1", "patientId": "p 1", "draftOrders": {}}
        self.assertEqual(resolve("Patient/{{context.patientId}}", context), "Patient/p%201")
        self.assertEqual(resolve("Practitioner/{{userPractitionerId}}", context), "Practitioner/d1")
        self.assertIsNone(resolve("Patient/{{userPatientId}}", context))
        self.assertIsNone(resolve("Encounter/{{context.encounterId}}", context))
        for token in ("today()", "context.draftOrders", "context.draftOrders.entry", "%patient"):
            with self.assertRaises(PrefetchError, msg=token):
                resolve("Patient/{{" + token + "}}", context)

    def test_unanswerable_template(self) -> None:
        service = SERVICE | {"prefetch": {"x": "Condition?patient={{context.patientId}}&status=a"}}
        with self.assertRaises(PrefetchError):
            hook_request(service, RECORD)


if __name__ == "__main__":
    unittest.main()
