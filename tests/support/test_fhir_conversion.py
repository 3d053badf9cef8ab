"""Tests of the conversion to other versions of FHIR, and of servers that speak them."""

import unittest

from fhir_conversion import FhirVersion, converted
from fhir_search_parameters import Json, SearchError, parse_query
from fhir_store import FhirStore

ORDER: Json = {
    "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order",
    "medicationCodeableConcept": {"text": "letrozole"}, "subject": {"reference": "Patient/p1"},
    "encounter": {"reference": "Encounter/e1"}, "authoredOn": "2026-06-15",
    "requester": {"reference": "Practitioner/d1"}, "reasonCode": [{"text": "cancer"}],
    "priorPrescription": {"reference": "MedicationRequest/m0"},
    "dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 2.5}}],
                           "timing": {"repeat": {"boundsDuration": {"value": 5}}}}],
}
SCAN: Json = {"resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "order",
              "code": {"text": "DXA"}, "subject": {"reference": "Patient/p1"}, "authoredOn": "2026-06-15"}


class Conversion(unittest.TestCase):

    def test_r4_stays(self) -> None:
        for version in (FhirVersion.R4, FhirVersion.R4B):
            self.assertEqual(converted(ORDER, version), ORDER)

    def test_dstu2(self) -> None:
        order = converted(ORDER, FhirVersion.DSTU2)
        self.assertEqual(order["resourceType"], "MedicationOrder")
        self.assertEqual((order["patient"], order["dateWritten"]), (ORDER["subject"], "2026-06-15"))
        self.assertEqual(order["reasonCodeableConcept"], {"text": "cancer"})
        self.assertEqual(order["priorPrescription"], {"reference": "MedicationOrder/m0"})
        self.assertEqual(order["dosageInstruction"], [{"doseQuantity": {"value": 2.5},
                                                       "timing": {"repeat": {"boundsQuantity": {"value": 5}}}}])
        self.assertEqual(converted(SCAN, FhirVersion.DSTU2)["resourceType"], "ProcedureRequest")
        with self.assertRaises(ValueError):
            converted(ORDER | {"intent": "plan"}, FhirVersion.DSTU2)

    def test_stu3(self) -> None:
        order = converted(ORDER, FhirVersion.STU3)
        self.assertEqual((order["context"], order["requester"]), (ORDER["encounter"], {"agent": ORDER["requester"]}))
        self.assertEqual(order["dosageInstruction"][0]["doseQuantity"], {"value": 2.5})
        self.assertEqual(converted(SCAN, FhirVersion.STU3)["resourceType"], "ProcedureRequest")

    def test_r5(self) -> None:
        order = converted(ORDER, FhirVersion.R5)
        self.assertEqual(order["medication"], {"concept": {"text": "letrozole"}})
        self.assertEqual(order["reason"], [{"concept": {"text": "cancer"}}])
        self.assertEqual(converted(SCAN, FhirVersion.R5)["code"], {"concept": {"text": "DXA"}})

    def test_bundles_and_what_is_contained(self) -> None:
        bundle = {"resourceType": "Bundle", "entry": [{"resource": ORDER | {"contained": [SCAN]}}]}
        order = converted(bundle, FhirVersion.STU3)["entry"][0]["resource"]
        self.assertEqual(order["contained"][0]["resourceType"], "ProcedureRequest")
        self.assertEqual(ORDER["resourceType"], "MedicationRequest")


class Search(unittest.TestCase):

    def found(self, version: FhirVersion, resource_type: str, query: str) -> int:
        store = FhirStore([converted(ORDER, version), converted(SCAN, version)], version.value)
        return len(store.searchset("http://x", resource_type, parse_query(query))["entry"])

    def test_each_version_has_its_own_types_and_parameters(self) -> None:
        self.assertEqual(self.found(FhirVersion.DSTU2, "MedicationOrder", "patient=p1&_sort:desc=datewritten"), 1)
        self.assertEqual(self.found(FhirVersion.STU3, "ProcedureRequest", "patient=p1&_sort=-authored"), 1)
        self.assertEqual(self.found(FhirVersion.R5, "ServiceRequest", "patient=p1&_sort=-authored"), 1)
        for version, resource_type, query in (
                (FhirVersion.DSTU2, "MedicationRequest", "patient=p1"),
                (FhirVersion.DSTU2, "MedicationOrder", "patient=p1&_sort=-datewritten"),
                (FhirVersion.DSTU2, "MedicationOrder", "patient=p1&_sort:desc=authoredon"),
                (FhirVersion.STU3, "ServiceRequest", "patient=p1"),
                (FhirVersion.STU3, "MedicationRequest", "patient=p1&_sort:desc=authoredon"),
                (FhirVersion.R5, "MedicationAdministration", "patient=p1&_sort=-effective-time")):
            with self.subTest(query, version=version.name), self.assertRaises(SearchError):
                self.found(version, resource_type, query)


if __name__ == "__main__":
    unittest.main()
