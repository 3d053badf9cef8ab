"""Every patient in each version of FHIR, prefetched and fetched: a clinician reads the same cards as in R4."""

import json
import unittest
from collections.abc import Iterator

from fetching import Fetching, cards_of  # first: it makes the test tools importable
from test_patients import PATIENTS, keep
from test_policy import MODULES

from cds_client import Answer  # noqa: I001
from fhir_conversion import FhirVersion, converted
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import Mode
from patient_record import PatientRecord
from waiting import eventually

VERSIONS = tuple(version for version in FhirVersion if version != FhirVersion.R4)
ORDER_TYPES = {  # of suggestions that order a service; None: none are made
    FhirVersion.DSTU2: None,
    FhirVersion.STU3: "ProcedureRequest",
    FhirVersion.R4B: "ServiceRequest",
    FhirVersion.R5: "ServiceRequest",
}


class Versions(Fetching):
    options = ("--fhir-deadline", "10000")  # of a machine that does much else

    def call(self, record: PatientRecord, version: FhirVersion) -> Json:
        """All prefetched, by an EHR that speaks this version."""
        request = self.request(record, None, Mode.FULL)
        request["context"]["draftOrders"] = converted(request["context"]["draftOrders"], version)
        request["prefetch"] = {key: value and converted(value, version) for key, value in request["prefetch"].items()}
        return request

    def assert_suggestions_of(self, version: FhirVersion, answer: Answer) -> None:
        types = {resource["resourceType"] for resource in suggested(answer.body)} - {"MedicationRequest"}
        self.assertLessEqual(types, {ORDER_TYPES[version]})
        for resource in suggested(answer.body):
            self.assertNotIn("encounter" if version == FhirVersion.STU3 else "context", resource)
            self.assertEqual("medication" in resource,
                             version == FhirVersion.R5 and resource["resourceType"] == "MedicationRequest")
        if version == FhirVersion.DSTU2:
            self.assertEqual(list(suggested(answer.body)), [])

    def test_every_patient_prefetched(self) -> None:
        for path in PATIENTS:
            record = PatientRecord.load(path)
            expected = self.prefetched(record)
            for version in VERSIONS:
                with self.subTest(path.stem, version=version.name):
                    answer = self.send(self.call(record, version))
                    self.assert_same_cards(answer, expected)
                    self.assert_suggestions_of(version, answer)
                    self.assertEqual(len(list(suggested(answer.body))),
                                     0 if version == FhirVersion.DSTU2 else len(list(suggested(expected.body))))
                    keep(answer.text, f"{version.name}-{path.name}")

    def test_every_patient_fetched(self) -> None:
        for path in PATIENTS:
            record = PatientRecord.load(path)
            expected = self.prefetched(record)
            for version in VERSIONS:
                with self.subTest(path.stem, version=version.name):
                    there = record.in_version(version)
                    fhir = self.serve(there, fhir_version=version.value)
                    answer = self.sign(there, fhir)
                    self.assert_same_cards(answer, expected)
                    self.assert_suggestions_of(version, answer)
                    # The server notes how it has answered when it has, which may be after our own answer.
                    eventually(lambda: not refused_by(fhir), seconds=2)
                    self.assertEqual(refused_by(fhir), [])

    def test_every_sentence_of_the_policy_prefetched(self) -> None:
        """Records that hold more types of resources than the patients' do."""
        for case in (case for module in MODULES for case in module.cases()):
            record = PatientRecord(case.patient.document())
            expected = self.prefetched(record)
            for version in VERSIONS:
                with self.subTest(case.title, version=version.name):
                    try:
                        request = self.call(record, version)
                    except ValueError:
                        continue  # the version has no way to say it
                    answer = self.send(request)
                    self.assertEqual((answer.status, cards_of(answer)), (expected.status, cards_of(expected)))


class VersionOfTheServer(Fetching):
    """Where the orders do not tell in which version they are, the FHIR server is asked."""

    def test_it_is_asked_and_remembered(self) -> None:
        record = PatientRecord.load(PATIENTS[0]).in_version(FhirVersion.STU3)
        for order in record.orders:
            for element in ("requester", "context"):
                order.pop(element, None)
        expected = self.prefetched(PatientRecord.load(PATIENTS[0]))
        fhir = self.serve(record, fhir_version=FhirVersion.STU3.value)
        for asks_anew in (True, False):
            fhir.clear_log()
            answer = self.sign(record, fhir)
            self.assert_same_cards(answer, expected)
            self.assertEqual(len(fhir.requests_for("metadata")), int(asks_anew))
            self.assertEqual(bool(fhir.requests_for("ServiceRequest")), asks_anew)
            self.assertTrue(fhir.requests_for("ProcedureRequest"))
            self.assertIn("ProcedureRequest", json.dumps(answer.body))


def refused_by(fhir: FhirServer) -> list[str]:
    return [str(request) for request in fhir.log if request.status != 200]


def suggested(body: Json) -> Iterator[Json]:
    for card in body["cards"]:
        for suggestion in card.get("suggestions", []):
            for action in suggestion["actions"]:
                yield action["resource"]


if __name__ == "__main__":
    unittest.main()
