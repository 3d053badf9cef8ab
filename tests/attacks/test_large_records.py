"""Records that fill a whole call, of what is looked for among what it is looked for in (row 17).

Nothing of it may take quadratic time: one call holds up all others of its thread.
"""

import unittest

from attack import Attack  # noqa: F401  first: it makes the test tools importable
from patient_builder import LOINC, RXNORM, concept, months_ago
from test_fhir_shape import Records

REQUIRED = ("patient", "conditions", "medications", "boneDensity")


class LargeRecords(Records):

    def test_row_17_fifty_thousand_entries(self) -> None:
        entries = self.body["prefetch"]["boneDensity"]["entry"]
        stray = {"resource": {"resourceType": "Observation"}}
        for entry, statuses in ((stray, (200, 412, 413)), ({}, (200, 412, 413)), (None, (200, 412, 413))):
            self.setUp()
            self.body["prefetch"]["boneDensity"] = {"resourceType": "Bundle", "type": "searchset", "entry": [
                *entries, *[entry] * 50_000]}
            answer = self.send(self.body)
            self.assertIn(answer.status, statuses)
            self.assertLess(answer.seconds, 5)

    def test_row_17_eighty_thousand_reasons_among_as_many_contained(self) -> None:
        many = range(80_000)
        draft = self.body["context"]["draftOrders"]["entry"][0]["resource"]
        draft["contained"] = [{"id": f"x{number}"} for number in many]
        draft["reasonReference"] = [{"reference": f"#x{number}"} for number in many]
        self.body["prefetch"] = {key: self.body["prefetch"][key] for key in REQUIRED}
        self.assert_answered_soon()

    def test_row_17_ten_thousand_medications_among_as_many_orders(self) -> None:
        """The patient takes each of the drugs that are ordered, or so it looks."""
        order = {"resourceType": "MedicationRequest", "medicationCodeableConcept": concept(RXNORM, "200064")}
        taken = order | {"status": "active", "authoredOn": months_ago(30)}
        self.body["context"]["draftOrders"]["entry"] = [
            {"resource": order | {"id": f"m{number}"}} for number in range(10_000)]
        self.body["prefetch"]["medications"] = {"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": taken | {"id": "m9999"}}] * 10_000}
        self.assert_answered_soon()

    def test_row_17_three_thousand_orders_of_one_medication_of_many_codes(self) -> None:
        many = range(3_000)
        order = {"resourceType": "MedicationRequest", "medicationReference": {"reference": "Medication/m"}}
        medication = {"resourceType": "Medication", "id": "m", "code": {
            "text": "letrozole", "coding": [{"code": f"{number}"} for number in range(30_000)]}}
        self.body["context"]["draftOrders"]["entry"] = [
            {"resource": order | {"id": f"m{number}"}} for number in many]
        self.body["prefetch"]["medications"] = {"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": medication, "search": {"mode": "include"}},
            *[{"resource": order | {"status": "active", "id": f"t{number}"}} for number in many]]}
        self.assert_answered_soon()

    def test_row_17_ten_thousand_components_of_one_long_site(self) -> None:
        component = {"code": concept(LOINC, "24966-4"), "valueQuantity": {"value": 0.9, "unit": "g/cm2"}}
        scan = {"resourceType": "Observation", "status": "final", "code": concept(LOINC, "38269-7"),
                "effectiveDateTime": months_ago(3), "bodySite": {"text": "x" * 1_000_000},
                "device": {"display": "x" * 1_000_000}, "component": [component] * 10_000}
        self.body["prefetch"]["boneDensity"] = {"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": scan | {"id": "s1"}},
            {"resource": scan | {"id": "s2", "effectiveDateTime": months_ago(30), "component": [component]}}]}
        self.assert_answered_soon()

    def test_row_17_an_object_of_a_hundred_thousand_members(self) -> None:
        self.body["prefetch"]["patient"] |= {f"x{number}": 0 for number in range(100_000)}
        answer = self.send(self.body)
        self.assertEqual(answer.status, 413, answer.text[:500])
        self.assertIn("too-costly", answer.text)
        self.assertLess(answer.seconds, 5)

    def assert_answered_soon(self) -> None:
        answer = self.send(self.body)
        self.assertEqual(answer.status, 200, answer.text[:500])
        self.assertLess(answer.seconds, 5)


if __name__ == "__main__":
    unittest.main()
