"""Tests of the conformance checks: each breach is found, and named by its requirement."""

import unittest
from collections.abc import Iterator
from typing import Any

from conformance import check_discovery, check_error, check_response
from example_card import BASIS, CARD, UUIDS, spoilt
from example_record import RECORD, SERVICE
from expectations import unmet
from hook_request import FhirAccess, hook_request


class Conformance(unittest.TestCase):

    def setUp(self) -> None:
        access = FhirAccess("http://127.0.0.1:1/fhir/R4", "token-1234")
        self.request = hook_request(SERVICE, RECORD, fhir_access=access)

    def requirements(self, body: Any, **options: Any) -> set[str]:
        return {violation.requirement
                for violation in check_response(body, self.request, **options)}

    def test_good(self) -> None:
        self.assertEqual(check_response({"cards": [CARD]}, self.request), [])
        self.assertEqual(check_response({"cards": []}, self.request), [])

    def test_envelope(self) -> None:
        self.assertEqual(self.requirements([]), {"R90"})
        self.assertEqual(self.requirements({}), {"R90"})
        self.assertEqual(self.requirements({"cards": [], "systemActions": []}), {"R3", "R146"})
        self.assertEqual(self.requirements({"cards": [CARD, CARD]}), {"R100"})

    def test_hooks(self) -> None:
        record = RECORD.at("patient-view")
        self.request = hook_request(SERVICE | {"hook": "patient-view"}, record)
        self.assertEqual(self.requirements({"cards": [CARD]}), set())
        for user in ("Patient/p1", "https://ehr.example.org/fhir/RelatedPerson/r1"):
            self.request["context"]["userId"] = user
            self.assertEqual(self.requirements({"cards": [CARD]}), {"R152"})
            self.assertEqual(self.requirements({"cards": []}), set())
        self.request = hook_request(SERVICE | {"hook": "order-select"}, RECORD)
        self.assertEqual(self.requirements({"cards": [CARD]}), set())
        self.request["context"]["selections"] = ["MedicationRequest/another"]
        self.assertEqual(self.requirements({"cards": [CARD]}), {"R151"})

    def test_cards(self) -> None:
        action = "suggestions/0/actions/0"
        order = {"resourceType": "MedicationRequest", "id": "m1"}
        for expected, card in (
            ("R2", spoilt(f"extension/{BASIS}/remark", None)),
            ("R2", spoilt("detail", "")),
            ("R3", spoilt("links", [])),
            ("R3", spoilt(f"extension/{BASIS}/unknown", [])),
            ("R4", spoilt("summary", "  ")),
            ("R10", spoilt("suggestions/0/extension", [{"url": "urn:x"}])),
            ("R11", spoilt("extension", {"bare": 1} | CARD["extension"])),
            ("R100", spoilt("uuid")),
            ("R100", spoilt("uuid", "1")),
            ("R100", spoilt("suggestions/0/uuid", UUIDS[0])),
            ("R101", spoilt("summary", "x" * 140)),
            ("R101", spoilt("summary", "<b>x</b>")),
            ("R102", spoilt("detail", "a <br> b")),
            ("R102", spoilt("detail", "![x](https://evil.example.org/x.png)")),
            ("R102", spoilt("detail", "[x](javascript:alert)")),
            ("R103", spoilt("indicator", "hard-stop")),
            ("R104", spoilt("source")),
            ("R106", spoilt("selectionBehavior")),
            ("R106", spoilt("selectionBehavior", "all")),
            ("R106", spoilt("suggestions")),
            ("R107", spoilt("overrideReasons/0/display")),
            ("R107", spoilt("overrideReasons", CARD["overrideReasons"] * 2)),
            ("R109", spoilt("extension", [CARD["extension"]])),
            ("R109", spoilt("extension")),
            ("R110", spoilt("source/label")),
            ("R111", spoilt("source/url", "http://guideline.example.org")),
            ("R113", spoilt("source/topic")),
            ("R113", spoilt("source/topic/code", "dxa-1")),
            ("R113", spoilt("source/topic/code", "x" * 101)),
            ("R120", spoilt("suggestions/0/label")),
            ("R121", spoilt("suggestions/0/uuid")),
            ("R122", spoilt("suggestions/0/isRecommended", "yes")),
            ("R123", spoilt("suggestions/0/actions")),
            ("R124", spoilt("suggestions/0/actionSelectionBehavior", "all")),
            ("R130", spoilt(f"{action}/type", "replace")),
            ("R131", spoilt(f"{action}/description")),
            ("R132", spoilt(f"{action}/resource")),
            ("R132", spoilt(action, {"type": "update", "description": "d",
                                     "resource": order | {"id": "m9"}})),
            ("R133", spoilt(action, {"type": "delete", "description": "d"})),
            ("R133", spoilt(action, {"type": "delete", "description": "d",
                                     "resourceId": "MedicationRequest/m9"})),
            ("R134", spoilt(f"{action}/resource/id", "1")),
            ("R134", spoilt(f"{action}/resource/status", "active")),
            ("R134", spoilt(f"{action}/resource/intent", "plan")),
            ("R134", spoilt(f"{action}/resource/subject/reference", "Patient/p2")),
            ("R140", spoilt("links/0/label")),
            ("R140", spoilt("links/0/url", "/x")),
            ("R140", spoilt("links/0/url", "http://guideline.example.org/x")),
            ("R140", spoilt("links/0/type", "relative")),
            ("R141", spoilt("links/0/appContext", "x")),
            ("R142", spoilt("links/0/autolaunchable", True)),
            ("R143", spoilt("links/0/url", "https://guideline.example.org/?for=p1")),
            ("R78", spoilt("detail", "your token is token-1234")),
        ):
            self.assertEqual(self.requirements({"cards": [card]}), {expected}, expected)
        for good in (spoilt(action, {"type": "update", "description": "d", "resource": order}),
                     spoilt(action, {"type": "delete", "description": "d",
                                     "resourceId": "MedicationRequest/m1"}),
                     spoilt("links/0/url", "http://127.0.0.1:8080/about")):
            self.assertEqual(self.requirements({"cards": [good]}), set())
        self.assertEqual(self.requirements({"cards": [spoilt("detail", "x CANARY x")]},
                                           canaries=["CANARY"]), {"R102"})

    def test_discovery(self) -> None:
        def requirements(**changes: Any) -> set[str]:
            service = {name: value for name, value in (SERVICE | changes).items()
                       if value is not None}
            return {found.requirement for found in check_discovery({"services": [service]})}

        def template(text: str) -> set[str]:
            return requirements(prefetch={"x": text})

        patient = "patient={{context.patientId}}"
        self.assertEqual(requirements(), set())
        self.assertEqual(check_discovery({"services": []}), [])
        self.assertEqual({found.requirement for found in check_discovery([])}, {"R21"})
        for expected, found in (
            ("R23", requirements(hook="letrozole")),
            ("R24", requirements(title=None)),
            ("R25", requirements(description=None)),
            ("R26", requirements(id="a b")),
            ("R28", requirements(usageRequirements=7)),
            ("R29", requirements(version="STU2")),
            ("R30", requirements(hookVersion="1.1")),
            ("R34", requirements(extension=[1])),
            ("R3", requirements(prefetch={})),
            ("R27", template("/Patient/{{context.patientId}}")),
            ("R27", template(f"Condition?{patient}&status=active")),
            ("R27", template("Observation?code=1")),
            ("R70", template("Patient/{{context.patient}}")),
            ("R72", template(f"Observation?{patient}&date=ge{{{{today()}}}}")),
            ("R73", template("Medication/{{context.draftOrders.entry.first()}}")),
            ("R74", template(f"MedicationRequest?{patient}&_include=MedicationRequest:medication")),
            ("R74", template(f"Observation?{patient}&code:in=urn:x")),
            ("R75", template(f"Observation?{patient}&date=ge2020&date=lt2021")),
            ("R75", template(f"Observation?{patient}&sort:desc=date")),
        ):
            self.assertEqual(found, {expected}, expected)
        twice = {"services": [SERVICE, SERVICE]}
        self.assertEqual({found.requirement for found in check_discovery(twice)}, {"R31"})

    def test_errors(self) -> None:
        good = {"resourceType": "OperationOutcome",
                "issue": [{"severity": "error", "code": "processing", "details": {"text": "t"}}]}
        self.assertEqual(check_error(412, good), [])
        self.assertEqual(check_error(401, None), [])
        for status, body in (
            (412, None), (412, {"error": "x"}), (412, good | {"issue": []}),
            (412, good | {"issue": [{"severity": "warning", "code": "processing"}]}),
            (412, good | {"issue": [{"severity": "error", "code": "oops"}]}),
            (500, good | {"issue": [good["issue"][0] | {"diagnostics": "rules.cpp:12 what()"}]}),
            (401, good | {"issue": [good["issue"][0] | {"diagnostics": "token expired"}]}),
            (200, good),
        ):
            self.assertNotEqual(check_error(status, body), [], body)


class Robustness(unittest.TestCase):
    """Whatever a server sends, the checks say what is wrong; they never fail themselves."""

    def variants(self, value: Any) -> Iterator[Any]:
        """The value with each of its parts, in turn, replaced by something else."""
        yield from (None, 7, True, "", "x", [], {}, [7], ["x"], [[]], [{}], {"x": 7})
        if isinstance(value, dict):
            for name, member in value.items():
                yield {other: value[other] for other in value if other != name}
                for variant in self.variants(member):
                    yield value | {name: variant}
        elif isinstance(value, list):
            for index, item in enumerate(value):
                for variant in self.variants(item):
                    yield [*value[:index], variant, *value[index + 1:]]

    def test_responses(self) -> None:
        request = hook_request(SERVICE, RECORD)
        words = ("dxa-baseline", "menopause-wording", "osteoporosis-label", "suggest-denosumab")
        expectation = {"advice": ["dxa-repeat"], "must_not": words, "indicator": "info"}
        for body in self.variants({"cards": [CARD]}):
            self.assertIsInstance(check_response(body, request, ["CANARY"]), list)
            self.assertNotEqual(list(unmet(expectation, body)), [])

    def test_discovery_and_errors(self) -> None:
        for body in self.variants({"services": [SERVICE]}):
            self.assertIsInstance(check_discovery(body), list)
        issue = {"severity": "error", "code": "processing", "details": {"text": "t"}}
        for body in self.variants({"resourceType": "OperationOutcome", "issue": [issue]}):
            self.assertIsInstance(check_error(500, body), list)


if __name__ == "__main__":
    unittest.main()
