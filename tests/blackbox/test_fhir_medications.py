"""Orders and prescriptions that only refer to a Medication: it is read, before deciding whether the order is ours."""

import unittest

from fetching import Fetching  # first: it makes the test tools importable
from hook_body import RXNORM

from cds_client import Answer  # noqa: I001
from fhir_faults import Fault
from fhir_search_parameters import Json
from fhir_server import FhirServer
from fhir_store import FhirStore
from hook_request import Mode
from patient_builder import concept, months_ago, woman
from patient_record import PatientRecord

LETROZOLE, AMOXICILLIN, ALENDRONATE = "200064", "308191", "904419"


def medication(code: str, medication_id: str = "m1") -> Json:
    return {"resourceType": "Medication", "id": medication_id, "code": concept(RXNORM, code)}


def referring_to(reference: str | None, **more: str) -> Json:
    named = {"reference": reference} if reference else {}
    return {"medicationCodeableConcept": None, "medicationReference": named | more}


class Orders(Fetching):

    def ordered(self, reference: str = "Medication/m1", **more: str) -> PatientRecord:
        """A woman with osteoporosis whose order refers to its drug."""
        return PatientRecord(woman(60).t_score(-2.6).ordered(**referring_to(reference, **more)).document())

    def serve_with(self, record: PatientRecord, *medications: Json, **options: object) -> FhirServer:
        fhir = self.serve(record, **options)
        fhir.store = FhirStore([*record.resources, *medications])
        return fhir

    def test_our_drug(self) -> None:
        record = self.ordered()
        fhir = self.serve_with(record, medication(LETROZOLE))
        expected = self.prefetched(PatientRecord(woman(60).t_score(-2.6).document()))
        for mode in (Mode.FHIR, Mode.FULL):
            with self.subTest(mode):
                fhir.clear_log()
                self.assert_same_cards(self.sign(record, fhir, mode), expected)
                self.assertEqual(len(fhir.requests_for("Medication")), 1)
        self.assertEqual([request.path for request in fhir.log if request.resource_type != "metadata"],
                         ["/fhir/R4/Medication/m1"])

    def test_another_drug(self) -> None:
        record = self.ordered()
        fhir = self.serve_with(record, medication(AMOXICILLIN))
        self.assertEqual(self.sign(record, fhir).body, {"cards": []})
        self.assertEqual(self.keys_asked(fhir, record), ["('Medication/m1', ())"])

    def test_a_name_beside_the_reference(self) -> None:
        """It serves where the Medication cannot be read, and our drugs need no look-up then."""
        for name, code, has_cards in (("letrozole 2.5 mg", LETROZOLE, True), ("amoxicillin", AMOXICILLIN, False)):
            for faults in ({}, {"Medication": Fault.FORBIDDEN}, {"Medication": Fault.SERVER_ERROR}):
                with self.subTest(name, faults=faults):
                    record = self.ordered(display=name)
                    fhir = self.serve_with(record, medication(code), faults=faults)
                    answer = self.sign(record, fhir)
                    self.assertEqual((answer.status, bool(answer.body.get("cards"))), (200, has_cards))
                    if has_cards:
                        self.assertEqual(fhir.requests_for("Medication"), [])

    def test_absolute_references_to_this_server(self) -> None:
        fhir = self.serve_with(self.ordered(), medication(LETROZOLE))
        record = self.ordered(f"{fhir.base_url}/Medication/m1")
        answer = self.sign(record, fhir)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertNotEqual(answer.body["cards"], [])

    def test_one_that_cannot_be_read_may_be_ours(self) -> None:
        record = self.ordered()
        for fault in (Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.SERVER_ERROR, Fault.EMPTY, Fault.HTML,
                      Fault.WRONG_TYPE, Fault.RESET, Fault.OVERSIZED, Fault.REDIRECT, Fault.HANG):
            with self.subTest(fault):
                fhir = self.serve_with(record, medication(LETROZOLE), faults={"Medication": fault})
                self.assert_refused(self.sign(record, fhir, Mode.FULL))

    def test_one_that_is_not_there(self) -> None:
        """Nothing says what is ordered: no card."""
        record = self.ordered()
        for fault in (Fault.NOT_FOUND, Fault.GONE):
            with self.subTest(fault):
                fhir = self.serve_with(record, medication(LETROZOLE), faults={"Medication": fault})
                self.assert_no_card(self.sign(record, fhir, Mode.FULL))

    def test_references_that_lead_elsewhere(self) -> None:
        other = self.serve_with(self.ordered(), medication(LETROZOLE), access_token=None)
        for reference in (f"{other.base_url}/Medication/m1", f"//127.0.0.1:{other.port}/fhir/R4/Medication/m1",
                          f"http://127.0.0.1@127.0.0.1:{other.port}/fhir/R4/Medication/m1", "urn:uuid:m1", "#m1",
                          "Medication/../Patient/p", "Medication/m1?x=y", "Medication/m1#x", "Medication/m 1",
                          "Medication/", "Medication/" + "x" * 65, "Patient/p", "Medication/m1\r\nX-Evil: 1",
                          "file:///etc/passwd", "Medication/%2e%2e"):
            with self.subTest(reference[:40]):
                record = self.ordered(reference)
                fhir = self.serve_with(record, medication(LETROZOLE))
                self.assert_no_card(self.sign(record, fhir, Mode.FULL))
                self.assertEqual([asked.path for asked in fhir.log if asked.resource_type != "metadata"], [])
        self.assertEqual((other.connections, other.log), (0, []))

    def assert_no_card(self, answer: Answer) -> None:
        self.assertIn(answer.status, (200, 412))
        if answer.status == 200:
            self.assertEqual(answer.body, {"cards": []})


class Prescriptions(Fetching):

    def test_fetched_prescriptions_that_refer(self) -> None:
        """Who is on alendronate is seen by the Medication alone."""
        on_alendronate = woman(60).t_score(-2.6).takes(ALENDRONATE)
        expected = self.prefetched(PatientRecord(on_alendronate.document()))
        self.assertIn("bone-agent-continue", expected.text)
        record = PatientRecord(woman(60).t_score(-2.6).add("MedicationRequest", {
            "status": "active", "intent": "order", "medicationReference": {"reference": "Medication/m1"},
            "authoredOn": months_ago(8)}).document())
        fhir = self.serve(record)
        fhir.store = FhirStore([*record.resources, medication(ALENDRONATE)])
        for mode, keys in ((Mode.FHIR, ()), (Mode.MISSING, ["medications"])):
            with self.subTest(mode):
                self.assert_same_cards(self.sign(record, fhir, mode, keys=keys), expected)

    def test_one_that_cannot_be_read_may_be_any_drug(self) -> None:
        record = PatientRecord(woman(60).t_score(-2.6).add("MedicationRequest", {
            "status": "active", "intent": "order", "medicationReference": {"reference": "Medication/m1"},
            "authoredOn": months_ago(8)}).document())
        for fault in (Fault.FORBIDDEN, Fault.SERVER_ERROR, Fault.HANG, Fault.WRONG_TYPE):
            with self.subTest(fault):
                fhir = self.serve(record, faults={"Medication": fault})
                self.assert_refused(self.sign(record, fhir), "medications")

    def test_a_server_that_does_not_tell_its_version(self) -> None:
        """Waiting for /metadata must not use up the time for what matters."""
        record = PatientRecord(woman(60).t_score(-2.6).add("MedicationRequest", {
            "status": "active", "intent": "order", "medicationReference": {"reference": "Medication/m1"},
            "authoredOn": months_ago(8)}).document())
        fhir = self.serve(record, faults={"metadata": Fault.HANG})
        fhir.store = FhirStore([*record.resources, medication(ALENDRONATE)])
        answer = self.sign(record, fhir)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIn("bone-agent-continue", answer.text)

    def test_many_prescriptions_of_one_drug(self) -> None:
        many = woman(60).t_score(-2.6)
        for _ in range(20):
            many.add("MedicationRequest", {"status": "active", "intent": "order", "authoredOn": months_ago(8),
                                           "medicationReference": {"reference": "Medication/m1"}})
        record = PatientRecord(many.document())
        fhir = self.serve(record)
        fhir.store = FhirStore([*record.resources, medication(AMOXICILLIN)])
        self.assertEqual(self.sign(record, fhir).status, 200)
        self.assertEqual(len(fhir.requests_for("Medication")), 1)


class WithoutAccess(Fetching):

    def test_nothing_to_read_it_from(self) -> None:
        """The prefetched data serve; an order that nothing names may be ours, and nothing can be said of it."""
        record = PatientRecord(woman(60).t_score(-2.6).ordered(**referring_to("Medication/m1")).document())
        answer = self.prefetched(record)
        self.assertIn(answer.status, (200, 412))
        if answer.status == 200:
            self.assertEqual(answer.body, {"cards": []})


if __name__ == "__main__":
    unittest.main()
