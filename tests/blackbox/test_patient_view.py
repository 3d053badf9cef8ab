"""patient-view: silent on every patient with nothing due, and speaks on every one with something due."""

import unittest
from typing import Any

from service import GUIDELINES, PATIENTS, Service, patient  # first: it makes the test tools importable

from chart_cases import DUE, NEVER, SILENT, SPEAKS, due
from check_patients import MODES, check_answer, check_patient  # noqa: I001
from expectations import advice_of, objects_in, texts_of
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_record import PatientRecord

HOOK = "patient-view"
SERVICE_ID = "aromatase-inhibitor-bone-health-view"
HOOK_INSTANCE = "5f0cd6a1-7a3e-4c55-8a94-0c3f6f0e6f12"
FILES = {path.stem[:3]: path for path in PATIENTS}
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NOTHING = {"resourceType": "Bundle", "type": "searchset", "total": 0}


class OnTheChart(unittest.TestCase):
    """Each golden patient once the order is signed and on record, under each guideline."""

    guideline = GUIDELINES[0]

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(cls.guideline)
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.view = cls.service.service_for(HOOK)

    def answer(self, name: str) -> tuple[PatientRecord, Json, Any]:
        record = PatientRecord.load(FILES[name]).at(HOOK)
        request = hook_request(self.view, record, mode=Mode.FULL, hook_instance=HOOK_INSTANCE)
        answer = self.service.client.call(SERVICE_ID, request)
        self.assertEqual(list(check_answer(answer, request, record, self.guideline)), [])
        return record, request, answer.body

    def test_every_patient_is_in_one_list(self) -> None:
        self.assertEqual(set(SPEAKS) & SILENT, set())
        self.assertEqual(set(SPEAKS) | SILENT, set(FILES))

    def test_it_speaks_where_something_is_due_and_only_there(self) -> None:
        for name in FILES:
            with self.subTest(name, guideline=self.guideline):
                body = self.answer(name)[2]
                self.assertEqual(advice_of(body) & DUE, due(name, self.guideline))
                self.assertEqual(advice_of(body) & NEVER, set())
                self.assertEqual(bool(body["cards"]), bool(due(name, self.guideline)))

    def test_it_does_not_matter_how_the_data_come(self) -> None:
        for name, path in FILES.items():
            with self.subTest(name, guideline=self.guideline):
                self.assertEqual(list(check_patient(self.service.client, [self.view], PatientRecord.load(path).at(HOOK),
                                                    self.guideline, [*MODES, Mode.PAGED, Mode.NULL])), [])

    def test_what_is_due_is_what_a_renewal_says(self) -> None:
        """The same order, drafted once more beside the one on record, is a renewal."""
        order_sign = self.service.order_sign()
        for name in SPEAKS:
            with self.subTest(name, guideline=self.guideline):
                record = PatientRecord.load(FILES[name])
                for order in record.orders:
                    order["priorPrescription"] = {"reference": "MedicationRequest/prior"}
                request = hook_request(order_sign, record, mode=Mode.FULL)
                signed = self.service.client.call(order_sign["id"], request).body
                # On a renewal rapid loss stands on the card of whoever assesses the risk, which is for new orders.
                expected = advice_of(signed) & DUE
                self.assertLessEqual(expected, due(name, self.guideline))
                self.assertLessEqual(due(name, self.guideline) - expected, {"secondary-causes-workup"})

    def test_the_words_are_for_who_takes_the_drug_already(self) -> None:
        for name in SPEAKS:
            with self.subTest(name, guideline=self.guideline):
                for card in objects_in(self.answer(name)[2], "cards"):
                    for text in texts_of(card):
                        self.assertNotRegex(text, r"(?i)starting (letrozole|anastrozole|exemestane)|before signing"
                                                  r"|before treatment|this \w+ order")


class OnTheChartWho(OnTheChart):
    guideline = GUIDELINES[1]


class OnTheChartAsco(OnTheChart):
    guideline = GUIDELINES[2]


def taken(**more: Any) -> Json:
    """Letrozole on record, of the patient of V03."""
    return {"resourceType": "MedicationRequest", "id": "on-record", "status": "active", "intent": "order",
            "subject": {"reference": f"Patient/{patient('V03').patient_id}"}, "authoredOn": "2025-06-01",
            "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": "200064"}]}} | more


def with_drugs(*drugs: Json) -> PatientRecord:
    """The patient of V03, who has osteoporosis, with these drugs and no others."""
    record = patient("V03").at(HOOK)
    kept = [resource for resource in record.resources if not resource["resourceType"].startswith("Medication")]
    record.resources[:] = [*kept, *drugs]
    return record


class WhoTakesTheDrug(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.view = cls.service.service_for(HOOK)

    def speaks(self, record: PatientRecord, mode: Mode = Mode.FULL) -> bool:
        answer = self.service.client.call(SERVICE_ID, hook_request(self.view, record, mode=mode))
        self.assertEqual(answer.status, 200, answer.text)
        return bool(answer.body["cards"])

    def test_active_orders_and_statements_count(self) -> None:
        self.assertTrue(self.speaks(with_drugs(taken())))
        statement = taken(resourceType="MedicationStatement")
        self.assertTrue(self.speaks(with_drugs(statement)))
        named = taken(medicationCodeableConcept={"text": "Femara 2.5 mg"})
        self.assertTrue(self.speaks(with_drugs(named)))

    def test_what_is_no_longer_or_not_yet_taken_does_not(self) -> None:
        ended = {"dosageInstruction": [{"timing": {"repeat": {"boundsPeriod": {"end": "2026-01-01"}}}}]}
        for why, more in (("completed", {"status": "completed"}), ("stopped", {"status": "stopped"}),
                          ("on hold", {"status": "on-hold"}), ("a draft", {"status": "draft"}),
                          ("an error", {"status": "entered-in-error"}), ("a proposal", {"intent": "proposal"}),
                          ("not to be done", {"doNotPerform": True}), ("ended", ended),
                          ("another drug", {"medicationCodeableConcept": {"text": "tamoxifen"}})):
            with self.subTest(why):
                self.assertFalse(self.speaks(with_drugs(taken(**more))))

    def test_a_short_course_for_infertility_is_no_treatment(self) -> None:
        reason = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "N97.0"}]}
        self.assertFalse(self.speaks(with_drugs(taken(reasonCode=[reason]))))

    def test_of_patients_who_take_none_only_the_drugs_are_looked_at(self) -> None:
        record = with_drugs(taken(status="stopped"))
        with FhirServer(record.resources, access_token="t") as fhir:
            access = FhirAccess(fhir.base_url, "t")
            request = hook_request(self.view, record, mode=Mode.FHIR, fhir_access=access)
            answer = self.service.client.call(SERVICE_ID, request)
            self.assertEqual((answer.status, answer.body), (200, {"cards": []}))
            asked = sorted(line.resource_type for line in fhir.log)
            self.assertEqual([name for name in asked if name != "metadata"], ["MedicationRequest", "MedicationStatement"])

    def test_everything_is_fetched_once_of_a_patient_who_takes_one(self) -> None:
        record = with_drugs(taken())
        with FhirServer(record.resources, access_token="t") as fhir:
            access = FhirAccess(fhir.base_url, "t")
            request = hook_request(self.view, record, mode=Mode.FHIR, fhir_access=access)
            answer = self.service.client.call(SERVICE_ID, request)
            self.assertIn("bone-agent-indicated", advice_of(answer.body))
            asked = [line.path for line in fhir.log if line.resource_type != "metadata"]
            self.assertEqual(len(asked), len(set(asked)))
            self.assertEqual(len(asked), len(self.view["prefetch"]))

    def test_the_drugs_alone_may_be_prefetched(self) -> None:
        record = with_drugs(taken(status="stopped"))
        request = hook_request(self.view, record, mode=Mode.MISSING,
                               keys=set(self.view["prefetch"]) - {"medications"})
        answer = self.service.client.call(SERVICE_ID, request)
        self.assertEqual((answer.status, answer.body), (200, {"cards": []}))

    def test_without_the_drugs_nobody_can_tell(self) -> None:
        for mode in (Mode.NONE, Mode.ERROR):
            with self.subTest(mode):
                request = hook_request(self.view, with_drugs(taken()), mode=mode)
                answer = self.service.client.call(SERVICE_ID, request)
                self.assertEqual(answer.status, 412, answer.text)
                self.assertIn("medications", answer.text)
                self.assertNotIn("boneDensity", answer.text)

    def test_the_rest_is_required_of_who_takes_one(self) -> None:
        request = hook_request(self.view, with_drugs(taken()), mode=Mode.MISSING, keys=["boneDensity"])
        answer = self.service.client.call(SERVICE_ID, request)
        self.assertEqual(answer.status, 412, answer.text)
        self.assertIn("boneDensity", answer.text)

    def test_drugs_of_somebody_else_are_refused(self) -> None:
        request = hook_request(self.view, with_drugs(taken()), mode=Mode.FULL)
        request["prefetch"]["medications"]["entry"][0]["resource"]["subject"] = {"reference": "Patient/another"}
        self.assertEqual(self.service.client.call(SERVICE_ID, request).status, 400)

    def test_patients_and_relatives_are_told_nothing(self) -> None:
        record = with_drugs(taken())
        request = hook_request(self.view, record, mode=Mode.FULL)
        for user in (f"Patient/{record.patient_id}", "RelatedPerson/r1", "https://ehr.example.org/fhir/Patient/p9",
                     record.patient_id):
            with self.subTest(user):
                request["context"]["userId"] = user
                self.assertEqual(self.service.client.call(SERVICE_ID, request).body, {"cards": []})
                bare = {name: request[name] for name in ("hook", "hookInstance", "context")}
                self.assertEqual(self.service.client.call(SERVICE_ID, bare).body, {"cards": []})
        for user in ("Practitioner/d1", "PractitionerRole/r1", "https://ehr.example.org/fhir/Practitioner/1", "d1"):
            with self.subTest(user):
                request["context"]["userId"] = user
                self.assertNotEqual(self.service.client.call(SERVICE_ID, request).body, {"cards": []})

    def test_who_opens_the_chart_must_be_said(self) -> None:
        request = hook_request(self.view, with_drugs(taken()), mode=Mode.FULL)
        for wrong in ("(missing)", None, "", 7, {}):
            with self.subTest(wrong):
                request["context"].pop("userId", None)
                if wrong != "(missing)":
                    request["context"]["userId"] = wrong
                self.assertEqual(self.service.client.call(SERVICE_ID, request).status, 400)

    def test_it_is_no_call_of_another_hook(self) -> None:
        request = hook_request(self.view, with_drugs(taken()), mode=Mode.FULL)
        for hook in ("order-sign", "order-select"):
            other = self.service.service_for(hook)["id"]
            self.assertEqual(self.service.client.call(other, request).status, 400)
            self.assertEqual(self.service.client.call(SERVICE_ID, request | {"hook": hook}).status, 400)


if __name__ == "__main__":
    unittest.main()
